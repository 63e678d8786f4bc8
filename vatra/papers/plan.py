"""The plan of services: objectives, services, who answers for them, by when; agreed with the family and signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Signature, Signatures, Table, Words
from vatra.papers.parts import address_rows, case_notes, case_rows, members_table
from vatra.papers.reading import Home

SOURCES = ("ord286a", "ord286_termen", "l272_art118", "l292_art69")


def plan(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The running plan, or the form of one."""
    running = home.plan
    return (
        Rows((Row(_("Number and day of registration")), *case_rows(home),
              Row(_("Plan agreed on"), wording.day(running.agreed_on) if running else ""))),
        *case_notes(home),
        Heading(_("1. The family")), address_rows(home), members_table(home),
        Heading(_("2. Objectives")), _objectives(home),
        Heading(_("3. Services and benefits")), services_table(home),
        Heading(_("4. The family's agreement")),
        Said((_("The plan was talked over with us in words we understood. We agree to it. We know that we may ask "
                "for it to be changed, and that we may refuse a service."),)),
        Rows((Row(_("Agreed with"), running.agreed_with if running else ""),)),
        Heading(_("5. The child's opinion")),
        Words(_("What the child says (must be asked from the age of ten)"),
              running.child_opinion if running and not home.is_partial else "", lines=3, unconfirmed=True),
        *_not_heard(home),
        Heading(_("6. Review and approval")),
        Rows((Row(_("Review at the latest on"), wording.day(next_review(home)), unconfirmed=True),
              Row(_("The mayor's order, number and day"), _order(home), unconfirmed=True))),
        Signatures((
            Signature(_("The family's representative"), running.agreed_with if running else "",
                      day=wording.day(running.agreed_on) if running else "", drawn=home.signature()),
            Signature(_("Drawn up by"), running.by if running else home.author.name,
                      "" if running else home.author.role),
            Signature(_("The mayor, approves")),
        )),
    )


def _objectives(home: Home) -> Table:
    """What is to be no more, of whom, and what is to be reached: the needs agreed, what the plan was made for, and its
    objectives, as the printer may know them. A need that no objective speaks of leaves its place to be filled in.
    """
    meant = [(person, one.code) for person, one in home.found(agreed=True)]
    meant += [(one.person, code) for one in (home.plan.services if home.plan else ()) for code in one.codes]
    objectives = home.plan.objectives if home.plan else ()
    spoken_of = {code for one in objectives for code in one["codes"]}
    rows = [_objective(home, one, meant) for one in objectives]
    rows += [(home.name(person), f"{home.label(code)} ({code})", "")
             for person, code in dict.fromkeys(meant) if code not in spoken_of]
    return Table(_("Needs to be met"), (_("Whose"), _("Need"), _("What we want to reach")), tuple(rows),
                 blank=0 if rows else 3, widths=(25, 35))


def _objective(home: Home, one: Mapping[str, Any], meant: list[tuple[Any, str]]) -> tuple[str, str, str]:
    codes = home.known(one["codes"])
    persons = dict.fromkeys(person for person, code in meant if code in codes)
    by = one.get("by")
    until = " (" + _("until %(day)s") % {"day": wording.day(date.fromisoformat(by))} + ")" if by else ""
    needs = "; ".join(f"{home.label(code)} ({code})" for code in codes)
    return "; ".join(map(home.name, persons)), needs, one["what"] + until


def _not_heard(home: Home) -> tuple[Words, ...]:
    """Why a child of ten or more could not be asked, where that was said."""
    why = home.plan.child_not_heard if home.plan and not home.is_partial else ""
    return (Words(_("Why the child could not be asked"), why),) if why else ()


def _order(home: Home) -> str:
    plan = home.plan
    return ", ".join((plan.order_number, wording.day(plan.order_signed_on))) if plan and plan.order_number else ""


def services_table(home: Home) -> Table:
    """What was promised: to whom, by whom, by when, and how it stands."""
    promised = home.plan.services if home.plan else ()
    rows = tuple(
        (f"{one.what} ({one.service})", home.name(one.person),
         home.labels(one.codes), wording.role(one.responsible),
         wording.short_day(one.due_on), state(one))
        for one in promised
    )
    heads = (_("Service"), _("For whom"), _("For what"), _("Who answers for it"), _("By when"), _("State"))
    return Table(_("Services promised in the plan"), heads, rows, blank=0 if rows else 5,
                 widths=(25, 15, 15, 15, 15))


def state(one: Any) -> str:
    """How a promise stands, on the day of printing."""
    words = {"done": _("given on %(day)s"), "refused": _("refused on %(day)s"), "replaced": _("left out since %(day)s")}
    return words[one.state] % {"day": wording.short_day(one.done_on)} if one.state in words else _("planned")


def next_review(home: Home) -> date | None:
    """The day by which the rulebook asks for a review, while the plan runs."""
    asked = care.of_household(home.uuid, home.domains, on=home.on, roles=home.roles) if home.plan else ()
    return min((one.due_on for one in asked if one.code == "review"), default=None)

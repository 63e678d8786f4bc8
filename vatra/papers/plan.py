"""The plan of services: objectives, services, who answers for them, by when; agreed with the family and signed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Signature, Signatures, Table, Words
from vatra.papers.parts import address_rows, members_table
from vatra.papers.reading import Home

SOURCES = ("ord286a", "ord286_termen", "l272_art118", "l292_art69")


def plan(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The running plan, or the form of one."""
    running, case = home.plan, home.case
    return (
        Rows((Row(_("Number and day of registration")),
              Row(_("Case opened on"), wording.day(case.opened_on) if case else ""),
              Row(_("Case manager"), case.lead.full_name if case else ""),
              Row(_("Plan agreed on"), wording.day(running.agreed_on) if running else ""))),
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
        Heading(_("6. Review and approval")),
        Rows((Row(_("Review at the latest on"), wording.day(_review(home)), unconfirmed=True),
              Row(_("The mayor's order, number and day"), unconfirmed=True))),
        Signatures((
            Signature(_("The family's representative"), running.agreed_with if running else "",
                      day=wording.day(running.agreed_on) if running else "", drawn=home.signature()),
            Signature(_("Drawn up by"), running.by if running else home.author.name,
                      "" if running else home.author.role),
            Signature(_("The mayor, approves")),
        )),
    )


def _objectives(home: Home) -> Table:
    """What is to be no more, of whom: the needs agreed and what the plan was made for, as the printer may know them."""
    meant = [(person, one.code) for person, one in home.found(agreed=True)]
    meant += [(one.person, code) for one in (home.plan.services if home.plan else ()) for code in one.codes]
    rows = tuple((home.name(person), f"{home.label(code)} ({code})", "") for person, code in dict.fromkeys(meant))
    return Table(_("Needs to be met"), (_("Whose"), _("Need"), _("What we want to reach")), rows,
                 blank=0 if rows else 3, widths=(25, 35))


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


def _review(home: Home) -> Any:
    """The day by which the rulebook asks for a review, while the plan runs."""
    asked = care.of_household(home.uuid, home.domains, on=home.on, roles=home.roles) if home.plan else ()
    return min((one.due_on for one in asked if one.code == "review"), default=None)

"""The report of a review: what was agreed, what came of it, what was found then and now, and what follows from it.

It is the report of the review held last; while one is asked for, the sheet with which it is held: filled in as far as
the register knows, with places for what the child and the family say and for what is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Heading, Item, Items, Row, Rows, Signature, Signatures, Table, Words
from vatra.papers.parts import address_rows, author_signature, case_notes, case_rows, members_table, severity
from vatra.papers.plan import next_review, state
from vatra.papers.reading import Home

SOURCES = ("ord286a", "ord286_termen", "ord288", "ord288_termen")
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Look:
    """A case looked at on a day: beside which earlier day, with which plan; `held` when it was held, else the last."""

    since: date
    on: date
    plan: care.CurrentPlan | None
    held: care.StepSeen | None
    last: care.StepSeen | None = None


def review(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The report of the last review, or the sheet of the one that is asked for."""
    look = _look(home)
    held = look.held if look else None
    words = held.said if held else {}
    return (
        Rows((Row(_("Number and day of registration")), *case_rows(home),
              Row(_("Plan agreed on"), wording.day(look.plan.agreed_on) if look and look.plan else ""),
              Row(_("Reviewed on"), wording.day(held.on) if held else ""), Row(_("By whom"), held.by if held else ""))),
        *case_notes(home),
        Heading(_("1. The family")), address_rows(home), members_table(home),
        Heading(_("2. What was agreed, and what came of it")), _objectives(home, look), _services(home, look),
        _done(home, look),
        Heading(_("3. What was found then and now")), _then_and_now(home, look),
        *_said_before(look),
        Words(_("What has changed, and what has not"), words.get("words", ""), lines=3),
        Heading(_("4. What the child and the family say")),
        Words(_("What the child says (must be asked from the age of ten)"), words.get("child_opinion", ""), lines=3,
              unconfirmed=True),
        Words(_("What the parents or carers say"), words.get("family_opinion", ""), lines=3),
        Heading(_("5. What follows from it")),
        Items(_("One of these decisions"), _("The decision"), tuple(
            Item(str(number), decision, "yes" if held and held.word == code else "")
            for number, (code, decision) in enumerate(said.reviews().items(), start=1))),
        Words(_("What is changed in the plan, by whom and by when"), lines=2),
        Rows((Row(_("Next review at the latest on"), wording.day(next_review(home) if held else None),
                  unconfirmed=True),)),
        Signatures((Signature(_("The family's representative")), author_signature(home, _("Drawn up by")),
                    Signature(_("Case manager"), home.case.lead.full_name if home.case else ""))),
    )


def last_review(home: Home) -> Rows:
    """That the case was reviewed, in one line; its report is a paper of its own."""
    held = home.last_step("review_case")
    return Rows((Row(_("Reviewed on"), wording.day(held.on) if held else ""),
                 Row(_("By whom"), held.by if held else ""),
                 Row(_("What follows from it"), said.reviews().get(held.word, held.word) if held else ""),
                 Row(_("Next review at the latest on"), wording.day(next_review(home)), unconfirmed=True)))


def _look(home: Home) -> Look | None:
    """The review held last in the case, unless the next one is asked for; None where no case ever was."""
    case = home.case
    if case is None:
        return None
    held = [one for one in home.steps if one.kind == "review_case" and one.on >= case.opened_on]
    stage = care.stage(home.uuid, home.domains, on=home.on)
    if held and not (stage and stage.state == "review"):
        plan = _plan_of(home, held[-1])
        return Look(_before(case.opened_on, plan, held[:-1]), held[-1].on, plan, held[-1])
    return Look(_before(case.opened_on, home.plan, held), case.closed_on or home.on, home.plan, None,
                held[-1] if held else None)


def _said_before(look: Look | None) -> tuple[Words, ...]:
    """On the sheet of a review to come, what was decided and said at the one before it."""
    if look is None or look.last is None:
        return ()
    decided = said.reviews().get(look.last.word, look.last.word)
    told = (f"{decided}.", *(look.last.said.get(key, "") for key in ("words", "child_opinion", "family_opinion")))
    return (Words(_("At the review of %(day)s") % {"day": wording.day(look.last.on)}, "\n\n".join(filter(None, told))),)


def _plan_of(home: Home, held: care.StepSeen) -> care.CurrentPlan | None:
    """The plan that was looked at: not the one that a review of the same day led to."""
    return home.plan_on(held.on - timedelta(days=1) if held.word == "change_plan" else held.on)


def _before(opened_on: date, plan: care.CurrentPlan | None, held: list[care.StepSeen]) -> date:
    """What a review is compared with: the review before, else the day of the plan, else that of the case."""
    days: list[date] = [opened_on, *(one.on for one in held)]
    return max([*days, plan.agreed_on] if plan else days)


def _objectives(home: Home, look: Look | None) -> Table:
    """What the plan wants to reach; how far it was reached is said and written at the review."""
    objectives = look.plan.objectives if look and look.plan else ()
    rows = tuple(
        (one["what"], home.labels(home.known(one["codes"])),
         wording.short_day(date.fromisoformat(one["by"])) if one.get("by") else "", "") for one in objectives
    )
    heads = (_("What we want to reach"), _("For what"), _("By when"), _("How far it was reached"))
    return Table(_("Objectives of the plan"), heads, rows, blank=0 if rows else 3, widths=(35, 20, 15))


def _services(home: Home, look: Look | None) -> Table:
    """What was promised, and what became of each on the day of the review."""
    promised = look.plan.services if look and look.plan else ()
    rows = tuple(
        (f"{one.what} ({one.service})", home.name(one.person), wording.role(one.responsible),
         wording.short_day(one.due_on), _became(one, on=look.on))
        for one in promised if look
    )
    heads = (_("Service"), _("For whom"), _("Who answers for it"), _("By when"), _("What became of it"))
    return Table(_("Services promised in the plan"), heads, rows, blank=0 if rows else 5, widths=(30, 20, 15, 15))


def _became(one: care.Promise, *, on: date) -> str:
    """How a promise stood on a day."""
    was_open = one.state == "planned" or (one.done_on is not None and one.done_on > on)
    if not was_open:
        return state(one)
    return _("not done until %(day)s") % {"day": wording.short_day(on)} if one.due_on < on else _("planned")


def _done(home: Home, look: Look | None) -> Table:
    """Each time a service was given, not given or refused since the look before, and why."""
    told = [one for one in home.happened if look and one.kind == "delivery" and look.since <= one.on <= look.on]
    rows = tuple(
        (wording.short_day(one.on), one.what, home.name(one.person), _came(one), one.by)
        for one in told[:MOST_LINES]
    )
    heads = (_("Day"), _("Service"), _("For whom"), _("What became of it"), _("By whom"))
    since = _(" (since %(day)s)") % {"day": wording.day(look.since)} if look else ""
    return Table(_("Given, not given, refused") + since, heads, rows, blank=0 if look else 4, widths=(15, 30, 20, 20))


def _came(one: care.Happened) -> str:
    return ": ".join(part for part in (said.given(one.detail), one.note) if part)


def _then_and_now(home: Home, look: Look | None) -> Table:
    """What was found at the look before and on the day of the review."""
    known = {one.code: one.need_to_know for one in home.printer.book.vulnerabilities}
    found = care.compared(home.uuid, home.domains, since=look.since, on=look.on, known=known) if look else []
    rows = tuple((f"{home.label(one.code)} ({one.code})", home.name(one.person), severity(one.before) or "–",
                  severity(one.now) or "–", said.change(one.change)) for one in found)
    heads = (_("What was found"), _("Of whom"), _("Then"), _("Now"), _("What has become of it"))
    days = f" ({wording.short_day(look.since)}, {wording.short_day(look.on)})" if look else ""
    return Table(_("Then and now") + days, heads, rows, blank=0 if look else 3, widths=(35, 20, 15, 15))

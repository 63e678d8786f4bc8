"""The review of a case: what was found then and what is found now, what changed, and what follows from it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Row, Rows, Table, Words
from vatra.papers.parts import severity
from vatra.papers.reading import Home


def review(home: Home, since: date) -> tuple[Block, ...]:
    """The reviews since a day, the latest first; the form of one when there was none."""
    held = [one for one in home.steps if one.kind == "review_case"]
    seen = [(one, before) for one, before in zip(held, [None, *held], strict=False) if one.on >= since]
    if not seen:
        return _of(home, None, None)
    return tuple(block for one, before in reversed(seen) for block in _of(home, one, before))


def _of(home: Home, held: care.StepSeen | None, before: care.StepSeen | None) -> tuple[Block, ...]:
    words = held.said if held else {}
    return (
        Rows((Row(_("Reviewed on"), wording.day(held.on) if held else ""), Row(_("By whom"), held.by if held else ""),
              Row(_("What follows from it"), said.review(held.word) if held else ""))),
        _then_and_now(home, held, before),
        Words(_("What has changed, and what has not"), words.get("words", ""), lines=2),
        Words(_("The child's opinion"), words.get("child_opinion", ""), lines=2),
    )


def _then_and_now(home: Home, held: care.StepSeen | None, before: care.StepSeen | None) -> Table:
    """What was found at the review before (else when the plan was agreed, else when the case was opened), and at it."""
    found = _compared(home, held, before) if held else []
    rows = tuple((f"{home.label(one.code)} ({one.code})", home.name(one.person), severity(one.before) or "–",
                  severity(one.now) or "–", said.change(one.change)) for one in found)
    heads = (_("What was found"), _("Of whom"), _("Then"), _("Now"), _("What has become of it"))
    return Table(_("Then and now"), heads, rows, blank=0 if held else 3, widths=(35, 20, 15, 15))


def _compared(home: Home, held: care.StepSeen, before: care.StepSeen | None) -> list[care.Compared]:
    days = [home.case.opened_on] if home.case else []
    days += [home.plan.agreed_on] if home.plan else []
    days += [before.on] if before else []
    earlier = [day for day in days if day <= held.on]
    known = {one.code: one.need_to_know for one in home.printer.book.vulnerabilities}
    return care.compared(home.uuid, home.domains, since=max(earlier, default=held.on), on=held.on, known=known)

"""The closing sheet of a case: why it ends, what came of it, what is watched afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Heading, Item, Items, Row, Rows, Signature, Signatures, Table, Words
from vatra.papers.parts import address_rows, author_signature, case_notes, case_rows
from vatra.papers.plan import services_table
from vatra.papers.reading import Home

SOURCES = ("ord288", "ord288_termen")


@dataclass(frozen=True, slots=True)
class Ending:
    """The closing sheet as it was written: asked for by one (or closed at once), and the word of a second person."""

    reason: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    asked: care.StepSeen | None = None
    second: care.StepSeen | None = None


def closing(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The sheet of the open case, or of the one closed last."""
    ending = _ending(home)
    return (
        Rows((Row(_("Number and day of registration")), *case_rows(home),
              Row(_("Closing asked for by"), _by(ending.asked)),
              Row(_("Case closed on"), wording.day(home.case.closed_on) if home.case else ""))),
        *case_notes(home),
        Heading(_("1. The family")), address_rows(home),
        Heading(_("2. Why the case is closed")),
        Items(_("One of these reasons"), _("The reason"), tuple(
            Item(str(number), words, "yes" if code == ending.reason else "")
            for number, (code, words) in enumerate(said.reasons().items(), start=1))),
        Words(_("In more words"), ending.words.get("note", ""), lines=3),
        Heading(_("3. What came of it")), Words(_("What was reached"), ending.words.get("results", ""), lines=3),
        _outcomes(home), services_table(home),
        Words(_("What the family can now do without us"), lines=2),
        Words(_("What the family and the child say"), lines=2),
        Heading(_("4. After the closing")),
        Words(_("What the family is still to be seen for, and by whom"), ending.words.get("after", ""), lines=2),
        Rows((Row(_("Watched for at least three months, until"), _watched_until(home), unconfirmed=True),
              Row(_("Who keeps in touch with the family")))),
        Heading(_("5. The word of a second person")), *_second(ending.second),
        Signatures((author_signature(home, _("Case manager")),
                    Signature(_("Supervisor, agrees"), *_who_agreed(ending.second)),
                    Signature(_("The family's representative")))),
    )


def _ending(home: Home) -> Ending:
    """The end of the case on the paper; of an open case what was asked for last."""
    case = home.case
    if case is None:
        return Ending()
    of_case = [one for one in home.steps if one.on >= case.opened_on]
    asked = next((one for one in reversed(of_case) if one.kind == "ask_to_close"), None)
    second = next((one for one in of_case if asked and one.kind == "agree_to_close" and one.about == asked.uuid), None)
    if case.state == "closed":
        agreed = second if second and second.word != "not_agreed" else None
        told = {"note": case.note, "results": case.results, "after": case.after} if not home.is_partial else {}
        return Ending(case.reason, told, asked if agreed else None, agreed)
    return Ending(asked.word, asked.said, asked, second) if asked else Ending()


def _by(step: care.StepSeen | None) -> str:
    return ", ".join((step.by, wording.day(step.on))) if step else ""


def _second(step: care.StepSeen | None) -> tuple[Block, ...]:
    agreed = _("not agreed, the case goes on") if step and step.word == "not_agreed" else pgettext("closing", "agreed")
    return (Rows((Row(_("Decision"), agreed if step else ""), Row(_("By whom, on which day"), _by(step)))),
            Words(_("Why"), step.said.get("note", "") if step else "", lines=2))


def _who_agreed(step: care.StepSeen | None) -> tuple[str, str, str]:
    """Name, role and day of who agreed; to be filled in by hand while nobody has."""
    return (step.by, "", wording.day(step.on)) if step and step.word != "not_agreed" else ("", "", "")


def _watched_until(home: Home) -> str:
    """The last day of what the rulebook asks for after a case was closed with its objectives met."""
    asked = care.of_household(home.uuid, home.domains, on=home.on, roles=home.roles) if home.record else ()
    return wording.day(max((one.due_on for one in asked if one.code == "post_monitoring"), default=None))


def _outcomes(home: Home) -> Table:
    """Every need that was agreed, and whether it was met."""
    needs = assessment.needs_of([home.uuid], ended=True, domains=home.domains) if home.record else {}
    rows = tuple(
        (home.label(one.code), home.name(one.person), wording.short_day(one.agreed_on), _ended(one))
        for one in needs.get(home.uuid, ())
    )
    heads = (_("Need"), _("Of whom"), _("Agreed on"), _("Then and now"))
    return Table(_("Needs and what came of them"), heads, rows, blank=0 if rows else 3,
                 widths=(35, 25, 15))


def _ended(need: Any) -> str:
    if need.met_on:
        return _("met on %(day)s") % {"day": wording.day(need.met_on)}
    if need.withdrawn_on:
        return _("no longer a need since %(day)s") % {"day": wording.day(need.withdrawn_on)}
    return _("still open")

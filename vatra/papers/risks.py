"""The risk identification sheet of HG 691/2015, annex 2: the household, the family, one section for each child.

A parent who is present has a section; where one is absent there is a section for the main carer.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Signatures, Table, Words
from vatra.papers.parts import (
    address_rows,
    author_signature,
    child_rows,
    emergencies_table,
    found_table,
    members_table,
)
from vatra.papers.reading import Home
from vatra.people.queries import Member

SOURCES = ("hg691_anexa2", "asisoc_risc", "hg612")
PRESENT = frozenset({"present", "commuting"})
# The facts of a child's section in the order of the domains, each for those who see it.
OF_CHILD = ("general", "family", "education", "health", "health_detail", "violence", "risk")


def risks(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The sheet of a household, as it stands on the day of printing."""
    assessed = home.last_step("record_initial_assessment")
    return (
        Rows((Row(_("Number of the sheet")), *_visit(home, assessed),
              Row(_("Observation sheet filled in by"), _noticed_by(home)))),
        Heading(_("I. The household")),
        Said((_("Those who live together and run a budget together, one or several family nuclei."),)),
        address_rows(home), members_table(home),
        *_of_household(home),
        Heading(_("II. The family referred"), unconfirmed=True), _relations(home), *_departures(home),
        *_of_parents(home),
        Heading(_("III. The children")),
        *(block for place, child in enumerate(home.children or [None], start=1)
          for block in _of_child(home, child, place)),
        Heading(_("IV. Risks identified")), _signs(assessed), found_table(home, blank=4), *_judged(assessed),
        Heading(_("V. What was done for safety")), emergencies_table(home, home.emergencies(), blank=2),
        Heading(_("VI. What was decided")), *_decided(home),
        Words(_("Strengths of the family")), Words(_("What the worker recommends")),
        Signatures((author_signature(home, _("Filled in by")),)),
    )


def _visit(home: Home, assessed: care.StepSeen | None) -> tuple[Row, ...]:
    """The visit within 72 hours: when, from when to when, who went, who was met."""
    words = assessed.said if assessed else {}
    minutes = words.get("minutes")
    return (
        Row(_("Day of the visit"), wording.day(assessed.on if assessed else _last_visit(home))),
        Row(_("Hour of the beginning"), wording.hour_of(words.get("started_at"))),
        Row(_("Hour of the end"), wording.hour_of(words.get("ended_at"))),
        Row(_("How many minutes"), "" if minutes is None else str(minutes)),
        Row(_("What kind of meeting"), said.where(words["kind"]) if assessed else ""),
        Row(_("Visit made by"), assessed.by if assessed else ""),
        Row(_("Who was met"), home.names(UUID(one) for one in words.get("persons", ()))),
    )


def _signs(assessed: care.StepSeen | None) -> Table:
    """The six domains as they were seen at the visit."""
    looked = {domain: (seen, words) for domain, seen, words in assessed.said.get("signs", ())} if assessed else {}
    rows = tuple(
        (name, said.seen(looked[domain][0]), looked[domain][1]) if domain in looked else (name, "", "")
        for domain, name in said.signs().items()
    )
    return Table(_("What was seen at the visit"), (_("Domain"), _("Seen"), _("In a few words")), rows, widths=(30, 25))


def _judged(assessed: care.StepSeen | None) -> tuple[Block, ...]:
    """How the worker, having looked, judges the risk."""
    words = assessed.said if assessed else {}
    safe = (_("yes") if words.get("safe_tonight", True) else _("no: an emergency")) if assessed else ""
    return (
        Rows((Row(_("Risk for the child, as the worker judges it"), said.risk(assessed.word) if assessed else ""),
              Row(_("Was the child seen and spoken to"), said.child_seen(words["child_seen"]) if assessed else ""),
              Row(_("Can the child stay there tonight"), safe))),
        Words(_("What the worker saw and heard"), words.get("words", "")),
    )


def _decided(home: Home) -> tuple[Block, ...]:
    """What followed: a case, no case, or passed on; whichever was said last."""
    refused, case = home.last_step("decide_no_case"), home.case
    if refused and case and case.opened_on >= refused.on:
        refused = None
    opened = wording.day(case.opened_on) if case and not refused else ""
    words = refused.said if refused else {}
    return (
        Rows((Row(_("Case opened on"), opened),
              Row(_("No case is opened"), said.no_case(refused.word) if refused else ""),
              Row(_("Decided by"), ", ".join((refused.by, wording.day(refused.on))) if refused else ""),
              Row(_("Passed on to"), words.get("to", "")))),
        Words(_("Why"), words.get("reason", ""), lines=2),
    )


def _departures(home: Home) -> tuple[Table, ...]:
    """The parents who leave to work abroad, as they were told of; no table where nobody does."""
    rows = tuple(
        (home.name(one.parent_id), wording.short_day(one.leaves_on), one.country, wording.short_day(one.back_on),
         wording.short_day(one.notified_on), _carer(home, one))
        for one in (care.departures_of(home.uuid, home.domains) if home.record else ())
    )
    if home.record and not rows:
        return ()
    heads = (_("Parent"), _("Leaves on"), _("Country"), _("Back on"), _("Told the social service on"),
             _("Who cares for the children"))
    return (Table(_("Parents who leave to work abroad"), heads, rows, blank=0 if rows else 2,
                  widths=(20, 15, 15, 15, 15)),)


def _carer(home: Home, leaving: Any) -> str:
    return leaving.carer_words or (home.name(leaving.carer_id) if leaving.carer_id else "")


def _last_visit(home: Home) -> Any:
    return next((one.on for one in home.happened if one.kind in ("visit", "interview")), None)


def _noticed_by(home: Home) -> str:
    seen = next((one for one in home.happened if one.kind == "signal"), None)
    return ", ".join((seen.by, wording.day(seen.on))) if seen else ""


def _of_household(home: Home) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for domain, title in (("housing", _("Dwelling")), ("economic", _("Income and benefits"))):
        if not home.record or domain in home.domains:
            rows = home.rows(home.uuid, ("household",), domain)
            blocks += [Heading(title, level=3), Rows(rows) if rows else Words(title, lines=3)]
    return tuple(blocks)


def _relations(home: Home) -> Table:
    """Where each child's mother and father are: the sheet's own codes could not be read, so words stand instead."""
    sees = "family" in home.domains
    rows = tuple(
        (child.name, home.row(child.uuid, "c_mother").value if sees else "",
         home.row(child.uuid, "c_father").value if sees else "", "")
        for child in home.children
    )
    heads = (_("Child"), _("Mother"), _("Father"), _("Relation codes (by hand)"))
    return Table(_("The parents of each child"), heads, rows, blank=0 if rows else 3,
                 widths=(25, 25, 25))


def _of_parents(home: Home) -> tuple[Block, ...]:
    """A section for each parent who is present for a child, or nobody knows; the main carer's where one is absent."""
    blocks: list[Block] = []
    absent = not home.children
    for fact, title in (("c_mother", _("The mother")), ("c_father", _("The father"))):
        where = {home.value(child.uuid, fact) for child in home.children} or {None}
        if where & (PRESENT | {None}):
            blocks += _of_adult(home, title, {"c_mother": "f", "c_father": "m"}[fact])
        absent = absent or bool(where - PRESENT - {None})
    if absent:
        blocks += _of_adult(home, _("The main carer (where a parent is absent)"), "")
    return tuple(blocks)


def _of_adult(home: Home, title: str, sex: str) -> tuple[Block, ...]:
    adult = _only_parent(home, sex) if sex else None
    rows = (Row(_("Name and given name"), adult.name if adult else ""),
            Row(_("Age"), wording.age(adult, on=home.on) if adult else ""),
            Row(_("Occupation")), Row(_("Schooling")), Row(_("Telephone")))
    known = tuple(row for domain in ("general", "family", "health", "risk") if adult
                  for row in home.rows(adult.uuid, ("adult",), domain))
    return (Heading(title, level=3), Rows(rows + known))


def _only_parent(home: Home, sex: str) -> Member | None:
    """The one adult of this sex who was said to be a parent; nobody when there are several, or none."""
    parents = [one for one in home.members if one.sex == sex and not wording.is_child(one, on=home.on)
               and home.value(one.uuid, "a_role") == "parent"]
    return parents[0] if len(parents) == 1 else None


def _of_child(home: Home, child: Member | None, place: int) -> tuple[Block, ...]:
    title = _("Child %(number)s") % {"number": place}
    known = tuple(row for domain in OF_CHILD if child
                  for row in home.rows(child.uuid, ("child",), domain))
    blank = () if known else (
        Row(_("School and class")), Row(_("Family doctor")), Row(_("Vaccines")), Row(_("Health")),
        Row(_("Who takes care of the child")), Row(_("Behaviour and safety")),
    )
    return (Heading(title, level=3), Rows((*child_rows(home, child), *known, *blank)),
            Words(_("The child's own words"), lines=2))

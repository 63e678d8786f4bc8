"""The risk identification sheet of HG 691/2015, annex 2: the household, the family, one section for each child.

A parent who is present has a section; where one is absent there is a section for the main carer.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Signatures, Table, Words
from vatra.papers.parts import address_rows, author_signature, child_rows, found_table, members_table
from vatra.papers.reading import Home
from vatra.people.queries import Member

SOURCES = ("hg691_anexa2", "asisoc_risc", "hg612")
PRESENT = frozenset({"present", "commuting"})
# The facts of a child's section in the order of the domains, each for those who see it.
OF_CHILD = ("general", "family", "education", "health", "health_detail", "violence", "risk")


def risks(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The sheet of a household, as it stands on the day of printing."""
    return (
        Rows((Row(_("Number of the sheet")), Row(_("Day of the visit"), wording.day(_last_visit(home))),
              Row(_("Observation sheet filled in by"), _noticed_by(home)))),
        Heading(_("I. The household")),
        Said((_("Those who live together and run a budget together, one or several family nuclei."),)),
        address_rows(home), members_table(home),
        *_of_household(home),
        Heading(_("II. The family referred"), unconfirmed=True), _relations(home),
        *_of_parents(home),
        Heading(_("III. The children")),
        *(block for place, child in enumerate(home.children or [None], start=1)
          for block in _of_child(home, child, place)),
        Heading(_("IV. Risks identified")), found_table(home, blank=4),
        Words(_("Strengths of the family")), Words(_("What the worker recommends")),
        Signatures((author_signature(home, _("Filled in by")),)),
    )


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

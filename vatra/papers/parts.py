"""Parts that several papers share: who lives there, what was found, who signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vatra.access import queries as access
from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Row, Rows, Signature, Signatures, Table, Words
from vatra.papers.reading import Home
from vatra.people import queries as people
from vatra.people.queries import Member

BLANK_MEMBERS, MOST_REASONS = 6, 4


def address_rows(home: Home) -> Rows:
    """The head of the family and where it lives."""
    return Rows((
        Row(_("Head of the family"), home.head.name if home.head else ""),
        Row(_("Address"), home.record.address if home.record else ""),
        Row(_("Village"), str(home.record.village or "") if home.record else ""),
        Row(_("Commune, county"), _commune(home)),
        Row(_("Telephone")),
    ))


def _commune(home: Home) -> str:
    return f"{home.record.commune}, {home.record.commune.county}" if home.record else ""


def case_rows(home: Home) -> tuple[Row, ...]:
    """The case: when it was registered and opened, who leads it, who is in its team."""
    case = home.case
    return (
        Row(_("Registered on"), wording.day(case.registered_on) if case else ""),
        Row(_("Case opened on"), wording.day(case.opened_on) if case else ""),
        Row(_("Case manager"), case.lead.full_name if case else ""),
        Row(_("Team of the case"), _team(case.team) if case else ""),
    )


def _team(uuids: Iterable[str]) -> str:
    found = (access.worker(UUID(uuid)) for uuid in uuids)
    return ", ".join(sorted(one.full_name for one in found if one))


def case_notes(home: Home) -> tuple[Block, ...]:
    """Why the case was opened again, and what was said when its team was named; nothing when nothing was said."""
    case, named = home.case, home.last_step("name_team")
    again = case.why if case and not home.is_partial else ""
    words = named.said.get("note", "") if case and named and named.about == case.uuid else ""
    told = ((_("Why the case was opened again"), again), (_("About the team of the case"), words))
    return tuple(Words(label, text) for label, text in told if text)


def emergencies_table(home: Home, emergencies: list[care.EmergencyTold], *, blank: int = 0) -> Table:
    """Who was told of emergencies, when and how, and what was done for the child."""
    rows = tuple(
        (f"{wording.short_day(one.told_at.date())} {wording.hour(one.told_at)}", home.name(one.person),
         ", ".join(part for part in (said.told(one.told), one.whom) if part),
         ", ".join(part for part in (_("in writing") if one.in_writing else _("by telephone"), one.number) if part),
         one.measures, one.by)
        for one in emergencies
    )
    heads = (_("Day and hour"), _("For whom"), _("Who was told"), _("How"), _("What was done for safety"), _("By whom"))
    return Table(_("Emergencies that were told"), heads, rows, blank=0 if rows else blank,
                 widths=(15, 15, 20, 15, 20))


def members_table(home: Home) -> Table:
    """Everybody who lives in the household; the CNP only for the roles that read it."""
    with_cnp = bool(home.cnps) or not home.record
    heads = (_("Name and given name"), _("Relation"), _("Born"), _("Age"), *((_("CNP"),) if with_cnp else ()))
    rows = tuple(
        (one.name, people.relation_in_words(one.relation), _short_birth(one), wording.age(one, on=home.on),
         *((home.cnps.get(one.uuid, ""),) if with_cnp else ()))
        for one in home.members
    )
    return Table(_("Members of the household"), heads, rows, blank=0 if rows else BLANK_MEMBERS,
                 widths=(30, 20, 15, 15) if with_cnp else (40, 25, 20))


def _short_birth(member: Member) -> str:
    return wording.short_day(member.born.day) or wording.born(member)


def found_table(home: Home, *, blank: int = 0) -> Table:
    """What was found, of whom, how severe, and why: as far as the printer may know."""
    rows = tuple(
        (f"{one.name} ({one.code})", home.name(person), severity(one.severity),
         _why(home, one))
        for person, one in home.found()
    )
    heads = (_("What was found"), _("Of whom"), _("Severity"), _("From which answers"))
    return Table(_("Vulnerabilities found"), heads, rows, blank=0 if rows else blank, widths=(30, 20, 15))


def _why(home: Home, found: Any) -> str:
    """The answers behind a finding, without what was only counted from them."""
    asked = home.printer.book.facts
    told = [reason for reason in found.reasons if reason.fact in asked or reason.fact == "age_y"]
    return "; ".join(f"{reason.label}: {reason.value}" for reason in told[:MOST_REASONS])


def severity(step: int) -> str:
    """The four steps in words."""
    return {4: pgettext("severity", "emergency"), 3: pgettext("severity", "severe"),
            2: pgettext("severity", "moderate"), 1: pgettext("severity", "attention")}.get(step, "")


def child_rows(home: Home, child: Member | None) -> tuple[Row, ...]:
    """Who a child is."""
    if child is None:
        return (Row(_("Name and given name")), Row(_("Born")), Row(_("Sex")), Row(_("CNP")))
    sex = {"f": pgettext("child", "girl"), "m": pgettext("child", "boy")}.get(child.sex, "")
    cnp = (Row(_("CNP"), home.cnps.get(child.uuid, "")),) if home.cnps else ()
    born = ", ".join(part for part in (wording.born(child), wording.age(child, on=home.on)) if part)
    return (Row(_("Name and given name"), child.name), Row(_("Born"), born), Row(_("Sex"), sex), *cnp)


def author_signature(home: Home, label: str) -> Signature:
    """The worker who prints, to sign."""
    author = home.author
    return Signature(label, author.name, author.role)


def worker_and_family(home: Home) -> Signatures:
    """The worker and the family."""
    return Signatures((author_signature(home, _("Drawn up by")), Signature(_("The family's representative"))))

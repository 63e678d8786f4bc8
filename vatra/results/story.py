"""One child at every step of the flow, for one reader: what is not seen is not there.

The steps are those of ARCHITECTURE.md: entry, people, facts, findings, needs, casework, deadlines,
outcome. The reader's need to know is asked for each of them by the room that owns it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from vatra.access import policies as access
from vatra.access import queries as workers
from vatra.access.queries import Worker
from vatra.assessment import queries as assessment
from vatra.base.refusal import Refusal
from vatra.care import queries as care
from vatra.method.explaining import label, value_in_words
from vatra.people import queries as people
from vatra.people.queries import Member
from vatra.register import queries as register
from vatra.register.kinds import kind_named
from vatra.results.outcomes import WORDS, outcome

OF_AGE = 18


class NoSuchPerson(Refusal):
    """Nobody of this uuid exists for this reader."""

    code = "no_such_person"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the flow and what stands there, a line each."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The steps of one person's story, and of which household and commune it tells."""

    person: UUID
    household: UUID
    commune: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Who is told of, to whom, on which day."""

    member: Member
    members: dict[UUID, Member]
    domains: frozenset[str]
    roles: frozenset[str]
    on: date
    language: str

    @property
    def household(self) -> UUID:
        return self.member.household

    def concerns(self, person: UUID | None) -> bool:
        """Whether something about somebody is part of this person's story: their own, the household's, an adult's."""
        if person is None or person == self.member.uuid:
            return True
        ages = self.members[person].ages(self.on) if person in self.members else None
        return ages is not None and ages[0] >= OF_AGE

    def whom(self, person: UUID | None) -> str:
        """The given name of a member; the household when nobody is named."""
        if person is None:
            return _("household")
        return self.members[person].given_name if person in self.members else _("a former member")


def story(person: UUID, *, to: Worker, on: date, language: str = "ro") -> Story:
    """A person's story as a worker may know it on a day.

    Raises NoSuchPerson when the person is unknown, or lives where the worker sees no households: the
    answer is the same.
    """
    home = people.household_of(person, on=on)
    if home is None or home.commune_id not in workers.communes_seen(to, on=on):
        raise NoSuchPerson(_("There is no such person in your communes."))
    members = {member.uuid: member for member in people.members_of([home.uuid], on=on)[home.uuid]}
    teller = _Teller(
        members[person], members, access.domains_seen(to, home.commune_id, on=on),
        access.roles_in(to, home.commune_id, on=on), on, language,
    )
    with override(language):
        return Story(person, home.uuid, home.commune_id, tuple(_steps(teller)))


def _steps(teller: _Teller) -> Iterator[Step]:
    yield Step(_("1. The register: entries as they were sent"), tuple(_entries(teller)))
    yield Step(_("2. People: who lives with whom"), tuple(_people(teller)))
    yield Step(_("3. Facts: what was said, and when it was seen"), tuple(_facts(teller)))
    yield Step(_("4. Findings: what it means, and why"), tuple(_findings(teller)))
    yield Step(_("5. Needs: what workers agreed"), tuple(_needs(teller)))
    yield Step(_("6. Care: case, plan, visits, services"), tuple(_casework(teller)))
    yield Step(_("7. Deadlines: what is asked next"), tuple(_deadlines(teller)))
    yield Step(_("8. Outcome: then and now"), tuple(_outcomes(teller)))


def day(value: date) -> str:
    """A day in the reader's way of writing."""
    return date_format(value, "j M Y")


def word(code: str) -> str:
    """A stable word of another room in the reader's language, when the catalogue knows it."""
    return _(code.replace("_", " ")) if code else ""


def _entries(teller: _Teller) -> Iterator[str]:
    kept = register.entries_of(teller.household)
    names = {worker.pk: worker.full_name for worker in workers.workers({entry.by_id for entry in kept}).values()}
    for entry in kept:
        kind = kind_named(entry.kind, entry.version)
        if kind.shown and entry.payload and register.payload_shown(entry, teller.domains) is None:
            continue  # of a domain that is not seen
        yield _("no. %(number)s, %(day)s, %(kind)s, by %(who)s (%(digest)s…)") % {
            "number": entry.number, "day": day(entry.on), "kind": kind.label, "who": names.get(entry.by_id, "?"),
            "digest": entry.digest[:8],
        }


def _people(teller: _Teller) -> Iterator[str]:
    home = people.household(teller.household)
    if home is not None:
        place = ", ".join(str(part) for part in (home.address, home.village, home.commune) if part)
        yield _("%(place)s, enrolled on %(day)s") % {"place": place, "day": day(home.enrolled_on)}
    for member in teller.members.values():
        ages = member.ages(teller.on)
        mark = "→ " if member.uuid == teller.member.uuid else ""
        age = ngettext("%(n)s year", "%(n)s years", ages[0]) % {"n": ages[0]} if ages else _("age not known")
        yield f"{mark}{member.name}, {age}, {word(member.relation)}, {_('since')} {day(member.since)}"


def _facts(teller: _Teller) -> Iterator[str]:
    book = assessment.rulebook_in_force(on=teller.on).rulebook
    stored = assessment.current_facts(teller.household, on=teller.on)
    for subject in (teller.member.uuid, teller.household):
        for code, (value, seen_on, *_who) in sorted(stored.get(subject, {}).items()):
            fact = book.facts.get(code)
            if fact is None or fact.domain not in teller.domains:
                continue
            silent = str(value).startswith("?")
            words = _("not answered") if silent else value_in_words(code, value, book, teller.language)
            yield f"{label(code, book, teller.language)}: {words} ({day(date.fromisoformat(seen_on))})"


def _findings(teller: _Teller) -> Iterator[str]:
    told = assessment.household_assessment(teller.household, domains=teller.domains, language=teller.language)
    if told is None:
        yield _("The household has not been assessed yet.")
        return
    yield _("as of %(day)s, by rulebook %(rulebook)s") % {"day": day(told.on), "rulebook": told.rulebook}
    for subject in told.subjects:
        if not teller.concerns(subject.person):
            continue
        for found in subject.findings:
            yield (f"{found.code} {found.name} [{found.severity}], {teller.whom(subject.person)}, "
                   f"{_('since')} {day(found.since)}")
            yield from (f"    {reason.label}: {reason.value}" for reason in found.reasons)
            yield from (f"    § {law.title} {law.article}".rstrip() for law in found.laws)
        if subject.person == teller.member.uuid:
            yield from (f"? {asked.question} ({', '.join(asked.waiting)})" for asked in subject.to_ask)


def _needs(teller: _Teller) -> Iterator[str]:
    needs = assessment.needs_of([teller.household], ended=True, domains=teller.domains)
    for need in needs.get(teller.household, ()):
        if teller.concerns(need.person):
            yield f"{day(need.agreed_on)}  {need.code}, {teller.whom(need.person)}: {_end(need)}"


def _end(need: assessment.AgreedNeed) -> str:
    if need.met_on:
        return _("met on %(day)s") % {"day": day(need.met_on)}
    return _("withdrawn on %(day)s") % {"day": day(need.withdrawn_on)} if need.withdrawn_on else _("open")


def _casework(teller: _Teller) -> Iterator[str]:
    for of_day in reversed(care.timeline(teller.household, teller.domains, on=teller.on, roles=teller.roles)):
        for one in of_day.happened:
            if teller.concerns(one.person):
                parts = (one.what or "", word(one.detail), one.by, ", ".join(code for code, _name in one.why))
                yield f"{day(of_day.on)}  {word(one.kind)}: {' · '.join(part for part in parts if part)}"


def _deadlines(teller: _Teller) -> Iterator[str]:
    for asked in care.of_household(teller.household, teller.domains, on=teller.on, roles=teller.roles):
        if teller.concerns(asked.person):
            late = ngettext("%(n)s day late", "%(n)s days late", asked.days_late) % {"n": asked.days_late}
            parts = (day(asked.due_on), asked.what, asked.article, late if asked.days_late else "")
            yield " · ".join(part for part in parts if part)


def _outcomes(teller: _Teller) -> Iterator[str]:
    days = assessment.interview_days([teller.household]).get(teller.household)
    if not days:
        return
    ever = assessment.findings_of([teller.household], ended=True, rejected=True, domains=teller.domains)
    for found in _latest(ever.get(teller.household, ())):
        if teller.concerns(found.person):
            now = outcome(since=found.since, until=found.until, course=found.course, first_on=days[0])
            span = f"{day(found.since)} – {day(found.until) if found.until else _('now')}"
            yield f"{found.code}, {teller.whom(found.person)}: {WORDS[now]} ({span})"


def _latest(findings: Iterable[Any]) -> list[Any]:
    """Of several intervals of one vulnerability of one subject, the last."""
    last: dict[tuple[UUID | None, str], Any] = {}
    for found in sorted(findings, key=lambda found: found.since):
        last[found.person, found.code] = found
    return list(last.values())

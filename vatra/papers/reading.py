"""What a paper reads: a household in the hands of the worker who prints, who sees no more on paper than on a screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.access import policies as access
from vatra.access import queries as workers
from vatra.access.queries import Worker
from vatra.assessment import queries as assessment
from vatra.assessment.queries import HouseholdAssessment
from vatra.base.refusal import Refusal
from vatra.care import queries as care
from vatra.method import explaining
from vatra.papers import wording
from vatra.papers.blocks import Author, Row
from vatra.papers.measured import with_unit
from vatra.people import queries as people
from vatra.people.queries import Member
from vatra.places import queries as places
from vatra.register import queries as register


class NoSuchPaper(Refusal):
    """What the paper would be about does not exist for this worker; the answer is the same for what never was."""

    code = "no_such_paper"


def no_such_paper() -> NoSuchPaper:
    """The one answer for what is unknown and for what lies elsewhere."""
    return NoSuchPaper(lazy("There is nothing of this to print in your communes."))


@dataclass(frozen=True)
class Printer:
    """Who prints, on which day, in which language."""

    worker: Worker
    on: date
    language: str

    def domains(self, commune: int) -> frozenset[str]:
        """The need-to-know domains of the households of a commune."""
        return access.domains_seen(self.worker, commune, on=self.on)

    def roles(self, commune: int) -> frozenset[str]:
        """The codes of the roles held there."""
        return access.roles_in(self.worker, commune, on=self.on)

    def sees(self, commune: int) -> bool:
        """Whether the households of a commune exist for this worker."""
        return commune in workers.communes_seen(self.worker, on=self.on)

    def author(self, commune: int) -> Author:
        """As a paper names its author."""
        there = places.commune(commune)
        roles = ", ".join(sorted(wording.role(code) for code in self.roles(commune)))
        return Author(self.worker.full_name, roles, f"{there.name}, {there.county.name}")

    @cached_property
    def book(self) -> Any:
        """The rulebook in force."""
        return assessment.rulebook_in_force(on=self.on).rulebook


@dataclass(frozen=True)
class Home:
    """One household, as its printer may know it. Everything is looked up when it is first asked for."""

    printer: Printer
    uuid: UUID

    @cached_property
    def record(self) -> Any:
        """The household with its village and commune; raises NoSuchPaper outside the printer's communes."""
        found = people.household(self.uuid)
        if found is None or not self.printer.sees(found.commune_id):
            raise no_such_paper()
        return found

    @cached_property
    def commune(self) -> int:
        """The SIRUTA code of the commune."""
        code: int = self.record.commune_id
        return code

    @property
    def on(self) -> date:
        """The day of printing."""
        return self.printer.on

    @cached_property
    def author(self) -> Author:
        """The printer, as the paper names its author."""
        return self.printer.author(self.commune)

    @cached_property
    def domains(self) -> frozenset[str]:
        """What the printer needs to know here."""
        return self.printer.domains(self.commune)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The codes of the roles the printer holds here."""
        return self.printer.roles(self.commune)

    @cached_property
    def is_partial(self) -> bool:
        """Whether the printer sees less than those who lead cases: the copy says so, and tells no free words."""
        return bool(_of_who_leads() - self.domains)

    @cached_property
    def members(self) -> list[Member]:
        """Who lives here, the head first."""
        return people.members_of([self.record.uuid], on=self.on)[self.uuid]

    @cached_property
    def children(self) -> list[Member]:
        """Those under 18, the oldest first."""
        return [one for one in self.members if wording.is_child(one, on=self.on)]

    @property
    def head(self) -> Member | None:
        """The head, else the first member."""
        return next((one for one in self.members if one.is_head), self.members[0] if self.members else None)

    @cached_property
    def cnps(self) -> dict[UUID, str]:
        """The CNP of each member, only for the roles that read it."""
        known = people.cnps_of([one.uuid for one in self.members], self.domains)
        return {uuid: one["value"] for uuid, one in known.items() if "value" in one}

    def name(self, person: UUID | None) -> str:
        """The name of a member; the household when nobody is named; a former member stays unnamed."""
        if person is None:
            return _("the whole household")
        found = next((one for one in self.members if one.uuid == person), None)
        return found.name if found else _("a former member")

    @property
    def place(self) -> str:
        """Address, village and commune."""
        if self.record is None:
            return ""
        parts = (self.record.address, self.record.village, self.record.commune)
        return ", ".join(dict.fromkeys(str(part) for part in parts if part))

    @cached_property
    def assessed(self) -> HouseholdAssessment | None:
        """What was found, as far as the printer may know."""
        return assessment.household_assessment(self.uuid, domains=self.domains, language=self.printer.language)

    @cached_property
    def facts(self) -> dict[UUID, dict[str, Any]]:
        """The stored facts by subject, only of domains that the printer sees."""
        known = self.printer.book.facts
        stored = assessment.current_facts(self.uuid, on=self.on)
        return {
            subject: {code: one for code, one in facts.items() if code in known and known[code].domain in self.domains}
            for subject, facts in stored.items()
        }

    def value(self, subject: UUID, code: str) -> Any:
        """The stored value of a fact; None when it is not known to the printer or was not answered."""
        stored = self.facts.get(subject, {}).get(code)
        return None if stored is None or str(stored[0]).startswith("?") else stored[0]

    def row(self, subject: UUID, code: str) -> Row:
        """One fact as a row, to be filled by hand when it is not known."""
        book, language = self.printer.book, self.printer.language
        value = self.value(subject, code)
        label = explaining.label(code, book, language)
        if value is None:
            return Row(label)
        return Row(label, _capital(with_unit(code, value) or explaining.value_in_words(code, value, book, language)))

    def rows(self, subject: UUID, kinds: tuple[str, ...], domain: str) -> tuple[Row, ...]:
        """Every fact of a domain that was answered about a subject (kinds: of which subjects), in the book's order."""
        return tuple(
            self.row(subject, code) for code, fact in self.printer.book.facts.items()
            if fact.domain == domain and fact.subject in kinds and self.value(subject, code) is not None
        )

    def found(self, *, agreed: bool = False) -> list[tuple[UUID | None, Any]]:
        """The findings that stand (person, finding); with `agreed` only those that are needs."""
        subjects = self.assessed.subjects if self.assessed else ()
        return [(subject.person, one) for subject in subjects for one in subject.findings
                if one.judged != "rejected" and (one.needed or not agreed)]

    @cached_property
    def plan(self) -> care.CurrentPlan | None:
        """The running plan, with what the printer may know of it; of a closed case the one it ended with."""
        closed = self.case.uuid if self.case and self.case.state == "closed" else None
        return care.plan_of(self.uuid, self.domains, on=self.on, roles=self.roles, closed_case=closed)

    def plan_on(self, on: date) -> care.CurrentPlan | None:
        """The plan that was agreed last by a day, with what the printer may know of it."""
        return care.plan_of(self.uuid, self.domains, on=self.on, roles=self.roles, agreed_by=on)

    @cached_property
    def case(self) -> Any | None:
        """The open case, else the one closed last."""
        cases = care.cases_of([self.uuid])
        return care.open_case(self.uuid) or (cases[-1] if cases else None)

    @cached_property
    def happened(self) -> list[Any]:
        """What happened here as far as the printer may know, the latest first."""
        days = care.timeline(self.uuid, self.domains, on=self.on, roles=self.roles)
        return [one for of_day in days for one in of_day.happened]

    @cached_property
    def steps(self) -> list[care.StepSeen]:
        """The steps of its case-work until the day of printing, as far as the printer may know, the oldest first."""
        return [one for one in care.steps_of(self.uuid, self.domains) if one.on <= self.on]

    def last_step(self, kind: str) -> care.StepSeen | None:
        """The last step of a kind, the kind of its entry; None when there was none."""
        return next((one for one in reversed(self.steps) if one.kind == kind), None)

    def emergencies(self, since: date | None = None) -> list[care.EmergencyTold]:
        """The emergencies that were told, since a day when one is given, the oldest first."""
        told = care.emergencies_told(self.uuid, self.domains, on=self.on, roles=self.roles) if self.record else []
        return [one for one in told if since is None or one.on >= since]

    def names(self, persons: Iterable[UUID]) -> str:
        """The names of some members."""
        return ", ".join(self.name(person) for person in persons)

    def signature(self) -> str:
        """What the family drew on the screen when it agreed to the running plan; empty when it did not."""
        entry = register.entry(self.plan.uuid) if self.plan else None
        said = entry.payload if entry and entry.payload else {}
        return str(said.get("signature") or "")

    def known(self, codes: Iterable[str]) -> list[str]:
        """The codes that the printer may know."""
        return care.package_on(self.on).shown(codes, self.domains)

    def may_know_act(self, service: str, codes: Collection[str]) -> bool:
        """Whether the printer may know of an act at all."""
        return care.package_on(self.on).may_know_act(service, codes, self.domains, self.roles)

    def labels(self, codes: Iterable[str]) -> str:
        """The names of some vulnerabilities."""
        return "; ".join(map(self.label, codes))

    def label(self, code: str) -> str:
        """The name of a vulnerability or service."""
        return care.package_on(self.on).label(code, self.printer.language)


def _of_who_leads() -> frozenset[str]:
    """The domains that every role leading cases sees."""
    leading = [role.sees & workers.CASE_DOMAINS for role in workers.roles_book().values() if "case" in role.acts]
    return frozenset.intersection(*leading) if leading else frozenset()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def of_nobody(printer: Printer, commune: int | None = None) -> Home:
    """No household: what a blank form is filled with, or a signal of a family of a commune that nobody knows yet.

    Every answer is given beforehand, so that nothing is looked up.
    """
    home = Home(printer, UUID(int=0))
    home.__dict__.update(
        record=None, commune=commune or 0, is_partial=False, members=[], children=[], cnps={}, assessed=None,
        facts={}, plan=None, case=None, happened=[], steps=[],
        author=printer.author(commune) if commune else Author(),
        domains=printer.domains(commune) if commune else frozenset(),
        roles=printer.roles(commune) if commune else frozenset(),
    )
    return home

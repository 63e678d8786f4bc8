"""What a tablet carries of this room: facts as last seen, findings, needs, as far as some domains show them.

Reasons are not sent: the tablet works them out itself, from the same facts by the same rulebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from vatra.assessment.facts import together
from vatra.assessment.levels import composite_level
from vatra.assessment.lived import told
from vatra.assessment.models import Finding, Interview, Judgement, Need, SubjectFacts
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.method import Program
from vatra.people.queries import read_as, said_of

HOUSEHOLD = "household"


@dataclass(slots=True)
class Carried:
    """Of one household: facts by subject ("household" or a person), findings and needs gravest and oldest first."""

    facts: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    needs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def level(self) -> str:
        """The composite level of the findings that are seen and that no worker rejected."""
        return composite_level([each["severity"] for each in self.findings if each["judged"] != "rejected"])


def carried(
    households: Mapping[UUID, Collection[UUID]], *, domains: Collection[str], on: date
) -> dict[UUID, Carried]:
    """For each household with those who live in it: what a reader of these domains may carry. Three queries."""
    found = {household: Carried() for household in households}
    _add_facts(found, households, facts_seen(domains, on=on))
    seen = Finding.objects.filter(household__in=list(households), until__isnull=True, domain__in=list(domains))
    rows = seen.order_by("-severity", "code", "id")
    for household, person, code, severity, since, judged in rows.values_list(
        "household__uuid", "person__uuid", "code", "severity", "since", "judged"
    ):
        found[household].findings.append({
            "subject": person or HOUSEHOLD, "code": code, "severity": severity, "since": since, "judged": judged,
        })
    needs = Need.objects.filter(household__in=list(households), withdrawn_on__isnull=True, domain__in=list(domains))
    for household, person, code, agreed_on, met_on in needs.order_by("agreed_on", "id").values_list(
        "household__uuid", "person__uuid", "code", "agreed_on", "met_on"
    ):
        found[household].needs.append({
            "subject": person or HOUSEHOLD, "code": code, "agreed_on": agreed_on, "met_on": met_on,
        })
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A worker's word on a finding, as a line of what happened."""

    household: UUID
    uuid: UUID
    person: UUID | None
    code: str
    verdict: str
    reason: str
    on: date
    by_id: int


def judgements_in(households: Collection[UUID], *, domains: Collection[str]) -> Iterator[Said]:
    """Every judgement of some households' findings that a reader of these domains may know, as they came."""
    rows = Judgement.objects.filter(household__in=list(households), finding__domain__in=list(domains)).order_by("id")
    values = rows.values_list("household__uuid", "uuid", "person__uuid", "code", "verdict", "reason", "on", "by_id")
    return (Said(*row) for row in values)


def interviews_in(households: Collection[UUID]) -> Iterator[tuple[UUID, UUID, date, int, str]]:
    """Every interview of some households: (household, uuid, day, worker's internal id, round)."""
    rows = Interview.objects.filter(household__in=list(households)).order_by("on", "id")
    yield from rows.values_list("household__uuid", "uuid", "on", "by_id", "round")


def facts_seen(domains: Collection[str], *, on: date) -> frozenset[str]:
    """The codes of facts that a reader of these domains may know, by the rulebook in force on a day."""
    return _facts_seen(rulebook_in_force(on=on), frozenset(domains))


@lru_cache(maxsize=64)
def _facts_seen(program: Program, domains: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code, fact in program.rulebook.facts.items() if fact.domain in domains)


def _add_facts(
    found: dict[UUID, Carried], households: Mapping[UUID, Collection[UUID]], codes: frozenset[str]
) -> None:
    of_person = {person: household for household, persons in households.items() for person in persons}
    every: dict[UUID, dict[str, dict[str, list[Any]]]] = defaultdict(dict)
    read = read_as([*households, *of_person])
    about = SubjectFacts.objects.filter(household__in=list(read)).order_by("household__uuid")
    for uuid, facts in about.values_list("household__uuid", "facts"):
        of_home = every[read[uuid]]
        of_home[HOUSEHOLD] = together([of_home[HOUSEHOLD], facts]) if HOUSEHOLD in of_home else facts
    of_persons = SubjectFacts.objects.filter(person__in=list(read)).order_by("person__uuid")
    for uuid, facts in of_persons.values_list("person__uuid", "facts"):
        subject, of_home = str(read[uuid]), every[of_person[read[uuid]]]
        of_home[subject] = together([of_home[subject], facts]) if subject in of_home else facts
    for person, said in said_of(list(of_person)).items():
        of_home = every[of_person[person]]
        of_home[str(person)] = told(of_home.get(str(person), {}), said)
    for household, by_subject in every.items():
        for subject, facts in by_subject.items():
            seen = {code: stored[:2] for code, stored in facts.items() if code in codes}
            if seen:
                found[household].facts[subject] = seen

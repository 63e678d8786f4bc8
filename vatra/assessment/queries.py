"""Questions about what was said and what it means, named by what they return.

`domains` = the need-to-know domains the reader sees; None = no limit (a room derives from it, nobody reads).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from vatra.assessment.counted import (
    facts_counted,
    findings_counted,
    first_interviews,
    interviews_counted,
    not_assessable_counted,
)
from vatra.assessment.facts import Stored, together
from vatra.assessment.levels import CHILD, HOUSEHOLD
from vatra.assessment.lived import with_events
from vatra.assessment.models import Assessment, Finding, Interview, Judgement, Need, SubjectFacts
from vatra.assessment.reading import (
    Asked,
    FindingInWords,
    HouseholdAssessment,
    SubjectAssessment,
    household_assessment,
)
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.assessment.spread import Spread, households_where_found, households_with, spread_in
from vatra.base.prepared import Prepared
from vatra.method import Program
from vatra.people import queries as people

__all__ = [
    "AgreedNeed", "Asked", "Contradiction", "FindingInWords", "Found", "HouseholdAssessment", "Judged",
    "Spread", "SubjectAssessment", "contradicted_in", "contradictions", "current_facts", "disagreements",
    "ever_found", "facts_counted", "findings_counted", "findings_of", "first_interviews", "found_since",
    "gravest_child", "household_assessment", "households_found", "households_where_found", "households_with",
    "interview_days", "interviews_between", "interviews_counted", "interviews_of", "judgements_of", "level_of",
    "levels_of", "needs_of", "not_assessable_counted", "open_findings", "out_of_date", "rulebook_in_force",
    "severities_in", "severity_counts", "spread_in", "unknowns_of",
]

STALE_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `course` = [[day, severity], ...], oldest first; `judged` = "" | agreed | rejected | added."""

    uuid: UUID
    household: UUID
    person: UUID | None
    code: str
    domain: str
    severity: int
    worst_severity: int
    course: list[list[Any]]
    reasons: dict[str, Any]
    since: date
    until: date | None
    stale: bool
    judged: str
    judged_on: date | None
    rulebook: str


@dataclass(frozen=True, slots=True)
class AgreedNeed:
    """One need; open while neither met nor withdrawn."""

    uuid: UUID
    household: UUID
    person: UUID | None
    code: str
    domain: str
    agreed_on: date
    by_id: int
    reason: str
    met_on: date | None
    withdrawn_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be met."""
        return self.met_on is None and self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class Judged:
    """A worker's word on a finding."""

    uuid: UUID
    finding: UUID
    person: UUID | None
    code: str
    verdict: str
    reason: str
    on: date
    by_id: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One fact of which workers saw different things on one day; `said` = (value, worker id), the current one first."""

    household: UUID
    person: UUID | None
    fact: str
    seen_on: date
    said: tuple[tuple[Any, int], ...]


_FOUND = ("uuid", "household__uuid", "person__uuid", "code", "domain", "severity", "worst_severity", "course",
          "reasons", "since", "until", "stale", "judged", "judged_on", "rulebook")
_NEED = ("uuid", "household__uuid", "person__uuid", "code", "domain", "agreed_on", "by_id", "reason", "met_on",
         "withdrawn_on")
_JUDGED = ("uuid", "finding__uuid", "person__uuid", "code", "verdict", "reason", "on", "by_id")


def findings_of(
    households: Collection[UUID], *, rejected: bool = False, ended: bool = False,
    domains: Collection[str] | None = None,
) -> dict[UUID, list[Found]]:
    """The findings of households that have any, gravest first; open and not rejected unless asked for. One query."""
    found: dict[UUID, list[Found]] = defaultdict(list)
    for values in _findings(rejected, ended)(households) if households else ():
        if domains is None or values[4] in domains:
            found[values[1]].append(Found(*values))
    return dict(found)


@cache
def _findings(rejected: bool, ended: bool) -> Prepared:
    """The question for findings: open and not rejected unless asked for, gravest first."""
    rows = Finding.objects.order_by("-severity", "code", "since", "id")
    if not rejected:
        rows = rows.exclude(judged=Finding.Judged.REJECTED)
    if not ended:
        rows = rows.filter(until__isnull=True)
    return Prepared(lambda households: rows.filter(household__uuid__in=households).values_list(*_FOUND))


def _seen(rows: Any, domains: Collection[str] | None) -> Any:
    return rows if domains is None else rows.filter(domain__in=list(domains))


def open_findings(household: UUID, *, rejected: bool = False, domains: Collection[str] | None = None) -> list[Found]:
    """What is present in a household now, gravest first."""
    return findings_of([household], rejected=rejected, domains=domains).get(household, [])


def needs_of(
    households: Collection[UUID], *, ended: bool = False, domains: Collection[str] | None = None
) -> dict[UUID, list[AgreedNeed]]:
    """The needs of households that have any, oldest first; only open ones unless `ended`. One query."""
    needs: dict[UUID, list[AgreedNeed]] = defaultdict(list)
    for values in _needs(ended)(households) if households else ():
        if domains is None or values[4] in domains:
            needs[values[1]].append(AgreedNeed(*values))
    return dict(needs)


@cache
def _needs(ended: bool) -> Prepared:
    """The question for needs, oldest first: open ones unless asked for."""
    rows = Need.objects.order_by("agreed_on", "id")
    if not ended:
        rows = rows.filter(met_on__isnull=True, withdrawn_on__isnull=True)
    return Prepared(lambda households: rows.filter(household__uuid__in=households).values_list(*_NEED))


def judgements_of(household: UUID, *, domains: Collection[str] | None = None) -> list[Judged]:
    """Every judgement of a household's findings, in the order they came."""
    return [Judged(*values) for domain, *values in _JUDGEMENTS(people.read_as([household]).keys())
            if domains is None or domain in domains]


_JUDGEMENTS = Prepared(
    lambda households: Judgement.objects.filter(household__uuid__in=households).order_by("id")
    .values_list("finding__domain", *_JUDGED), once=True
)


def disagreements(households: Collection[UUID]) -> dict[UUID, list[str]]:
    """The open findings that one worker agreed and another rejected: {household: codes}."""
    verdicts: dict[tuple[UUID, UUID, str], set[str]] = defaultdict(set)
    rows = Judgement.objects.filter(
        household__uuid__in=list(households), finding__until__isnull=True, verdict__in=["agreed", "added", "rejected"]
    )
    for household, finding, code, verdict in rows.values_list("household__uuid", "finding__uuid", "code", "verdict"):
        verdicts[household, finding, code].add("rejected" if verdict == "rejected" else "agreed")
    found: dict[UUID, list[str]] = defaultdict(list)
    for (household, _finding, code), words in sorted(verdicts.items(), key=lambda item: item[0][2]):
        if len(words) > 1:
            found[household].append(code)
    return dict(found)


def levels_of(households: Collection[UUID]) -> dict[UUID, str]:
    """The level of each assessed household, after judgement."""
    rows = Assessment.objects.filter(household__uuid__in=list(households), subject=HOUSEHOLD)
    return dict(rows.values_list("household__uuid", "level"))


def severities_in(communes: Collection[int], *, domains: Collection[str]) -> dict[UUID, list[int]]:
    """The severities of the open findings that a reader of some domains sees, by household; only where there are any.

    For lists: the composite level of a household's severities is its level for that reader. One query.
    """
    severities: dict[UUID, list[int]] = defaultdict(list)
    rows = Finding.objects.filter(commune__in=list(communes), until__isnull=True)
    rows = _seen(rows.exclude(judged=Finding.Judged.REJECTED), domains).order_by()
    for household, severity in rows.values_list("household_id", "severity"):
        severities[household].append(severity)
    return dict(severities)


def households_found(communes: Collection[int], *, severity: int, domains: Collection[str]) -> set[UUID]:
    """The households of some communes with an open finding of a severity that a reader of some domains sees."""
    rows = Finding.objects.filter(commune__in=list(communes), until__isnull=True, severity=severity)
    rows = _seen(rows.exclude(judged=Finding.Judged.REJECTED), domains).order_by()
    return set(rows.values_list("household__uuid", flat=True))


def level_of(household: UUID) -> str:
    """The level of a household after judgement; "none" when it was never assessed."""
    return levels_of([household]).get(household, "none")


def gravest_child(communes: Collection[int]) -> UUID | None:
    """The assessed child in gravest need in some communes, the first enrolled of equals."""
    rows = Assessment.objects.filter(commune__in=list(communes), subject=CHILD, here=True)
    return rows.order_by("-max_severity", "id").values_list("person__uuid", flat=True).first()


def unknowns_of(household: UUID) -> dict[UUID, dict[str, list[str]]]:
    """What is not assessable yet: {subject: {vulnerability: facts to ask}}, only subjects that have any."""
    assessed = Assessment.objects.filter(household__uuid=household)
    rows = assessed.values_list("household__uuid", "person__uuid", "unknown")
    return {person or of: unknown for of, person, unknown in rows if unknown}


def current_facts(household: UUID, *, on: date) -> dict[UUID, dict[str, Stored]]:
    """The stored facts of a household and of those who live in it on a day, by subject (see facts.py)."""
    members = [member.uuid for member in people.members_of([household], on=on)[household]]
    same = people.same_as([household, *members])
    others = [uuid for several in same.values() for uuid in several]
    rows = _FACTS_OF([household, *others], [*members, *others])
    own = {person or of: facts for of, person, facts in rows}
    merged = {uuid: together(own.get(one, {}) for one in sorted(several)) for uuid, several in same.items()}
    told = with_events(own | merged, members, on=on)
    return {uuid: facts for uuid, facts in told.items() if facts and uuid in {household, *members}}


_FACTS_OF = Prepared(
    lambda households, persons: SubjectFacts.objects.filter(
        Q(household__uuid__in=households) | Q(person__uuid__in=persons)
    ).values_list("household__uuid", "person__uuid", "facts")
)


def contradictions(households: Collection[UUID], *, on: date) -> list[Contradiction]:
    """What workers contradict each other about in some households, for a human to settle."""
    members = people.members_of(households, on=on)
    of_person = {member.uuid: uuid for uuid, several in members.items() for member in several}
    rows = SubjectFacts.objects.filter(
        Q(household__uuid__in=list(households)) | Q(person__uuid__in=list(of_person)), contradicted=True
    )
    return [
        Contradiction(household or of_person[person], person, code, date.fromisoformat(stored[1]),
                      ((stored[0], stored[2]), *((value, by) for value, by in stored[3])))
        for household, person, facts in rows.order_by("id").values_list("household__uuid", "person__uuid", "facts")
        for code, stored in facts.items() if len(stored) > 3
    ]


def contradicted_in(communes: Collection[int], *, on: date, domains: Collection[str]) -> list[Contradiction]:
    """What workers contradict each other about in the households of some communes, of facts of these domains."""
    about = list(SubjectFacts.objects.filter(contradicted=True).values_list("household__uuid", "person__uuid"))
    homes = {household for household, _person in about if household is not None}
    for lives in people.memberships_of([person for _home, person in about if person is not None]).values():
        homes |= {lives[-1].household}
    here = {uuid for uuid, commune in people.communes_of(homes).items() if commune in communes}
    known = rulebook_in_force(on=on).rulebook.facts
    return [
        one for one in contradictions(here, on=on) if one.fact in known and known[one.fact].domain in domains
    ]


def ever_found(*, severity: int, commune: int) -> Iterable[tuple[UUID, UUID | None, str, date]]:
    """Whatever was ever found in a commune at least so severe, ended or not: (household, person, code, since)."""
    rows = Finding.objects.filter(worst_severity__gte=severity, commune=commune)
    return rows.values_list("household__uuid", "person__uuid", "code", "since").iterator()


def found_since(*, severity: int, since: date) -> list[tuple[UUID, int, str]]:
    """What was found at least so severe since a day, is open and not rejected: (uuid, commune, domain)."""
    rows = Finding.objects.filter(severity__gte=severity, since__gte=since, until__isnull=True)
    return list(rows.exclude(judged=Finding.Judged.REJECTED).order_by("id").values_list("uuid", "commune_id", "domain"))


def interviews_of(households: Collection[UUID]) -> dict[UUID, list[Interview]]:
    """The interviews of households, oldest first; rows are read only."""
    found: dict[UUID, list[Interview]] = defaultdict(list)
    read = people.read_as(households)
    for row in _INTERVIEWS(read.keys()) if read else ():
        found[read[row.household_id]].append(row)
    return dict(found)


_INTERVIEWS = Prepared(lambda read: Interview.objects.filter(household__uuid__in=read).order_by("on", "id"))


def interviews_between(communes: Collection[int], *, since: date, until: date) -> list[tuple[UUID, UUID, int, date]]:
    """The interviews of some communes from a day to before another: (uuid, household, worker's internal id, day)."""
    rows = Interview.objects.filter(commune__in=list(communes), on__gte=since, on__lt=until).order_by("on", "id")
    return list(rows.values_list("uuid", "household__uuid", "by_id", "on"))


def interview_days(households: Collection[UUID]) -> dict[UUID, list[date]]:
    """The days on which households were interviewed, in order; only those that were."""
    days: dict[UUID, list[date]] = defaultdict(list)
    for household, on in _INTERVIEW_DAYS(households) if households else ():
        days[household].append(on)
    return dict(days)


_INTERVIEW_DAYS = Prepared(
    lambda households: Interview.objects.filter(household__uuid__in=households).order_by("on", "id")
    .values_list("household__uuid", "on")
)


def severity_counts(communes: Collection[int]) -> dict[int, dict[str, dict[str, int]]]:
    """Assessed subjects by level: {commune: {household|child|adult: {level: count}}}; small counts are for few eyes."""
    rows = (
        Assessment.objects.filter(commune__in=list(communes), here=True)
        .values_list("commune_id", "subject", "level").annotate(count=Count("id")).order_by()
    )
    counts: dict[int, dict[str, dict[str, int]]] = {}
    for commune, subject, level, count in rows:
        counts.setdefault(commune, {}).setdefault(subject, {})[level] = count
    return counts


def out_of_date(
    *, on: date, rulebook: Program | None = None, communes: Collection[int] | None = None
) -> list[tuple[UUID, int, str]]:
    """Households to evaluate again as of a day: (household, commune, why), in a stable order.

    Why: "rulebook" (assessed by another rulebook than the one in force) or "age" (assessed more than
    30 days ago: meanwhile somebody may have crossed an age that rules look at).
    """
    rulebook = rulebook or rulebook_in_force(on=on)
    rows = Assessment.objects.filter(subject=HOUSEHOLD, here=True, on__lte=on)
    rows = rows.filter(~Q(rulebook=rulebook.version) | Q(on__lt=on - STALE_AFTER))
    if communes is not None:
        rows = rows.filter(commune__in=list(communes))
    listed: Iterable[tuple[UUID, int, str]] = rows.order_by("commune", "household").values_list(
        "household__uuid", "commune_id", "rulebook"
    )
    return [
        (household, commune, "age" if by == rulebook.version else "rulebook") for household, commune, by in listed
    ]

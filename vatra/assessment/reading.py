"""A household's assessment in words, for someone who sees some domains and not others.

What is not seen is simply not there: neither the finding, nor its weight in a level, nor a reason or
a question of a domain that is not seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vatra.assessment.ledger import is_open
from vatra.assessment.levels import CHILD, HOUSEHOLD, composite_level, severities_by_subject
from vatra.assessment.models import Assessment, Finding, Need
from vatra.assessment.policies import sees_all
from vatra.assessment.rulebooks import codes_of_adults, domains_behind, rulebook_in_force, vulnerabilities
from vatra.base.prepared import Prepared
from vatra.method import Program
from vatra.method.explaining import ask_in_words, label, value_in_words
from vatra.method.rulebook import Vulnerability

Domains = Collection[str] | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a finding, in words."""

    fact: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Law:
    """A source that a vulnerability rests on."""

    title: str
    article: str
    address: str


@dataclass(frozen=True, slots=True)
class FindingInWords:
    """A present vulnerability as a worker reads it. `withheld`: some reasons are of domains not seen."""

    uuid: UUID
    code: str
    name: str
    meaning: str
    domain: str
    severity: int
    since: date
    stale: bool
    judged: str
    reasons: tuple[Reason, ...]
    withheld: bool
    laws: tuple[Law, ...]
    needed: bool  # an open need stands for it


@dataclass(frozen=True, slots=True)
class Asked:
    """A question still to be asked, and the vulnerabilities that wait for its answer."""

    fact: str
    question: str
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectAssessment:
    """The household itself (`person` None), or one member. `level` counts only findings that are seen."""

    person: UUID | None
    subject: str
    level: str
    findings: tuple[FindingInWords, ...]
    to_ask: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class HouseholdAssessment:
    """Everything a reader may see of a household's assessment; `subjects`: the household first."""

    household: UUID
    on: date
    rulebook: str
    level: str
    subjects: tuple[SubjectAssessment, ...]


def household_assessment(household: UUID, *, domains: Domains, language: str = "ro") -> HouseholdAssessment | None:
    """The assessment of a household in words; None when it was never assessed. Three queries."""
    rows = {row.person_id or household: row for row in _ASSESSED(household)}
    if household not in rows:
        return None
    main = rows[household]
    words = _Words(rulebook_in_force(on=main.on), domains, language)
    open_needs = {(need.person_id or household, need.code) for need in _NEEDS(household) if is_open(need)}
    seen: dict[UUID, list[Finding]] = defaultdict(list)
    for finding in _FOUND(household):
        if sees_all(domains, finding.domain):
            seen[finding.person_id or household].append(finding)
    levels = _levels(rows, seen, codes_of_adults(words.program))
    order = {HOUSEHOLD: 0, CHILD: 1}
    return HouseholdAssessment(
        household=household, on=main.on, rulebook=main.rulebook, level=levels[household],
        subjects=tuple(
            SubjectAssessment(
                person=row.person_id, subject=row.subject, level=levels[subject],
                findings=tuple(words.finding(each, (subject, each.code) in open_needs) for each in seen[subject]),
                to_ask=words.to_ask(row.unknown),
            )
            for subject, row in sorted(rows.items(), key=lambda item: order.get(item[1].subject, 2))
        ),
    )


_ASSESSED = Prepared(lambda household: Assessment.objects.filter(household__uuid=household).order_by("id"))
_NEEDS = Prepared(lambda household: Need.objects.filter(household__uuid=household))
_FOUND = Prepared(
    lambda household: Finding.objects.filter(household__uuid=household, until__isnull=True)
    .order_by("-severity", "code")
)


def _levels(
    rows: Mapping[UUID, Assessment], seen: Mapping[UUID, list[Finding]], of_adults: Collection[str]
) -> dict[UUID, str]:
    """Levels from what is seen alone: a level must not tell of a finding that is not shown."""
    own = {
        subject: {each.code: each.severity for each in findings if each.judged != Finding.Judged.REJECTED}
        for subject, findings in seen.items()
    }
    counted = severities_by_subject({subject: row.subject for subject, row in rows.items()}, own, of_adults)
    return {subject: composite_level(severities) for subject, severities in counted.items()}


@dataclass(frozen=True, slots=True)
class _Words:
    """Says findings and questions in one language, to one reader."""

    program: Program
    domains: Domains
    language: str

    def finding(self, row: Finding, needed: bool) -> FindingInWords:
        """A finding in words; a code the rulebook has dropped keeps its code for a name."""
        known = vulnerabilities(self.program).get(row.code)
        shown = {code: value for code, value in row.reasons.items() if self.sees(code)}
        return FindingInWords(
            uuid=row.uuid, code=row.code, name=known.name(self.language) if known else row.code,
            meaning=known.row.get(f"meaning_{self.language}", "") if known else "", domain=row.domain,
            severity=row.severity, since=row.since, stale=row.stale, judged=row.judged,
            reasons=tuple(self.reason(code, value) for code, value in shown.items()),
            withheld=len(shown) < len(row.reasons), laws=self.laws(known) if known else (), needed=needed,
        )

    def reason(self, code: str, value: Any) -> Reason:
        """One reason in words."""
        book = self.program.rulebook
        return Reason(code, label(code, book, self.language), value_in_words(code, value, book, self.language))

    def sees(self, code: str) -> bool:
        """Whether the reader sees all that a reason tells of: a fact, what it was computed from, another finding."""
        return all(sees_all(self.domains, domain) for domain in domains_behind(self.program).get(code, ()))

    def laws(self, known: Vulnerability) -> tuple[Law, ...]:
        """The sources of a vulnerability."""
        sources = self.program.rulebook.sources
        cited = (sources[code] for code in known.row.get("source", "").split(";") if code in sources)
        title, article = f"title_{self.language}", "article_en" if self.language == "en" else "article"
        return tuple(
            Law(row[title], row.get(article) or row.get("article", ""), row.get("address", "")) for row in cited
        )

    def to_ask(self, unknown: Mapping[str, Iterable[str]]) -> tuple[Asked, ...]:
        """The questions whose answers could still decide something that the reader sees."""
        known = vulnerabilities(self.program)
        waiting: dict[str, list[str]] = {}
        for code, facts in unknown.items():
            if code in known and sees_all(self.domains, known[code].need_to_know):
                for fact in facts:
                    if self.sees(fact):
                        waiting.setdefault(fact, []).append(code)
        questions = ask_in_words(waiting, self.program.rulebook, self.language)
        return tuple(Asked(fact, words, tuple(waiting[fact])) for fact, words in zip(waiting, questions, strict=True))

"""A rulebook compiled and ready: a household's answers in, findings with reasons, levels and services out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vatra.method.answers import AnswerBook, Subject, Values
from vatra.method.interpret import Scene
from vatra.method.mistakes import BadInput
from vatra.method.ordering import Block, blocks
from vatra.method.proposals import ProposedService, household_plan, proposals
from vatra.method.python import Run, Task, compiled, generate
from vatra.method.reasons import Witness, ask_of, reasons_of
from vatra.method.rulebook import Rulebook, Service, Vulnerability
from vatra.method.tree import SUBJECTS, And, Node

LEVELS = ("none", "low", "medium", "high", "immediate")


class Finding:
    """One vulnerability present, absent or not assessable (`unknown`) in one subject.

    `reasons`: the values that made it so, by fact. `ask`: the missing answers that could still decide it.
    Both are worked out when first looked at: most findings are absent and nobody asks why.
    """

    __slots__ = ("_ask", "_reasons", "_vulnerability", "_witness", "code", "severity", "state", "subject")

    def __init__(self, vulnerability: Vulnerability, value: int | None, witness: Witness) -> None:
        self.code = vulnerability.code
        self.state = "unknown" if value is None else "present" if value else "absent"
        self.severity = value or None
        self.subject = vulnerability.subject
        self._vulnerability = vulnerability
        self._witness = witness
        self._reasons: dict[str, Any] | None = None
        self._ask: tuple[str, ...] | None = None

    @property
    def reasons(self) -> dict[str, Any]:
        """The values of the facts that made the finding what it is."""
        if self._reasons is None:
            self._reasons = reasons_of(self._vulnerability, self._witness)
        return self._reasons

    @property
    def ask(self) -> tuple[str, ...]:
        """Codes of the missing answers that could still decide an unknown finding, in the order of the table."""
        if self._ask is None:
            self._ask = ask_of(self._vulnerability, self._witness) if self.state == "unknown" else ()
        return self._ask

    def left_as(self, severity: int) -> Finding:
        """The same finding with another word on it: present with a severity, or absent (0)."""
        return Finding(self._vulnerability, severity, self._witness)

    def __repr__(self) -> str:
        return f"Finding({self.code} {self.state}{f' {self.severity}' if self.severity else ''})"

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON takes it."""
        return {
            "code": self.code,
            "state": self.state,
            "severity": self.severity,
            "reasons": self.reasons,
            "ask": list(self.ask),
        }


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """What the rules say of a member or of the household."""

    id: str
    kind: str
    findings: tuple[Finding, ...]
    level: str  # none | low | medium | high | immediate
    services: tuple[ProposedService, ...]
    max_severity: int  # 0 = none

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON takes it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "findings": [finding.as_dict() for finding in self.findings],
            "level": self.level,
            "max_severity": self.max_severity,
            "services": [service.as_dict() for service in self.services],
        }


@dataclass(frozen=True, slots=True)
class Result:
    """Findings of a household on a day: members in the order given, then the household."""

    rulebook: str
    on: date
    subjects: tuple[SubjectResult, ...]
    household: SubjectResult

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON takes it."""
        return {
            "rulebook": self.rulebook,
            "on": self.on.isoformat(),
            "subjects": [subject.as_dict() for subject in self.subjects],
            "household": self.household.as_dict(),
        }


def level_of(severities: Iterable[int]) -> str:
    """The composite level of some findings' severities.

    immediate: any 4; high: any 3, or three of 2; medium: any 2, or three of 1; low: any 1; none.
    """
    count = [0, 0, 0, 0, 0]
    for severity in severities:
        count[severity] += 1
    if count[4]:
        return "immediate"
    if count[3] or count[2] >= 3:
        return "high"
    if count[2] or count[1] >= 3:
        return "medium"
    return "low" if count[1] else "none"


def tasks_on(book: Rulebook, on: date) -> dict[str, Task]:
    """What is to be computed on a day: every derived fact, and the vulnerabilities looked for."""
    tasks = {code: Task(code, each.type, each.expression) for code, each in book.derived.items()}
    for each in book.vulnerabilities_on(on):
        tasks[each.code] = Task(each.code, rows=tuple((row.severity, row_tree(row.cells)) for row in each.rows))
    return tasks


def row_tree(cells: Iterable[Any]) -> Node:
    """The condition of a row: all its cells."""
    conditions = tuple(cell.condition for cell in cells)
    return conditions[0] if len(conditions) == 1 else And(conditions)


def blocks_of(book: Rulebook) -> tuple[Block, ...]:
    """The order of evaluation of a rulebook, cut into blocks."""
    scopes = {code: each.subject for code, each in book.derived.items()}
    scopes |= {each.code: each.subject for each in book.vulnerabilities}
    trees: dict[str, tuple[Node, ...]] = {code: (each.expression,) for code, each in book.derived.items()}
    for each in book.vulnerabilities:
        more = tuple(cell.condition for row in each.rows for cell in row.cells)
        trees[each.code] = (*trees.get(each.code, ()), *more)
    return blocks(book.order, scopes, trees)


class Program:
    """A compiled rulebook; thread-safe, without state but its compiled periods."""

    def __init__(self, book: Rulebook) -> None:
        self.rulebook = book
        self.version = book.version
        self.content_hash = book.content_hash
        self.answers = AnswerBook(book)
        self.blocks = blocks_of(book)
        self._turning_days = book.turning_days()
        self._periods: dict[int, Period] = {}

    def period(self, on: date) -> Period:
        """The compiled rules of the time between two changes in which a day lies."""
        place = bisect_right(self._turning_days, on)
        found = self._periods.get(place)
        if found is None:
            found = self._periods[place] = Period(self.rulebook, self.blocks, on)
        return found

    def assess(
        self, household: dict[str, Any], members: list[dict[str, Any]], *, on: date, services: bool = True
    ) -> Result:
        """Findings, levels and services of a household on a day. Raises `BadInput` with the path of a wrong field.

        `services` false: nothing is proposed, for who asks only what is found.
        """
        if type(on) is not date:
            raise BadInput("on", "se așteaptă o zi", "a day is expected")
        house, taken = self.answers.take(household, members, on)
        return self.period(on).result(self.version, house, taken, on, self.rulebook.services if services else ())


class Period:
    """The rules as they stand between two days on which something changes."""

    def __init__(self, book: Rulebook, order: tuple[Block, ...], on: date) -> None:
        self.book = book
        self.parameters = book.parameters_on(on)
        self.source = generate(order, tasks_on(book, on), self.parameters)
        self.run: Run = compiled(self.source)
        in_force = book.vulnerabilities_on(on)
        self.in_force = frozenset(each.code for each in in_force)
        self.by_subject = {kind: tuple(each for each in in_force if each.subject == kind) for kind in SUBJECTS}

    def result(
        self, version: str, house: Subject, members: list[Subject], on: date, services: Sequence[Service]
    ) -> Result:
        """Runs the rules over a household whose answers were taken."""
        by_kind = {kind: [member.values for member in members if kind in member.kinds] for kind in SUBJECTS[1:]}
        by_kind["member"] = [member.values for member in members]
        self.run(house.values, by_kind)
        own = self.findings(house, house, by_kind)
        each = [self.findings(member, house, by_kind) for member in members]
        of_house = [finding.severity for finding in own if finding.severity]
        of_adults = [
            (member.id, finding.severity)
            for member, findings in zip(members, each, strict=True)
            for finding in findings
            if finding.severity and finding.subject == "adult"
        ]
        subjects = tuple(
            self.member_result(member, findings, of_house, of_adults, proposals(services, findings, on))
            for member, findings in zip(members, each, strict=True)
        )
        everything = [(house.id, own), *((member.id, findings) for member, findings in zip(members, each, strict=True))]
        severities = [finding.severity for _, findings in everything for finding in findings if finding.severity]
        plan = household_plan(services, everything, on) if severities and services else ()
        return Result(
            version,
            on,
            subjects,
            SubjectResult(house.id, "household", own, level_of(severities), plan, max(severities, default=0)),
        )

    def findings(self, subject: Subject, house: Subject, by_kind: dict[str, list[Values]]) -> tuple[Finding, ...]:
        """The findings of the kinds a subject is evaluated as."""
        values = subject.values
        scene = Scene(values, house.values, by_kind, self.parameters, self.in_force)
        witness = Witness(self.book, self.by_subject, subject, house, scene)
        return tuple(
            Finding(each, values[each.code], witness) for kind in subject.kinds for each in self.by_subject[kind]
        )

    def member_result(
        self,
        member: Subject,
        findings: tuple[Finding, ...],
        of_house: list[int],
        of_adults: list[tuple[str, int]],
        services: tuple[ProposedService, ...],
    ) -> SubjectResult:
        """A child's level counts the household's and the adults' findings too; anybody else's only their own."""
        severities = [finding.severity for finding in findings if finding.severity]
        if "child" in member.kinds:
            severities += [*of_house, *(severity for id_, severity in of_adults if id_ != member.id)]
        most = max(severities, default=0)
        return SubjectResult(member.id, member.kind, findings, level_of(severities), services, most)


def compile_rulebook(book: Rulebook) -> Program:
    """A rulebook ready to assess households."""
    return Program(book)

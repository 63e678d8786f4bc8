"""What a change of the method moves: children, households, services and cases, counted from two evaluations.

A child is moved *more* when something is newly found in it, its household or the adults it lives with, *less* when
something no longer is, *both*, or *otherwise* (graver, milder, no longer known).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from vatra.assessment.compared import Compared
from vatra.method import Program, Result, SubjectResult
from vatra.method.program import LEVELS
from vatra.method.proposals import household_plan
from vatra.results.population.splits import ETHNICITY, SPLITS, age_named, declared

CASE_FROM = 3  # the severity from which a case is opened: `case_opened` of deadlines.csv
OUTCOMES = ("more", "less", "both", "otherwise")
WAYS = ("gained", "lost", "graver", "milder", "to_ask", "known")
COUNTERS = ("outcomes", "homes", "levels", "weights")  # fields of Moved
GROUPS = {name: SPLITS[name] for name in (ETHNICITY, "sex", "age")}  # the place is its commune's
MOST_EXAMPLES = 3  # households kept of each vulnerability and way in a commune
Found = dict[str, tuple[str, int]]  # by code: state, severity (0 = none)


@dataclass
class Moved:
    """Counts of one commune, or of several together. JSON takes every part of it.

    `children`, `households`: all that were compared. `outcomes`, `homes`: those moved, by OUTCOMES. `levels`:
    children by "before>after" where it differs. `groups`: {"sex/f": [children, newly found in, no longer found in]}.
    `codes`: subjects by vulnerability, counts by WAYS. `services`: households to which one is
    newly proposed, and no longer. `cases`: households that would newly have a finding that opens a case, and no longer.
    `weights`: households by "before>after" where the weight of their case differs (0 without a case).
    `examples`: {code: {way: households}}.
    """

    children: int = 0
    households: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    homes: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    groups: dict[str, list[int]] = field(default_factory=dict)
    codes: dict[str, list[int]] = field(default_factory=dict)
    services: dict[str, list[int]] = field(default_factory=dict)
    cases: list[int] = field(default_factory=lambda: [0, 0])
    weights: Counter[str] = field(default_factory=Counter)
    examples: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        counters = {name: dict(getattr(self, name)) for name in COUNTERS}
        return {**vars(self), **counters}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Moved:
        """What `as_json` gave."""
        counters = {name: Counter(kept.get(name, {})) for name in COUNTERS}
        return cls(**{**kept, **counters})

    @property
    def touched(self) -> int:
        """Children for whom anything differs."""
        return self.outcomes.total()

    @property
    def level_moves(self) -> tuple[int, int]:
        """Children who come to a graver level, and to a milder one."""
        up = down = 0
        for pair, many in self.levels.items():
            before, after = (LEVELS.index(level) for level in pair.split(">"))
            up, down = (up + many, down) if after > before else (up, down + many)
        return up, down


def together(several: Iterable[Moved]) -> Moved:
    """The counts of several communes as one; without examples."""
    whole = Moved()
    for one in several:
        whole.children += one.children
        whole.households += one.households
        whole.outcomes += one.outcomes
        whole.homes += one.homes
        whole.levels += one.levels
        whole.weights += one.weights
        whole.cases = _added(whole.cases, one.cases)
        for name in ("groups", "codes", "services"):
            mine: dict[str, list[int]] = getattr(whole, name)
            for key, counts in getattr(one, name).items():
                mine[key] = _added(mine[key], counts) if key in mine else list(counts)
    return whole


def _added(some: list[int], more: list[int]) -> list[int]:
    return [one + other for one, other in zip(some, more, strict=True)]


def count(
    several: Iterable[Compared], before: Program, after: Program, ethnicities: Mapping[UUID, str]
) -> Moved:
    """The counts of some households. `ethnicities`: as declared, by person; for the check of fairness alone."""
    counting = _Counting(before, after, ethnicities)
    for one in several:
        counting.add(one)
    return counting.moved


class _Counting:
    def __init__(self, before: Program, after: Program, ethnicities: Mapping[UUID, str]) -> None:
        self.services = before.rulebook.services, after.rulebook.services
        self.ethnicities = ethnicities
        self.moved = Moved()

    def add(self, one: Compared) -> None:
        self.moved.households += 1
        every = _Household(one.before), _Household(one.after)
        self._codes(one, *every)
        for member in one.members:
            child = tuple(home.child(str(member.uuid)) for home in every)
            if child[0] is not None and child[1] is not None:
                self._child(one, member, child[0], child[1])
        if every[0].findings != every[1].findings:
            self._home(one, *every)

    def _child(self, one: Compared, member: Any, was: tuple[str, Found], now: tuple[str, Found]) -> None:
        self.moved.children += 1
        outcome = _outcome(was[1], now[1])
        if outcome:
            self.moved.outcomes[outcome] += 1
        if was[0] != now[0]:
            self.moved.levels[f"{was[0]}>{now[0]}"] += 1
        ages = member.ages(one.on)
        parts = {ETHNICITY: declared(self.ethnicities.get(member.uuid, "")), "sex": member.sex or "unknown",
                 "age": age_named(ages[0] if ages else None)}
        for name in (f"{group}/{part}" for group, part in parts.items()):
            counts = self.moved.groups.setdefault(name, [0, 0, 0])
            counts[0] += 1
            counts[1] += outcome in ("more", "both")
            counts[2] += outcome in ("less", "both")

    def _codes(self, one: Compared, was: _Household, now: _Household) -> None:
        for subject, found in now.findings.items():
            before = was.findings.get(subject, {})
            for code in dict.fromkeys((*before, *found)):
                old, new = before.get(code, ("absent", 0)), found.get(code, ("absent", 0))
                if old != new:
                    way = _way(old, new)
                    self.moved.codes.setdefault(code, [0] * len(WAYS))[WAYS.index(way)] += 1
                    shown = self.moved.examples.setdefault(code, {}).setdefault(way, [])
                    if len(shown) < MOST_EXAMPLES and str(one.household) not in shown:
                        shown.append(str(one.household))

    def _home(self, one: Compared, was: _Household, now: _Household) -> None:
        self.moved.homes[_outcome(was.everything, now.everything) or "otherwise"] += 1
        before, after = (weight_of(home.everything) for home in (was, now))
        self.moved.cases[0] += after > 0 == before
        self.moved.cases[1] += before > 0 == after
        if before != after:
            self.moved.weights[f"{before}>{after}"] += 1
        proposed = [
            {service.code for service in household_plan(services, result_findings(result), one.on)}
            for services, result in zip(self.services, (one.before, one.after), strict=True)
        ]
        for way, codes in enumerate((proposed[1] - proposed[0], proposed[0] - proposed[1])):
            for code in codes:
                self.moved.services.setdefault(code, [0, 0])[way] += 1


class _Household:
    """What one rulebook finds in a household: by subject, and of everybody together."""

    def __init__(self, result: Result) -> None:
        self._members = {each.id: each for each in result.subjects}
        self._own = _found(result.household)
        self.findings = {each.id: _found(each) for each in (result.household, *result.subjects)}
        self.everything = _gravest(self.findings.values())
        self._adults = {
            each.id: {finding.code: (finding.state, finding.severity or 0)
                      for finding in each.findings if finding.subject == "adult"}
            for each in result.subjects
        }

    def child(self, id_: str) -> tuple[str, Found] | None:
        """The level of a child, and what counts for it: its own, the household's, the adults' it lives with."""
        member = self._members.get(id_)
        if member is None or member.kind != "child":
            return None
        others = [found for other, found in self._adults.items() if other != id_]
        return member.level, _gravest([self.findings[id_], self._own, *others])


def weight_of(found: Found) -> int:
    """What the case of a household weighs by its gravest finding, as weighted_cases counts it; 0 without a case."""
    gravest = max((severity for _state, severity in found.values()), default=0)
    return 2 ** (gravest - 1) if gravest >= CASE_FROM else 0


def result_findings(result: Result) -> list[tuple[str, Any]]:
    """The findings of a household as `household_plan` takes them."""
    return [(each.id, each.findings) for each in (result.household, *result.subjects)]


def _found(subject: SubjectResult) -> Found:
    return {finding.code: (finding.state, finding.severity or 0) for finding in subject.findings}


def _gravest(several: Iterable[Found]) -> Found:
    """Of each vulnerability the gravest of several; unknown is graver than absent."""
    gravest: Found = {}
    for found in several:
        for code, (state, severity) in found.items():
            if code not in gravest or (severity, state == "unknown") > (
                gravest[code][1], gravest[code][0] == "unknown"
            ):
                gravest[code] = state, severity
    return gravest


def _outcome(was: Found, now: Found) -> str:
    """One of OUTCOMES; empty when nothing differs."""
    before = {code for code, (state, _severity) in was.items() if state == "present"}
    after = {code for code, (state, _severity) in now.items() if state == "present"}
    if after - before:
        return "both" if before - after else "more"
    if before - after:
        return "less"
    return "otherwise" if was != now else ""


def _way(old: tuple[str, int], new: tuple[str, int]) -> str:
    """How a finding is another than before; one of WAYS."""
    if old[0] == "present" == new[0]:
        return "graver" if new[1] > old[1] else "milder"
    if "present" in (old[0], new[0]):
        return "gained" if new[0] == "present" else "lost"
    return "to_ask" if new[0] == "unknown" else "known"

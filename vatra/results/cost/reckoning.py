"""The reckoning: what the posts cost in a year, per child and per result; posts needed; what prevention may avoid.

Every figure is a range. A low one takes all low assumptions together and a high one all high ones; the sensitivity
moves one at a time and leaves the others in the middle, so that it shows which of them matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from vatra.results.cost.basis import Basis
from vatra.results.cost.unit_costs import NOTHING, Range, UnitCost

MONTHS = 12
BY_LAW = ("social_worker", "community_nurse", "school_counsellor")  # of each community, Law 292/2011 art. 76
PAY, RUNNING, AVOIDED, YEARS, CARE = "pay", "running", "separation_avoided", "years_in_care", "child_in_care"
EMPLOYER, LOAD = "employer_share", "load_per_post"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a year brings (avoided less spent) with one assumption low and high, the others in the middle."""

    code: str
    low: float
    high: float

    @property
    def swing(self) -> float:
        """How far this assumption alone moves it."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """In lei of one year, a year of work. None where it cannot be told or there is nothing to divide by.

    `avoided`: care that prevention may spare; `pays_from`: how many children kept at home pay for the year; `ratio`:
    a year of care over a year of prevention for a vulnerable child. `needed`: posts by role, by law and by load.
    """

    basis: Basis
    spent: Range
    by_role: Mapping[str, Range]
    per_child: Range | None
    per_vulnerable: Range | None
    per_service: Range | None
    per_result: Range | None
    avoided: Range | None
    pays_from: float | None
    ratio: float | None
    moved: tuple[Moved, ...]
    needed: Mapping[str, float]
    budget: Range


@dataclass(frozen=True, slots=True)
class Inputs:
    """The figures of the rulebook that the reckoning takes, in the prices of one year."""

    pay: Mapping[str, Range]
    employer: Range
    running: Range
    avoided: Range
    years: Range
    care: Range
    load: Range

    def post(self, role: str) -> Range:
        """A post for a year: pay, the employer's contribution, running costs."""
        share = Range(1 + self.employer.low, 1 + self.employer.mid, 1 + self.employer.high)
        return (self.pay[role] * MONTHS).by(share) + self.running


def inputs_of(costs: Mapping[str, UnitCost]) -> Inputs | None:
    """The inputs; None when the rulebook does not have them all."""
    wanted = (EMPLOYER, RUNNING, AVOIDED, YEARS, CARE, LOAD, *BY_LAW)
    if any(code not in costs for code in wanted):
        return None
    pay = {code: one.now for code, one in costs.items() if one.kind == "post"}
    return Inputs(pay, *(costs[code].now for code in wanted[:6]))


def reckoned(basis: Basis, inputs: Inputs) -> Reckoning:
    """The reckoning of some communes."""
    posts = {role: count for role, count in basis.posts.items() if role in inputs.pay}
    by_role = {role: inputs.post(role) * count for role, count in posts.items()}
    spent = sum(by_role.values(), NOTHING)
    needed = posts_needed(basis, inputs.load.mid)
    per_vulnerable = spent.over(basis.vulnerable)
    kept = inputs.care.mid * inputs.years.mid
    return Reckoning(
        basis, spent, by_role, spent.over(basis.children), per_vulnerable, spent.over(basis.services or 0),
        spent.over(basis.ended or 0), _avoided(basis, inputs), spent.mid / kept if kept and spent.mid else None,
        inputs.care.mid / per_vulnerable.mid if per_vulnerable and per_vulnerable.mid else None,
        _moved(basis, posts, inputs), needed, budget_of(needed, inputs),
    )


def budget_of(needed: Mapping[str, float], inputs: Inputs) -> Range:
    """What so many posts cost in a year."""
    return sum((inputs.post(role) * count for role, count in needed.items()), NOTHING)


def posts_needed(basis: Basis, load: float) -> dict[str, float]:
    """Of all communes together."""
    by_commune = posts_by_commune(basis, load)
    return {role: sum(needed[role] for needed in by_commune.values()) for role in BY_LAW}


def posts_by_commune(basis: Basis, load: float) -> dict[int, dict[str, float]]:
    """Of each commune the team of the law, and more social workers, by halves, where its weighted load asks."""
    return {
        code: {BY_LAW[0]: max(1.0, ceil(2 * basis.load.get(code, 0) / load) / 2), **dict.fromkeys(BY_LAW[1:], 1.0)}
        for code in sorted(basis.load.keys() | basis.found.keys())
    }


def _avoided(basis: Basis, inputs: Inputs) -> Range | None:
    if basis.at_risk is None:
        return None
    return inputs.avoided.by(inputs.years).by(inputs.care) * basis.at_risk


def _moved(basis: Basis, posts: Mapping[str, int], inputs: Inputs) -> tuple[Moved, ...]:
    """Each assumption alone, the one that moves most first."""
    if basis.at_risk is None:
        return ()

    def net(with_: Inputs) -> float:
        spent = sum((with_.post(role) * count for role, count in posts.items()), NOTHING)
        return with_.avoided.mid * with_.years.mid * with_.care.mid * (basis.at_risk or 0) - spent.mid

    def at(one: Range, side: str) -> Range:
        return replace(one, mid=getattr(one, side))

    changed: dict[str, Callable[[str], Inputs]] = {
        PAY: lambda side: replace(inputs, pay={role: at(one, side) for role, one in inputs.pay.items()}),
        RUNNING: lambda side: replace(inputs, running=at(inputs.running, side)),
        AVOIDED: lambda side: replace(inputs, avoided=at(inputs.avoided, side)),
        YEARS: lambda side: replace(inputs, years=at(inputs.years, side)),
        CARE: lambda side: replace(inputs, care=at(inputs.care, side)),
    }
    moved = [Moved(code, net(change("low")), net(change("high"))) for code, change in changed.items()]
    return tuple(sorted(moved, key=lambda one: -one.swing))

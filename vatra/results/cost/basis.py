"""What was counted that costs are told by: exactly at the command line, as far as it may be told on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from vatra.access import queries as access
from vatra.access.queries import Worker
from vatra.base.days import add_months
from vatra.results.counts import counts_of
from vatra.results.overview import overview
from vatra.results.series import Beside, Line, Lines, lines, lines_exactly, parts, parts_exactly

PROFESSIONS = (
    "social_worker", "social_technician", "community_nurse", "school_counsellor", "school_mediator", "health_mediator",
)
ASKED = ("services_given", "findings_ended", "weighted_cases")
LOAD_OF_EACH = Beside(["weighted_cases"])
AT_RISK = "FA07"  # of being left or separated
VULNERABLE = ("medium", "high", "immediate")


@dataclass(frozen=True, slots=True)
class Basis:
    """Some communes in numbers. None may not be told. `services`, `ended`: of the last twelve months.

    `load`: the weighted load of each commune (1/2/4/8 by severity). `found`: vulnerable children of each commune.
    `posts`: filled now, by role. `short`: the names of numbers from which something was withheld.
    """

    counted_on: date | None
    children: int
    vulnerable: int
    services: int | None
    ended: int | None
    at_risk: int | None
    posts: Mapping[str, int]
    load: Mapping[int, float]
    found: Mapping[int, int | None]
    short: frozenset[str]


def basis_of(communes: Collection[int], *, on: date) -> Basis:
    """Exactly, for the command line."""
    counted, since = counts_of(communes, on=on), lately(on)
    return _basis(
        communes, {code: one.children for code, one in counted.items()},
        {code: one.children_by_level for code, one in counted.items()},
        lines_exactly(communes, on=on, only=ASKED, since=since, beside=LOAD_OF_EACH),
        parts_exactly(communes, "prevalence", on=on, since=since), on,
    )


def basis_for(worker: Worker, *, on: date) -> Basis:
    """As far as a worker may be told."""
    rows, since = overview(worker, on=on).rows, lately(on)
    return _basis(
        access.communes_counted(worker, on=on), {one.commune.siruta: one.children for one in rows},
        {one.commune.siruta: one.children_by_level for one in rows},
        lines(worker, on=on, only=ASKED, since=since, beside=LOAD_OF_EACH),
        parts(worker, "prevalence", on=on, since=since), on,
    )


def _basis(
    communes: Collection[int], children: Mapping[int, int | None],
    levels: Mapping[int, Mapping[str, int | None]], told: Lines, by_code: Lines, on: date,
) -> Basis:
    found = {code: _sum([there.get(level, 0) for level in VULNERABLE]) for code, there in levels.items()}
    by_name = {line.indicator.code: line for line in told.lines}
    load = by_name.get("weighted_cases")
    at_risk = next((line for line in by_code.lines if line.code == AT_RISK), None)
    grave = [there.get(level, 0) for there in levels.values() for level in VULNERABLE]
    short = {name for name, cells in (("children", children.values()), ("vulnerable", grave)) if None in cells}
    return Basis(
        told.counted_on, sum(count or 0 for count in children.values()), sum(count or 0 for count in grave),
        _last(by_name.get("services_given")), _last(by_name.get("findings_ended")), _last(at_risk),
        _posts(communes, on), {code: one.numerator for code, one in load.communes.items() if one} if load else {},
        found, frozenset(short),
    )


def lately(on: date) -> int:
    """The month a quarter back: what was counted since is what is known now."""
    first = add_months(on, -3)
    return first.year * 100 + first.month


def _sum(cells: list[int | None]) -> int | None:
    return None if None in cells else sum(cell or 0 for cell in cells)


def _last(line: Line | None) -> int | None:
    """The last month's number; 0 of what was never found, None of what may not be told."""
    if line is None or line.now is None:
        return 0
    return round(line.now.measured.numerator) if line.now.measured else None


def _posts(communes: Collection[int], on: date) -> dict[str, int]:
    """The posts filled on a day, in the order of the professions: each worker once for each role held in a commune."""
    held = {
        (worker, role, commune) for worker, role, commune, since, until in access.roles_counted(communes)
        if role in PROFESSIONS and since <= on and (until is None or on < until)
    }
    filled = Counter(role for _worker, role, _commune in held)
    return {role: filled[role] for role in PROFESSIONS if filled[role]}

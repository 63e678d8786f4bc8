"""What one service costs: the minutes that it takes, by what a minute of its profession with families costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vatra.method.rulebook import Service
from vatra.results.cost.reckoning import Inputs
from vatra.results.cost.unit_costs import Range, UnitCost
from vatra.results.series import Lines

HOURS, DIRECT = "hours_per_year", "direct_share"
MINUTES = 60


@dataclass(frozen=True, slots=True)
class ServiceCost:
    """One service: how often it was given with its minutes written down, their mean, and in whose post it is reckoned.

    `cost` in lei of the year of the prices; None where the minutes may not be told or the role has no pay.
    """

    code: str
    role: str
    given: int | None
    minutes: float | None
    cost: Range | None


def minute_of(role: str, inputs: Inputs, costs: Mapping[str, UnitCost]) -> Range | None:
    """A minute with families of a post: all of its year over the minutes that are with them. None without figures."""
    if role not in inputs.pay or HOURS not in costs or DIRECT not in costs:
        return None
    post, with_families = inputs.post(role), (costs[HOURS].now * MINUTES).by(costs[DIRECT].now)
    return Range(post.low / with_families.high, post.mid / with_families.mid, post.high / with_families.low)


def per_service(
    told: Lines, services: Iterable[Service], inputs: Inputs, costs: Mapping[str, UnitCost]
) -> tuple[ServiceCost, ...]:
    """Each service whose minutes were written down, the dearest in all first. `told`: minutes_per_service by part."""
    offered = {one.code: one for one in services}
    found = []
    for line in told.lines:
        if line.now is None or line.code not in offered:
            continue
        role = next((one for one in offered[line.code].lead if one in inputs.pay), "")
        measured, minute = line.now.measured, minute_of(role, inputs, costs)
        given = round(measured.denominator or 0) if measured else None
        minutes = measured.value if measured else None
        cost = minute * minutes if minute is not None and minutes is not None else None
        found.append(ServiceCost(line.code, role, given, minutes, cost))
    return tuple(sorted(found, key=lambda one: (-(one.cost.mid * (one.given or 0) if one.cost else -1.0), one.code)))

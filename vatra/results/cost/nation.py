"""The minimum package for a whole nation: the team of the law in every community, and more where the load asks."""

from __future__ import annotations

from dataclasses import dataclass

from vatra.places import queries as places
from vatra.results.cost.reckoning import BY_LAW, Inputs, Reckoning, budget_of
from vatra.results.cost.unit_costs import Range


@dataclass(frozen=True, slots=True)
class Nation:
    """Posts and lei a year. `by_law`: one team in each authority; `by_load`: as here, child for child; None unknown."""

    authorities: int
    children: int
    by_law: float
    by_law_costs: Range
    by_load: float | None
    by_load_costs: Range | None


def nation_of(reckoning: Reckoning, inputs: Inputs) -> Nation:
    """What is needed here, carried to the country by its authorities and by its children of the 2021 census."""
    communes = places.every_code()
    authorities = places.authorities()
    children = round(sum(places.under_18_by_census(communes).values()))
    law = {role: float(authorities) for role in BY_LAW}
    here = reckoning.basis.children
    load = {role: max(law[role], count * children / here) for role, count in reckoning.needed.items()} if here else None
    return Nation(
        authorities, children, sum(law.values()), budget_of(law, inputs), sum(load.values()) if load else None,
        budget_of(load, inputs) if load else None,
    )

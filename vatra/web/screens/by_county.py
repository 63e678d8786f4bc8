"""Communes county by county: of a nation a page shows those of the county that its reader chooses, never all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from vatra.places import queries as places
from vatra.places.queries import Commune

MOST_AT_ONCE = 120  # communes: a county has at most some hundred


@dataclass(frozen=True, slots=True)
class Choice:
    """The communes that a page shows, by code, and the `counties` to choose from: name, address, whether chosen.

    No counties where all communes are shown at once. `county`: the one chosen, else empty.
    """

    shown: Mapping[int, Commune]
    counties: tuple[tuple[str, str, bool], ...] = ()
    county: str = ""


def chosen(request: HttpRequest, communes: Collection[int]) -> Choice:
    """Of some communes all, or, of more than a county has, those of the county that the address names."""
    if len(communes) <= MOST_AT_ONCE:
        return Choice(places.communes(communes))
    among, asked = places.counties_among(communes), request.GET.get("judet")
    county = next((one.code for one in among if one.code == asked), "")
    here = places.codes_of_county(county).intersection(communes) if county else ()
    counties = tuple((one.name, f"?judet={one.code}", one.code == county) for one in among)
    return Choice(places.communes(here), counties, county)

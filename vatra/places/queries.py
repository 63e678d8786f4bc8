"""What other rooms may ask of places. Codes in, records out; nothing here knows a worker or a household."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.refusal import Refusal
from vatra.places.boundaries import Outline, boundaries_of
from vatra.places.distance import kilometres
from vatra.places.institutions import (
    Institutions,
    institutions_by_distance,
    kinds_of_institutions,
    number_of_institutions,
)
from vatra.places.models import CensusAgeGroup, Commune, County, Institution, Post, Village
from vatra.places.names import searched

ADULT = 18


class NoSuchPlace(Refusal):
    """No county, commune, village or institution has this code."""

    code = "no_such_place"


@dataclass(frozen=True)
class CensusChildren:
    """Children of a commune at the 2021 census; None where INS suppressed a group, or counted no such place."""

    by_age: dict[tuple[int, int], int | None]  # (from, until) in years: persons; (15, 20) holds adults too
    under_15: int | None
    under_18: float | None  # estimate: three fifths of those aged 15 to 19 are taken to be under 18


@dataclass(frozen=True)
class Near:
    """An institution and how far it is from the seat of a commune, in km; None when not on the map."""

    institution: Institution
    km: float | None


def every_county() -> list[County]:
    """The 41 counties and București, by name."""
    return list(County.objects.order_by("name"))


def county(code: str) -> County:
    """The county of a mnemonic such as "BC"; NoSuchPlace otherwise."""
    found = County.objects.filter(code=code).first()
    if found is None:
        raise _no_such_place(code)
    return found


def commune(siruta: int) -> Commune:
    """The commune, town, municipality or sector of a SIRUTA code; NoSuchPlace otherwise."""
    found = communes([siruta]).get(siruta)
    if found is None:
        raise _no_such_place(siruta)
    return found


def communes(sirutas: Collection[int]) -> dict[int, Commune]:
    """Those that exist among some SIRUTA codes, in one question."""
    return {one.siruta: one for one in _COMMUNES(sirutas)} if sirutas else {}


_COMMUNES = Prepared(lambda sirutas: Commune.objects.filter(siruta__in=sirutas).select_related("county"))


def communes_of_county(code: str) -> list[Commune]:
    """All local authorities of a county by name; for București the city and its six sectors."""
    return list(Commune.objects.filter(county=code).order_by("searched"))


def codes_of_county(code: str) -> frozenset[int]:
    """The SIRUTA codes of a county's communes."""
    return frozenset(siruta for siruta, in _OF_COUNTY(code))


_OF_COUNTY = Prepared(lambda code: Commune.objects.filter(county=code).values_list("siruta"), once=True)


def counties_among(communes: Collection[int]) -> list[County]:
    """The counties in which some communes lie, by name."""
    codes = set(Commune.objects.filter(siruta__in=list(communes)).values_list("county", flat=True))
    return list(County.objects.filter(code__in=codes).order_by("name"))


def every_code() -> frozenset[int]:
    """The SIRUTA codes of all communes of the country."""
    return frozenset(Commune.objects.values_list("siruta", flat=True))


def authorities() -> int:
    """How many local authorities the country has; a sector of București is part of one."""
    return Commune.objects.exclude(kind=Commune.Kind.SECTOR).count()


def county_of(commune: int) -> str | None:
    """The code of the county a commune lies in; None for an unknown code."""
    return next((code for code, in _COUNTY(commune)), None)


_COUNTY = Prepared(lambda commune: Commune.objects.filter(siruta=commune).values_list("county"), once=True)


def commune_exists(siruta: int) -> bool:
    """Whether a SIRUTA code is one of a commune."""
    return Commune.objects.filter(siruta=siruta).exists()


def village(siruta: int) -> Village:
    """The village of a SIRUTA code; NoSuchPlace otherwise."""
    found = Village.objects.select_related("commune").filter(siruta=siruta).first()
    if found is None:
        raise _no_such_place(siruta)
    return found


def villages_of(commune: int) -> list[Village]:
    """The villages of a commune, its seat first, then by name."""
    return list(Village.objects.filter(commune=commune).order_by("-seat", "searched"))


def communes_of_villages(sirutas: Collection[int]) -> dict[int, int]:
    """The commune of each of these villages that is known."""
    return dict(_COMMUNES_OF_VILLAGES(sirutas))


_COMMUNES_OF_VILLAGES = Prepared(
    lambda sirutas: Village.objects.filter(siruta__in=sirutas).values_list("siruta", "commune_id")
)


def points_of_county(code: str) -> list[tuple[float, float]]:
    """Latitude and longitude of every village of a county that is on the map."""
    rows = Village.objects.filter(commune__county=code).values_list("lat", "lon").order_by("siruta")
    return [(lat, lon) for lat, lon in rows if lat is not None and lon is not None]


def communes_found(text: str, *, limit: int = 20) -> list[Commune]:
    """Communes whose name begins with a text, then those that contain it; forgives diacritics and case."""
    words = searched(text[:60])
    if not words:
        return []
    found = Commune.objects.select_related("county").filter(searched__contains=words)
    return sorted(found, key=lambda c: (not c.searched.startswith(words), c.searched, c.siruta))[:limit]


def villages_found(text: str, *, communes: Collection[int], limit: int = 20) -> list[Village]:
    """Villages of some communes whose name begins with a text, then those that contain it."""
    words = searched(text[:60])
    if not words:
        return []
    found = Village.objects.select_related("commune").filter(searched__contains=words, commune__in=communes)
    return sorted(found, key=lambda v: (not v.searched.startswith(words), v.searched, v.siruta))[:limit]


def children_by_census(commune: int) -> CensusChildren:
    """Who of the residents of 1 December 2021 was a child: the denominator of coverage."""
    rows = CensusAgeGroup.objects.filter(commune=commune, age_from__lt=20).order_by("age_from")
    by_age = {(row.age_from, row.age_until or 0): row.persons for row in rows}
    young = [persons for (age, _until), persons in by_age.items() if age < 15]
    teens = by_age.get((15, 20))
    known = [persons for persons in young if persons is not None]
    under_15 = sum(known) if young and len(known) == len(young) else None
    under_18 = None if under_15 is None or teens is None else under_15 + teens * (ADULT - 15) / 5
    return CensusChildren(by_age, under_15, under_18)


def under_18_by_census(communes: Collection[int]) -> dict[int, float]:
    """Residents under 18 at the 2021 census, as `children_by_census` estimates them, for all communes at once.

    A commune of which INS suppressed an age group is left out.
    """
    rows = CensusAgeGroup.objects.filter(commune__in=list(communes), age_from__lt=20)
    groups: dict[int, list[tuple[int, int | None]]] = {}
    for commune, age_from, persons in rows.values_list("commune", "age_from", "persons"):
        groups.setdefault(commune, []).append((age_from, persons))
    return {
        commune: sum((persons or 0) * ((ADULT - 15) / 5 if age_from == 15 else 1) for age_from, persons in several)
        for commune, several in groups.items()
        if all(persons is not None for _age, persons in several) and any(age == 15 for age, _persons in several)
    }


def residents(communes: Collection[int]) -> int:
    """Residents at the 2021 census of some communes together; a sector counts none of its own."""
    found = Commune.objects.filter(siruta__in=communes).aggregate(total=Sum("population"))
    return found["total"] or 0


def institution(code: str) -> Institution:
    """The institution of a code (SIIIR for schools); NoSuchPlace otherwise."""
    found = Institution.objects.select_related("commune", "village").filter(code=code).first()
    if found is None:
        raise _no_such_place(code)
    return found


def institutions(codes: Collection[str]) -> dict[str, Institution]:
    """Those that exist among some codes, in one question."""
    return {one.code: one for one in _INSTITUTIONS(codes)} if codes else {}


_INSTITUTIONS = Prepared(lambda codes: Institution.objects.filter(code__in=codes).select_related("commune"))


def institutions_near(
    commune: int, kind: str, *, service_codes: Collection[str] | None = None, limit: int = 20
) -> list[Near]:
    """Institutions of a kind in the commune itself first, then in its county, nearest first.

    Of providers, those of some services of HG 867/2015 only when `service_codes` are given. What is not
    on the map comes after what is.
    """
    here = Commune.objects.get(siruta=commune)
    found = Institution.objects.select_related("commune", "village").filter(kind=kind, commune__county=here.county_id)
    if service_codes is not None:
        found = found.filter(service_code__in=service_codes)
    near = [Near(institution, _away(here, institution)) for institution in found]
    return sorted(near, key=lambda one: _order(one, commune))[:limit]


def institutions_of(communes: Collection[int], kinds: Collection[str]) -> dict[int, list[Institution]]:
    """The institutions of some kinds in each of some communes, the nearest to its seat first."""
    found: dict[int, list[tuple[tuple[bool, bool, float, str], Institution]]] = {}
    for one in _OF_KINDS(communes, kinds) if communes else ():
        near = Near(one, _away(one.commune, one))
        found.setdefault(one.commune_id, []).append((_order(near, one.commune_id), one))
    return {code: [one for _place, one in sorted(several, key=lambda pair: pair[0])] for code, several in found.items()}


_OF_KINDS = Prepared(
    lambda communes, kinds: Institution.objects.filter(commune__in=communes, kind__in=kinds)
    .select_related("commune", "village")
)


def where_is(institution: Institution) -> tuple[float | None, float | None]:
    """Latitude and longitude of an institution: its own, else its village's, else its commune's."""
    return _point(institution) or (None, None)


def point_of(commune: int, village: int | None = None) -> tuple[float, float] | None:
    """Latitude and longitude of a village, else of its commune; None when neither is on the map."""
    found = [*(_VILLAGE_POINT(village) if village else ()), *_COMMUNE_POINT(commune)]
    return next(((lat, lon) for lat, lon in found if lat is not None and lon is not None), None)


_VILLAGE_POINT = Prepared(lambda siruta: Village.objects.filter(siruta=siruta).values_list("lat", "lon"), once=True)
_COMMUNE_POINT = Prepared(lambda siruta: Commune.objects.filter(siruta=siruta).values_list("lat", "lon"), once=True)


def institutions_by_kind(communes: Collection[int]) -> dict[str, int]:
    """How many institutions of each kind some communes have."""
    counted = Institution.objects.filter(commune__in=communes).values("kind").annotate(many=Count("code"))
    return {row["kind"]: row["many"] for row in counted}


def posts_of(commune: int) -> Post | None:
    """The posts of a commune's town hall, allowed and filled, in 2025."""
    return Post.objects.filter(commune=commune).first()


def _order(near: Near, commune: int) -> tuple[bool, bool, float, str]:
    return near.institution.commune_id != commune, near.km is None, near.km or 0.0, near.institution.code


def _away(here: Commune, institution: Institution) -> float | None:
    """Distance to the institution's own point, else to its village's, else to its commune's."""
    point = _point(institution)
    if point is None or here.lat is None or here.lon is None:
        return None
    return round(kilometres(here.lat, here.lon, *point), 1)


def _point(institution: Institution) -> tuple[float, float] | None:
    for place in (institution, institution.village, institution.commune):
        if place is not None and place.lat is not None and place.lon is not None:
            return place.lat, place.lon
    return None


def _no_such_place(code: object) -> NoSuchPlace:
    return NoSuchPlace(_("No place or institution has the code %(place)s."), place=str(code)[:60])


__all__ = [
    "CensusChildren", "Commune", "County", "Institution", "Institutions", "Near", "NoSuchPlace", "Outline",
    "Post", "Village", "authorities", "boundaries_of", "children_by_census", "codes_of_county",
    "commune", "commune_exists", "communes", "communes_found",
    "communes_of_county", "communes_of_villages", "county", "county_of", "every_code", "every_county",
    "institution", "institutions", "institutions_by_distance", "institutions_by_kind", "institutions_near",
    "institutions_of", "kinds_of_institutions", "number_of_institutions", "point_of",
    "points_of_county", "posts_of", "residents", "village", "villages_found", "villages_of", "where_is",
]

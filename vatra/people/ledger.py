"""The list of dwellings of a commune, its rounds and outcomes, in the order in which one walks; read by rooms above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.base.days import add_months
from vatra.people.models import CensusRound, Dwelling, DwellingOutcome, Household
from vatra.people.names import searched
from vatra.people.same import now_called

_NUMBER = re.compile(r"\d+")
NO_NUMBER = 10**9
MONTHS = 12  # a survey is renewed at least so often


@dataclass(frozen=True, slots=True)
class Round:
    """A round of the census, from its day on. `begun`: whether somebody said so, else it is the year before the day."""

    since: date
    name: str = ""
    begun: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """A dwelling of the list; `searched` is its address as addresses are compared."""

    uuid: UUID
    village: int | None
    address: str
    searched: str


@dataclass(frozen=True, slots=True)
class Home:
    """A household that lives, or in the round lived, in the commune; `left_to` is empty while it is here."""

    uuid: UUID
    village: int | None
    address: str
    searched: str
    left_to: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class CameOf:
    """The latest word of the round about a dwelling or household."""

    outcome: str
    on: date
    children: int | None
    note: str


def round_of(commune: int, *, on: date) -> Round:
    """The round that a day belongs to; where none was begun, the twelve months up to that day."""
    found = CensusRound.objects.filter(commune=commune, since__lte=on).order_by("-since", "-id").first()
    if found is None:
        return Round(add_months(on, -MONTHS), begun=False)
    return Round(found.since, found.name)


def dwelling(uuid: UUID, *, commune: int) -> Listed | None:
    """A dwelling of a commune's list; None for one of another's and for one that never was."""
    row = Dwelling.objects.filter(uuid=uuid, commune=commune).first()
    return Listed(row.uuid, row.village, row.address, row.searched) if row else None


def dwellings_of(commune: int) -> list[Listed]:
    """The dwellings on a commune's list."""
    rows = Dwelling.objects.filter(commune=commune).order_by("id")
    return [Listed(*row) for row in rows.values_list("uuid", "village", "address", "searched")]


def homes_in(commune: int, *, since: date, on: date) -> list[Home]:
    """The households that are in a commune on a day, and those that left it since a day; a merged one is the other."""
    rows = Household.objects.filter(commune=commune, enrolled_on__lte=on).exclude(left_to="merged").order_by("id")
    columns = ("uuid", "village", "address", "searched", "left_to", "ended_on")
    homes = [Home(*row) for row in rows.values_list(*columns)]
    return [
        home if home.ended_on is None or home.ended_on <= on else _still_here(home)
        for home in homes if home.ended_on is None or home.ended_on >= since
    ]


def _still_here(home: Home) -> Home:
    return Home(home.uuid, home.village, home.address, home.searched, "", None)


def outcomes_of(commune: int, *, since: date, on: date) -> dict[UUID, CameOf]:
    """What came of each dwelling and household that somebody went to, by its uuid; the latest word counts."""
    rows = DwellingOutcome.objects.filter(commune=commune, on__gte=since, on__lte=on).order_by("on", "at", "uuid")
    told = list(rows.values_list("dwelling", "household", "outcome", "on", "children", "note"))
    gone = now_called([home for _dwelling, home, *_said in told if home])
    return {place: CameOf(outcome, day, children, note) for dwelling, home, outcome, day, children, note in told
            if (place := dwelling or (home and gone.get(home, home)))}


def walking_order(address: str) -> tuple[str, int, str]:
    """Street by street, then house by house as they stand: number 9 comes before 10, and 10 before 10A."""
    plain = searched(address)
    number = _NUMBER.search(plain)
    if number is None:
        return plain, NO_NUMBER, ""
    return plain[: number.start()].strip(), int(number.group()[:9]), plain[number.end() :].strip()

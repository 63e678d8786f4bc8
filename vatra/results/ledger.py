"""The ledger of a commune: every dwelling with what came of going there in the round, and which to visit next.

A line is a dwelling of the list, an address at which households live, or both at once; where a household was
interviewed in the round, the dwelling is visited. The counts are of what is on the ledger, not a sample of it, so
they carry no interval; what nobody has put on the list is missing from them, and only the census can tell
(`coverage`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vatra.assessment import queries as assessment
from vatra.people import ledger as people
from vatra.people.ledger import CameOf, Home, Listed, Round
from vatra.places import queries as places
from vatra.register.changes import last_words
from vatra.register.verify import heads
from vatra.results.counts import EachDay
from vatra.results.models import DwellingCount

TO_VISIT = ""
AGAIN = ("away",)  # nobody was at home: it stays on the list of where to go
NOBODY = ("not_found", "empty", "moved")  # nobody to be assessed
Key = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One dwelling: its place, who lives there, and what came of it; `outcome` is empty where nobody went yet.

    `dwelling` is None for an address that nobody put on the list. `children`: how many are said to live where nobody
    was met. `number`: its place on the walk.
    """

    dwelling: UUID | None
    households: tuple[UUID, ...]
    village: int | None
    address: str
    outcome: str
    on: date | None
    children: int | None = None
    note: str = ""
    number: int = 0

    @property
    def waits(self) -> bool:
        """Whether somebody is still to go there."""
        return self.outcome == TO_VISIT or self.outcome in AGAIN


@dataclass(frozen=True, slots=True)
class VillageCount:
    """A village (None: of no named village): its lines by outcome, the empty outcome being those not visited yet."""

    village: int | None
    name: str
    by_outcome: Mapping[str, int]
    lat: float | None = None
    lon: float | None = None

    @property
    def dwellings(self) -> int:
        """All lines."""
        return sum(self.by_outcome.values())

    @property
    def lived_in(self) -> int:
        """Those in which, as far as is known, somebody lives: the denominator."""
        return self.dwellings - sum(self.by_outcome.get(outcome, 0) for outcome in NOBODY)

    @property
    def visited(self) -> int:
        """Those visited."""
        return self.by_outcome.get("visited", 0)

    @property
    def waiting(self) -> int:
        """Those where somebody is still to go."""
        return self.by_outcome.get(TO_VISIT, 0) + sum(self.by_outcome.get(outcome, 0) for outcome in AGAIN)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A commune's lines in the order in which one walks, and its villages, the one with most left first."""

    commune: int
    round: Round
    lines: tuple[Line, ...]
    villages: tuple[VillageCount, ...] = field(default=())

    @property
    def waiting(self) -> list[Line]:
        """Where to go next: where nobody has been before where nobody was at home."""
        left = [line for line in self.lines if line.waits]
        return sorted(left, key=lambda line: (line.outcome != TO_VISIT, line.number))

    @property
    def whole(self) -> VillageCount:
        """All villages together."""
        total: Counter[str] = Counter()
        for village in self.villages:
            total.update(village.by_outcome)
        return VillageCount(None, "", total)


def ledger(commune: int, *, on: date) -> Ledger:
    """The ledger of a commune as of a day, in the round that the day belongs to."""
    census = people.round_of(commune, on=on)
    homes = people.homes_in(commune, since=census.since, on=on)
    told = people.outcomes_of(commune, since=census.since, on=on)
    visited = assessment.interview_days([home.uuid for home in homes])
    came = {home.uuid: _of_home(home, told.get(home.uuid), visited.get(home.uuid, ()), census.since, on)
            for home in homes}
    villages = {one.siruta: one for one in places.villages_of(commune)}
    order = {siruta: place for place, siruta in enumerate(villages)}
    found = _lines(people.dwellings_of(commune), homes, told, came)
    found.sort(key=lambda line: (order.get(line.village or 0, len(order)), people.walking_order(line.address),
                                 str(line.dwelling or line.households[:1])))
    lines = tuple(_numbered(found))
    return Ledger(commune, census, lines, tuple(_villages(lines, villages)))


def _of_home(
    home: Home, told: CameOf | None, interviews: Iterable[date], since: date, on: date
) -> CameOf | None:
    """What came of a household: the latest of what was said, an interview, and that it has left."""
    found = [told] if told else []
    found += [CameOf("visited", day, None, "") for day in interviews if since <= day <= on]
    if home.ended_on is not None:
        found.append(CameOf("moved", home.ended_on, None, ""))
    return max(found, key=lambda one: one.on, default=None)


def _lines(
    dwellings: list[Listed], homes: list[Home], told: Mapping[UUID, CameOf], came: Mapping[UUID, CameOf | None]
) -> list[Line]:
    at: dict[Key, list[Home]] = defaultdict(list)
    for home in homes:
        # without an address two households would be one line
        at[home.village, home.searched or str(home.uuid)].append(home)
    lines = [_line(one, at.pop((one.village, one.searched), []), told.get(one.uuid), came) for one in dwellings]
    for there in at.values():
        lines.append(_line(None, there, None, came))
    return lines


def _line(
    dwelling: Listed | None, homes: list[Home], said: CameOf | None, came: Mapping[UUID, CameOf | None]
) -> Line:
    """A dwelling with several households waits for the one of them that was not met yet."""
    here = [home for home in homes if not home.left_to]
    of_homes = [came[home.uuid] for home in here or homes]
    latest = _together(of_homes) if of_homes else None
    if said is not None and (latest is None or said.on >= latest.on):
        latest = said
    first = dwelling or homes[0]
    return Line(
        dwelling.uuid if dwelling else None, tuple(home.uuid for home in here), first.village, first.address,
        latest.outcome if latest else TO_VISIT, latest.on if latest else None, latest.children if latest else None,
        latest.note if latest else "",
    )


def _together(several: list[CameOf | None]) -> CameOf | None:
    """Of the households of one dwelling: the one that still waits, else the one met last."""
    if any(one is None for one in several):
        return None
    known = [one for one in several if one is not None]
    return min(known, key=lambda one: (one.outcome not in AGAIN, -one.on.toordinal()))


def _numbered(lines: list[Line]) -> Iterable[Line]:
    for number, line in enumerate(lines, 1):
        yield Line(line.dwelling, line.households, line.village, line.address, line.outcome, line.on, line.children,
                   line.note, number)


def _villages(lines: Iterable[Line], known: Mapping[int, places.Village]) -> list[VillageCount]:
    counts: dict[int | None, Counter[str]] = defaultdict(Counter)
    for siruta in known:
        counts[siruta] = Counter()
    for line in lines:
        counts[line.village if line.village in known else None][line.outcome] += 1
    rows = [
        VillageCount(siruta, known[siruta].name if siruta else "", dict(count),
                     known[siruta].lat if siruta else None, known[siruta].lon if siruta else None)
        for siruta, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.waiting, row.name))


@dataclass(frozen=True, slots=True)
class Wholes:
    """The ledgers of some communes, each in one count. `on`: as of which day the oldest was counted beforehand."""

    communes: Mapping[int, VillageCount]
    on: date | None


def wholes(communes: Collection[int], *, on: date) -> Wholes:
    """Of each of these communes that has any entry, as counted last; who was never counted is counted now."""
    now = last_words(communes)
    rows = {row.pk: row for row in DwellingCount.objects.filter(commune__in=list(communes))}
    left = {commune: said for commune, said in now.items() if commune not in rows}
    counted = {commune: VillageCount(None, "", row.by_outcome) for commune, row in rows.items()}
    return Wholes(counted | _never_counted.of(left, on), min((row.on for row in rows.values()), default=None))


def _wholes_now(communes: Collection[int], *, on: date) -> dict[int, VillageCount]:
    return {commune: ledger(commune, on=on).whole for commune in communes}


_never_counted: EachDay[VillageCount] = EachDay(_wholes_now, VillageCount(None, "", {}))


def count_dwellings(
    *, on: date, communes: Collection[int] | None = None, progress: Callable[[int, int], None] = lambda done, of: None
) -> list[int]:
    """Count the ledgers of the communes with news, and the others once a day: a round may run out. Answers which."""
    said = last_words([head.commune for head in heads() if communes is None or head.commune in communes])
    known = {row.pk: (row.said, row.on) for row in DwellingCount.objects.all()}
    stale = [commune for commune, words in said.items() if known.get(commune) != (words, on)]
    for done, commune in enumerate(stale):
        progress(done, len(stale))
        whole = ledger(commune, on=on).whole
        DwellingCount.objects.update_or_create(commune_id=commune, defaults={
            "said": said[commune], "on": on, "by_outcome": dict(whole.by_outcome)})
    return stale

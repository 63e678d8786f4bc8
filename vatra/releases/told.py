"""What may be told of a trial: everything to who may know of the gravest findings, else no small number.

To readers of numbers a count of 1 to 4 is withheld, with whatever would tell it by subtraction, and all others are
rounded to the nearest five: so two trials of almost the same change do not tell of the few between them either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.access.queries import Worker
from vatra.method import Program
from vatra.places import queries as places
from vatra.releases.moved import GROUPS, OUTCOMES, WAYS, Moved, together
from vatra.releases.posts import PostsMoved, posts_moved
from vatra.results.disclosure import withheld_of
from vatra.results.overview import communes_counted_exactly
from vatra.results.population.change import Change
from vatra.results.population.splits import ETHNICITY
from vatra.results.small_cells import withheld

ROUNDED_TO = 5
Number = int | None  # None: withheld


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the children: all, those in whom something is newly found, and those in whom something no longer is."""

    name: str
    children: Number
    gained: Number
    lost: Number


@dataclass(frozen=True, slots=True)
class Example:
    """A household in which a vulnerability would be found otherwise, and how (one of WAYS)."""

    code: str
    way: str
    household: UUID
    commune: int


@dataclass(frozen=True, slots=True)
class Told:
    """A trial as one reader may know it.

    `codes`: {vulnerability: {way: subjects}}; `services`: {service: (newly proposed to, no longer)} in households.
    `posts`: those that it would take more, and their lei; None without costs in the rulebook, or withheld.
    `exact`: nothing is withheld or rounded.
    """

    exact: bool
    children: Number
    households: Number
    touched: Number
    touched_households: Number
    outcomes: Mapping[str, Number]
    up: Number
    down: Number
    communes: tuple[Part, ...]
    groups: Mapping[str, tuple[Part, ...]]
    codes: Mapping[str, Mapping[str, Number]]
    services: Mapping[str, tuple[Number, Number]]
    cases: tuple[Number, Number]
    posts: PostsMoved | None
    examples: tuple[Example, ...]


def told(moved: Mapping[int, Moved], worker: Worker, before: Program, *, on: date) -> Told:
    """What a worker may know of a trial. `moved`: by commune; examples only of those where cases are seen."""
    exactly = communes_counted_exactly(worker, on=on)
    return told_to(moved, before, exact=moved.keys() <= exactly, exactly=exactly)


def told_to(
    moved: Mapping[int, Moved], before: Program, *, exact: bool, exactly: Collection[int]
) -> Told:
    """As `told`: exactly or not, with examples of some communes."""
    tell = _Teller(exact)
    whole = together(moved.values())
    named = places.communes(list(moved))
    up, down = whole.level_moves
    cases = tell.row({"more": whole.cases[0], "less": whole.cases[1]})
    return Told(
        exact=exact, children=tell(whole.children), households=tell(whole.households), touched=tell(whole.touched),
        touched_households=tell(whole.homes.total()), outcomes=tell.outcomes(whole), up=tell(up), down=tell(down),
        communes=tell.parts({
            str(code): _three(one) for code, one in sorted(moved.items(), key=lambda item: named[item[0]].searched)
        }),
        groups={
            # Ethnicity is for statistics alone: small numbers of it are told to nobody.
            **{group: (_Teller(False) if group == ETHNICITY else tell).parts(_of_group(whole, group))
               for group in GROUPS},
            "place": tell.parts(_by_place(moved, {code: one.urban for code, one in named.items()})),
        },
        codes={code: tell.row(dict(zip(WAYS, counts, strict=True)))
               for code, counts in sorted(whole.codes.items(), key=lambda item: (-sum(item[1]), item[0]))},
        services={code: (tell(counts[0]), tell(counts[1]))
                  for code, counts in sorted(whole.services.items(), key=lambda item: (-sum(item[1]), item[0]))},
        cases=(cases["more"], cases["less"]), posts=posts_moved(tell.row(whole.weights), before),
        examples=tuple(
            Example(code, way, UUID(household), commune) for commune, one in moved.items() if commune in exactly
            for code, ways in one.examples.items() for way, households in ways.items() for household in households
        ),
    )


class _Teller:
    """Numbers as they may be told."""

    def __init__(self, exact: bool) -> None:
        self.exact = exact

    def __call__(self, count: int) -> Number:
        """A number that stands alone."""
        return count if self.exact else self._rounded(count) if not 0 < count < ROUNDED_TO else None

    def _rounded(self, count: int) -> int:
        return ROUNDED_TO * round(count / ROUNDED_TO)

    def row(self, counts: Mapping[str, int]) -> dict[str, Number]:
        """Numbers beside each other whose sum may be known."""
        if self.exact:
            return dict(counts)
        return {name: None if one is None else self._rounded(one) for name, one in withheld(counts).items()}

    def outcomes(self, whole: Moved) -> dict[str, Number]:
        """Children by how they are moved, and those who are not."""
        counts = {name: whole.outcomes[name] for name in OUTCOMES}
        told = self.row(counts | {"same": whole.children - whole.touched})
        return {name: told[name] for name in OUTCOMES}

    def parts(self, counts: Mapping[str, tuple[int, int, int]]) -> tuple[Part, ...]:
        """Parts of all children; what is withheld of one is not told by the others."""
        if self.exact:
            return tuple(Part(name, *three) for name, three in counts.items())
        hidden = [withheld_of({name: (float(three[way]), float(three[0])) for name, three in counts.items()})
                  for way in (1, 2)]
        small = withheld({name: three[0] for name, three in counts.items()})
        return tuple(
            Part(name, None if small[name] is None else self._rounded(three[0]), *(
                None if small[name] is None or name in hidden[way - 1] else self._rounded(three[way]) for way in (1, 2)
            ))
            for name, three in counts.items()
        )


def parts_of_a_file(found: Change) -> dict[str, tuple[Part, ...]]:
    """The splits of a population file for who has it; small numbers of an ethnicity are told to nobody."""
    return {
        name: _Teller(name != ETHNICITY).parts({part: (counts[0], counts[1], counts[2])
                                                for part, counts in parts.items() if counts[0]})
        for name, parts in found.parts.items()
    }


@dataclass(frozen=True, slots=True)
class FileTold:
    """What a change moves in a file of children, for pages: nothing exactly, whoever reads it.

    `codes` by WAYS, `services` (newly proposed to, no longer): children, as everything here.
    """

    children: Number
    touched: Number
    up: Number
    down: Number
    codes: Mapping[str, Mapping[str, Number]]
    services: Mapping[str, tuple[Number, Number]]
    groups: Mapping[str, tuple[Part, ...]]


def told_of_a_file(found: Change) -> FileTold:
    """A file as its numbers may be told on a page: it has no communes, and so nobody who may know them exactly."""
    tell = _Teller(False)
    up, down = found.level_moves
    codes = {code: shift.by_way for code, shift in found.findings.items() if any(shift.by_way.values())}
    return FileTold(
        children=tell(found.children), touched=tell(found.touched), up=tell(up), down=tell(down),
        codes={code: tell.row(ways)
               for code, ways in sorted(codes.items(), key=lambda item: (-sum(item[1].values()), item[0]))},
        services={code: (tell(more), tell(less))
                  for code, (more, less) in sorted(found.services.items(), key=lambda item: (-sum(item[1]), item[0]))
                  if more or less},
        groups={name: tell.parts({part: (counts[0], counts[1], counts[2])
                                  for part, counts in parts.items() if counts[0]})
                for name, parts in found.parts.items()},
    )


def _three(one: Moved) -> tuple[int, int, int]:
    both = one.outcomes["both"]
    return one.children, one.outcomes["more"] + both, one.outcomes["less"] + both


def _of_group(whole: Moved, group: str) -> dict[str, tuple[int, int, int]]:
    order = [f"{group}/{name}" for name in GROUPS[group]]
    return {
        name.partition("/")[2]: (counts[0], counts[1], counts[2])
        for name in order if (counts := whole.groups.get(name))
    }


def _by_place(moved: Mapping[int, Moved], urban: Mapping[int, bool]) -> dict[str, tuple[int, int, int]]:
    sides = {"urban": True, "rural": False}
    several = {name: [_three(one) for code, one in moved.items() if urban[code] is side]
               for name, side in sides.items()}
    return {name: (sum(one[0] for one in of), sum(one[1] for one in of), sum(one[2] for one in of))
            for name, of in several.items() if of}

"""Households and the people in them: ages, names, who is what to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from vatra.base.days import age_on
from vatra.base.ids import derived_uuid
from vatra.demo.names import names

# Relative frequencies of households in which no one is found vulnerable: (adults, children, weight).
OTHERS = (
    ("elderly_one", 0, 25), ("elderly_two", 0, 21), ("couple", 0, 19), ("one", 0, 9), ("couple", 1, 12),
    ("couple", 2, 7), ("couple", 3, 1), ("three_generations", 1, 3), ("single_parent", 1, 3),
)
VULNERABLE = (("couple", 66), ("single_parent", 16), ("three_generations", 10), ("grandparents", 8))
CHILDREN = ((1, 46), (2, 33), (3, 14), (4, 5), (5, 2))


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who does not exist."""

    uuid: UUID
    surname: str
    given_name: str
    sex: str
    born_on: date
    relation: str
    role: str  # parent | carer | other | child
    is_head: bool = False

    def months(self, on: date) -> int:
        """Completed months of age; negative before birth."""
        return age_on(self.born_on, on=on).months if on >= self.born_on else -1


@dataclass(slots=True)
class Family:
    """A household: its people and where it lives."""

    uuid: UUID
    members: list[Member]
    kind: str
    village: int | None
    address: str
    ethnicity: str = ""

    def adults(self, on: date) -> list[Member]:
        """Those who are 18 on a day."""
        return [one for one in self.members if one.months(on) >= 18 * 12]

    def children(self, on: date) -> list[Member]:
        """Those born and under 18 on a day."""
        return [one for one in self.members if 0 <= one.months(on) < 18 * 12]

    @property
    def couples(self) -> int:
        """How many couples live in it."""
        return int(self.kind in ("couple", "elderly_two", "three_generations", "grandparents"))

    def rooms_needed(self, on: date) -> int:
        """Eurostat's rooms: one for all, one a couple or single adult, one for two teens of a sex or two small ones."""
        people = [(one.months(on), one.sex) for one in self.members if one.months(on) >= 0]
        adults = sum(age >= 216 for age, _ in people)
        small = sum(age < 144 for age, _ in people)
        teens = [sum(144 <= age < 216 and sex == each for age, sex in people) for each in "fm"]
        single = max(0, adults - 2 * self.couples)
        return 1 + self.couples + single + sum(-(-each // 2) for each in teens) + -(-small // 2)


def drawn(weighted: tuple[tuple[object, int], ...], rng: Random) -> object:
    """One of some things, by weight."""
    return rng.choices([thing for thing, _ in weighted], [weight for _, weight in weighted])[0]


class Families:
    """Draws households for one local authority."""

    def __init__(self, name: str, rng: Random, villages: list[tuple[int, int]]) -> None:
        self._name, self._rng = name, rng
        self._villages = [village for village, _ in villages]
        self._weights = [weight for _, weight in villages]
        self._count = 0

    def other(self, on: date) -> Family:
        """A household, as it is on a day, in which nothing of severity 2 or more is found."""
        kind, children, _ = self._rng.choices(OTHERS, [weight for _, _, weight in OTHERS])[0]
        return self._family(kind, children, on)

    def vulnerable(self, children: int, on: date) -> Family:
        """A household with this many children on a day, in which something will be found."""
        return self._family(str(drawn(VULNERABLE, self._rng)), children, on)

    def _family(self, kind: str, children: int, on: date) -> Family:
        self._count += 1
        uuid = derived_uuid(self._name, self._count)
        rng = self._rng
        village = rng.choices(self._villages, self._weights)[0] if self._villages else None
        family = Family(uuid, [], kind, village, f"nr. {rng.randrange(1, 900)}")
        surname = names().surname(rng)
        eldest = rng.triangular(0.2, 17.2, 7) if children else 0.0
        for age, sex, relation, role in _adults(kind, eldest, rng):
            self._add(family, surname, sex, on - timedelta(days=int(age * 365.25) + 1), relation, role)
        for place in range(children):
            age = eldest if place == 0 else rng.uniform(0.1, max(0.3, eldest))
            born_on = on - timedelta(days=int(age * 365.25) + 1)
            self._add(family, surname, rng.choice("fm"), born_on, "child", "child")
        return family

    def _add(self, family: Family, surname: str, sex: str, born_on: date, relation: str, role: str) -> None:
        number = len(family.members)
        given = names().given(self._rng, sex, young=role == "child")
        uuid = derived_uuid(family.uuid, number)
        head = number == 0
        family.members.append(
            Member(uuid, surname, given, sex, born_on, "head" if head else relation, role, is_head=head)
        )


def _adults(kind: str, eldest: float, rng: Random) -> list[tuple[float, str, str, str]]:
    """(age, sex, relation, role) of the adults; the first heads the household."""
    mother = max(19.0, eldest + rng.triangular(18.5, 39, 24)) if eldest else rng.uniform(24, 58)
    father = mother + rng.uniform(-2, 8)
    parent = "parent" if eldest else "other"
    old = min(88.0, mother + rng.uniform(20, 30))
    match kind:
        case "elderly_one":
            return [(rng.triangular(62, 92, 72), rng.choices("fm", (7, 3))[0], "head", "other")]
        case "elderly_two":
            age = rng.triangular(61, 86, 69)
            return [(age + rng.uniform(0, 6), "m", "head", "other"), (age, "f", "partner", "other")]
        case "one":
            return [(rng.uniform(26, 60), rng.choices("fm", (3, 5))[0], "head", "other")]
        case "single_parent":
            return [(mother, "f", "head", parent)]
        case "three_generations":
            return [(father, "m", "head", parent), (mother, "f", "partner", parent), (old, "f", "parent", "other")]
        case "grandparents":
            return [(old + 2, "m", "head", "carer"), (old, "f", "partner", "carer")]
    return [(father, "m", "head", parent), (mother, "f", "partner", parent)]

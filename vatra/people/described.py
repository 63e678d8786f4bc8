"""Children as they are described to whoever compares a list with the register; and what workers said of lists.

The CNP is among it, to be compared and never to be shown: what a reader may know of it `cnps_of` answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Q

from vatra.base.days import add_months
from vatra.people.born import Born, Precision
from vatra.people.homes import parts_of
from vatra.people.living import OF_AGE, held_on
from vatra.people.models import ListedChild, Membership
from vatra.people.names import words_of
from vatra.people.same import now_called

OLDEST = 25  # years: somebody older is no child of any list


@dataclass(frozen=True, slots=True)
class ChildKnown:
    """Somebody young who lives, or lived, in a commune. `adults`: the words of the names of those they live with."""

    person: UUID
    household: UUID
    surname: str
    given_name: str
    born: Born
    sex: str
    cnp: str
    village: int | None
    here: bool
    adults: tuple[str, ...]


_COLUMNS = ("person__uuid", "household__uuid", "person__surname", "person__given_name", "person__born_on",
            "person__born_precision", "person__sex", "person__cnp", "household__village", "since", "until",
            "household__ended_on", "person__died_on", "household__left_to")


def children_known(commune: int, *, on: date) -> list[ChildKnown]:
    """Everybody young who lives in a commune on a day, or lived there before; each once, where they were last."""
    rows = Membership.objects.filter(_young(on), household__commune=commune, since__lte=on).order_by("since", "id")
    last = {row[0]: row for row in rows.values_list(*_COLUMNS)}
    return _described(last, _adults(Q(household__commune=commune), on=on), on=on)


def children_elsewhere(
    communes: Collection[int], *, born: Collection[date], cnps: Collection[str], on: date
) -> list[ChildKnown]:
    """Everybody young who lives in one of these communes on a day and was born on one of these days or bears one of
    these numbers.
    """
    living = Membership.objects.filter(_young(on), held_on(on), household__commune__in=list(communes)).order_by("id")
    asked = [Q(person__born_on__in=part, person__born_precision="day") for part in parts_of(sorted(born))]
    asked += [Q(person__cnp__in=part) for part in parts_of(sorted(cnps))]
    last = {row[0]: row for part in asked for row in living.filter(part).values_list(*_COLUMNS)}
    adults: dict[UUID, tuple[str, ...]] = {}
    for several in parts_of(row[1] for row in last.values()):
        adults |= _adults(Q(household__uuid__in=several), on=on)
    return [one for one in _described(last, adults, on=on) if one.here]


def children_living_in(communes: Collection[int], *, on: date) -> int:
    """How many young people live in these communes on a day."""
    return Membership.objects.filter(_young(on), held_on(on), household__commune__in=list(communes)).count()


def _young(on: date) -> Q:
    return Q(person__born_on=None) | Q(person__born_on__gt=add_months(on, -12 * OLDEST))


def _described(
    last: dict[UUID, tuple[Any, ...]], adults: dict[UUID, tuple[str, ...]], *, on: date
) -> list[ChildKnown]:
    """Those alive, each under the name and number by which they are known now."""
    gone = now_called(list(last))
    found = []
    for row in last.values():
        person, home, surname, given, born_on, precision, sex, cnp, village, _since, until, ended, died, left = row
        if person in gone or died is not None or left == "merged":
            continue
        here = (until is None or until > on) and (ended is None or ended > on)
        found.append(ChildKnown(person, home, surname, given, Born(born_on, cast(Precision, precision)), sex, cnp,
                                village, here, adults.get(home, ())))
    return found


def _adults(there: Q, *, on: date) -> dict[UUID, tuple[str, ...]]:
    """The words of the names of the grown-ups who live, or lived, in each household of some memberships."""
    grown = Q(person__born_on=None) | Q(person__born_on__lte=add_months(on, -12 * OF_AGE))
    rows = Membership.objects.filter(grown, there).order_by("id")
    words: dict[UUID, dict[str, None]] = defaultdict(dict)
    for home, surname, given in rows.values_list("household__uuid", "person__surname", "person__given_name"):
        words[home] |= dict.fromkeys(words_of(surname, given))
    return {home: tuple(several) for home, several in words.items()}


def said_of_listed(commune: int, keys: Collection[str]) -> dict[tuple[str, UUID], bool]:
    """What workers of a commune said of children of lists: (key, person) and whether it is that person."""
    rows = ListedChild.objects.filter(commune=commune).order_by("on", "at", "uuid")
    wanted = frozenset(keys)
    return {(key, person): same for key, person, same in rows.values_list("key", "person", "same") if key in wanted}

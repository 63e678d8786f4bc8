"""A comparison of a list in words: what it found, a row beside those it could be, children whom it does not name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.people import queries as people
from vatra.people.born import read_born
from vatra.people.likeness import likely
from vatra.web.present.persons import age_in_words
from vatra.web.templatetags.page import day_in_words, number

LONGEST_ABOUT = 300


@dataclass(frozen=True, slots=True)
class ListRow:
    """A comparison among those of a commune."""

    address: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list: who it names, and where it stands there."""

    place: int
    name: str
    about: str
    row: str
    signalled: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register whom a row could mean."""

    person: UUID
    name: str
    about: str
    address: str
    likeness: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """A row and whom it could mean; `homes` are the households that this shows."""

    listed: Listed
    candidates: tuple[Candidate, ...]
    homes: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class NextDoor:
    """A row whose child lives in another commune of the county: where, for who may know it, else empty.

    `home`: the household with its commune, for the audit, whoever looks.
    """

    listed: Listed
    where: str
    address: str
    home: tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Here:
    """A child of the register whom the list does not name."""

    name: str
    about: str
    address: str


def row(comparison: Any, what: Any) -> ListRow:
    """One line of the lists compared so far."""
    about = sentence(comparison) if comparison.finished else _("%(done)s of %(all)s compared so far") % {
        "done": number(comparison.compared), "all": number(comparison.children)}
    return ListRow(reverse("web:comparison", args=[comparison.uuid]), str(what),
                   f"{day_in_words(comparison.begun_on)} · {comparison.by.full_name} · {about}")


def sentence(comparison: Any) -> str:
    """How many of the list are known here."""
    return ngettext(
        "%(certain)s of the %(count)s child of the list is known here for certain",
        "%(certain)s of the %(count)s children of the list are known here for certain", comparison.children,
    ) % {"certain": number(comparison.certain), "count": number(comparison.children)}


def listed(row: Any) -> Listed:
    """A row of the list in words."""
    born = read_born(row.born)
    parts = [_("born %(day)s") % {"day": born.shown} if row.born else _("birth not known"), row.village, row.where]
    return Listed(row.place, f"{row.surname} {row.given_name}".strip(), " · ".join(part for part in parts if part),
                  _("row %(row)s") % {"row": number(row.row)}, row.signal is not None)


def about(row: Any, what: str) -> str:
    """What a signal says of the child: as much as is needed to find the family."""
    one = listed(row)
    said = _("%(name)s, %(about)s. On a list (%(what)s), %(row)s; known in another commune of the county.") \
        if row.group == row.Group.NEXT_DOOR else \
        _("%(name)s, %(about)s. On a list (%(what)s), %(row)s, and not in the register.")
    return (said % {"name": one.name, "about": one.about, "what": what, "row": one.row})[:LONGEST_ABOUT]


def pairs(rows: Sequence[Any], *, on: date) -> list[Pairing]:
    """Rows to be looked at, each beside those it could mean."""
    lives = people.memberships_of([UUID(one[0]) for row in rows for one in row.possible])
    homes = people.households({lived[-1].household for lived in lives.values()})
    found = []
    for row in rows:
        members = [(lives[UUID(person)][-1], bits) for person, bits in row.possible if UUID(person) in lives]
        candidates = tuple(_candidate(member, bits, homes.get(member.household), on) for member, bits in members)
        found.append(Pairing(listed(row), candidates, tuple(member.household for member, _bits in members)))
    return found


def _candidate(member: Any, bits: float, home: Any, on: date) -> Candidate:
    parts = [_("born %(day)s") % {"day": member.born.shown} if member.born_on else _("birth not known"),
             home.village.name if home and home.village else "", home.address if home else "",
             "" if _is_here(member, home, on) else _("no longer lives here")]
    chance = min(99, max(1, round(100 * likely(bits))))
    return Candidate(
        member.uuid, member.name, " · ".join(part for part in parts if part),
        reverse("web:household", args=[member.household]), _("likely by %(chance)s %%") % {"chance": chance},
    )


def _is_here(member: Any, home: Any, on: date) -> bool:
    left = home is None or (home.ended_on is not None and home.ended_on <= on)
    return member.lives_there(on) and not left


def next_door(rows: Sequence[Any], may_know: Callable[[int], bool], *, on: date) -> list[NextDoor]:
    """Rows whose children live elsewhere in the county; where, only of communes of which the reader `may_know`."""
    lives = people.memberships_of([UUID(one[0]) for row in rows for one in row.possible])
    homes = people.households({lived[-1].household for lived in lives.values()})
    return [_next_door(row, homes[lived[-1].household], may_know)
            for row in rows if (lived := lives.get(UUID(row.possible[0][0]))) and lived[-1].household in homes]


def _next_door(row: Any, home: Any, may_know: Callable[[int], bool]) -> NextDoor:
    told = may_know(home.commune_id)
    return NextDoor(
        listed(row), home.commune.name if told else "",
        reverse("web:household", args=[home.uuid]) if told else "", (home.uuid, home.commune_id),
    )


def chosen(row: Any, text: str) -> UUID | None:
    """The person that was chosen, when the row could mean it."""
    return UUID(text) if text in {one[0] for one in row.possible} else None


def home_of(person: UUID, commune: int) -> UUID | None:
    """The household of the commune in which a person lives, or lived last."""
    lived = people.memberships_of([person]).get(person, [])
    communes = people.communes_of([one.household for one in lived])
    return next((one.household for one in reversed(lived) if communes.get(one.household) == commune), None)


def unlisted(children: Collection[tuple[UUID, UUID]], *, on: date) -> list[Here]:
    """Children of the register whom the list does not name."""
    members = people.members_of({home for _person, home in children}, on=on)
    by_person = {one.uuid: one for several in members.values() for one in several}
    homes = people.households({home for _person, home in children})
    return [_here(by_person[person], homes[home], on) for person, home in children
            if person in by_person and home in homes]


def _here(member: Any, home: Any, on: date) -> Here:
    parts = (age_in_words(member, on=on), home.village.name if home.village else "", home.address)
    return Here(member.name, " · ".join(part for part in parts if part), reverse("web:household", args=[home.uuid]))

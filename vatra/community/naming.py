"""Whether a text would tell whose case it is: a name, a personal number, a birth date, the address, a small village.

Members of the council sit in the same village as the family; what they read must not lead them there. The worker is
told which word does, and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.community.measures import measures_on
from vatra.people import queries as people
from vatra.people.names import searched
from vatra.register.kinds import CannotApply

SHORTEST = 3  # letters of a name or of an address that is looked for
STEM = 4  # letters that must stand when a name is declined: Mariei, Popescului
LONGEST_ENDING = 4
_WORD = re.compile(r"[^\W\d_]+")
MOST_PAIRS = 12
_PAIR = re.compile(r"(?=\b([^\W\d_a-zăâîșț][^\W\d_]+[ -][^\W\d_a-zăâîșț][^\W\d_]+)\b)")
_CNP = re.compile(r"(?<!\d)[1-9]\d{12}(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


class TellsWho(CannotApply):
    """The text would tell members of the council whose case it is."""

    code = "tells_who"


@dataclass(frozen=True, slots=True)
class Told:
    """What in a text tells who is meant: name | number | birth | address | village, and the words."""

    what: str
    words: str


def check_tells_nobody(household: UUID, text: str, *, on: date) -> None:
    """TellsWho when a text about a household names it in any way."""
    found = told(household, text, on=on)
    if not found:
        return
    sentences = {
        "name": _("“%(words)s” is a name of this family. Write “the mother”, “the child of 9” instead: the members "
                  "of the council must not know whose case it is."),
        "number": _("The text holds a personal number (CNP). Leave it out."),
        "birth": _("The text holds a birth date of this family. Write the age instead."),
        "address": _("“%(words)s” is of the address of this family. Leave it out."),
        "village": _("“%(words)s” has few households, so that the village alone would tell which family it is. "
                     "Leave it out."),
    }
    raise TellsWho(sentences[found[0].what], words=found[0].words)


def persons_named(commune: int, text: str, *, besides: Collection[str] = ()) -> list[str]:
    """The full names in a text that somebody of the commune's register bears, but for the names in `besides`.

    For words about no single case: the priest may be called as a father is; so the worker is asked, not refused.
    """
    known = {frozenset(searched(name).split()) for name in besides}
    found = []
    for pair in list(dict.fromkeys(_PAIR.findall(text)))[:MOST_PAIRS]:
        words = frozenset(searched(pair).split())
        if words not in known and _is_borne(pair, words, commune):
            found.append(pair)
    return found


def _is_borne(pair: str, words: frozenset[str], commune: int) -> bool:
    found = people.persons_found(pair, communes=[commune], limit=5)
    return any(words <= set(searched(f"{one.surname} {one.given_name}").split()) for one in found)


def told(household: UUID, text: str, *, on: date) -> list[Told]:
    """What in a text tells which household is meant."""
    if not text:
        return []
    homes = sorted({household, *people.same_as([household]).get(household, ())})
    known = people.households(homes)
    members = [one for home in people.members_of(homes, on=on).values() for one in home]
    found = [Told("number", "")] if _CNP.search(text) else []
    found += [Told("name", word) for word in _names(text, members)]
    if _days(text) & {one.born_on for one in members if one.birth_date}:
        found.append(Told("birth", ""))
    for home in known.values():
        found += [Told("address", part) for part in _address(text, home.address)]
        found += [Told("village", home.village.name)] if home.village and _tells_village(text, home, on) else []
    return found


def _names(text: str, members: list[Any]) -> list[str]:
    names = {word for one in members for word in searched(one.name).split() if len(word) >= SHORTEST}
    return list(dict.fromkeys(word for word in _WORD.findall(text) if any(_is(word, name) for name in names)))


def _is(word: str, name: str) -> bool:
    """Whether a word is a name, also declined: Popescului, Mariei; only then must it be written large."""
    said = searched(word)
    if said == name:
        return True
    stems = [name] + ([name[:-1]] if name[-1] in "aeiou" and len(name) > STEM else [])
    return word[0].isupper() and any(
        said.startswith(stem) and len(said) - len(stem) <= LONGEST_ENDING for stem in stems
    )


def _days(text: str) -> set[date]:
    days = set()
    for day, month, year, iso_year, iso_month, iso_day in _DAY.findall(text):
        try:
            days.add(date(int(year or iso_year), int(month or iso_month), int(day or iso_day)))
        except ValueError:
            continue
    return days


def _address(text: str, address: str) -> list[str]:
    """The address as a whole, or the name of its street with its number."""
    said, lived = f" {searched(text)} ", searched(address)
    if len(lived) < SHORTEST:
        return []
    if f" {lived} " in said:
        return [address]
    words = [word for word in lived.split() if word not in ("str", "strada", "nr", "numarul", "ulita", "sat", "satul")]
    numbers = [word for word in words if any(letter.isdigit() for letter in word)]
    street = [word for word in words if word not in numbers and len(word) > SHORTEST]
    named = bool(street) and all(f" {word} " in said for word in street)
    return [address] if named and (not numbers or any(f" {word} " in said for word in numbers)) else []


def _tells_village(text: str, home: Any, on: date) -> bool:
    """Whether a village is named in which few households live; it does not when it is called as the commune is."""
    village = searched(home.village.name)
    if f" {village} " not in f" {searched(text)} " or village == searched(home.commune.name):
        return False
    return not may_name_village(home.commune_id, home.village_id, on=on)


def may_name_village(commune: int, village: int, *, on: date) -> bool:
    """Whether so many households live in a village that its name tells nobody apart."""
    return people.households_in([commune], on=on).filter(village=village).count() >= measures_on(on).village_households


def age_band(ages: tuple[int, int] | None) -> str:
    """The band of an age, as members are told it: 0–2, 3–5, 6–10, 11–14, 15–17, 18+; empty when it is not known."""
    if ages is None:
        return ""
    bands = ((0, 2), (3, 5), (6, 10), (11, 14), (15, 17))
    return next((f"{first}–{last}" for first, last in bands if first <= ages[0] <= last), "18+")

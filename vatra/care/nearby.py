"""The directory as it is asked from one place: the nearest first, and only so many of them.

The loaded facts of a county are thousands of rows where a city lies in it: the database orders them and gives the part
that is shown. What people said of providers is little, read once, and put among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cached_property

from django.db.models import Q

from vatra.care.directory import Provider, answers_on, provider_of
from vatra.care.models import ProviderWord
from vatra.places import queries as places
from vatra.places.distance import kilometres
from vatra.places.names import searched


class Nearby:
    """The open providers of a commune's county, by how far they are from a village (or the commune's seat)."""

    def __init__(self, commune: int, *, village: int | None = None, on: date) -> None:
        self._county = places.county_of(commune) or ""
        self._here = places.point_of(commune, village)
        self._answers = answers_on(on)

    def near(
        self, *, service: str = "", text: str = "", with_room: bool = False, kinds: Collection[str] = (),
        start: int = 0, most: int,
    ) -> list[Provider]:
        """`most` of them from the `start`, the nearest first, then what is not on the map.

        Of one service of the package, of some kinds of institution, with a text in their name, with places left.
        """
        said = self._said(service, text, with_room, kinds)
        asked = self._asked(service, text, with_room, kinds)
        facts = places.institutions_by_distance(self._here, asked, most=start + most)
        known = [*said, *(self._away(provider_of(one, None, self._answers)) for one in facts)]
        known.sort(key=lambda one: (one.km is None, one.km or 0.0, one.name, one.code))
        return known[start : start + most]

    def count(
        self, *, service: str = "", text: str = "", with_room: bool = False, kinds: Collection[str] = ()
    ) -> int:
        """How many `near` would give."""
        return len(self._said(service, text, with_room, kinds)) + places.number_of_institutions(
            self._asked(service, text, with_room, kinds))

    def by_service(self) -> Counter[str]:
        """How many of them can answer each service of the package."""
        counted = Counter(code for one in self._words.values() if not one.closed for code in one.services)
        for code, kind, hg867 in places.kinds_of_institutions(self._county):
            if code not in self._words:
                counted.update({each for key in (hg867, kind, code) for each in self._answers.get(key, ())})
        return counted

    @cached_property
    def _words(self) -> dict[str, Provider]:
        """What people spoke of, by code."""
        codes = [code for code, _kind, _hg867 in places.kinds_of_institutions(self._county)]
        told = ProviderWord.objects.select_related("by", "commune").filter(
            Q(commune__county=self._county) | Q(code__in=codes))
        rows = {word.code: word for word in told}
        facts = places.institutions(rows)
        return {code: self._away(provider_of(facts.get(code), word, self._answers)) for code, word in rows.items()}

    def _said(self, service: str, text: str, with_room: bool, kinds: Collection[str]) -> list[Provider]:
        words = searched(text[:60])
        return [
            one for one in self._words.values()
            if not one.closed and (not kinds or one.kind in kinds) and (not service or service in one.services)
            and (not words or words in searched(f"{one.name} {one.run_by} {one.place}"))
            and not (with_room and (one.room == 0 or (one.room is None and one.capacity is None)))
        ]

    def _asked(self, service: str, text: str, with_room: bool, kinds: Collection[str]) -> places.Institutions:
        """The facts of which nobody said more than they do."""
        answering = {key for key, services in self._answers.items() if service in services} if service else None
        return places.Institutions(
            county=self._county, kinds=tuple(kinds), answering=answering, text=text, with_capacity=with_room,
            without=tuple(self._words))

    def _away(self, one: Provider) -> Provider:
        if self._here is None or one.lat is None or one.lon is None:
            return one
        return replace(one, km=round(kilometres(*self._here, one.lat, one.lon), 1))

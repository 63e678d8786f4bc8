"""The directory of providers: the loaded facts, and over them what people of the place said, with day and source.

The facts are loaded again whenever there are newer ones; a word of somebody stands in the register and so survives
that. A provider that the facts do not know is there by its first word alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care.models import ProviderWord
from vatra.care.package import package_on
from vatra.care.standing import check_services_known
from vatra.places import queries as places
from vatra.register.kinds import CannotApply, Sealed

LOCAL = "local-"  # codes of providers that the facts do not know begin with it
CORRECTED = ("phone", "email", "address", "hours", "area", "closed")
WRITTEN = ("phone", "email", "address", "hours", "area", "closed", "capacity", "room", "room_on", "services", "told_by",
           "said_on", "by")
_WORDS = Prepared(lambda codes: ProviderWord.objects.filter(code__in=codes))


def apply_describe_provider(run: Sequence[Sealed]) -> None:
    """Keep what was said of providers; of two words about one thing the one of the later day counts."""
    check_services_known((service, entry.on) for entry in run for service in entry.payload.services or ())
    codes = [entry.payload.provider or f"{LOCAL}{entry.uuid}" for entry in run]
    held: dict[str, ProviderWord] = {word.code: word for word in _WORDS(set(codes))}
    communes = {code: one.commune_id for code, one in places.institutions(set(codes)).items()} | {
        word.code: word.commune_id for word in held.values() if word.commune_id}
    fresh: dict[str, ProviderWord] = {}
    for entry, code in zip(run, codes, strict=True):
        _check_of_county(entry, communes.get(code))
        word = held.get(code) or fresh.get(code)
        if word is None:
            word = fresh[code] = _new(entry, code)
        if entry.on >= word.said_on:
            _say(word, entry)
    insert_records(fresh.values())
    write_records(held.values(), WRITTEN)


def _check_of_county(entry: Sealed, commune: int | None) -> None:
    """It is about no household, and about a provider of the county in which it was said."""
    if entry.household is not None or entry.person is not None:
        raise CannotApply(_("A word about a provider is about no family."), code="about_a_household")
    if entry.payload.new is not None:
        commune = places.communes_of_villages([entry.payload.new.village]).get(entry.payload.new.village)
        if commune is None or places.county_of(commune) != places.county_of(entry.commune_id):
            raise CannotApply(_("No village of this county has this code. Choose where the provider is."),
                              code="unknown_village")
    elif commune is None or places.county_of(commune) != places.county_of(entry.commune_id):
        raise CannotApply(_("No provider of this county has this code. The entry is kept; look for it in the "
                            "directory."), code="unknown_provider")


def _new(entry: Sealed, code: str) -> ProviderWord:
    new = entry.payload.new
    word = ProviderWord(uuid=derived_uuid("provider", code), code=code, said_on=entry.on, by_id=entry.by_id)
    if new is not None:
        word.kind, word.name, word.village = new.kind, new.name, new.village
        word.commune_id = places.communes_of_villages([new.village])[new.village]
    return word


def _say(word: ProviderWord, entry: Sealed) -> None:
    said = entry.payload
    for name in CORRECTED:
        value = getattr(said, name)
        if value is not None:
            setattr(word, name, value)
    if said.services is not None:
        word.services = list(said.services)
    if said.capacity is not None:
        word.capacity, word.room_on = said.capacity, entry.on
    if said.room is not None:
        word.room, word.room_on = said.room, entry.on
    word.told_by, word.said_on, word.by_id = said.told_by, entry.on, entry.by_id


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the directory shows it. `hg867`: its code in the nomenclature, empty for schools and the like.

    `services`: codes of our package that it can answer: by the nomenclature, or as somebody said. `capacity` and
    `room` are places; `said_on`, `told_by` and `by` are empty when only the loaded facts speak of it. `km`: as the
    crow flies from where it was asked for, None when either is not on the map.
    """

    code: str
    kind: str
    name: str
    run_by: str
    commune: int
    place: str
    address: str
    hg867: str
    lat: float | None
    lon: float | None
    services: tuple[str, ...] = ()
    capacity: int | None = None
    room: int | None = None
    room_on: date | None = None
    phone: str = ""
    email: str = ""
    hours: str = ""
    area: str = ""
    closed: bool = False
    told_by: str = ""
    said_on: date | None = None
    by: str = ""
    km: float | None = None


def providers(codes: Collection[str], *, on: date) -> dict[str, Provider]:
    """Those that exist among some codes."""
    facts = places.institutions({code for code in codes if code})
    said = {word.code: word for word in ProviderWord.objects.select_related("by", "commune").filter(code__in=codes)}
    answers = answers_on(on)
    return {code: provider_of(facts.get(code), said.get(code), answers) for code in {*facts, *said}}


def provider(code: str, *, on: date) -> Provider | None:
    """The provider of a code."""
    return providers([code], on=on).get(code)


def answers_on(on: date) -> dict[str, tuple[str, ...]]:
    """Which services of the package answer a code of HG 867/2015, or a kind of institution."""
    found: dict[str, list[str]] = {}
    for service in package_on(on).book_services:
        for key in _answered_by(service.row):
            found.setdefault(key, []).append(service.code)
    return {key: tuple(codes) for key, codes in found.items()}


def _answered_by(row: Any) -> Iterator[str]:
    """What answers a service: codes of the nomenclature, and kinds of institution."""
    yield from (word for cell in ("hg867", "answered_by") for word in (row.get(cell) or "").split("|") if word)


def provider_of(fact: Any, word: ProviderWord | None, answers: dict[str, tuple[str, ...]]) -> Provider:
    """A provider from the loaded facts (None: they do not know it) and what was said of it (None: nothing)."""
    one = _of_facts(fact, answers) if fact is not None else _of_word(word, answers)
    if word is None:
        return one
    return replace(
        one, address=word.address or one.address, phone=word.phone, email=word.email, hours=word.hours,
        area=word.area, closed=word.closed, capacity=one.capacity if word.capacity is None else word.capacity,
        room=word.room, room_on=word.room_on, services=_together(one.services, word.services),
        told_by=word.told_by, said_on=word.said_on, by=word.by.full_name,
    )


def _together(by_facts: Iterable[str], by_word: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*by_facts, *by_word]))


def _of_facts(fact: Any, answers: dict[str, tuple[str, ...]]) -> Provider:
    lat, lon = places.where_is(fact)
    known = [*answers.get(fact.service_code, ()), *answers.get(fact.kind, ()), *answers.get(fact.code, ())]
    return Provider(
        code=fact.code, kind=fact.kind, name=fact.name, run_by=fact.run_by, commune=fact.commune_id,
        place=fact.village.name if fact.village else fact.commune.name, address=fact.address, hg867=fact.service_code,
        lat=lat, lon=lon, capacity=fact.capacity, services=tuple(dict.fromkeys(known)),
    )


def _of_word(word: Any, answers: dict[str, tuple[str, ...]]) -> Provider:
    point = places.point_of(word.commune_id, word.village)
    lat, lon = point or (None, None)
    return Provider(
        code=word.code, kind=word.kind, name=word.name, run_by="", commune=word.commune_id, place=word.commune.name,
        address="", hg867="", lat=lat, lon=lon, services=answers.get(word.kind, ()),
    )


def name_of(code: str) -> str:
    """The name of a provider, empty for none."""
    return names_of([code]).get(code, "")


def names_of(codes: Collection[str]) -> dict[str, str]:
    """The names of some providers, of the facts or not."""
    asked = {code for code in codes if code}
    if not asked:
        return {}
    local = {code for code in asked if code.startswith(LOCAL)}
    found = {code: one.name for code, one in places.institutions(asked - local).items()}
    return found | dict(_NAMES(local) if local else ())


_NAMES = Prepared(lambda codes: ProviderWord.objects.filter(code__in=codes).values_list("code", "name"))


def said_beside_the_facts() -> tuple[tuple[str, str, bool], ...]:
    """Code, name and whether it closed, of every provider whose place in a list is not the facts' alone to say."""
    rows = ProviderWord.objects.filter(Q(code__startswith=LOCAL) | Q(closed=True)).order_by("code")
    return tuple(rows.values_list("code", "name", "closed"))

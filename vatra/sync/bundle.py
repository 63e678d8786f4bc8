"""What a tablet needs beside households: the rulebook compiled, questionnaires, names, places, weights; no person.

A bundle is named by the SHA-256 of its content, so that it can be kept for good and be checked when it arrives.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.utils.translation import override

from vatra.access.queries import roles_book
from vatra.assessment.queries import rulebook_in_force
from vatra.assessment.rulebooks import questionnaires_in_force
from vatra.base.free_days import legal_holiday, legal_holidays
from vatra.care import clocks
from vatra.care import queries as care
from vatra.method import Program, Rulebook
from vatra.method.checking import choice_labels
from vatra.method.forms import form_data
from vatra.method.typescript import typescript_data
from vatra.people.likeness import exported
from vatra.places import queries as places
from vatra.register.queries import kinds
from vatra.sync.views import Scope

LANGUAGES = ("ro", "en")
NEAR = ("school", "kindergarten", "clinic", "town_hall", "provider")  # kinds of institutions
MOST_NEAR = 20
YEARS_AHEAD = 3
SOURCE = ("kind", "title_ro", "title_en", "article", "article_en")
DEADLINE = ("code", "starts_with", "meets", "amount", "unit", "article", "article_en", "label_ro", "label_en",
            "confirmed")
LEVELS = {
    "none": ("fără vulnerabilitate", "no vulnerability"), "low": ("scăzut", "low"), "medium": ("mediu", "medium"),
    "high": ("ridicat", "high"), "immediate": ("imediat", "immediate"),
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Its name, and its content packed by gzip."""

    hash: str
    packed: bytes


def bundle_for(scope: Scope, *, on: date) -> Bundle:
    """The bundle of a worker's communes as of a day; made once per process."""
    return _bundle(rulebook_in_force(on=on), tuple(scope.communes), _roles_key(), care.said_beside_the_facts(), on.year)


def _roles_key() -> str:
    return ",".join(sorted(roles_book()))


Said = tuple[tuple[str, str, bool], ...]


@lru_cache(maxsize=64)
def _bundle(program: Program, communes: tuple[int, ...], roles: str, said: Said, year: int) -> Bundle:
    begun = _method(program, roles, said, year)
    rest = b"," + _json(_places(communes, _since(program)))[1:]
    digest, packing = begun.digest.copy(), begun.packing.copy()
    digest.update(rest)
    return Bundle(digest.hexdigest(), begun.packed + packing.compress(rest) + packing.flush())


@dataclass(frozen=True, slots=True)
class _Begun:
    """What all communes' bundles begin with, digested and packed as far as it goes."""

    digest: Any  # of hashlib
    packing: Any  # of zlib
    packed: bytes


@lru_cache(maxsize=8)
def _method(program: Program, _roles: str, _said: Said, year: int) -> _Begun:
    content = _json(_of_everywhere(program, year))[:-1]
    packing = zlib.compressobj(9, wbits=31)
    return _Begun(sha256(content), packing, packing.compress(content))


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str).encode()


def _since(program: Program) -> date:
    return date.fromisoformat(program.rulebook.about["valid_since"])


def _of_everywhere(program: Program, year: int) -> dict[str, Any]:
    book = program.rulebook
    return {
        "rulebook": typescript_data(book),
        "questionnaires": [form_data(folder, book.facts) for folder in questionnaires_in_force(on=_since(program))],
        "facts": [_fact(code, fact) for code, fact in book.facts.items()],
        "vulnerabilities": [_vulnerability(each, book) for each in book.vulnerabilities],
        "services": [_service(each) for each in book.services],
        "deadlines": [_words_of(row, *DEADLINE) for row in book.deadlines],
        "clocks": clocks.exported(book.deadlines),
        "sources": [
            {"code": code, **_words_of(book.sources[code], *SOURCE)} for code in sorted(_of_deadlines(book))
        ],
        "roles": [
            {"code": role.code, "name_ro": role.name_ro, "name_en": role.name_en, "level": role.level,
             "sees": sorted(role.sees), "acts": sorted(role.acts)}
            for role in roles_book().values()
        ],
        "levels": [{"code": code, "name_ro": ro, "name_en": en} for code, (ro, en) in LEVELS.items()],
        "linkage": exported(),
        "free_days": _free_days(year),
        "words": {"kinds": _kinds()},
    }


def _places(communes: tuple[int, ...], since: date) -> dict[str, Any]:
    return {
        "communes": [_commune(code) for code in communes],
        "villages": [
            {"siruta": village.siruta, "name": village.name, "commune": commune}
            for commune in communes for village in places.villages_of(commune)
        ],
        "neighbours": _neighbours(communes),
        "institutions": _institutions(communes, since),
    }


def _free_days(year: int) -> dict[str, dict[str, str]]:
    """The legal holidays of the year before and of those in which anything now is due, by day."""
    years = range(year - 1, year + YEARS_AHEAD)
    return {
        on.isoformat(): {language: legal_holiday(on, language=language) for language in LANGUAGES}
        for each in years for on in sorted(legal_holidays(each))
    }


def _of_deadlines(book: Rulebook) -> set[str]:
    """The sources on which deadlines and services stand: a deadline without an article names them instead."""
    rows = [*book.deadlines, *(each.row for each in book.services)]
    return {code.strip() for row in rows for code in row.get("source", "").split(";")} & set(book.sources)


def _words_of(row: Any, *fields: str) -> dict[str, str]:
    return {field: row.get(field, "") for field in fields}


def _fact(code: str, fact: Any) -> dict[str, Any]:
    labels = {language: choice_labels(fact.row, language) for language in LANGUAGES}
    return {
        "code": code, "subject": fact.subject, "type": fact.type, "domain": fact.domain,
        **_words_of(fact.row, "unit", "label_ro", "label_en", "question_ro", "question_en"),
        "choices": {choice: {language: labels[language].get(choice, choice) for language in LANGUAGES}
                    for choice in fact.choices},
    }


def _vulnerability(each: Any, book: Rulebook) -> dict[str, Any]:
    sources = [book.sources[code] for code in each.row.get("source", "").split(";") if code in book.sources]
    return {
        "code": each.code, "subject": each.subject, "domain": each.domain, "need_to_know": each.need_to_know,
        "since": each.since, "until": each.until,
        **_words_of(each.row, "name_ro", "name_en", "meaning_ro", "meaning_en"),
        "laws": [_words_of(source, *SOURCE) for source in sources],
    }


def _service(each: Any) -> dict[str, Any]:
    return {
        "code": each.code, "verb": each.verb, "lead": list(each.lead), "support": list(each.support),
        "domain": each.domain or "general", "propose": each.propose, "vulnerabilities": list(each.vulnerabilities),
        "first_due_days": each.first_due_days, "severe_from": each.severe_from,
        "severe_due_days": each.severe_due_days, "rhythm_days": each.rhythm_days, "rhythm_times": each.rhythm_times,
        **_words_of(each.row, "name_ro", "name_en", "confirmed"),
    }


def _neighbours(communes: tuple[int, ...]) -> list[dict[str, Any]]:
    """The other communes of the same counties, to which families move; none for who works in the whole county."""
    counties = sorted({places.commune(code).county_id for code in communes})
    return [{"siruta": one.siruta, "name": one.name} for county in counties for one in places.communes_of_county(county)
            if one.siruta not in communes]


def _commune(code: int) -> dict[str, Any]:
    commune = places.commune(code)
    return {"siruta": code, "name": commune.name, "county": commune.county_id}


def _institutions(communes: tuple[int, ...], on: date) -> list[dict[str, Any]]:
    """Those near that are open, of the facts or added by people of the place; the nearest of each kind first."""
    found: dict[str, dict[str, Any]] = {}
    for commune in communes:
        nearby = care.Nearby(commune, on=on)
        for kind in NEAR:
            for one in nearby.near(kinds=[kind], most=MOST_NEAR):
                found.setdefault(one.code, {
                    "code": one.code, "kind": one.kind, "name": one.name, "commune": one.commune,
                    "service_code": one.hg867, "km": one.km,
                })
    return list(found.values())


def _kinds() -> dict[str, dict[str, str]]:
    """The names of the kinds of entry, as a history shows them."""
    words: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with override(language):
            for kind in kinds():
                words.setdefault(kind.name, {})[language] = str(kind.label)
    return words

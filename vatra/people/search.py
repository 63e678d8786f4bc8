"""Finding people: any order of words, without diacritics, with typos; by CNP; by address.

A typed word is compared with the vocabulary in memory; the database then finds the persons who carry
one word for each typed word, in the communes the worker sees; the best are ranked in Python. What is
typed never becomes a pattern, so `%` and `_` mean nothing, and everything is bounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from rapidfuzz import fuzz

from vatra.people.born import NOT_KNOWN, Born, Precision
from vatra.people.cnp import cleaned_cnp, is_cnp
from vatra.people.models import Household, Membership, Person, PersonWord
from vatra.people.names import WORD_LENGTH, cleaned, searched, words_of
from vatra.people.vocabulary import Vocabulary, vocabulary

LONGEST_TEXT = 120
MOST_WORDS = 5
MOST_CANDIDATES = 300
MOST_FOUND = 100
BEGINS_LIKE = 92.0  # a word that begins with what was typed, below one that equals it
NOT_HERE = 25.0  # taken off for those who have died or left


@dataclass(frozen=True, slots=True)
class Found:
    """A person found, with where they live or last lived; `score` only orders."""

    person: UUID
    surname: str
    given_name: str
    sex: str
    born_on: date | None
    born_precision: str
    died_on: date | None
    household: UUID | None
    commune_id: int | None
    address: str
    is_current: bool
    score: float


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Someone already registered who may be the person about to be; `likeness` is 0-100."""

    found: Found
    likeness: float
    same_birth: bool


def persons_found(text: str, *, communes: Collection[int], limit: int = 25) -> list[Found]:
    """The persons of some communes that a text means, the best first; at most 100.

    A whole CNP finds its bearer. Digits and words that no name has are looked for in addresses.
    """
    limit = max(0, min(limit, MOST_FOUND))
    typed = cleaned(text[: LONGEST_TEXT * 4], longest=LONGEST_TEXT)
    if not typed or not communes or not limit:
        return []
    if is_cnp(typed):
        scores = {uuid: 100.0 for uuid in _bearers(cleaned_cnp(typed), communes)}
    else:
        scores = _named(words_of(typed)[:MOST_WORDS], communes)
    if len(scores) < limit and not is_cnp(typed):
        for uuid in _living_at(searched(typed), communes, limit):
            scores.setdefault(uuid, 50.0)
    return _placed(scores, limit)


def _bearers(cnp: str, communes: Collection[int]) -> list[UUID]:
    """Who bears a CNP, among those who live or lived in the communes."""
    lived = Membership.objects.filter(person=OuterRef("uuid"), household__commune__in=list(communes))
    return list(Person.objects.filter(Exists(lived), cnp=cnp).values_list("uuid", flat=True)[:MOST_FOUND])


def _named(typed: Sequence[str], communes: Collection[int]) -> dict[UUID, float]:
    """Persons with a word for each typed word: spelt so or beginning so; else spelt like it."""
    if not typed:
        return {}
    words = vocabulary()
    exact = [dict.fromkeys(words.beginning_with(word), BEGINS_LIKE) | {word: 100.0} for word in typed]
    found = _carriers(exact, communes)
    if not found:
        found = _carriers([_meant(word, words) for word in typed], communes)
    return found


def _meant(typed: str, words: Vocabulary) -> dict[str, float]:
    """The words that a typed word may mean, with how likely."""
    return words.like(typed) | dict.fromkeys(words.beginning_with(typed), BEGINS_LIKE) | {typed: 100.0}


def _carriers(meant: list[dict[str, float]], communes: Collection[int]) -> dict[UUID, float]:
    """Persons who carry one meant word for each typed word, with the mean likeness."""
    rows = _rows(meant, communes)
    carried: dict[UUID, dict[str, None]] = defaultdict(dict)
    every = list(dict.fromkeys(word for words in meant for word in words))
    named = PersonWord.objects.filter(person__in=rows, word__in=every).values_list("person_id", "word")
    for person, word in named:
        carried[person][word] = None
    return {person: _likeness(meant, list(words)) for person, words in carried.items()}


def _rows(meant: list[dict[str, float]], communes: Collection[int]) -> list[UUID]:
    """Some candidates: those carrying exactly what was typed come before the others."""
    typed = [max(words, key=words.__getitem__) for words in meant]
    exact = _joined([[word] for word in typed], communes)
    found = list(dict.fromkeys(exact[:MOST_CANDIDATES]))
    if len(found) < MOST_CANDIDATES and any(len(words) > 1 for words in meant):
        more = _joined([list(words) for words in meant], communes)
        found = list(dict.fromkeys([*found, *more[:MOST_CANDIDATES]]))[:MOST_CANDIDATES]
    return found


def _joined(choices: list[list[str]], communes: Collection[int]) -> QuerySet[PersonWord, UUID]:
    """The persons who carry a word of each choice; the choice with the longest words leads the search."""
    order = sorted(choices, key=lambda words: (len(words), -len(words[0])))
    rows = PersonWord.objects.filter(word__in=order[0], commune__in=list(communes))
    for words in order[1:]:
        rows = rows.filter(Exists(PersonWord.objects.filter(person=OuterRef("person"), word__in=words)))
    return rows.values_list("person_id", flat=True)


def _likeness(meant: list[dict[str, float]], carried: list[str]) -> float:
    """The mean over the typed words of the best carried word; a word carried twice counts once."""
    left, total = set(carried), 0.0
    for words in meant:
        best = max(left & words.keys(), key=lambda word: words[word], default=None)
        if best is not None:
            total += words[best]
            left.discard(best)
    return total / len(meant)


def _living_at(typed: str, communes: Collection[int], limit: int) -> list[UUID]:
    """Who lives at an address that holds the typed text; heads first."""
    if len(typed) < 3:
        return []
    here = Household.objects.filter(commune__in=list(communes), searched__contains=typed)
    homes = list(here.values_list("uuid", flat=True)[:limit])
    rows = Membership.objects.filter(household__in=homes, until__isnull=True).order_by("-is_head", "id")
    return list(rows.values_list("person_id", flat=True)[:limit])


def _placed(scores: dict[UUID, float], limit: int) -> list[Found]:
    """The best as rows: with name, birth and where each lives or last lived."""
    lives: dict[UUID, tuple[UUID, date | None, int, str, date | None]] = {}
    rows = Membership.objects.filter(person__in=list(scores)).order_by("since")
    for person, *home in rows.values_list(
        "person_id", "household_id", "until", "household__commune_id", "household__address", "household__ended_on"
    ):
        lives[person] = tuple(home)  # type: ignore[assignment]
    found = []
    for row in Person.objects.filter(uuid__in=list(scores)):
        home, until, commune, address, ended = lives.get(row.uuid, (None, None, None, "", None))
        here = home is not None and until is None and ended is None and row.died_on is None
        found.append(
            Found(
                row.uuid, row.surname, row.given_name, row.sex, row.born_on, row.born_precision, row.died_on, home,
                commune, address, here, scores[row.uuid] - (0.0 if here else NOT_HERE),
            )
        )
    found.sort(key=lambda one: (-one.score, one.surname, one.given_name, str(one.person)))
    return found[:limit]


def likely_duplicates(
    surname: str, given_name: str, born_on: date | None, commune: int | Collection[int], *,
    born_precision: Precision = "day", limit: int = 5,
) -> list[LikelyDuplicate]:
    """Who of a commune (or several) may be the person about to be registered, the likeliest first.

    The same name written otherwise, and a birth that is the same, near, or has day and month exchanged.
    """
    communes = [commune] if isinstance(commune, int) else list(commune)
    typed = words_of(surname, given_name)[:MOST_WORDS]
    if not typed:
        return []
    words = vocabulary()
    scores = _carriers([_meant(word[:WORD_LENGTH], words) for word in typed], communes)
    born = Born(born_on, born_precision) if born_on else NOT_KNOWN
    likely = [_judged(found, surname, given_name, born) for found in _placed(scores, MOST_CANDIDATES)]
    likely.sort(key=lambda one: (-one.likeness, str(one.found.person)))
    return [one for one in likely if one.likeness >= 60][:limit]


def _judged(found: Found, surname: str, given_name: str, born: Born) -> LikelyDuplicate:
    """How like a person found is to the one described."""
    names = fuzz.token_sort_ratio(searched(f"{surname} {given_name}"), searched(f"{found.surname} {found.given_name}"))
    birth = _birth_likeness(born, Born(found.born_on, found.born_precision))  # type: ignore[arg-type]
    return LikelyDuplicate(found, round(0.6 * names + 0.4 * birth, 1), birth == 100)


def _birth_likeness(one: Born, other: Born) -> float:
    """100 the same day, 75 possibly the same, 60 a slip of the pen, 50 not known, 0 others."""
    if one.earliest is None or other.earliest is None or one.latest is None or other.latest is None:
        return 50.0
    if one.day and one.day == other.day:
        return 100.0
    if not (one.day and other.day):
        overlap = one.earliest <= other.latest and other.earliest <= one.latest
        return 75.0 if overlap else 0.0
    exchanged = (one.day.year, one.day.day, one.day.month) == (other.day.year, other.day.month, other.day.day)
    same_parts = sum(getattr(one.day, part) == getattr(other.day, part) for part in ("year", "month", "day"))
    return 60.0 if exchanged or same_parts == 2 else 20.0 if same_parts == 1 else 0.0

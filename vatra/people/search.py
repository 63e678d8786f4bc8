"""Finding people: any order of words, without diacritics, with typos; by CNP; by address.

A typed word is compared with the vocabulary in memory; the database then finds the persons who carry
one word for each typed word, in the communes the worker sees; the best are ranked in Python. What is
typed never becomes a pattern, so `%` and `_` mean nothing, and everything is bounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import nlargest
from typing import cast
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from vatra.people.born import NOT_KNOWN, Born, Precision
from vatra.people.cnp import cleaned_cnp, is_cnp
from vatra.people.likeness import LEAST_LIKELY, Described, birth, likely, weight
from vatra.people.models import Household, Membership, Person, PersonWord
from vatra.people.names import cleaned, searched, words_of
from vatra.people.vocabulary import after, vocabulary

LONGEST_TEXT = 120
MOST_WORDS = 5
MOST_CANDIDATES = 200
MOST_FOUND = 100
FEW_COMMUNES = 3
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
    """Someone already registered who may be the person about to be; `likeness` is a probability in per cent."""

    found: Found
    likeness: float
    same_birth: bool


def persons_found(text: str, *, communes: Collection[int], limit: int = 25) -> list[Found]:
    """The persons of some communes that a text means, the best first; at most 100.

    A whole CNP finds its bearer. What has digits, or is nobody's name, is looked for in addresses.
    """
    limit = max(0, min(limit, MOST_FOUND))
    typed = cleaned(text[: LONGEST_TEXT * 4], longest=LONGEST_TEXT)
    if not typed or not communes or not limit:
        return []
    if is_cnp(typed):
        scores = dict.fromkeys(_bearers(cleaned_cnp(typed), communes), 100.0)
    else:
        scores = _named(words_of(typed)[:MOST_WORDS], communes)
    if not scores or any(letter.isdigit() for letter in typed):
        scores = _living_at(searched(typed), communes, limit) | scores
    return _placed(scores, limit)


def _bearers(cnp: str, communes: Collection[int]) -> list[UUID]:
    """Who bears a CNP, among those who live or lived in the communes."""
    lived = Membership.objects.filter(person=OuterRef("uuid"), household__commune__in=list(communes))
    return list(Person.objects.filter(Exists(lived), cnp=cnp).values_list("uuid", flat=True)[:MOST_FOUND])


def _named(typed: Sequence[str], communes: Collection[int]) -> dict[UUID, float]:
    """Persons with a word for each typed word: spelt so or beginning so; else also spelt like it."""
    if not typed:
        return {}
    found = _carriers([Meant(word) for word in typed], communes)
    if not found:
        words = vocabulary()
        found = _carriers([Meant(word, words.like(word)) for word in typed], communes)
    return found


@dataclass(frozen=True, slots=True)
class Meant:
    """The words that a typed word may mean: itself, those that begin so, those spelt like it (0-100)."""

    typed: str
    like: dict[str, float] = field(default_factory=dict)

    def condition(self) -> Q:
        """Rows with such a word."""
        begins = Q(word__gte=self.typed, word__lt=after(self.typed))
        return begins | Q(word__in=list(self.like)) if self.like else begins

    def likeness(self, word: str) -> float:
        """How well a carried word fits, 0 when not at all."""
        if word == self.typed:
            return 100.0
        begins = BEGINS_LIKE if word.startswith(self.typed) else 0.0
        return max(begins, self.like.get(word, 0.0))


def _carriers(meant: list[Meant], communes: Collection[int]) -> dict[UUID, float]:
    """Persons who carry one meant word for each typed word, with the mean likeness."""
    rows = _candidates(meant, communes)
    carried: dict[UUID, list[str]] = defaultdict(list)
    for person, word in PersonWord.objects.filter(person__uuid__in=rows).values_list("person__uuid", "word"):
        carried[person].append(word)
    return {person: _likeness(meant, words) for person, words in carried.items()}


def _candidates(meant: list[Meant], communes: Collection[int]) -> list[UUID]:
    """Some who carry what is meant: those who carry exactly what was typed come before the others."""
    exact = _joined([Q(word=one.typed) for one in meant], meant, communes)
    found = list(dict.fromkeys(exact[:MOST_CANDIDATES]))
    if len(found) < MOST_CANDIDATES:
        others = _joined([one.condition() for one in meant], meant, communes)
        found = list(dict.fromkeys([*found, *others[:MOST_CANDIDATES]]))[:MOST_CANDIDATES]
    return found


def _joined(conditions: list[Q], meant: list[Meant], communes: Collection[int]) -> QuerySet[PersonWord, UUID]:
    """The persons who carry a word for each condition; the longest typed word, the rarest, leads."""
    order = sorted(range(len(meant)), key=lambda n: -len(meant[n].typed))
    rows = _carried_in(communes).filter(conditions[order[0]])
    for n in order[1:]:
        rows = rows.filter(Exists(PersonWord.objects.filter(conditions[n], person=OuterRef("person"))))
    return rows.values_list("person__uuid", flat=True)


def _carried_in(communes: Collection[int]) -> QuerySet[PersonWord]:
    """The words of those who live or lived in some communes."""
    if len(communes) <= FEW_COMMUNES:
        return PersonWord.objects.filter(commune__in=list(communes))
    # The sum keeps the database from probing its index for every pair of word and commune.
    return PersonWord.objects.alias(seen_in=F("commune_id") + 0).filter(seen_in__in=list(communes))


def _likeness(meant: list[Meant], carried: list[str]) -> float:
    """The mean over the typed words of the best carried word; a word carried once counts once."""
    left, total = set(carried), 0.0
    for one in meant:
        best = max(sorted(left), key=one.likeness, default=None)
        if best is not None and one.likeness(best):
            total += one.likeness(best)
            left.discard(best)
    return total / len(meant)


def _living_at(typed: str, communes: Collection[int], limit: int) -> dict[UUID, float]:
    """Who lives at an address that holds the typed text; heads first."""
    if len(typed) < 3:
        return {}
    here = Household.objects.filter(commune__in=list(communes), searched__contains=typed)
    homes = list(here.values_list("uuid", flat=True)[:limit])
    rows = Membership.objects.filter(household__uuid__in=homes, until__isnull=True).order_by("-is_head", "id")
    return {person: 51.0 if heads else 50.0 for person, heads in rows.values_list("person__uuid", "is_head")[:limit]}


def _placed(scores: dict[UUID, float], limit: int) -> list[Found]:
    """The best as rows: with name, birth and where each lives or last lived."""
    scores = dict(nlargest(4 * limit, scores.items(), key=lambda pair: (pair[1], str(pair[0]))))
    found = [replace(one, score=scores[one.person] - (0.0 if one.is_current else NOT_HERE))
             for one in _where_they_live(list(scores)).values()]
    found.sort(key=lambda one: (-one.score, one.surname, one.given_name, str(one.person)))
    return found[:limit]


def _where_they_live(persons: list[UUID]) -> dict[UUID, Found]:
    """Each of these persons with where they live or last lived, not scored."""
    lives = _last_memberships(persons)
    found = {}
    for row in Person.objects.filter(uuid__in=persons):
        last = lives.get(row.uuid)
        home = last.household if last else None
        here = last is not None and last.until is None and last.household.ended_on is None and row.died_on is None
        found[row.uuid] = Found(
            row.uuid, row.surname, row.given_name, row.sex, row.born_on, row.born_precision, row.died_on,
            home.uuid if home else None, home.commune_id if home else None, home.address if home else "", here, 0.0,
        )
    return found


def _last_memberships(persons: list[UUID]) -> dict[UUID, Membership]:
    """The latest membership of each person, with its household."""
    rows = Membership.objects.filter(person__uuid__in=persons).select_related("household").order_by("since")
    return {row.person_id: row for row in rows}


def likely_duplicates(
    surname: str, given_name: str, born_on: date | None, commune: int | Collection[int], *,
    born_precision: Precision = "day", limit: int = 5,
) -> list[LikelyDuplicate]:
    """Who of a commune (or several) may be the person about to be registered, the likeliest first.

    The same name written otherwise, and a birth that is the same, near, or has day and month exchanged; weighed as
    the tablet weighs them (`likeness`).
    """
    communes = [commune] if isinstance(commune, int) else list(commune)
    typed = words_of(surname, given_name)[:MOST_WORDS]
    if not typed:
        return []
    words = vocabulary()
    scores = _carriers([Meant(word, words.like(word)) for word in typed], communes)
    born = Born(born_on, born_precision) if born_on else NOT_KNOWN
    described = Described(surname, given_name, born)
    return _likeliest(_placed(scores, MOST_CANDIDATES), described, limit)


def likely_duplicates_of(
    persons: Mapping[UUID, Described], communes: Collection[int], *, limit: int = 5
) -> dict[UUID, list[LikelyDuplicate]]:
    """Who of some communes may be each of these persons, the likeliest first: as `likely_duplicates`, looked for
    together, with the same few questions however many they are.
    """
    words = vocabulary()
    typed = {uuid: words_of(one.surname, one.given_name)[:MOST_WORDS] for uuid, one in persons.items()}
    meant = {word: Meant(word, words.like(word)) for word in {word for several in typed.values() for word in several}}
    spelt = {word: {*words.beginning(word), *one.like} for word, one in meant.items()}
    carried: dict[UUID, list[str]] = defaultdict(list)
    carriers: dict[str, set[UUID]] = defaultdict(set)
    rows = _carried_in(communes).filter(word__in=sorted({word for several in spelt.values() for word in several}))
    for person, word in rows.values_list("person__uuid", "word"):
        carried[person].append(word)
        carriers[word].add(person)
    scores = {uuid: _best([meant[word] for word in several], [spelt[word] for word in several], carriers, carried)
              for uuid, several in typed.items() if several}
    placed = _where_they_live(list({person for several in scores.values() for person in several}))
    return {uuid: _likeliest([placed[person] for person in several], persons[uuid], limit)
            for uuid, several in scores.items()}


def _best(
    meant: list[Meant], spelt: list[set[str]], carriers: Mapping[str, set[UUID]], carried: Mapping[UUID, list[str]]
) -> list[UUID]:
    """Those who carry a word for each that is meant; of many the most like ones."""
    found = set.intersection(*({person for word in several for person in carriers.get(word, ())} for several in spelt))
    return nlargest(MOST_CANDIDATES, found, key=lambda person: (_likeness(meant, carried[person]), str(person)))


def _likeliest(candidates: Iterable[Found], described: Described, limit: int) -> list[LikelyDuplicate]:
    judged = sorted((_judged(found, described) for found in candidates),
                    key=lambda one: (-one.likeness, str(one.found.person)))
    return [one for one in judged if one.likeness >= 100 * LEAST_LIKELY][:limit]


def _judged(found: Found, described: Described) -> LikelyDuplicate:
    """How like a person found is to the one described."""
    born = Born(found.born_on, cast(Precision, found.born_precision))
    other = Described(found.surname, found.given_name, born)
    return LikelyDuplicate(
        found, round(100 * likely(weight(described, other)), 1), birth(described.born, born) == "birth_same"
    )

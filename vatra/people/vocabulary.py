"""The different words of all names, held in memory by each process, and the ones a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Max
from rapidfuzz import fuzz, process

from vatra.people.models import PersonWord

# Rows of transactions that commit late have smaller ids than rows already seen; this many are read again.
LATE = 2_000
LIKE_ENOUGH = {3: 66, 4: 74, 5: 72}  # by length; from six letters on LIKE_ENOUGH_LONG
LIKE_ENOUGH_LONG = 76
MOST_LIKE = 24

# A loose index scan: one step for each different word, whatever the number of persons.
_DIFFERENT_WORDS = """
WITH RECURSIVE different(word) AS (
    SELECT min(word) FROM people_personword
    UNION ALL
    SELECT (SELECT min(word) FROM people_personword WHERE word > different.word)
    FROM different WHERE different.word IS NOT NULL
) SELECT word FROM different WHERE word IS NOT NULL
"""


@dataclass(slots=True)
class Vocabulary:
    """Sorted words, and how far the table has been read."""

    words: list[str] = field(default_factory=list)
    last_id: int = 0

    def refresh(self) -> None:
        """Read what has been added; begin anew when the table was emptied and filled again."""
        last_id = PersonWord.objects.aggregate(last=Max("id"))["last"] or 0
        if last_id == self.last_id:
            return
        if last_id < self.last_id or not self.last_id or last_id - self.last_id > 20 * LATE:
            self.words = _every_word()
        else:
            late = PersonWord.objects.filter(id__gt=self.last_id - LATE).values_list("word", flat=True)
            added = set(late.distinct()) - set(self.words)
            if added:
                self.words = sorted({*self.words, *added})
        self.last_id = last_id

    def like(self, typed: str) -> dict[str, float]:
        """The words spelt like what was typed, with how like they are (0-100)."""
        if len(typed) < 3:
            return {}
        enough = LIKE_ENOUGH.get(len(typed), LIKE_ENOUGH_LONG)
        found = process.extract(typed, self.words, scorer=fuzz.ratio, limit=MOST_LIKE, score_cutoff=enough)
        return {word: score for word, score, _ in found}

    def beginning(self, typed: str) -> list[str]:
        """The words that begin with what was typed."""
        return self.words[bisect_left(self.words, typed) : bisect_left(self.words, after(typed))]


def after(typed: str) -> str:
    """Before it come all texts that begin with what was typed: its last letter is one further."""
    return typed[:-1] + chr(min(ord(typed[-1]) + 1, 0x10FFFF))


def _every_word() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT_WORDS)
        return sorted(word for (word,) in cursor.fetchall())


_vocabulary = Vocabulary()


def vocabulary() -> Vocabulary:
    """This process's vocabulary, brought up to date."""
    _vocabulary.refresh()
    return _vocabulary

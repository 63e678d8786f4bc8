"""Names as written and names as searched.

What is kept is what was typed, in NFC, with comma-below ș ț (the cedilla forms are old keyboards'), and
without what cannot be seen: controls, zero-width characters and marks of writing direction. What is
searched has no diacritics either, and î equals â, as both spellings of one family name are in use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD_LENGTH = 40
_CEDILLA = str.maketrans("şŞţŢ", "șȘțȚ")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_LETTERS_OF_THEIR_OWN = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "î": "a", "â": "a"}
)
_NOT_A_WORD = re.compile(r"[\W_]+")
MARKS_IN_A_ROW = 2


def cleaned(text: str, *, longest: int) -> str:
    """The text in NFC, without unseen characters and stacked marks, single-spaced, at most `longest` long."""
    if text.isascii() and text.isalpha():
        return text[:longest]
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[: longest * 8]).translate(_CEDILLA):
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        if letter.isspace():
            kept.append(" ")
        elif category not in _UNSEEN and marks <= MARKS_IN_A_ROW:
            kept.append(letter)
    return " ".join("".join(kept).split())[:longest].strip()


@lru_cache(maxsize=65_536)
def searched(text: str) -> str:
    """The text as it is searched: lower case, no diacritics, î as â, words parted by one space."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS_OF_THEIR_OWN)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", bare.translate(_LETTERS_OF_THEIR_OWN).casefold()).strip()


def words_of(*names: str) -> list[str]:
    """The different words of some names as they are searched, in order, each at most 40 letters."""
    return list(dict.fromkeys(word[:WORD_LENGTH] for name in names for word in searched(name).split()))

"""How Romanian place names are written, and how they are compared."""

from __future__ import annotations

import re
import unicodedata

_SMALL = frozenset({
    "a", "ai", "aia", "al", "ale", "cea", "cei", "cel", "cele", "cu", "de", "din", "după", "în", "la", "lui", "pe",
    "peste", "sau", "sub", "și",
})
_ROMAN = frozenset(("I", "II", "III", "IV", "V", "X"))  # never VII: in a village's name it says vineyards
_INITIALS = re.compile(r"^(?:[A-ZĂÂÎȘȚ]\.)+")
_CEDILLA = str.maketrans("şţŞŢ", "șțȘȚ")
_WORD = re.compile(r"[^\s\-–(„”\"/]+")


def with_commas(text: str) -> str:
    """The same text with comma-below ș and ț where cedillas stood, composed (NFC), single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_CEDILLA).split())


def title_case(text: str) -> str:
    """An upper-case Romanian name as it is written: “POIANA LUI ALEXA” becomes “Poiana lui Alexa”."""
    text = with_commas(text).upper()
    return _WORD.sub(lambda word: _cased(word.group(), first=word.start() == 0), text)


def searched(text: str) -> str:
    """What is compared when searching: lower case, without diacritics and punctuation, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def _cased(word: str, *, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    if word in _ROMAN:
        return word
    initials = _INITIALS.match(word)
    if initials:  # C.A.ROSETTI, N.V.
        return f"{initials.group()} {word[initials.end():].capitalize()}".strip()
    return word.capitalize()

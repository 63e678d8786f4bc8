"""What is read as one word stays on one line of a PDF: “s-a”, “dintr-o”, “nu s-au”.

A hyphen that does not break would be another letter, which the typeface lacks and no search finds. So the word is held
together by the style, and what is read out of the PDF, by eye, by ear or by a search, is the plain word.
"""

from __future__ import annotations

import re

_APART = re.compile(r"(<[^>]*>)")
# The office pages' page.js and the tablet's whole.ts know the same words, and days.
_WORD = re.compile(r"(?<![^\W_])(?<!-)[^\W\d_]{1,10}-[^\W\d_]{1,4}(?![^\W_]|-)")


def held_together(page: str) -> str:
    """The page, in which each word with a hyphen stands in a span of its own. Only between tags, never inside one."""
    parts = _APART.split(page)
    parts[::2] = [_WORD.sub(r'<span class="whole">\g<0></span>', words) for words in parts[::2]]
    return "".join(parts)

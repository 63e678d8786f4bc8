"""Numbers below five are not told to those who see only numbers, nor what they could be worked out from."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5


def told(counts: Sequence[int]) -> list[int | None]:
    """A column of counts with a known total: those of 1 to 4 become None.

    When their sum could be worked out from the total and is itself of fewer than two cells, the
    smallest of the others is withheld too (complementary suppression).
    """
    shown: list[int | None] = [None if 0 < count < LEAST else count for count in counts]
    withheld = [place for place, count in enumerate(shown) if count is None]
    if len(withheld) == 1:
        others = sorted((count, place) for place, count in enumerate(counts) if place != withheld[0] and count)
        if others:
            shown[others[0][1]] = None
    return shown

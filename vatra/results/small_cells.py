"""Small cells: a number of people below five is not told to those who see only numbers, nor by subtraction."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5


def is_small(count: int) -> bool:
    """Whether a count could point at a person."""
    return 0 < count < LEAST


def withheld(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The cells of one row whose sum is known: small ones become None, and with them one more.

    The further one is the smallest cell that is not small and not 0 (of 0 if there is no other): with
    only small ones withheld, two that add up to two would be told by the sum.
    """
    shown: dict[str, int | None] = {name: None if is_small(count) else count for name, count in counts.items()}
    if None not in shown.values():
        return shown
    others = sorted((not count, count, name) for name, count in counts.items() if not is_small(count))
    if others:
        shown[others[0][2]] = None
    return shown


def told(count: int) -> int | None:
    """A number that stands alone, unless it is small."""
    return None if is_small(count) else count


def sum_of_shown(counts: list[int | None]) -> tuple[int, bool]:
    """The sum of what is shown, and whether anything is missing from it: a true total would tell the rest."""
    return sum(count for count in counts if count is not None), None in counts

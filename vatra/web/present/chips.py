"""Chips: the parts of a list, each with how many stand in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """A way to show a part of a list."""

    word: str
    count: int | None
    address: str
    here: bool

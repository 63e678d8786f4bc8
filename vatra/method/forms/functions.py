"""The functions that questionnaires may call: a closed list, each with what it takes, gives and does.

Kinds of arguments: t text, n number, b truth, v any single value, s several values of a repeat (or single ones).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vatra.method.forms.numbers import (
    Scalar,
    day_of_number,
    day_text,
    number_of,
    rounded,
    text_of,
    whole,
)

_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` one letter per argument, `needs` how many at least; `many`: the last may repeat."""

    takes: str
    needs: int
    gives: str  # text | number | truth
    compute: Callable[..., Scalar] | None  # None: evaluated specially
    many: bool = False

    def kind_of(self, place: int) -> str:
        """What the argument at a place must be."""
        return self.takes[min(place, len(self.takes) - 1)]

    def fits(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return count >= self.needs and (self.many or count <= len(self.takes))


def words(text: str) -> list[str]:
    """The choices of an answer with several."""
    return [word for word in _SPACE.split(text) if word]


def _selected(text: str, choice: str) -> bool:
    return choice.strip(" \t\r\n") in words(text)


def _selected_at(text: str, place: float) -> str:
    chosen = words(text)
    return chosen[int(place)] if math.isfinite(place) and 0 <= int(place) < len(chosen) else ""


def _substr(text: str, start: float, end: float = math.inf) -> str:
    """From a place (counted from 0) up to, not including, another; negative ones count from the end."""
    return "" if math.isnan(start) or math.isnan(end) else text[_place(start) : _place(end)]


def _place(value: float) -> int:
    return int(max(-1e9, min(1e9, value)))


def _format_date(value: Scalar, pattern: str) -> str:
    day = day_text(value)
    if not day:
        return ""
    year, month, number = day.split("-")
    parts = {
        "Y": year,
        "y": year[2:],
        "m": month,
        "n": str(int(month)),
        "d": number,
        "e": str(int(number)),
    }
    return re.sub("%([Yymnde])", lambda found: parts[found[1]], pattern)


def _sum(values: Sequence[Scalar]) -> float:
    total = 0.0
    for value in values:  # one after the other: Python's own sum() is exacter than JavaScript's
        total += number_of(value)
    return total


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[Sequence[Scalar]], float]:
    def extreme(values: Sequence[Scalar]) -> float:
        numbers = [number_of(value) for value in values]
        return choose(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan

    return extreme


def _floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


def _ceiling(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


def _date(value: Scalar) -> str:
    return day_of_number(value) if isinstance(value, float) else day_text(value)


FUNCTIONS: dict[str, Function] = {
    "selected": Function("tt", 2, "truth", _selected),
    "count-selected": Function("t", 1, "number", lambda text: float(len(words(text)))),
    "selected-at": Function("tn", 2, "text", _selected_at),
    "coalesce": Function("tt", 2, "text", lambda first, second: first or second),
    "if": Function("bvv", 3, "", None),
    "once": Function("v", 1, "text", None),
    "concat": Function("t", 1, "text", lambda *texts: "".join(texts), many=True),
    "join": Function("ts", 2, "text", lambda by, values: by.join(map(text_of, values))),
    "string-length": Function("t", 1, "number", lambda text: float(len(text))),
    "substr": Function("tnn", 2, "text", _substr),
    "contains": Function("tt", 2, "truth", lambda text, part: part in text),
    "starts-with": Function("tt", 2, "truth", lambda text, part: text.startswith(part)),
    "ends-with": Function("tt", 2, "truth", lambda text, part: text.endswith(part)),
    "normalize-space": Function("t", 1, "text", lambda text: " ".join(words(text))),
    "regex": Function("tt", 2, "truth", lambda text, by: re.fullmatch(by, text, re.ASCII) is not None),
    "number": Function("v", 1, "number", number_of),
    "string": Function("v", 1, "text", text_of),
    "boolean": Function("b", 1, "truth", lambda truth: truth),
    "not": Function("b", 1, "truth", lambda truth: not truth),
    "true": Function("", 0, "truth", lambda: True),
    "false": Function("", 0, "truth", lambda: False),
    "int": Function("n", 1, "number", whole),
    "round": Function("nn", 1, "number", lambda value, places=0.0: rounded(value, int(places))),
    "abs": Function("n", 1, "number", abs),
    "floor": Function("n", 1, "number", _floor),
    "ceiling": Function("n", 1, "number", _ceiling),
    "min": Function("s", 1, "number", _extreme(min), many=True),
    "max": Function("s", 1, "number", _extreme(max), many=True),
    "sum": Function("s", 1, "number", _sum),
    "count": Function("s", 1, "number", lambda values: float(len(values))),
    "count-non-empty": Function("s", 1, "number", lambda values: float(sum(text_of(value) != "" for value in values))),
    "today": Function("", 0, "text", None),
    "now": Function("", 0, "text", None),
    "date": Function("v", 1, "text", _date),
    "format-date": Function("vt", 2, "text", _format_date),
}
LITERAL = {"regex": 1, "format-date": 1, "round": 1}  # arguments that must be written out

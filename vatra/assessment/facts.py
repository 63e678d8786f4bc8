"""How answers become current facts: pure functions over {code: stored fact}.

A stored fact is `[value, seen_on, worker id]`, with a fourth part `[[other value, worker id], ...]`
when different workers saw different things on one day: nobody wins silently, the later one received
is current, and the household stands among the contradictions. `seen_on` is an ISO day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Value: TypeAlias = bool | int | float | str | list[str]
Stored: TypeAlias = list[Any]

DO_NOT_KNOW = "?dk"
REFUSED = "?refused"
SPECIAL = frozenset({DO_NOT_KNOW, REFUSED})


def is_special(value: object) -> bool:
    """Whether a value says only why there is no answer."""
    return isinstance(value, str) and value in SPECIAL


def merged(current: Stored | None, value: Value, *, on: str, by: int) -> Stored:
    """The stored fact after one more answer; the same list when the answer changes nothing.

    An older day never overwrites a newer one; "do not know" never overwrites an answer and an answer
    always overwrites "do not know"; a worker corrects himself; two workers on one day contradict.
    """
    new = [value, on, by]
    if current is None:
        return new
    if is_special(value) != is_special(current[0]):
        return current if is_special(value) else new
    if on != current[1]:
        return new if on > current[1] else current
    if is_special(value):
        return new
    return _same_day(current, value, by)


def _same_day(current: Stored, value: Value, by: int) -> Stored:
    others = [other for other in (current[3] if len(current) > 3 else []) if other[1] != by and other[0] != value]
    if current[0] == value:
        return _with_others(current[:3], others)
    if current[2] != by:
        others.append([current[0], current[2]])
    return _with_others([value, current[1], by], others)


def _with_others(stored: Stored, others: list[list[Any]]) -> Stored:
    return [*stored, others] if others else stored


def merge(current: Mapping[str, Stored], given: Mapping[str, Value], *, on: str, by: int) -> dict[str, Stored]:
    """All stored facts of a subject after the answers of one interview."""
    facts = dict(current)
    for code, value in given.items():
        facts[code] = merged(facts.get(code), value, on=on, by=by)
    return facts


def together(several: Iterable[Mapping[str, Stored]]) -> dict[str, Stored]:
    """The facts of records that are of one subject: of each fact the newest answer."""
    facts: dict[str, Stored] = {}
    for one in several:
        for code, (value, on, by, *_others) in one.items():
            facts[code] = merged(facts.get(code), value, on=on, by=by)
    return facts


def is_contradicted(facts: Mapping[str, Stored]) -> bool:
    """Whether two workers saw different things on one day, and no later answer has settled it."""
    return any(len(stored) > 3 for stored in facts.values())


def known(facts: Mapping[str, Stored]) -> dict[str, Value]:
    """The facts as the method takes them: special answers are missing."""
    return {code: stored[0] for code, stored in facts.items() if not is_special(stored[0])}

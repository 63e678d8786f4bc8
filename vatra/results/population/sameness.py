"""Which vulnerabilities mean the same in two rulebooks on a day, whatever their words: not computed twice."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from vatra.method.ordering import refers_to
from vatra.method.program import tasks_on
from vatra.method.sql import PopulationSql
from vatra.method.tree import Fact, Parameter, walk


def same_in_both(old: PopulationSql, new: PopulationSql, again: Collection[str] = ()) -> frozenset[str]:
    """Codes whose condition is equal down to the answers, with equal parameters; `again`: columns read otherwise."""
    numbers: dict[Any, int] = {}
    before, after = meanings(old, numbers), meanings(new, numbers)
    touched = {name.removeprefix("given_") for name in again}
    uses = used(new)
    return frozenset(
        code for code in old.codes if code in new.codes and before[code] == after[code] and not touched & uses[code]
    )


def meanings(sql: PopulationSql, numbers: dict[Any, int]) -> dict[str, int]:
    """A number for each derived fact and vulnerability; equal numbers, equal meaning. `numbers` is shared by both."""
    book, parameters = sql.book, sql.book.parameters_on(sql.on)
    tasks = tasks_on(book, sql.on)
    subjects = {each.code: each.subject for each in book.vulnerabilities}
    found: dict[str, int] = {}
    for code in book.order:
        if code not in tasks:
            continue
        task = tasks[code]
        parts = [part for tree in task.trees() for part in walk(tree)]
        named = tuple((part.code, parameters.get(part.code)) for part in parts if isinstance(part, Parameter))
        facts = tuple(
            (part.code, book.facts[part.code].choices, book.facts[part.code].type)
            for part in parts
            if isinstance(part, Fact) and part.code in book.facts
        )
        below = tuple((each, found.get(each)) for each in refers_to(task.trees()) if each not in book.facts)
        subject = subjects.get(code) or book.derived[code].subject
        given = code in sql.columns
        meaning = (subject, task.tree, tuple(sorted(task.rows, key=repr)), named, facts, below, given)
        found[code] = numbers.setdefault(meaning, len(numbers))
    return found


def used(sql: PopulationSql) -> dict[str, frozenset[str]]:
    """Every code that each vulnerability refers to, through derived facts and other vulnerabilities."""
    tasks = tasks_on(sql.book, sql.on)
    found: dict[str, frozenset[str]] = {}
    for code in sql.book.order:
        if code in tasks:
            direct = refers_to(tasks[code].trees())
            found[code] = frozenset({code, *direct}).union(*(found.get(each, frozenset()) for each in direct))
    return found

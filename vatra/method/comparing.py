"""What differs between two rulebooks: rows that came, went or changed, file by file, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vatra.method.rulebook import Row, Rulebook


class Difference(NamedTuple):
    """One row that came, went, or one cell that changed."""

    file: str
    key: str
    column: str  # "" = the whole row
    before: str | None
    after: str | None

    def sentence(self, language: str = "ro") -> str:
        """`tables/ED03.csv · 1 · age_y: „>= 6” → „>= 7”`."""
        place = f"{self.file} · {self.key}"
        if self.column:
            return f"{place} · {self.column}: „{self.before}” → „{self.after}”"
        came = self.before is None
        word = ("nou" if came else "scos") if language == "ro" else ("new" if came else "removed")
        return f"{place}: {word}"


def diff(before: Rulebook, after: Rulebook) -> list[Difference]:
    """All differences, in the order of the files; empty when both say the same."""
    old, new = sheets_of(before), sheets_of(after)
    found: list[Difference] = []
    for file in dict.fromkeys((*old, *new)):
        found += rows_differing(file, old.get(file, {}), new.get(file, {}))
    return found


def rows_differing(file: str, old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterable[Difference]:
    """Differences within one file."""
    for key in dict.fromkeys((*old, *new)):
        if key not in old or key not in new:
            yield Difference(file, key, "", key if key in old else None, key if key in new else None)
            continue
        for column in dict.fromkeys((*old[key], *new[key])):
            was, now = old[key].get(column, ""), new[key].get(column, "")
            if was != now:
                yield Difference(file, key, column, was, now)


def sheets_of(book: Rulebook) -> dict[str, dict[str, Row]]:
    """Every row of a rulebook by file and key."""
    numbers = [number for several in book.parameters.values() for number in several]
    sheets: dict[str, dict[str, Row]] = {
        "rulebook.csv": {key: {"value": value} for key, value in book.about.items()},
        "sources.csv": dict(book.sources),
        "parameters.csv": {f"{number.code} {number.since or ''}".strip(): number.row for number in numbers},
        "facts.csv": {code: fact.row for code, fact in book.facts.items()},
        "derived.csv": {code: fact.row for code, fact in book.derived.items()},
        "vulnerabilities.csv": {f"{each.code} {each.since or ''}".strip(): each.row for each in book.vulnerabilities},
        "services.csv": {service.code: service.row for service in book.services},
    }
    for name, rows in (
        ("deadlines", book.deadlines),
        ("roles", book.roles),
        ("indicators", book.indicators),
        ("published", book.published),
        ("costs", book.costs),
    ):
        sheets[f"{name}.csv"] = {row["code"]: row for row in rows}
    for each in book.vulnerabilities:
        sheets[f"tables/{each.code}.csv"] = {row.name: row.row for row in each.rows}
    for example in book.examples:
        sheets.setdefault(example.at.file, {})[example.name] = example.row
    return sheets

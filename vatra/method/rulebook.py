"""A rulebook in memory: rows with their place in the files, trees with their meaning. Immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from vatra.method.tree import Node

Row = Mapping[str, str]


class Place(NamedTuple):
    """Where something stands: the file within the rulebook and its row (the header is row 1)."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class DatedNumber:
    """One row of parameters.csv."""

    code: str
    value: float
    since: date | None
    until: date | None
    at: Place
    row: Row

    def holds(self, on: date) -> bool:
        """Whether it is the value on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact that is asked."""

    code: str
    subject: str
    type: str
    choices: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    domain: str
    at: Place
    row: Row


@dataclass(frozen=True, slots=True)
class Derived:
    """One fact that is computed."""

    code: str
    subject: str
    type: str
    expression: Node
    at: Place
    row: Row


class Cell(NamedTuple):
    """The condition of one cell, and the text it was read from."""

    column: str
    text: str
    condition: Node


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a decision table: all its cells must hold."""

    name: str
    severity: int
    cells: tuple[Cell, ...]
    at: Place
    row: Row


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """One vulnerability with its decision table; several rows of one code follow each other in time."""

    code: str
    subject: str
    domain: str
    need_to_know: str
    since: date | None
    until: date | None
    rows: tuple[TableRow, ...]
    at: Place
    row: Row

    def holds(self, on: date) -> bool:
        """Whether it is looked for on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def name(self, language: str = "ro") -> str:
        """Its name in a language."""
        return self.row[f"name_{language}"]


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the package."""

    code: str
    verb: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    domain: str
    first_due_days: int | None
    severe_from: int | None
    severe_due_days: int | None
    rhythm_days: int | None
    rhythm_times: int | None
    propose: str
    vulnerabilities: tuple[str, ...]  # ("*",) = all
    at: Place
    row: Row

    def name(self, language: str = "ro") -> str:
        """Its name in a language."""
        return self.row[f"name_{language}"]

    def due_days(self, severity: int) -> int | None:
        """Days until it is due for findings of a severity; None = no deadline."""
        if self.severe_from is not None and self.severe_due_days is not None and severity >= self.severe_from:
            return self.severe_due_days
        return self.first_due_days


@dataclass(frozen=True, slots=True)
class Example:
    """One case in plain words with the finding expected."""

    name: str
    on: date
    household: dict[str, object]
    members: list[dict[str, object]]
    code: str
    state: str
    severity: int | None
    at: Place
    row: Row


@dataclass(frozen=True)
class Rulebook:
    """A country's method in a version."""

    about: Mapping[str, str]
    content_hash: str
    facts: Mapping[str, Asked]
    derived: Mapping[str, Derived]
    parameters: Mapping[str, tuple[DatedNumber, ...]]
    vulnerabilities: tuple[Vulnerability, ...]
    services: tuple[Service, ...]
    order: tuple[str, ...]  # derived facts and vulnerabilities, each after what it refers to
    sources: Mapping[str, Row] = field(default_factory=dict)
    roles: tuple[Row, ...] = ()
    deadlines: tuple[Row, ...] = ()
    indicators: tuple[Row, ...] = ()
    published: tuple[Row, ...] = ()
    costs: tuple[Row, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def version(self) -> str:
        """`romania 2026.1 3f2a…`: name, version, and the beginning of the content hash."""
        return f"{self.about.get('name', '')} {self.about.get('version', '')} {self.content_hash[:12]}"

    def vulnerabilities_on(self, on: date) -> tuple[Vulnerability, ...]:
        """Those looked for on a day, in the order of the file."""
        return tuple(each for each in self.vulnerabilities if each.holds(on))

    def parameters_on(self, on: date) -> dict[str, float | None]:
        """Every parameter's value on a day; None where it has none."""
        return {
            code: next((number.value for number in numbers if number.holds(on)), None)
            for code, numbers in self.parameters.items()
        }

    def turning_days(self) -> tuple[date, ...]:
        """The days on which a parameter or a vulnerability begins or ends, in order."""
        dated: list[DatedNumber | Vulnerability] = [
            *self.vulnerabilities,
            *(number for numbers in self.parameters.values() for number in numbers),
        ]
        return tuple(sorted({day for each in dated for day in (each.since, each.until) if day is not None}))

"""The columns of a population file: which fact of whom each one holds, and how its cells become values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from vatra.method.answers import AnswerBook, Wrong, ages
from vatra.method.program import Program
from vatra.method.rulebook import Rulebook
from vatra.method.tree import AGES
from vatra.results.population.errors import BadCell, BadPopulation

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
LABELS = ("id", "household", "kind")
OF_MEMBER = (*AGES, "birth_date", "sex")
PREFIXES = {"a_": "adult", "g_": "pregnant"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column that holds a fact: its name in the file, the fact, about whom, its type and choices."""

    name: str
    code: str
    member: str  # household | child | adult | pregnant; "" = of the row's own kind (long shape)
    type: str  # boolean | number | choice | set | date | birth
    choices: tuple[str, ...]
    derived: bool
    check: Callable[[Any], Any]

    @property
    def stored(self) -> str:
        """Its name in the working table; derived facts that are given stand apart from the computed ones."""
        return f"given_{self.name}" if self.derived else self.name

    def said(self, text: str) -> Any:
        """The answer a cell's text stands for, as JSON would say it. Raises `Wrong`."""
        text = text.strip()
        if self.type == "boolean":
            return {"1": True, "0": False}.get(text, text)
        if self.type == "number":
            if not NUMBER.fullmatch(text):
                raise Wrong(f"„{text[:40]}” nu este un număr", f"“{text[:40]}” is not a number")
            return float(text)
        if self.type == "set":
            return json_list(text) if text.startswith("[") else [part.strip() for part in text.split("|")]
        return text

    def encoded(self, value: Any) -> int | float | None:
        """A checked value as the working table holds it."""
        if self.type == "choice":
            return self.choices.index(value) + 1
        if self.type == "date":
            return 1  # only whether it is known matters to a rule
        return int(value) if self.type == "boolean" else value


def json_list(text: str) -> list[Any]:
    """A set written as a JSON list. Raises `Wrong`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise Wrong("nu este o listă JSON", "is not a JSON list")
    return found


@dataclass(frozen=True)
class Shape:
    """What the header says: the columns that hold facts, whom they describe, and whether the file is long."""

    columns: tuple[Column, ...]
    header: tuple[str, ...]
    long: bool

    @property
    def described(self) -> frozenset[str]:
        """The kinds of subject that have findings: a carer or a pregnant woman only when a column speaks of them."""
        return frozenset({"household", "child"} | {column.member for column in self.columns if column.member})

    @property
    def table_columns(self) -> frozenset[str]:
        """The fact columns of the working table, with all three ages where a birth date is given."""
        names = {column.name for column in self.columns if column.type != "birth"}
        for column in self.columns:
            if column.type == "birth":
                names |= {column.name.replace("birth_date", age) for age in AGES}
            elif column.code == "age_m":
                names.add(column.name.replace("age_m", "age_y"))
        return frozenset(names)


def shape_of(header: Iterable[str], program: Program) -> Shape:
    """The shape of a file by its header. Raises `BadPopulation` for columns unknown, twice, or missing."""
    names = [name.strip() for name in header]
    wrong = [
        BadCell(1, name, "coloana apare de două ori", "the column appears twice")
        for place, name in enumerate(names)
        if name in names[:place]
    ]
    long = "kind" in names
    columns = []
    for name in names:
        if name in LABELS:
            continue
        column = column_of(name, program.rulebook, program.answers, long=long)
        if column is None:
            wrong.append(BadCell(1, name or "?", "nu există un fapt cu acest nume", "there is no fact of this name"))
        else:
            columns.append(column)
    for needed in ("id", *(["household"] if long else [])):
        if needed not in names:
            wrong.append(BadCell(1, needed, "coloana lipsește", "the column is missing"))
    if wrong:
        raise BadPopulation(wrong)
    return Shape(tuple(columns), tuple(names), long)


def column_of(name: str, book: Rulebook, answers: AnswerBook, *, long: bool) -> Column | None:
    """The column of a name, or None when no fact is called so."""
    code, member = name, ""
    if not long and name not in answers.subject and name[:2] in PREFIXES and name[2:] in OF_MEMBER:
        code, member = name[2:], PREFIXES[name[:2]]
    subject = answers.subject.get(code)
    if subject is None:
        return None
    if not member and not long:
        member = "child" if subject == "member" else subject
    asked = book.facts.get(code)
    derived = book.derived.get(code)
    type_ = asked.type if asked else derived.type if derived else "number"
    choices = asked.choices if asked else ()
    if code == "birth_date":
        type_ = "birth"
    elif code == "sex" and not asked:
        type_, choices = "choice", ("f", "m")
    return Column(name, code, member, type_, choices, derived is not None, answers.check[code])


def ages_of(born_on: date, on: date) -> tuple[int, int, int]:
    """Years, months and days of life. Raises `Wrong` for a birth after the day, or an age over 130."""
    return ages(born_on, on)

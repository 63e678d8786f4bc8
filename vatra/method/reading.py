"""From a folder of CSV files to a `Rulebook`, or to every mistake in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from vatra.method.cells import parse_cell
from vatra.method.checking import check
from vatra.method.examples import read_examples
from vatra.method.fingerprint import content_hash
from vatra.method.format import FILES, TABLE
from vatra.method.grammar import FUNCTIONS, WORDS, parse_expression
from vatra.method.indicators import indicators_of
from vatra.method.meaning import KnownFact, Meaning, Type, Vocabulary
from vatra.method.mistakes import Mistake, RulebookInvalid, Unreadable
from vatra.method.ordering import Cycle, in_order, refers_to
from vatra.method.rulebook import (
    Asked,
    Cell,
    DatedNumber,
    Derived,
    Place,
    Row,
    Rulebook,
    Service,
    TableRow,
    Vulnerability,
)
from vatra.method.sheets import Reader, Sheet, day_of, split
from vatra.method.tree import AGES, SUBJECTS, Node

RESERVED = (
    WORDS | FUNCTIONS | {"yes", "no", "true", "false", "present", "absent", "P", "row", "severity", "id", "kind", *AGES}
)
MOST_CHOICES = 30  # of a set: its members are bits of one small integer


class Found(NamedTuple):
    """What reading gave: the rulebook as far as it could be understood, and the mistakes."""

    rulebook: Rulebook
    mistakes: list[Mistake]


def read_rulebook(folder: str | Path) -> Rulebook:
    """The rulebook in a folder. Raises `RulebookInvalid` with every mistake found."""
    found = inspect_rulebook(folder)
    if found.mistakes:
        raise RulebookInvalid(found.mistakes)
    return found.rulebook


def inspect_rulebook(folder: str | Path) -> Found:
    """The rulebook as far as it can be understood, with all its mistakes in the order of files and rows."""
    reader = Reader(Path(folder))
    if not reader.folder.is_dir():
        reader.fault(Place(str(reader.folder.name), 0), "", "dosarul nu există", "the folder does not exist")
    sheets = {form.name: reader.sheet(form.name, form) for form in FILES}
    book = _Builder(reader, sheets).rulebook()
    check(book, sheets, reader)
    indicators_of(book, reader.fault)
    files = [form.name for form in FILES]
    rank = {file: place for place, file in enumerate(files)}
    reader.faults.sort(key=lambda fault: (rank.get(fault.file, len(files)), fault.file, fault.row))
    return Found(book, list(dict.fromkeys(reader.faults)))


class _Builder:
    """Turns rows into facts, trees and tables; what cannot be understood is noted and left out."""

    def __init__(self, reader: Reader, sheets: dict[str, Sheet]) -> None:
        self.reader = reader
        self.sheets = sheets
        self.words = Vocabulary({})

    def rulebook(self) -> Rulebook:
        """Everything, in the order in which it refers to each other."""
        facts = {each.code: each for each in self.facts()}
        parameters = self.parameters()
        subjects = {
            row["code"]: row["subject"] for _, row in self.rows("vulnerabilities.csv") if row["subject"] in SUBJECTS
        }
        known = {
            each.code: KnownFact(each.subject, Type(each.type, each.choices if each.type in ("choice", "set") else ()))
            for each in facts.values()
        }
        for _, row in self.rows("derived.csv"):
            known.setdefault(row["code"], KnownFact(row["subject"], Type(row["type"])))
        self.words = Vocabulary(known, frozenset(parameters), subjects)
        derived = {each.code: each for each in self.derived(facts)}
        tables = {code: self.table(code, subject) for code, subject in subjects.items()}
        vulnerabilities = tuple(self.vulnerabilities(tables))
        return Rulebook(
            about={row["key"]: row["value"] for _, row in self.rows("rulebook.csv")},
            content_hash=content_hash(self.reader.folder),
            facts=facts,
            derived=derived,
            parameters=parameters,
            vulnerabilities=vulnerabilities,
            services=tuple(self.services()),
            order=self.order(derived, vulnerabilities),
            sources={row["code"]: row for _, row in self.rows("sources.csv")},
            roles=self.plain("roles.csv"),
            deadlines=self.plain("deadlines.csv"),
            indicators=self.plain("indicators.csv"),
            published=self.plain("published.csv"),
            costs=self.plain("costs.csv"),
            examples=tuple(read_examples(self.reader, list(subjects))),
        )

    def rows(self, file: str) -> list[tuple[Place, Row]]:
        return self.sheets[file].rows

    def plain(self, file: str) -> tuple[Row, ...]:
        return tuple(row for _, row in self.rows(file))

    def facts(self) -> list[Asked]:
        """Facts that are asked; built-in ages may not be asked again."""
        found = []
        for at, row in self.rows("facts.csv"):
            code, type_, choices = row["code"], row["type"], split(row["choices"])
            if code in RESERVED:
                self.reader.fault(
                    at, "code", f"„{code}” este un cuvânt al limbajului", f"“{code}” is a word of the language"
                )
                continue
            if type_ in ("choice", "set") and not choices:
                self.reader.fault(at, "choices", "lipsesc variantele", "the choices are missing")
            if len(set(choices)) != len(choices):
                self.reader.fault(at, "choices", "o variantă apare de două ori", "a choice appears twice")
            if type_ == "set" and len(choices) > MOST_CHOICES:
                self.reader.fault(
                    at, "choices", f"are peste {MOST_CHOICES} de variante", f"has more than {MOST_CHOICES} choices"
                )
            found.append(
                Asked(
                    code,
                    row["subject"],
                    type_,
                    choices,
                    number(row["minimum"]),
                    number(row["maximum"]),
                    row["domain"],
                    at,
                    row,
                )
            )
        return found

    def parameters(self) -> dict[str, tuple[DatedNumber, ...]]:
        """Dated numbers by code, in the order of time."""
        found: dict[str, list[DatedNumber]] = {}
        for at, row in self.rows("parameters.csv"):
            value = number(row["value"])
            if value is not None:
                dated = DatedNumber(row["code"], value, day_of(row["since"]), day_of(row["until"]), at, row)
                found.setdefault(row["code"], []).append(dated)
        return {code: tuple(sorted(dated, key=lambda each: each.since or date.min)) for code, dated in found.items()}

    def derived(self, facts: dict[str, Asked]) -> list[Derived]:
        """Derived facts whose expression can be understood."""
        found = []
        for at, row in self.rows("derived.csv"):
            code = row["code"]
            if code in RESERVED or code in facts:
                self.reader.fault(
                    at, "code", f"„{code}” există deja ca fapt sau cuvânt", f"“{code}” already is a fact or a word"
                )
                continue
            try:
                meaning = Meaning(self.words, row["subject"])
                tree = meaning.typed(parse_expression(row["expression"]), Type(row["type"]))
            except (Unreadable, KeyError) as error:
                if isinstance(error, Unreadable):
                    self.reader.fault(at, "expression", error.reason_ro, error.reason_en)
                continue
            found.append(Derived(code, row["subject"], row["type"], tree, at, row))
        return found

    def table(self, code: str, subject: str) -> tuple[TableRow, ...]:
        """The rows of a decision table that can be understood."""
        sheet = self.reader.sheet(f"tables/{code}.csv", TABLE)
        fixed = {column.name for column in TABLE.columns}
        columns = [name for name in sheet.header if name not in fixed]
        columns = [name for name in columns if self.column_is_known(sheet.file, name, subject)]
        found = []
        for at, row in sheet.rows:
            cells = [cell for name in columns for cell in self.cell(at, name, row[name], subject)]
            severity = int(row["severity"]) if row["severity"] in ("1", "2", "3", "4") else 0
            if not severity and row["severity"]:
                self.reader.fault(at, "severity", "gravitatea este 1, 2, 3 sau 4", "the severity is 1, 2, 3 or 4")
            if not any(row.get(name, "") not in ("", "-") for name in columns):
                self.reader.fault(at, "", "rândul nu pune nicio condiție", "the row sets no condition")
            found.append(TableRow(row["row"], severity or 1, tuple(cells), at, row))
        if sheet.header and not found:
            self.reader.fault(Place(sheet.file, 0), "", "tabelul nu are rânduri", "the table has no rows")
        return tuple(found)

    def column_is_known(self, file: str, name: str, subject: str) -> bool:
        """Whether a column of a table is a fact or a vulnerability its rule may name."""
        if name in self.words.vulnerabilities:
            return True
        try:
            _, type_ = Meaning(self.words, subject).word(name)
        except Unreadable as error:
            self.reader.fault(Place(file, 1), name, error.reason_ro, error.reason_en)
            return False
        if type_.name in ("undecided", "date"):
            self.reader.fault(Place(file, 1), name, f"faptul „{name}” nu există", f"there is no fact “{name}”")
            return False
        return True

    def cell(self, at: Place, column: str, text: str, subject: str) -> list[Cell]:
        """The cell's condition, or nothing when any value will do."""
        try:
            parsed = parse_cell(text, column)
            return [] if parsed is None else [Cell(column, text, self.meant(parsed, subject))]
        except Unreadable as error:
            self.reader.fault(at, column, error.reason_ro, error.reason_en)
            return []

    def meant(self, parsed: Node, subject: str) -> Node:
        return Meaning(self.words, subject).condition(parsed)

    def vulnerabilities(self, tables: dict[str, tuple[TableRow, ...]]) -> list[Vulnerability]:
        """Vulnerabilities with their tables."""
        return [
            Vulnerability(
                row["code"],
                row["subject"],
                row["domain"],
                row["need_to_know"],
                day_of(row["since"]),
                day_of(row["until"]),
                tables[row["code"]],
                at,
                row,
            )
            for at, row in self.rows("vulnerabilities.csv")
            if row["code"] in tables
        ]

    def services(self) -> list[Service]:
        """Services, with numbers as numbers."""
        return [
            Service(
                row["code"],
                row["verb"],
                split(row["lead"]),
                split(row["support"]),
                row["domain"],
                whole(row["first_due_days"]),
                whole(row["severe_from"]),
                whole(row["severe_due_days"]),
                whole(row["rhythm_days"]),
                whole(row["rhythm_times"]),
                row["propose"],
                split(row["vulnerabilities"]),
                at,
                row,
            )
            for at, row in self.rows("services.csv")
        ]

    def order(self, derived: dict[str, Derived], vulnerabilities: tuple[Vulnerability, ...]) -> tuple[str, ...]:
        """The order of evaluation; a circle is a mistake at the place where it closes."""
        places = {each.code: Place(f"tables/{each.code}.csv", 1) for each in vulnerabilities}
        places |= {each.code: each.at for each in derived.values()}
        references = {each.code: refers_to([each.expression]) for each in derived.values()}
        for each in vulnerabilities:
            references[each.code] = refers_to(cell.condition for row in each.rows for cell in row.cells)
        try:
            return in_order(references)
        except Cycle as cycle:
            self.reader.fault(
                places[cycle.path[0]], "", f"se referă în cerc: {cycle}", f"refers to itself in a circle: {cycle}"
            )
            return ()


def number(value: str) -> float | None:
    """A cell's number, or None when it is empty or none (noted elsewhere)."""
    try:
        return float(value) if value else None
    except ValueError:
        return None


def whole(value: str) -> int | None:
    """A cell's whole number, or None when it is empty or none (noted elsewhere)."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 6 else None

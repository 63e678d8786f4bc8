"""CSV as Kobo and ODK Central write it: repeats in numbered columns, or in a second file beside the first."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _

from vatra.exchange.form import Form
from vatra.exchange.submission_files import Given
from vatra.exchange.submissions import (
    LONGEST_ANSWER,
    Block,
    Cell,
    Submission,
    SubmissionRefused,
    instance_of,
    last_part,
    merge_cells,
    repeat_number,
)
from vatra.method.forms import ABOUT_MEMBER

MOST_ROWS = 100_000
MOST_COLUMNS = 5_000
PARENT_NAMES = ("PARENT_KEY", "_submission__uuid", "_parent_index")
_TRUE = {"1", "true", "TRUE", "True"}


class Table:
    """One CSV file: its columns understood, its rows read one at a time."""

    def __init__(self, given: Given, form: Form) -> None:
        """Read the header; SubmissionRefused when it is none of ours."""
        self.name, self._text, self._form = given.name, given.text, form
        self._delimiter = _delimiter(given.text)
        self.header = [name.strip() for name in next(self._rows(), [])]
        repeated = [name for name, times in Counter(self.header).items() if times > 1 and name]
        if repeated:
            raise SubmissionRefused(
                _("The column “%(column)s” stands twice in the header."), code="column_twice",
                column=repeated[0][:60],
            ).at(1, repeated[0][:60])
        if len(self.header) > MOST_COLUMNS:
            raise SubmissionRefused(_("The file has too many columns."), code="too_many_columns")
        self.leaves = [last_part(name) for name in self.header]
        self.is_of_members = any(name in self.header for name in PARENT_NAMES)
        self._repeats = [repeat_number(name) for name in self.header]
        self._ticks = [form.is_part_of_a_set(name) for name in self.header]
        self.has_members = self.is_of_members or any(self._repeats)
        known = set(self.leaves) & (set(form.facts) | ABOUT_MEMBER)
        if len(self.header) < 2 or not known:
            raise SubmissionRefused(
                _("No column is one of our questionnaire's: export with names (XML values and headers), parted by "
                  "commas."),
                code="not_our_columns",
            ).at(1)

        self._check_length()

    def _check_length(self) -> None:
        """Refuse too long a file before any of it is taken."""
        if self._text.count("\n") <= MOST_ROWS:
            return
        try:
            rows = sum(1 for _row in islice(self._rows(), MOST_ROWS + 2))
        except csv.Error:
            return  # told with its row when it is read
        if rows > MOST_ROWS + 1:
            raise SubmissionRefused(
                _("The file has more than %(most)s rows: export fewer submissions at a time."),
                code="too_many_rows", most=MOST_ROWS,
            )

    def _rows(self) -> Iterator[list[str]]:
        return csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter, strict=True)

    def rows(self) -> Iterator[tuple[int, list[str] | SubmissionRefused]]:
        """Each row with its number (the header is row 1), or why it cannot be read."""
        rows = self._rows()
        next(rows, None)
        number = 1
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield number, SubmissionRefused(_("The quotes of this row do not close."), code="broken_row")
                return
            if any(row):
                yield number, self._checked(row)

    def _checked(self, row: list[str]) -> list[str] | SubmissionRefused:
        if len(row) != len(self.header):
            return SubmissionRefused(
                _("The row has %(cells)s cells and the header %(columns)s: a comma or a quote is out of place."),
                code="broken_row", cells=len(row), columns=len(self.header),
            )
        if max(map(len, row)) > LONGEST_ANSWER:
            return SubmissionRefused(_("A cell is longer than any answer can be."), code="answer_too_long")
        return row

    def block(self, number: int, row: list[str], *, of_repeat: int = 0) -> Block:
        """The answers of a row about the household (0), or about one member of a flattened repeat."""
        block = Block(number)
        ticked: dict[str, list[str]] = defaultdict(list)
        columns: dict[str, str] = {}
        for place, text in enumerate(row):
            if not text or self._repeats[place] != of_repeat:
                continue
            tick = self._ticks[place]
            if tick is None:
                merge_cells(block.cells, [(self.leaves[place], Cell(text.strip(), self.header[place]))])
            elif text.strip() in _TRUE:
                ticked[tick[0]].append(tick[1])
                columns.setdefault(tick[0], self.header[place])
        merge_cells(block.cells, [(name, Cell(" ".join(ticked[name]), columns[name])) for name in ticked])
        return block

    def members(self, number: int, row: list[str]) -> list[Block]:
        """The members that stand in numbered columns of a household's row."""
        numbers = sorted(set(self._repeats) - {0})
        blocks = [self.block(number, row, of_repeat=one) for one in numbers]
        return [block for block in blocks if block.cells]


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab: whichever parts the first line most often."""
    first = text.partition("\n")[0]
    if first.lower().startswith("sep="):
        raise SubmissionRefused(_("The first line is not the header: remove the line “sep=”."), code="not_our_columns")
    return max(",;\t", key=first.count)


def read_tables(tables: list[Table]) -> Iterator[Submission | tuple[str, SubmissionRefused]]:
    """The submissions of the files of one export, each with its members; or a file's name and a refusal."""
    theirs = [table for table in tables if table.is_of_members]
    households = [table for table in tables if not table.is_of_members]
    members, faulty = _by_parent(theirs)
    yield from faulty
    for table in households:
        if not table.has_members and not theirs:
            yield table.name, SubmissionRefused(
                _("The members are missing: give the file of the repeated group too."), code="members_missing"
            )
            continue
        yield from _households(table, members)
    for (table, _parent), rows in members.items():
        for number, _row in rows:
            yield table.name, SubmissionRefused(
                _("A member of a household that is not among the files given."), code="member_without_household"
            ).at(number)


Members = dict[tuple[Table, str], list[tuple[int, list[str]]]]


def _by_parent(tables: list[Table]) -> tuple[Members, list[tuple[str, SubmissionRefused]]]:
    """The members of the repeat's files under the id of their household."""
    members: Members = defaultdict(list)
    faulty: list[tuple[str, SubmissionRefused]] = []
    for table in tables:
        parent = next(name for name in PARENT_NAMES if name in table.header)
        for number, row in table.rows():
            if isinstance(row, SubmissionRefused):
                faulty.append((table.name, row.at(number)))
                continue
            of = row[table.header.index(parent)].strip().removeprefix("uuid:")
            members[table, of].append((number, row))
    return members, faulty


def _households(table: Table, members: Members) -> Iterator[Submission | tuple[str, SubmissionRefused]]:
    others = list(dict.fromkeys(other for other, _of in members))
    for number, row in table.rows():
        if isinstance(row, SubmissionRefused):
            yield table.name, row.at(number)
            continue
        block = table.block(number, row)
        instance = instance_of(block.cells)
        submission = Submission(table.name, instance, block, table.members(number, row))
        keys = {instance, block.text("KEY").removeprefix("uuid:"), block.text("_uuid"), block.text("_index")} - {""}
        for other in others:
            for key in sorted(keys):
                submission.members += [other.block(*one) for one in members.pop((other, key), [])]
        yield submission

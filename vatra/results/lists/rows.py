"""A row of a list as the child it tells of; what is wrong with it in words, with row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.people.born import NOT_KNOWN, Born
from vatra.people.cnp import cleaned_cnp, days_said_by, is_cnp, sex_said_by
from vatra.people.names import cleaned
from vatra.results.lists.columns import Header, header_of
from vatra.results.lists.sheet import rows_of

LONGEST_NAME, LONGEST_WORD = 100, 120
OLDEST = 25  # years: who is older stands on no list of children
_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})(?: .*)?\.?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[ T].*)?")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
_SERIAL = re.compile(r"\d{5}")
_EPOCH = date(1899, 12, 30)  # of spreadsheets: a day as a number
_SEXES = {"f": "f", "feminin": "f", "fata": "f", "m": "m", "masculin": "m", "baiat": "m"}


@dataclass(frozen=True, slots=True)
class Told:
    """A child as a row tells it; empty where the list does not say. `where`: school and class, or doctor."""

    row: int
    surname: str
    given_name: str
    born: Born = NOT_KNOWN
    sex: str = ""
    cnp: str = ""
    mother: str = ""
    village: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a row. `compared`: whether the rest of it can still be compared."""

    row: int
    column: str
    sentence: str | Promise
    compared: bool


@dataclass(frozen=True, slots=True)
class ListRead:
    """A whole list: its children, and what is wrong with which row."""

    children: tuple[Told, ...]
    mistakes: tuple[Mistake, ...]


def read_list(content: bytes, *, on: date) -> ListRead:
    """The children of a list as of a day. Raises ListRefused when the file is no list of children."""
    rows = rows_of(content)
    header = header_of(rows)
    children: list[Told] = []
    mistakes: list[Mistake] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, row in enumerate(rows[header.row :], header.row + 1):
        if not any(row):
            continue
        told = _Row(header, number, row, mistakes, on).told()
        if told is None:
            continue
        again = seen.setdefault((told.surname, told.given_name, told.born.text, told.cnp), number)
        if again == number:
            children.append(told)
        else:
            mistakes.append(Mistake(number, "", _("The same child stands on row %(row)s already.") % {"row": again},
                                    compared=False))
    return ListRead(tuple(children), tuple(mistakes))


class _Row:
    """One row, and what is found wrong with it."""

    def __init__(
        self, header: Header, number: int, row: Sequence[str], mistakes: list[Mistake], on: date
    ) -> None:
        self.header, self.number, self.row, self.mistakes, self.on = header, number, row, mistakes, on

    def told(self) -> Told | None:
        """The child, or None when the row names nobody, or nobody who could be told from a namesake."""
        surname, given = self._names()
        if not surname and not given:
            self._wrong("surname", _("The name is missing."), compared=False)
            return None
        cnp = self._cnp()
        born = self._born(cnp)
        if born is NOT_KNOWN and not cnp:
            if not (self.mistakes and self.mistakes[-1].row == self.number and not self.mistakes[-1].compared):
                self._wrong("born", _("Neither the birth nor the CNP can be read; by the name alone nobody can be told "
                                      "from a namesake."), compared=False)
            return None
        sex = sex_said_by(cnp) if cnp else _SEXES.get(self._text("sex").casefold().replace("ă", "a"), "")
        return Told(self.number, surname, given, born, sex, cnp, *(
            cleaned(self._text(field), longest=LONGEST_WORD) for field in ("mother", "village", "where")))

    def _text(self, field: str) -> str:
        place = self.header.places.get(field)
        return self.row[place] if place is not None and place < len(self.row) else ""

    def _wrong(self, field: str, sentence: str | Promise, *, compared: bool) -> None:
        column = self.header.titles.get(field) or self.header.titles.get("whole", "")
        self.mistakes.append(Mistake(self.number, column, sentence, compared))

    def _names(self) -> tuple[str, str]:
        surname, given = (cleaned(self._text(field), longest=LONGEST_NAME) for field in ("surname", "given_name"))
        whole = cleaned(self._text("whole"), longest=2 * LONGEST_NAME)
        if not given and (whole or surname):  # surname first, as in every register
            surname, _space, given = (whole or surname).partition(" ")
        return surname[:LONGEST_NAME], given[:LONGEST_NAME]

    def _cnp(self) -> str:
        text = cleaned_cnp(self._text("cnp"))
        if not text:
            return ""
        if not is_cnp(text):
            self._wrong("cnp", _("This is not a CNP: a digit is wrong or missing. The row is compared without it."),
                        compared=True)
            return ""
        return text

    def _born(self, cnp: str) -> Born:
        """The birth that is written, else that of the number."""
        text = self._text("born")
        born = read_day(text, on=self.on) if text else None
        if text and born is None:
            self._wrong("born", _("“%(text)s” is not a day: write it as 31.12.2015.") % {"text": text[:20]},
                        compared=bool(cnp))
        elif born is not None and (wrong := _impossible(born, self.on)):
            self._wrong("born", wrong, compared=bool(cnp))
            born = None
        said = days_said_by(cnp) if cnp else ()
        if born is None:
            return Born(said[-1], "day") if said else NOT_KNOWN
        if said and not any(born.can_be(day) for day in said):
            self._wrong("born", _("The birth does not agree with the CNP. The row is compared by both."), compared=True)
        return born


def _impossible(born: Born, on: date) -> str | Promise | None:
    if born.earliest is not None and born.earliest > on:
        return _("This birth lies in the future.")
    ages = born.ages(on)
    return _("Born then, the child would be older than %(years)s.") % {"years": OLDEST} \
        if ages and ages[0] > OLDEST else None


def read_day(text: str, *, on: date) -> Born | None:
    """A birth as people and spreadsheets write it, perhaps only to the month or year; None when it is none."""
    ways: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Born]]] = [
        (_YEAR_FIRST, lambda m: Born(date(int(m[1]), int(m[2]), int(m[3] or 1)), "day" if m[3] else "month")),
        (_DAY_FIRST, lambda m: Born(date(_year(m[3], on), int(m[2]), int(m[1])), "day")),
        (_MONTH, lambda m: Born(date(int(m[2]), int(m[1]), 1), "month")),
        (_SERIAL, lambda m: Born(_EPOCH + timedelta(days=int(m[0])), "day")),
        (re.compile(r"\d{4}"), lambda m: Born(date(int(m[0]), 1, 1), "year")),
    ]
    for shape, born in ways:
        found = shape.fullmatch(text.strip())
        if found is not None:
            try:
                return born(found)
            except ValueError:
                return None
    return None


def _year(text: str, on: date) -> int:
    """A year; of two digits the latest that has come."""
    if len(text) == 4:
        return int(text)
    year = on.year - on.year % 100 + int(text)
    return year if year <= on.year else year - 100

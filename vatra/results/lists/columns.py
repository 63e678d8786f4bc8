"""Which column of a list holds what: by the words of its header, as schools, town halls and doctors write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from vatra.people.names import searched
from vatra.results.lists.sheet import ListRefused

HEADER_WITHIN = 20  # rows: above it stand the name of the school and a title
# What is looked for, in this order, among headers without diacritics; the first column that fits holds it.
WORDS: dict[str, tuple[str, ...]] = {
    "cnp": ("cnp", "cod numeric personal"),
    "mother": ("mama", "numele mamei", "nume mama", "nume si prenume mama", "mother"),
    "born": ("data nasterii", "data nastere", "data de nastere", "nascut la", "nascut", "nasterea", "date of birth",
             "born"),
    "whole": ("nume si prenume", "numele si prenumele", "nume prenume", "nume si prenume elev", "numele elevului",
              "nume si prenume elev", "numele si prenumele elevului", "nume si prenume copil",
              "elev", "copil", "nume complet", "name"),
    "given_name": ("prenume", "prenumele", "prenume elev", "prenume copil", "given name", "first name"),
    "surname": ("nume", "numele", "nume elev", "nume copil", "nume de familie", "surname", "last name"),
    "sex": ("sex", "sexul", "gen"),
    "village": ("sat", "satul", "localitate", "localitatea", "village"),
    "where": ("scoala", "unitatea", "unitate", "clasa", "grupa", "gradinita", "medic", "school", "class"),
}
NAMES = ("surname", "given_name", "whole")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (row 1 is the first) and the place of each column found."""

    row: int
    places: dict[str, int]
    titles: dict[str, str]


def header_of(rows: Sequence[Sequence[str]]) -> Header:
    """The first row that names a child and a birth or a number. Raises ListRefused, saying what is missing."""
    best: Header | None = None
    for number, row in enumerate(rows[:HEADER_WITHIN], 1):
        found = _read(number, row)
        if best is None or len(found.places) > len(best.places):
            best = found
    if best is None or not _has_name(best):
        raise ListRefused(
            _("No column of the first %(rows)s rows is called “Nume” or “Nume și prenume”. Write above the columns "
              "what they hold: Nume, Prenume, CNP, Data nașterii."), code="no_header", rows=HEADER_WITHIN,
        )
    if "born" not in best.places and "cnp" not in best.places:
        raise ListRefused(
            _("Row %(row)s names the children, but no column is called “Data nașterii” or “CNP”: by the name alone "
              "nobody can be told from a namesake."), code="no_birth", row=best.row,
        )
    return best


def _has_name(header: Header) -> bool:
    return any(name in header.places for name in NAMES)


def _read(number: int, row: Sequence[str]) -> Header:
    titles = [searched(cell) for cell in row]
    places: dict[str, int] = {}
    for field, words in WORDS.items():
        place = next((at for at, title in enumerate(titles) if title in words and at not in places.values()), None)
        if place is not None:
            places[field] = place
    return Header(number, places, {field: row[place] for field, place in places.items()})

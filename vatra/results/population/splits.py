"""By what the children of a file are told apart: sex and age by their answers, town and ethnicity by columns beside.

`urban` (yes or no) and `ethnicity` (roma, or any other word) are columns that no rule reads: they are there for the
check of fairness alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from vatra.results.population.errors import BadCell, BadPopulation
from vatra.results.population.reading import as_text

AGES = ((0, "0-2"), (3, "3-5"), (6, "6-10"), (11, "11-14"), (15, "15-17"))
OF_AGE = 18
ROMA, ETHNICITY, UNKNOWN = "roma", "ethnicity", "unknown"
SPLITS: Mapping[str, tuple[str, ...]] = {
    ETHNICITY: (ROMA, "other", UNKNOWN), "place": ("urban", "rural", UNKNOWN), "sex": ("f", "m", UNKNOWN),
    "age": (*(name for _since, name in AGES), UNKNOWN),
}
URBAN = {"yes": "urban", "true": "urban", "1": "urban", "no": "rural", "false": "rural", "0": "rural"}
BESIDE = {"urban": "place", "ethnicity": ETHNICITY}  # column of a file -> what it tells apart


def age_named(years: int | None) -> str:
    """The band of a child's age."""
    if years is None or not 0 <= years < OF_AGE:
        return UNKNOWN
    return next(name for since, name in reversed(AGES) if since <= years)


def declared(ethnicity: str) -> str:
    """What somebody declared, as it is told apart."""
    if not ethnicity.strip():
        return UNKNOWN
    return ROMA if ethnicity.strip().casefold() == ROMA else "other"


def splits_in(piece: pa.Table, working: pa.Table, *, rows_before: int) -> dict[str, pa.Array]:
    """By name, the place of each row of a piece in its split; those of which the file says nothing are left out.

    `working`: the working table of the piece. Raises `BadPopulation` for a cell that is neither yes nor no.
    """
    found: dict[str, pa.Array] = {}
    if "sex" in working.column_names:
        found["sex"] = _placed(working.column("sex"), "sex", lambda sex: SPLITS["sex"][int(sex) - 1])
    if "age_y" in working.column_names:
        found["age"] = _placed(working.column("age_y"), "age", age_named)
    for column, split in BESIDE.items():
        if column in piece.column_names:
            texts = as_text(piece.column(column).combine_chunks())
            if split == "place":
                _check(texts, column, rows_before)
                found[split] = _placed(texts, split, lambda text: URBAN.get(text.strip().lower(), UNKNOWN))
            else:
                found[split] = _placed(texts, split, declared)
    return found


def _placed(column: pa.ChunkedArray | pa.Array, split: str, named: Callable[..., str]) -> pa.Array:
    """Each value as its place in the split; empty ones as unknown."""
    distinct = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).dictionary_encode()
    names = SPLITS[split]
    places = pa.array([names.index(named(value)) for value in distinct.dictionary.to_pylist()], pa.int16())
    return places.take(distinct.indices).fill_null(names.index(UNKNOWN))


def _check(texts: pa.Array, column: str, rows_before: int) -> None:
    for place, text in enumerate(texts.dictionary_encode().dictionary.to_pylist()):
        if text.strip() and text.strip().lower() not in URBAN:
            row = rows_before + texts.dictionary_encode().indices.index(place).as_py() + 2
            raise BadPopulation([BadCell(row, column, "este da sau nu: yes, no, 1, 0", "is yes or no: yes, no, 1, 0")])

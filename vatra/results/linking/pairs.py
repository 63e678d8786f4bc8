"""The pairs of a list and a register that could be one child, with the evidence for it; in SQL, on DuckDB.

All against all is commune times list, which a county cannot afford: two are compared only when they share a block
(`BLOCKS`). Each block is there for one sort of error: a child whose number, or birth, or both names are right is
found whatever else is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import duckdb
import pyarrow as pa

from vatra.results.linking.weights import CLOSE, OF_A_NAME, RAREST, SHARED_WITH_SIBLINGS, WEIGHTS, prior

BLOCKS = {
    "number": "l.cnp = k.cnp",
    "birth, a name begins alike": "l.born = k.born AND (l.surname[1] = k.surname[1] OR l.given[1] = k.given[1] "
                                  "OR l.surname[1] = k.given[1])",
    "day and month exchanged": "l.exchanged = k.born AND l.surname[1] = k.surname[1]",
    "both names, exact": "l.surname = k.surname AND l.given = k.given",
    "both names, the wrong way round": "l.surname = k.given AND l.given = k.surname",
    "the beginnings of both names": "l.surname[:4] = k.surname[:4] AND l.given[:3] = k.given[:3]",
    "given name and month of birth": "l.first = k.first AND l.month = k.month",
}
_TYPES = pa.schema([
    ("id", pa.int64()), ("surname", pa.string()), ("given", pa.string()), ("first", pa.string()), ("born", pa.date32()),
    ("exchanged", pa.date32()), ("month", pa.int32()), ("born_from", pa.date32()), ("born_until", pa.date32()),
    ("sex", pa.string()), ("cnp", pa.string()), ("village", pa.int32()), ("words", pa.list_(pa.string())),
])


@dataclass(frozen=True, slots=True)
class Described:
    """A child as a list or the register gives it; names as they are searched, what is not known empty or None.

    `born_from` and `born_until` are the same day when the birth is known to the day. `words`: of a list the words of
    the mother's name, of the register those of the names of the adults the child lives with.
    """

    surname: str
    given_name: str
    born_from: date | None = None
    born_until: date | None = None
    sex: str = ""
    cnp: str = ""
    village: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that could be one, by their places in the tables; `bits` above 0 is for, below against."""

    listed: int
    known: int
    bits: float
    same_name: bool  # the given name agrees, or nearly; or the number does


class Linking:
    """A list and a register, ready to be compared in parts. To be closed."""

    def __init__(self, listed: Sequence[Described], known: Sequence[Described]) -> None:
        self._engine = duckdb.connect(":memory:", config={"threads": 2})
        self._prior = prior(len(known))
        for name, rows in (("told", listed), ("known", known)):
            self._engine.register("arrow", _table(rows))
            self._engine.execute(f"CREATE TABLE {name} AS SELECT * FROM arrow")
            self._engine.unregister("arrow")
        self._engine.execute(_SHARES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._engine.close()

    def pairs(self, since: int, until: int, *, least: float = 0.0) -> list[Pair]:
        """The pairs of the list's places from `since` to before `until` with at least so many bits, best first."""
        rows = self._engine.execute(_SQL, {"since": since, "until": until, "least": least - self._prior}).fetchall()
        return [Pair(listed, known, round(bits + self._prior, 2), same) for listed, known, bits, same in rows]


def _table(rows: Sequence[Described]) -> pa.Table:
    """Column by column, which a county's rows need."""
    born = [one.born_from if one.born_from == one.born_until else None for one in rows]
    columns: list[list[Any]] = [
        list(range(len(rows))), [one.surname for one in rows], [one.given_name for one in rows],
        [one.given_name.partition(" ")[0] or None for one in rows], born, [_exchanged(day) for day in born],
        [day and day.year * 12 + day.month for day in born], [one.born_from for one in rows],
        [one.born_until for one in rows], [one.sex or None for one in rows], [one.cnp or None for one in rows],
        [one.village for one in rows], [one.words or None for one in rows],
    ]
    return pa.table([pa.array(values, field.type) for values, field in zip(columns, _TYPES, strict=True)], _TYPES)


def _exchanged(born: date | None) -> date | None:
    """The same birth with day and month the wrong way round; None where that is no other day."""
    if born is None or born.day > 12 or born.day == born.month:
        return None
    return born.replace(month=born.day, day=born.month)


def _name(one: str, other: str, same: str) -> str:
    """SQL: the weight of two names: by how rare it is when the same, close when misspelt or one holds the other."""
    return (
        f"CASE WHEN {one} = {other} THEN {same} "
        f"WHEN {_close(one, other)} THEN {WEIGHTS['name_close']} ELSE {WEIGHTS['name_other']} END"
    )


def _close(one: str, other: str) -> str:
    return (f"(jaro_winkler_similarity({one}, {other}) >= {CLOSE} OR starts_with({one}, {other} || ' ') "
            f"OR starts_with({other}, {one} || ' '))")


# What the very name says that two share, worked out once for each row of the list.
_SHARES = f"""
CREATE TABLE shares AS WITH every AS (
  SELECT surname AS name FROM told UNION ALL SELECT surname FROM known
  UNION ALL SELECT given FROM told UNION ALL SELECT given FROM known
) SELECT name, log2({OF_A_NAME['same']} / greatest(2 * count(*) / (SELECT count(*) FROM every), {RAREST})) AS bits
FROM every GROUP BY name;
CREATE TABLE listed AS SELECT told.*, s.bits AS surname_bits, g.bits AS given_bits
FROM told JOIN shares s ON s.name = told.surname JOIN shares g ON g.name = told.given;
"""
_EXCHANGED = WEIGHTS["exchanged"]
_SAME_PARTS = ("(year(l.born) = year(k.born))::INT + (month(l.born) = month(k.born))::INT "
               "+ (day(l.born) = day(k.born))::INT")
_BIRTH = (
    f"CASE WHEN l.born_from IS NULL OR k.born_from IS NULL THEN {WEIGHTS['birth_unknown']} "
    f"WHEN l.born = k.born THEN {WEIGHTS['birth_same']} "
    f"WHEN l.exchanged = k.born THEN {WEIGHTS['birth_exchanged']} "
    f"WHEN l.born IS NOT NULL AND k.born IS NOT NULL AND {_SAME_PARTS} = 2 THEN {WEIGHTS['birth_near']} "
    "WHEN (l.born IS NULL OR k.born IS NULL) AND l.born_from <= k.born_until AND k.born_from <= l.born_until "
    f"THEN {WEIGHTS['birth_part']} ELSE {WEIGHTS['birth_other']} END"
)
_NUMBER, _SEX = (
    f"CASE WHEN l.{one} = k.{one} THEN {WEIGHTS[f'{one}_same']} WHEN l.{one} <> k.{one} THEN {WEIGHTS[f'{one}_other']} "
    "ELSE 0 END" for one in ("cnp", "sex")
)
_HOME = (
    "(CASE WHEN l.words IS NULL OR k.words IS NULL THEN 0 "
    "WHEN len(list_intersect(l.words, k.words)) >= least(2, list_unique(l.words)) "
    f"THEN {WEIGHTS['mother_same']} ELSE {WEIGHTS['mother_other']} END) + "
    f"(CASE WHEN l.village = k.village THEN {WEIGHTS['village_same']} "
    f"WHEN l.village <> k.village THEN {WEIGHTS['village_other']} ELSE 0 END)"
)
_MET = " UNION ".join(f"SELECT l.id AS lid, k.id AS kid FROM part l JOIN known k ON {on}" for on in BLOCKS.values())
_SQL = f"""
WITH part AS (SELECT * FROM listed WHERE id >= $since AND id < $until),
met AS ({_MET}),
weighed AS (
  SELECT lid, kid, {_BIRTH} + {_NUMBER} + {_SEX} AS alone, {_HOME} AS home,
    {_name('l.surname', 'k.surname', 'surname_bits')} AS surname, {_name('l.given', 'k.given', 'given_bits')} AS given,
    {_name('l.given', 'k.surname', 'given_bits')} AS surname_exchanged,
    {_name('l.surname', 'k.given', 'surname_bits')} AS given_exchanged,
    coalesce(l.cnp = k.cnp, false) AS same_number
  FROM met JOIN listed l ON l.id = lid JOIN known k ON k.id = kid
),
named AS (
  SELECT lid, kid, alone, same_number, given, given_exchanged,
    least(surname + home, {SHARED_WITH_SIBLINGS}) + given AS straight,
    least(surname_exchanged + home, {SHARED_WITH_SIBLINGS}) + given_exchanged + {_EXCHANGED} AS exchanged
  FROM weighed
)
SELECT lid, kid, alone + greatest(straight, exchanged) AS bits,
  same_number OR (CASE WHEN straight >= exchanged THEN given ELSE given_exchanged END) > 0
FROM named WHERE bits >= $least ORDER BY lid, bits DESC, kid
"""

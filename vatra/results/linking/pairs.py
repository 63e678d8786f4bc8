"""The pairs of a list and a register that could be one child, with the evidence for it; in SQL, on DuckDB.

All against all is commune times list, which a county cannot afford: two are compared only when they share a block
(`BLOCKS`). Each block is there for one sort of error: a child whose number, or birth, or both names are right is
found whatever else is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Self

import pyarrow as pa

from vatra.results.linking.weights import CLOSE, OF_A_NAME, RAREST, SHARED_WITH_SIBLINGS, WEIGHTS, prior

BLOCKS = {
    "number": "l.cnp = k.cnp",
    "birth, a name begins alike": "l.born = k.born AND (l.begins = k.begins OR l.given_begins = k.given_begins "
                                  "OR l.begins = k.given_begins)",
    "day and month exchanged": "l.exchanged = k.born AND l.begins = k.begins",
    "both names, exact": "l.surname = k.surname AND l.given = k.given",
    "both names, the wrong way round": "l.surname = k.given AND l.given = k.surname",
    "the beginnings of both names": "l.surname[:4] = k.surname[:4] AND l.given[:3] = k.given[:3]",
    "given name and month of birth": "l.first = k.first AND l.month = k.month",
}
_TYPES = pa.schema([
    ("id", pa.int64()), ("surname", pa.string()), ("given", pa.string()), ("born_from", pa.date32()),
    ("born_until", pa.date32()), ("sex", pa.string()), ("cnp", pa.string()), ("village", pa.int32()),
    ("words", pa.list_(pa.string())),
])
# `exchanged`: the birth with day and month the wrong way round; null where that is no other day.
_DESCRIBED = """
SELECT id, surname, given, surname[1] AS begins, given[1] AS given_begins,
  nullif(split_part(given, ' ', 1), '') AS first, born_from, born_until, nullif(sex, '') AS sex,
  nullif(cnp, '') AS cnp, village,
  CASE WHEN len(words) > 0 THEN list_distinct(words) END AS words,
  CASE WHEN born_from = born_until THEN born_from END AS born, year(born) * 12 + month(born) AS month,
  CASE WHEN day(born) <= 12 AND day(born) <> month(born) THEN make_date(year(born), day(born), month(born)) END
    AS exchanged
"""


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


class Pair(NamedTuple):
    """Two that could be one, by their places in the tables; `bits` above 0 is for, below against."""

    listed: int
    known: int
    bits: float
    same_name: bool  # the given name agrees, or nearly; or the number does


class Linking:
    """A list and a register, ready to be compared in parts. To be closed.

    `among`: how many are in the register when `known` is but a part of it.
    """

    def __init__(self, listed: Sequence[Described], known: Sequence[Described], *, among: int = 0) -> None:
        import duckdb  # 30 MB that a server need not hold until somebody compares a list

        self._engine = duckdb.connect(":memory:", config={"threads": 2})
        self._prior = prior(max(among, len(known)))
        self._engine.register("told", _table(listed))
        self._engine.register("there", _table(known))
        self._engine.execute(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._engine.close()

    def pairs(self, since: int, until: int, *, least: float = 0.0) -> list[Pair]:
        """The pairs of the list's places from `since` to before `until` with at least so many bits, best first."""
        asked = {"since": since, "until": until, "least": least, "prior": self._prior}
        return [*map(Pair._make, self._engine.execute(_SQL, asked).fetchall())]


def _table(rows: Sequence[Described]) -> pa.Table:
    """Column by column, which a county's rows need; what follows from them is worked out in SQL."""
    columns: list[Sequence[Any]] = [
        range(len(rows)), [one.surname for one in rows], [one.given_name for one in rows],
        [one.born_from for one in rows], [one.born_until for one in rows], [one.sex for one in rows],
        [one.cnp for one in rows], [one.village for one in rows], [one.words for one in rows],
    ]
    return pa.table([pa.array(values, field.type) for values, field in zip(columns, _TYPES, strict=True)], _TYPES)


def _name(one: str, other: str, same: str) -> str:
    """SQL: the weight of two names: by how rare it is when the same, close when misspelt or one holds the other.

    A name that is not written says nothing.
    """
    return (
        f"CASE WHEN {one} = '' OR {other} = '' THEN 0 WHEN {one} = {other} THEN {same} "
        f"WHEN {_close(one, other)} THEN {WEIGHTS['name_close']} ELSE {WEIGHTS['name_other']} END"
    )


def _close(one: str, other: str) -> str:
    return (f"(jaro_winkler_similarity({one}, {other}) >= {CLOSE} OR starts_with({one}, {other} || ' ') "
            f"OR starts_with({other}, {one} || ' '))")


# What the very name says that two share, worked out once for each row of the list.
_TABLES = f"""
CREATE TABLE known AS {_DESCRIBED} FROM there;
CREATE TABLE shares AS WITH every AS (
  SELECT surname AS name FROM told UNION ALL SELECT surname FROM there
  UNION ALL SELECT given FROM told UNION ALL SELECT given FROM there
) SELECT name, log2({OF_A_NAME['same']} / greatest(2 * count(*) / (SELECT count(*) FROM every), {RAREST})) AS bits
FROM every GROUP BY name;
CREATE TABLE listed AS {_DESCRIBED}, s.bits AS surname_bits, g.bits AS given_bits
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
    "WHEN len(list_intersect(l.words, k.words)) >= least(2, len(l.words)) "
    f"THEN {WEIGHTS['mother_same']} ELSE {WEIGHTS['mother_other']} END) + "
    f"(CASE WHEN l.village = k.village THEN {WEIGHTS['village_same']} "
    f"WHEN l.village <> k.village THEN {WEIGHTS['village_other']} ELSE 0 END)"
)
# The most that the names can say of two who share a block: most of those who do are not alike enough in the rest, and
# are left out before any letters are compared.
_AT_MOST = (
    f"{SHARED_WITH_SIBLINGS} "
    f"+ greatest(CASE WHEN l.given = k.given THEN l.given_bits ELSE {WEIGHTS['name_close']} END, {_EXCHANGED} "
    f"+ CASE WHEN l.surname = k.given THEN l.surname_bits ELSE {WEIGHTS['name_close']} END)"
)
_ALONE = f"{_BIRTH} + {_NUMBER} + {_SEX}"
_MET = " UNION ".join(
    f"SELECT l.id AS lid, k.id AS kid FROM part l JOIN known k ON {on} WHERE {_ALONE} + {_AT_MOST} + $prior >= $least"
    for on in BLOCKS.values()
)
_SQL = f"""
WITH part AS (SELECT * FROM listed WHERE id >= $since AND id < $until),
met AS ({_MET}),
weighed AS (
  SELECT lid, kid, {_ALONE} AS alone, {_HOME} AS home,
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
SELECT lid, kid, round(alone + greatest(straight, exchanged) + $prior, 2) AS bits,
  same_number OR (CASE WHEN straight >= exchanged THEN given ELSE given_exchanged END) > 0
FROM named WHERE alone + greatest(straight, exchanged) + $prior >= $least ORDER BY lid, bits DESC, kid
"""

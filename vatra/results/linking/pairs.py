"""The pairs of a list and a register that could be one child, with the evidence for it; in SQL, on DuckDB.

Who is compared with whom stands in `blocks`, what it says in `evidence`, how much in `weights`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Self

import pyarrow as pa

from vatra.results.linking.blocks import Model, question, tables
from vatra.results.linking.weights import prior

CHILDREN = Model()
AT_HAND = 4_000  # rows
_TYPES = pa.schema([
    ("id", pa.int64()), ("surname", pa.string()), ("given", pa.string()), ("born_from", pa.date32()),
    ("born_until", pa.date32()), ("sex", pa.string()), ("cnp", pa.string()), ("village", pa.int32()),
    ("words", pa.list_(pa.string())),
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


class Pair(NamedTuple):
    """Two that could be one, by their places in the tables; `bits` above 0 is for, below against."""

    listed: int
    known: int
    bits: float
    same_name: bool  # the given name agrees, or nearly; or the number does


Plain = tuple[int, int, float, bool]  # the same without its names: of a million, Python looks after these for less


class Linking:
    """A list and a register, ready to be compared in parts. To be closed.

    `among`: how many are in the register when `known` is but a part of it.
    """

    def __init__(self, listed: Sequence[Described], known: Sequence[Described], *, among: int = 0,
                 model: Model = CHILDREN) -> None:
        import duckdb  # 30 MB that a server need not hold until somebody compares a list

        self._engine = duckdb.connect(":memory:", config={"threads": 2})
        self._prior = model.weights.get("prior", prior(max(among, len(known))))
        self._engine.register("told", _table(listed))
        self._engine.register("there", _table(known))
        self._engine.execute(tables(model))
        self._question = question(model)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._engine.close()

    def pairs(self, since: int, until: int, *, least: float = 0.0) -> list[Pair]:
        """The pairs of the list's places from `since` to before `until` with at least so many bits, best first."""
        return [*map(Pair._make, self.plain_pairs(since, until, least=least))]

    def plain_pairs(self, since: int, until: int, *, least: float = 0.0) -> list[Plain]:
        """The same, as plain tuples, which is enough for `groups`."""
        asked = {"since": since, "until": until, "least": least, "prior": self._prior}
        return self._engine.execute(self._question, asked).fetchall()


def _table(rows: Sequence[Described]) -> pa.Table:
    """Some thousand rows at a time, which the processor still has at hand for the next column; what follows from them
    is worked out in SQL.
    """
    return pa.Table.from_batches(
        [_columns(rows[since : since + AT_HAND], since) for since in range(0, len(rows), AT_HAND)], _TYPES)


def _columns(rows: Sequence[Described], since: int) -> pa.RecordBatch:
    columns: list[Sequence[Any]] = [
        range(since, since + len(rows)), [one.surname for one in rows], [one.given_name for one in rows],
        [one.born_from for one in rows], [one.born_until for one in rows], [one.sex for one in rows],
        [one.cnp for one in rows], [one.village for one in rows], [one.words for one in rows],
    ]
    return pa.record_batch([pa.array(values, one.type) for values, one in zip(columns, _TYPES, strict=True)], _TYPES)

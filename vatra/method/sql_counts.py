"""One SQL statement for one side of an indicator: over all months and communes at once, split by its dimensions.

The table of periods has a row for each month with the columns `month` (YYYYMM) and `evidence.OF_THE_PERIOD`. A
statement gives rows of whole numbers: month, commune, the dimensions (0 where not known), and `counted`; of a median
also `value`, in ten-thousandths, with how often it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vatra.method.dialects import SqlWriter, quoted
from vatra.method.evidence import AGE_BANDS, Table
from vatra.method.indicators import Tally
from vatra.method.tree import Fact, Found, OverMembers

PERIODS = "periods"


@dataclass(frozen=True)
class CountSql:
    """Writes the statements of one dialect over tables of these names."""

    dialect: str
    parameters: Mapping[str, float | None]
    tables: Mapping[str, Table]

    @property
    def _writer(self) -> SqlWriter:
        return SqlWriter(self.dialect, self.parameters, self._column, self._no_members, frozenset(), frozenset())

    def statement(self, tally: Tally, by: tuple[str, ...], *, values: bool = False) -> str:
        """The statement of a tally, split by dimensions; `values`: a row for each value instead of their sum."""
        table, writer = self.tables[tally.table], self._writer
        split = [f"{self._dimension(name, table)} AS {quoted(name)}" for name in by]
        counted = self._counted(tally, writer)
        if values and tally.value is not None:
            split.append(f"{writer.ten_thousandths(writer.sql(tally.value, 'household'))} AS {quoted('value')}")
            counted = "COUNT(*)"
        places = ", ".join(str(place) for place in range(1, 3 + len(split)))
        chosen = ", ".join([quoted("month"), quoted("commune"), *split, f"{counted} AS {quoted('counted')}"])
        condition = writer.sql(tally.when, "household")
        if tally.value is not None:
            condition = f"({condition} AND {writer.sql(tally.value, 'household')} IS NOT NULL)"
        return (
            f"SELECT {chosen} FROM {quoted(tally.table)} CROSS JOIN {quoted(PERIODS)} WHERE {condition} "
            f"GROUP BY {places} ORDER BY {places}"
        )

    def _counted(self, tally: Tally, writer: SqlWriter) -> str:
        if tally.value is not None:
            return f"SUM({writer.ten_thousandths(writer.sql(tally.value, 'household'))})"
        return "COUNT(*)" if tally.each == "row" else f"COUNT(DISTINCT {quoted(tally.each)})"

    def _dimension(self, name: str, table: Table) -> str:
        if name == "age_band":
            born = f"({quoted('on_ymd')} - {quoted('born')})"
            bands = enumerate(AGE_BANDS, start=1)
            cases = " ".join(f"WHEN {born} < {(high + 1) * 10_000} THEN {place}" for place, (_, high) in bands)
            return f"(CASE WHEN {quoted('born')} IS NULL THEN 0 {cases} ELSE 0 END)"
        return f"COALESCE({quoted(name)}, 0)" if name in table.columns else "0"

    def _column(self, node: Fact | Found, scope: str) -> str:
        return quoted(node.code)

    def _no_members(self, node: OverMembers, scope: str) -> str:
        raise TypeError(node)  # refused when the rulebook is read: a table has no members

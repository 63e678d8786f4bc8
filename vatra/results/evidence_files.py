"""The evidence kept as Parquet files: a folder per table, in parts by county and by the month in which a row begins.

    visits/county=BC/began=2026-03/rows.parquet        what began in March 2026 in a county
    visits/none.parquet                                no row: the columns, should nothing ever have begun
    taken.json                                         which state of which commune stands in the files

What has no news is not read again, and a part that stays the same is not written again. A county is written whole
before it is said to be taken, each part by renaming, so that whoever stops in between begins that county anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from vatra.base.days import EPOCH
from vatra.method.evidence import Table, tables_of
from vatra.method.rulebook import Rulebook
from vatra.results.evidence import Gathering, Tables, schema_of, together
from vatra.results.population.engines import Engine, ReadsFiles

TAKEN, NONE, ROWS = "taken.json", "none.parquet", "rows.parquet"
ROW_GROUP = 1_000_000
ORDER = "commune"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class EvidenceFiles:
    """The files below one folder, of one rulebook; `facts`: those that its indicators ask about."""

    folder: Path
    book: Rulebook
    version: str
    facts: frozenset[str]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return tables_of(self.book)

    def schema(self, name: str) -> pa.Schema:
        """The columns of a table."""
        return schema_of(self.tables[name], {code: self.book.facts[code] for code in sorted(self.facts)})

    def begin(self) -> None:
        """Make the folder, with a file without rows for each table; what another rulebook wrote is cleared away."""
        for name in self.tables:
            if not self.taken():
                rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir(parents=True, exist_ok=True)
            _write(self.folder / name / NONE, self.schema(name).empty_table())

    def begun(self) -> bool:
        """Whether these are such files, perhaps of another rulebook, perhaps not yet whole."""
        return (self.folder / TAKEN).exists() or (self.folder / next(iter(self.tables)) / NONE).exists()

    def taken(self) -> dict[int, str]:
        """Which state of each commune stands in the files; nothing, if that was with another rulebook."""
        return {int(code): state for code, state in self._said().get("communes", {}).items()}

    def is_whole(self) -> bool:
        """Whether the last writing came to its end."""
        return bool(self._said().get("whole"))

    def _said(self) -> dict[str, Any]:
        try:
            said: dict[str, Any] = json.loads((self.folder / TAKEN).read_text())
        except FileNotFoundError:
            return {}
        same = said["rulebook"] == self.version and said["facts"] == sorted(self.facts)
        return said if same else {}

    def is_of_another(self) -> bool:
        """Whether another rulebook wrote these files."""
        return (self.folder / TAKEN).exists() and not self._said()

    def keep_taken(self, communes: Mapping[int, str], *, whole: bool) -> None:
        """Say which state of each commune stands in the files now, and whether that is all."""
        said = {"rulebook": self.version, "facts": sorted(self.facts), "whole": whole,
                "communes": {str(code): communes[code] for code in sorted(communes)}}
        temporary = self.folder / f"{TAKEN}.writing"
        temporary.write_text(json.dumps(said, indent=1))
        temporary.replace(self.folder / TAKEN)

    def replace(self, county: str, communes: Sequence[int], tables: Tables) -> int:
        """Put these rows in the place of what stood of these communes; how many files changed."""
        return sum(self._replace(county, communes, name, rows) for name, rows in tables.items())

    def _replace(self, county: str, communes: Sequence[int], name: str, rows: pa.Table) -> int:
        here, changed = self.folder / name / f"county={county}", 0
        by_month = dict(_by_month(rows.sort_by(ORDER), self.tables[name].begins))
        before = {path.parent.name.partition("=")[2]: path for path in here.glob(f"began=*/{ROWS}")}
        for month in sorted({*by_month, *before}):
            was = self._part(name, before[month]) if month in before else None
            new = by_month.get(month, rows.slice(0, 0))
            if was is not None:
                others = was.filter(pc.invert(pc.is_in(was[ORDER], pa.array(communes, pa.int32()))))
                new = pa.concat_tables([others, new]).sort_by(ORDER)
            if was is None or not new.equals(was):
                changed += _put(here / f"began={month}" / ROWS, new)
        return changed

    def _part(self, name: str, path: Path) -> pa.Table:
        return pq.read_table(path, schema=self.schema(name), partitioning=None)

    def read_into(self, engine: Engine) -> None:
        """Give an engine the tables: those that read files by themselves are told where, the others are handed rows."""
        for name in self.tables:
            if isinstance(engine, ReadsFiles):
                engine.read(name, str(self.folder / name))
            else:
                engine.load(name, ds.dataset(self._files(name), schema=self.schema(name)).to_table())

    def _files(self, name: str) -> list[Path]:
        return [self.folder / name / NONE, *sorted((self.folder / name).glob(f"county=*/began=*/{ROWS}"))]

    def rows(self) -> int:
        """How many rows stand in all files."""
        return sum(pq.read_metadata(path).num_rows for name in self.tables for path in self._files(name))


def keep_evidence(
    files: EvidenceFiles, states: Mapping[str, Mapping[int, str]], *, progress: Progress = lambda done, of: None,
) -> tuple[int, int]:
    """Bring the files up to date: `states` are those of the register by county and commune.

    Answers how many communes were taken anew and how many files changed by it. A commune that is no longer named keeps
    its rows.
    """
    files.begin()
    taken = files.taken()
    news = {county: [code for code, state in here.items() if taken.get(code) != state]
            for county, here in states.items()}
    number, done, changed = sum(map(len, news.values())), 0, 0
    if number:
        files.keep_taken(taken, whole=False)
    for county, communes in news.items():
        gathered = []
        for commune in communes:
            # households are numbered within their commune, so that one that has no news keeps its numbers
            gathered.append(Gathering(files.book, files.facts).commune(commune))
            done += 1
            progress(done, number)
        if gathered:
            changed += files.replace(county, communes, together(gathered))
            taken |= {commune: states[county][commune] for commune in communes}
            files.keep_taken(taken, whole=False)
    files.keep_taken(taken, whole=True)
    return number, changed


def month_named(began: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The months (YYYY-MM) of days as `date.toordinal` gives them."""
    return (began - EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(str)


def _by_month(rows: pa.Table, begins: str) -> Iterator[tuple[str, pa.Table]]:
    months = month_named(pc.fill_null(rows[begins], EPOCH).to_numpy())
    for month in np.unique(months):
        yield str(month), rows.filter(pa.array(months == month))


def _put(path: Path, rows: pa.Table) -> int:
    if rows.num_rows:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, rows)
        return 1
    if path.exists():
        path.unlink()
        return 1
    return 0


def _write(path: Path, rows: pa.Table) -> None:
    temporary = path.with_suffix(".writing")
    pq.write_table(rows, temporary, compression="zstd", row_group_size=ROW_GROUP)
    temporary.replace(path)


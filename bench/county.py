"""A county at any size, quickly: the derived rows of a demo, copied into the county's other communes.

    VATRA_HOME=… python -m bench.county 46000

Multiplies what pages read (people, assessment, care, councils, supervision, the heads of the streams) in the SQLite
file of a filled home until it holds so many households; every copy has uuids of its own and stands in communes of
its own, with a team of its own. Of the register's entries only those are copied that pages look for among all others,
so such a home is for measuring and for nothing else.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

ROOMS = ("people_", "assessment_", "care_", "community_", "supervision_")
NOT_COPIED = ("care_partnerlink", "care_providerword")  # the links of letters, and the county's one directory
LOOKED_FOR = "kind = 'agree_plan' OR state = 'to_settle'"  # the entries that pages look for
OF_COMMUNES = "answers_for = '' AND id IN (SELECT worker_id FROM access_roleheld WHERE commune_id IS NOT NULL)"
TEAM = 10_000  # between the internal ids of a worker and of who does the same work in the next copy
UUID_BITS = (1 << 128) - 1
TURN = 0x9E3779B97F4A7C15F39CC0605CEDC835  # odd: no two copies share a uuid


def main() -> None:
    """Grow the home's file to the number of households asked for."""
    have = grow(Path(os.environ["VATRA_HOME"]) / "vatra.sqlite3", int(sys.argv[1]))
    sys.stdout.write(f"{have} households\n")


def grow(file: Path, households: int) -> int:
    """Copy the rows of a demo until a file holds at least so many households; how many there are then."""
    base = sqlite3.connect(file, isolation_level=None)
    base.executescript("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
    source = [code for (code,) in base.execute("SELECT DISTINCT commune_id FROM people_household ORDER BY 1")]
    others = [code for (code,) in base.execute(
        "SELECT siruta FROM places_commune WHERE siruta NOT IN (SELECT commune_id FROM people_household)"
        " AND county_id = (SELECT county_id FROM places_commune WHERE siruta = ?) ORDER BY siruta", source[:1])]
    tables = [_Table(base, "access_worker", OF_COMMUNES), _Table(base, "access_roleheld", "commune_id IS NOT NULL"),
              _Table(base, "register_entry", LOOKED_FOR)]
    tables += [_Table(base, name) for (name,) in base.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        if name.startswith(ROOMS) and name not in NOT_COPIED]
    base.execute("BEGIN")
    for number in range(-(-households // _households(base)) - 1):
        moved = {code: others[(number * len(source) + place) % len(others)] for place, code in enumerate(source)}
        _copy(base, tables, number + 1, moved)
    base.execute("COMMIT")
    base.executescript("ANALYZE; PRAGMA journal_mode = WAL;")
    have = _households(base)
    base.close()
    return have


def _households(base: sqlite3.Connection) -> int:
    return int(base.execute("SELECT count(*) FROM people_household").fetchone()[0])


class _Table:
    """A table of the demo: its columns, those that name a worker, and the last row that is not a copy."""

    def __init__(self, base: sqlite3.Connection, name: str, which: str = "TRUE") -> None:
        self.name, self.which = name, which
        self.workers = {row[3] for row in base.execute(f"PRAGMA foreign_key_list({name})") if row[2] == "access_worker"}
        self.columns = [(row[1], row[2]) for row in base.execute(f"PRAGMA table_info({name})")
                        if row[1] != "id" or name == "access_worker"]
        self.last = base.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()[0]

    def copied(self) -> str:
        """The statement that copies its rows."""
        names = ", ".join(f'"{name}"' for name, _kind in self.columns)
        values = ", ".join(self._value(name, kind) for name, kind in self.columns)
        once = "OR IGNORE " if self.name.startswith("community_") else ""  # a commune has one council
        return (f"INSERT {once}INTO {self.name} ({names}) SELECT {values} FROM {self.name} "
                f"WHERE id <= {self.last} AND ({self.which})")

    def _value(self, name: str, kind: str) -> str:
        if name in self.workers or name == "id":
            return f"hired({name})"
        if name in ("commune_id", "stream_id", "commune"):
            return f"moved({name})"
        if name == "username":
            return "username || '.' || hired(id)"
        return f'turned("{name}")' if kind == "char(32)" else f'"{name}"'


def _copy(base: sqlite3.Connection, tables: list[_Table], number: int, moved: dict[int, int]) -> None:
    turn = number * TURN & UUID_BITS
    own = {worker for (worker,) in base.execute(f"SELECT id FROM access_worker WHERE {OF_COMMUNES} AND id < {TEAM}")}
    base.create_function("turned", 1, lambda uuid: uuid and f"{int(uuid, 16) ^ turn:032x}", deterministic=True)
    base.create_function("moved", 1, lambda code: moved.get(code, code), deterministic=True)
    base.create_function("hired", 1, lambda worker: worker + number * TEAM if worker in own else worker,
                         deterministic=True)
    for table in tables:
        base.execute(table.copied())
    for code, target in moved.items():
        base.execute("INSERT OR IGNORE INTO register_stream SELECT ?, last_number, last_digest FROM register_stream "
                     "WHERE commune_id = ?", (target, code))


if __name__ == "__main__":
    main()

"""Makes the shipped facts from the official files: read, re-arranged, written as small CSV files.

Run by the project (`vatra places build --from DIR`), not by those who use Vatra; docs/attribution.md
says where each file comes from and under which licence.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from vatra.places.build.census import AGES, census
from vatra.places.build.institutions import providers, town_halls
from vatra.places.build.posts import posts
from vatra.places.build.schools import schools
from vatra.places.build.territory import Row, territory

FACTS = Path(__file__).resolve().parent.parent / "facts"

HEADERS = {
    "counties": "code,siruta,name",
    "communes": "siruta,name,kind,county,part_of,urban,lat,lon,population",
    "villages": "siruta,name,commune,seat,lat,lon",
    "census_2021": ",".join(["commune", *map(str, AGES)]),
    "institutions": "code,kind,name,run_by,address,commune,village,lat,lon,capacity,pupils,service_code,parent_code",
    "posts_2025": "commune,allowed,filled",
}


def build(source: Path, target: Path = FACTS) -> dict[str, int]:
    """Write every fact file into `target` from the raw files in `source`; answers rows per file.

    Raises FileNotFoundError for a missing raw file and ValueError, naming file and row, where one
    does not say what it should (a commune of the census that SIRUTA does not have, say).
    """
    land = territory(source)
    residents, groups = census(source, land)
    for commune in land.communes:
        commune["population"] = residents.get(int(commune["siruta"]), "")
    rows = {
        "counties": land.counties,
        "communes": land.communes,
        "villages": land.villages,
        "census_2021": groups,
        "institutions": [*town_halls(land), *schools(source, land), *providers(source, land)],
        "posts_2025": posts(source, land),
    }
    target.mkdir(parents=True, exist_ok=True)
    return {name: _write(target / f"{name}.csv", HEADERS[name].split(","), rows[name]) for name in HEADERS}


def _write(path: Path, header: list[str], rows: Iterable[Row]) -> int:
    """One file: UTF-8, LF, sorted by its first column, so that a new build gives a readable diff."""
    ordered = sorted(rows, key=lambda row: (str(row[header[0]]).zfill(60)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    return len(ordered)

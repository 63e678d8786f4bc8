"""SIRUTA, the register of territorial units (INS), and the coordinates of Bacău's localities."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vatra.places.names import searched, title_case

Row = dict[str, Any]  # one line of a fact file, by column

BUCHAREST = 179132
SECTOR = "6"
KINDS = {"1": "municipality", "4": "municipality", "9": "municipality", "2": "town", "5": "town", "3": "commune"}
SEATS = frozenset({"9", "17", "22"})
PREFIXES = ("MUNICIPIUL ", "ORAȘUL ", "ORAȘ ", "JUDEȚUL ")


@dataclass
class Territory:
    """Counties, communes and villages as rows of the fact files, with ways to find them."""

    counties: list[Row] = field(default_factory=list)
    communes: list[Row] = field(default_factory=list)
    villages: list[Row] = field(default_factory=list)

    def communes_of(self, county: str) -> list[Row]:
        """The communes of a county by its code; sectors excluded."""
        return [c for c in self.communes if c["county"] == county and c["kind"] != "sector"]

    def seat_of(self, commune: int) -> Row | None:
        """The village where the town hall stands."""
        return next((v for v in self.villages if v["commune"] == commune and v["seat"] == 1), None)


def territory(source: Path) -> Territory:
    """All 42 counties, 3,181 local authorities, 6 sectors and their villages.

    The checksum of a code is not looked at: 77 codes of the register fail it.
    """
    rows = rows_of(source / "territory" / "strainu_siruta.csv", ";")
    numbers = rows_of(source / "territory" / "ionelmc_siruta-judete.csv", ";")
    codes = {row["JUD"]: row["MNEMONIC"] for row in numbers}
    points = _points(source / "territory" / "bacau_localities_geo.csv")
    land = Territory()
    for row in rows:
        if row["NIV"] == "1":
            land.counties.append(_county(row, codes))
        elif row["NIV"] == "2" or row["TIP"] == SECTOR:
            land.communes.append(_commune(row, codes))
        else:
            land.villages.append(_village(row, points))
    _place_communes(land)
    _check(land)
    return land


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a raw CSV file, which may begin with a byte-order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _points(path: Path) -> dict[int, tuple[str, str]]:
    """Coordinates of the localities whose point lies within the right commune, to about 10 m."""
    return {
        int(row["siruta"]): (f"{float(row['lat']):.4f}", f"{float(row['lon']):.4f}")
        for row in rows_of(path)
        if row["lat"] and row["match"] == "name+polygon"
    }


def _name(row: dict[str, str]) -> str:
    name = row["DENLOC"]
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return title_case(name.replace(" - ", "-"))


def _county(row: dict[str, str], codes: dict[str, str]) -> Row:
    return {"code": codes[row["JUD"]], "siruta": int(row["SIRUTA"]), "name": _name(row)}


def _commune(row: dict[str, str], codes: dict[str, str]) -> Row:
    sector = row["TIP"] == SECTOR
    return {
        "siruta": int(row["SIRUTA"]),
        "name": _name(row),
        "kind": "sector" if sector else KINDS[row["TIP"]],
        "county": codes[row["JUD"]],
        "part_of": int(row["SIRSUP"]) if sector else "",
        "urban": int(row["MED"] == "1"),
    }


def _village(row: dict[str, str], points: dict[int, tuple[str, str]]) -> Row:
    lat, lon = points.get(int(row["SIRUTA"]), ("", ""))
    return {
        "siruta": int(row["SIRUTA"]),
        "name": _name(row),
        "commune": int(row["SIRSUP"]),
        "seat": int(row["TIP"] in SEATS),
        "lat": lat,
        "lon": lon,
    }


def _place_communes(land: Territory) -> None:
    """A commune is where its seat is, else in the middle of its other villages on the map."""
    placed: dict[int, list[Row]] = {}
    for village in land.villages:
        if village["lat"]:
            placed.setdefault(village["commune"], []).append(village)
    for commune in land.communes:
        villages = placed.get(commune["siruta"], [])
        villages = [v for v in villages if v["seat"]] or villages
        for axis in ("lat", "lon"):
            values = [float(v[axis]) for v in villages]
            commune[axis] = f"{sum(values) / len(values):.4f}" if values else ""


def _check(land: Territory) -> None:
    communes = {c["siruta"] for c in land.communes}
    orphans = [v["siruta"] for v in land.villages if v["commune"] not in communes]
    orphans += [c["siruta"] for c in land.communes if c["part_of"] and c["part_of"] not in communes]
    if orphans:
        raise ValueError(f"territory: no commune for SIRUTA {orphans[:5]}")


def named(communes: list[Row], name: str) -> Row | None:
    """The commune of this name among some, forgiving diacritics and punctuation."""
    wanted = searched(name)
    return next((c for c in communes if searched(c["name"]) == wanted), None)

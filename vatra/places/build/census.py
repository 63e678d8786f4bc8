"""Residents by five-year age group, 2021 census (INS, table 1.03.2): every commune of Romania."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from vatra.places.build.territory import BUCHAREST, Row, Territory
from vatra.places.names import searched, with_commas

AGES = range(0, 90, 5)
SUPPRESSED = "*"
# Renamed since the census: (county, name in the table) -> name in SIRUTA.
RENAMED = {("BH", "abramut"): "petreu"}


def census(source: Path, land: Territory) -> tuple[dict[int, int], list[Row]]:
    """Residents per commune, and rows {commune, "0", "5", … "85"}; a suppressed cell stays `*`.

    Raises ValueError naming the row when a commune of the table is not in SIRUTA, or the reverse.
    """
    residents: dict[int, int] = {}
    rows = []
    for number, commune, cells in _communes(_sheet(source), land):
        total, *groups = (_persons(cell, number) for cell in cells)
        if not isinstance(total, int):
            raise ValueError(f"census, row {number}: no total")
        residents[commune] = total
        row: Row = {"commune": commune}
        rows.append(row | {str(age): group for age, group in zip(AGES, groups, strict=True)})
    missing = {c["siruta"] for c in land.communes if c["kind"] != "sector"} - set(residents)
    if missing:
        raise ValueError(f"census: no row for SIRUTA {sorted(missing)[:5]}")
    return residents, rows


def _sheet(source: Path) -> list[list[Any]]:
    import xlrd  # only the project's builder needs it

    book = xlrd.open_workbook(source / "population" / "RPL2021_Tabel-1.03_varsta_UAT.xls")
    sheet = book.sheet_by_index(1)
    return [sheet.row_values(row) for row in range(sheet.nrows)]


def _communes(rows: list[list[Any]], land: Territory) -> list[tuple[int, int, list[Any]]]:
    """The rows about communes as (row number, SIRUTA, 19 cells); a county's own row opens its block."""
    counties = {searched(county["name"]): county["code"] for county in land.counties}
    names = {
        (c["county"], _key(c["name"])): c["siruta"] for c in land.communes if c["kind"] != "sector"
    }
    found: list[tuple[int, int, list[Any]]] = []
    county = ""
    for number, row in enumerate(rows[8:], start=9):
        if row[1] == "":
            continue  # an empty line or a footnote
        name = _key(re.sub(r"^(MUNICIPIUL|ORAȘ) ", "", with_commas(row[0])))
        siruta = names.get((county, RENAMED.get((county, name), name)))
        if name == "bucuresti":
            siruta = BUCHAREST
        if siruta is None and searched(row[0]) in counties:
            county = counties[searched(row[0])]
        elif siruta is None:
            raise ValueError(f"census, row {number}: {row[0]} is not a commune of {county}")
        else:
            found.append((number, siruta, row[1:20]))
    return found


def _key(name: str) -> str:
    """Compared without î/â (the table writes Ântregalde for Întregalde) and without spaces."""
    return searched(re.sub("[ÂâÎî]", "i", name)).replace(" ", "")


def _persons(cell: Any, row: int) -> int | str:
    if cell == SUPPRESSED:
        return SUPPRESSED
    if cell == "-":
        return 0  # the table's own sign for none
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    raise ValueError(f"census, row {row}: {cell!r} is not a count")

"""Bacău's school network 2025-26 (SIIIR), its pupils, and where its buildings stand."""

from __future__ import annotations

import re
from pathlib import Path

from vatra.places.build.polling import school_points
from vatra.places.build.territory import Row, Territory, rows_of
from vatra.places.names import searched, title_case, with_commas

# What the Ministry's upper-case names leave out.
_MARKS = {"SCOALA": "ȘCOALA", "GIMNAZIALA": "GIMNAZIALĂ", "GRADINITA": "GRĂDINIȚA", "GRĂDINITA": "GRĂDINIȚA",
          "GRĂDINIȚĂ": "GRĂDINIȚA"}
_OTHER = ("inspectorat", "centrul judetean", "centru judetean", "casa corpului", "clubul", "palatul",
          "universitatea", "centrul logopedic")


def schools(source: Path, land: Territory) -> list[Row]:
    """Institution rows: one per building of the network, by its SIIIR code."""
    folder = source / "schools"
    pupils = {row["cod_siiir_pj"]: row["numar_elevi"] for row in rows_of(folder / "bacau_pupils_per_pj_2024_2025.csv")}
    villages = {village["siruta"]: village for village in land.villages}
    rows = [_school(row, villages, pupils) for row in rows_of(folder / "bacau_schools_2025_2026.csv")]
    points = school_points(folder / "bacau_polling_stations_2025_geo.csv", rows, land)
    for row in rows:
        row["lat"], row["lon"] = points.get(row["code"], ("", ""))
    return rows


def _school(row: dict[str, str], villages: dict[int, Row], pupils: dict[str, str]) -> Row:
    village = villages[int(row["Cod SIRUTA unitate"])]
    name = school_name(row["Denumire lunga unitate"])
    code, unit = row["Cod SIIIR unitate"], row["Cod SIIIR PJ"]
    return {
        "code": code, "kind": _kind(name), "name": name, "address": _address(row),
        "commune": village["commune"], "village": village["siruta"],
        "pupils": pupils.get(code, "").removesuffix(".0") if row["Statut unitate"] == "PJ" else "",
        "parent_code": "" if unit == code else unit,
    }


def school_name(text: str) -> str:
    """The Ministry's upper-case name as one writes it, with Romanian quotation marks."""
    words = [_MARKS.get(word, word) for word in with_commas(text).split()]
    text = re.sub(r"[“”„\"]\s*([^“”„\"]+?)\s*[“”„\"]", r"„\1”", " ".join(words))
    text = re.sub(r"\bNR\.?\s*(?=\d)", "NR. ", text)
    return re.sub(r"\bNr\. ", "nr. ", title_case(text))


def _kind(name: str) -> str:
    bare = searched(name)
    if bare.startswith(("gradinita", "cresa")):
        return "kindergarten"
    return "education_other" if bare.startswith(_OTHER) else "school"


def _address(row: dict[str, str]) -> str:
    parts = (title_case(row["Strada"]), row["Numar"].strip())
    return " ".join(part for part in parts if part)

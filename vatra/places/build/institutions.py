"""Town halls, and the licensed providers of social services of Bacău (2020)."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from vatra.places.build.territory import Row, Territory, named, rows_of
from vatra.places.distance import kilometres
from vatra.places.names import searched, with_commas

COUNTY = "BC"
FAR = 8.0  # km from the seat: a point further away was looked up in the wrong town


def town_halls(land: Territory) -> list[Row]:
    """One institution per local authority of Bacău, in its seat."""
    rows = []
    for commune in land.communes_of(COUNTY):
        seat = land.seat_of(commune["siruta"]) or {}
        kind = {"municipality": "Municipiului", "town": "Orașului", "commune": "Comunei"}[commune["kind"]]
        rows.append({
            "code": f"primaria-{commune['siruta']}", "kind": "town_hall",
            "name": f"Primăria {kind} {commune['name']}", "commune": commune["siruta"],
            "village": seat.get("siruta", ""), "lat": commune["lat"], "lon": commune["lon"],
        })
    return rows


def providers(source: Path, land: Territory) -> list[Row]:
    """Licensed services with their HG 867/2015 code, in the commune their address names."""
    return [_provider(row, land) for row in rows_of(source / "services" / "bacau_providers.csv")]


def _provider(row: dict[str, str], land: Territory) -> Row:
    commune = _commune_of(row["oras"], land)
    name, run_by = with_commas(row["name"]), with_commas(row["furnizor"])
    lat, lon = _point(row, commune)
    return {
        "code": _code(name, run_by, row["adresa"]), "kind": "provider", "name": name, "run_by": run_by,
        "address": _address(row["adresa"]), "commune": commune["siruta"],
        "lat": lat, "lon": lon, "capacity": "".join(re.findall(r"^\d+", row["capacitate"])),
        "service_code": row["cod"],
    }


def _commune_of(locality: str, land: Territory) -> Row:
    communes = land.communes_of(COUNTY)
    commune = named(communes, locality)
    if commune is None:
        raise ValueError(f"providers: {locality} is no commune of {COUNTY}")
    return commune


def _address(text: str) -> str:
    text = with_commas(text).replace(":00 AM", "")  # a spreadsheet read the number 4 as an hour
    return re.sub(r"(?<=[a-zăâîșț])(?=[A-ZĂÂÎȘȚ])", " ", text)


def _point(row: dict[str, str], commune: Row) -> tuple[str, str]:
    lat, lon = float(row["lat"]), float(row["lng"])
    away = kilometres(lat, lon, float(commune["lat"]), float(commune["lon"]))
    return (f"{lat:.5f}", f"{lon:.5f}") if away <= FAR else ("", "")


def _code(name: str, run_by: str, address: str) -> str:
    """Readable, and the same at every build: providers have no public code of their own."""
    words = searched(name)[:40].strip().replace(" ", "-")
    return f"furnizor-{words}-{hashlib.sha256(f'{name}|{run_by}|{address}'.encode()).hexdigest()[:6]}"

"""Fills the tables of places from the shipped facts; may be run again at any time.

Rows are compared with what is there: new ones are added, changed ones are changed, and a place that the
facts no longer have stays, because households may live there. Loading twice changes nothing.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction

from vatra.places.models import CensusAgeGroup, Commune, County, Institution, Post, Village
from vatra.places.names import searched

FACTS = Path(__file__).resolve().parent / "facts"
BATCH = 2000
SUPPRESSED = "*"

Values = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One fact file: the model it fills, what tells its rows apart, and how a line becomes rows."""

    file: str
    model: type[models.Model]
    key: tuple[str, ...]
    rows: Callable[[dict[str, str]], Iterator[Values]]


@dataclass(frozen=True)
class Loaded:
    """What loading one file came to, in rows."""

    file: str
    rows: int
    added: int
    changed: int


def load(facts: Path = FACTS, *, told: Callable[[str, int, int], None] = lambda file, done, of: None) -> list[Loaded]:
    """Load every fact file in one transaction.

    `told(file, done, of)` is called after each file with how many files are done. Raises
    FileNotFoundError for a missing file; nothing is kept when any file fails.
    """
    with transaction.atomic():
        results = []
        for done, table in enumerate(TABLES, start=1):
            results.append(_load(table, facts))
            told(table.file, done, len(TABLES))
    return results


def lines(facts: Path, name: str) -> Iterator[dict[str, str]]:
    """The lines of a fact file, plain or compressed."""
    packed = facts / f"{name}.csv.gz"
    if packed.exists():
        content = gzip.decompress(packed.read_bytes())
    else:
        content = (facts / f"{name}.csv").read_bytes()
    yield from csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))


def _load(table: Table, facts: Path) -> Loaded:
    wanted = [values for line in lines(facts, table.file) for values in table.rows(line)]
    fields = list(wanted[0])
    manager = table.model._default_manager
    places = [fields.index(name) for name in table.key]
    there = {tuple(row[i] for i in places): row for row in manager.values_list(*fields)}
    added, changed = [], []
    for values in wanted:
        row = tuple(values.values())
        known = there.get(tuple(row[i] for i in places))
        if known is None:
            added.append(table.model(**values))
        elif known != row:
            changed.append(table.model(**values))
    manager.bulk_create(added, batch_size=BATCH)
    if changed:
        manager.bulk_create(
            changed, batch_size=BATCH, update_conflicts=True, unique_fields=table.key,
            update_fields=[name for name in fields if name not in table.key],
        )
    return Loaded(table.file, len(wanted), len(added), len(changed))


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _degrees(text: str) -> float | None:
    return float(text) if text else None


def _county(line: dict[str, str]) -> Iterator[Values]:
    yield {"code": line["code"], "siruta": int(line["siruta"]), "name": line["name"]}


def _commune(line: dict[str, str]) -> Iterator[Values]:
    yield {
        "siruta": int(line["siruta"]), "name": line["name"], "searched": searched(line["name"]),
        "kind": line["kind"], "county_id": line["county"], "part_of_id": _whole(line["part_of"]),
        "urban": line["urban"] == "1", "lat": _degrees(line["lat"]), "lon": _degrees(line["lon"]),
        "population": _whole(line["population"]),
    }


def _village(line: dict[str, str]) -> Iterator[Values]:
    yield {
        "siruta": int(line["siruta"]), "name": line["name"], "searched": searched(line["name"]),
        "commune_id": int(line["commune"]), "seat": line["seat"] == "1",
        "lat": _degrees(line["lat"]), "lon": _degrees(line["lon"]),
    }


def _age_groups(line: dict[str, str]) -> Iterator[Values]:
    ages = [name for name in line if name != "commune"]
    for age, following in zip(ages, [*ages[1:], ""], strict=True):
        yield {
            "commune_id": int(line["commune"]), "age_from": int(age), "age_until": _whole(following),
            "persons": None if line[age] == SUPPRESSED else int(line[age]),
        }


def _institution(line: dict[str, str]) -> Iterator[Values]:
    yield {
        "code": line["code"], "kind": line["kind"], "name": line["name"], "run_by": line["run_by"],
        "address": line["address"], "commune_id": int(line["commune"]), "village_id": _whole(line["village"]),
        "lat": _degrees(line["lat"]), "lon": _degrees(line["lon"]), "capacity": _whole(line["capacity"]),
        "pupils": _whole(line["pupils"]), "service_code": line["service_code"], "parent_code": line["parent_code"],
    }


def _post(line: dict[str, str]) -> Iterator[Values]:
    yield {"commune_id": int(line["commune"]), "allowed": _whole(line["allowed"]), "filled": Decimal(line["filled"])}


TABLES = (
    Table("counties", County, ("code",), _county),
    Table("communes", Commune, ("siruta",), _commune),
    Table("villages", Village, ("siruta",), _village),
    Table("census_2021", CensusAgeGroup, ("commune_id", "age_from"), _age_groups),
    Table("institutions", Institution, ("code",), _institution),
    Table("posts_2025", Post, ("commune_id",), _post),
)

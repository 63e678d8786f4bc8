"""The files of a version of the open data: made from its cells once, with the version, and kept to be given away.

Numbers as CSV with a row of HXL tags (hxlstandard.org, 1.1) and as Parquet, the dictionary, and a description that
programs read (Data Package, frictionless). The licence is Creative Commons Attribution 4.0.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.parquet
from django.db import transaction
from django.db.models import Max

from vatra.releases.models import DataRelease, OpenCell, OpenFile
from vatra.releases.open_cells import KEPT, cells_of, definitions_of

LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 International",
           "path": "https://creativecommons.org/licenses/by/4.0/"}
COLUMNS: tuple[tuple[str, str, str, pa.DataType, str], ...] = (  # name, HXL tag, frictionless type, Arrow type, what
    ("indicator", "#indicator+code", "string", pa.string(), "code of the indicator, see dictionary.csv"),
    ("year", "#date+year", "year", pa.int16(), "the year; the number stands as its last month was counted"),
    ("county", "#adm1+code", "string", pa.string(), "code of the county"),
    ("commune", "#adm2+code+siruta", "integer", pa.int32(), "SIRUTA code of the commune or town"),
    ("commune_name", "#adm2+name", "string", pa.string(), "its name"),
    ("value", "#indicator+value+num", "number", pa.float64(), "the indicator in its own unit; empty when withheld"),
    ("numerator", "#indicator+numerator+num", "number", pa.float64(), "what was counted; empty when withheld"),
    ("denominator", "#indicator+denominator+num", "number", pa.float64(), "of how many; empty when withheld or none"),
    ("withheld", "#status+withheld", "boolean", pa.bool_(), "true: fewer than five, or a number that would tell one"),
    ("version", "#meta+version", "integer", pa.int32(), "the version of this data set that published it first"),
)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of the members of the archive, so that the same data are the same bytes


def files_of(release: DataRelease) -> dict[str, bytes]:
    """Every file of a version by its name; `checksums.txt` holds the SHA-256 of the others."""
    rows = [_row(cell) for cell in cells_of(release.version)]
    definitions = definitions_of(release.version)
    made = {
        "indicators.csv": _csv([name for name, *_rest in COLUMNS], ([tag for _name, tag, *_rest in COLUMNS], *rows)),
        "indicators.parquet": _parquet(rows),
        "dictionary.csv": _csv(list(KEPT), ([one[name] for name in KEPT] for one in definitions)),
    }
    made["datapackage.json"] = _package(release, made)
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in made.items())
    return made | {"checksums.txt": sums.encode()}


def archive_of(files: dict[str, bytes]) -> bytes:
    """The files as one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, EARLIEST)
            member.external_attr = 0o644 << 16  # readable by all, where it is unpacked
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _row(cell: OpenCell) -> list[Any]:
    return [
        cell.indicator, cell.year, cell.commune.county_id, cell.commune_id, cell.commune.name, cell.value,
        cell.numerator, cell.denominator, cell.withheld, cell.release.version,
    ]


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def _plain(cell: Any) -> Any:
    """Whole numbers without a point, truths as JSON writes them; no text here begins as a formula does."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _parquet(rows: Sequence[Sequence[Any]]) -> bytes:
    table = pa.table({
        name: pa.array([row[place] for row in rows], type_)
        for place, (name, _tag, _kind, type_, _what) in enumerate(COLUMNS)
    })
    packed = io.BytesIO()
    pyarrow.parquet.write_table(table, packed)
    return packed.getvalue()


def _package(release: DataRelease, made: dict[str, bytes]) -> bytes:
    fields = [{"name": name, "type": kind, "description": what} for name, _tag, kind, _type, what in COLUMNS]
    schemas: dict[str, dict[str, Any]] = {
        "indicators.csv": {"fields": fields, "missingValues": [""], "primaryKey": ["indicator", "year", "commune"]},
        "dictionary.csv": {"fields": [{"name": name, "type": "string"} for name in KEPT], "primaryKey": ["code"]},
    }
    resources = [
        {
            "name": name.replace(".", "-"), "path": name, "format": name.rpartition(".")[2], "encoding": "utf-8",
            "bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}",
            **({"profile": "tabular-data-resource", "schema": schemas[name]} if name in schemas else {}),
            # The row of HXL tags below the header is for programs that know it.
            **({"dialect": {"commentChar": "#"}} if name == "indicators.csv" else {}),
        }
        for name, content in made.items()
    ]
    return (json.dumps({
        "profile": "data-package", "name": "vatra-indicators", "title": "Vatra: indicators by commune and year",
        "version": str(release.version), "created": release.at.isoformat(), "licenses": [LICENCE],
        "rulebook": release.rulebook, "resources": resources,
    }, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


NAMES: dict[str, str] = {  # what is offered, and as what it is sent
    "indicators.csv": "text/csv; charset=utf-8", "indicators.parquet": "application/vnd.apache.parquet",
    "dictionary.csv": "text/csv; charset=utf-8", "datapackage.json": "application/json",
    "checksums.txt": "text/plain; charset=utf-8", "vatra-date-deschise.zip": "application/zip",
}


def keep_files(release: DataRelease) -> None:
    """Make the files of a version, and what the page says of it, so that nobody who asks makes the register count."""
    cells = OpenCell.objects.filter(release__version__lte=release.version)
    last = cells.aggregate(last=Max("year"))["last"]
    release.summary = {"communes": cells.values("commune").distinct().count(), "last": last,
                       "numbers": cells.filter(year=last).count()}
    files = files_of(release)
    with transaction.atomic():
        release.save(update_fields=["summary"])
        OpenFile.objects.bulk_create(
            OpenFile(release=release, name=name, content=files.get(name) or archive_of(files)) for name in NAMES)


def keep_missing_files() -> None:
    """The files of versions that were published by a Vatra which made them when asked for."""
    for release in DataRelease.objects.filter(files=None).order_by("version"):
        keep_files(release)


def names_kept() -> dict[int, list[str]]:
    """Of each version the names of its files, in the order of NAMES."""
    kept: dict[int, list[str]] = {}
    for version, name in OpenFile.objects.values_list("release__version", "name"):
        kept.setdefault(version, []).append(name)
    return {version: sorted(names, key=list(NAMES).index) for version, names in kept.items()}


def file_of(version: int, name: str) -> bytes | None:
    """One of NAMES as it was kept: reading it is all that anybody's question costs."""
    if name not in NAMES:
        return None
    found = OpenFile.objects.filter(release__version=version, name=name).values_list("content", flat=True).first()
    return None if found is None else bytes(found)

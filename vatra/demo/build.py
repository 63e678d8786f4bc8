"""Make the shipped list of names again: counts re-arranged from the candidates of the 2024 elections."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

FACTS = Path(__file__).resolve().parent / "facts"
MOST_SURNAMES = 900
MOST_GIVEN = 170
# Names that parents of today choose; the candidates' list knows only their parents' generation.
YOUNG = {
    "f": "Maria Sofia Eva Ana Anastasia Ioana Daria Antonia Elena Ilinca Natalia Alexandra Andreea Rebeca Teodora "
         "Ema Amelia Sara Bianca Gabriela Denisa Larisa Ștefania Iustina Miruna Alesia Erika Patricia Medeea Melisa",
    "m": "Andrei David Matei Luca Ștefan Alexandru Mihai Gabriel Ioan Rareș Darius Denis Eric Robert Iustin Tudor "
         "Filip Vlad Cosmin Eduard Raul Fabian Albert Sebastian Yanis Ianis Nicolas Edi Claudiu Beniamin",
}


def build_names(source: Path) -> int:
    """Write facts/names.csv from a folder with the two aggregated lists; how many names it holds.

    Raises FileNotFoundError when a list is missing.
    """
    rows = [*_surnames(source / "surnames_candidates2024_agg.csv"),
            *_given(source / "given_names_candidates2024_agg.csv"), *_young()]
    FACTS.mkdir(exist_ok=True)
    with (FACTS / "names.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["part", "name", "weight"])
        writer.writerows(rows)
    return len(rows)


def _surnames(path: Path) -> Iterator[tuple[str, str, int]]:
    """Surnames of the Moldavian counties count most; common ones of elsewhere a little."""
    weighted = [(_cased(row["surname"]), 4 * int(row["count_moldavia_counties"]) + int(row["count_non_udmr"]))
                for row in _read(path) if int(row["count_moldavia_counties"]) and " " not in row["surname"]]
    weighted.sort(key=lambda pair: (-pair[1], pair[0]))
    yield from (("surname", name, weight) for name, weight in weighted[:MOST_SURNAMES])


def _given(path: Path) -> Iterator[tuple[str, str, int]]:
    for sex in ("f", "m"):
        rows = [row for row in _read(path) if row["gender"].lower() == sex and row["on_udmr_list"] == "0"]
        rows.sort(key=lambda row: (-int(row["count"]), row["given_name"]))
        yield from ((sex, _cased(row["given_name"]), int(row["count"])) for row in rows[:MOST_GIVEN])


def _young() -> Iterator[tuple[str, str, int]]:
    for sex, names in YOUNG.items():
        yield from ((f"young_{sex}", name, 40 - rank) for rank, name in enumerate(names.split()))


def _read(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cased(name: str) -> str:
    """“POPESCU-ȚĂRAN” → “Popescu-Țăran”, cedillas as commas."""
    name = name.translate(str.maketrans("ŞşŢţ", "ȘșȚț"))
    return "-".join(part.capitalize() for part in name.split("-"))

"""Posts of the town halls, allowed and filled (government's table of 2 September 2025, OUG 63/2010)."""

from __future__ import annotations

from pathlib import Path

from vatra.places.build.territory import Row, Territory, rows_of

# The table gives Gherăseni the code of Ghergheasa, which has its own row.
MISCODED = {("46830", "Gherăseni"): 46803}


def posts(source: Path, land: Territory) -> list[Row]:
    """One row for each commune and sector; a post can be half filled. County councils are left out.

    Raises ValueError when two rows claim one commune.
    """
    communes = {commune["siruta"] for commune in land.communes}
    found: dict[int, Row] = {}
    for row in rows_of(source / "population" / "uat_primarii_posturi_2025.csv", ";"):
        code, name = row["Codul SIRUTA"], row["Denumire UAT"].strip()
        commune = MISCODED.get((code, name), int(code))
        if commune in found:
            raise ValueError(f"posts: {name} and another row both say SIRUTA {commune}")
        if commune in communes:
            found[commune] = {
                "commune": commune,
                "allowed": int(row["TOTAL ACTUAL"]),
                "filled": row["POSTURI OCUPATE"].replace(",", "."),
            }
    return list(found.values())

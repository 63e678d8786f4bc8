"""What a stranger needs to read the tables of an evidence pack: each column with its type and meaning.

In English alone, as the code in the pack is; the report speaks its reader's language.
"""

from __future__ import annotations

from pathlib import Path

from vatra.results.evaluation.bootstrap import DRAWS

Fields = dict[str, tuple[str, str]]  # column: (type of a table schema, what it is)
OUTCOME: Fields = {"outcome": ("string", "code of the indicator, see definitions.csv")}
ROUND: Fields = {"round": ("integer", "the round, as YYYYMM: the month at whose end it was counted")}
ARM: Fields = {"arm": ("string", "treated (communes with the work) or comparison; as planned, also before it begins")}
EFFECT: Fields = {
    "effect": ("number", "the estimate, in the unit of the outcome"),
    "error": ("number", "its standard error, clustered by commune (CR1); none for the bootstrap"),
    "low": ("number", "lower end of the 95 % interval"), "high": ("number", "upper end of the 95 % interval"),
    "p_value": ("number", "chance of an estimate as far from zero if there were no effect"),
}
TABLES: dict[str, Fields] = {
    "cells.csv": {
        **OUTCOME, **ROUND, "commune": ("integer", "SIRUTA code of the commune, the cluster"),
        "commune_name": ("string", "its name"), **ARM,
        "value": ("number", "the outcome, in its unit; empty where withheld, or where there is nothing to count"),
        "numerator": ("number", "what was counted"),
        "denominator": ("number", "over how many: the weight of the cell; 1 is taken where it is empty"),
        "withheld": ("boolean", "true: not told, since a few persons could be recognised; the cell is missing"),
    },
    "results.csv": {
        **OUTCOME, "estimate": ("string", "which of the four comparisons, see below"), **EFFECT,
        "clusters": ("integer", "communes with a number"), "observations": ("integer", "cells with a number"),
    },
    "rounds.csv": {**OUTCOME, **ARM, **ROUND, "mean": ("number", "mean of the arm's cells, weighted by denominator")},
    "event_study.csv": {**OUTCOME, **ROUND, **EFFECT},
    "losses.csv": {**OUTCOME, **ROUND, **ARM, "missing_share": ("number", "share of the arm's cells that are missing")},
    "definitions.csv": {
        "code": ("string", "code of the indicator"), "name_ro": ("string", "its name in Romanian"),
        "name_en": ("string", "its name in English"), "formula": ("string", "how it is computed"),
        "numerator": ("string", "what is counted"), "denominator": ("string", "over what"),
        "unit": ("string", "the unit of its values"), "period": ("string", "over which time it looks back"),
        "source": ("string", "who defined it"),
    },
}
TEMPLATE = Path(__file__).parent / "pack_files" / "readme.txt"


def readme(*, title: str, question: str, rulebook: str) -> str:
    """README.txt of a pack."""
    tables = "\n\n".join(
        "\n".join([name, *(f"    {column} ({kind}): {words}" for column, (kind, words) in fields.items())])
        for name, fields in TABLES.items()
    )
    return TEMPLATE.read_text("utf-8").format(
        title=title, question=question, rulebook=rulebook, tables=tables, draws=f"{DRAWS:,}")

"""A nation's children drawn by a seed, as flat rows ready for the engines: every fact, realistic shares.

Made by DuckDB in one statement, each answer from a hash of (seed, child or household, fact): the same rows for the same
seed whatever the number of threads. Siblings share their household's and their carer's answers. Invented shares, near
enough to Romanian ones that about as many children are vulnerable as in the pilot; nothing here describes anybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from typing import Any

import duckdb
import pyarrow as pa

from vatra.demo.parts import PartedFile
from vatra.method.rulebook import Asked, Rulebook
from vatra.method.tree import AGES

Progress = Callable[[int, int], None]
AT_ONCE = 200_000  # children drawn and written at a time
MISSING = 0.075  # of all answers
PREFIXES = {"": "child", "a_": "adult", "g_": "pregnant"}
TYPES = {"boolean": "SMALLINT", "choice": "SMALLINT", "set": "INTEGER", "number": "DOUBLE"}
# Percent of each choice; what is left goes to the first choice.
CHOICES: Mapping[str, Mapping[str, float]] = {
    "h_dwelling": {"flat": 28, "social": 2, "necessity": 1, "improvised": 1.2, "none": 0.1},
    "h_tenure": {"rent": 8, "free": 9, "no_title": 4},
    "h_water": {"yard": 22, "public": 4, "unsafe": 2.5, "none": 1},
    "h_toilet": {"latrine": 28, "none": 1.5},
    "h_heating": {"partial": 14, "none": 1.5},
    "h_dv": {"suspected": 2.5, "confirmed": 1},
    "h_dv_level": {"low": 2, "medium": 1.2, "high": 0.4},
    "a_role": {"carer": 9, "other": 3},
    "a_id": {"expired": 3, "none": 1},
    "a_alcohol": {"occasional": 32, "frequent": 4, "dependence": 1.5},
    "a_health": {"chronic": 11, "serious_untreated": 1.5},
    "a_mental": {"suspected": 2, "treated": 2.5, "untreated": 0.8},
    "a_disability": {"mild": 1, "medium": 1.5, "accentuated": 2, "grave": 0.8},
    "a_tb": {"contact": 0.5, "treated": 0.3, "untreated": 0.08},
    "a_parenting": {"low": 6, "harsh": 2.5},
    "c_id": {"expired": 3, "none": 4},
    "c_mother": {
        "commuting": 3,
        "away_country": 2,
        "abroad": 4.5,
        "separated": 5,
        "detained": 0.1,
        "hospital": 0.1,
        "rights_lost": 0.1,
        "missing": 0.2,
        "deceased": 0.8,
        "unknown": 0.1,
    },
    "c_father": {
        "commuting": 6,
        "away_country": 4,
        "abroad": 7,
        "separated": 9,
        "detained": 0.5,
        "hospital": 0.1,
        "rights_lost": 0.1,
        "missing": 0.6,
        "deceased": 1.6,
        "unknown": 1.5,
    },
    "c_delegation": {"pending": 1, "granted": 3, "expired": 0.5},
    "c_abandon_risk": {"suspected": 0.4, "declared": 0.05},
    "c_measure": {"placement": 0.5, "foster": 0.3, "residential": 0.3, "supervision": 0.1, "guardianship": 0.2},
    "c_vacc": {"incomplete": 7, "refused": 2, "unknown": 4},
    "c_dev": {"suspected": 2, "confirmed": 1},
    "c_chronic": {"treated": 5, "untreated": 0.7},
    "c_tb": {"contact": 0.3, "active": 0.02},
    "c_mental": {"suspected": 1.5, "treated": 1, "untreated": 0.4},
    "c_disab": {"suspected": 1, "valid": 1.9, "expired": 0.2},
    "c_rehab": {"needed_received": 1.5, "needed_not": 0.7, "not_needed": 97},
    "c_sen": {"suspected": 2, "supported": 2, "unsupported": 0.8},
    "c_bully": {"suspected": 3, "confirmed": 1.2},
    "c_phys": {"suspected": 0.7, "confirmed": 0.2},
    "c_emot": {"suspected": 1, "confirmed": 0.2},
    "c_sex": {"suspected": 0.12, "confirmed": 0.04},
    "c_neglect": {"suspected": 1.8, "confirmed": 0.5},
    "c_traffic": {"suspected": 0.03, "confirmed": 0.01},
    "c_online": {"suspected": 0.1, "confirmed": 0.02},
    "c_suicide": {"ideation": 0.3, "attempt": 0.05},
}
SETS: Mapping[str, Mapping[str, float]] = {
    "h_sources": {
        "wage": 62,
        "day_labour": 14,
        "agriculture": 12,
        "pension": 13,
        "unemployment": 2,
        "vmi": 9,
        "remittances": 8,
        "alimony": 3,
        "other": 2,
    },
    "h_benefit_gap": {"vmi": 4, "child_allowance": 1, "kindergarten_voucher": 4, "disability": 1, "heating": 5},
    "h_hazards": {
        "damp": 11,
        "roof": 6,
        "floor": 4,
        "windows": 5,
        "structural": 0.8,
        "fire": 0.8,
        "waste": 1.5,
        "wiring": 3,
    },
}
# Chance of yes, in SQL over age_y.
YES: Mapping[str, str] = {
    "h_eviction": "0.004",
    "h_electricity": "0.985",
    "a_gp": "0.93",
    "a_insured": "0.86",
    "a_drugs": "0.006",
    "a_literate": "0.95",
    "c_birth_cert": "0.996",
    "c_adult_carer": "0.998",
    "c_notified": "0.6",
    "c_guardian": "0.02",
    "c_left_unit": "0.0008",
    "c_measure_ended": "0.006",
    "c_gp": "0.965",
    "c_vacc_gp": "0.9",
    "c_bf_excl": "0.45",
    "c_divers": "0.9",
    "c_vitd": "0.8",
    "c_iron": "0.6",
    "c_enrolled": "CASE WHEN age_y < 3 THEN 0.12 WHEN age_y < 6 THEN 0.82 WHEN age_y < 15 THEN 0.97 ELSE 0.9 END",
    "c_ever_enrolled": "CASE WHEN age_y < 6 THEN 0.1 ELSE 0.992 END",
    "c_repeat": "0.02",
    "c_discr": "0.01",
    "c_neglect_life": "0.001",
    "c_work_hazard": "0.002",
    "c_begging": "0.004",
    "c_union": "CASE WHEN age_y < 12 THEN 0.0 ELSE 0.008 END",
    "c_smoke": "CASE WHEN age_y < 10 THEN 0.0 ELSE 0.07 END",
    "c_alcohol": "CASE WHEN age_y < 10 THEN 0.0 ELSE 0.04 END",
    "c_drugs": "CASE WHEN age_y < 11 THEN 0.0 ELSE 0.006 END",
    "c_offence": "CASE WHEN age_y < 8 THEN 0.0 ELSE 0.006 END",
    "c_missing_now": "0.0008",
    "c_sex_risk": "CASE WHEN age_y < 12 THEN 0.0 ELSE 0.012 END",
    "c_has_child": "CASE WHEN age_y < 13 THEN 0.0 ELSE 0.006 END",
    "g_pregnant": "0.03",
    "g_gp": "0.85",
    "g_risk": "0.12",
    "g_subst": "0.14",
    "g_pp_visit": "0.55",
    "g_insured": "0.88",
}
# Numbers, in SQL over u (even, 0 to 1), age_y and the household's number of children.
NUMBERS: Mapping[str, str] = {
    "h_adults": "1 + floor(u * u * 4)",
    "h_children": "children",
    "h_members": "children + 2",
    "h_couples": "floor(u + 0.8)",
    "h_under_12": "floor(u * (children + 1))",
    "h_girls_12_17": "floor(u * u * 2)",
    "h_boys_12_17": "floor(u * u * 2)",
    "h_rooms": "2 + floor(u * 5)",
    "h_income": "round(900 - 5200 * ln(1 - u * 0.999), 2)",
    "h_food_short": "floor(u * u * u * 2.2)",
    "c_mother_age": "age_y + 15 + floor(u * 24)",
    "c_measure_end_m": "floor(u * 60)",
    "c_back_m": "floor(u * 90)",
    "c_abroad_m": "floor(u * 40)",
    "c_alone_h": "floor(u * u * u * u * 9)",
    "c_bw": "round(2300 + u * 2000)",
    "c_gest": "round(34 + u * 7)",
    "c_wz": "round((u - 0.45) * 4.6, 2)",
    "c_hz": "round((u - 0.45) * 4.6, 2)",
    "c_abs_h": "floor(pow(u, 6) * 60)",
    "c_abs_share": "round(pow(u, 8) * 0.5, 3)",
    "c_failing": "floor(pow(u, 12) * 5)",
    "c_overage": "floor(pow(u, 10) * 4)",
    "c_work_h": "CASE WHEN u < 0.97 THEN 0 ELSE floor((u - 0.97) * 800) END",
    "c_runaway": "floor(pow(u, 40) * 4)",
    "g_week": "1 + floor(u * 40)",
    "g_visits": "floor(u * 10)",
    "g_first_week": "4 + floor(u * u * 22)",
    "g_pp_d": "floor(u * 400)",
}
# One answer in so many at random would be false of most children: these are asked of few.
ASKED_OF: Mapping[str, float] = {"c_measure_end_m": 0.006, "c_back_m": 0.02, "c_abroad_m": 0.02, "g_pp_d": 0.04}


def columns_of(book: Rulebook) -> dict[str, str]:
    """Every fact column a flat row can have, with its SQL type."""
    asked = {
        fact.code: TYPES[fact.type] for fact in book.facts.values() if fact.subject != "member" and fact.type in TYPES
    }
    return of_members() | asked


def of_members() -> dict[str, str]:
    """The columns of what every member has."""
    return {f"{prefix}{age}": "INTEGER" for prefix in PREFIXES for age in AGES} | {
        f"{prefix}sex": "SMALLINT" for prefix in PREFIXES
    }


def answer(fact: Asked, u: str) -> str:
    """SQL of one fact's answer from an even number between 0 and 1."""
    if fact.type == "boolean":
        return f"({u} < {YES.get(fact.code, '0.02')})"
    if fact.type == "choice":
        shares, cases, above = CHOICES.get(fact.code, {}), [], 0.0
        for code, percent in shares.items():
            above += percent / 100
            cases.append(f"WHEN {u} < {above:.5f} THEN {fact.choices.index(code) + 1}")
        return f"CASE {' '.join(cases)} ELSE 1 END" if cases else "1"
    if fact.type == "set":
        # each member of the set from its own digits of the same number
        bits = [
            f"(CASE WHEN {u} * {7 ** (place + 1)} % 1 < {percent / 100}"
            f" THEN {1 << fact.choices.index(code)} ELSE 0 END)"
            for place, (code, percent) in enumerate(SETS.get(fact.code, {}).items())
        ]
        nothing = 1 << fact.choices.index("none")
        return f"COALESCE(NULLIF({' + '.join(bits) or 0}, 0), {nothing})"
    return re.sub(r"\bu\b", u, NUMBERS.get(fact.code, "floor(u * 3)"))


def drawn(book: Rulebook, *, since: int, until: int, seed: int = 6) -> str:
    """SELECT of the children numbered since..until-1, for DuckDB."""
    facts = [fact for fact in book.facts.values() if fact.subject != "member" and fact.type in TYPES]
    columns = []
    for number, fact in enumerate(facts):
        whose = "house" if fact.subject in ("household", "adult", "pregnant") else "child"
        # u below MISSING is no answer; what remains is stretched over 0 to 1 again
        even = f"((hash({seed}, {number}, {whose}) >> 11) / 9007199254740992.0)"
        answered = answer(fact, f"u{number}")
        asked = ASKED_OF.get(fact.code, 1.0) * (1 - MISSING)
        columns.append(
            (
                f"{even} AS r{number}",
                f"(r{number} / {asked}) AS u{number}",
                f'CASE WHEN r{number} < {asked} THEN CAST({answered} AS {TYPES[fact.type]}) END AS "{fact.code}"',
            )
        )
    ages = ", ".join(
        f"days_of_{who} AS {prefix}age_d, floor(days_of_{who} * 12 / 365.25) AS {prefix}age_m, "
        f"floor(floor(days_of_{who} * 12 / 365.25) / 12) AS {prefix}age_y, 1 + sex_of_{who} AS {prefix}sex"
        for prefix, who in PREFIXES.items()
    )
    return f"""
    WITH numbered AS (SELECT range AS child, range // 6 * 3 + [0, 1, 1, 2, 2, 2][range % 6 + 1] AS house
                      FROM range({since}, {until})),
    aged AS (SELECT *, house % 3 + 1 AS children,
             hash({seed}, 'child', child) % 6574 AS days_of_child, hash({seed}, 'sex', child) % 2 AS sex_of_child,
             6940 + hash({seed}, 'adult', house) % 12000 AS days_of_adult,
             hash({seed}, 'adult sex', house) % 2 AS sex_of_adult,
             5500 + hash({seed}, 'woman', house) % 9000 AS days_of_pregnant, 0 AS sex_of_pregnant,
             {", ".join(even for even, _, _ in columns)} FROM numbered),
    stretched AS (SELECT *, {ages}, {", ".join(stretched for _, stretched, _ in columns)} FROM aged)
    SELECT CAST(child AS VARCHAR) AS id, CAST(house AS VARCHAR) AS household,
           {", ".join(f'CAST({name} AS {type_}) AS "{name}"' for name, type_ in of_members().items())},
           {", ".join(sql for _, _, sql in columns)} FROM stretched"""


def write_children(
    file: PartedFile, book: Rulebook, *, number: int, seed: int, progress: Progress = lambda done, of: None
) -> None:
    """The same children as a Parquet file that `vatra assess` reads: answers by their names, in one row per child.

    Some at a time; `progress` is told how many stand of how many.
    """
    asked = {**dict.fromkeys(of_members()), **{code: book.facts[code] for code in columns_of(book)
                                                           if code in book.facts}}
    said = ", ".join(f'{named(name, fact)} AS "{name}"' for name, fact in asked.items())

    def draw(since: int) -> pa.Table:
        rows = drawn(book, since=since, until=min(since + AT_ONCE, number), seed=seed)
        return connection.execute(f"SELECT id, household, {said} FROM ({rows})").to_arrow_table()

    def draws() -> Iterator[Callable[[], pa.Table]]:
        for since in range(0, number, AT_ONCE):
            progress(since, number)
            yield partial(draw, since)

    with closing(duckdb.connect(":memory:")) as connection:
        connection.execute("SET enable_progress_bar = false")
        file.write(draws())
    progress(number, number)


def named(column: str, fact: Asked | None) -> str:
    """SQL of an answer as a file of a population says it, from the answer as the engines hold it."""
    if fact is None:
        return f"['f', 'm'][{column}]" if column.endswith("sex") else column
    choices = ", ".join(f"'{choice}'" for choice in fact.choices)
    if fact.type == "choice":
        return f'[{choices}]["{fact.code}"]'
    if fact.type == "set":
        chosen = " || ".join(f"CASE WHEN \"{fact.code}\" & {1 << place} > 0 THEN '|{choice}' ELSE '' END"
                             for place, choice in enumerate(fact.choices))
        return f"ltrim({chosen}, '|')"
    return f'"{fact.code}"'


def batches(book: Rulebook, *, since: int, until: int, rows: int = 100_000) -> Iterator[pa.Table]:
    """The same children as Arrow tables, some at a time."""
    connection = duckdb.connect(":memory:")
    for start in range(since, until, rows):
        yield connection.execute(drawn(book, since=start, until=min(start + rows, until))).to_arrow_table()


def said(table: pa.Table, book: Rulebook) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The rows as `Program.assess` takes them: (household, [child, adult, pregnant woman])."""
    of_member = {f"{prefix}{name}": (kind, name) for prefix, kind in PREFIXES.items() for name in (*AGES, "sex")}
    for row in table.to_pylist():
        who: dict[str, dict[str, Any]] = {"household": {}} | {
            kind: {"id": kind, "kind": kind} for kind in PREFIXES.values()
        }
        for name, value in row.items():
            if value is None or name in ("id", "household"):
                continue
            subject, code = of_member.get(name) or (book.facts[name].subject, name)
            who[subject][code] = decoded(book.facts.get(code), value)
        yield who["household"], [who[kind] for kind in PREFIXES.values()]


def decoded(fact: Asked | None, value: Any) -> Any:
    """An answer as JSON would say it."""
    if fact is None or fact.type == "number":
        return value
    if fact.type == "boolean":
        return bool(value)
    if fact.type == "choice":
        return fact.choices[value - 1]
    return [code for place, code in enumerate(fact.choices) if value >> place & 1]

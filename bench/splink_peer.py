"""Splink, by other authors, with its own comparisons and its own training, over the same two tables."""

from __future__ import annotations

import logging
from pathlib import Path

from bench.lists import Lists

LIKELY = 0.5


def linked(lists: Lists) -> dict[int, int]:
    """Each row of the list with the likeliest child of the register, from one half on; needs the extra `linkage`."""
    import pandas as pd
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    blocks = [block_on("cnp"), block_on("born", "substr(surname, 1, 1)"), block_on("surname", "given_name"),
              block_on("substr(surname, 1, 4)", "substr(given_name, 1, 3)")]
    settings = SettingsCreator(
        link_type="link_only", unique_id_column_name="place",
        comparisons=[
            compare.NameComparison("surname").configure(term_frequency_adjustments=True),
            compare.NameComparison("given_name").configure(term_frequency_adjustments=True),
            compare.DateOfBirthComparison("born", input_is_string=True), compare.ExactMatch("sex"),
            compare.ExactMatch("cnp"), compare.ExactMatch("village"),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    api = DuckDBAPI()
    tables = [api.register(pd.DataFrame([{
        "place": place, "surname": one.surname, "given_name": one.given_name, "sex": one.sex or None,
        "cnp": one.cnp or None, "village": one.village,
        "born": one.born_from.isoformat() if one.born_from and one.born_from == one.born_until else None,
    } for place, one in enumerate(rows)]), table_name=name)
        for name, rows in (("listed", lists.listed), ("known", lists.known))]
    linker = Linker(tables, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("surname", "given_name", "born"), block_on("cnp")], recall=0.85)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname", "given_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("born"))
    found = linker.inference.predict(threshold_match_probability=LIKELY).as_pandas_dataframe()
    here, there = ("l", "r") if found.iloc[0]["source_dataset_l"] == "listed" else ("r", "l")
    best = found.sort_values("match_probability").drop_duplicates(f"place_{here}", keep="last")
    return dict(zip(best[f"place_{here}"].astype(int), best[f"place_{there}"].astype(int), strict=True))


def alike(file: Path) -> set[tuple[int, int]]:
    """The pairs of one table that are likelier one person than not, by their places in the order of `unique_id`."""
    import duckdb
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    rows = duckdb.sql(f"SELECT *, row_number() OVER (ORDER BY unique_id) - 1 AS place FROM '{file}'").df()
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="place",
        comparisons=[
            compare.ForenameSurnameComparison("first_name", "surname",
                                              forename_surname_concat_col_name="first_and_surname"),
            compare.DateOfBirthComparison("dob", input_is_string=True), compare.PostcodeComparison("postcode_fake"),
            compare.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            compare.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"), block_on("surname", "dob"), block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"), block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"), block_on("dob", "substr(postcode_fake, 1, 3)"),
            block_on("substr(first_name, 1, 2)", "substr(surname, 1, 3)", "birth_place"),
        ],
    )
    linker = Linker(DuckDBAPI().register(rows, table_name="written"), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_and_surname", "dob"), block_on("postcode_fake", "first_name", "surname")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    found = linker.inference.predict(threshold_match_probability=LIKELY).as_pandas_dataframe()
    return {(min(pair), max(pair)) for pair in zip(found["place_l"], found["place_r"], strict=True)}

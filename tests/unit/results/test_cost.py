"""Costs: figures carried to the prices of one year, a reckoning by hand, ranges that hold, assumptions that move it."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.method import inspect_rulebook, read_rulebook
from vatra.method.indicators import indicators_of
from vatra.results.cost.basis import PROFESSIONS, Basis, _posts
from vatra.results.cost.per_service import per_service
from vatra.results.cost.reckoning import Inputs, Reckoning, inputs_of, posts_by_commune, posts_needed, reckoned
from vatra.results.cost.unit_costs import Range, unit_costs
from vatra.results.indicators import Measured
from vatra.results.series import Line, Lines, Point

ROMANIA = Path(__file__).parents[3] / "rulebook" / "romania"
COSTS = unit_costs(read_rulebook(ROMANIA))
BASIS = Basis(
    counted_on=date(2026, 6, 1), children=500, vulnerable=100, services=400, ended=50, at_risk=10,
    posts={"social_worker": 1, "community_nurse": 1}, load={1: 30, 2: 150}, found={1: 40, 2: 60}, short=frozenset(),
)


def same(value: float) -> Range:
    return Range(value, value, value)


PLAIN = Inputs(
    pay={role: same(1_000) for role in ("social_worker", "community_nurse", "school_counsellor")}, employer=same(0.1),
    running=same(800), avoided=Range(0.01, 0.1, 0.5), years=Range(1, 2, 4), care=Range(5_000, 10_000, 20_000),
    load=same(60),
)


def test_a_year_is_pay_with_the_employers_part_and_running_costs() -> None:
    found = reckoned(BASIS, PLAIN)
    assert found.spent.mid == pytest.approx(2 * (12 * 1_000 * 1.1 + 800))
    assert found.per_child is not None and found.per_child.mid == pytest.approx(28_000 / 500)
    assert found.per_vulnerable is not None and found.per_vulnerable.mid == pytest.approx(280)
    assert found.per_service is not None and found.per_service.mid == pytest.approx(70)
    assert found.per_result is not None and found.per_result.mid == pytest.approx(560)
    assert found.ratio == pytest.approx(10_000 / 280)


def test_what_may_be_spared_is_children_by_share_by_years_by_a_year_of_care() -> None:
    found = reckoned(BASIS, PLAIN)
    assert found.avoided == Range(10 * 0.01 * 1 * 5_000, 10 * 0.1 * 2 * 10_000, 10 * 0.5 * 4 * 20_000)
    assert found.pays_from == pytest.approx(28_000 / 20_000)


def test_the_sensitivity_moves_one_assumption_and_puts_the_one_that_matters_first() -> None:
    found = reckoned(BASIS, PLAIN)
    by_code = {one.code: one for one in found.moved}
    assert by_code["separation_avoided"].low == pytest.approx(10 * 0.01 * 2 * 10_000 - 28_000)
    assert by_code["separation_avoided"].high == pytest.approx(10 * 0.5 * 2 * 10_000 - 28_000)
    assert by_code["pay"].swing == 0
    assert found.moved[0].code == "separation_avoided"
    assert [one.swing for one in found.moved] == sorted((one.swing for one in found.moved), reverse=True)


def test_a_commune_needs_the_team_of_the_law_and_more_where_the_load_asks() -> None:
    assert posts_needed(BASIS, 60) == {"social_worker": 1 + 2.5, "community_nurse": 2, "school_counsellor": 2}
    assert posts_needed(replace(BASIS, load={}), 60)["social_worker"] == 2


def test_posts_stand_in_the_order_of_the_professions_whoever_is_read_first(monkeypatch: pytest.MonkeyPatch) -> None:
    since = date(2020, 1, 1)
    held = [(number, role, 1, since, None) for number, role in enumerate(reversed((*PROFESSIONS, "mayor")))]
    monkeypatch.setattr("vatra.results.cost.basis.access.roles_counted", lambda _communes: iter([*held, held[2]]))
    assert list(_posts([1], date(2026, 1, 1)).items()) == [(role, 1) for role in PROFESSIONS]


def test_nothing_is_divided_by_nobody() -> None:
    empty = replace(BASIS, children=0, vulnerable=0, services=0, ended=0, at_risk=0, posts={}, load={}, found={})
    found = reckoned(empty, PLAIN)
    assert (found.per_child, found.per_vulnerable, found.per_service, found.per_result, found.ratio) == (None,) * 5
    assert found.pays_from is None and found.spent == same(0)


def test_what_may_not_be_told_is_reckoned_from_nowhere() -> None:
    found = reckoned(replace(BASIS, at_risk=None, services=None), PLAIN)
    assert found.avoided is None and found.moved == () and found.per_service is None


@given(st.integers(0, 5_000), st.integers(0, 900), st.integers(0, 60), st.integers(0, 40))
def test_every_range_of_romania_runs_from_low_to_high(children: int, vulnerable: int, risk: int, posts: int) -> None:
    inputs = inputs_of(COSTS)
    assert inputs is not None
    basis = replace(BASIS, children=children, vulnerable=vulnerable, at_risk=risk, posts={"social_worker": posts})
    found: Reckoning = reckoned(basis, inputs)
    for one in (found.spent, found.per_child, found.per_vulnerable, found.avoided, found.budget):
        assert one is None or one.low <= one.mid <= one.high


def test_euros_of_another_year_are_carried_to_lei_of_the_last_index() -> None:
    one = COSTS["project_child"]
    assert (one.price_year, one.year) == (2016, 2025)
    assert one.now.mid == pytest.approx(98 * 4.4908 * 166.34 / 98.45)
    assert COSTS["years_in_care"].now.mid == 3


def test_every_figure_says_whether_its_source_was_read() -> None:
    assert all(one.row["source"] for one in COSTS.values())
    assert not any(one.confirmed and "vatra" in one.row["source"] for one in COSTS.values())


@pytest.mark.parametrize(
    ("code", "column", "text", "told"),
    [
        ("running", "value", "99999", "does not lie between low and high"),
        ("running", "price_year", "", "the year of its prices is missing"),
        ("running", "price_year", "1999", "there is no index of the prices of 1999"),
        ("running", "value", "mult", "number"),
        ("running", "source", "nimeni", "is not in sources.csv"),
        ("running", "currency", "USD", "RON"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_its_row(
    tmp_path: Path, code: str, column: str, text: str, told: str
) -> None:
    folder = shutil.copytree(ROMANIA, tmp_path / "romania")
    with (folder / "costs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    place = next(number for number, row in enumerate(rows) if row["code"] == code)
    rows[place][column] = text
    with (folder / "costs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = [one for one in inspect_rulebook(folder).mistakes if one.file == "costs.csv"]
    assert [(one.row, one.column) for one in found] == [(place + 2, column)]
    assert told in found[0].reason_en


def minutes(told: dict[str, tuple[float, int] | None]) -> Lines:
    [indicator] = [one for one in indicators_of(read_rulebook(ROMANIA)) if one.code == "minutes_per_service"]
    return Lines(None, tuple(
        Line(indicator, code, (Point(202605, None if said is None else Measured(said[0], said[0] * said[1], said[1])),),
             {}) for code, said in told.items()), (), (), False)


def test_a_service_costs_its_minutes_by_a_minute_with_families_of_who_leads_it() -> None:
    services = read_rulebook(ROMANIA).services
    inputs = inputs_of(COSTS)
    assert inputs is not None
    found = per_service(minutes({"W12": (30, 8), "N01": None, "S01": (60, 40)}), services, inputs, COSTS)
    assert [one.code for one in found] == ["S01", "W12", "N01"], "the dearest in all first, what is withheld last"
    post = inputs.post("social_worker")
    assert found[0].cost is not None
    assert found[0].cost.mid == pytest.approx(60 * post.mid / (1650 * 60 * 0.66))
    assert found[0].cost.low == pytest.approx(60 * post.low / (1824 * 60 * 0.8))
    assert found[0].cost.high == pytest.approx(60 * post.high / (1400 * 60 * 0.5))
    assert (found[2].given, found[2].minutes, found[2].cost) == (None, None, None)


def test_without_hours_or_pay_a_service_has_minutes_and_no_cost() -> None:
    services = read_rulebook(ROMANIA).services
    without = {code: one for code, one in COSTS.items() if code != "hours_per_year"}
    [one] = per_service(minutes({"W12": (30, 8)}), services, PLAIN, without)
    assert (one.given, one.minutes, one.cost) == (8, 30, None)


def test_the_posts_of_the_communes_are_those_of_all_together() -> None:
    by_commune = posts_by_commune(BASIS, 60)
    assert by_commune[2] == {"social_worker": 2.5, "community_nurse": 1, "school_counsellor": 1}
    assert {role: sum(one[role] for one in by_commune.values()) for role in by_commune[1]} == posts_needed(BASIS, 60)

"""Tallies: counted again only with news, kept with the days between which they were known, told by role."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, asked, delivered, draft, enrolled, made_commune, send, uuid
from vatra.results.county_sums import reach
from vatra.results.models import Tallied, Tally
from vatra.results.series import WAY, Beside, lines, parts, way
from vatra.results.tallies import refresh, tallies

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FIRST, LATER, NEXT_MONTH = date(2026, 3, 5), date(2026, 3, 30), date(2026, 4, 20)


@pytest.fixture
def worker() -> Any:
    worker = made_commune()
    send(worker, enrolled("a"), enrolled("b"), asked("a", 1, {"c_gp": False}), asked("b", 1, {"c_gp": True}))
    return worker


def now(code: str, month: int = 202603) -> list[tuple[int, int | None]]:
    rows = tallies([COMMUNE], indicators=[code]).filter(month=month)
    return [(row.numerator, row.denominator) for row in rows]


def reader(role: str) -> Any:
    name = f"reader-{role}"
    found = apps.get_model("access.Worker").objects.create(uuid=uuid(name), username=name, full_name="Cititor")
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid(f"role-{name}"), worker=found, role=role, county_id="BC", since=date(2020, 1, 1)
    )
    return found


def test_a_commune_without_news_is_not_counted_again(worker: Any) -> None:
    assert refresh(on=FIRST) == [COMMUNE]
    assert refresh(on=FIRST) == []
    send(worker, draft("record_visit", "a", 31, {"kind": "home"}))
    assert refresh(on=FIRST) == [COMMUNE]


def test_counting_twice_on_one_day_leaves_the_rows_of_one_counting(worker: Any) -> None:
    refresh(on=FIRST)
    before = list(Tally.objects.order_by("pk").values_list("pk", flat=True))
    apps.get_model("results.Tallied").objects.all().delete()
    assert refresh(on=FIRST) == [COMMUNE]
    assert list(Tally.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_what_was_known_on_an_earlier_day_stays_known(worker: Any) -> None:
    refresh(on=FIRST)
    assert now("coverage") == [(2, 2)]
    send(worker, enrolled("late", on=20))
    refresh(on=LATER)
    assert now("coverage", 202602) == [(2, 3)]
    then = tallies([COMMUNE], indicators=["coverage"], known_on=FIRST).get(month=202602)
    assert (then.numerator, then.denominator) == (2, 2)


def test_what_rests_on_facts_as_they_are_now_stays_for_each_month_as_it_was_counted_last(worker: Any) -> None:
    refresh(on=FIRST)
    send(worker, asked("b", 20, {"c_gp": False}))
    refresh(on=LATER)
    assert now("gp_registered") == [(0, 2)], "the month that runs follows what is known"
    send(worker, asked("a", 45, {"c_gp": True}))
    refresh(on=NEXT_MONTH)
    assert (now("gp_registered", 202603), now("gp_registered", 202604)) == ([(0, 2)], [(1, 2)])
    [line] = lines(reader("supervisor_dgaspc"), on=NEXT_MONTH, only=["gp_registered"]).lines
    assert [(point.month, point.measured.value) for point in line.points] == [(202603, 0), (202604, 50)]


def test_the_day_of_counting_is_that_of_the_oldest_commune(worker: Any) -> None:
    assert reach([COMMUNE]).on is None
    refresh(on=FIRST)
    assert reach([COMMUNE]).on == FIRST


def test_who_sees_cases_reads_every_number_and_who_counts_no_small_one(worker: Any) -> None:
    refresh(on=FIRST)
    exact = {line.indicator.code: line for line in lines(reader("supervisor_dgaspc"), on=FIRST).lines}
    told = lines(reader("county_council"), on=FIRST, beside=Beside(["gp_registered"]))
    coarse = {line.indicator.code: line for line in told.lines}
    assert exact["gp_registered"].now.measured.value == 50
    assert coarse["gp_registered"].now.measured is None
    assert coarse["gp_registered"].communes == {COMMUNE: None}
    assert coarse["households_per_worker"].now.measured.value == 2


def test_parts_are_told_for_all_communes_together_and_small_ones_to_those_who_see_cases(worker: Any) -> None:
    refresh(on=FIRST)
    exact = {line.code: line for line in parts(reader("supervisor_dgaspc"), "prevalence", on=FIRST).lines}
    coarse = parts(reader("county_council"), "prevalence", on=FIRST)
    assert exact["SA01"].now.measured.numerator == 1
    assert {line.code: line.now.measured for line in coarse.lines}["SA01"] is None
    assert all(line.communes == {} for line in coarse.lines)
    assert coarse.withheld


def test_a_sum_over_vulnerabilities_is_no_line_and_what_is_not_counted_says_why(worker: Any) -> None:
    refresh(on=FIRST)
    told = lines(reader("supervisor_dgaspc"), on=FIRST)
    assert "prevalence" not in {line.indicator.code for line in told.lines}
    assert all(row["not_counted_ro"] for row in told.not_counted)


def test_an_unknown_indicator_has_no_parts(worker: Any) -> None:
    assert parts(reader("supervisor_dgaspc"), "beauty", on=FIRST).lines == ()


@pytest.mark.parametrize("seed", range(12))
def test_readers_of_numbers_cannot_take_one_step_of_the_way_from_the_next(worker: Any, seed: int) -> None:
    chance = random.Random(seed)
    left = enrolled_here = chance.choice([3, 20, 60])
    counts = []
    for _code in WAY:
        before, left = left, left - min(left, chance.choice([0, 1, 3, 4, 6, 20]))
        counts.append((left, before))
    for code, (above, below) in zip(WAY, counts, strict=True):
        Tally.objects.create(indicator=code, commune_id=COMMUNE, month=202603, numerator=above, denominator=below,
                             known_since=FIRST)
    Tallied.objects.create(commune_id=COMMUNE, on=FIRST)
    enrolled_told, told = way(reader("county_council"), on=FIRST)
    shown = [count for count in (enrolled_told, *(count for _one, count in told)) if count is not None]
    assert all(count == 0 or count >= 5 for count in shown)
    assert all(one - other == 0 or one - other >= 5 for one in shown for other in shown if one >= other)
    exactly, steps = way(reader("supervisor_dgaspc"), on=FIRST)
    assert (exactly, [count for _one, count in steps]) == (enrolled_here, [above for above, _below in counts])


def test_the_steps_of_the_way_are_no_lines_to_readers_of_numbers(worker: Any) -> None:
    refresh(on=FIRST)
    exact = {line.indicator.code for line in lines(reader("supervisor_dgaspc"), on=FIRST).lines}
    coarse = {line.indicator.code for line in lines(reader("county_council"), on=FIRST).lines}
    assert {"way_assessed", "way_found"} <= exact
    assert not set(WAY) & coarse


def test_services_given_are_kept_by_the_profession_that_gave_them(worker: Any) -> None:
    send(worker, delivered("a", 3, "W12"))
    refresh(on=FIRST)
    rows = tallies([COMMUNE], indicators=["services_given"]).filter(month=202603)
    assert [(row.code, row.numerator) for row in rows] == [("social_worker", 1)]

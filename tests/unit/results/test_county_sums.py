"""Counties summed: whoever reads them reads the same numbers, and is told no more, than commune by commune."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, enrolled, made_commune, send, uuid
from vatra.assessment.queries import rulebook_in_force
from vatra.method.indicators import indicators_of
from vatra.results.county_sums import reach, sum_counties
from vatra.results.models import CountySum, Tallied, Tally
from vatra.results.series import WAY, Beside, lines, parts, way
from vatra.results.tallies import refresh

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ON = date(2026, 3, 20)
MONTHS = (202601, 202602, 202603)
BACAU, IASI = (101, 102, 103, 104), (201, 202, 203)
PLAIN = ("gp_registered", "absences_mean", "mean_vulnerabilities", "visits_done", "council_meetings", "findings_new",
         *WAY)
SPLIT = {"services_done": ("", "W01", "W12"), "prevalence": ("FA07", "ID01", "SA01"), "documents_days": ("",)}
KEPT = 10_000  # of one, in which summed values are kept


@pytest.fixture
def communes() -> None:
    for code, siruta, name, several in (("BC", 47, "Bacău", BACAU), ("IS", 48, "Iași", IASI)):
        county = apps.get_model("places.County").objects.create(code=code, siruta=siruta, name=name)
        for one in several:
            apps.get_model("places.Commune").objects.create(
                siruta=one, name=f"C{one}", searched=f"c{one}", kind="commune", county=county, urban=False)


def reader(role: str, **where: Any) -> Any:
    found = apps.get_model("access.Worker").objects.create(uuid=uuid(role), username=role, full_name="Cititor")
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid(f"role-{role}"), worker=found, role=role, since=date(2020, 1, 1), **where)
    return found


def tallied(chance: random.Random, communes: tuple[int, ...] = (*BACAU, *IASI)) -> None:
    """Tallies with many small numbers and many holes."""
    rows = []
    for commune in communes:
        for code in (*PLAIN, *SPLIT):
            for part in SPLIT.get(code, ("",)):
                for month in MONTHS:
                    if chance.random() < 0.8:
                        rows += _tallies(chance, code, part, commune, month)
        Tallied.objects.create(commune_id=commune, on=ON)
    Tally.objects.bulk_create(rows)


def _tallies(chance: random.Random, code: str, part: str, commune: int, month: int) -> list[Tally]:
    below = chance.choice([0, 1, 3, 6, 40])
    above = chance.randint(0, below) if code != "mean_vulnerabilities" else chance.randint(0, 30)
    said = {"indicator": code, "code": part, "commune_id": commune, "month": month, "known_since": ON}
    if code == "documents_days":
        return [Tally(**said, value=days * KEPT, numerator=chance.randint(1, 3)) for days in {5, chance.randint(6, 9)}]
    if code in ("findings_new", "council_meetings"):
        return [Tally(**said, numerator=above)]
    return [Tally(**said, numerator=above * (KEPT if code == "absences_mean" else 1), denominator=below)]


def summed() -> list[str]:
    return sum_counties({one.code: one for one in indicators_of(rulebook_in_force(on=ON).rulebook)})


def told(worker: Any) -> tuple[Any, ...]:
    beside = Beside((*PLAIN, "documents_days"), each_month=True)
    return (
        lines(worker, on=ON, beside=beside), lines(worker, on=ON, since=MONTHS[1], only=PLAIN, beside=Beside(PLAIN)),
        [parts(worker, code, on=ON) for code in (*SPLIT, "gp_registered")], way(worker, on=ON),
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_sums_tell_what_the_communes_tell_one_by_one(communes: None, seed: int) -> None:
    tallied(random.Random(seed))
    readers = [reader("county_council", county_id="BC"), reader("supervisor_dgaspc", county_id="IS"),
               reader("national")]
    before = [told(worker) for worker in readers]
    assert summed() == ["BC", "IS"]
    assert [told(worker) for worker in readers] == before
    assert any(point.measured is None for line in before[0][0].lines for point in line.points)


def test_a_county_is_read_by_its_sum_only_as_long_as_none_of_its_communes_has_news(communes: None) -> None:
    tallied(random.Random(1))
    summed()
    every = (*BACAU, *IASI)
    assert (reach(every).counties, reach(every).communes) == (("BC", "IS"), frozenset())
    Tallied.objects.filter(commune=BACAU[0]).update(summed=False)
    assert (reach(every).counties, reach(every).communes) == (("IS",), frozenset(BACAU))
    assert summed() == ["BC"]


def test_who_counts_a_part_of_a_county_is_told_no_sum_of_the_whole(communes: None) -> None:
    tallied(random.Random(1))
    summed()
    assert reach(BACAU[:3]).counties == ()
    assert reach(BACAU[:3]).communes == frozenset(BACAU[:3])


def test_sums_of_what_was_counted_before_are_gone_with_the_next_counting(communes: None) -> None:
    tallied(random.Random(1), BACAU)
    summed()
    Tally.objects.filter(commune=BACAU[0]).delete()
    Tallied.objects.update(summed=False)
    summed()
    for row in CountySum.objects.filter(whole=True):
        there = Tally.objects.filter(indicator=row.indicator, month=row.month)
        assert row.numerator == sum(one.numerator for one in there)
        assert row.communes == len({one.commune_id for one in there})


def test_what_was_known_on_an_earlier_day_is_read_commune_by_commune(communes: None) -> None:
    tallied(random.Random(1), BACAU)
    summed()
    worker = reader("supervisor_dgaspc", county_id="BC")
    assert lines(worker, on=ON, known_on=date(2026, 3, 19)).lines == ()
    assert lines(worker, on=ON, known_on=ON).lines == lines(worker, on=ON).lines != ()


def test_counting_sums_a_county_of_several_communes_and_leaves_one_of_one_alone() -> None:
    send(made_commune(), enrolled("a"))
    refresh(on=ON)
    assert not CountySum.objects.exists()
    apps.get_model("places.Commune").objects.create(
        siruta=BACAU[0], name="C", searched="c", kind="commune", county_id="BC", urban=False)
    tallied(random.Random(1), BACAU[:1])
    refresh(on=ON)
    assert reach([COMMUNE, BACAU[0]]).counties == ("BC",)

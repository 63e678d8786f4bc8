"""The ledger of dwellings, its coverage, and a list compared with the commune: through the register's door."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.unit.web import village
from tests.unit.web.village import HERE, THERE, uuid
from vatra.register.entries import Draft, receive
from vatra.results import coverage
from vatra.results.ledger import count_dwellings, ledger, wholes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
GASTENI = HERE + 1


@pytest.fixture(autouse=True)
def today() -> date:
    village.made_village(timezone.localdate())
    return timezone.localdate()


def sent(kind: str, payload: dict, *, household=None, on: date | None = None, commune: int = HERE, hour: int = 9):
    on = on or timezone.localdate()
    draft = Draft(uuid=uuid4(), kind=kind, version=1, commune=commune, household=household, person=None,
                  payload=payload, on=on, at=timezone.make_aware(datetime.combine(on, time(hour))))
    [receipt] = receive([draft], by=village.worker("ana"), at=timezone.now())
    assert receipt.outcome == "received", receipt
    return draft


def listed(*addresses: str):
    houses = [{"uuid": str(uuid4()), "address": address} for address in addresses]
    sent("list_dwellings", {"village": GASTENI, "dwellings": houses})
    return {one["address"]: one["uuid"] for one in houses}


def at(address: str, *, on: date | None = None):
    return next(line for line in ledger(HERE, on=on or timezone.localdate()).lines if line.address == address)


def test_an_address_of_households_and_of_the_list_is_one_line(today):
    before = ledger(HERE, on=today)
    [line] = [line for line in before.lines if line.address == "Str. Bisericii 7"]
    assert set(line.households) >= {uuid("popescu"), uuid("rotaru")}
    listed("str. bisericii 7")
    after = ledger(HERE, on=today)
    assert len(after.lines) == len(before.lines) and after.lines[0].dwelling is not None


def test_a_round_that_begins_lets_everything_wait_again(today):
    listed("nr. 1")
    sent("record_outcome", {"outcome": "refused"}, household=uuid("popescu"), on=today - timedelta(days=1))
    sent("begin_round", {"name": "primăvara"})
    found = ledger(HERE, on=today)
    assert found.round.name == "primăvara"
    assert {line.outcome for line in found.lines} <= {"", "visited"}
    assert at("nr. 1").waits


def test_where_nobody_was_comes_before_where_nobody_was_at_home_in_the_order_of_the_walk(today):
    houses = listed("nr. 10", "nr. 9", "nr. 11")
    sent("record_outcome", {"dwelling": houses["nr. 9"], "outcome": "away", "children": 3, "note": "seara"})
    sent("record_outcome", {"dwelling": houses["nr. 11"], "outcome": "empty"})
    waiting = [line.address for line in ledger(HERE, on=today).waiting if line.dwelling]
    assert waiting == ["nr. 10", "nr. 9"]
    assert (at("nr. 9").children, at("nr. 9").note) == (3, "seara")


def test_a_house_with_several_families_waits_for_the_last_of_them(today):
    sent("begin_round", {}, on=today)
    line = at("Str. Bisericii 7")
    *met, last = line.households
    for home in met:
        sent("record_outcome", {"outcome": "visited"}, household=home)
    sent("record_outcome", {"outcome": "away"}, household=last)
    assert at("Str. Bisericii 7").outcome == "away"
    sent("record_outcome", {"outcome": "refused"}, household=last, hour=10)
    assert not at("Str. Bisericii 7").waits


def test_an_interview_of_the_round_says_that_the_household_was_visited(today):
    others = [home for home in at("Str. Bisericii 7").households if home != uuid("popescu")]
    for home in others:
        sent("record_outcome", {"outcome": "visited"}, household=home)
    assert at("Str. Bisericii 7").outcome == "visited"  # the Popescus were asked


def test_a_village_counts_those_that_are_lived_in(today):
    houses = listed("nr. 1", "nr. 2", "nr. 3", "nr. 4")
    before = ledger(HERE, on=today).whole
    sent("record_outcome", {"dwelling": houses["nr. 1"], "outcome": "empty"})
    sent("record_outcome", {"dwelling": houses["nr. 2"], "outcome": "visited"})
    sent("record_outcome", {"dwelling": houses["nr. 3"], "outcome": "not_found"})
    after = ledger(HERE, on=today).whole
    assert (after.dwellings, after.lived_in, after.visited, after.waiting) == (
        before.dwellings, before.lived_in - 2, before.visited + 1, before.waiting - 3)


def test_the_counts_of_communes_follow_the_ledger_and_leave_out_where_nothing_was_said(today):
    assert wholes([HERE, 25200], on=today).communes == {HERE: ledger(HERE, on=today).whole}
    listed("nr. 1")
    assert wholes([HERE], on=today).communes[HERE].waiting == ledger(HERE, on=today).whole.waiting
    assert wholes([THERE], on=today).communes[THERE].dwellings == ledger(THERE, on=today).whole.dwellings


def test_what_was_counted_beforehand_is_told_with_its_day_and_counted_again_where_there_is_news(today):
    assert wholes([HERE], on=today).on is None
    assert HERE in count_dwellings(on=today) and count_dwellings(on=today) == []
    before = ledger(HERE, on=today).whole
    listed("nr. 1")
    assert (wholes([HERE], on=today).communes[HERE], wholes([HERE], on=today).on) == (before, today)
    assert count_dwellings(on=today) == [HERE]
    assert wholes([HERE], on=today).communes[HERE] == ledger(HERE, on=today).whole != before


def test_children_stand_beside_the_census_with_bounds(today):
    groups = coverage.age_groups(HERE, on=today)
    assert [(one.since, one.until) for one in groups] == [(0, 5), (5, 10), (10, 15), (15, 18), (0, 18)]
    whole = groups[-1]
    assert whole.here == sum(one.here for one in groups[:-1]) and whole.census == 360
    assert whole.low < whole.share < whole.high
    assert groups[3].census == 60
    assert whole.high == pytest.approx(whole.here / (350 - 1.96 * 350**0.5))


def test_a_suppressed_group_leaves_the_share_unknown(today):
    village._model("places.CensusAgeGroup").objects.filter(commune=HERE, age_from=5).update(persons=None)
    groups = coverage.age_groups(HERE, on=today)
    assert [one.share is None for one in groups] == [False, True, False, False, True]


@pytest.mark.parametrize("seed", range(3))
def test_the_bounds_of_those_who_are_missing_hold_nineteen_times_in_twenty(seed):
    from random import Random

    rng = Random(seed)
    held = 0
    for _try in range(400):
        children = [rng.choices((0, 1, 2, 3, 5), (50, 20, 18, 8, 4))[0] for _dwelling in range(200)]
        missing = coverage.predicted(children[:150], 50)
        held += missing.low <= sum(children[150:]) <= missing.high
    assert 0.92 <= held / 400 <= 0.985


def test_of_those_who_are_missing_nothing_is_said_before_thirty_dwellings_are_visited(today):
    listed("nr. 1")
    assert coverage.children_missing(ledger(HERE, on=today), on=today) is None

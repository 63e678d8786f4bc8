"""Each reader counts their own communes; small cells are for those who see the cases."""

from datetime import date, timedelta

import pytest

from tests.unit.assessment.story import ON, WEEK, Story, a_draft, a_worker
from tests.unit.people.village import AGAS, ASAU
from vatra.access.models import RoleHeld
from vatra.base.days import add_months
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.people.models import Household
from vatra.places.models import CensusAgeGroup
from vatra.register.models import Echo
from vatra.results import counts, queries

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def found(story: Story) -> Story:
    """One assessed family; a census."""
    story.asks({"h_income": 900}, members={story.child: {"c_phys": "confirmed"}})
    for age, persons in ((0, 10), (5, 10), (10, 10), (15, 50)):
        CensusAgeGroup.objects.create(commune_id=AGAS, age_from=age, age_until=age + 5, persons=persons)
    return story


def test_a_worker_of_the_commune_counts_it_exactly(found: Story):
    told = queries.overview(found.maria, on=ON)
    [row] = told.rows
    assert (row.commune.siruta, row.households, row.persons, row.children) == (AGAS, 1, 3, 2)
    assert row.households_by_level == {"none": 0, "low": 0, "medium": 0, "high": 0, "immediate": 1}
    assert row.children_by_level == {"none": 0, "low": 0, "medium": 0, "high": 1, "immediate": 1}
    assert (row.census, row.coverage) == (60, 2 / 60)
    assert (told.withheld, told.totals.at_least) == (False, frozenset())
    assert told.totals.children_by_level["immediate"] == 1


def test_who_does_not_see_the_gravest_findings_gets_no_small_cell(found: Story):
    told = queries.overview(found.mediator, on=ON)
    [row] = told.rows
    assert (row.children, row.households) == (None, None)
    assert row.children_by_level["immediate"] is None
    assert row.coverage is None
    assert told.withheld
    assert "children_by_level.immediate" in told.totals.at_least


def test_nobody_counts_a_commune_where_they_hold_no_role(found: Story):
    stranger = a_worker("vasile", "social_worker", commune=ASAU)
    told = queries.overview(stranger, on=ON)
    assert told.rows == ()
    assert [commune.siruta for commune in told.without_entries] == [ASAU]
    ended = a_worker("petru", "social_worker")
    RoleHeld.objects.filter(worker=ended).update(until=date(2020, 1, 1))
    assert queries.overview(ended, on=ON).rows == ()


def test_a_commune_is_counted_again_only_when_it_has_new_entries(found: Story, django_assert_num_queries):
    first = counts.counts_of([AGAS], on=ON)
    with django_assert_num_queries(1):
        assert counts.counts_of([AGAS], on=ON) == first
    found.asks({"h_income": 9000, "h_hazards": []}, members={found.child: {"c_phys": "none"}}, on=ON + WEEK)
    assert counts.counts_of([AGAS], on=ON)[AGAS].children_by_level["none"] == 2


def test_what_another_streams_entry_changed_here_is_counted_again(found: Story):
    states = queries.number_by_state([AGAS], ("general", "violence"), on=ON)
    assert sum(states.values()) == 1
    Household.objects.filter(uuid=found.home).update(commune=ASAU)
    assert queries.number_by_state([AGAS], ("general", "violence"), on=ON) == states, "nobody told of it"
    Echo.objects.create(household=found.home, commune_id=AGAS)
    assert queries.number_by_state([AGAS], ("general", "violence"), on=ON) == {}


def test_cases_and_deadlines_are_counted(found: Story):
    found.happens(a_draft("open_case", {}, household=found.home))
    [row] = queries.overview(found.maria, on=ON).rows
    assert row.open_cases == 1


def test_a_commune_is_counted_again_on_the_day_somebody_comes_of_age(found: Story, monkeypatch):
    before = counts.counts_of([AGAS], on=ON)[AGAS].children
    of_age = add_months(min(member.born_on for member in people.members_of([found.home], on=ON)[found.home]
                            if member.born_on > add_months(ON, -216)), 216)
    monkeypatch.setattr(counts, "_kept", {**counts._kept})
    assert counts.counts_of([AGAS], on=of_age - timedelta(days=1))[AGAS].children == before
    assert counts.counts_of([AGAS], on=of_age)[AGAS].children == before - 1


@pytest.mark.parametrize("roles", [(), ("social_worker",), ("school_mediator",)])
@pytest.mark.parametrize("domains", [("general",), ("general", "education"), ("general", "violence", "economic")])
def test_what_waits_is_counted_for_every_reader_as_the_worklist_counts_it(found: Story, domains, roles):
    for on in (ON, ON + timedelta(days=20), ON + timedelta(days=400)):
        assert queries.worklist_counts([AGAS, ASAU], domains, on=on, roles=roles) == \
            care.worklist_counts([AGAS, ASAU], domains, on=on, roles=roles)

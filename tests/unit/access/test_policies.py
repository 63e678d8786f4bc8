"""Truth tables: role x act, role x domain, role x place, role x day."""

from datetime import date, timedelta

import pytest

from tests.unit.access.conftest import AGAS, ARONEANU, ASAU, TODAY, held
from vatra.access import policies, queries
from vatra.access.book import ACTS, AGGREGATES, DOMAINS, roles_book

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

BOOK = roles_book()
COUNTY_ROLES = sorted(code for code, role in BOOK.items() if role.level == "county")
COMMUNE_ROLES = sorted(code for code, role in BOOK.items() if role.level == "commune")
NO_CASES = ("mayor", "council_member", "county_council", "national", "evaluator", "administrator",
            "method_editor")


def place_of(role):
    return {"commune": {"commune": AGAS}, "county": {"county": "BC"}, "nation": {}}[BOOK[role].level]


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("role", sorted(BOOK))
def test_a_role_may_do_in_its_place_what_the_rulebook_says_and_nothing_else(holder, role, act):
    worker = holder(role, **place_of(role))
    within = BOOK[role].level != "nation"
    assert policies.can_act(worker, act, AGAS, on=TODAY) is (within and act in BOOK[role].acts)
    assert not policies.can_act(worker, act, ARONEANU, on=TODAY)


@pytest.mark.parametrize("role", sorted(BOOK))
def test_a_role_sees_in_its_place_the_domains_of_the_rulebook_and_no_other(holder, role):
    worker = holder(role, **place_of(role))
    within = BOOK[role].level != "nation"
    for domain in DOMAINS:
        expected = within and domain in BOOK[role].sees - {AGGREGATES}
        assert policies.can_see_domain(worker, domain, AGAS, on=TODAY) is expected, domain
    assert policies.domains_seen(worker, ARONEANU, on=TODAY) == frozenset()


# Written by hand: what must hold whatever a methodologist writes into Romania's roles.csv.
@pytest.mark.parametrize(("role", "domain", "seen"), [
    ("community_nurse", "health_detail", True),
    ("social_worker", "health_detail", False),
    ("school_counsellor", "health_detail", False),
    ("school_mediator", "health_detail", False),
    ("head", "health_detail", False),
    ("supervisor_isj", "health_detail", False),
    ("social_worker", "violence", True),
    ("school_counsellor", "violence", True),
    ("supervisor_dgaspc", "violence", True),
    ("community_nurse", "violence", False),
    ("school_mediator", "violence", False),
    ("health_mediator", "violence", False),
    ("school_mediator", "health", False),
    ("community_nurse", "education", False),
    ("school_mediator", "economic", False),
])
def test_health_details_and_violence_are_for_few(role, domain, seen):
    assert (domain in BOOK[role].sees) is seen


@pytest.mark.parametrize("role", NO_CASES)
def test_who_needs_only_numbers_sees_no_household_and_does_nothing_to_one(holder, role):
    worker = holder(role, **place_of(role))
    assert not BOOK[role].sees_cases
    about_no_household = {"supervise", "call_council", "attend_council", "directory", "answer", "edit_method",
                          "publish_data", "register_study"}
    assert BOOK[role].acts - about_no_household == frozenset()
    assert queries.communes_seen(worker, on=TODAY) == frozenset()


def test_every_role_of_the_design_is_in_the_rulebook():
    assert set(BOOK) >= {
        "social_worker", "social_technician", "community_nurse", "school_counsellor", "school_mediator",
        "health_mediator", "head", "mayor", "supervisor_dgaspc", "supervisor_dsp", "supervisor_isj", "supervisor_cjrae",
        "county_council", "national", "evaluator", "administrator", "council_member",
    }
    assert {code: BOOK[code].level for code in ("head", "mayor", "supervisor_dsp", "national")} == {
        "head": "commune", "mayor": "commune", "supervisor_dsp": "county", "national": "nation"}
    assert "interview" in BOOK["social_technician"].acts, "HG 612/2025 makes the technician a legal actor"


def test_a_county_role_holds_in_all_communes_of_the_county_and_in_no_other(holder):
    worker = holder("supervisor_dgaspc", county="BC")
    assert queries.communes_seen(worker, on=TODAY) == {AGAS, ASAU}
    assert policies.domains_seen(worker, ASAU, on=TODAY)
    assert not policies.domains_seen(worker, ARONEANU, on=TODAY)
    assert not policies.domains_seen(worker, 999, on=TODAY)


def test_a_commune_role_does_not_reach_the_next_commune(holder):
    worker = holder("head", commune=AGAS)
    assert queries.communes_seen(worker, on=TODAY) == {AGAS}
    assert not policies.can_act(worker, "settle", ASAU, on=TODAY)


@pytest.mark.parametrize("role", ["social_worker", "head", "supervisor_dgaspc"])
def test_a_role_held_in_the_nation_opens_no_commune_whatever_it_is(holder, role):
    worker = holder(role)
    assert queries.communes_seen(worker, on=TODAY) == frozenset()
    assert policies.domains_seen(worker, AGAS, on=TODAY) == frozenset()
    assert not any(policies.can_act(worker, act, AGAS, on=TODAY) for act in ACTS)


@pytest.mark.parametrize(("since", "until", "holds"), [
    (0, None, True), (-30, 1, True), (-30, None, True),
    (1, None, False),       # not yet begun
    (-30, 0, False),        # until is exclusive: ended yesterday evening
    (-30, -1, False),
    (0, 0, False),          # never held
])
def test_a_role_holds_from_its_first_day_to_before_its_last(holder, since, until, holds):
    worker = holder("social_worker", commune=AGAS, since=TODAY + timedelta(since),
                    until=None if until is None else TODAY + timedelta(until))
    assert policies.can_act(worker, "visit", AGAS, on=TODAY) is holds
    assert bool(policies.domains_seen(worker, AGAS, on=TODAY)) is holds
    assert bool(queries.communes_seen(worker, on=TODAY)) is holds
    assert bool(queries.team_of(AGAS, on=TODAY)) is holds


def test_a_worker_who_is_not_active_may_nothing(holder):
    worker = holder("head", commune=AGAS, is_active=False)
    assert queries.roles_of(worker, on=TODAY) == []
    assert queries.communes_seen(worker, on=TODAY) == frozenset()
    assert not policies.can_act(worker, "visit", AGAS, on=TODAY)
    assert queries.team_of(AGAS, on=TODAY) == []


def test_roles_add_up_place_by_place_and_not_across_places(holder):
    worker = holder("school_mediator", commune=AGAS)
    held(worker, "community_nurse", commune=ASAU)
    assert policies.domains_seen(worker, AGAS, on=TODAY) == BOOK["school_mediator"].sees
    assert policies.domains_seen(worker, ASAU, on=TODAY) == BOOK["community_nurse"].sees
    held(worker, "health_mediator", commune=AGAS)
    assert policies.domains_seen(worker, AGAS, on=TODAY) == BOOK["school_mediator"].sees | BOOK["health_mediator"].sees


def test_a_role_that_the_rulebook_no_longer_has_opens_nothing(holder):
    worker = holder("village_elder", commune=AGAS)
    assert not policies.can_act(worker, "visit", AGAS, on=TODAY)
    assert queries.communes_seen(worker, on=TODAY) == frozenset()


def test_a_refusal_names_nobody_and_says_what_to_know(holder):
    worker = holder("mayor", commune=AGAS)
    with pytest.raises(policies.NotPermitted) as refusal:
        policies.check_can_act(worker, "visit", AGAS, on=TODAY)
    assert refusal.value.code == "not_permitted"
    with pytest.raises(policies.NotPermitted):
        policies.check_can_see_domain(worker, "general", AGAS, on=TODAY)
    nurse = holder("community_nurse", commune=AGAS)
    policies.check_can_act(nurse, "visit", AGAS, on=TODAY)
    policies.check_can_see_domain(nurse, "health", AGAS, on=TODAY)


@pytest.mark.parametrize(("role", "place", "counted"), [
    ("mayor", {"commune": AGAS}, {AGAS}),
    ("county_council", {"county": "BC"}, {AGAS, ASAU}),
    ("national", {}, {AGAS, ASAU, ARONEANU}),
    ("social_worker", {"commune": ASAU}, {ASAU}),
    ("administrator", {}, set()),
])
def test_numbers_are_seen_of_the_places_of_a_role(holder, role, place, counted):
    assert queries.communes_counted(holder(role, **place), on=TODAY) == counted


APPOINTMENTS = [
    # who appoints, held where; the role and where; may
    ("administrator", {}, "head", {"commune": AGAS}, True),
    ("administrator", {}, "national", {}, True),
    ("administrator", {"county": "BC"}, "head", {"commune": AGAS}, True),
    ("administrator", {"county": "BC"}, "supervisor_dsp", {"county": "BC"}, True),
    ("administrator", {"county": "BC"}, "head", {"commune": ARONEANU}, False),
    ("administrator", {"county": "BC"}, "supervisor_dsp", {"county": "IS"}, False),
    ("administrator", {"county": "BC"}, "national", {}, False),
    ("administrator", {"county": "BC"}, "administrator", {}, False),
    ("head", {"commune": AGAS}, "community_nurse", {"commune": AGAS}, True),
    ("head", {"commune": AGAS}, "community_nurse", {"commune": ASAU}, False),
    ("head", {"commune": AGAS}, "head", {"commune": AGAS}, False),
    ("head", {"commune": AGAS}, "administrator", {"commune": AGAS}, False),
    ("head", {"commune": AGAS}, "supervisor_dsp", {"county": "BC"}, False),
    ("head", {"commune": AGAS}, "national", {}, False),
    ("social_worker", {"commune": AGAS}, "school_mediator", {"commune": AGAS}, False),
    ("mayor", {"commune": AGAS}, "head", {"commune": AGAS}, False),
    ("supervisor_dgaspc", {"county": "BC"}, "social_worker", {"commune": AGAS}, False),
    ("administrator", {}, "no_such_role", {"commune": AGAS}, False),
]


@pytest.mark.parametrize(("by", "by_place", "role", "place", "may"), APPOINTMENTS)
def test_roles_are_given_only_within_ones_own_office(holder, by, by_place, role, place, may):
    appointer, other = holder(by, **by_place), holder()
    assert policies.can_appoint(appointer, other, role, **place, on=TODAY) is may
    assert not policies.can_appoint(appointer, appointer, role, **place, on=TODAY), "never to oneself"


def test_an_office_that_has_ended_appoints_nobody(holder):
    ended = holder("administrator", until=TODAY)
    assert not policies.can_appoint(ended, holder(), "head", commune=AGAS, on=TODAY)
    assert not policies.can_enrol_workers(ended, on=TODAY)


def test_an_account_is_administered_only_by_whose_office_covers_all_its_roles(holder):
    of_county, of_nation = holder("administrator", county="BC"), holder("administrator")
    inside, outside, empty = holder("head", commune=AGAS), holder("head", commune=ARONEANU), holder()
    held(outside, "head", commune=AGAS)
    once = holder("head", commune=AGAS)
    held(once, "national", until=date(2026, 2, 1))
    for worker, by_county in ((inside, True), (outside, False), (empty, False), (once, False), (of_nation, False)):
        assert policies.can_administer(of_county, worker, on=TODAY) is by_county
    assert all(policies.can_administer(of_nation, worker, on=TODAY) for worker in (inside, outside, empty, once))
    assert not policies.can_administer(of_nation, of_nation, on=TODAY)
    assert not policies.can_administer(inside, outside, on=TODAY)

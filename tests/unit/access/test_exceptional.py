"""Exceptional access: role x domain, then how one begins, ends, and is looked at."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.unit.access.conftest import AGAS, ARONEANU, ASAU, AT, TODAY, held
from vatra.access import entries, exceptional, policies
from vatra.access.book import CASE_DOMAINS, DOMAINS, roles_book
from vatra.access.exceptional import CannotOpen
from vatra.access.policies import NotPermitted
from vatra.audit import queries as audit

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
BOOK, HOME, WHY = roles_book(), uuid4(), "Copilul convulsionează și trebuie știut ce boală are."
HOUR = timedelta(hours=1)


def place_of(role):
    return {"commune": {"commune": AGAS}, "county": {"county": "BC"}, "nation": {}}[BOOK[role].level]


def opened(worker, domain="health_detail", *, home=HOME, commune=AGAS, at=AT, lasts=8 * HOUR, why=WHY):
    return exceptional.open_exceptionally(worker, home, domain, why, commune=commune, lasts=lasts, at=at)


def standing(worker, *, at=AT, commune=AGAS, home=HOME):
    return exceptional.opened_domains(worker, home, commune, at=at)


@pytest.mark.parametrize("domain", sorted(DOMAINS))
@pytest.mark.parametrize("role", sorted(BOOK))
def test_who_works_in_the_commune_with_cases_may_open_what_the_role_does_not_see_and_nobody_else(holder, role, domain):
    worker = holder(role, **place_of(role))
    may = (BOOK[role].level == "commune" and bool(BOOK[role].sees & CASE_DOMAINS)
           and domain in CASE_DOMAINS - BOOK[role].sees)
    assert (domain in exceptional.domains_to_open(worker, AGAS, on=TODAY)) is may
    for commune in (ASAU, ARONEANU):
        assert exceptional.domains_to_open(worker, commune, on=TODAY) == []
        with pytest.raises(NotPermitted):
            opened(worker, domain, commune=commune)
    if may:
        opened(worker, domain)
    else:
        with pytest.raises(NotPermitted):
            opened(worker, domain)
    assert standing(worker) == ({domain} if may else set())


# Written by hand: whatever a methodologist writes into roles.csv.
@pytest.mark.parametrize("role", ["mayor", "council_member", "county_council", "national", "evaluator",
                                  "administrator", "method_editor", "supervisor_dsp", "supervisor_dgaspc"])
def test_numbers_administration_and_the_county_open_nothing(holder, role):
    assert exceptional.domains_to_open(holder(role, **place_of(role)), AGAS, on=TODAY) == []


def test_an_opening_widens_no_role(holder):
    worker = holder("social_worker", commune=AGAS)
    opened(worker)
    assert "health_detail" not in policies.domains_seen(worker, AGAS, on=TODAY)
    assert not policies.Acts(worker).sees("health_detail", AGAS, on=TODAY)


def test_an_opening_is_of_one_household_in_its_commune_and_for_its_worker(holder):
    worker = holder("social_worker", commune=AGAS)
    opened(worker)
    assert standing(worker) == {"health_detail"}
    assert not standing(worker, home=uuid4()) and not standing(worker, commune=ASAU)
    assert not standing(holder("social_worker", commune=AGAS))


def test_an_opening_ends_by_itself_by_its_worker_and_by_a_supervisor(holder):
    worker, head = holder("social_worker", commune=AGAS), holder("head", commune=AGAS)
    opened(worker)
    assert standing(worker, at=AT + 8 * HOUR - timedelta(seconds=1)) and not standing(worker, at=AT + 8 * HOUR)
    for by in (worker, head):
        one = opened(worker, home=(home := uuid4()))
        exceptional.end_opening(one.uuid, by=by, at=AT + HOUR)
        assert not standing(worker, home=home, at=AT + HOUR)
    one = opened(worker, home=uuid4())
    for stranger in (holder("community_nurse", commune=AGAS), holder("head", commune=ASAU)):
        with pytest.raises(CannotOpen):
            exceptional.end_opening(one.uuid, by=stranger, at=AT)


def test_an_opening_lasts_three_days_at_most_whatever_the_rulebook_says(holder):
    one = opened(holder("social_worker", commune=AGAS), lasts=timedelta(days=30))
    assert one.until == AT + exceptional.LONGEST


def test_an_opening_ends_with_the_role_it_rests_on_and_with_the_account(holder):
    worker, head = holder("social_worker", commune=AGAS), holder("head", commune=AGAS)
    held(worker, "school_mediator", commune=AGAS)
    opened(worker, lasts=72 * HOUR)
    entries.end_role(worker.roles_held.get(role="social_worker"), until=TODAY + timedelta(days=1), by=head, at=AT)
    assert standing(worker) and not standing(worker, at=AT + 24 * HOUR)
    other = holder("social_worker", commune=AGAS)
    opened(other)
    entries.close_account(other, by=None, at=AT)
    assert not standing(other)


@pytest.mark.parametrize("why", ["", "urgent", " " * 40, "x" * 2_001, "a\x00" * 20])
def test_an_opening_wants_a_reason(holder, why):
    with pytest.raises(CannotOpen):
        opened(holder("social_worker", commune=AGAS), why=why)


def test_what_is_open_is_not_opened_again_and_nobody_opens_a_whole_commune_in_a_day(holder):
    worker = holder("social_worker", commune=AGAS)
    opened(worker)
    with pytest.raises(CannotOpen) as refused:
        opened(worker)
    assert refused.value.code == "already_open"
    for _ in range(exceptional.MOST_A_DAY - 1):
        opened(worker, home=uuid4())
    with pytest.raises(CannotOpen) as refused:
        opened(worker, home=uuid4())
    assert refused.value.code == "too_many"
    opened(worker, home=uuid4(), at=AT + timedelta(days=1, seconds=1))


@pytest.mark.parametrize("role", sorted(BOOK))
def test_who_supervises_the_commune_looks_and_nobody_else(holder, role):
    worker, by = holder("school_mediator", commune=AGAS), holder(role, **place_of(role))
    one = opened(worker)
    may = "supervise" in BOOK[role].acts and BOOK[role].level != "nation"
    waiting = exceptional.openings_to_look_at(by, [AGAS], on=TODAY)
    assert [found.uuid for found in waiting] == ([one.uuid] if may else [])
    if not may:
        with pytest.raises(CannotOpen):
            exceptional.look_at_opening(one.uuid, agreed=True, words="", by=by, at=AT)
        return
    exceptional.look_at_opening(one.uuid, agreed=True, words="Era nevoie.", by=by, at=AT)
    assert exceptional.openings_to_look_at(by, [AGAS], on=TODAY) == []
    assert standing(worker)


def test_nobody_looks_at_the_own_one(holder):
    head = holder("head", commune=AGAS)
    one = opened(head)
    assert exceptional.openings_to_look_at(head, [AGAS], on=TODAY) == []
    with pytest.raises(CannotOpen):
        exceptional.look_at_opening(one.uuid, agreed=True, words="", by=head, at=AT)


def test_a_supervisor_who_does_not_agree_says_why_and_ends_it(holder):
    worker, head = holder("social_worker", commune=AGAS), holder("head", commune=AGAS)
    one = opened(worker)
    with pytest.raises(CannotOpen):
        exceptional.look_at_opening(one.uuid, agreed=False, words=" ", by=head, at=AT)
    exceptional.look_at_opening(one.uuid, agreed=False, words="Putea aștepta.", by=head, at=AT + HOUR)
    assert not standing(worker, at=AT + HOUR)
    with pytest.raises(CannotOpen) as refused:
        exceptional.look_at_opening(one.uuid, agreed=True, words="", by=head, at=AT)
    assert refused.value.code == "already_looked_at"


def test_opening_ending_and_the_word_stand_in_the_audit_without_the_reason(holder):
    worker, head = holder("social_worker", commune=AGAS), holder("head", commune=AGAS)
    one = opened(worker)
    exceptional.end_opening(one.uuid, by=worker, at=AT + HOUR)
    exceptional.end_opening(one.uuid, by=worker, at=AT + HOUR)
    exceptional.look_at_opening(one.uuid, agreed=True, words="", by=head, at=AT + HOUR)
    rows = audit.changes_of(HOME)
    assert sorted(row.purpose for row in rows) == [
        "agree_to_opening:health_detail", "end_opening:health_detail", "open_exceptionally:health_detail"]

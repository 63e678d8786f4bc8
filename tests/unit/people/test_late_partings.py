"""Households that part and join, told late: the register follows the family to where it lives by now (0021)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.people.test_through_the_register import AT, appointed, draft, rows
from tests.unit.people.village import AGAS, ASAU, GRINDA, ON, communes, head, member
from vatra.people.models import Household, Membership
from vatra.register.entries import Draft, receive
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ROOT = UUID("a1000000-0000-4000-8000-000000000000")


@pytest.fixture
def worker(village: None) -> Any:
    return appointed("maria", "social_worker", AGAS)


@pytest.fixture
def ion(village: None) -> Any:
    """Somebody of the other commune."""
    return appointed("ion", "social_worker", ASAU)


def uuid(name: str) -> UUID:
    return uuid5(ROOT, name)


def day(number: int) -> Any:
    return ON + timedelta(days=number)


def family(house: str, *, commune: int = AGAS) -> Draft:
    """A head, a partner and a child."""
    return draft("enrol_household", {"members": [
        head(uuid=uuid(f"{house}/head")), member(uuid=uuid(f"{house}/partner"), relation="partner"),
        member(uuid=uuid(f"{house}/child"), born="2018-01-05", relation="child"),
    ]}, household=uuid(house), commune=commune)


def moved(house: str, on: int, to: int, *, of: int) -> list[Draft]:
    return [draft("move_out", {"to": "commune"}, household=uuid(house), on=day(on), commune=of),
            draft("move_in", {}, household=uuid(house), on=day(on), commune=to)]


def parting(on: int, *, commune: int = AGAS, village: int | None = None) -> Draft:
    """The partner goes with the child."""
    goes = [{"person": str(uuid("h/partner")), "is_head": True},
            {"person": str(uuid("h/child")), "relation": "child"}]
    said = {"from_household": str(uuid("h")), "address": "Ulița 3", "village": village, "goes": goes}
    return draft("split_household", said, household=uuid("new"), on=day(on), commune=commune)


def in_new(on: int, *, commune: int = AGAS) -> Draft:
    """Somebody comes to live with those who parted."""
    return draft("enrol_person", member("Pop", uuid=uuid("guest")), household=uuid("new"), person=uuid("guest"),
                 on=day(on), commune=commune)


def outcomes(receipts: Any) -> list[tuple[str, str | None, int | None]]:
    return [(one.outcome, one.reason_code, one.commune) for one in receipts]


def lives() -> list[tuple[UUID, UUID, Any]]:
    held = Membership.objects.filter(until__isnull=True)
    return sorted(held.values_list("person__uuid", "household__uuid", "since"))


def test_a_late_parting_goes_on_where_the_family_lives_and_so_does_what_is_sent_with_it(worker, ion) -> None:
    receive([family("h")], by=worker, at=AT)
    left, came = moved("h", 9, ASAU, of=AGAS)
    receive([left], by=worker, at=AT)
    receive([came], by=ion, at=AT)
    assert outcomes(receive([parting(3), in_new(5)], by=worker, at=AT)) == [("received", None, ASAU)] * 2
    new = Household.objects.get(uuid=uuid("new"))
    assert (new.commune_id, new.enrolled_on, new.address) == (ASAU, day(3), "Ulița 3")
    assert Membership.objects.filter(household=new.uuid, until__isnull=True).count() == 3


def test_a_village_of_the_old_commune_is_left_out(worker, ion) -> None:
    receive([family("h")], by=worker, at=AT)
    left, came = moved("h", 9, ASAU, of=AGAS)
    receive([left], by=worker, at=AT)
    receive([came], by=ion, at=AT)
    assert outcomes(receive([parting(3, village=GRINDA)], by=worker, at=AT)) == [("received", None, ASAU)]
    assert Household.objects.get(uuid=uuid("new")).village is None


def test_a_parting_after_the_move_waits_for_a_human(worker, ion) -> None:
    receive([family("h")], by=worker, at=AT)
    left, came = moved("h", 3, ASAU, of=AGAS)
    receive([left], by=worker, at=AT)
    receive([came], by=ion, at=AT)
    assert outcomes(receive([parting(9)], by=worker, at=AT)) == [("to_settle", "unknown_household", None)]


def test_nobody_parts_a_family_that_never_lived_where_they_act(worker, ion) -> None:
    receive([family("h")], by=worker, at=AT)
    assert outcomes(receive([parting(3, commune=ASAU)], by=ion, at=AT)) == [("to_settle", "unknown_household", None)]


def joining(on: int, **more: Any) -> list[Draft]:
    return [draft("join_households", {"from_household": str(uuid("other")), "new_head": None}, household=uuid("h"),
                  on=day(on), **more)]


@pytest.mark.parametrize("together", [True, False])
def test_a_late_joining_goes_on_where_the_household_lives_that_they_joined(worker, ion, together) -> None:
    receive([family("h"), family("other")], by=worker, at=AT)
    for house in ("h", "other") if together else ("h",):
        left, came = moved(house, 9, ASAU, of=AGAS)
        receive([left], by=worker, at=AT)
        receive([came], by=ion, at=AT)
    assert outcomes(receive(joining(3), by=worker, at=AT)) == [("received", None, ASAU)]
    assert Household.objects.get(uuid=uuid("other")).ended_on == day(3)
    assert Membership.objects.filter(household=uuid("h"), until__isnull=True).count() == 6
    before = rows()
    rebuild()
    assert rows() == before


def test_a_joining_sent_from_elsewhere_reaches_no_household_of_another_commune(worker, ion) -> None:
    receive([family("other")], by=worker, at=AT)
    receive([family("h", commune=ASAU)], by=ion, at=AT)
    assert outcomes(receive(joining(3, commune=ASAU), by=ion, at=AT)) == [("to_settle", "unknown_household", None)]


@settings(max_examples=25)
@given(st.data())
def test_whenever_a_parting_is_told_the_same_people_live_together(data) -> None:
    """Told at once or after any number of moves, alone or with what followed; and a replay gives the same rows."""
    number = data.draw(st.integers(0, 3), label="moves")
    days = sorted(data.draw(st.lists(st.integers(4, 20), min_size=number, max_size=number, unique=True), label="days"))
    on = data.draw(st.integers(1, 3), label="parting")
    then = data.draw(st.integers(on, 4 if days else 20), label="guest")
    split = data.draw(st.booleans(), label="in two batches")
    told = [_told(late, days, on, then, split) for late in (False, True)]
    assert told[0] == told[1]


def _told(late: bool, days: list[int], on: int, then: int, apart: bool) -> list[Any]:
    """Who lives with whom at the end, all in a savepoint that is taken back."""
    with transaction.atomic():
        communes()
        here, there = appointed("maria", "social_worker", AGAS), appointed("ion", "social_worker", ASAU)
        by = {AGAS: here, ASAU: there}
        parts = [parting(on), in_new(then)]
        receive([family("h")], by=here, at=AT)
        if not late:
            assert outcomes(receive(parts, by=here, at=AT)) == [("received", None, None)] * 2
        now = AGAS
        for number in days:
            to = ASAU if now == AGAS else AGAS
            left, came = moved("h", number, to, of=now)
            receive([left], by=by[now], at=AT)
            receive([came], by=by[to], at=AT)
            now = to
        if late:
            batches = [[one] for one in parts] if apart else [parts]
            elsewhere = None if now == AGAS else now
            got = [one for batch in batches for one in outcomes(receive(batch, by=here, at=AT))]
            assert got == [("received", None, elsewhere)] * 2
            assert Household.objects.get(uuid=uuid("new")).commune_id == now
        before = rows()
        rebuild(longest_run=2)
        assert rows() == before
        found = lives()
        transaction.set_rollback(True)
    return found

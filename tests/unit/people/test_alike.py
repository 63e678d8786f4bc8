"""Families written down twice are offered to a human, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.people.village import AGAS, ASAU, ON, enrolled, happens, head, member
from vatra.people.queries import families_alike, members_of, pairs_alike

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = ON + timedelta(days=20)


def test_a_family_enrolled_twice_is_offered_with_the_persons_that_look_the_same(village) -> None:
    old = enrolled(head("Ciobanu", "Vasile"), member("Ciobanu", "Elena"))
    enrolled(head("Rusu", "Petru", born="1970-02-02"))
    new = enrolled(head("Ciobanu", "Vasile"), member("Ciobanu", "Elena"), on=LATER)
    [one] = families_alike([AGAS], since=LATER, on=LATER)
    assert (one.new, one.other, len(one.persons)) == (new, old, 2)


def test_what_a_worker_said_is_not_the_same_is_not_offered_again(village) -> None:
    old, new = enrolled(head("Ciobanu", "Vasile")), enrolled(head("Ciobanu", "Vasile"), on=LATER)
    happens("not_the_same", {"other": str(old)}, household=new, on=LATER)
    assert families_alike([AGAS], since=ON, on=LATER) == []


def test_a_pair_over_two_communes_is_offered_only_to_who_sees_both(village) -> None:
    enrolled(head("Ciobanu", "Vasile"))
    enrolled(head("Ciobanu", "Vasile"), on=LATER, commune=ASAU)
    assert families_alike([ASAU], since=LATER, on=LATER) == []
    assert len(families_alike([AGAS, ASAU], since=LATER, on=LATER)) == 1


def test_what_was_merged_is_not_offered(village) -> None:
    old, new = enrolled(head("Ciobanu", "Vasile")), enrolled(head("Ciobanu", "Vasile"), on=LATER)
    happens("merge_households", {"gone": str(new), "reason": "aceeași"}, household=old, on=LATER)
    assert families_alike([AGAS], since=ON, on=LATER) == []


def test_members_are_paired_by_likeness_and_nobody_twice(village) -> None:
    old = enrolled(head("Ciobanu", "Vasile"), member("Ciobanu", "Elena"), member("Ciobanu", "Ana"))
    new = enrolled(head("Ciobanu", "Vasile"), member("Ciobanu", "Elena"), member("Ciobanu", "Dorin"), on=LATER)
    members = members_of([old, new], on=LATER)
    names = {one.uuid: one.given_name for several in members.values() for one in several}
    pairs = pairs_alike(members[old], members[new])
    assert {(names[gone], names[kept]) for gone, kept in pairs.items()} == {("Vasile", "Vasile"), ("Elena", "Elena")}
    assert set(pairs) <= {one.uuid for one in members[new]}

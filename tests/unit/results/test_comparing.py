"""A list compared with a commune: part by part, found again, settled by workers, and forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.unit.people.village import AGAS, ASAU, GRINDA, communes, enrolled, happens, head, member
from vatra.access import queries as access
from vatra.access.models import RoleHeld, Worker
from vatra.people.described import said_of_listed
from vatra.results import comparing
from vatra.results.policies import DOMAIN_OF, can_compare

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
ON = date(2026, 3, 2)
HEADER = "Nume,Prenume,Data nașterii,Mama,Sat"
CHILDREN = {"Ana": "2015-03-04", "Ion": "2013-05-06", "Vlad": "2012-07-08"}


@pytest.fixture(autouse=True)
def home() -> UUID:
    communes()
    return enrolled(head("Munteanu", "Elena", sex="f"), *(
        member("Munteanu", name, born=born, relation="child", sex="f" if name == "Ana" else "m")
        for name, born in CHILDREN.items()), village=GRINDA, on=ON)


@pytest.fixture
def worker() -> Worker:
    return Worker.objects.create(uuid=uuid4(), username="ana", full_name="Ana")


def begun(worker: Worker, *rows: str, kind: str = "school", commune: int = AGAS):
    return comparing.begin("\n".join([HEADER, *rows]).encode(), kind=kind, commune=commune, by=worker, on=ON)


def compared(worker: Worker, *rows: str, **asked):
    found = begun(worker, *rows, **asked)
    while not comparing.go_on(found, on=ON):
        pass
    return comparing.comparison(found.uuid)


def names(comparison, group: str) -> list[str]:
    return [row.given_name for row in comparing.rows_left(comparison, group)]


ANA, MISSING = "MUNTEANU,ANA,04.03.2015,Munteanu Elena,Grinda", "Zăvoianu,Radu,09.10.2014,Zăvoianu Ioana,Grinda"
SISTER = "Munteanu,Daria,04.03.2015,Munteanu Elena,Grinda"


def test_who_is_certain_is_counted_who_is_missing_is_named_and_who_is_unlisted_too(worker, home):
    found = compared(worker, ANA, MISSING, "Munteanu,Ion,06.05.2013,,")
    assert (found.certain, names(found, "missing"), names(found, "look")) == (2, ["Radu"], [])
    assert comparing.unlisted(found) == []  # Vlad is older than anybody on the list
    older = compared(worker, ANA, "Altul,Om,01.01.2010,,")
    assert len(comparing.unlisted(older)) == 2 and {house for _person, house in comparing.unlisted(older)} == {home}


def test_nothing_personal_is_kept_that_is_no_longer_needed(worker):
    found = compared(worker, "Munteanu,Daria,04.03.2015,Munteanu Elena,Grinda", MISSING, ANA)
    rows = [*comparing.rows_left(found, "look"), *comparing.rows_left(found, "missing")]
    assert all((row.cnp, row.sex, row.mother) == ("", "", "") for row in rows)
    assert "Ana" not in {row.given_name for row in rows}


def test_the_same_file_again_is_the_same_comparison_and_goes_on_where_it_was(worker, monkeypatch):
    monkeypatch.setattr(comparing, "PART", 1)
    found = begun(worker, ANA, MISSING)
    assert not comparing.go_on(found, on=ON)
    again = begun(worker, ANA, MISSING)
    assert (again.uuid, again.compared, again.finished) == (found.uuid, 1, False)
    assert comparing.go_on(again, on=ON) and comparing.go_on(again, on=ON)
    assert comparing.comparison(found.uuid).certain == 1
    assert begun(worker, ANA, MISSING, kind="births").uuid != found.uuid


def test_parts_find_what_the_whole_finds(worker, monkeypatch):
    whole = compared(worker, ANA, SISTER, MISSING)
    monkeypatch.setattr(comparing, "PART", 1)
    parts = compared(worker, ANA, SISTER, MISSING, kind="births")
    assert [(names(one, "look"), names(one, "missing"), one.certain) for one in (whole, parts)] == [
        (names(whole, "look"), names(whole, "missing"), whole.certain)] * 2


def test_a_sister_is_for_a_worker_to_look_at_whose_word_is_remembered(worker, home):
    found = compared(worker, SISTER)
    [row] = comparing.rows_left(found, "look")
    person = UUID(row.possible[0][0])
    happens("recognise_listed", {"key": row.key, "same": False}, household=home, person=person, on=ON)
    comparing.recognised(row, person, home, same=False)
    assert names(found, "missing") == ["Daria"] and (person, home) in comparing.unlisted(found)
    later = compared(worker, SISTER, MISSING, kind="vaccinations")
    assert "Daria" in names(later, "missing")
    assert said_of_listed(AGAS, [row.key]) == {(row.key, person): False}


def test_a_child_that_was_recognised_is_known_on_the_next_list(worker, home):
    found = compared(worker, SISTER)
    [row] = comparing.rows_left(found, "look")
    person = UUID(row.possible[0][0])
    happens("recognise_listed", {"key": row.key, "same": True}, household=home, person=person, on=ON)
    comparing.recognised(row, person, home, same=True)
    assert comparing.comparison(found.uuid).certain == 1 and names(found, "look") == []
    assert compared(worker, SISTER, MISSING, kind="births").certain == 1


def test_a_child_that_has_left_is_shown_and_not_counted_as_here(worker, home):
    happens("move_out", {"to": "abroad"}, household=home, on=ON)
    found = compared(worker, ANA)
    assert (found.certain, names(found, "look")) == (0, ["ANA"])


def test_a_child_of_another_commune_is_not_known_here(worker):
    found = compared(worker, ANA, commune=ASAU)
    assert (found.certain, len(names(found, "missing"))) == (0, 1)


def test_mistakes_are_kept_with_row_and_column_and_the_rest_is_compared(worker):
    found = compared(worker, "Popa,Ion,30.02.2015,,", ANA)
    assert found.certain == 1
    assert [(row, column, whole) for row, column, _words, whole in found.mistakes] == [(2, "Data nașterii", False)]


def test_a_comparison_is_forgotten_after_its_days_with_all_its_rows(worker):
    found = compared(worker, ANA, MISSING)
    assert comparing.forget_old(on=ON + timedelta(days=comparing.KEPT)) == 0
    assert comparing.forget_old(on=ON + timedelta(days=comparing.KEPT + 1)) == 1
    with pytest.raises(comparing.NoSuchComparison):
        comparing.comparison(found.uuid)


MAY = {  # role: the lists it may compare
    "social_worker": set(DOMAIN_OF), "social_technician": set(DOMAIN_OF), "head": set(DOMAIN_OF),
    "community_nurse": {"births", "vaccinations", "benefits"}, "school_mediator": {"births", "school"},
    "health_mediator": {"births", "vaccinations"},
}


@pytest.mark.parametrize("kind", DOMAIN_OF)
@pytest.mark.parametrize("role", sorted(access.roles_book()))
def test_a_list_is_compared_by_who_writes_down_people_and_sees_what_it_tells(worker, role, kind):
    level = access.roles_book()[role].level
    RoleHeld.objects.create(
        uuid=uuid4(), worker=worker, role=role, since=ON, commune_id=AGAS if level == "commune" else None,
        county_id="BC" if level == "county" else None,
    )
    access.forget_roles()
    assert can_compare(worker, kind, AGAS, on=ON) is (kind in MAY.get(role, set()))
    assert not can_compare(worker, kind, ASAU, on=ON)
    assert not can_compare(worker, kind, AGAS, on=ON - timedelta(days=1))
    assert not can_compare(worker, "others", AGAS, on=ON)

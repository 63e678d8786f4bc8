"""A child of a list who lives in another commune of the county is not missing; where is told to who may know it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.unit.people.village import AGAS, ASAU, GRINDA, LUNCA, communes, enrolled, happens, head, member
from tests.unit.results.test_comparing import ANA, MISSING, ON, compared, names
from vatra.access import queries as access
from vatra.access.models import RoleHeld, Worker
from vatra.places.models import Commune, County
from vatra.results import comparing
from vatra.results.policies import can_know_where

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
VALEA = 83000  # of another county
CHILD = {"relation": "child", "cnp": {"state": "none"}}
RADU = ("Zăvoianu", "Radu", "2014-10-09")
NAMES = ["Ilinca", "Sorin", "Tudor", "Mara", "Petru", "Luca", "Sofia", "Eva", "Matei", "David", "Anton", "Iris"]


@pytest.fixture(autouse=True)
def county():
    """Two communes of one county and one of another; the first has names enough to tell how common one is."""
    communes()
    Commune.objects.create(siruta=VALEA, name="Valea", searched="valea", kind="commune", urban=False,
                           county=County.objects.create(code="VS", siruta=38, name="Vaslui"))
    for number, name in enumerate(NAMES * 4):
        enrolled(head(f"Familia{chr(97 + number // 12)}{chr(97 + number % 12)}", "Gelu"), member(
            f"Familia{chr(97 + number // 12)}{chr(97 + number % 12)}", name, born=f"2013-0{1 + number % 9}-11", **CHILD,
        ), village=GRINDA, address=f"nr. {number}", on=ON)


@pytest.fixture
def worker() -> Worker:
    return Worker.objects.create(uuid=uuid4(), username="ana", full_name="Ana")


def at_home(commune: int, village: int | None, surname: str, given: str, born: str, **more: object) -> UUID:
    """A family with this child, in another commune; the child's uuid."""
    child = member(surname, given, born=born, sex="m", **(CHILD | more))
    enrolled(head(surname, "Ioana", sex="f"), child, commune=commune, village=village, on=ON, address="nr. 999")
    return UUID(child["uuid"])


def test_a_child_who_lives_next_door_is_not_missing(worker):
    radu = at_home(ASAU, LUNCA, *RADU)
    found = compared(worker, MISSING, "Alta,Cineva,01.02.2013,,")
    assert (names(found, "next_door"), names(found, "missing"), found.certain) == (["Radu"], ["Cineva"], 0)
    [row] = comparing.rows_left(found, "next_door")
    assert row.possible == [[str(radu), 0.0]] and (row.cnp, row.sex, row.mother) == ("", "", "")


def test_a_number_finds_a_child_next_door_under_another_name(worker):
    at_home(ASAU, LUNCA, "Zavoi", "Radu Ion", "2014-02-03", cnp={"state": "present", "value": "5140203040021"})
    rows = ["Nume,Prenume,CNP", "Ionescu,Rică,5140203040021"]
    found = comparing.begin("\n".join(rows).encode(), kind="school", commune=AGAS, by=worker, on=ON)
    assert comparing.go_on(found, on=ON)
    assert names(found, "next_door") == ["Rică"]


def test_what_is_less_than_certain_is_told_to_nobody(worker):
    at_home(ASAU, LUNCA, *RADU)
    sister, year_apart = "Zăvoianu,Daria,09.10.2014,Zăvoianu Ioana,", "Zăvoianu,Radu,09.10.2013,Zăvoianu Ioana,"
    found = compared(worker, sister, year_apart)
    assert (names(found, "next_door"), len(names(found, "missing"))) == ([], 2)


def test_two_as_good_as_each_other_next_door_are_told_to_nobody(worker):
    for _child in range(2):
        at_home(ASAU, LUNCA, *RADU)
    assert names(compared(worker, MISSING), "missing") == ["Radu"]


def test_nothing_is_asked_of_another_county(worker):
    at_home(VALEA, None, *RADU)
    assert names(compared(worker, MISSING), "missing") == ["Radu"]


def test_who_no_longer_lives_next_door_is_missing_here(worker):
    home = uuid4()
    enrolled(head("Zăvoianu", "Ioana", sex="f"), member("Zăvoianu", "Radu", born="2014-10-09", **CHILD), household=home,
             commune=ASAU, village=LUNCA, on=ON)
    happens("move_out", {"to": "abroad"}, household=home, commune=ASAU, on=ON)
    assert names(compared(worker, MISSING), "missing") == ["Radu"]


def test_a_family_that_moved_next_door_is_found_there(worker):
    home = uuid4()
    enrolled(head("Munteanu", "Elena", sex="f"), member("Munteanu", "Ana", born="2015-03-04", **CHILD), household=home,
             village=GRINDA, on=ON - timedelta(days=30))
    happens("hand_over_household", {"commune": ASAU}, household=home, on=ON - timedelta(days=3))
    assert compared(worker, ANA).certain == 1
    happens("move_in", {"village": LUNCA, "address": "nr. 3"}, household=home, commune=ASAU, on=ON)
    found = compared(worker, ANA, kind="births")
    assert (names(found, "next_door"), names(found, "missing"), found.certain) == (["ANA"], [], 0)


WHERE = {  # level of a role that sees cases, where it is held: the communes of which one is told that a child is there
    ("commune", AGAS): {AGAS}, ("commune", ASAU): {ASAU}, ("county", "BC"): {AGAS, ASAU}, ("county", "VS"): {VALEA},
}


@pytest.mark.parametrize("place", [AGAS, ASAU, "BC", "VS", None])
@pytest.mark.parametrize("role", sorted(access.roles_book()))
def test_where_a_child_lives_is_told_to_who_sees_the_households_there(worker, role, place):
    book = access.roles_book()[role]
    RoleHeld.objects.create(uuid=uuid4(), worker=worker, role=role, since=ON,
                            commune_id=place if isinstance(place, int) else None,
                            county_id=place if isinstance(place, str) else None)
    access.forget_roles()
    level = "commune" if isinstance(place, int) else "county"
    expected = WHERE.get((level, place), set()) if book.sees_cases else set()
    assert {commune for commune in (AGAS, ASAU, VALEA) if can_know_where(worker, commune, on=ON)} == expected
    assert not can_know_where(worker, ASAU, on=ON - timedelta(days=1))

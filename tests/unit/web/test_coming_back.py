"""A household that had left is back: at the office, as on the tablet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.unit.web.test_life_events import sent
from tests.unit.web.village import draft, handed_in, uuid
from vatra.people import queries as people

pytestmark = pytest.mark.django_db
HOME = f"/gospodarii/{uuid('rotaru')}/"
BACK = f"{HOME}intoarcere/"


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def ana(signed_in):
    """The family has left ten days ago."""
    client = signed_in("ana")
    handed_in([replace(draft("move_out", "rotaru", {"to": "abroad"}), on=ago(10))], "ana")
    return client


def test_the_page_of_a_family_that_left_leads_to_its_return(ana):
    assert f'href="{BACK}"' in ana.get(HOME).content.decode()
    answer = sent(ana, BACK, on=ago(2).isoformat(), address="Str. Nouă 7")
    assert answer.redirect_chain[-1][0].startswith(HOME)
    home = people.household(uuid("rotaru"))
    assert (home.ended_on, home.address) == (None, "Str. Nouă 7")
    assert BACK not in answer.content.decode()


def test_nobody_is_back_before_they_left(ana):
    answer = sent(ana, BACK, on=ago(12).isoformat(), address="")
    assert answer.status_code == 422 and "dinainte de plecarea lor" in answer.content.decode()
    assert people.household(uuid("rotaru")).ended_on == ago(10)


def test_a_family_that_is_here_cannot_come_back(ana):
    assert ana.get(f"/gospodarii/{uuid('popescu')}/intoarcere/").status_code == 404


@pytest.mark.parametrize(("username", "status"), [("nina", 200), ("sefa", 200), ("sorin", 404), ("primar", 403)])
def test_only_who_registers_people_in_the_commune_says_that_they_are_back(ana, signed_in, username, status):
    assert signed_in(username).get(BACK).status_code == status

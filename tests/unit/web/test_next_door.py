"""A child of a list who lives in the next commune, on the page: what a team is told of another team's family."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from tests.unit.web import village
from tests.unit.web.test_coverage import finished, said
from tests.unit.web.village import HERE, THERE, uuid
from vatra.access import queries as access
from vatra.care import queries as care

NUMBER = "5140203040021"
ROW, HEADER = f"Zăvoianu,Radu,{NUMBER}", "Nume,Prenume,CNP"


@pytest.fixture
def radu(the_village) -> None:
    """Radu lives in the next commune with his grandfather."""
    members = [
        village._member("zavoianu", "Toma", "Zăvoianu", "1960-05-06", "m", "head"),
        village._member("zavoianu", "Radu", "Zăvoianu", "2014-02-03", "m", "child")
        | {"cnp": {"state": "present", "value": NUMBER}},
    ]
    village.handed_in([village._enrolled("zavoianu", members, timezone.localdate(), THERE)], "sorin")


def looks(by: str) -> list[dict[str, Any]]:
    """What the audit holds of who looked at Radu's family."""
    return list(apps.get_model("audit.AuditRow").objects.filter(subject=uuid("zavoianu"), by=uuid(by)).values(
        "act", "purpose", "commune"))


def holds(username: str, role: str, commune: int) -> None:
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid4(), worker=village.worker(username), role=role, commune_id=commune, since=date(2020, 1, 1))
    access.forget_roles()


def test_a_team_is_told_that_the_child_is_known_and_neither_where_nor_who(radu, signed_in):
    _path, page = finished(signed_in("ana"), ROW, header=HEADER)
    assert "1 copil de pe listă este cunoscut în altă comună a județului" in page and "Zăvoianu Radu" in page
    assert "0 copii sunt pe listă și nu aici" in page
    for secret in ("Sascut", "Toma", str(uuid("zavoianu")), str(uuid("zavoianu/Radu")), NUMBER, "Bisericii"):
        assert secret not in page, secret


def test_the_family_can_see_who_was_told(radu, signed_in):
    finished(signed_in("ana"), ROW, header=HEADER)
    assert {"act": "read", "purpose": "compare_list", "commune": THERE} in looks("ana")


def test_who_works_in_both_communes_is_led_to_the_family(radu, signed_in):
    holds("ana", "social_worker", THERE)
    _path, page = finished(signed_in("ana"), ROW, header=HEADER)
    assert "locuiește acum în Sascut" in page and f"/gospodarii/{uuid('zavoianu')}/" in page


def test_the_next_reader_is_told_by_their_own_roles(radu, signed_in):
    holds("ana", "social_worker", THERE)
    path, _page = finished(signed_in("ana"), ROW, header=HEADER)
    page = signed_in("sefa").get(path).content.decode()
    assert "cunoscut în altă comună a județului" in page and "Sascut" not in page


def test_it_can_still_become_a_signal_and_never_a_word_about_the_person(radu, signed_in):
    ana = signed_in("ana")
    path, page = finished(ana, ROW, header=HEADER)
    assert said(ana, path, page, "same", person=str(uuid("zavoianu/Radu"))).status_code == 404
    assert "semnalare făcută" in said(ana, path, page, "signal").content.decode()
    [signal] = [one for one in care.signals_waiting([HERE], access.roles_book()["social_worker"].sees)
                if "Zăvoianu" in one.about]
    assert "cunoscut în altă comună" in signal.about and "Sascut" not in signal.about

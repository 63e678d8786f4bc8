"""The page of tablets: who sees which, a code shown once, locking, allowing again, wiping with a warning."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.unit.sync import world
from vatra.access import entries as access
from vatra.config.words import compile_catalogue
from vatra.web.middleware import BEGAN_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    compile_catalogue()
    world.made_places()


def browser(worker) -> Client:
    client = Client()
    client.force_login(worker)
    session = client.session
    session[BEGAN_KEY] = timezone.now().isoformat()
    session.save()
    return client


def made_code(client: Client, worker) -> str:
    shown = client.post(reverse("web:tablet_code"), {"worker": str(worker.uuid)}).content.decode()
    return re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", shown)[0]


def test_a_code_made_on_the_page_enrols_a_tablet(ana):
    code = made_code(browser(ana), ana)
    answer = Client().post("/api/sync/enrol", {"code": code, "name": "x"}, content_type="application/json")
    assert answer.status_code == 200


def test_the_code_can_be_scanned_and_is_not_kept_by_any_cache(ana):
    answer = browser(ana).post(reverse("web:tablet_code"), {"worker": str(ana.uuid)})
    assert b"<svg" in answer.content and b"style=" not in answer.content
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_head_sees_the_teams_tablets_and_a_colleague_does_not(tablet, ana, head):
    page = browser(head).get(reverse("web:tablets")).content.decode()
    assert ana.full_name in page and "tableta" in page
    assert ana.full_name not in browser(world.made_worker("ioana")).get(reverse("web:tablets")).content.decode()


def test_a_code_for_somebody_elses_team_is_not_made(ana):
    other = world.made_worker("alt", "head", world.THERE)
    client = browser(other)
    for whom in (str(ana.uuid), "x", ""):
        assert client.post(reverse("web:tablet_code"), {"worker": whom}).status_code == 404
    assert not world.model("access.DeviceCode").objects.exists()


def test_what_the_tablet_last_said_stands_there(tablet, ana):
    tablet.push(world.family("h"), pending=1_234)
    assert "1.234" in browser(ana).get(reverse("web:tablets")).content.decode()


def test_locking_and_allowing_again(tablet, ana, head):
    where = reverse("web:lock_tablet", args=[tablet.device.uuid])
    browser(ana).post(where)
    assert tablet.get("pull").json()["code"] == "device_locked"
    browser(ana).post(reverse("web:allow_tablet", args=[tablet.device.uuid]))
    assert tablet.get("pull").status_code == 401
    browser(head).post(reverse("web:allow_tablet", args=[tablet.device.uuid]))
    assert tablet.get("pull").status_code == 200


def test_wiping_warns_how_much_would_be_lost_and_only_then_does_it(tablet, head):
    tablet.push(world.family("h"), pending=12)
    client, where = browser(head), reverse("web:wipe_tablet", args=[tablet.device.uuid])
    assert "12" in client.get(where).content.decode() and tablet.get("pull").status_code == 200
    client.post(where)
    assert tablet.get("pull").json()["code"] == "device_wiped"


@pytest.mark.parametrize("name", ["lock_tablet", "allow_tablet", "wipe_tablet"])
def test_a_tablet_of_another_team_does_not_exist(tablet, name):
    client = browser(world.made_worker("alt", "head", world.THERE))
    assert client.post(reverse(f"web:{name}", args=[tablet.device.uuid])).status_code == 404
    assert tablet.get("pull").status_code == 200


def test_a_programs_token_is_no_tablet(ana):
    access.enrol_device(ana, "program", at=timezone.now())
    assert "program" not in browser(ana).get(reverse("web:tablets")).content.decode()

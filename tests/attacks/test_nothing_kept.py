"""Who is not signed in makes the server keep nothing: no session, no form, no word."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from tests.attacks.addresses import PAGES, address, ids_of
from tests.attacks.conftest import browser_of
from tests.attacks.land import HERE, PASSWORD, uuid
from vatra.web.sealing import SALT

pytestmark = pytest.mark.postgres
LONG = "x" * 59_000


def kept() -> dict[str, int]:
    """How many rows each table has, but for the ends of tries to sign in and the audit of refusals."""
    return {model._meta.label: model.objects.count() for model in apps.get_models()
            if model._meta.label not in ("access.SignInAttempt", "audit.AuditRow", "audit.Strand")}


@pytest.mark.parametrize("name", PAGES)
def test_nobody_makes_the_server_keep_a_session_or_a_form(name):
    path = address(name, **ids_of(HERE))
    before = kept()
    forged = signing.dumps([str(uuid("head")), str(uuid("x")), "2026-01-01T00:00:00+00:00"], key="y" * 50, salt=SALT)
    for seal in ("", "x", "x" * 2_000, forged, signing.dumps("x", salt="other")):
        for verb in ("get", "post"):
            said = {"seal": seal, "note": LONG, "language": "en", "username": "nobody", "password": "x"}
            client = Client()
            getattr(client, verb)(path, said if verb == "post" else {})
            assert set(client.cookies) <= {"csrftoken", "language"}, (verb, set(client.cookies))
    assert kept() == before


def genuine(username: str) -> tuple[str, str]:
    """The address of a form and the seal that a worker was given with it."""
    path = address("visit", household=uuid(f"plain{HERE}"))
    page = browser_of(username).get(path).content.decode()
    return path, unescape(re.search(r'name="seal" value="([^"]*)"', page)[1])


def test_a_genuine_form_is_held_once_for_its_worker_however_often_it_is_sent():
    path, seal = genuine("head")
    before = Session.objects.count()
    for number in range(20):
        answer = Client().post(path, {"seal": seal, "note": f"a {number} th form"})
        assert answer.headers["Location"] == "/intrare/?said=held"
    assert Session.objects.count() == before + 1
    held = Session.objects.latest("expire_date")
    thief = Client()
    thief.cookies["vatra"] = held.session_key
    assert thief.get("/azi/").status_code == 302
    other = Client()
    other.post("/intrare/", {"username": "social_worker", "password": PASSWORD})
    assert "th form" not in other.get(path).content.decode()
    client = Client()
    answer = client.post("/intrare/", {"username": "head", "password": PASSWORD})
    assert answer.headers["Location"] == path
    assert "a 19 th form" in client.get(path).content.decode()
    assert "th form" not in client.get(path).content.decode()


def test_a_form_too_long_or_of_yesterday_is_not_held(monkeypatch):
    path, seal = genuine("head")
    before = Session.objects.count()
    assert Client().post(path, {"seal": seal, "note": LONG * 2}).headers["Location"] == "/intrare/"
    from vatra.web import held

    monkeypatch.setattr(held, "HELD_FOR", -1)
    assert Client().post(path, {"seal": seal, "note": "old"}).headers["Location"] == "/intrare/"
    assert Session.objects.count() == before


def test_a_word_in_the_address_is_one_of_ours_or_nothing():
    for said in ("<b>x</b>", "x" * 500, "", "held'--"):
        page = Client().get("/intrare/", {"said": said}).content.decode()
        assert "message-info" not in page
        assert not said or said not in page
    assert "este în siguranță" in Client().get("/intrare/", {"said": "held"}).content.decode()

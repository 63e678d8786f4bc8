"""Signing in tells nothing, ends cleanly, and leads nowhere else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.unit.web.village import PASSWORD, uuid


def _main(answer) -> str:
    page = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]
    return re.sub(r'value="[^"]*"', "", page)


def test_a_known_and_an_unknown_account_get_the_same_answer(the_village):
    known = Client().post("/intrare/", {"username": "ana", "password": "wrong wrong wrong"})
    unknown = Client().post("/intrare/", {"username": "nobody", "password": "wrong wrong wrong"})
    assert known.status_code == unknown.status_code == 422
    assert _main(known) == _main(unknown)


def test_too_many_tries_are_asked_to_wait_whoever_they_name(the_village):
    for name in ("ana", "nobody"):
        for _try in range(6):
            Client().post("/intrare/", {"username": name, "password": "wrong wrong wrong"})
        answer = Client().post("/intrare/", {"username": name, "password": PASSWORD})
        assert answer.status_code == 429
        assert "Prea multe încercări" in answer.content.decode()


@pytest.mark.parametrize("password", ["", "x" * 5_000, "x" * 900_000, "a\x00b", "ă" * 999])
def test_any_password_is_answered_with_the_same_sentence(the_village, password):
    answer = Client().post("/intrare/", {"username": "ana", "password": password})
    assert answer.status_code == 422
    assert "nu se potrivesc" in answer.content.decode()


def test_the_session_gets_a_new_name_at_sign_in_and_dies_at_sign_out(the_village):
    client = Client()
    client.cookies["vatra"] = before = "a" * 32
    client.post("/intrare/", {"username": "ana", "password": PASSWORD})
    during = client.cookies["vatra"].value
    assert before != during
    answer = client.post("/iesire/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = Client()
    thief.cookies["vatra"] = during
    assert thief.get("/azi/").headers["Location"] == "/intrare/"


def test_a_worker_whose_account_or_role_ended_is_out_at_the_next_page(signed_in):
    from vatra.access import entries as access
    from vatra.access.models import RoleHeld, Worker

    ana, nina = signed_in("ana"), signed_in("nina")
    access.close_account(Worker.objects.get(username="ana"), by=None, at=timezone.now())
    assert ana.get("/azi/").headers["Location"] == "/intrare/"
    RoleHeld.objects.filter(worker__username="nina").update(until=timezone.localdate())
    assert nina.get("/azi/").status_code in (302, 403)


@pytest.mark.parametrize("back", [
    "//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/no-such-page/", "",
    "/azi/\n",
])
def test_the_language_switch_leads_to_no_other_site(the_village, back):
    answer = Client().post("/limba/", {"language": "en", "back": back})
    assert answer.status_code == 302
    assert re.fullmatch(r"/[\w/-]*", answer.headers["Location"])


def test_the_language_is_kept_with_the_worker(signed_in):
    client = signed_in("ana")
    assert '<html lang="ro">' in client.get("/azi/").content.decode()
    client.post("/limba/", {"language": "en", "back": "/azi/"})
    page = client.get("/azi/")
    assert '<html lang="en">' in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en">' in signed_in("ana").get("/azi/").content.decode()
    assert client.post("/limba/", {"language": "xx"}).status_code == 404


@pytest.mark.parametrize("path", [
    "/intrare/", "/iesire/", "/limba/", "/gospodarii/cautare/", f"/gospodarii/{uuid('popescu')}/vizita/",
    f"/gospodarii/{uuid('popescu')}/plan/", f"/gospodarii/{uuid('popescu')}/serviciu/",
])
def test_nothing_changes_without_the_token_of_the_page(signed_in, path):
    client = signed_in("ana")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(path, {"language": "en", "words": "popescu"})
    assert answer.status_code == 403
    assert "Pagina a stat prea mult deschisă" in answer.content.decode()


def test_an_old_session_is_out_after_a_working_day(settings):
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) <= timedelta(hours=12)
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"

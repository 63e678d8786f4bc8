"""Who looks after accounts cannot sign in as another without that other seeing it (A35, A48)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import PAGES, address, ids_of
from tests.attacks.conftest import browser_of
from tests.attacks.land import FAR, HERE, NEAR, PASSWORD

pytestmark = pytest.mark.postgres
NEW = "noua berze peste lunca"


def reset(username: str, by: str = "administrator"):
    return browser_of(by).post("/conturi/parola/", {"username": username})


def made_for(username: str) -> str:
    return re.search(r"<code>([^<]+)</code>", reset(username).content.decode())[1]


def signed_in_with(username: str, password: str) -> Client | None:
    client = Client()
    answer = client.post("/intrare/", {"username": username, "password": password})
    return client if answer.status_code == 302 else None


def test_a_one_time_password_opens_nothing_but_the_page_where_another_is_chosen():
    made = made_for("head")
    assert signed_in_with("head", PASSWORD) is None
    client = signed_in_with("head", made)
    for name, page in PAGES.items():
        if page.whom in ("cases", "numbers") or name == "home":
            for verb in ("get", "post"):
                answer = getattr(client, verb)(address(name, **ids_of(HERE)))
                assert (answer.status_code, answer.headers["Location"]) == (302, "/parola/"), (name, verb)
    page = client.get("/parola/").content.decode()
    assert "Parola v-a fost schimbată de Agent administrator la " in page
    assert client.post("/parola/", {"new": NEW, "again": NEW + "x"}).status_code == 422
    assert client.post("/parola/", {"new": "scurt", "again": "scurt"}).status_code == 422
    assert client.post("/parola/", {"new": NEW, "again": NEW}).status_code == 302
    assert client.get("/azi/").status_code == 200
    assert signed_in_with("head", made) is None
    assert signed_in_with("head", NEW) is not None


def test_an_administrator_who_signs_in_as_a_worker_is_seen_by_that_worker():
    """Whatever is done, the old password no longer holds, and the account's page tells who did what."""
    thief = signed_in_with("head", made_for("head"))
    thief.post("/parola/", {"new": NEW, "again": NEW})
    assert signed_in_with("head", PASSWORD) is None
    worker = signed_in_with("head", made_for("head"))
    page = worker.get("/parola/").content.decode()
    assert page.count("parolă de unică folosință făcută de Agent administrator") == 2
    assert page.count("intrare cu parola de unică folosință") == 2
    assert "parolă schimbată de dumneavoastră" in page


def test_a_one_time_password_is_for_one_sign_in():
    made = made_for("head")
    assert signed_in_with("head", made) is not None
    assert signed_in_with("head", made) is None


def test_nobody_else_makes_one_and_an_unknown_worker_is_like_one_out_of_reach():
    for role in land.roles():
        if role != "administrator":
            assert reset("head", by=role).status_code == 403
    land.made_worker("far_head", "head", FAR)
    both = land.made_worker("both", "social_worker", NEAR)
    land.model("access.RoleHeld").objects.create(
        uuid=land.uuid("role/both2"), worker=both, role="social_worker", commune_id=FAR, since=timezone.localdate())
    answers = {name: reset(name) for name in ("far_head", "both", "no_role", "nobody", "", "x" * 500, "a\x00b")}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.content for answer in answers.values()}) == 1
    assert reset("administrator").status_code == 403
    assert signed_in_with("far_head", PASSWORD) is not None
    assert reset(f"social_worker_{NEAR}").status_code == 200


def test_who_resets_and_who_uses_it_is_written_down_and_no_log_tells_the_password(caplog):
    with caplog.at_level(0):
        made = made_for("head")
        signed_in_with("head", made)
    rows = land.model("audit.AuditRow").objects
    assert rows.filter(purpose="reset_password", subject=land.uuid("head"), by=land.uuid("administrator")).count() == 1
    assert rows.filter(act="sign_in", purpose="one_time_password", by=land.uuid("head")).count() == 1
    assert made not in caplog.text


def test_the_own_password_is_changed_by_who_knows_it():
    client = browser_of("head")
    assert client.post("/parola/", {"current": "x" * 12, "new": NEW, "again": NEW}).status_code == 422
    assert client.post("/parola/", {"new": NEW, "again": NEW}).status_code == 422
    other = signed_in_with("head", PASSWORD)
    assert client.post("/parola/", {"current": PASSWORD, "new": NEW, "again": NEW}).status_code == 302
    assert client.get("/azi/").status_code == 200
    assert other.get("/azi/").headers["Location"] == "/intrare/"

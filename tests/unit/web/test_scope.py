"""Every page x every role: what is not in scope does not exist, and what a role may not know is not in the page."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.unit.web.village import uuid
from vatra.web.urls import pages

CASES = {"ana", "nina", "mihai", "sefa", "sorin", "dana"}
NUMBERS = CASES | {"primar", "consiliu"}
PUBLIC = {"sign_in", "sign_out", "language", "partner", "partner_answer", "partner_thanks", "open_data", "open_file"}


def _page_for(pattern) -> str | None:
    return getattr(pattern.callback, "page_for", None)


def test_every_page_says_whom_it_is_for():
    assert {one.name for one in pages if _page_for(one) is None} == PUBLIC


@pytest.mark.parametrize("pattern", [one for one in pages if _page_for(one)], ids=lambda one: one.name)
def test_nobody_sees_a_page_without_signing_in(client, db, pattern):
    address = _address(pattern)
    for answer in (client.get(address), client.post(address)):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/intrare/")


def _address(pattern) -> str:
    words = {"household": uuid("popescu")}
    wanted = pattern.pattern.converters
    return reverse(f"web:{pattern.name}", kwargs={
        name: words.get(name, 1 if name == "commune" else uuid4()) for name in wanted})


@pytest.mark.parametrize("username", sorted(NUMBERS | {"admin", "fara"}))
def test_a_role_opens_its_pages_and_no_others(signed_in, username):
    client = signed_in(username)
    answers = {path: client.get(path).status_code for path in ("/azi/", "/gospodarii/", "/de-clarificat/")}
    assert set(answers.values()) == {200 if username in CASES else 403}
    assert {client.get(path).status_code for path in ("/judet/", "/publicat/")} == {200 if username in NUMBERS else 403}
    assert client.get("/conturi/").status_code == (200 if username == "admin" else 403)


@pytest.mark.parametrize("path", ["", "vizita/", "serviciu/", "plan/"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("username", ["sorin", "primar", "consiliu", "admin", "fara"])
def test_a_household_outside_the_scope_is_answered_as_one_that_never_was(signed_in, username, method, path):
    client = signed_in(username)
    real = getattr(client, method)(f"/gospodarii/{uuid('popescu')}/{path}")
    unknown = getattr(client, method)(f"/gospodarii/{uuid4()}/{path}")
    wrong_verb = method == "post" and not path and username == "sorin"  # a household's own page is only read
    assert real.status_code == unknown.status_code == (405 if wrong_verb else 404 if username == "sorin" else 403)
    assert real.content == unknown.content
    assert "Popescu" not in real.content.decode()


def test_a_supervisor_reaches_every_commune_of_the_county(signed_in):
    client = signed_in("dana")
    assert {client.get(f"/gospodarii/{uuid(name)}/").status_code for name in ("popescu", "munteanu")} == {200}


@pytest.mark.parametrize(("username", "sees"), [
    ("ana", {"VI01", "ED03", "SA01"}), ("nina", {"SA01", "SA07"}), ("mihai", {"ED03"}), ("sefa", {"VI01", "ED03"}),
])
def test_a_page_holds_only_the_findings_of_the_domains_a_role_sees(signed_in, username, sees):
    text = signed_in(username).get(f"/gospodarii/{uuid('popescu')}/").content.decode()
    hidden = {"ana": {"SA07"}, "nina": {"VI01", "ED03"}, "mihai": {"VI01", "SA07", "SA01"}, "sefa": {"SA07"}}[username]
    assert all(f" {code} " in text for code in sees)
    assert not [code for code in hidden if code in text]
    for word in {"mihai": ("Abuz", "abuz", "violen", "cronic"), "nina": ("Abuz fizic",)}.get(username, ()):
        assert word not in text


def test_a_level_tells_nothing_of_what_is_not_shown(signed_in):
    # For the mediator only school absence stands there; for the social worker suspected abuse as well.
    assert "nivel ridicat" in signed_in("ana").get("/gospodarii/").content.decode()
    assert "nivel imediat" not in signed_in("mihai").get("/gospodarii/").content.decode()


def test_the_worklist_of_one_commune_names_nobody_of_another(signed_in):
    for path in ("/azi/", "/gospodarii/"):
        assert "Munteanu" not in signed_in("ana").get(path).content.decode().replace("Ana Munteanu", "")


def test_a_search_finds_nobody_of_another_commune(signed_in):
    answer = signed_in("ana").post("/gospodarii/cautare/", {"words": "munteanu daria"})
    assert "Daria" not in answer.content.decode()


def test_small_numbers_are_withheld_from_those_who_see_only_numbers(signed_in):
    assert "nu se arată" in signed_in("consiliu").get("/judet/").content.decode()
    assert "nu se arată" not in signed_in("dana").get("/judet/").content.decode()

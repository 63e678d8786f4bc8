"""Headers, faults, lists, search: what every page promises."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from tests.unit.web import village
from tests.unit.web.village import uuid
from vatra.web import faults
from vatra.web.present.map import Spot, map_of

HOME = f"/gospodarii/{uuid('popescu')}/"


def test_every_answer_carries_a_strict_policy_and_is_kept_by_no_cache(signed_in):
    client = signed_in("ana")
    for path in ("/azi/", "/gospodarii/", HOME, "/intrare/", "/nothing/", "/conturi/"):
        headers = client.get(path).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Cookie" in headers["Vary"]


def test_no_page_carries_a_script_or_a_style_of_its_own(signed_in):
    client = signed_in("ana")
    for path in ("/azi/", "/gospodarii/", HOME, HOME + "plan/", "/judet/", "/publicat/", "/de-clarificat/"):
        page = client.get(path).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_no_name_stands_in_a_title_or_an_address(signed_in):
    client = signed_in("ana")
    for path in ("/azi/", "/gospodarii/", HOME, HOME + "vizita/", HOME + "plan/"):
        page = client.get(path).content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
        addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
        for name in ("Popescu", "Andrei", "Maria", "Țăranu"):
            assert name not in title
            assert name not in addresses
            assert name.lower() not in addresses.lower()


def test_a_child_is_shown_by_initials_and_age_and_the_name_only_on_tap(signed_in):
    page = signed_in("ana").get(HOME).content.decode()
    assert "<summary>A. P., 9 ani, băiat</summary>" in page
    outside = re.sub(r"<details data-names.*?</details>", "", page, flags=re.DOTALL)
    assert "Popescu" not in outside
    assert "Andrei" not in outside


@pytest.mark.parametrize(("typed", "found"), [
    ("popescu andrei", "Popescu Andrei"), ("andrei popescu", "Popescu Andrei"), ("popesku", "Popescu"),
    ("taranu stefanita", "Țăranu Ștefăniță"), ("ŢĂRANU", "Țăranu Ștefăniță"), ("stefanta", "Ștefăniță"),
])
def test_a_search_forgives_order_case_diacritics_and_slips(signed_in, typed, found):
    answer = signed_in("ana").post("/gospodarii/cautare/", {"words": typed}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert found in page
    assert "<html" not in page


@pytest.mark.parametrize("typed", [
    "", " ", "%", "_", "\\", "a", "x" * 10_000, "' OR 1=1 --", "ăîâșț", "\x00", "😀" * 50,
])
def test_a_search_for_anything_is_answered(signed_in, typed):
    answer = signed_in("ana").post("/gospodarii/cautare/", {"words": typed})
    assert answer.status_code == 200
    assert "Popescu Maria" not in answer.content.decode()


@pytest.mark.parametrize("page", ["-1", "0", "abc", "1e3", "10000000000000000000", "1;drop", "²"])
@pytest.mark.parametrize("path", ["/azi/", "/gospodarii/", "/de-clarificat/"])
def test_a_page_that_cannot_be_is_a_bad_request(signed_in, path, page):
    answer = signed_in("ana").get(path, {"page": page})
    assert answer.status_code == 400
    assert "Nu am putut citi ce ați trimis" in answer.content.decode()


def test_a_page_beyond_the_last_is_empty_and_not_an_error(signed_in):
    assert signed_in("ana").get("/gospodarii/?page=400").status_code == 200


def test_the_list_tells_how_many_of_how_many_on_which_day(signed_in):
    page = signed_in("ana").get("/gospodarii/").content.decode()
    assert "5 gospodării, din care 3 evaluate, la " in page


def test_a_search_that_is_asked_for_by_address_shows_the_list_and_keeps_no_name(signed_in):
    answer = signed_in("ana").get("/gospodarii/cautare/?words=popescu")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/gospodarii/")


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize(("view", "status"), [
    (faults.bad_request, 400), (faults.not_permitted, 403), (faults.not_found, 404), (faults.broken, 500),
    (faults.csrf_failure, 403),
])
def test_a_fault_says_what_happened_what_is_safe_and_what_to_do(view, status, language):
    with translation.override(language):
        answer = view(RequestFactory().get("/gospodarii/x/?name=Popescu"))
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<p>") >= 2
    assert "Popescu" not in page
    assert "Traceback" not in page
    assert f'<html lang="{language}">' in page


def test_a_fault_inside_the_server_shows_nothing_of_it(signed_in, monkeypatch):
    from vatra.web.screens import today

    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("Popescu Andrei")

    client = signed_in("ana")
    client.raise_request_exception = False
    monkeypatch.setattr(today, "_counts", breaks)
    answer = client.get("/azi/")
    assert answer.status_code == 500
    assert "Popescu" not in answer.content.decode()
    assert "Ceva s-a stricat la noi" in answer.content.decode()


def test_an_empty_register_teaches_what_will_stand_there(db):
    village.made_places()
    village.made_workers()
    client = Client()
    client.post("/intrare/", {"username": "ana", "password": village.PASSWORD})
    assert "Primele vin odată cu primul interviu" in client.get("/azi/").content.decode()
    assert "Încă nicio gospodărie aici" in client.get("/gospodarii/").content.decode()
    assert "Nimic de clarificat" in client.get("/de-clarificat/").content.decode()
    assert client.get("/judet/").status_code == client.get("/publicat/").status_code == 200


def test_a_worker_without_a_role_is_told_so(signed_in):
    page = signed_in("fara").get("/").content.decode()
    assert "Niciun rol astăzi" in page


def test_the_pages_speak_english_when_asked_to(signed_in):
    client = signed_in("ana")
    client.post("/limba/", {"language": "en", "back": "/"})
    for path, words in (("/azi/", "to do"), (HOME, "What we found"), ("/judet/", "in numbers"),
                        ("/publicat/", "Published against shown here"), (HOME + "plan/", "Keep the plan")):
        page = client.get(path).content.decode()
        assert words in page, page[page.find("<main"):][:2000]


def test_a_map_puts_north_up_and_the_larger_count_in_the_larger_circle():
    spots = [Spot("S", 46.0, 26.5, 4, "S: 4"), Spot("N", 47.0, 27.0, 16, "N: 16"), Spot("?", 46.5, 26.8, None, "?")]
    drawn = map_of(spots, title="t", sentence="s")
    by_words = {dot.words: dot for dot in drawn.dots}
    assert float(by_words["N: 16"].y) < float(by_words["S: 4"].y)
    assert float(by_words["N: 16"].r) == pytest.approx(2 * float(by_words["S: 4"].r))
    assert map_of([Spot("S", 46.0, 26.5, 4, "")], title="t", sentence="s") is None

"""Exceptional access at the office: opened with the password, shown on one page only, looked at by the supervisor."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from tests.unit.web.village import PASSWORD, handed_in, uuid, worker
from tests.unit.web.village import draft as drafted
from vatra.audit import queries as audit
from vatra.register.kept import KeptEntry
from vatra.sync.documents import made_anew
from vatra.sync.views import scope_of

HOME, OTHER = f"/gospodarii/{uuid('popescu')}/", f"/gospodarii/{uuid('rotaru')}/"
OPEN = {"domain": "violence", "reason": "Mama a fost lovită; o duc la urgență.", "password": PASSWORD}


@pytest.fixture
def nina(signed_in):
    return signed_in("nina")



def test_a_nurse_opens_violence_of_one_household_on_its_page_and_nowhere_else(nina):
    before = nina.get(HOME).content.decode()
    assert "Vreau să văd ce nu îmi arată rolul" in before and "Abuz fizic" not in before
    answer = nina.post(HOME + "acces-exceptional/", OPEN, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Supervizorul dumneavoastră a fost anunțat" in page
    assert OPEN["reason"] in page and "VI01" not in before
    opened = {line for line in page.splitlines() if "fizic" in line.lower()}
    assert opened
    assert "fizic" not in nina.get(OTHER).content.decode().lower()
    for path in ("/azi/", "/gospodarii/", HOME + "plan/", HOME + "vizita/", HOME + "nevoie/"):
        assert "fizic" not in nina.get(path).content.decode().lower(), path
    purposes = [row.purpose for row in audit.reads_of(uuid("popescu"))]
    assert purposes.count("exceptional:violence") == 1
    nina.get(HOME)
    assert [row.purpose for row in audit.reads_of(uuid("popescu"))].count("exceptional:violence") == 2


def test_what_was_opened_is_not_judged_and_not_carried(nina):
    nina.post(HOME + "acces-exceptional/", OPEN)
    page = nina.get(HOME).content.decode()
    start = page.lower().index("fizic")
    assert "nu-este-asa" not in page[start:start + 1500]
    today = timezone.localdate()
    view = scope_of(worker("nina"), on=today).views[24801]
    assert "VI01" not in str(made_anew([uuid("popescu")], view, on=today))


def test_no_api_gives_what_was_opened(nina):
    from vatra.access import policies
    from vatra.access import queries as access
    from vatra.register import queries as register
    from vatra.register.shown import payload_shown

    nina.post(HOME + "acces-exceptional/", OPEN)
    seen = policies.domains_seen(worker("nina"), 24801, on=timezone.localdate())
    kept = [one for one in register.entries_of(uuid("popescu")) if isinstance(one, KeptEntry)]
    assert kept and "c_phys" not in json.dumps([payload_shown(one, seen) for one in kept], default=str)
    assert access.roles_book()["community_nurse"].sees == seen


@pytest.mark.parametrize(("wrong", "says"), [
    ({"password": "alta"}, "Nu este parola dumneavoastră"), ({"reason": "scurt"}, "într-o propoziție"),
    ({"domain": ""}, "Alegeți ce trebuie să vedeți"), ({"domain": "health_detail"}, ""), ({"domain": "x"}, ""),
])
def test_without_reason_password_or_a_domain_to_open_nothing_opens(nina, wrong, says):
    answer = nina.post(HOME + "acces-exceptional/", OPEN | wrong)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert "fizic" not in nina.get(HOME).content.decode().lower()


def test_the_supervisor_is_told_looks_and_does_not_agree(nina, signed_in):
    nina.post(HOME + "acces-exceptional/", OPEN)
    sefa = signed_in("sefa")
    assert "1 acces excepțional de văzut" in sefa.get("/azi/").content.decode()
    page = sefa.get("/acces-exceptional/").content.decode()
    assert OPEN["reason"] in page and "Nina Rusu" in page
    assert "acces excepțional" not in nina.get("/azi/").content.decode()
    path = page.split('<h2><a href="')[1].split('"')[0]
    assert nina.get(path).status_code == 403
    assert sefa.post(path, {"agreed": "no", "words": ""}).status_code == 422
    done = sefa.post(path, {"agreed": "no", "words": "Se putea suna la colega."}, follow=True).content.decode()
    assert "Nu este de acord Elena Șerban" in done and "Se putea suna la colega." in done
    assert "fizic" not in nina.get(HOME).content.decode().lower()
    assert "Se putea suna la colega." in nina.get("/acces-exceptional/").content.decode()


def test_its_worker_closes_it_again(nina):
    nina.post(HOME + "acces-exceptional/", OPEN)
    assert "fizic" not in nina.post(HOME + "acces-exceptional/incheiere/", follow=True).content.decode().lower()


def test_the_reason_of_a_household_that_moved_away_opens_nothing(nina, signed_in):
    nina.post(HOME + "acces-exceptional/", OPEN)
    handed_in([drafted("record_visit", "popescu", {"kind": "home"})], "ana")
    assert "fizic" in nina.get(HOME).content.decode().lower()
    assert signed_in("sorin").get(HOME).status_code == 404

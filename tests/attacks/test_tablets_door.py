"""The tablets' door x every role x what is another commune's: generated, as for the pages."""

from __future__ import annotations

import gzip
import json
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import SYNC, VERBS, ids_of
from tests.attacks.land import FAR, HERE, NEAR
from tests.attacks.test_every_address import NO_ROLE, OUT, ROLES, WHO, browser, check_names, looks_after
from vatra.access.entries import enrol_tablet, make_device_code

COMMUNAL = tuple(role for role in ROLES if land.roles()[role]["level"] == "commune" and land.sees(role))


def tablet(who: str) -> dict[str, str]:
    """The header by which somebody's tablet is known."""
    if who == "signed_out":
        return {}
    worker, now = land.worker(who), timezone.now()
    active = worker.is_active
    worker.is_active = True
    worker.save()
    _, code = make_device_code(worker, by=None, at=now)
    made = enrol_tablet(code, "tableta", password_is_right=lambda _: False, address="", at=now)
    if who == "inactive" or not active:
        land.model("access.Worker").objects.filter(username=who).update(is_active=False)
    return {"Authorization": f"Bearer {made.token}"}


def carried(client: Client) -> list[dict]:
    """Everything that a tablet is sent, page by page."""
    pages, cursor = [], ""
    while True:
        answer = client.get("/api/sync/pull", {"since": cursor, "limit": 7})
        assert answer.status_code == 200, answer.content
        pages.append(json.loads(gzip.decompress(answer.content)))
        cursor = pages[-1]["cursor"]
        if not pages[-1]["more"]:
            return pages


@pytest.mark.parametrize("who", WHO)
def test_every_path_answers_every_verb_as_the_token_says(who):
    client = Client(headers=tablet(who))
    for path, (verbs, token, empty) in SYNC.items():
        for verb in VERBS:
            answer = client.generic(verb, f"/api/sync/{path.replace('<hash>', 'x')}", b"{}",
                                    content_type="application/json")
            wanted = 405
            if verb in verbs:
                wanted = 401 if token and who in OUT else empty if verb == "POST" else 404 if "hash" in path else 200
            if path == "openapi.json" and verb == "HEAD":
                wanted = 200
            if path:
                assert answer.status_code == wanted, (path, verb, answer.status_code)
            else:
                assert answer.status_code in (404, 405)
            if answer.headers.get("Content-Encoding") != "gzip":
                check_names(answer, who)


@pytest.mark.parametrize("who", ROLES + NO_ROLE)
def test_a_tablet_carries_the_households_of_its_own_commune_and_no_others(who):
    pages = carried(Client(headers=tablet(who)))
    written = json.dumps(pages, ensure_ascii=False)
    for commune, (surname, given) in land.NAMES.items():
        present = [name for name in (surname, *given, land.ADDRESSES[commune]) if name in written]
        assert bool(present) == (commune == HERE and who in COMMUNAL), (commune, present)
    assert {one["commune"] for page in pages for one in page["households"]} <= {HERE}


@pytest.mark.parametrize("who", COMMUNAL)
def test_a_tablet_carries_what_its_role_may_know(who):
    sees = land.sees(who)
    for page in carried(Client(headers=tablet(who))):
        for document in page["households"]:
            codes = {code for facts in document["facts"].values() for code in facts}
            assert {land.facts()[code]["domain"] for code in codes} <= sees
            found = {one["code"] for one in (*document["findings"], *document["needs"])}
            assert {land.vulnerabilities()[code]["need_to_know"] for code in found} <= sees
            hidden = {code for code, row in land.vulnerabilities().items() if row["need_to_know"] not in sees}
            written = json.dumps(document)
            assert not [code for code in hidden if f'"{code}"' in written]


def test_an_entry_pushed_about_another_communes_household_changes_nothing():
    client, home = Client(headers=tablet("social_worker")), land.uuid(f"plain{FAR}")
    for commune in (HERE, FAR):
        one = land.draft("record_visit", home, {"kind": "home"}, timezone.localdate(), commune=commune, mark=uuid4())
        body = {"epoch": "x", "pending": 0, "entries": [{
            "uuid": str(one.uuid), "kind": one.kind, "version": 1, "commune": commune, "household": str(home),
            "payload": one.payload, "on": str(one.on), "at": one.at.isoformat()}]}
        [receipt] = client.post("/api/sync/push", body, content_type="application/json").json()["receipts"]
        assert receipt["outcome"] == "to_settle" and receipt["commune"] is None
    assert not land.model("care.Visit").objects.filter(household__uuid=home).exists()


@pytest.mark.parametrize("who", WHO)
def test_a_tablet_of_another_team_is_answered_as_one_that_never_was(who):
    client = browser(who)
    for name in ("blocare", "permitere", "stergere"):
        for commune in (HERE, NEAR, FAR):
            mine = looks_after(who, commune) or (who == "administrator" and commune == NEAR)
            if not mine:
                real = client.post(f"/tablete/{ids_of(commune)['tablet']}/{name}/")
                nothing = client.post(f"/tablete/{uuid4()}/{name}/")
                assert (real.status_code, real.content) == (nothing.status_code, nothing.content)
    assert set(land.model("access.Device").objects.filter(revoked_at__isnull=False)) == set()


def test_a_stolen_token_is_of_its_worker_and_of_no_one_else():
    client = browser("community_nurse")
    client.defaults["HTTP_AUTHORIZATION"] = tablet("school_mediator")["Authorization"]
    known = {one["code"] for page in carried(client) for document in page["households"]
             for one in document["findings"]}
    assert {land.vulnerabilities()[code]["need_to_know"] for code in known} <= land.sees("school_mediator")

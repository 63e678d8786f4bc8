"""Old and new apps at the door: what is handed in is taken, whatever its age; nobody misreads an answer."""

from __future__ import annotations

import json
import re

import pytest

from tests.repository.tree import ROOT
from tests.unit.sync.world import draft, family, handed_in, model, sent
from vatra.register.admission import parsed
from vatra.register.canonical import canonical
from vatra.register.kinds import kind_named
from vatra.sync import spoken

pytestmark = pytest.mark.django_db
FAR = 1_000
SEALED = [said for file in sorted((ROOT / "protocol").glob("entries-*.json"))
          for said in json.loads(file.read_text("utf-8"))["entries"]]


@pytest.fixture
def later(monkeypatch):
    """This server some versions on: it still understands the two before it."""
    monkeypatch.setattr(spoken, "SPOKEN", 9)
    monkeypatch.setattr(spoken, "OLDEST", 7)


def said(tablet, number, *, path="pull"):
    tablet.client.defaults["HTTP_VATRA_PROTOCOL"] = str(number)
    return tablet.get(path) if path == "pull" else None


@pytest.mark.parametrize("number", [7, 8, 9])
def test_an_app_up_to_two_versions_older_goes_on_as_before(tablet, ana, later, number):
    handed_in(ana, family("h"))
    assert said(tablet, number).status_code == 200
    assert tablet.push(draft("record_visit", "h", {"kind": "home"})).json()["receipts"][0]["outcome"] == "received"


@pytest.mark.parametrize("number", [1, 6, "", "no number", "-3", "٣"])
def test_an_app_too_old_hands_in_all_it_has_and_is_told_to_renew_itself(tablet, ana, later, number):
    handed_in(ana, family("h"))
    answer = said(tablet, number)
    assert (answer.status_code, answer.json()["code"]) == (426, "upgrade_required")
    visit = draft("record_visit", "h", {"kind": "home"})
    assert tablet.push(visit).json()["receipts"][0]["outcome"] == "received"
    assert tablet.post("accounted", {"entries": [str(visit.uuid)]}).json()["wipeable"]
    assert tablet.get(f"bundle/{'0' * 64}").status_code == 426


def test_an_app_newer_than_the_server_waits_and_nothing_of_it_is_misread(tablet, ana):
    said(tablet, FAR)
    for answer in (tablet.get("pull"), tablet.push(family("h")), tablet.post("accounted", {"entries": []})):
        assert (answer.status_code, answer.json()["code"]) == (503, "server_older")
        assert answer.headers["Retry-After"]
    assert not model("register.Entry").objects.exists()


def test_an_act_that_the_server_does_not_know_is_kept_until_it_does(tablet):
    newer = {**sent(family("h")), "kind": "bless_household"}, {**sent(family("h2")), "version": 2}
    answer = tablet.post("push", {"epoch": tablet.told["epoch"], "entries": list(newer), "pending": 0})
    told = [(one["outcome"], one["reason_code"]) for one in answer.json()["receipts"]]
    assert told == [("to_settle", "unknown_kind")] * 2
    assert model("register.Entry").objects.count() == 2


def test_server_and_app_speak_the_same():
    text = (ROOT / "field/src/sync/protocol.ts").read_text(encoding="utf-8")
    assert re.findall(r"^export const SPOKEN = (\d+);$", text, re.M) == [str(spoken.SPOKEN)]
    assert max(1, spoken.SPOKEN - 2) == spoken.OLDEST


@pytest.mark.parametrize("said", SEALED, ids=lambda said: said["kind"])
def test_what_an_app_of_any_protocol_seals_is_read_for_good(said):
    """A tablet that was away for years hands such payloads in; a rebuild reads them, too."""
    assert parsed(kind_named(said["kind"], said["version"]), canonical(said["payload"]))

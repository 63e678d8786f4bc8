"""Too much of everything that programs send (A61, A62, A75, A76), and rulebook text written to hurt (A60)."""

from __future__ import annotations

import gzip
import json
import shutil
import time
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.land import FAR, HERE, uuid
from tests.attacks.test_every_address import program
from vatra.access.entries import enrol_device
from vatra.base.shipped import shipped
from vatra.method import RulebookInvalid, compile_rulebook, read_rulebook
from vatra.wire import pace

JSON = "application/json"


@pytest.fixture(autouse=True)
def _fresh_buckets():
    pace._left.clear()
    yield
    pace._left.clear()


def test_a_million_keys_are_read_in_no_time_and_refused():
    client = Client(headers=program("social_worker"))
    many = "{" + ",".join(f'"{number:x}":0' for number in range(1_000_000)) + "}"
    bodies = {  # as sent; packed; inside a payload; nested; the same key again and again
        "packed": (gzip.compress(many.encode()), "gzip"), "plain": (many.encode(), "identity"),
        "nested": (b'{"entries":' * 50_000, "identity"), "lists": (b"[" * 900_000, "identity"),
        "again": (b'{"entries": [], ' + b",".join([b'"entries": []'] * 200_000) + b"}", "identity"),
        "digits": (b'{"entries": [' + b"9" * 900_000 + b"]}", "identity"),
    }
    for name, (body, encoding) in bodies.items():
        begun = time.process_time()
        answer = client.post("/api/entries", body, content_type=JSON, headers={"Content-Encoding": encoding})
        assert answer.status_code in (400, 413, 422) or (name == "digits" and answer.status_code == 200), name
        assert time.process_time() - begun < 5, name
    entry = {"uuid": str(uuid("keys")), "kind": "record_visit", "version": 1, "commune": HERE, "on": "2026-01-01",
             "at": "2026-01-01T00:00:00Z", "household": str(uuid(f"plain{HERE}")),
             "payload": {f"{number:x}": 0 for number in range(200_000)}}
    begun = time.process_time()
    answer = client.post("/api/entries", json.dumps({"entries": [entry]}).encode(), content_type=JSON)
    assert answer.json()["receipts"][0]["outcome"] in ("refused", "to_settle")
    assert time.process_time() - begun < 5
    assert len(answer.content) < 5_000


def test_a_push_of_too_many_entries_is_refused_whole():
    before = land.model("register.Entry").objects.count()
    answer = Client(headers=program("social_worker")).post(
        "/api/entries", json.dumps({"entries": [{}] * 50_000}).encode(), content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_entries")
    assert land.model("register.Entry").objects.count() == before


@pytest.mark.parametrize(("verb", "name"), [("post", "WRITING"), ("get", "READING")])
def test_a_device_that_asks_without_end_is_asked_to_wait_and_others_are_not(monkeypatch, verb, name):
    monkeypatch.setattr(pace, name, pace.Pace(5, 0.5))
    client = Client(headers=program("social_worker"))

    def asked(who: Client):
        if verb == "get":
            return who.get("/api/entries/since", {"commune": HERE, "limit": 1})
        return who.post("/api/entries", b'{"entries": []}', content_type=JSON)

    answers = [asked(client) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    last = answers[-1]
    assert last.json()["code"] == "too_many_requests"
    assert 1 <= int(last.headers["Retry-After"]) <= 2
    assert asked(Client(headers=program("head"))).status_code == 200
    pace._left.update({key: (left, since - 2 * int(last.headers["Retry-After"])) for key, (left, since)
                       in pace._left.items()})
    assert asked(client).status_code == 200


def test_a_tablet_that_asks_without_end_is_asked_to_wait(monkeypatch):
    from vatra.sync.tablet import TabletToken
    from vatra.wire.answers import CannotAnswer

    monkeypatch.setattr(pace, "READING", pace.Pace(3, 0.5))
    device, token = enrol_device(land.worker("head"), "tableta", at=timezone.now())
    device.is_tablet = True
    device.save()
    request = type("Asked", (), {"method": "GET"})()
    for _ in range(3):
        assert TabletToken().authenticate(request, token) == device
    with pytest.raises(CannotAnswer) as refused:
        TabletToken().authenticate(request, token)
    assert (refused.value.status, refused.value.headers) == (429, {"Retry_After": "2"})


def test_the_pace_is_kept_for_a_bounded_number_of_devices(monkeypatch):
    monkeypatch.setattr(pace, "MOST_KEPT", 10)
    for number in range(100):
        assert pace._wait((uuid(f"device{number}"), True), pace.WRITING, 0.0) == 0
    assert len(pace._left) == 10


def test_a_pull_of_the_whole_country_or_from_the_beginning_again_gives_the_own_commune_in_pages():
    client = Client(headers=program("social_worker"))
    for asked in ({"commune": FAR}, {"commune": 0}, {"scope": "nation"}, {"commune": HERE, "limit": 10**9}, {}):
        assert client.get("/api/entries/since", asked).status_code in (404, 422)
    first = [client.get("/api/entries/since", {"commune": HERE, "limit": 50, "scope": "all"}).json() for _ in range(3)]
    assert first[0] == first[1] == first[2]
    assert len(first[0]["entries"]) == 50


def test_nothing_here_stays_open_to_wait():
    """A62 has nothing to attack: no websocket, no stream of events, no long poll."""
    from tests.attacks.addresses import api_paths, named
    from vatra.cli import serve

    assert "websockets=False" in Path(serve.__file__).read_text("utf-8")
    for path in (*api_paths(), *named()):  # "life_events" are a family's
        assert not {"stream", "event-stream", "events", "poll"} & set(path.split("/")), path
    code = [file.read_text("utf-8") for file in Path(serve.__file__).parents[1].rglob("*.py")]
    assert not [text for text in code if "text/event-stream" in text or ("async def" in text and "websocket" in text)]


HURTING = [
    "h_rooms.__class__ > 0", "__import__('os') = 1", "h_rooms + (lambda: 1)() > 0",
    "count(member: count(member: 1 > 0))" * 50,
    "(" * 5_000 + "h_rooms" + ")" * 5_000 + " > 0", "h_rooms ** 999999999 > 0", "9" * 5_000 + " ** 9 > h_rooms",
    "range(10 ** 9) > h_rooms", "h_rooms > 'x' * 999999999", "not " * 20_000 + "known(h_rooms)",
    "h_rooms > 0; import os", "h_rooms > 0\n and 1", "{{ h_rooms }}", "${h_rooms}", "eval('1') > h_rooms",
    "no_such > 0",
    "a_loop", "h_rooms > " + "1 + " * 20_000 + "1", "\x00", "h_rooms > 0 or DROP TABLE people_person",
    "[x for x in h_rooms]", "h_rooms if h_rooms else exec('x')", "P.__class__ > 0", "P.vmi_fam.__init__ > 0",
]


def test_a_rule_written_to_hurt_is_refused_when_it_is_read(tmp_path):
    """No text of a rulebook is run as it stands: a closed grammar reads it, and what it costs is bounded."""
    book = tmp_path / "romania"
    shutil.copytree(Path(shipped("rulebook/romania")), book)
    derived = book / "derived.csv"
    plain = derived.read_text("utf-8")

    def write(text: str) -> None:
        quoted = '"' + text.replace('"', '""') + '"'
        derived.write_text(plain.rstrip("\n") + f"\na_loop,household,boolean,{quoted},x,x,vatra\n", "utf-8")

    write("h_rooms > 0")
    compile_rulebook(read_rulebook(book))
    for number, text in enumerate(HURTING):
        write(text)
        begun = time.process_time()
        with pytest.raises(RulebookInvalid):
            compile_rulebook(read_rulebook(book))
        assert time.process_time() - begun < 10, number

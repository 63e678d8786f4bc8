"""Pushing entries: each judged alone, limits before parsing, sentences instead of stack traces."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from tests.unit.api.conftest import Program, entry
from tests.unit.register.conftest import made_worker
from tests.unit.register.jars import AT
from vatra.access.entries import close_account, revoke_device

Entry = apps.get_model("register.Entry")
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def outcomes(answer):
    assert answer.status_code == 200, answer.content
    return [(receipt["outcome"], receipt["reason_code"]) for receipt in answer.json()["receipts"]]


def test_a_batch_is_received_with_a_receipt_each(program):
    sent = [entry(), entry()]
    answer = program.push({"entries": sent})
    receipts = answer.json()["receipts"]
    assert [receipt["number"] for receipt in receipts] == [1, 2]
    assert [receipt["uuid"] for receipt in receipts] == [one["uuid"] for one in sent]
    kept = Entry.objects.first()
    assert (kept.by_id, kept.device.uuid) == (program.worker.pk, program.device.uuid)


def test_pushing_again_does_no_harm(program):
    body = {"entries": [entry()]}
    first = program.push(body).json()["receipts"][0]
    again = program.push(body).json()["receipts"][0]
    assert again["outcome"] == "duplicate" and again["digest"] == first["digest"]


def test_each_entry_is_judged_alone(program):
    bad = [
        entry(uuid="x"), entry(by=7), entry(on="30 februarie"), entry(on=20260310), entry(at="2026-03-10T10:00:00"),
        entry(at="2026-03-10T10:00:00+99:00"), entry(version="1"), entry(version=1.5), entry(payload=[]), {}, 7, None,
        entry(household="1"), entry(commune=True), entry(received_at=AT.isoformat()), entry(device="someone else's"),
    ]
    answer = program.push({"entries": [*bad, entry()]})
    assert outcomes(answer) == [("refused", "unreadable_entry")] * len(bad) + [("received", None)]
    assert [receipt["position"] for receipt in answer.json()["receipts"]] == list(range(len(bad) + 1))
    assert Entry.objects.count() == 1


def test_a_refusal_names_the_field_and_not_what_stood_in_it(program):
    [receipt] = program.push({"entries": [entry(on="Ionescu", by="Popescu")]}).json()["receipts"]
    assert "on (" in receipt["reason"] and "by (" in receipt["reason"]
    assert "Ionescu" not in receipt["reason"] and "Popescu" not in receipt["reason"]


def test_what_cannot_be_applied_is_kept_and_said(program):
    sent = [entry(kind="dance"), entry(commune=20002), entry(commune=123), entry(payload={"count": 1, "words": "a\0b"})]
    assert outcomes(program.push({"entries": sent})) == [
        ("to_settle", "unknown_kind"), ("to_settle", "not_permitted"), ("refused", "unknown_commune"),
        ("refused", "text_not_allowed")]


def test_an_uuid_of_anothers_entry_is_refused_and_the_first_stays(program):
    theirs = entry(commune=20002)
    Program(made_worker("ion", commune=20002)).push({"entries": [theirs]})
    mine = entry(uuid=theirs["uuid"], payload={"count": 99})
    assert outcomes(program.push({"entries": [mine]})) == [("refused", "uuid_reused")]
    assert Entry.objects.get().payload == '{"count":1}'


def test_a_packed_body_is_read(program):
    assert outcomes(program.push_packed(json.dumps({"entries": [entry()]}).encode())) == [("received", None)]


@pytest.mark.parametrize(("body", "status"), [
    (b" ", 400), (b"{", 400), (b'{"entries": []} {}', 400), (b"\xff\xfe{\x00}\x00", 400), (b"\xef\xbb\xbf{}", 400),
    (b'{"entries": [], "entries": []}', 400), (b'{"entries": [NaN]}', 400), (b"[" * 100_000, 400),
    (b'{"a":' * 100_000, 400), (b"[" * 33 + b"]" * 33, 400), (b"[" * 32 + b"]" * 32, 422),
        (b'"' + b"[" * 900 + b'"', 422), (b"0x10", 400), (b"9" * 5_000, 400),
    (b"[]", 422), (b"7", 422), (b"null", 422), (b'{"entries": {}}', 422), (b'{"entries": [], "by": 1}', 422),
    (b'{"entries": [' + b"7," * 1_000 + b"7]}", 413), (b" " * 5_000_001, 413),
])
def test_what_is_no_batch_is_answered_with_a_sentence(program, body, status):
    answer = program.push(body)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message"} and answer.json()["message"]
    assert not Entry.objects.exists()


def test_a_body_of_many_megabytes_of_numbers_is_refused_quickly(program):
    assert program.push(b'{"entries": [' + b"1," * 2_000_000 + b"1]}").status_code == 413


@pytest.mark.parametrize(("raw", "status"), [
    (gzip.compress(b" " * 50_000_000, mtime=0), 413), (b"no gzip", 400), (gzip.compress(b"{}", mtime=0)[:-4], 400),
    (gzip.compress(b"{}", mtime=0) + gzip.compress(b"{}", mtime=0), 400),
])
def test_a_packed_bomb_does_not_go_off(program, raw, status):
    assert program.push(raw, **{"Content-Encoding": "gzip"}).status_code == status


def test_an_unknown_packing_or_type_is_refused(program):
    assert program.push({"entries": []}, **{"Content-Encoding": "br"}).status_code == 415
    for kind in ("text/plain", "multipart/form-data", "", "application/json; charset=utf-16"):
        answer = program.client.post("/api/entries", b"{}", content_type=kind,
                                     headers={"Authorization": f"Bearer {program.token}"})
        assert answer.status_code == 415


@pytest.mark.parametrize("length", ["", "-1", "1e3", "٣", "999999999999999999999"])
def test_a_length_that_is_none_is_refused(program, length):
    answer = program.client.generic("POST", "/api/entries", b"{}", content_type="application/json",
                                    CONTENT_LENGTH=length, headers={"Authorization": f"Bearer {program.token}"})
    assert answer.status_code in (411, 413)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"},
                                    {"Authorization": "Basic bWFyaWE6eA=="}, {"Authorization": "Bearer " + "x" * 9000}])
def test_who_is_not_recognised_gets_one_and_the_same_answer(program, header):
    for answer in (Client().post("/api/entries", b"{}", content_type="application/json", headers=header),
                   Client().get("/api/entries/since", {"commune": 20001}, headers=header)):
        assert (answer.status_code, answer.json()["code"]) == (401, "not_recognised")


def test_a_session_of_a_browser_means_nothing_here(program):
    program.client.force_login(program.worker)
    assert program.client.post("/api/entries", b"{}", content_type="application/json").status_code == 401


def test_a_revoked_device_and_a_closed_account_are_not_recognised(program):
    other = Program(made_worker("ion", commune=20001))
    revoke_device(program.device, by=None, at=AT + timedelta(days=1))
    close_account(other.worker, by=None, at=AT + timedelta(days=1))
    assert program.push({"entries": [entry()]}).status_code == other.push({"entries": [entry()]}).status_code == 401


@pytest.mark.parametrize("verb", ["get", "put", "patch", "delete"])
def test_other_verbs_are_refused(program, verb):
    answer = getattr(program.client, verb)("/api/entries", headers={"Authorization": f"Bearer {program.token}"})
    assert answer.status_code == 405


def test_sentences_are_in_the_language_of_the_worker(program):
    program.worker.language = "en"
    program.worker.save()
    assert program.push(b"[]").json()["message"].startswith("Send one group")

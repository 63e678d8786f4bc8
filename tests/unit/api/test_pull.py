"""Pulling entries: in order, to the end, and no more than the worker may know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.apps import apps

from tests.unit.api.conftest import Program, entry
from tests.unit.register import jars
from tests.unit.register.conftest import made_worker
from vatra.register import kinds

AuditRow = apps.get_model("audit.AuditRow")
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def shown(room):
    """The test room says what of its payload is general, and what is of violence."""
    def part(payload, domains):
        return payload if "violence" in domains else {"count": payload["count"]}
    known = {key: replace(kind, shown=part) for key, kind in kinds._kinds.items()}
    with pytest.MonkeyPatch.context() as patch:  # undone before the room's own; `monkeypatch` may be older than both
        patch.setattr(kinds, "_kinds", known)
        yield


def test_a_stream_is_read_to_its_end(program):
    sent = [entry() for _ in range(5)]
    program.push({"entries": sent})
    read, cursor, more = [], "", True
    while more:
        page = program.pull(commune=20001, cursor=cursor, limit=2).json()
        read += [one["uuid"] for one in page["entries"]]
        cursor, more = page["cursor"], page["more"]
    assert read == [one["uuid"] for one in sent]


def test_a_payload_whose_kind_does_not_say_what_it_is_about_is_withheld(program):
    program.push({"entries": [entry()]})
    [one] = program.pull(commune=20001).json()["entries"]
    assert one["payload"] is None and one["redacted"] is False and one["kind"] == "put_in"


def test_each_sees_the_part_of_a_payload_that_the_role_needs(program, shown):
    program.push({"entries": [entry(payload={"count": 1, "words": "violence at home"}), entry(kind="dance")]})
    nurse = Program(made_worker("nicu", "community_nurse", 20001))
    payloads = [[one["payload"] for one in who.pull(commune=20001).json()["entries"]] for who in (program, nurse)]
    assert payloads == [[{"count": 1, "words": "violence at home"}, None], [{"count": 1}, None]]


def test_a_payload_that_is_not_what_its_kind_says_is_withheld(program, shown):
    program.push({"entries": [entry(payload={"words": "x"})]})
    nurse = Program(made_worker("nicu", "community_nurse", 20001))
    assert nurse.pull(commune=20001).json()["entries"][0]["payload"] is None


@pytest.mark.parametrize("commune", [20002, 99999, 0])
def test_a_commune_out_of_reach_does_not_exist(program, commune):
    answers = program.pull(commune=commune)
    assert (answers.status_code, answers.json()["code"]) == (404, "not_found")


def test_who_sees_only_numbers_reads_no_entry(program):
    program.push({"entries": [entry()]})
    assert Program(made_worker("primar", "mayor", 20001)).pull(commune=20001).status_code == 404


@pytest.mark.parametrize("asked", [
    {}, {"commune": "x"}, {"commune": -1}, {"commune": 10**9}, {"commune": 20001, "limit": 0},
    {"commune": 20001, "limit": 10**9}, {"commune": 20001, "limit": "abc"}, {"commune": 20001, "cursor": "x" * 101},
    {"commune": 20001, "cursor": "x"},
])
def test_wrong_questions_get_a_sentence(program, asked):
    answer = program.pull(**asked)
    assert answer.status_code == 422 and answer.json()["message"]


def test_whom_a_program_has_read_about_is_written_down(program):
    home = entry()
    program.push({"entries": [home, entry(household=home["household"]), entry()]})
    program.pull(commune=20001)
    rows = AuditRow.objects.filter(act="read", about="household", by=program.worker.uuid, device=program.device.uuid)
    assert rows.count() == 2
    assert jars.Jar.objects.count() == 2

"""A signal starts the clocks of HG 612/2025; who may read what of it; which family it turns out to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.test_need_to_know import colleague, sees
from tests.unit.care.village import COMMUNE, day, draft, enrolled, made_commune, send, uuid, visited
from vatra.care import queries
from vatra.care.payloads import RecordSignal
from vatra.care.signals import shown
from vatra.register import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DOMAINS = ("economic", "social", "health", "education", "housing", "risk")


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def at(on: int, hour: int = 8) -> str:
    return datetime.combine(day(on), time(hour), UTC).isoformat()


def sheet(on: int, **words: str) -> dict[str, Any]:
    """An observation sheet filled in between ten and eleven in which every domain shows something."""
    signs = [{"domain": one, "seen": "yes", "words": words.get(one, f"am văzut {one}")} for one in DOMAINS]
    return {"started_at": at(on, 7), "ended_at": at(on, 8), "signs": signs}


def signalled(house: str | None, on: int, name: str = "", **said: Any) -> Any:
    payload = {"source": "observation", "noticed_at": at(on), "told_by": "vecina", "words": "plânge des", **said}
    one = draft("record_signal", house or "nobody", on, payload, name=name)
    return one if house else replace(one, household=None)


def triaged(signal: Any, house: str | None, on: int, decision: str = "visit", name: str = "", **said: Any) -> Any:
    payload = {"signal": str(signal.uuid), "decision": decision, **said}
    one = draft("triage_signal", house or "nobody", on, payload, name=name)
    return one if house else replace(one, household=None)


def outcomes(receipts: Any) -> list[tuple[str, str | None]]:
    return [(one.outcome, one.reason_code) for one in receipts]


def clocks(house: str) -> dict[str, tuple[Any, ...]]:
    rows = apps.get_model("care.Deadline").objects.filter(household__uuid=uuid(house), cause="signalled")
    return {row.rule: (row.starts_on, row.due_on, row.met_on) for row in rows}


def test_a_signal_asks_for_triage_the_same_day_and_a_visit_within_72_hours(worker):
    send(worker, enrolled("a"), signalled("a", 2))
    assert clocks("a") == {"triage": (day(2), day(2), None), "initial_visit_signalled": (day(2), day(5), None)}


def test_the_clocks_count_from_the_day_it_was_noticed_not_written_down(worker):
    [_, late] = send(worker, enrolled("a"), signalled("a", 4, noticed_at=at(2)))
    assert late.outcome == "received"
    assert clocks("a")["initial_visit_signalled"][:2] == (day(2), day(5))


def test_triage_meets_the_triage_and_only_a_visit_at_home_the_visit(worker):
    one = signalled("a", 2)
    send(worker, enrolled("a"), one, visited("a", 2, "phone"), triaged(one, "a", 3, "information"))
    assert clocks("a") == {"triage": (day(2), day(2), day(3)), "initial_visit_signalled": (day(2), day(5), None)}
    send(worker, visited("a", 4))
    assert clocks("a")["initial_visit_signalled"][2] == day(4)


def test_each_signal_waits_for_its_own_triage(worker):
    first, second = signalled("a", 2, "first"), signalled("a", 2, "second")
    send(worker, enrolled("a"), first, second, triaged(first, "a", 2))
    assert clocks("a")["triage"][2] is None
    send(worker, triaged(second, "a", 3))
    assert clocks("a")["triage"][2] == day(3)


def test_a_signal_about_a_family_not_in_the_register_stands_on_the_list_and_starts_its_clocks_when_it_is_known(worker):
    one = signalled(None, 2, about="familia de lângă moară")
    assert outcomes(send(worker, one)) == [("received", None)]
    [waiting] = queries.signals_waiting([COMMUNE], sees("social_worker"))
    assert (waiting.household, waiting.about) == (None, "familia de lângă moară")
    assert (waiting.visit_by - waiting.noticed_at).total_seconds() == 72 * 3600
    assert outcomes(send(worker, enrolled("a", 3), triaged(one, "a", 3))) == [("received", None)] * 2
    assert clocks("a") == {"triage": (day(2), day(2), day(3)), "initial_visit_signalled": (day(2), day(5), None)}
    assert queries.signals_waiting([COMMUNE], sees("social_worker")) == []
    assert queries.number_of_signals_waiting([COMMUNE]) == 0


@pytest.mark.parametrize(("house", "wrong", "code"), [
    (None, {}, "no_family"),
    (None, {"about": "x", "persons": [str(uuid("a/copil"))]}, "unknown_person"),
    ("a", {"persons": [str(uuid("b/copil"))]}, "unknown_person"),
    ("a", {"noticed_at": at(3)}, "noticed_ahead"),
    ("b", {}, "unknown_household"),
])
def test_a_signal_that_cannot_stand_is_kept_and_not_applied(worker, house, wrong, code):
    [_, receipt] = send(worker, enrolled("a"), signalled(house, 2, **wrong))
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", code)
    assert queries.signals_waiting([COMMUNE], sees("social_worker")) == []


def test_a_triage_speaks_of_a_signal_of_its_own_household_not_before_it(worker):
    one = signalled("a", 2)
    send(worker, enrolled("a"), enrolled("b"), one)
    receipts = send(worker, triaged(one, "b", 3), triaged(one, None, 3), triaged(signalled("a", 9), "a", 3, name="9"),
                    triaged(one, "a", 1))
    assert [code for _, code in outcomes(receipts)] == ["unknown_signal"] * 3 + ["triage_before_signal"]
    assert clocks("a")["triage"][2] is None


def test_only_who_leads_cases_triages(worker):
    one = signalled("a", 2)
    send(worker, enrolled("a"), one)
    assert outcomes(send(colleague("community_nurse"), triaged(one, "a", 2))) == [("to_settle", "not_permitted")]


SEEN = {  # role: the domains of the sheet that it reads, and those of which it reads the words
    "social_worker": (set(DOMAINS), set(DOMAINS)),
    "community_nurse": ({"economic", "social", "health", "housing", "risk"},
                        {"economic", "social", "health", "housing"}),
    "school_mediator": ({"education"}, {"education"}),
    "health_mediator": ({"health"}, {"health"}),
    "school_counsellor": ({"social", "education", "risk"}, {"social", "education", "risk"}),
    "supervisor_isj": ({"education"}, {"education"}),
}


@pytest.mark.parametrize("role", SEEN)
def test_each_sign_is_for_those_who_see_its_domain(worker, role):
    send(worker, enrolled("a"), signalled("a", 2, sheet=sheet(2)))
    [one] = queries.signals_of(uuid("a"), sees(role))
    signs, words = SEEN[role]
    assert {sign.domain for sign in one.signs} == signs
    assert {sign.domain for sign in one.signs if sign.words} == words
    given = shown({"source": "other", "noticed_at": at(2), "told_by": "vecina", "words": "x", "sheet": sheet(2)},
                  frozenset(sees(role)))
    assert given is not None and {sign["domain"] for sign in given["sheet"]["signs"]} == signs
    assert "told_by" not in given and "words" not in given
    told = {code for day in queries.timeline(uuid("a"), sees(role), on=date.max) for happened in day.happened
            if happened.kind == "signal" for code, _words in happened.why}
    assert told == signs


@pytest.mark.parametrize(("author", "reader", "reads"), [
    ("social_worker", "social_technician", True), ("social_worker", "community_nurse", False),
    ("community_nurse", "social_worker", False), ("school_mediator", "social_worker", True),
    ("community_nurse", "school_mediator", False),
])
def test_who_told_and_free_words_are_for_those_who_may_know_all_that_the_author_may(worker, author, reader, reads):
    by = worker if author == "social_worker" else colleague(author)
    one = signalled("a", 2)
    send(worker, enrolled("a"))
    send(by, one)
    send(worker, triaged(one, "a", 2, note="mergem azi"))
    [seen] = queries.signals_of(uuid("a"), sees(reader))
    assert (seen.told_by, seen.words) == (("vecina", "plânge des") if reads else ("", ""))
    assert bool(seen.note) == (reader in ("social_technician", "social_worker"))
    assert seen.profession == (author,) and seen.decision == "visit"


def test_who_sees_no_case_is_told_of_no_signal(worker):
    send(worker, enrolled("a"), signalled("a", 2), signalled(None, 2, about="x"))
    assert queries.signals_of(uuid("a"), sees("mayor")) == []
    assert queries.signals_waiting([COMMUNE], sees("mayor")) == []
    assert shown({"source": "other", "noticed_at": at(2)}, frozenset()) is None


@pytest.mark.parametrize("wrong", [
    {"noticed_at": "2026-02-04T08:00:00"}, {"noticed_at": "0001-01-01T00:00:00Z"}, {"source": "bârfă"},
    {"sheet": {**sheet(2), "ended_at": at(2, 6)}}, {"sheet": {**sheet(2), "signs": []}},
    {"sheet": {**sheet(2), "signs": [{"domain": "risk", "seen": "yes"}] * 2}},
])
def test_a_payload_that_makes_no_sense_is_unreadable(wrong):
    with pytest.raises(ValueError):
        RecordSignal.model_validate({"source": "observation", "noticed_at": at(2)} | wrong)


@pytest.mark.parametrize("longest", [1, 2, 500])
def test_signals_are_the_same_when_all_is_derived_again(worker, longest):
    unknown, known = signalled(None, 1, about="la moară"), signalled("a", 2, sheet=sheet(2))
    other = signalled(None, 1, "other", about="în vale")
    send(worker, enrolled("a"), triaged(other, None, 2), unknown, known, other, triaged(unknown, "a", 3),
         triaged(known, "a", 2, "emergency"), triaged(other, None, 3, "transferred"),
         triaged(known, "a", 4, "visit", name="again"))
    before = rows()
    rebuild.rebuild(longest_run=longest)
    assert rows() == before
    assert [row["decision"] for row in before] == ["visit", "transferred", "visit"]  # in the valley, at the mill, "a"


def rows() -> list[dict[str, Any]]:
    found = apps.get_model("care.Signal").objects.order_by("noticed_at", "about").values()
    return [{key: value for key, value in row.items() if key != "id"} for row in found]

"""What became of entries that were to settle: told to the tablet that sealed them, and to no other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.sync.world import THERE, Tablet, ago, draft, family, handed_in, made_worker, model, uuid

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def visit(house: str):
    return draft("record_visit", house, {"kind": "home"})


def told(tablet: Tablet, known: str = "") -> dict:
    """The last page of a sync."""
    return tablet.sync(**({"verdicts": known} if known else {}))[-1]


def words(tablet: Tablet) -> list[tuple[str, str]]:
    return [(one["entry"], one["state"]) for one in told(tablet)["verdicts"]]


def unknown_promise(**rest):
    """A delivery of a service that no plan here ever promised."""
    return draft("record_delivery", "h", {"service": "W01", "outcome": "done", "planned": str(uuid("none"))}, **rest)


def test_where_nothing_was_questioned_nothing_is_told(tablet):
    tablet.push(family("h"), visit("h"))
    page = told(tablet)
    assert (page["verdicts_digest"], page["verdicts"]) == ("", None)


def test_what_the_register_let_in_by_itself_is_told_to_whoever_sealed_it(tablet, ana):
    late = visit("h")
    tablet.push(late)
    assert words(tablet) == [(str(late.uuid), "to_settle")]
    handed_in(ana, family("h"))
    assert words(tablet) == [(str(late.uuid), "applied")]


def test_what_a_human_set_aside_is_told(tablet):
    tablet.push(family("h"))
    lost = unknown_promise()
    tablet.push(lost)
    assert words(tablet) == [(str(lost.uuid), "to_settle")]
    payload = {"entry": str(lost.uuid), "choice": "set_aside", "reason": "greșit"}
    assert handed_in(made_worker("sup", "supervisor_dgaspc", commune=None), draft("settle_entry", "h", payload))[
        0].outcome == "received"
    assert words(tablet) == [(str(lost.uuid), "set_aside")]


def test_it_is_told_once_and_again_only_when_something_is_otherwise(tablet, ana):
    late = visit("h")
    tablet.push(late)
    digest = told(tablet)["verdicts_digest"]
    again = told(tablet, digest)
    assert (again["verdicts"], again["verdicts_digest"]) == (None, digest)
    handed_in(ana, family("h"))
    assert told(tablet, digest)["verdicts"] == [{"entry": str(late.uuid), "state": "applied"}]


def test_a_list_that_became_empty_is_told(tablet):
    tablet.push(visit("h"))
    digest = told(tablet)["verdicts_digest"]
    model("register.Entry").objects.update(state="applied", reason_code="")
    assert told(tablet, digest)["verdicts"] == []


def test_neither_a_colleague_nor_the_workers_other_tablet_is_told(tablet, ana):
    tablet.push(visit("h"))
    assert told(Tablet(ana))["verdicts"] is None
    assert told(Tablet(made_worker("ion")))["verdicts"] is None


def test_work_that_went_after_its_household_is_told_though_the_commune_is_not_the_workers(tablet, ana):
    ion = made_worker("ion", commune=THERE)
    handed_in(ana, family("h"), draft("move_out", "h", {"to": "commune"}, on=ago(3)))
    handed_in(ion, draft("move_in", "h", {"address": "Calea Nouă 1"}, on=ago(3), commune=THERE))
    late = unknown_promise(on=ago(5))
    receipt = tablet.push(late).json()["receipts"][0]
    assert (receipt["outcome"], receipt["commune"]) == ("to_settle", THERE)
    assert words(tablet) == [(str(late.uuid), "to_settle")]


def test_pages_before_the_last_do_not_tell_it(tablet, ana):
    tablet.push(visit("none"))
    handed_in(ana, family("a"), family("b"), family("c"))
    first, *_others, last = tablet.sync(limit=1)
    assert "verdicts" not in first and last["verdicts"]


def test_it_is_one_question_to_an_index(tablet):
    tablet.push(visit("h"))
    with CaptureQueriesContext(connection) as asked:
        told(tablet)
    [question] = [one["sql"] for one in asked if "reason_code" in one["sql"]]
    assert "payload" not in question

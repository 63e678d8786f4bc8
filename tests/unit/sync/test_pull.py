"""Pulling: everything at first, then what changed; what leaves the scope is told; nothing is missed."""

from __future__ import annotations

import json

import pytest

from tests.unit.sync.world import (
    HERE,
    THERE,
    Tablet,
    ago,
    draft,
    family,
    handed_in,
    interview,
    made_worker,
    model,
    uuid,
)
from vatra.sync.documents import as_json, made_anew
from vatra.sync.views import scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
NEVER = "c_enrolled"


def names(tablet: Tablet) -> set[str]:
    return {one["address"] for one in tablet.held.values()}


def test_the_first_sync_brings_every_household_of_the_commune_in_pages(tablet, ana):
    handed_in(ana, *(family(f"h{number}") for number in range(7)))
    pages = tablet.sync(limit=3)
    assert [len(page["households"]) for page in pages] == [3, 3, 1]
    assert [page["reset"] for page in pages] == [True, False, False]
    assert {page["total"] for page in pages} == {7} and len(tablet.held) == 7
    assert pages[0]["lease"]["secret"] == tablet.told["lease"]["secret"]


def test_nothing_new_is_a_small_answer(tablet, ana):
    handed_in(ana, family("h"))
    tablet.sync()
    answer = tablet.get("pull", since=tablet.cursor)
    [page] = tablet.sync()
    assert (page["households"], page["gone"], page["more"], page["total"]) == ([], [], False, None)
    assert len(answer.content) < 700


def test_a_document_says_who_lives_there_what_is_known_and_what_is_to_do(tablet, ana):
    handed_in(ana, family("h"), interview("h", {"h_food_short": 2}, {"c_enrolled": False, "c_ever_enrolled": True}),
              draft("open_case", "h", {}, on=ago(5)), draft("record_visit", "h", {"kind": "home", "note": "Vorbit."}))
    tablet.sync()
    one = tablet.held[str(uuid("h"))]
    assert [member["given_name"] for member in one["members"]] == ["Ana", "Ioana"]
    assert one["facts"]["household"]["h_food_short"] == [2, ago(10).isoformat()]
    assert one["facts"][str(uuid("h/ioana"))]["c_enrolled"][0] is False
    assert {finding["subject"] for finding in one["findings"]} >= {str(uuid("h/ioana"))} and one["level"] != "none"
    assert one["case"]["state"] == "open" and one["deadlines"] and one["number"] == 4
    assert [what["kind"] for what in one["timeline"]] == ["visit", "case_opened", "interview"]
    assert one["timeline"][0]["note"] == "Vorbit." and one["timeline"][0]["by"] == ana.full_name


def test_the_documents_are_what_the_description_says(tablet, ana):
    from vatra.sync.shapes import Pulled

    handed_in(ana, family("h"), interview("h", {"h_food_short": 2}, {"c_enrolled": False}),
              draft("open_case", "h", {}, on=ago(5)),
              draft("record_delivery", "h", {"service": "S03", "outcome": "done"}))
    for page in tablet.sync():
        read = Pulled.model_validate_json(json.dumps(page))
        assert read.households[0].uuid == uuid("h")


def test_later_only_what_changed_comes(tablet, ana):
    handed_in(ana, *(family(f"h{number}") for number in range(4)))
    tablet.sync()
    handed_in(ana, draft("record_visit", "h2", {"kind": "home"}), family("new"))
    [page] = tablet.sync()
    assert {one["uuid"] for one in page["households"]} == {str(uuid("h2")), str(uuid("new"))}
    assert len(tablet.held) == 5 and not page["reset"]


def test_changes_come_in_pages_too_and_none_is_missed(tablet, ana):
    handed_in(ana, *(family(f"h{number}") for number in range(9)))
    tablet.sync()
    handed_in(ana, *(draft("record_visit", f"h{number % 9}", {"kind": "home"}) for number in range(18)))
    pages = tablet.sync(limit=2)
    assert len(pages) == 9 and {one["uuid"] for page in pages for one in page["households"]} == set(tablet.held)


def test_another_commune_does_not_exist_for_the_tablet(tablet, ana):
    elsewhere = made_worker("ion", commune=THERE)
    handed_in(elsewhere, family("theirs", commune=THERE))
    tablet.sync()
    assert not tablet.held


def test_a_household_that_left_is_gone_and_comes_back_when_it_does(tablet, ana):
    handed_in(ana, family("h"))
    tablet.sync()
    handed_in(ana, draft("move_out", "h", {"to": "abroad"}, on=ago(3)))
    [page] = tablet.sync()
    assert page["gone"] == [{"uuid": str(uuid("h")), "why": "ended"}] and not tablet.held
    handed_in(ana, draft("move_in", "h", {}, on=ago(1)))
    tablet.sync()
    assert len(tablet.held) == 1


def test_a_household_that_moved_goes_from_one_tablet_and_comes_to_the_other(tablet, ana):
    ion = made_worker("ion", commune=THERE)
    other = Tablet(ion)
    handed_in(ana, family("h"))
    tablet.sync()
    other.sync()
    handed_in(ana, draft("move_out", "h", {"to": "commune"}, on=ago(2)))
    [page] = tablet.sync()
    assert [one["why"] for one in page["gone"]] == ["ended"] and not tablet.held
    handed_in(ion, draft("move_in", "h", {"address": "Calea Nouă 1"}, on=ago(1), commune=THERE))
    [page] = tablet.sync()
    other.sync()
    assert page["gone"] == [{"uuid": str(uuid("h")), "why": "out_of_scope"}] and not tablet.held
    assert names(other) == {"Calea Nouă 1"}


def test_whoever_was_left_by_a_member_is_told(tablet, ana):
    handed_in(ana, family("old"), family("new"))
    tablet.sync()
    handed_in(ana, draft("move_in", "new", {"from_household": str(uuid("old")), "relation": "child"}, on=ago(1),
                         person=uuid("old/ioana")))
    [page] = tablet.sync()
    assert {one["uuid"] for one in page["households"]} == {str(uuid("old")), str(uuid("new"))}
    assert len(tablet.held[str(uuid("old"))]["members"]) == 1


def test_a_household_that_is_put_together_by_what_had_waited_is_gone(tablet, ana):
    handed_in(ana, family("gone"))
    tablet.sync()
    merged = draft("merge_households", "kept", {"gone": str(uuid("gone")), "members": [], "reason": "aceeași familie"})
    assert handed_in(ana, merged)[0].reason_code == "unknown_household"
    handed_in(ana, family("kept"))
    [page] = tablet.sync()
    assert page["gone"] == [{"uuid": str(uuid("gone")), "why": "merged"}]
    assert list(tablet.held) == [str(uuid("kept"))]


def test_whoever_was_left_for_another_commune_is_told(tablet, ana):
    ion = made_worker("ion", commune=THERE)
    handed_in(ana, family("old"))
    handed_in(ion, family("new", commune=THERE))
    tablet.sync()
    handed_in(ana, draft("move_out", "old", {"to": "commune"}, on=ago(2), person=uuid("old/ioana")))
    tablet.sync()
    handed_in(ion, draft("move_in", "new", {"relation": "child"}, on=ago(1), person=uuid("old/ioana"), commune=THERE))
    tablet.sync()
    assert set(tablet.held) == {str(uuid("old"))} and len(tablet.held[str(uuid("old"))]["members"]) == 1


def test_what_waits_for_a_human_is_counted_and_what_was_settled_is_told(tablet, ana):
    handed_in(ana, family("h"))
    poison = draft("record_delivery", "h", {"service": "Z99", "outcome": "done"})
    handed_in(ana, poison)
    tablet.sync()
    assert tablet.held[str(uuid("h"))]["to_settle"] == 1
    settling = draft("settle_entry", "h", {"entry": str(poison.uuid), "choice": "set_aside", "reason": "greșit"})
    from dataclasses import replace

    [receipt] = handed_in(ana, replace(settling, household=None))
    assert receipt.outcome == "received"
    tablet.sync()
    assert tablet.held[str(uuid("h"))]["to_settle"] == 0


def test_what_another_commune_has_to_settle_does_not_stand_in_this_ones_document(tablet, ana):
    handed_in(ana, family("h"))
    tablet.sync()
    before = tablet.held[str(uuid("h"))]
    elsewhere = draft("record_visit", "h", {"kind": "home"}, commune=THERE)
    assert handed_in(made_worker("ion", commune=THERE), elsewhere)[0].outcome == "to_settle"
    second = Tablet(ana)
    second.sync()
    assert second.held[str(uuid("h"))] == before and before["to_settle"] == 0


def test_late_answers_about_who_lives_elsewhere_by_now_are_told_there(tablet, ana):
    """An interview of the former household changes what is known in the new one, which it does not name."""
    ioana = uuid("former/ioana")
    handed_in(ana, family("former"), family("new"), interview("new", {}, {}, on=ago(30)), draft(
        "move_in", "new", {"relation": "child", "from_household": str(uuid("former"))}, person=ioana, on=ago(5)))
    tablet.sync()
    assert str(ioana) not in tablet.held[str(uuid("new"))]["facts"]
    handed_in(ana, interview("former", {}, {"c_enrolled": False, "c_ever_enrolled": True}, on=ago(10)))
    tablet.sync()
    new = tablet.held[str(uuid("new"))]
    assert new["facts"][str(ioana)]["c_enrolled"] == [False, ago(10).isoformat()]
    assert str(ioana) in {one["subject"] for one in new["findings"]}


def test_late_answers_about_who_lives_elsewhere_are_applied_as_they_came(tablet, ana):
    """Runs bring together entries of one kind; not past an answer that changes what another household needs."""
    ioana = uuid("former/ioana")
    first = [
        family("former"), family("new"), interview("new", {}, {}, on=ago(30)),
        draft("open_case", "new", {}, on=ago(20)),
        draft("move_in", "new", {"relation": "child", "from_household": str(uuid("former"))}, person=ioana, on=ago(15)),
        draft("record_visit", "former", {"kind": "home"}, on=ago(9)),
        draft("close_case", "new", {"reason": "objectives_met"}, on=ago(8)),
    ]
    late = interview("former", {}, {"c_enrolled": False, "c_ever_enrolled": True}, on=ago(16))
    again = [draft("open_case", "new", {}, on=ago(7)), draft("close_case", "new", {"reason": "objectives_met"})]
    receipts = handed_in(ana, *first, late, *again)
    assert [one.outcome for one in receipts] == ["received"] * 9 + ["to_settle"]
    deadlines = list(model("care.Deadline").objects.order_by("uuid").values_list("uuid", "due_on", "causes"))
    from vatra.register.rebuild import rebuild

    rebuild(longest_run=3)
    assert model("register.Entry").objects.filter(state="to_settle").count() == 1
    assert list(model("care.Deadline").objects.order_by("uuid").values_list("uuid", "due_on", "causes")) == deadlines


def test_a_document_made_alone_is_the_one_made_among_others(tablet, ana):
    today = [draft("record_delivery", "h", {"service": code, "outcome": "done"}) for code in ("W01", "W20")]
    today.append(draft("record_visit", "h", {"kind": "home"}))
    visited = [draft("record_visit", "other", {"kind": "home"}) for _ in range(5)]
    handed_in(ana, family("other"), *visited, family("h"), *today)
    tablet.sync()
    together = tablet.held[str(uuid("h"))]["timeline"]
    model("sync.Document").objects.all().delete()
    alone = Tablet(ana)
    alone.sync(limit=1)
    assert alone.held[str(uuid("h"))]["timeline"] == together and len(together) == 3


def test_another_role_or_another_rulebook_begins_anew(tablet, ana, settings, tmp_path):
    handed_in(ana, family("h"))
    tablet.sync()
    model("access.RoleHeld").objects.filter(worker=ana).update(role="school_mediator")
    [page] = tablet.sync()
    assert page["reset"] and page["total"] == 1
    model("access.RoleHeld").objects.filter(worker=ana).update(until=ago(0))
    [page] = tablet.sync()
    assert page["reset"] and not page["households"] and not tablet.held


def test_documents_of_another_shape_or_rulebook_are_made_anew(tablet, ana, monkeypatch):
    handed_in(ana, family("h"))
    tablet.sync()
    monkeypatch.setattr("vatra.sync.views.SHAPE", 99)
    [page] = tablet.sync()
    assert page["reset"] and len(tablet.held) == 1
    assert len(set(model("sync.Document").objects.values_list("generation", flat=True))) == 1


def test_a_rebuilt_register_begins_anew(tablet, ana):
    from vatra.register.rebuild import rebuild

    handed_in(ana, family("h"))
    tablet.sync()
    rebuild()
    assert tablet.sync()[0]["reset"]


def test_a_restored_register_begins_anew_and_says_so(tablet, ana):
    from vatra.register.epoch import begin_epoch

    handed_in(ana, family("h"))
    tablet.sync()
    begun = begin_epoch()
    assert tablet.push().json()["epoch"] == str(begun) != tablet.told["epoch"]
    [page] = tablet.sync()
    assert page["reset"] and page["epoch"] == str(begun)


@pytest.mark.parametrize("cursor", ["x", "AAAA", "-1", "é", "eJyLjgUAARUAuQ==", "W" * 3_999, "null", "1" * 500])
def test_a_cursor_that_is_none_reads_all_again(tablet, ana, cursor):
    handed_in(ana, family("h"))
    tablet.cursor = cursor
    [page] = tablet.sync()
    assert page["reset"] and len(page["households"]) == 1


def test_a_cursor_of_another_worker_opens_nothing(tablet, ana):
    ion = Tablet(made_worker("ion", commune=THERE))
    handed_in(ana, family("h"))
    tablet.sync()
    ion.cursor = tablet.cursor
    [page] = ion.sync()
    assert page["reset"] and not ion.held


@pytest.mark.parametrize("changes", [
    {"after": 2**63 - 1}, {"after": 0}, {"echo": 2**62}, {"read": {HERE: (2**62, "ffff")}}, {"read": {THERE: (0, "")}},
])
def test_a_cursor_that_was_made_up_shows_no_more_than_its_own_scope(tablet, ana, changes):
    from dataclasses import replace

    from vatra.register.changes import Mark
    from vatra.sync.cursor import read, written

    handed_in(made_worker("ion", commune=THERE), family("theirs", commune=THERE))
    handed_in(ana, family("h"))
    tablet.sync()
    if "read" in changes:
        changes = {"read": {commune: Mark(*mark) for commune, mark in changes["read"].items()}}
    tablet.cursor = written(replace(read(tablet.cursor), **changes))
    tablet.sync()
    assert set(tablet.held) <= {str(uuid("h"))}


@pytest.mark.parametrize("limit", ["0", "-1", "501", "abc", "1e9"])
def test_a_page_has_its_bounds(tablet, limit):
    assert tablet.get("pull", limit=limit).status_code == 422


def test_a_supervisor_of_a_county_carries_no_county(ana):
    handed_in(ana, family("h"))
    county = Tablet(made_worker("sef", "supervisor_dgaspc", None))
    county.sync()
    assert county.told["communes"] == [] and not county.held


def test_every_household_sent_stands_in_the_audit(tablet, ana):
    handed_in(ana, family("h"))
    tablet.sync()
    reads = model("audit.AuditRow").objects.filter(act="read", device=tablet.device.uuid)
    assert {(row.about, row.subject) for row in reads} == {("household", uuid("h")), ("tablet", tablet.device.uuid)}


def test_everything_again_and_again_is_slowed_down(tablet, monkeypatch):
    monkeypatch.setattr("vatra.sync.pulling.WHOLE_SYNCS", 3)
    answers = [tablet.get("pull") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "too_often" and answers[3].headers["Retry-After"] == "3600"


def test_a_family_written_down_twice_is_gone_as_merged_and_comes_back_when_that_is_undone(tablet, ana):
    handed_in(ana, family("h"), family("h2"))
    tablet.sync()
    merge = draft("merge_households", "h", {"gone": str(uuid("h2")), "reason": "aceeași familie", "members": [
        {"kept": str(uuid(f"h/{name}")), "gone": str(uuid(f"h2/{name}"))} for name in ("ana", "ioana")]})
    assert [one.outcome for one in handed_in(ana, merge)] == ["received"]
    page = tablet.page()
    assert page["gone"] == [{"uuid": str(uuid("h2")), "why": "merged"}]
    assert [one["uuid"] for one in page["households"]] == [str(uuid("h"))]
    tablet.sync()
    late = interview("h2", {}, {"c_gp": False}, on=ago(3))
    assert tablet.push(late).json()["receipts"][0]["outcome"] == "received"
    page = tablet.page()
    assert page["households"][0]["facts"][str(uuid("h/ioana"))]["c_gp"][0] is False
    tablet.sync()
    handed_in(ana, draft("unmerge", "h", {"entry": str(merge.uuid), "gone": str(uuid("h2")), "reason": "două familii"}))
    tablet.sync()
    assert {str(uuid("h")), str(uuid("h2"))} <= set(tablet.held)
    assert "c_gp" in tablet.held[str(uuid("h2"))]["facts"][str(uuid("h2/ioana"))]
    assert not tablet.held[str(uuid("h"))]["facts"].get(str(uuid("h/ioana")))


def test_what_is_written_late_about_a_person_merged_into_another_is_told_where_that_one_lives(tablet, ana):
    child, other = uuid("h/ioana"), uuid("h2/ioana")
    merge = draft("merge_persons", "h", {"kept": str(child), "gone": str(other), "reason": "același copil"})
    assert {one.outcome for one in handed_in(ana, family("h"), family("h2"), merge)} == {"received"}
    tablet.sync()
    assert handed_in(ana, interview("h2", {}, {"c_gp": False}, on=ago(3)))[0].outcome == "received"
    tablet.sync()
    anew = made_anew([uuid("h")], scope_of(ana, on=ago(0)).views[HERE], on=ago(0))[uuid("h")]
    assert tablet.held[str(uuid("h"))] == json.loads(as_json(anew))
    assert tablet.held[str(uuid("h"))]["facts"][str(child)]["c_gp"][0] is False

"""What speaks of an entry that has not come is kept, and applied when that comes: whoever sent it, in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any, get_args
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.unit.care.village import asked, colleague, day, delivered, draft, enrolled, made_commune, plan
from tests.unit.register.test_rebuild import picture
from vatra.base.ids import derived_uuid
from vatra.register.entries import Draft, Receipt, receive
from vatra.register.kinds import every_kind
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

# The uuids in payloads by what they name. A new one is put where it belongs: what names an entry waits for it.
ENTRIES = {
    "read_messages.messages", "cancel_planned_visit.planned", "record_delivery.planned", "triage_signal.signal",
    "open_case.reopens", "agree_plan.case", "approve_plan.plan", "agree_to_close.closing", "send_referral.draft",
    "record_referral_outcome.referral", "answer_referral.referral", "withdraw_consent.referral", "unmerge.entry",
    "undo_life_event.entry", "answer_hand_over.hand_over", "answer_request.asked", "record_outcome.dwelling",
    "record_second_interview.drawn", "draw_sample.drawn.interview", "answer_rule_question.question",
    "appoint_member.council", "end_membership.member", "call_meeting.council", "call_meeting.meeting",
    "call_off_meeting.meeting", "put_on_agenda.meeting", "drop_from_agenda.item", "order_agenda.meeting",
    "order_agenda.items", "hold_meeting.meeting", "hold_meeting.present", "hold_meeting.chair", "decide.member",
    "record_discussion.meeting", "record_discussion.item", "decide.meeting", "decide.item", "pass_over.meeting",
    "report_task.task", "report_task.meeting", "report_own_task.task", "report_own_task.meeting",
}
HOLDS_WITHOUT = {
    "agree_plan.instead_of",  # settles what its author saw, of what stands
    "record_visit.monitoring.services.planned",  # is kept as it was said
    "hand_over_household.asked",  # the household goes whether or not it was asked for
    # written where it is read:
    "settle_entry.entry", "note_redaction.entry", "let_both_stand.one", "let_both_stand.other",
}
PEOPLE = {  # and households, workers, and what is reckoned by both sides
    "person", "persons", "lead", "members", "member", "worker", "new_head", "parent", "carer", "partner", "children",
    "relations", "kept", "gone", "other", "uuid", "household", "from_household", "companions", "proposal",
}


def send(worker: Any, *drafts: Draft, batch: int = 500) -> list[Receipt]:
    """Handed in after all of it was done, in batches; the receipts of all."""
    late = datetime.combine(day(40), time(9), UTC)
    parts = [drafts[start:start + batch] for start in range(0, len(drafts), batch)]
    return [receipt for part in parts for receipt in receive(part, by=worker, at=late)]


def named_in(model: type[BaseModel], path: str) -> set[str]:
    """Every field of a payload in which a uuid stands, by its path."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        for part in _parts(field.annotation):
            if part is UUID:
                found.add(f"{path}.{name}")
            elif isinstance(part, type) and issubclass(part, BaseModel):
                found |= named_in(part, f"{path}.{name}")
    return found


def _parts(annotation: Any) -> list[Any]:
    inner = get_args(annotation)
    return [part for one in inner for part in _parts(one)] if inner else [annotation]


def test_of_every_uuid_in_a_payload_it_is_said_what_it_names():
    named = {path for kind in every_kind() for path in named_in(kind.payload, kind.name)}
    unsaid = {path for path in named - ENTRIES - HOLDS_WITHOUT if path.rsplit(".", 1)[1] not in PEOPLE}
    assert unsaid == set() and ENTRIES - named == set()


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def pairs() -> dict[str, list[Any]]:
    """For each kind that names an entry about a household: what it needs, in an order in which all of it holds."""
    case, message = draft("open_case", "a", 1, {}), draft("write_message", "a", 1, {"text": "Câinele este legat."})
    visit = draft("plan_visit", "a", 1, {"day": day(3).isoformat()})
    written = draft("draft_referral", "a", 1, {"service": "W15"})
    sent = draft("send_referral", "a", 2, {"service": "W15", "draft": str(written.uuid)})
    agreed = plan("a", 4, ("W12", 30), case=str(case.uuid))
    signal = draft("record_signal", "a", 1, {"source": "observation", "noticed_at": f"{day(1)}T08:00:00Z"})
    left = draft("move_out", "a", 5, {"to": "abroad"}, person="a/copil")
    return {
        "read_messages": [message, draft("read_messages", "a", 2, {"messages": [str(message.uuid)]})],
        "cancel_planned_visit": [visit, draft("cancel_planned_visit", "a", 2, {"planned": str(visit.uuid)})],
        "triage_signal": [signal, draft("triage_signal", "a", 1, {"signal": str(signal.uuid), "decision": "visit"})],
        "record_referral_outcome": [written, sent, draft(
            "record_referral_outcome", "a", 3, {"referral": str(written.uuid), "outcome": "acknowledged"})],
        "record_delivery": [case, agreed, delivered("a", 6, "W12", planned=str(derived_uuid(agreed.uuid, 0)))],
        "approve_plan": [case, agreed, draft("approve_plan", "a", 5, {
            "plan": str(agreed.uuid), "number": "7", "signed_on": day(5).isoformat()})],
        "undo_life_event": [left, draft("undo_life_event", "a", 6, {"entry": str(left.uuid), "reason": "greșit"})],
        "a household": [enrolled("b"), draft("record_visit", "b", 2, {"kind": "home"}), asked("b", 3, {"c_gp": True})],
    }


@pytest.mark.parametrize("kind", sorted(pairs()))
def test_what_names_an_entry_waits_for_it_and_is_applied_when_it_comes(worker, kind):
    send(worker, enrolled("a"))
    story = pairs()[kind]
    for one in reversed(story[1:]):
        [kept] = send(worker, one)
        assert kept.outcome == "to_settle", (one.kind, kept.reason)
    [came] = send(worker, story[0])
    assert came.outcome == "received"
    assert states() == {"applied"}, list(
        apps.get_model("register.Entry").objects.exclude(state="applied").values_list("kind", "reason_code", "awaits"))
    before = picture()
    rebuild(longest_run=2)
    assert picture() == before


@settings(max_examples=12)
@given(data=st.data())
def test_in_whatever_order_and_pieces_all_of_it_is_applied_and_a_replay_gives_the_same(db, data):
    whole = {one.uuid: one for several in pairs().values() for one in several}
    story = data.draw(st.permutations([enrolled("a"), *whole.values()]))
    with transaction.atomic():
        send(made_commune(), *story, batch=data.draw(st.integers(1, len(story))))
        assert states() == {"applied"}
        before = picture()
        rebuild(longest_run=data.draw(st.integers(1, 9)))
        assert picture() == before
        transaction.set_rollback(True)


def states() -> set[str]:
    """The states of all that the register has."""
    return set(apps.get_model("register.Entry").objects.values_list("state", flat=True))


def test_a_mark_of_two_messages_waits_for_both(worker):
    send(worker, enrolled("a"))
    one, two = (draft("write_message", "a", 1, {"text": text}, name=text) for text in ("unu", "doi"))
    mark = draft("read_messages", "a", 2, {"messages": [str(one.uuid), str(two.uuid)]})
    send(worker, mark)
    send(worker, one)
    assert "to_settle" in states()
    send(worker, two)
    assert states() == {"applied"} and apps.get_model("care.MessageRead").objects.count() == 2


def test_what_somebody_set_aside_waits_no_more(worker):
    send(worker, enrolled("a"))
    [message, mark] = pairs()["read_messages"]
    send(worker, mark)
    send(worker, draft("settle_entry", "a", 3, {"entry": str(mark.uuid), "choice": "set_aside", "reason": "greșit"}))
    send(worker, message)
    assert not apps.get_model("care.MessageRead").objects.exists()


def test_what_a_human_lets_in_lets_in_what_waited_for_it(worker):
    send(worker, enrolled("a"))
    case, agreed, given_later = pairs()["record_delivery"]
    hasty = draft("agree_plan", "a", 4, {**agreed.payload, "case": None})  # names no case, so it waits for none
    send(worker, draft("record_delivery", "a", 6, given_later.payload), hasty, case)
    assert states() == {"applied", "to_settle"}
    send(worker, draft("settle_entry", "a", 7, {"entry": str(hasty.uuid), "choice": "apply_again", "reason": "văzut"}))
    assert states() == {"applied"}


def test_waiting_for_what_is_another_households_brings_nothing(worker):
    send(worker, enrolled("a"), enrolled("b"))
    [message, mark] = pairs()["read_messages"]
    send(worker, draft("read_messages", "b", 2, mark.payload), message)
    assert not apps.get_model("care.MessageRead").objects.exists() and "to_settle" in states()


def test_a_later_word_of_the_same_batch_counts_after_what_waited(worker):
    """A triage of the first day waits; the signal comes with a triage of the third, which is the last word."""
    send(worker, enrolled("a"))
    [signal, early] = pairs()["triage_signal"]
    late = draft("triage_signal", "a", 3, {"signal": str(signal.uuid), "decision": "emergency"})
    send(worker, early)
    send(worker, signal, late)
    assert apps.get_model("care.Signal").objects.get().decision == "emergency"


def test_the_answer_of_another_commune_waits_for_the_hand_over(worker):
    """Two streams: the answer stands in the one of the commune that was asked, and names no household."""
    there = 21061
    apps.get_model("places.Commune").objects.create(
        siruta=there, name="Agăș", searched="agas", kind="commune", county_id="BC", urban=False)
    ion = colleague("ion", "social_worker", commune_id=there)
    send(worker, enrolled("a"))
    over = draft("hand_over_household", "a", 3, {"commune": there})
    answer = draft("answer_hand_over", "a", 5, {"hand_over": str(over.uuid), "reason": "nu a venit nimeni"})
    [kept] = send(ion, replace(answer, household=None, commune=there))
    assert kept.reason_code == "unknown_household"
    send(worker, over)
    assert states() == {"applied"} and apps.get_model("people.HandOver").objects.get().state == "not_come"
    before = picture()
    rebuild(longest_run=2)
    assert picture() == before

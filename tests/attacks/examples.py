"""An example of the payload of each kind of entry, about somebody's family: what an intruder would hand in."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.utils import timezone

from tests.attacks import land
from tests.attacks.land import FAR

REASON = "pentru că așa am văzut"
Examples = dict[str, dict]


def said(home: UUID, person: UUID, other: UUID) -> Examples:
    """Of each kind; `person` and `home` are those the entry is about, `other` is what it speaks of beside them."""
    family = _people(home, person, other) | _life(home, person, other)
    work = _care(person, other) | _process(person, other) | _referrals(person, other) | _team(person, other)
    return family | work | _council(home, other)


def _day() -> str:
    return timezone.localdate().isoformat()


def _people(home: UUID, person: UUID, other: UUID) -> Examples:
    member = {"uuid": str(person), "surname": "Hot", "given_name": "Hot", "sex": "f", "born": "2020-01-01"}
    return {
        "correct_household": {"field": "address", "base": land.ADDRESSES[FAR], "value": "Hot"},
        "correct_person": {"field": "surname", "base": land.NAMES[FAR][0], "value": "Hot"},
        "enrol_household": {"members": [{**member, "relation": "head", "is_head": True}]},
        "enrol_person": {**member, "relation": "child"}, "record_birth": {**member, "relation": "child"},
        "move_in": {"relation": "child"}, "move_out": {"to": "unknown"}, "name_head": {}, "record_death": {},
        "note_redaction": {"entry": str(other), "legal_basis": REASON},
        "settle_entry": {"entry": str(other), "choice": "set_aside", "reason": REASON},
        "merge_households": {"gone": str(other), "members": [{"kept": str(person), "gone": str(other)}],
                             "reason": REASON},
        "merge_persons": {"kept": str(person), "gone": str(other), "reason": REASON},
        "unmerge": {"entry": str(other), "gone": str(home), "reason": REASON},
        "not_the_same": {"other": str(other), "reason": REASON},
        "begin_round": {"name": "Hot"},
        "list_dwellings": {"dwellings": [{"uuid": str(other), "address": "Hot"}]},
        "record_outcome": {"outcome": "visited"},
        "recognise_listed": {"key": "ab" * 32, "same": True},
    }


def _life(home: UUID, person: UUID, other: UUID) -> Examples:
    children = [str(person)]
    return {
        "split_household": {"from_household": str(home), "goes": [{"person": str(person)}], "new_head": str(person)},
        "join_households": {"from_household": str(home)},
        "record_union": {"partner_name": "Hot"}, "place_child": {"measure": "foster", "to": "foster"},
        "return_child": {}, "record_parent_gone": {"parent": "mother", "children": children, "to": "abroad"},
        "record_parent_back": {"parent": "mother", "children": children},
        "undo_life_event": {"entry": str(other), "reason": REASON},
        "hand_over_household": {"commune": FAR}, "answer_hand_over": {"hand_over": str(other), "reason": REASON},
        "ask_for_household": {"commune": FAR, "surname": "Hot"},
        "answer_request": {"asked": str(other), "reason": REASON},
        "carry_case": {"from_household": str(home)}, "take_over_case": {"lead": str(other)},
        "let_both_stand": {"one": str(other), "other": str(uuid4()), "reason": REASON},
        "settle_answer": {"fact": "c_enrolled", "seen_on": _day(), "value": True, "reason": REASON},
    }


def _care(person: UUID, other: UUID) -> Examples:
    case = {"services": [{"service": "W02", "due_on": _day(), "person": str(person), "responsible": "social_worker"}],
            "agreed_with": "x"}
    return {
        "add_need": {"code": "LO01", "reason": REASON}, "agree_need": {"code": "ED03"},
        "reject_finding": {"code": "ED03", "reason": REASON},
        "close_need": {"code": "ED03", "outcome": "met", "reason": REASON},
        "agree_plan": case, "open_case": {}, "close_case": {"reason": "other", "note": REASON},
        "reassess_household": {"reason": REASON}, "record_attendance": {"hours": 3},
        "record_delivery": {"service": "W02", "outcome": "done", "person": str(person)},
        "record_interview": {"questionnaire": "x", "household": {"h_food_short": 1},
                             "members": [{"person": str(person), "facts": {"c_enrolled": True}}]},
        "record_visit": {"kind": "home", "persons": [str(person)]},
        "record_signal": {"source": "report", "noticed_at": "2026-01-05T08:00:00Z", "persons": [str(person)],
                          "about": "Hot"},
        "triage_signal": {"signal": str(other), "decision": "visit"},
    }


def _process(person: UUID, other: UUID) -> Examples:
    return {
        "record_initial_assessment": {"risk": "low", "child_seen": "yes", "persons": [str(person)], "words": REASON},
        "decide_no_case": {"decision": "no_case", "reason": REASON}, "name_team": {"note": REASON},
        "approve_plan": {"number": "1", "signed_on": _day()}, "review_case": {"words": REASON, "decision": "go_on"},
        "ask_to_close": {"reason": "other", "note": REASON},
        "agree_to_close": {"closing": str(other), "agreed": True, "note": REASON},
        "announce_departure": {"parent": str(person), "leaves_on": _day(), "notified": True},
        "ask_school": {"school": "0000000000", "year": timezone.localdate().year},
        "record_school_list": {"school": "0000000000", "year": timezone.localdate().year, "children": 0},
    }


def _referrals(person: UUID, other: UUID) -> Examples:
    return {
        "draft_referral": {"service": "W02", "person": str(person)},
        "send_referral": {"service": "W02", "person": str(person)},
        "record_referral_outcome": {"referral": str(other), "outcome": "helped"},
        "answer_referral": {"referral": str(other), "answer": "acknowledged"},
        "withdraw_consent": {"referral": str(other), "by_whom": "mama"},
        "record_unmet_need": {"service": "W02", "person": str(person), "reason": "no_provider"},
        "describe_provider": {"provider": f"centru-{FAR}", "told_by": REASON, "phone": "0"},
    }


def _team(person: UUID, other: UUID) -> Examples:
    return {
        "write_message": {"text": REASON}, "read_messages": {"messages": [str(other)]}, "plan_visit": {"day": _day()},
        "cancel_planned_visit": {"planned": str(other)}, "hold_supervision": {"agreed": REASON},
        "question_rule": {"sort": "wrong", "code": "ED03", "words": REASON},
        "answer_rule_question": {"question": str(other), "answer": "kept", "reply": REASON},
        "draw_sample": {"seed": 1, "since": "2026-01-01", "until": "2026-02-01", "of_each": 1, "frame": 1,
                        "frame_digest": "0" * 64, "drawn": [{"interview": str(other), "household": str(uuid4()),
                                                             "worker": str(other), "on": "2026-01-05"}]},
        "record_second_interview": {"drawn": str(other),
                                    "members": [{"person": str(person), "facts": {"c_enrolled": True}}]},
    }


def _council(home: UUID, other: UUID) -> Examples:
    meeting = {"meeting": str(other)}
    return {
        "found_council": {"decision": "HCL 1", "decided_on": _day(), "decided_by": "local_council"},
        "appoint_member": {"council": str(other), "name": "Hot", "quality": "other", "decision": "HCL 1",
                           "since": _day()},
        "end_membership": {"member": str(other), "reason": "other"},
        "call_meeting": {"council": str(other), "day": _day(), "hour": "10:00", "place": "Hot"},
        "call_off_meeting": {**meeting, "reason": REASON},
        "put_on_agenda": {**meeting, "sort": "case", "title": "Hot", "household": str(home)},
        "drop_from_agenda": {"item": str(other)}, "order_agenda": {**meeting, "items": [str(other)]},
        "pass_over": {**meeting, "proposal": str(other)}, "hold_meeting": {**meeting, "present": [str(other)]},
        "record_discussion": {**meeting, "item": str(other), "household": str(home), "words": REASON},
        "decide": {**meeting, "words": REASON, "household": str(home)},
        "report_task": {"task": str(other), "outcome": "done", "household": str(home)},
        "report_own_task": {"task": str(other), "outcome": "done", "household": str(home)},
    }

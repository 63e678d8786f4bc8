"""A referral from draft to outcome, by its entries: who may say what, which clocks run, what old entries still mean."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, day, draft, enrolled, made_commune, send, uuid
from vatra.access.entries import CannotChangeAccess, grant_role, partner_account
from vatra.care import queries
from vatra.register import rebuild
from vatra.register.entries import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SHARED = {"basis": "consent", "agreed_with": "mama"}
ALL = frozenset({"general", "economic", "housing", "family", "education", "health", "violence", "risk"})


@pytest.fixture
def worker(db: None) -> Any:
    worker = made_commune()
    send(worker, enrolled("a"))
    return worker


def doctor() -> Any:
    return partner_account("cabinet", "Cabinetul Dr. Ionescu", commune=COMMUNE, on=day(0),
                           at=datetime.combine(day(0), time(8), UTC))


def sent(on: int, name: str = "", **said: Any) -> Draft:
    return draft("send_referral", "a", on, {"service": "W15", "institution": "cabinet", "sharing": SHARED, **said},
                 name=name)


def said(referral: Draft, on: int, outcome: str, name: str = "", **more: Any) -> Draft:
    return draft("record_referral_outcome", "a", on, {"referral": str(referral.uuid), "outcome": outcome, **more},
                 name=outcome + name)


def answered(referral: Draft, on: int, answer: str, **more: Any) -> Draft:
    return draft("answer_referral", "a", on, {"referral": str(referral.uuid), "answer": answer, **more}, name=answer)


def row(referral: Draft) -> Any:
    return apps.get_model("care.Referral").objects.get(uuid=referral.uuid)


def outcomes(receipts: Any) -> list[tuple[str, str | None]]:
    return [(one.outcome, one.reason_code) for one in receipts]


def clocks(cause: str = "referral_sent") -> dict[str, tuple[Any, ...]]:
    rows = apps.get_model("care.Deadline").objects.filter(household__uuid=uuid("a"), cause=cause)
    return {one.rule: (one.due_on, one.met_on, one.lapsed_on) for one in rows}


def test_entries_from_before_the_states_mean_what_they_meant(worker):
    old = draft("send_referral", "a", 1, {"service": "W15"})
    send(worker, old, said(old, 3, "acknowledged"), said(old, 5, "waiting_list"), said(old, 9, "helped"),
         said(old, 11, "partly"))
    assert (row(old).state, row(old).outcome, row(old).acknowledged_on, row(old).outcome_on, row(old).basis) == (
        "closed", "partly", day(3), day(11), "")


def test_a_draft_is_told_to_nobody_and_starts_no_clock_until_it_is_sent(worker):
    written = draft("draft_referral", "a", 1, {"service": "W15"})
    send(worker, written)
    assert (row(written).state, row(written).sent_on) == ("draft", None)
    assert clocks() == {}
    assert outcomes(send(worker, said(written, 2, "helped"))) == [("to_settle", "referral_not_sent")]
    going = draft("send_referral", "a", 4, {"service": "W15", "draft": str(written.uuid), "sharing": SHARED})
    send(worker, going)
    assert (row(written).state, row(written).sent_on, row(written).agreed_with) == ("sent", day(4), "mama")
    assert clocks()["referral_acknowledged"][0] == day(11)
    again = draft("send_referral", "a", 5, {"service": "W15", "draft": str(written.uuid)}, name="again")
    assert outcomes(send(worker, again)) == [("to_settle", "draft_gone")]


def test_an_appointment_answers_and_the_outcome_is_still_asked_for(worker):
    referral = sent(1)
    send(worker, referral, said(referral, 3, "appointment", appointment={"on": day(20).isoformat(), "at": "10:30"}))
    assert (row(referral).state, row(referral).appointment_on) == ("appointment", day(20))
    assert clocks()["referral_answered"][1] == day(3)
    assert clocks("referral_acknowledged")["referral_feedback"] == (day(33), None, None)
    send(worker, said(referral, 25, "helped"))
    assert clocks("referral_acknowledged")["referral_feedback"][1] == day(25)


def test_what_is_withdrawn_waits_for_nobody(worker):
    referral = sent(1)
    send(worker, referral, said(referral, 4, "withdrawn"))
    assert {lapsed for _due, _met, lapsed in clocks().values()} == {day(4)}
    assert outcomes(send(worker, said(referral, 5, "helped"))) == [("to_settle", "referral_withdrawn")]


def test_an_overdue_acknowledgement_is_the_workers_and_after_ten_working_days_the_supervisors(worker):
    send(worker, sent(1))

    def late(on: int, *, supervised: bool) -> int:
        return len(queries.referrals_late([COMMUNE], ALL, on=day(on), supervised=supervised))

    assert [late(on, supervised=False) for on in (8, 9, 16)] == [0, 1, 1]
    assert [late(on, supervised=True) for on in (9, 15, 16)] == [0, 0, 1]


def test_the_emergency_of_a_finding_is_acknowledged_the_same_day(worker):
    send(worker, draft("record_interview", "a", 1, {"questionnaire": "household", "household": {}, "members": [
        {"person": str(uuid("a/copil")), "facts": {"c_sex": "confirmed"}}]}))
    send(worker, sent(1, service="W12", codes=["VI03"], person=str(uuid("a/copil"))))
    assert clocks()["referral_acknowledged_emergency"][0] == day(1)
    assert len(queries.referrals_late([COMMUNE], ALL, on=day(2))) == 1


def test_only_the_institutions_account_answers_as_the_institution(worker):
    referral = sent(1)
    send(worker, referral)
    assert outcomes(send(worker, answered(referral, 2, "acknowledged"))) == [("to_settle", "not_permitted")]
    assert outcomes(send(doctor(), answered(referral, 3, "acknowledged", who="Lia"))) == [("received", None)]
    assert outcomes(send(doctor(), said(referral, 4, "helped"))) == [("to_settle", "not_permitted")]
    assert [(one.what, one.by, one.partner) for one in queries.steps_of_referral(referral.uuid, ALL)] == [
        ("sent", "Ana Munteanu", False), ("acknowledged", "Cabinetul Dr. Ionescu", True)]


def test_nobody_can_be_made_a_partner_by_hand(worker):
    with pytest.raises(CannotChangeAccess):
        grant_role(worker, "partner", commune=COMMUNE, since=day(0), by=None, at=datetime.combine(day(0), time(8), UTC))
    assert doctor().pk == doctor().pk


def test_of_two_last_answers_one_is_taken(worker):
    referral = sent(1)
    send(worker, referral)
    first, second = answered(referral, 3, "helped"), answered(referral, 3, "not_ours")
    assert outcomes(send(doctor(), first, second)) == [("received", None), ("to_settle", "referral_closed")]
    assert row(referral).outcome == "helped"


def test_consent_withdrawn_ends_what_stood_on_it_and_nothing_else(worker):
    by_consent, by_law = sent(1), sent(1, name="law", sharing={"basis": "legal_duty"})
    send(worker, by_consent, by_law, *(
        draft("withdraw_consent", "a", 3, {"referral": str(one.uuid), "by_whom": "mama"}, name=str(one.uuid))
        for one in (by_consent, by_law)
    ))
    assert [row(one).state for one in (by_consent, by_law)] == ["withdrawn", "sent"]
    assert [row(one).consent_withdrawn_on for one in (by_consent, by_law)] == [day(3), day(3)]


def test_a_need_that_nobody_meets_is_counted_and_is_no_referral(worker):
    send(worker, draft("record_unmet_need", "a", 2, {"service": "W16", "reason": "no_provider"}))
    referral = sent(1)
    send(worker, referral, said(referral, 5, "turned_away"))
    counted = queries.unmet_needs([COMMUNE], since=day(0), until=day(30))
    assert [(one.service, one.reason) for one in counted] == [("W16", "no_provider"), ("W15", "turned_away")]
    assert len(clocks()) == 2  # of the referral that was sent
    send(worker, said(referral, 9, "helped"))
    assert len(queries.unmet_needs([COMMUNE], since=day(0), until=day(30))) == 1


def test_a_partners_words_are_the_teams_and_a_colleagues_are_the_professions(worker):
    referral = draft("send_referral", "a", 1, {"service": "S02", "institution": "cabinet", "note": "Scris de Ana."})
    send(worker, referral)
    send(doctor(), answered(referral, 2, "acknowledged", words="Veniți luni."))
    sees = frozenset({"general", "education"})
    [(uuid, late)] = queries.referrals_in([COMMUNE], sees, on=day(3), part="open")
    seen = queries.referrals_seen([uuid], sees, on=day(3))[referral.uuid]
    assert (seen.note, late, seen.is_late(day(3))) == ("", False, False)
    assert [one.note for one in queries.steps_of_referral(referral.uuid, sees)] == ["", "Veniți luni."]


def test_a_list_says_of_each_referral_whether_the_providers_word_is_overdue(worker):
    send(worker, sent(1))
    for on in range(1, 30):
        [(uuid, late)] = queries.referrals_in([COMMUNE], ALL, on=day(on))
        assert late == queries.referrals_seen([uuid], ALL, on=day(on))[uuid].is_late(day(on)), on
    assert late


def test_a_list_of_many_communes_is_in_the_order_of_a_list_of_one(worker):
    several = [sent(on, name=f"of day {on}") for on in (3, 1, 2, 4)]
    send(worker, *several, said(several[0], 5, "no_provider"), said(several[2], 5, "waiting_list"),
         draft("draft_referral", "a", 6, {"service": "W15"}))
    lists = {part: queries.referrals_in([COMMUNE], ALL, on=day(30), part=part) for part in queries.REFERRAL_PARTS}
    assert [uuid for uuid, _late in lists["open"]] == [several[n].uuid for n in (1, 2, 3)]
    assert [len(lists[part]) for part in queries.REFERRAL_PARTS] == [4, 1, 2, 3, 1, 2]
    for part, found in lists.items():
        assert queries.referrals_in([COMMUNE, 1, 2, 3, 4], ALL, on=day(30), part=part) == found, part


def test_a_referral_of_a_domain_not_seen_is_on_no_list(worker):
    send(worker, sent(1, service="W12"))
    assert queries.referrals_in([COMMUNE], frozenset({"general", "education"}), on=day(2), part="open") == []
    assert len(queries.referrals_in([COMMUNE], ALL, on=day(2), part="open")) == 1


@pytest.mark.parametrize("longest", [1, 50])
def test_a_replay_gives_the_same_referrals_steps_and_providers(worker, longest):
    referral, written = sent(1), draft("draft_referral", "a", 1, {"service": "W15"})
    send(worker, referral, written, said(referral, 3, "waiting_list"),
         said(referral, 4, "appointment", appointment={"on": day(9).isoformat()}))
    send(worker, draft("send_referral", "a", 4, {"service": "W15", "draft": str(written.uuid)}, name="of draft"))
    send(doctor(), answered(referral, 9, "helped"))

    def rows() -> list[Any]:
        tables = ("care.Referral", "care.ReferralStep", "care.Deadline", "care.ProviderWord")
        return [sorted(str({k: v for k, v in one.items() if k != "id"}) for one in apps.get_model(t).objects.values())
                for t in tables]

    before = rows()
    rebuild.rebuild(longest_run=longest)
    assert rows() == before


def test_a_reply_before_the_referral_or_of_another_household_is_set_aside(worker):
    referral = sent(5)
    send(worker, referral, enrolled("b"))
    assert outcomes(send(worker, said(referral, 3, "helped"))) == [("to_settle", "reply_before_referral")]
    elsewhere = draft("record_referral_outcome", "b", 6, {"referral": str(referral.uuid), "outcome": "helped"})
    assert outcomes(send(worker, elsewhere)) == [("to_settle", "unknown_referral")]
    assert row(referral).state == "sent"


def test_the_silence_of_a_referral_ends_with_its_case(worker):
    send(worker, draft("open_case", "a", 0, {}), sent(1), draft("close_case", "a", 4, {"reason": "moved"}))
    assert {lapsed for _due, _met, lapsed in clocks().values()} == {day(4)}

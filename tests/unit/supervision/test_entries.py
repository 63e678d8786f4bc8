"""Samples, second interviews, sessions and questions to the method: who may, what holds, what is seen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.test_need_to_know import READERS, colleague, sees
from tests.unit.care.village import COMMUNE, GRAVE, asked, day, draft, enrolled, made_commune, send, uuid
from tests.unit.register.test_rebuild import picture
from vatra.access.book import roles_book
from vatra.care import queries as care
from vatra.register.kinds import kind_named
from vatra.register.rebuild import rebuild
from vatra.supervision import queries
from vatra.supervision.entries import drawn_uuid

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
BOOK = roles_book()
KINDS = {"draw_sample": "supervise", "record_second_interview": "interview", "question_rule": "interview",
         "answer_rule_question": "supervise", "hold_supervision": "supervise"}
CHILD = {"c_enrolled": True, "c_gp": True, "c_birth_cert": True}


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def household_less(kind: str, on: int, payload: dict[str, Any], name: str = "") -> Any:
    made = draft(kind, "nobody", on, payload, name=name)
    return type(made)(**{field: getattr(made, field) for field in made.__slots__} | {"household": None})


def sample(worker: Any, *houses: str, on: int = 5) -> Any:
    return household_less("draw_sample", on, {
        "seed": 7, "since": day(0).isoformat(), "until": day(5).isoformat(), "of_each": 3, "frame": len(houses),
        "frame_digest": "a" * 64, "drawn": [
            {"interview": str(asked(house, 0, CHILD).uuid), "household": str(uuid(house)), "worker": str(worker.uuid),
             "on": day(0).isoformat()} for house in houses],
    })


def again(house: str, on: int, made: Any, facts: dict[str, Any], **more: Any) -> Any:
    return draft("record_second_interview", house, on, {
        "drawn": str(drawn_uuid(made.uuid, asked(house, 0, CHILD).uuid)),
        "members": [{"person": str(uuid(f"{house}/copil")), "facts": facts}], **more,
    })


@pytest.fixture
def drawn(worker):
    send(worker, enrolled("a"), enrolled("b"), asked("a", 0, CHILD), asked("b", 0, CHILD))
    made = sample(worker, "a", "b")
    [receipt] = send(colleague("head"), made)
    assert receipt.outcome == "received", receipt
    return made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", sorted(BOOK))
def test_who_may_do_an_act_of_supervision_is_said_by_the_rulebook(worker, role, kind):
    assert kind_named(kind, 1).act == KINDS[kind]
    level = BOOK[role].level
    made = apps.get_model("access.Worker")(uuid=uuid(role), username=role, full_name=role)
    made.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid(f"{role}/role"), worker=made, role=role, since=date(2020, 1, 1),
        commune_id=COMMUNE if level == "commune" else None, county_id="BC" if level == "county" else None)
    [receipt] = send(made, household_less(kind, 1, {}))
    refused = receipt.reason_code == "not_permitted"
    held = receipt.outcome == "to_settle"
    assert held and (not refused or KINDS[kind] not in BOOK[role].acts or level == "nation")
    said = {"draw_sample": None, "question_rule": {"sort": "missing", "words": "lipsește"},
            "hold_supervision": {"agreed": "mai multe vizite", "worker": str(worker.uuid)}}.get(kind)
    if said:
        [receipt] = send(made, household_less(kind, 1, said, "good"))
        may = KINDS[kind] in BOOK[role].acts and level != "nation"
        assert receipt.outcome == ("received" if may else "to_settle")


def test_a_second_interview_changes_no_fact_and_no_finding(worker, drawn):
    nurse = colleague("community_nurse")
    before = [apps.get_model(f"assessment.{name}").objects.order_by("uuid").values() for name in
              ("SubjectFacts", "Finding", "Interview", "Assessment")]
    before = [list(rows) for rows in before]
    [receipt] = send(nurse, again("a", 6, drawn, {"c_gp": False}))
    assert receipt.outcome == "received", receipt
    after = [list(apps.get_model(f"assessment.{name}").objects.order_by("uuid").values()) for name in
             ("SubjectFacts", "Finding", "Interview", "Assessment")]
    assert after == before


@pytest.mark.parametrize(("house", "facts", "by", "code"), [
    ("a", {"c_gp": True}, "first", "same_worker"), ("c", {"c_gp": True}, "nurse", "not_drawn"),
    ("a", {"c_nonsense": True}, "nurse", "unknown_answer"), ("a", {"c_tb": "maybe"}, "nurse", "unknown_answer"),
    ("a", {}, "nurse", "unreadable"),
])
def test_a_second_interview_that_cannot_be_is_kept_with_its_reason(worker, drawn, house, facts, by, code):
    send(worker, enrolled("c"))
    author = worker if by == "first" else colleague("community_nurse")
    [receipt] = send(author, again(house, 6, drawn, facts))
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", code)


def test_what_was_asked_again_is_not_asked_a_third_time(worker, drawn):
    nurse = colleague("community_nurse")
    assert {one.household for one in queries.to_ask_again(nurse, [COMMUNE])} == {uuid("a"), uuid("b")}
    assert queries.to_ask_again(worker, [COMMUNE]) == []
    send(nurse, again("a", 6, drawn, {"c_gp": True}))
    assert {one.household for one in queries.to_ask_again(nurse, [COMMUNE])} == {uuid("b")}
    [receipt] = send(colleague("school_mediator"), again("a", 7, drawn, {"c_gp": True}))
    assert receipt.reason_code == "already_asked_again"


def test_results_pair_what_both_could_tell_within_the_readers_domains(worker, drawn):
    nurse = colleague("community_nurse")
    send(nurse, again("a", 6, drawn, {"c_gp": True, "c_enrolled": False}), again("b", 6, drawn, {"c_gp": False}))
    found = queries.results(drawn.uuid, sees("supervisor_dgaspc"), on=day(9), least=1)
    assert {code: (one.n, one.observed) for code, one in found.items} == {"c_gp": (2, 0.5), "c_enrolled": (1, 0.0)}
    assert [(name, houses, one.n) for name, houses, one in found.workers] == [("Ana Munteanu", 2, 3)]
    assert (found.sample.done, found.sample.drawn, found.seen_before) == (2, 2, 0)
    of_health = queries.results(drawn.uuid, sees("supervisor_dsp"), on=day(9), least=1)
    assert [code for code, _ in of_health.items] == ["c_gp"]
    assert queries.results(drawn.uuid, frozenset(), on=day(9), least=1).items == []


def test_the_questions_asked_again_do_not_depend_on_the_first_answers_and_stay_within_the_role(worker):
    nurse = {one.code for one in queries.questions("child", sees("community_nurse"), on=day(1))}
    mediator = {one.code for one in queries.questions("child", sees("school_mediator"), on=day(1))}
    assert "c_chronic" in nurse and "c_enrolled" not in nurse
    assert "c_enrolled" in mediator and not {"c_chronic", "c_phys", "c_gp"} & mediator


def test_a_sample_names_interviews_of_the_register_and_their_own_workers(worker):
    send(worker, enrolled("a"), asked("a", 0, CHILD))
    head = colleague("head")
    [unknown] = send(head, sample(worker, "b"))
    [anothers] = send(head, sample(head, "a", on=6))
    assert unknown.reason_code == anothers.reason_code == "unknown_interview"


def due_for_the_head() -> list[Any]:
    listed = care.of_household(uuid("a"), sees("head"), on=day(40), roles={"head"})
    return [one for one in listed if one.code == "supervision"]


def test_a_session_meets_the_clock_of_grave_cases_and_it_runs_on(worker):
    send(worker, enrolled("a"), asked("a", 0, GRAVE), draft("open_case", "a", 1, {}))
    assert [one.due_on for one in due_for_the_head()] == [day(31)]
    send(colleague("head"), draft("hold_supervision", "a", 20, {"agreed": "Vizită săptămânală.",
                                                               "next_on": day(45).isoformat()}))
    assert [one.due_on for one in due_for_the_head()] == [day(50)]
    rows = apps.get_model("care.Deadline").objects.filter(rule="supervision").order_by("starts_on")
    assert [(row.starts_on, row.met_on) for row in rows] == [(day(1), day(20)), (day(20), None)]


def test_a_session_that_is_due_is_on_the_list_of_who_supervises_and_may_know_why(worker):
    send(worker, enrolled("a"), asked("a", 0, GRAVE), draft("open_case", "a", 1, {}))
    for role in READERS:
        told = [one.code for one in care.of_household(uuid("a"), sees(role), on=day(40), roles={role})]
        listed = [one.code for one in care.worklist([COMMUNE], sees(role), on=day(40), roles={role})]
        may = "violence" in sees(role) and "supervise" in BOOK[role].acts
        assert ("supervision" in told) == ("supervision" in listed) == may, role


@pytest.mark.parametrize(("payload", "code"), [
    ({"agreed": "da ști"}, "about_nobody"), ({"agreed": "da", "worker": str(uuid("worker"))}, "unreadable"),
    ({"agreed": "mai des", "worker": str(uuid("nimeni"))}, "unknown_worker"),
    ({"agreed": "mai des", "worker": str(uuid("worker")), "next_on": "2020-01-01"}, "next_before"),
])
def test_a_session_that_cannot_be_is_kept_with_its_reason(worker, payload, code):
    [receipt] = send(colleague("head"), household_less("hold_supervision", 3, payload))
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", code)


@pytest.mark.parametrize("reader", ["social_worker", "head", "community_nurse", "school_mediator", "supervisor_dsp"])
def test_what_a_session_agreed_is_for_those_who_may_know_all_that_its_author_may(worker, reader):
    send(worker, enrolled("a"))
    send(colleague("head"), draft("hold_supervision", "a", 2, {"agreed": "Mama se teme de tată."}))
    [one] = care.sessions_of(sees(reader), households=[uuid("a")])
    may = reader in ("social_worker", "head")
    assert bool(one.agreed) == may
    told = [happened for of_day in care.timeline(uuid("a"), sees(reader), on=day(9)) for happened in of_day.happened]
    assert any(one.kind == "supervision" for one in told) == may


def test_a_question_to_the_method_is_answered_and_seen_by_domain(worker):
    send(worker, household_less("question_rule", 1, {"sort": "wrong", "code": "VI01", "words": "prea aspru"}))
    nurse = colleague("community_nurse")
    [held] = send(nurse, household_less("question_rule", 1, {"sort": "wrong", "code": "VI01", "words": "nu știu"}, "n"))
    assert held.reason_code == "not_permitted"
    [one] = queries.method_questions([COMMUNE], sees("head"), on=day(3))
    assert (one.code, one.by, one.answer) == ("VI01", "Ana Munteanu", "")
    assert queries.method_questions([COMMUNE], sees("supervisor_dsp"), on=day(3)) == []
    send(colleague("head"), household_less("answer_rule_question", 2, {
        "question": str(one.uuid), "answer": "taken_up", "reply": "Se schimbă pragul."}))
    [answered] = queries.method_questions([COMMUNE], sees("head"), on=day(3), own=worker)
    assert (answered.answer, answered.answered_by, answered.reply) == ("taken_up", "head", "Se schimbă pragul.")


def test_a_replay_gives_the_same_samples_sessions_and_answers(worker, drawn):
    nurse, head = colleague("community_nurse"), apps.get_model("access.Worker").objects.get(username="head")
    question = household_less("question_rule", 5, {"sort": "missing", "words": "nimic despre somn"})
    send(nurse, again("a", 6, drawn, {"c_gp": True}), question)
    send(head, draft("hold_supervision", "a", 7, {"agreed": "mai des"}), household_less("answer_rule_question", 7, {
        "question": str(question.uuid), "answer": "kept", "reply": "Rămâne."}))
    before = picture()
    assert before["supervision.SecondInterview"] and before["care.SupervisionHeld"]
    for longest in (1, 500):
        rebuild(longest_run=longest)
        assert picture() == before

"""A service is known by its own domain and one of its reasons, or by leading it; a note by its author's profession."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, asked, day, draft, enrolled, made_commune, send, uuid
from vatra.access import policies
from vatra.access import queries as access
from vatra.care import queries

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
BOTH = {"c_phys": "suspected", "c_enrolled": False, "c_ever_enrolled": True, "c_chronic": "untreated"}


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def sees(role: str) -> frozenset[str]:
    return access.roles_book()[role].sees


def colleague(role: str, **period: Any) -> Any:
    made = apps.get_model("access.Worker")(uuid=uuid(role), username=role, full_name=role)
    made.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid(f"{role}/role"), worker=made, role=role, commune_id=COMMUNE, since=date(2020, 1, 1), **period)
    return made


def planned(worker: Any, *services: tuple[str, list[str], str]) -> None:
    """A case with a plan: each service with its reasons and who is responsible."""
    receipts = send(worker, enrolled("a"), asked("a", 0, BOTH), draft("open_case", "a", 0, {}), draft(
        "agree_plan", "a", 0, {"agreed_with": "mama", "services": [
            {"service": code, "codes": codes, "due_on": day(3).isoformat(), "responsible": responsible}
            for code, codes, responsible in services]}))
    assert {one.outcome for one in receipts} == {"received"}, receipts


SHOWN = [  # service, reasons, responsible, role that reads, what is shown of it: None = nothing, else the reasons
    ("W12", ["VI01"], "social_worker", "social_worker", ["VI01"]),
    ("W12", ["VI01", "FA06"], "social_worker", "community_nurse", None),  # sees FA06, not the domain of W12
    ("W12", ["VI01", "FA06"], "social_worker", "school_mediator", None),
    ("N08", ["SA08"], "community_nurse", "health_mediator", None),
    ("N08", ["SA08"], "community_nurse", "social_worker", None),
    ("N08", ["SA07"], "community_nurse", "community_nurse", ["SA07"]),
    ("N13", ["SA07", "DZ02"], "community_nurse", "social_worker", None),
    ("W13", ["VI05"], "social_worker", "community_nurse", None),
    ("W10", ["VI02"], "social_worker", "health_mediator", None),
    ("R02", ["VI01"], "health_mediator", "school_mediator", None),  # of a domain seen, for a reason that is not
    ("R01", ["VI07"], "health_mediator", "school_mediator", None),  # of a reason that was not found here
    ("E01", ["ED03", "VI01"], "school_mediator", "school_mediator", ["ED03"]),
    ("E01", ["VI01"], "school_mediator", "school_mediator", []),  # leads it: without the reason
    ("N02", ["VI01"], "school_mediator", "school_mediator", []),  # is responsible for it: without the reason
    ("N02", ["VI01"], "community_nurse", "school_mediator", None),
]


@pytest.mark.parametrize(("service", "codes", "responsible", "role", "reasons"), SHOWN)
def test_a_planned_service_is_shown_with_the_reasons_its_reader_may_know(
    worker, service, codes, responsible, role, reasons
):
    planned(worker, (service, codes, responsible))
    domains, roles = sees(role), {role}
    plan = queries.plan_of(uuid("a"), domains, on=day(1), roles=roles)
    assert plan is not None
    assert [list(one.codes) for one in plan.services] == ([] if reasons is None else [reasons])
    told = [one for of_day in queries.timeline(uuid("a"), domains, on=day(9), roles=roles) for one in of_day.happened]
    promised = {code for one in told if one.kind == "plan" for code, _name in one.why}
    assert promised == (set() if reasons is None else {service})
    led = service in queries.package_on(day(1)).led_by(roles)
    for asked_for in (queries.worklist([COMMUNE], domains, on=day(1), roles=roles),
                      queries.of_household(uuid("a"), domains, on=day(1), roles=roles)):
        lines = [one for one in asked_for if one.code == service]
        assert len(lines) == (0 if reasons is None or not (led or reasons) else 1)
        assert not {code for line in lines for code, _name in line.why} - set(reasons or ())
        assert not [line for line in lines if not line.why and line.urgency > 1]
    counts = queries.worklist_counts([COMMUNE], domains, on=day(1), roles=roles)
    assert counts["all"] == len(queries.worklist([COMMUNE], domains, on=day(1), roles=roles))


@pytest.mark.parametrize("role", ["social_worker", "community_nurse", "school_counsellor",
                                  "school_mediator", "health_mediator", "supervisor_dgaspc"])
def test_a_proposed_service_is_of_a_domain_seen_or_led_and_has_a_reason_seen(worker, role):
    send(worker, enrolled("a"), asked("a", 0, BOTH))
    package, seen = queries.package_on(day(1)), sees(role)
    offers = queries.proposed_plan(uuid("a"), seen, on=day(1), roles={role})
    for one in offers:
        assert package.domains[one.service] in seen or role in one.lead, one.service
        assert one.codes and not [code for code in one.codes if package.domains[code] not in seen]
    every = {one.service for one in queries.proposed_plan(uuid("a"), on=day(1))}
    assert {"W12", "N08", "E01"} <= every
    assert ("W12" in {one.service for one in offers}) == ("violence" in seen and role != "school_mediator")


def test_a_finding_or_service_the_rulebook_does_not_know_is_nobodys_to_read(worker):
    package = queries.package_on(day(1))
    assert not package.may_know("XX99", sees("social_worker")) and package.shown(["XX99"], sees("head")) == []


READERS = ("social_worker", "social_technician", "community_nurse", "school_counsellor", "school_mediator",
           "health_mediator", "head", "supervisor_dgaspc", "supervisor_dsp", "supervisor_isj", "supervisor_cjrae")
MAY_READ = {  # whose note: by whom it is read
    "social_worker": {"social_worker", "social_technician", "head", "supervisor_dgaspc"},
    "community_nurse": {"community_nurse"},
    "school_counsellor": {"social_worker", "social_technician", "head", "supervisor_dgaspc", "school_counsellor"},
    "school_mediator": {"social_worker", "social_technician", "head", "supervisor_dgaspc", "school_counsellor",
                        "school_mediator", "supervisor_isj", "supervisor_cjrae"},
    "health_mediator": {"social_worker", "social_technician", "head", "supervisor_dgaspc", "community_nurse",
                        "health_mediator", "supervisor_dsp"},
}


def told_of_visit(role: str) -> Any:
    days = queries.timeline(uuid("a"), sees(role), on=day(9), roles={role})
    return next(one for of_day in days for one in of_day.happened if one.kind == "visit")


@pytest.mark.parametrize("author", MAY_READ)
def test_the_note_of_a_visit_is_for_those_who_may_know_all_that_its_author_may(worker, author):
    by = worker if author == "social_worker" else colleague(author)
    send(worker, enrolled("a"))
    send(by, draft("record_visit", "a", 1, {"kind": "home", "note": "plânge noaptea"}))
    assert {role for role in READERS if told_of_visit(role).note} == MAY_READ[author]
    for role in READERS:
        told = told_of_visit(role)
        assert (told.on, told.profession, told.detail) == (day(1), (author,), "home")


def test_a_note_for_the_team_is_read_by_the_team(worker):
    nurse = colleague("community_nurse")
    send(worker, enrolled("a"))
    send(nurse, draft("record_visit", "a", 1, {"kind": "home", "note": "cer lemne", "note_for": "team"}))
    assert {role for role in READERS if told_of_visit(role).note} == set(READERS)


def test_a_note_stays_its_professions_when_its_author_has_left(worker):
    nurse = colleague("community_nurse", until=day(2))
    send(worker, enrolled("a"))
    send(nurse, draft("record_visit", "a", 1, {"kind": "home", "note": "tratament"}))
    nurse.is_active = False
    nurse.save()
    assert [role for role in READERS if told_of_visit(role).note] == ["community_nurse"]


def test_free_words_beside_a_service_are_for_the_authors_profession_too(worker):
    planned(worker, ("E01", ["ED03"], "school_mediator"))
    send(worker, draft("record_delivery", "a", 1, {"service": "E01", "codes": ["ED03"], "outcome": "not_done",
                                                   "reason": "tatăl i-a lovit"}),
         draft("send_referral", "a", 1, {"service": "E01", "codes": ["ED03"], "note": "tatăl i-a lovit"}),
         draft("close_case", "a", 1, {"reason": "moved", "note": "tatăl i-a lovit"}))
    for role in ("social_worker", "school_mediator"):
        days = queries.timeline(uuid("a"), sees(role), on=day(9), roles={role})
        every = [one for of_day in days for one in of_day.happened]
        told = [one for one in every if one.kind in ("delivery", "referral", "case_closed")]
        assert len(told) == 3
        assert {one.note for one in told} == {"tatăl i-a lovit" if role == "social_worker" else ""}


def test_the_roles_here_are_those_of_the_commune_and_of_its_county(worker):
    assert policies.roles_in(worker, COMMUNE, on=day(1)) == {"social_worker"}
    assert policies.roles_in(worker, 7, on=day(1)) == frozenset()


def test_a_note_written_on_the_day_its_author_changed_profession_is_for_who_may_know_both(worker):
    nurse = colleague("community_nurse", until=day(1))
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid4(), worker=nurse, role="health_mediator", commune_id=nurse.roles_held.get().commune_id, since=day(1)
    )
    send(worker, enrolled("a"))
    send(nurse, draft("record_visit", "a", 1, {"kind": "home", "note": "tratament"}))
    assert [role for role in READERS if told_of_visit(role).note] == ["community_nurse"]

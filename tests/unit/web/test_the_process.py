"""The steps of a case on the pages: each kept, each where it belongs, and the second word of a closing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, draft, handed_in, uuid
from vatra.care import queries as care

HOME = f"/gospodarii/{uuid('popescu')}/"
ALL = frozenset({"general", "economic", "housing", "family", "education", "health", "violence", "risk"})
MOTHER, CHILD = str(uuid("popescu/Maria")), str(uuid("popescu/Andrei"))


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def sent(client, path: str, **said):
    page = client.get(HOME + path, follow=True).content.decode()
    return client.post(HOME + path, {
        "seal": field(page, "seal"), "on": timezone.localdate().isoformat(), **said,
    }, follow=True)


def state() -> str:
    found = care.stage(uuid("popescu"), ALL, on=timezone.localdate())
    return found.state if found else ""


def assessed(client):
    return sent(client, "evaluare/", kind="home", child_seen="yes", risk="high", safe_tonight="yes", sign_risk="yes",
                words_risk="Țipete.", words="Am vorbit cu mama.", begun="10:00", ended="11:10")


def test_the_way_marker_says_where_the_work_stands_what_comes_next_and_by_when(ana):
    page = ana.get(HOME).content.decode()
    assert "Evaluare inițială" in page and "vizita acasă și fișa de risc" in page
    assert f"{HOME}evaluare/" in page


def test_the_initial_assessment_is_kept_with_its_sheet_and_its_hours(ana):
    page = assessed(ana).content.decode()
    assert "Evaluarea inițială este păstrată." in page and state() == "to_decide"
    [visit] = care.visits_of([uuid("popescu")])
    assert (visit.purpose, visit.minutes) == ("S03", 70)
    [step] = care.steps_of(uuid("popescu"), ALL)
    assert ("risk", "yes", "Țipete.") in step.said["signs"]


def test_a_sheet_that_is_not_whole_says_what_is_missing(ana):
    answer = sent(ana, "evaluare/", kind="home", words="ceva", begun="11:00", ended="10:00")
    assert answer.status_code == 422
    assert "nu se poate termina înainte" in answer.content.decode()
    assert state() == "initial_assessment"


def test_an_emergency_told_is_the_service_w12_with_who_was_told(ana):
    page = sent(ana, "urgenta/", persons=CHILD, told="hotline_119", hour="00:01", in_writing="call", number="119",
                whom="operatorul 7", measures="Copilul este la bunica.").content.decode()
    assert "Anunțul este păstrat." in page
    [delivery] = care.deliveries_of([uuid("popescu")])
    assert delivery.service == "W12" and delivery.report["whom"] == "operatorul 7"


def test_no_case_is_decided_only_after_the_assessment(ana):
    assert "Înregistrați mai întâi" in ana.get(HOME + "fara-caz/", follow=True).content.decode()
    assessed(ana)
    sent(ana, "fara-caz/", decision="transferred", reason="Este nevoie de plasament.", to="DGASPC Bacău")
    assert state() == "transferred"


def in_monitoring(client) -> None:
    """Assessed, opened, planned and approved."""
    assessed(client)
    sent(client, "caz/", lead=str(uuid("ana")), why="Risc mare.")
    sent(client, "echipa/", lead=str(uuid("ana")), members=[str(uuid("nina"))])
    today = timezone.localdate()
    service = {"service": "W10", "codes": ["VI01"], "due_on": today.isoformat(), "responsible": "social_worker"}
    handed_in([draft("agree_plan", "popescu", {
        "agreed_with": "mama", "objectives": [{"what": "Andrei merge la școală"}], "services": [service],
    })], "ana")
    assert state() == "approval"
    sent(client, "aprobare/", number="14", signed_on=today.isoformat())
    assert state() == "implementation"


def test_a_case_goes_on_page_by_page_to_its_monitoring(ana):
    in_monitoring(ana)
    page = ana.get(HOME).content.decode()
    assert "dispoziția primarului nr. 14" in page and "Andrei merge la școală" in page
    [service] = care.plan_of(uuid("popescu"), None, on=timezone.localdate()).services
    sent(ana, "monitorizare/", **{"kind": "home", f"goes_{service.uuid}": "slowly", "changed": "Tatăl lucrează.",
                                  "child": "Merge la școală."})
    assert state() == "monitoring"
    page = ana.get(HOME + "monitorizare/").content.decode()
    assert "Tatăl lucrează." in page and 'value="slowly"' in page and "Începe ca ultima fișă" in page


def test_a_review_shows_what_was_found_then_and_now(ana):
    in_monitoring(ana)
    page = ana.get(HOME + "revizuire/").content.decode()
    assert "Atunci și acum" in page and "la fel" in page
    assert f'href="{HOME}hartii/raport-de-revizuire/"' in page
    sent(ana, "revizuire/", words="Nimic nu s-a schimbat.", child_opinion="Vreau la școală.",
         family_opinion="Ne este greu.", decision="change_plan")
    assert state() == "plan"
    report = ana.get(HOME + "hartii/raport-de-revizuire/").content.decode()
    assert "Vreau la școală." in report and "Ne este greu." in report and "planul se schimbă" in report


def test_a_severe_case_is_closed_by_two_and_waits_on_azi(ana, signed_in):
    in_monitoring(ana)
    page = sent(ana, "inchidere/", reason="moved", results="Familia s-a mutat.").content.decode()
    assert "așteaptă acordul" in page and state() == "closing_asked"
    assert "1 închidere așteaptă a doua persoană" in ana.get("/azi/").content.decode()
    assert ana.get(HOME + "inchidere/acord/").status_code == 403
    assert signed_in("mihai").get("/azi/").content.decode().count("închidere") == 0
    head = signed_in("sefa")
    assert f"{HOME}inchidere/acord/" in head.get("/azi/").content.decode()
    assert "Familia s-a mutat." in head.get(HOME + "inchidere/acord/").content.decode()
    assert sent(head, "inchidere/acord/", agreed="no").status_code == 422
    sent(head, "inchidere/acord/", agreed="yes")
    assert state() == "closed"
    page = ana.get(HOME + "caz/").content.decode()
    assert "Continuă un caz mai vechi?" in page


def test_a_departure_is_announced_and_asks_for_the_parents_notice(ana):
    ahead = timezone.localdate() + timedelta(days=60)
    sent(ana, "plecare/", parent=MOTHER, leaves_on=ahead.isoformat(), notified="no", country="Italia")
    [departure] = care.departures_of(uuid("popescu"), {"family"})
    assert departure.notified_on is None and "departure_notice" in {
        one.rule for one in care.deadlines_of([uuid("popescu")])}


def test_the_list_is_cut_by_state(ana):
    page = ana.get("/gospodarii/?state=initial_assessment").content.decode()
    assert str(uuid("popescu")) in page and str(uuid("taranu")) not in page


def test_schools_are_asked_and_answer(ana):
    apps.get_model("places.Institution").objects.create(
        code="4061100001", kind="school", name="Școala Gimnazială Răcăciuni", commune_id=HERE)
    page = ana.get("/liste-scoli/").content.decode()
    assert "Școala Gimnazială Răcăciuni" in page and "0 din 1 școală întrebată" in page
    ana.post("/liste-scoli/", {"seal": field(page, "seal"), "school": "4061100001"})
    page = ana.get("/liste-scoli/").content.decode()
    ana.post("/liste-scoli/", {"seal": field(page, "seal"), "school": "4061100001", "children": "7"})
    [lists] = care.school_lists([HERE], on=timezone.localdate())
    assert (lists.asked, lists.answered, lists.schools[0].children) == (1, 1, 7)


def test_an_answer_of_a_school_that_is_no_number_leaves_the_lists_on_the_page(ana):
    apps.get_model("places.Institution").objects.create(
        code="4061100001", kind="school", name="Școala Gimnazială Răcăciuni", commune_id=HERE)
    seal = field(ana.get("/liste-scoli/").content.decode(), "seal")
    for said, why in (({"seal": seal, "children": "mulți"}, "Scrieți câți copii"),
                      ({"seal": "x"}, "a stat prea mult deschis")):
        answer = ana.post("/liste-scoli/", {"school": "4061100001", **said})
        page = answer.content.decode()
        assert answer.status_code == 422 and why in page and "Școala Gimnazială Răcăciuni" in page


def test_who_leads_no_cases_is_not_offered_the_steps(signed_in):
    nina = signed_in("nina")
    for path in ("evaluare/", "fara-caz/", "caz/", "echipa/", "aprobare/", "revizuire/", "inchidere/"):
        assert nina.get(HOME + path).status_code == 403
    assert nina.get("/liste-scoli/").status_code == 403
    assert nina.get(HOME + "urgenta/").status_code == 200

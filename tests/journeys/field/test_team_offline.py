"""A week planned with a colleague and a family that changes, all without a network; the register takes all of it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.field.acts import find, said, send, write_visit

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module", autouse=True)
def team(register) -> None:
    """What happened before this worker's day."""
    register.run("tests.journeys.field.team")


def _look(tablet, name: str) -> None:
    tablet.page.evaluate("scrollTo(0, 0)")  # or the bar that stays above covers what it stands over
    tablet.look(name)


def _family_changes(tablet, what: str) -> None:
    tablet.page.get_by_role("link", name="Familia se schimbă").click()
    tablet.page.get_by_role("radio", name=what).check()


def _keep(tablet) -> None:
    tablet.page.get_by_role("button", name="Păstrează evenimentul").click()
    tablet.page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _all_applied(register, *kinds: str) -> None:
    told = {one["kind"]: one for one in said(register)}
    assert [(kind, told[kind]["reason_code"]) for kind in kinds if told[kind]["state"] != "applied"] == []


def test_a_week_is_planned_with_a_colleague_and_messages_are_read_without_a_network(new_tablet, register):
    tablet = new_tablet(pictures="saptamana-")
    tablet.set_out("ana")
    page = tablet.page
    page.get_by_text("1 mesaj al echipei necitit").wait_for()
    _look(tablet, "azi")
    page.get_by_role("link", name="Săptămâna").click()
    page.get_by_role("heading", name="Ați putea merge împreună").wait_for()
    _look(tablet, "impreuna")
    page.get_by_role("button", name="Împreună").first.click()
    page.get_by_role("heading", name="Ați putea merge împreună").wait_for(state="detached")
    page.get_by_text("Nina Rusu").first.wait_for()
    _look(tablet, "planificata")
    page.get_by_role("button", name="Renunță la vizită").first.click()
    page.get_by_role("heading", name="Ați putea merge împreună").wait_for()
    find(tablet, "Zamfir")
    page.get_by_text("Câinele este legat").first.wait_for()
    page.get_by_role("button", name="L-am citit").click()
    page.get_by_text("Citit de Ana Munteanu").wait_for()
    page.get_by_role("link", name="Planifică o vizită").click()
    page.get_by_label("În ce zi mergeți?").fill("2020-01-01")
    page.get_by_role("button", name="Planifică", exact=True).click()
    page.get_by_text("Alegeți ziua de azi sau una următoare").first.wait_for()
    _look(tablet, "gresit")
    page.get_by_label("În ce zi mergeți?").fill(timezone.localdate().isoformat())
    page.get_by_role("checkbox", name="Nina Rusu").check()
    page.get_by_label("Pentru drum").fill("la pod, la ora 10")
    page.get_by_role("button", name="Planifică", exact=True).click()
    page.get_by_text("Vizită planificată:").wait_for()
    _look(tablet, "gospodarie")
    page.get_by_role("link", name="Azi", exact=True).click()
    page.get_by_role("heading", name="Ce este de făcut").wait_for()
    expect(page.get_by_text("mesaj al echipei necitit")).to_have_count(0)
    tablet.mend()
    send(tablet)
    tablet.settled()
    _all_applied(register, "plan_visit", "cancel_planned_visit", "read_messages")


def test_a_family_parts_weds_and_gets_its_child_back_without_a_network(new_tablet, register):
    tablet = new_tablet(pictures="intorsi-")
    tablet.set_out("ana")
    page = tablet.page
    find(tablet, "Zamfir")
    _family_changes(tablet, "un copil plasat s-a întors")
    _look(tablet, "copil")
    page.get_by_label("Care copil").select_option(index=1)
    _keep(tablet)
    page.get_by_role("button", name="Arată numele").click()
    page.get_by_text("Iris Zamfir").wait_for()
    _family_changes(tablet, "cineva trăiește ca soț sau soție cu cineva")
    page.get_by_label("Despre cine", exact=True).select_option(index=1)
    page.get_by_role("radio", name="cu cineva care vine să locuiască aici").check()
    page.get_by_label("Prenumele").fill("Cornel")
    page.get_by_label("Numele de familie").fill("Năstase")
    _look(tablet, "uniune")
    _keep(tablet)
    _family_changes(tablet, "gospodăria se desparte în două")
    page.get_by_role("group", name="Cine pleacă").get_by_role("checkbox", name="Raluca").check()
    page.get_by_label("Cine conduce gospodăria nouă").select_option(index=1)
    page.get_by_label("Adresa gospodăriei noi").fill("Ulița Nouă 2")
    _keep(tablet)
    page.get_by_role("link", name="Gospodării").click()
    page.get_by_label("Caută un nume").fill("Raluca Zamfir")
    page.locator(".rows a", has_text="Ulița Nouă 2").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()
    write_visit(tablet, "Prima vizită în casa nouă.")
    _look(tablet, "noua")
    page.get_by_role("link", name="Gospodării").click()
    page.get_by_role("link", name="O familie plecată s-a întors").click()
    _look(tablet, "plecate")
    page.get_by_label("Caută un nume").fill("vlas")
    page.locator(".rows a").filter(has_text="Vlas").first.click()
    page.get_by_label("Adresa la care locuiesc acum").fill("Ulița Plopilor 9")
    _look(tablet, "intoarcere")
    page.get_by_role("button", name="Păstrează întoarcerea").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()
    page.get_by_text("Ulița Plopilor 9").wait_for()
    tablet.mend()
    send(tablet)
    tablet.settled()
    _all_applied(register, "return_child", "enrol_person", "record_union", "split_household", "carry_case",
                 "record_visit", "move_in")

"""Two workers in one kitchen, and a family that moves while a tablet is away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.field.acts import correct_given_name, find, said, send, write_visit
from tests.unit.web.village import HERE, THERE, uuid

pytestmark = pytest.mark.journey


def test_two_tablets_at_one_household_keep_both_visits_and_a_contradiction_is_for_a_human(new_tablet, register):
    ana, nina = new_tablet(pictures="doua-"), new_tablet(pictures="doua-")
    for tablet, username in ((ana, "ana"), (nina, "nina")):
        tablet.enrol(username)
        tablet.settled()
        tablet.cut()
    before = len(said(register))
    for tablet, who, name in ((ana, "Ana", "Ionel"), (nina, "Nina", "Ionuț")):
        find(tablet, "Gospodarf")
        write_visit(tablet, f"{who} a fost aici.")
        correct_given_name(tablet, name)
        home = tablet.page.evaluate("location.hash")
    ana.mend()
    send(ana)
    ana.settled()
    nina.mend()
    send(nina)
    nina.settled()
    held = said(register)[before:]
    visits = [one for one in held if one["kind"] == "record_visit"]
    assert [one["state"] for one in visits] == ["applied", "applied"]
    corrections = [(one["payload"]["value"], one["state"]) for one in held if one["kind"] == "correct_person"]
    assert corrections == [("Ionel", "applied"), ("Ionuț", "to_settle")]
    nina.page.get_by_text("primită; de clarificat de un om la birou").wait_for()
    nina.page.get_by_text("Altcineva a corectat între timp același lucru").wait_for()
    nina.look("de-clarificat")
    send(ana)
    ana.settled()
    for tablet in (ana, nina):  # both know of both visits, and nobody waits for anybody
        tablet.page.evaluate(f"location.hash = '{home}'")
        for name in ("Ana Munteanu", "Nina Rusu"):
            tablet.page.locator(".timeline").get_by_text(name).first.wait_for()
        expect(tablet.page.get_by_text("numai pe tabletă")).to_have_count(0)
        write_visit(tablet, "Am revenit.")


def test_a_late_visit_follows_a_household_that_moved_and_its_old_team_lets_it_go(new_tablet, register):
    ana, sorin = new_tablet(), new_tablet()
    ana.enrol("ana")
    ana.settled()
    ana.cut()
    find(ana, "Țăranu")
    write_visit(ana, "Își caută de lucru.")
    register.run("tests.journeys.field.family", "moved", "taranu")
    before = len(said(register))
    ana.mend()
    send(ana)
    ana.settled()
    late = said(register)[before:]
    assert [(one["kind"], one["state"], one["commune"]) for one in late] == [("record_visit", "applied", THERE)]
    assert late[0]["household"] == str(uuid("taranu")) and THERE != HERE
    ana.page.evaluate(f"location.hash = '#/gospodarie/{uuid('taranu')}'")
    ana.page.get_by_text("nu mai este, în grija echipei dumneavoastră").wait_for()
    ana.page.get_by_role("link", name="Gospodării").click()
    ana.page.get_by_label("Caută un nume").fill("Țăranu")
    ana.page.wait_for_timeout(300)
    assert str(uuid("taranu")) not in ana.page.content()
    sorin.enrol("sorin")
    sorin.settled()
    find(sorin, "Țăranu")
    sorin.page.get_by_text("Își caută de lucru.").wait_for()

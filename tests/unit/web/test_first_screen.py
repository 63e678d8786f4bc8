"""Azi and the ways to the other pages: what is to be done by household, what waits, what stays in sight."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.apps import apps
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import draft, handed_in, uuid
from vatra.assessment import queries as assessment
from vatra.web.context import _in_sight

HOME = f"/gospodarii/{uuid('popescu')}/"


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def rows(about: str, purpose: str) -> list[object]:
    return list(apps.get_model("audit.AuditRow").objects.filter(act__in=("read", "export"), about=about,
                                                                purpose=purpose).values_list("subject", flat=True))


def test_what_is_to_be_done_in_one_household_stands_on_one_card_with_its_law_folded(ana):
    page = ana.get("/azi/").content.decode()
    cards = re.findall(r'<li class="card task.*?</details>\s*</li>', page, re.DOTALL)
    of_popescu = [card for card in cards if HOME in card]
    assert len(of_popescu) == 1 and of_popescu[0].count('class="when') >= 2
    shown, folded = of_popescu[0].split('<details class="sources">')
    assert "HG nr. 691/2015" not in shown and "HG nr. 691/2015" in folded
    assert "și încă" in shown and "Maria Popescu" not in shown


def test_a_visit_planned_for_today_stands_on_the_first_screen_of_who_makes_it(ana, signed_in):
    handed_in([draft("plan_visit", "popescu", {"day": timezone.localdate().isoformat(), "note": "la pod"})], "ana")
    assert "1 vizită planificată azi" in ana.get("/azi/").content.decode()
    assert "planificată azi" not in signed_in("nina").get("/azi/").content.decode()


@pytest.mark.parametrize(("stays", "all_when", "else_only", "kept"), [
    ("....", 5, 3, {0, 1, 2, 3}),
    ("......", 5, 3, {0, 1, 2}),
    (".....h", 5, 3, {0, 1, 5}),
    ("...w.h", 3, 2, {0, 3, 5}),
    ("h.....", 3, 2, {0, 1}),
])
def test_the_first_page_the_open_one_and_those_where_somebody_waits_stay_in_sight(stays, all_when, else_only, kept):
    assert _in_sight([one != "." for one in stays], all_when=all_when, else_only=else_only) == kept


def test_a_need_is_closed_with_what_shows_it_and_then_no_case_waits_for_it(ana):
    page = ana.get(HOME).content.decode()
    finding = re.search(r'constatari/([0-9a-f-]+)/de-acord/', page)[1]
    path = f"{HOME}constatari/{finding}/nevoie-incheiata/"
    assert "fiți mai întâi de acord" in ana.get(path, follow=True).content.decode()
    seal = re.search(rf'constatari/{finding}/de-acord/.*?name="seal" value="([^"]*)"', page, re.DOTALL)[1]
    ana.post(f"{HOME}constatari/{finding}/de-acord/", {"seal": seal})
    assert path in ana.get(HOME).content.decode()
    said = {"seal": field(ana.get(path).content.decode(), "seal"), "on": timezone.localdate().isoformat()}
    assert ana.post(path, said | {"outcome": "met"}).status_code == 422
    answer = ana.post(path, said | {"outcome": "met", "reason": "Am văzut actul."}, follow=True).content.decode()
    assert "Nevoia este încheiată" in answer and "împlinită la" in answer
    assert assessment.needs_of([uuid("popescu")]) == {}


def test_whoever_reads_of_a_family_nobody_knows_yet_leaves_a_row_in_the_audit(ana):
    unknown = draft("record_signal", "x", {"source": "report", "noticed_at": timezone.now().isoformat(),
                                           "about": "Familia de lângă moară"})
    known = draft("record_signal", "popescu", {"source": "report", "noticed_at": timezone.now().isoformat()})
    handed_in([replace(unknown, household=None), known], "ana")
    ana.get("/semnalari/")
    assert unknown.uuid in rows("signal", "signals") and uuid("popescu") in rows("household", "signals")
    ana.get(f"/semnalari/{known.uuid}/fisa/")
    assert uuid("popescu") in rows("household", "paper:fisa-de-observatie")


def test_the_integrated_assessment_comes_chosen_from_the_way_marker(ana):
    page = ana.get(HOME + "serviciu/?serviciu=S04").content.decode()
    assert '<option value="S04" selected>' in page
    assert "selected" not in re.search(r'<select name="other".*?</select>',
                                       ana.get(HOME + "serviciu/?serviciu=XX").content.decode(), re.DOTALL)[0].replace(
        '<option value="" selected>', "")

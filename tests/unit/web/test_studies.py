"""A study on its pages: registered, counted over the real register in both rounds, read, and taken home as a pack."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.unit.care.village import ROOT, colleague
from tests.unit.releases.test_pages import browser
from vatra.register.entries import Draft, receive
from vatra.releases import studies, study_rounds
from vatra.web.screens import studies as screen

pytestmark = [pytest.mark.django_db]
WITH, WITHOUT = (30_101, 30_102, 30_103), (30_201, 30_202, 30_203)
HOMES = 20
ASKED = {  # families asked before the first round, and before the second
    30_101: (5, 20), 30_102: (7, 15), 30_103: (9, 13), 30_201: (6, 7), 30_202: (8, 8), 30_203: (10, 12),
}
FIRST, SECOND = 202401, 202407  # the rounds
REGISTERED, TODAY = datetime(2024, 2, 2, 9, tzinfo=UTC), date(2024, 8, 20)
LIST = "/rezultate/studii/"
PLAN: dict[str, Any] = {
    "question": "Sunt mai multe familii cunoscute?", "treated": WITH, "comparison": WITHOUT,
    "rounds": [FIRST, SECOND], "begun": SECOND, "outcomes": ["coverage", "way_assessed"],
}


@pytest.fixture
def land(db: None) -> Any:
    """Six communes of twenty families each, asked as `ASKED` says."""
    apps.get_model("places.County").objects.create(code="BC", siruta=47, name="Bacău")
    for code in (*WITH, *WITHOUT):
        apps.get_model("places.Commune").objects.create(
            siruta=code, name=f"Comuna {code}", searched=f"comuna {code}", kind="commune", county_id="BC", urban=False)
    for code in (*WITH, *WITHOUT):
        worker = colleague(f"ana{code}", "social_worker", commune_id=code)
        homes = [f"{code}/{number}" for number in range(HOMES)]
        first, then = ASKED[code]
        drafts = [enrolled(code, home) for home in homes]
        drafts += [interviewed(code, home, date(2024, 1, 10)) for home in homes[:first]]
        drafts += [interviewed(code, home, date(2024, 5, 10)) for home in homes[first:then]]
        receipts = receive(drafts, by=worker, at=drafts[-1].at + timedelta(hours=1))
        assert {one.outcome for one in receipts} == {"received"}
    return colleague("evaluator", "evaluator", commune_id=None)


def uuid(name: str) -> UUID:
    return uuid5(ROOT, name)


def enrolled(code: int, home: str) -> Draft:
    on = date(2024, 1, 5)
    member = {"uuid": str(uuid(f"{home}/copil")), "surname": "Rusu", "given_name": "Copil", "sex": "m",
              "born": "2018-01-10", "relation": "child", "is_head": False}
    head = member | {"uuid": str(uuid(f"{home}/mama")), "given_name": "Mama", "sex": "f", "born": "1990-05-05",
                     "relation": "head", "is_head": True}
    return Draft(uuid=uuid(f"enrol/{home}"), kind="enrol_household", version=1, commune=code, household=uuid(home),
                 person=None, payload={"address": "nr. 7", "members": [head, member]}, on=on,
                 at=datetime(2024, 1, 5, 9, tzinfo=UTC))


def interviewed(code: int, home: str, on: date) -> Draft:
    return Draft(uuid=uuid(f"ask/{home}/{on}"), kind="record_interview", version=1, commune=code, household=uuid(home),
                 person=None, on=on, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC), payload={
                     "questionnaire": "household", "household": {},
                     "members": [{"person": str(uuid(f"{home}/copil")), "facts": {"c_gp": False}}]})


@pytest.fixture
def study(land: Any) -> Any:
    """Registered between the rounds."""
    return studies.register("Acoperire", PLAN, by=land, at=REGISTERED)


def told(study: Any, code: str = "coverage") -> dict[tuple[int, int], Any]:
    return {(cell.commune_id, cell.month): None if cell.withheld else (cell.numerator, cell.denominator)
            for cell in study.cells.filter(indicator=code)}


def test_both_rounds_are_counted_from_what_stands_in_the_register(study):
    assert study_rounds.go_on(study, on=date(2024, 2, 10))
    assert study_rounds.counted_rounds(study) == [FIRST]
    assert study_rounds.go_on(study, on=TODAY)
    assert told(study) == {(code, month): (asked, HOMES)
                           for code, both in ASKED.items() for month, asked in zip((FIRST, SECOND), both, strict=True)}
    coverage = study_rounds.outcomes(study)[0]
    assert coverage.means == pytest.approx({
        (True, FIRST): 35, (True, SECOND): 80, (False, FIRST): 40, (False, SECOND): 45})
    assert coverage.two_by_two is not None and coverage.two_by_two.effect == pytest.approx(40)


@pytest.mark.postgres
def test_counting_that_is_stopped_goes_on_where_it_was_and_nothing_is_told_before_all_is_counted(study):
    stops = iter([False, True])
    assert not study_rounds.go_on(study, on=TODAY, enough=lambda: next(stops))
    assert study_rounds.left_to_do(study, on=TODAY) == (2, len(WITH + WITHOUT) + 2)
    assert told(study) == {}
    steps: list[int] = []
    assert study_rounds.go_on(study, on=TODAY, progress=lambda done, of: steps.append(done))
    assert steps == list(range(2, 9)), "each commune and each result once"
    assert study_rounds.left_to_do(study, on=TODAY) == (2, 2)
    assert not apps.get_model("releases.StudyCounted").objects.exists(), "what may not be told is not kept"


@pytest.mark.postgres
def test_a_result_is_kept_as_it_was_worked_out(study):
    study_rounds.go_on(study, on=TODAY)
    first = study_rounds.outcomes(study)
    rows = list(apps.get_model("releases.StudyFound").objects.values_list("pk", flat=True))
    assert study_rounds.outcomes(study) == first
    assert list(apps.get_model("releases.StudyFound").objects.values_list("pk", flat=True)) == rows


def test_the_pack_of_the_real_register_works_itself_out_again(study, land, tmp_path):
    from vatra.releases.pack import pack_of

    study_rounds.go_on(study, on=TODAY)
    zipfile.ZipFile(io.BytesIO(pack_of(study, by=land, on=TODAY))).extractall(tmp_path)
    done = subprocess.run([sys.executable, "rerun.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("same  ") > 4


def form(**other: Any) -> dict[str, Any]:
    ahead = studies.month_after(timezone.localdate().year * 100 + timezone.localdate().month, 1)
    return {"title": "Acoperire", "question": "Sunt mai multe familii cunoscute?",
            "treated": "\n".join(f"Comuna {code}" for code in WITH), "comparison": "\n".join(map(str, WITHOUT)),
            "first": f"{ahead // 100}-{ahead % 100:02d}", "every": "6", "number": "4", "begun": "3",
            "main": "coverage", "others": ["way_assessed", "coverage"], **other}


@pytest.fixture
def client(land: Any) -> Client:
    return browser(land)


def test_a_study_is_registered_on_a_form_by_names_and_months(client):
    answer = client.post(LIST + "nou/", form())
    [made] = studies.studies()
    assert answer.headers["Location"] == f"{LIST}{made.uuid}/"
    plan = studies.plan_in_force(made)
    assert (plan.treated, plan.comparison, plan.outcomes) == (WITH, WITHOUT, ("coverage", "way_assessed"))
    assert plan.begun == plan.rounds[2] == studies.month_after(plan.rounds[0], 12)
    assert "Runde numărate: 0 din 4" in client.get(LIST).content.decode()


@pytest.mark.parametrize(("other", "said"), [
    ({"treated": "Comuna 30101\nNicăieri"}, "„Nicăieri” nu este o comună"),
    ({"treated": "Comuna 30101"}, "Numiți cel puțin două comune"),
    ({"comparison": "30101\n30201"}, "Acestea stau în ambele liste: Comuna 30101"),
    ({"first": "2026-13"}, "Aceasta nu este o lună"), ({"first": ""}, "Alegeți luna"),
    ({"first": "2020-01"}, "înaintea"), ({"begun": "9"}, "Sunt numai 4 runde"), ({"main": "frumusețe"}, "frumuse"),
])
def test_what_does_not_hold_is_said_beside_the_form_that_stays_filled(client, other, said):
    answer = client.post(LIST + "nou/", form(**other))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    assert "Sunt mai multe familii cunoscute?" in page
    assert studies.studies() == []


def test_a_name_of_two_counties_is_told_apart_by_its_county(client):
    apps.get_model("places.County").objects.create(code="IS", siruta=225, name="Iași")
    apps.get_model("places.Commune").objects.create(
        siruta=40_001, name="Comuna 30101", searched="comuna 30101", kind="commune", county_id="IS", urban=False)
    page = client.post(LIST + "nou/", form()).content.decode()
    assert "mai multe comune se numesc „Comuna 30101”" in page
    assert client.post(LIST + "nou/", form(treated="Comuna 30101 (BC)\nComuna 30102")).status_code == 302


def test_it_is_counted_for_a_while_in_each_request_and_then_read_and_taken_home(client, study, monkeypatch):
    monkeypatch.setattr(screen, "A_WHILE", -1.0)
    address = f"{LIST}{study.uuid}/"
    first = client.get(address).content.decode()
    assert "dosar/" not in first and "numara/" in first
    part = client.post(address + "numara/", headers={"HX-Request": "true"}).content.decode()
    assert 'value="1"' in part and "hx-post" in part
    while "hx-trigger" in (page := client.get(address).content.decode()):
        client.post(address + "numara/")
    assert "Acoperire" in page and "dosar/" in page and 'id="curves-2-title"' in page
    assert client.get(address + "dosar/").headers["Content-Type"] == "application/zip"


def test_a_later_plan_is_kept_with_its_reason(client, study):
    page = client.get(f"{LIST}{study.uuid}/plan/").content.decode()
    assert "Comuna 30101 (BC)" in page and 'value="2024-01"' in page
    later = form(first="2024-01", every="6", number="3", begun="2", words="Încă o rundă")
    assert client.post(f"{LIST}{study.uuid}/plan/", later).status_code == 302
    assert studies.plan_in_force(study).rounds == (202401, 202407, 202501)
    assert "Încă o rundă" in client.get(f"{LIST}{study.uuid}/").content.decode()


def test_who_does_not_register_studies_reads_them_and_changes_nothing(land, study):
    national = browser(colleague("minister", "national", commune_id=None))
    assert "nou/" not in national.get(LIST).content.decode()
    assert national.get(f"{LIST}{study.uuid}/").status_code == 200
    for path in ("nou/", f"{study.uuid}/plan/", f"{study.uuid}/numara/"):
        assert national.post(LIST + path, form()).status_code == 403

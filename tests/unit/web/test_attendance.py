"""School attendance at the office: on a page of its own and on the monitoring sheet, shown with the child."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.unit.web.test_the_process import ALL, HOME, in_monitoring, sent
from tests.unit.web.village import draft, handed_in, uuid
from vatra.assessment import queries as assessment
from vatra.care import queries as care

CHILD = uuid("popescu/Andrei")
HOURS = f"hours_{CHILD}"


@pytest.fixture
def enrolled_again(signed_in: Any) -> None:
    """The boy of nine goes to school again."""
    handed_in([draft("record_interview", "popescu", {"questionnaire": "household", "household": {}, "members": [
        {"person": str(CHILD), "facts": {"c_enrolled": True}}]})], "ana")


def told() -> Any:
    return assessment.current_facts(uuid("popescu"), on=timezone.localdate())[CHILD].get("c_abs_h", [None])[0]


def page(client: Any, path: str = "") -> str:
    text: str = client.get(HOME + path, follow=True).content.decode()
    return text


def test_hours_told_on_their_page_stand_with_the_child(signed_in: Any, enrolled_again: None) -> None:
    mihai = signed_in("mihai")
    assert f'href="{HOME}prezenta/"' in page(mihai)
    assert "Prezența este păstrată." in sent(mihai, "prezenta/", **{HOURS: "21"}).content.decode()
    assert told() == 21
    assert "Absențe nemotivate în semestrul curent</dt><dd>21 de ore, la" in page(mihai)
    assert "Spus ultima dată: 21 de ore" in page(mihai, "prezenta/")


def test_who_does_not_see_school_is_neither_told_nor_asked(signed_in: Any, enrolled_again: None) -> None:
    sent(signed_in("ana"), "prezenta/", **{HOURS: "21"})
    nina = signed_in("nina")
    assert "prezenta/" not in page(nina) and "21 de ore" not in page(nina)
    assert nina.get(HOME + "prezenta/").status_code == 403


@pytest.mark.parametrize(("hours", "sentence"), [
    ("", "Scrieți orele cel puțin pentru un copil"), ("multe", "Scrieți orele ca număr."), ("1001", "cel mult 1.000"),
    ("-1", "0"),
])
def test_what_is_no_number_of_hours_says_what_to_write(
    signed_in: Any, enrolled_again: None, hours: str, sentence: str
) -> None:
    answer = sent(signed_in("ana"), "prezenta/", **{HOURS: hours})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert told() is None


def test_a_household_without_pupils_says_so(signed_in: Any) -> None:
    assert "niciun copil de vârstă școlară" in page(signed_in("ana"), "prezenta/")
    assert f'href="{HOME}prezenta/"' not in page(signed_in("ana"))


def test_the_monitoring_sheet_asks_it_in_the_same_way(signed_in: Any, enrolled_again: None) -> None:
    ana = signed_in("ana")
    in_monitoring(ana)
    answer = sent(ana, "monitorizare/", **{"kind": "home", "changed": "Tatăl lucrează.", "child": "Bine.", HOURS: "4"})
    assert "Fișa de monitorizare este păstrată." in answer.content.decode()
    assert told() == 4
    assert len(care.monitoring_sheets(uuid("popescu"), ALL, since=timezone.localdate(),
                                      on=timezone.localdate())) == 1

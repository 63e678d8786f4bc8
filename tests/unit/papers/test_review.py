"""The report of a review says what was agreed and what came of it, then and now, and what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.care.village import COMMUNE, day, draft, send, uuid
from tests.unit.papers import family, whole_case
from tests.unit.papers.family import HOUSE, person
from tests.unit.papers.reading import text_of
from tests.unit.papers.whole_case import OPEN
from vatra.access import policies as access
from vatra.care import queries as care
from vatra.papers import queries as papers
from vatra.papers.blocks import Items, Table
from vatra.papers.queries import Paper

pytestmark = [pytest.mark.django_db]
KEY = "raport-de-revizuire"


@pytest.fixture
def ana(db: None) -> Any:
    """The social worker of the fixed family, whose case was reviewed on 25 May and goes on."""
    made = family.made_family()
    whole_case.lived(made, until=OPEN)
    return made


def report(by: Any, on: date = OPEN) -> Paper:
    return papers.paper_of_household(KEY, uuid(HOUSE), by=by, on=on)


def table(paper: Paper, caption: str) -> list[tuple[str, ...]]:
    [found] = [one for one in paper.blocks if isinstance(one, Table) and one.caption.startswith(caption)]
    return list(found.rows)


def decided(paper: Paper) -> list[str]:
    [items] = [one for one in paper.blocks if isinstance(one, Items)]
    return [one.words for one in items.items if one.answer]


def test_each_promise_says_what_became_of_it_until_the_review(ana: Any) -> None:
    promised = table(report(ana), "Servicii cuprinse în plan")
    assert {(what, became) for what, *_others, became in promised} == {
        ("Reintegrare școlară, „A doua șansă” (E02)", "planificat"),
        ("Semnalare la DGASPC, 119 sau poliție (W12)", "planificat"),
    }
    [(on, _what, who, became, by)] = table(report(ana), "Acordate, neacordate, refuzate")
    assert (on, who, by) == ("13.04.2026", "Țăranu Andrei", "Ana Munteanu")
    assert became == "nu a fost dat: Ieri a lipsit motorina"


def test_a_promise_whose_day_passed_before_the_review_is_not_done(ana: Any) -> None:
    send(ana, draft("review_case", HOUSE, 152, {"words": "Încă lipsesc hârtiile", "decision": "go_on"}))
    promised = table(report(ana, day(153)), "Servicii cuprinse în plan")
    assert {became for *_others, became in promised} == {"nefăcut până la 04.07.2026"}
    assert table(report(ana, day(153)), "Acordate, neacordate, refuzate") == [], "counted since the review before"


def test_what_was_found_then_and_now_is_of_the_plans_day_and_the_reviews(ana: Any) -> None:
    now = {code: (before, severity) for code, _who, before, severity, _change in table(report(ana), "Atunci și acum")}
    assert now["Abandon școlar (ED03)"] == ("grav", "grav")


def test_the_decision_is_ticked_and_the_next_review_has_its_day(ana: Any) -> None:
    paper = report(ana)
    assert decided(paper) == ["planul continuă așa cum este"]
    assert "Următoarea revizuire cel târziu la *" in text_of(paper).replace(" (neconfirmat)", "")
    assert "25 august 2026" in text_of(paper)


def test_while_a_review_is_asked_for_its_sheet_is_filled_in_as_far_as_the_register_knows(ana: Any) -> None:
    asked = day(112 + 95)
    stage = care.stage(uuid(HOUSE), access.domains_seen(ana, COMMUNE, on=asked), on=asked)
    assert stage is not None and stage.state == "review"
    paper = report(ana, asked)
    assert decided(paper) == [] and "Următoarea revizuire cel târziu la" in text_of(paper)
    before = text_of(paper).partition("La revizuirea din 25 mai 2026")[2]
    assert "planul continuă așa cum este. Mergem mai departe cu autobuzul" in before
    assert {became for *_others, became in table(paper, "Servicii cuprinse în plan")} == {"nefăcut până la 28.08.2026"}


def test_a_review_that_changes_the_plan_is_printed_with_the_plan_it_looked_at(ana: Any) -> None:
    send(ana, draft("review_case", HOUSE, 120, {"words": "Alt drum", "decision": "change_plan"}),
         draft("agree_plan", HOUSE, 120, {"agreed_with": "Maria Țăranu", "child_opinion": "Bine", "services": [
             {"service": "N07", "codes": ["SA07"], "due_on": day(160).isoformat(), "responsible": "community_nurse",
              "person": person("ioana")}]}))
    paper = report(ana, day(121))
    assert decided(paper) == ["planul se schimbă: stabiliți-l din nou"]
    assert {what[-5:] for what, *_others in table(paper, "Servicii cuprinse în plan")} == {"(E02)", "(W12)"}


def test_a_household_without_a_case_has_an_empty_sheet(db: None) -> None:
    paper = report(family.made_family(), family.ON)
    assert decided(paper) == [] and table(paper, "Servicii cuprinse în plan") == []

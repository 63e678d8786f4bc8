"""Nothing that was typed while a case lived is missing from its papers, and each names its method, day and author."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.care.village import uuid
from tests.unit.papers import family, whole_case
from tests.unit.papers.family import HOUSE
from tests.unit.papers.reading import text_of
from tests.unit.papers.whole_case import ENDED, OPEN, TYPED
from vatra.assessment import queries as assessment
from vatra.papers import queries as papers
from vatra.papers.queries import KINDS, NoSuchPaper, Paper

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def ana(db: None) -> Any:
    """The social worker of the fixed family, whose case was lived to its end."""
    made = family.made_family()
    whole_case.lived(made)
    whole_case.sat(made)
    return made


def printed(key: str, by: Any, on: Any = ENDED) -> Paper:
    if key == "scrisoare-de-referire":
        return papers.paper_of_referral(uuid(HOUSE), whole_case.the_referral(), by=by, on=on)
    return papers.paper_of_household(key, uuid(HOUSE), by=by, on=on)


def missing(key: str, by: Any, on: Any) -> list[str]:
    """What was typed for a paper and does not stand on it."""
    text = text_of(printed(key, by, on)).lower()
    return [words for words in TYPED[key] if words.lower() not in text]


def test_whatever_was_typed_stands_on_its_paper(ana: Any) -> None:
    assert {key: missing(key, ana, ENDED) for key in TYPED} == {key: [] for key in TYPED}


def test_while_the_case_runs_its_papers_say_the_same(db: None) -> None:
    ana = family.made_family()
    whole_case.lived(ana, until=OPEN)
    running = set(TYPED) - {"fisa-de-inchidere"}
    assert {key: missing(key, ana, OPEN) for key in running} == {key: [] for key in running}


def test_every_paper_of_the_ended_case_names_method_day_author_and_what_is_not_confirmed(ana: Any) -> None:
    version = assessment.rulebook_in_force(on=ENDED).version
    about_the_home = [key for key, kind in KINDS.items() if kind.about == "household"]
    every = [printed(key, ana) for key in (*about_the_home, "scrisoare-de-referire")]
    every += [papers.paper_of_meeting(whole_case.the_meeting(), by=ana, on=ENDED),
              papers.paper_of_meeting(whole_case.the_next_meeting(), by=ana, on=ENDED),
              papers.paper_of_signal(family.the_signal(), by=ana, on=ENDED)]
    assert {paper.kind for paper in every} == set(KINDS) - {"telefoane-de-urgenta"}
    for paper in every:
        text = text_of(paper)
        assert version in text and "12 iulie 2026" in text and "Ana Munteanu, Asistent social" in text, paper.kind
        assert ("Neconfirmat pe textul oficial" in text) is paper.has_unconfirmed, paper.kind


def test_a_closing_that_was_not_agreed_is_printed_with_why_and_the_agreed_one_takes_its_place(db: None) -> None:
    ana = family.made_family()
    whole_case.lived(ana, until=whole_case.NOT_AGREED)
    text = text_of(printed("fisa-de-inchidere", ana, whole_case.NOT_AGREED))
    assert not [words for words in (*whole_case.FIRST_ASKED, "fără acord, cazul continuă", "Sefa") if words not in text]


def test_who_does_not_share_the_authors_profession_reads_none_of_these_words(ana: Any) -> None:
    for username in ("nina", "mihai"):
        text = "".join(text_of(printed(key, family.worker(username)))
                       for key in ("raport-de-monitorizare", "raport-de-revizuire"))
        assert not [words for words in ("Mama a găsit de lucru", "Râde și vorbește iar", "Mergem mai departe",
                                        "Lipsesc hârtiile de la primărie", "Îmi place la ora de desen",
                                        "Ne este mai ușor dimineața", "Ieri a lipsit motorina")
                    if words in text], username


def test_the_minutes_say_what_the_members_read_and_nobodys_name(ana: Any) -> None:
    minutes = text_of(papers.paper_of_meeting(whole_case.the_meeting(), by=ana, on=ENDED))
    assert not [words for words in whole_case.MINUTES if words not in minutes and words != "sala mică"]
    assert not [words for words in whole_case.HIDDEN if words in minutes]
    agenda = text_of(papers.paper_of_meeting(whole_case.the_next_meeting(), by=ana, on=ENDED))
    assert "sala mică" in agenda and "Se curăță șanțul" in agenda and "A fost cvorum" not in agenda


def test_minutes_of_another_communes_council_are_answered_as_those_of_none(ana: Any) -> None:
    stranger = family.stranger()
    for meeting in (whole_case.the_meeting(), uuid("nothing")):
        with pytest.raises(NoSuchPaper):
            papers.paper_of_meeting(meeting, by=stranger, on=ENDED)


def test_a_letter_tells_as_much_as_was_decided(ana: Any) -> None:
    letter = text_of(printed("scrisoare-de-referire", ana))
    assert not [words for words in ("Țăranu", "Andrei", "Bisericii", "290") if words in letter]

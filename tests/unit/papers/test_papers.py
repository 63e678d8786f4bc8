"""Each paper says what is known, to whom it may be said, and leaves lines for the rest."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.unit.care.village import COMMUNE, draft, send, uuid
from tests.unit.papers import family
from tests.unit.papers.reading import text_of
from vatra.access.policies import NotPermitted
from vatra.assessment import queries as assessment
from vatra.papers import policies
from vatra.papers import queries as papers
from vatra.papers.queries import KINDS, NoSuchPaper

pytestmark = [pytest.mark.django_db]
FAMILY = ("Țăranu Maria", "Str. Bisericii 7")
SAID = {  # what stands on each paper of the family, printed by the social worker who leads its case
    "fisa-de-observatie": (*FAMILY, "4 februarie 2026", "10:00", "10:20", "Fără venit sigur.", "Tatăl este plecat în "
                           "Italia.", "Andrei nu mai merge la școală.", "Andrei nu mai vine la școală din ianuarie.",
                           "Ana Munteanu", "Asistent social", "s-a observat ceva", "nu s-a observat nimic",
                           "fișă de observație", "diriginta", "4 februarie 2026, 10:20", "7 februarie 2026, 10:20"),
    "fisa-de-identificare-a-riscurilor": (*FAMILY, "Țăranu Andrei", "Țăranu Ioana", "Șerban Ileana", "Plecat în "
                                          "străinătate", "Mama copiilor", "Persoana care îi îngrijește", "Copilul 1",
                                          "Copilul 2", "Abandon școlar (ED03)", "Curent electric", "2900505040010"),
    "ancheta-sociala": (*FAMILY, "Camere de locuit", "Muncă cu ziua", "Abandon școlar (ED03)", "14 februarie 2026"),
    "plan-de-servicii": (*FAMILY, "Reintegrare școlară", "Ajutor de urgență", "Semnalare la DGASPC", "Mediator școlar",
                         "07.02.2026", family.OPINION, "6 mai 2026", "Dispoziția primarului"),
    "raport-de-monitorizare": (*FAMILY, family.NOTE, "vizită la domiciliu", "Reintegrare școlară", "Ana Munteanu"),
    "raport-de-revizuire": (*FAMILY, "nefăcut până la 16.03.2026", "Reintegrare școlară", "acordat la 16.02.2026",
                            "Abandon școlar (ED03)", "6 februarie 2026", "planul continuă așa cum este"),
    "scrisoare-de-referire": ("Țăranu Andrei", "Înscriere la medicul de familie", family.LETTER,
                              "Fără medic de familie"),
    "fisa-de-inchidere": (*FAMILY, "5 februarie 2026", "Abandon școlar", "încă deschisă"),
    "proces-verbal-scc": ("fără nume", "Ordinea de zi", "Președintele structurii"),
    "ordine-de-zi-scc": ("fără nume", "Ordinea de zi", "Sarcini rămase deschise"),
    "rezumat-pentru-familie": ("Primiți mâncare, haine", "Ana Munteanu", "112", "119", "Puteți spune nu unui ajutor"),
    "nota-de-informare": ("Asău", "Asistent medical comunitar", "ANSPDCP", "Cine ce vede"),
    "telefoane-de-urgenta": ("112", "119", "0800 500 333", "Medicul de familie"),
}


@pytest.mark.parametrize("key", sorted(SAID))
def test_a_paper_says_what_the_register_knows(worker: Any, key: str) -> None:
    text = text_of(family.every_paper(worker)[key])
    assert not [words for words in SAID[key] if words not in text]


def test_every_kind_of_paper_is_read_by_these_tests() -> None:
    assert set(SAID) == set(KINDS)


@pytest.mark.parametrize("key", sorted(KINDS))
@pytest.mark.parametrize("language", ["ro", "en"])
def test_a_blank_form_knows_nobody_and_has_lines_to_write_on(worker: Any, key: str, language: str) -> None:
    form = papers.blank(key, by=worker, on=family.ON, language=language)
    html, text = papers.body_of(form), text_of(form)
    assert not [words for words in ("Țăranu", "Andrei", "Ana Munteanu", "Asău", "Bisericii") if words in text]
    assert 'class="first open"' in html or 'class="wide open"' in html
    assert "16 martie 2026" in text if language == "ro" else "March 16, 2026" in text or "16 March 2026" in text


@pytest.mark.parametrize("key", sorted(KINDS))
def test_a_paper_names_method_day_author_law_and_what_is_not_confirmed(worker: Any, key: str) -> None:
    paper, version = family.every_paper(worker)[key], assessment.rulebook_in_force(on=family.ON).version
    text = text_of(paper)
    assert version in text
    assert "16 martie 2026" in text
    assert ("Ana Munteanu, Asistent social" in text) is bool(paper.author.name)
    assert ("Temei:" in text) is bool(paper.laws)
    assert ("Neconfirmat pe textul oficial" in text) is paper.has_unconfirmed
    assert ("nu pretinde că este acela" in text) is KINDS[key].official


def test_an_item_whose_wording_was_not_read_bears_the_sign_and_a_read_one_does_not(worker: Any) -> None:
    html = papers.body_of(papers.blank("fisa-de-observatie", by=worker, on=family.ON))
    signed = [row for row in html.split("<tr>") if 'class="sign"' in row]
    assert any("Consum de alcool" in row for row in signed)
    assert not any("Familie monoparentală" in row for row in signed)


def test_the_observation_sheet_has_the_items_that_were_read_each_with_a_source_of_the_rulebook() -> None:
    with (Path(papers.__file__).parent / "facts" / "observation_sheet.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sources = assessment.rulebook_in_force(on=family.ON).rulebook.sources
    assert {row["number"] for row in rows if row["source"] == "fisa_bv"} == {"1a", "1b", "1c", "2a", "2b", "2c", "2d"}
    assert {row["source"] for row in rows} <= set(sources)
    assert {row["domain"] for row in rows} == {"economic", "social", "health", "education", "housing", "risk"}


def test_a_mediators_copy_of_the_plan_has_only_her_part(worker: Any) -> None:
    copy = papers.paper_of_household(
        "plan-de-servicii", uuid(family.HOUSE), by=family.worker("mihai"), on=family.ON)
    text = text_of(copy)
    assert "Copie parțială: numai ce privește rolul „Mediator școlar”." in text
    assert "Reintegrare școlară" in text
    for hidden in ("DGASPC", "Ajutor de urgență", "Abuz", "2900505040010", family.OPINION, "venit", "Supravegherea"):
        assert hidden not in text, hidden


def test_a_nurses_copy_has_the_illness_and_not_the_school_or_the_violence(worker: Any) -> None:
    text = text_of(papers.paper_of_household(
        "plan-de-servicii", uuid(family.HOUSE), by=family.worker("nina"), on=family.ON))
    assert "(N07)" in text
    assert not [words for words in ("(W12)", "ED03", "Abuz", family.OPINION) if words in text]


@pytest.mark.parametrize("username", ["mihai", "nina", "dana"])
@pytest.mark.parametrize("key", ["ancheta-sociala", "fisa-de-identificare-a-riscurilor", "fisa-de-inchidere"])
def test_another_profession_does_not_print_what_only_who_leads_cases_makes(
    worker: Any, username: str, key: str
) -> None:
    with pytest.raises(NotPermitted):
        papers.paper_of_household(key, uuid(family.HOUSE), by=family.worker(username), on=family.ON)


def test_the_cnp_stands_only_on_the_copies_of_roles_that_read_it(worker: Any) -> None:
    for username, reads in (("ana", True), ("nina", True), ("mihai", False), ("dana", False)):
        text = text_of(papers.paper_of_household(
            "plan-de-servicii", uuid(family.HOUSE), by=family.worker(username), on=family.ON))
        assert ("2900505040010" in text) is reads, username
        assert ("CNP" in text) is reads, username


def test_what_lies_elsewhere_is_answered_as_what_never_was(worker: Any) -> None:
    stranger = family.stranger()
    for home in (uuid(family.HOUSE), uuid4()):
        for key in KINDS:
            with pytest.raises(NoSuchPaper):
                papers.paper_of_household(key, home, by=stranger, on=family.ON)
        with pytest.raises(NoSuchPaper):
            papers.paper_of_referral(home, family.the_referral(), by=stranger, on=family.ON)
    for signal in (family.the_signal(), uuid4()):
        with pytest.raises(NoSuchPaper):
            papers.paper_of_signal(signal, by=stranger, on=family.ON)


def test_the_familys_summary_says_nothing_of_violence_or_risk(worker: Any) -> None:
    text = text_of(family.every_paper(worker)["rezumat-pentru-familie"])
    assert not [words for words in ("DGASPC, 119", "Abuz", "suspiciune", "W12") if words in text]


def test_the_notice_names_roles_that_looked_and_hides_the_countys_where_violence_was_found(worker: Any) -> None:
    family.looked("ana", "dana")
    text = text_of(papers.paper_of_household("nota-de-informare", uuid(family.HOUSE), by=worker, on=family.ON))
    seen = text.partition("ultimele douăsprezece luni")[2].partition("5. Cât timp")[0]
    assert "Asistent social" in seen
    assert "DGASPC" not in seen
    assert "Ursu" not in text


@pytest.mark.parametrize("without", ["members of any kind", "facts"])
def test_a_household_of_which_nothing_is_known_has_every_paper(db: None, without: str) -> None:
    worker = family.made_family(members=None if without == "facts" else [family.lonely()], facts={})
    for key, kind in KINDS.items():
        if kind.about == "household":
            assert papers.pdf_of(papers.paper_of_household(key, uuid(family.HOUSE), by=worker, on=family.ON))


def test_a_signal_of_a_family_nobody_knows_is_printed_with_the_words_it_was_told_in(worker: Any) -> None:
    about = "Familia de lângă moară, casă albastră"
    sent = draft("record_signal", "", 3, {"source": "report", "noticed_at": "2026-02-05T08:00:00+02:00",
                                          "about": about, "words": "Copii singuri."}, name="nobody")
    receipts = send(worker, family.of_no_household(sent))
    assert receipts[0].outcome == "received", receipts
    text = text_of(papers.paper_of_signal(sent.uuid, by=worker, on=family.ON))
    assert about in text
    assert "Copii singuri." in text


def test_the_outcome_of_the_triage_stands_on_the_sheet_with_who_decided_and_why(worker: Any) -> None:
    [receipt] = send(worker, draft("triage_signal", family.HOUSE, 3, {
        "signal": str(family.the_signal()), "decision": "visit", "note": "Merge Ana mâine dimineață."}))
    assert receipt.outcome == "received", receipt
    sheet = text_of(papers.paper_of_signal(family.the_signal(), by=worker, on=family.ON))
    decided = ("vizită în 72 de ore", "Ana Munteanu, 5 februarie 2026", "Merge Ana mâine dimineață.")
    assert not [words for words in decided if words not in sheet]
    of_mihai = text_of(papers.paper_of_signal(family.the_signal(), by=family.worker("mihai"), on=family.ON))
    assert "vizită în 72 de ore" in of_mihai
    assert not [words for words in ("diriginta", "Merge Ana mâine dimineață.") if words in of_mihai]


def test_who_may_print_what_is_a_table(worker: Any) -> None:
    every = set(KINDS)
    lead_only = {"ancheta-sociala", "fisa-de-identificare-a-riscurilor", "fisa-de-inchidere"}
    table = {"ana": every, "nina": every - lead_only, "mihai": every - lead_only,
             "dana": every - lead_only - {"scrisoare-de-referire"}}
    for username, expected in table.items():
        by = family.worker(username)
        may = {key for key, kind in KINDS.items() if policies.can_print(by, kind, COMMUNE, on=family.ON)}
        assert may == expected, username

"""Facts, derived facts, parameters and sources: everything domain.md names is here, dated and cited."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.spec.shipped_rows import ROOT, by_code, rows, several
from vatra.method import Rulebook

HOUSEHOLD = (
    "h_adults h_children h_members h_rooms h_income h_sources h_benefit_gap h_food_short h_dwelling h_tenure "
    "h_eviction h_hazards h_water h_toilet h_electricity h_heating h_dv h_dv_level"
)
ADULT = "a_role a_id a_gp a_insured a_alcohol a_drugs a_health a_mental a_disability a_tb a_parenting a_literate"
CHILD = (
    "c_birth_cert c_id c_mother c_father c_mother_age c_adult_carer c_notified c_delegation c_guardian c_abandon_risk "
    "c_left_unit c_measure c_measure_end_m c_back_m c_abroad_m c_alone_h c_gp c_vacc c_bw c_gest c_bf_excl c_divers "
    "c_vitd c_iron c_wz c_hz c_dev c_chronic c_tb c_mental c_disab c_rehab c_enrolled c_ever_enrolled c_abs_h "
    "c_abs_share c_repeat c_failing c_overage c_sen c_bully c_discr c_phys c_emot c_sex c_neglect c_neglect_life "
    "c_work_h c_work_hazard c_begging c_traffic c_online c_union c_smoke c_alcohol c_drugs c_offence c_runaway "
    "c_suicide c_sex_risk c_has_child"
)
PREGNANT = "g_pregnant g_week g_gp g_visits g_first_week g_risk g_subst g_pp_d g_pp_visit g_insured"
SUBJECTS = {"household": HOUSEHOLD, "adult": ADULT, "child": CHILD, "pregnant": PREGNANT}
CHOICES = {
    "h_water": "indoor yard public unsafe none",
    "h_dwelling": "house flat social necessity improvised none",
    "c_mother": "present commuting away_country abroad separated detained hospital rights_lost missing deceased "
    "unknown",
    "c_measure": "none placement foster residential supervision guardianship",
    "a_disability": "none mild medium accentuated grave",
    "c_vacc": "complete incomplete refused unknown",
}
TAGS = set(
    """
    aurora_ro aurora_en unicef_app2017 botnar dgaspc2016 dgaspc_start desteptarea2017 desteptarea_tecau romgaz eea0048
    eea0053 eea_ro25 cjbacau2024 hic2011 hic2013 hic2018 docslib_hic garbo2012 unicefro_hic pwc2016 unicef_mps
    mps_lessons mps_eval_en mps_eval_ro selection2014 unicef_qie mate ord6000 ord6447 l292 l231 ejuridic hg797 lazar
    dej avocatnet capital2025 ccc_reg hg691 fisa_bv fisa_39p asisoc_obs asisoc_risc hg612 l156 universul ilegis dcnews
    l156draft sina1 sina2 ord286a ord286b ord288 ord393 protocol393 manual_eci hg324 ord1985 cpc demagog roepas
    vmi2026a vmi2026b vmi2026c vmi2025 vmi2025b vmi_form vmi_goods alocatii2026 gradi2016 gradi_now bienal garantie
    strategie hg867 l100 copii2012 copii2021 dizertatie amc sunrise cpims primero
    """.split()  # noqa: SIM905 - a list of a hundred words reads best as words
)
TEXTS = sorted(path for path in ROOT.rglob("*.csv"))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_variable_of_the_questionnaire_is_a_fact_of_its_subject(subject: str) -> None:
    facts = by_code("facts.csv")
    for code in SUBJECTS[subject].split():
        assert facts[code]["subject"] == subject
        assert facts[code]["question_ro"] and facts[code]["question_en"], code


@pytest.mark.parametrize("code", CHOICES)
def test_a_choice_has_the_codes_of_the_catalogue(code: str) -> None:
    assert several(by_code("facts.csv")[code]["choices"]) == CHOICES[code].split()


def test_what_is_collected_for_planning_is_used_by_no_rule() -> None:
    unused = {row["code"] for row in rows("facts.csv") if row["used"] == "no"}
    assert unused == {"a_literate", "g_insured"}


@pytest.mark.parametrize(
    ("on", "inclusion", "families"),
    [
        (date(2024, 6, 1), 275, 700),
        (date(2025, 2, 28), 275, 700),
        (date(2025, 3, 1), 346, 879),
        (date(2026, 11, 2), 346, 879),
    ],
)
def test_the_poverty_lines_are_those_of_the_day(book: Rulebook, on: date, inclusion: int, families: int) -> None:
    values = book.parameters_on(on)
    assert (values["vmi_incl"], values["vmi_fam"]) == (inclusion, families)


def test_the_contradictory_amounts_are_unconfirmed_and_explained() -> None:
    today = [row for row in rows("parameters.csv") if row["code"] in ("vmi_incl", "vmi_fam") and not row["until"]]
    for row in today:
        assert row["confirmed"] == "no"
        assert "930" in row["note_ro"] and "930" in row["note_en"]


def test_the_named_thresholds_have_their_values(book: Rulebook) -> None:
    values = book.parameters_on(date(2026, 11, 2))
    named = {
        "abs_hours_term": 20,
        "abs_share": 0.10,
        "reint_m": 12,
        "bw_g": 2500,
        "gest_w": 37,
        "alone_h": 3,
        "birthreg_d": 30,
        "booking_w": 12,
    }
    assert {code: values[code] for code in named} == named


def test_every_source_of_the_design_is_in_the_list() -> None:
    found = by_code("sources.csv")
    assert TAGS - found.keys() == set()
    for code in ("l156_art4", "l272_art104", "l272_art105", "l272_art114", "l292_art69", "l292_art76"):
        assert found[code]["article"].startswith("art. "), code


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_romanian_is_written_with_commas_below_and_lines_end_plainly(path: object) -> None:
    text = path.read_bytes().decode("utf-8")  # type: ignore[attr-defined]
    assert not re.search("[şţŞŢ]", text)
    assert not re.search("[\u0300-\u036f\u00a0\u200b]", text)  # combining marks, hard and zero-width spaces
    assert "\r" not in text and text.endswith("\n") and not text.startswith("\ufeff")


def test_published_figures_keep_plan_result_and_day_apart() -> None:
    found = by_code("published.csv")
    assert (found["households_registered"]["value"], found["households_vulnerable"]["value"]) == ("46229", "9788")
    assert (found["vulnerable_children"]["value"], found["professionals"]["value"]) == ("17675", "154")
    assert found["budget_norway_planned"]["what"] == "plan" and found["budget_norway_final"]["what"] == "result"
    for row in found.values():
        assert row["what"] in ("plan", "result", "derived") and date.fromisoformat(row["cut_off_on"])


def test_every_article_is_cited_in_english_too(book: Rulebook):
    rows_of = [*book.deadlines, *book.sources.values()]
    assert [row["code"] for row in rows_of if bool(row["article"]) != bool(row["article_en"])] == []
    romanian = re.compile(r"\b(HG|Legea|Ordinul|anexa|anexele|alin|pct)\b")
    assert not [row["code"] for row in rows_of if romanian.search(row["article_en"])]

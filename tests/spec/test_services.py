"""The 56 services, the deadlines, the roles and the indicators."""

from __future__ import annotations

import pytest

from tests.spec.shipped_rows import CODES, by_code, rows, several
from vatra.method import Rulebook

SERVICES = (
    [f"S{n:02}" for n in range(1, 6)]
    + [f"W{n:02}" for n in range(1, 21)]
    + [f"N{n:02}" for n in range(1, 14)]
    + [f"E{n:02}" for n in range(1, 12)]
    + [f"R{n:02}" for n in range(1, 4)]
    + ["C01", "C02", "P01", "P02"]
)
FIRST_DUE = {
    "S03": 3,
    "S04": 30,
    "W02": 15,
    "W06": 0,
    "W07": 30,
    "W08": 60,
    "W09": 30,
    "W10": 14,
    "W12": 1,
    "W13": 0,
    "W14": 30,
    "W15": 30,
    "W16": 14,
    "W17": 14,
    "W19": 30,
    "W20": 30,
    "N01": 30,
    "N02": 14,
    "N03": 7,
    "N04": 30,
    "N05": 30,
    "N06": 30,
    "N07": 14,
    "N12": 30,
    "E01": 30,
    "E02": 30,
    "E03": 7,
    "E04": 14,
    "E05": 7,
    "E06": 30,
    "E09": 30,
    "E11": 0,
    "R02": 7,
    "R03": 90,
    "C01": 90,
    "C02": 365,
    "P01": 30,
}
MEDIATORS = ("school_mediator", "health_mediator")
NO_CASE_CONTENT = ("mayor", "council_member", "county_council", "national", "administrator")
VERBS = {"identify", "assess", "inform", "communicate", "counsel", "support", "care", "refer", "monitor"}
DEADLINES = [
    "initial_visit_signalled",
    "initial_visit",
    "emergency_report",
    "emergency_written",
    "case_opened",
    "detailed_assessment",
    "plan",
    "monitoring",
    "monitoring_weekly",
    "parents_abroad",
    "parents_abroad_later",
    "school_lists",
    "review",
    "post_monitoring",
    "survey_renewal",
    "departure_notice",
    "delegation_alert_60",
    "delegation_alert_30",
    "referral_acknowledged",
    "referral_answered",
]


def test_the_package_has_exactly_the_fifty_six_services() -> None:
    assert [row["code"] for row in rows("services.csv")] == SERVICES
    assert len(SERVICES) == 56


def test_all_nine_verbs_of_the_package_are_used() -> None:
    assert {row["verb"] for row in rows("services.csv")} == VERBS


def test_every_vulnerability_has_a_service_of_its_own() -> None:
    served = {code for row in rows("services.csv") for code in several(row["vulnerabilities"])}
    assert [code for code in CODES if code not in served] == []


@pytest.mark.parametrize("code", FIRST_DUE)
def test_a_service_is_first_due_as_its_rhythm_says(code: str) -> None:
    assert by_code("services.csv")[code]["first_due_days"] == str(FIRST_DUE[code])


def test_emergencies_shorten_the_day_of_a_service(book: Rulebook) -> None:
    services = {service.code: service for service in book.services}
    assert (services["W03"].due_days(2), services["W03"].due_days(3)) == (None, 3)
    assert (services["W20"].due_days(3), services["W20"].due_days(4)) == (30, 7)
    assert (services["W12"].due_days(3), services["W12"].due_days(4)) == (1, 0)


def test_acts_of_the_method_itself_are_never_proposed_and_two_stand_once_a_household() -> None:
    found = {row["code"]: row["propose"] for row in rows("services.csv")}
    assert {code for code, propose in found.items() if propose == "never"} == {"S01", "S02", "P02"}
    assert {code for code, propose in found.items() if propose == "household_once"} == {"S04", "W20"}


def test_a_technician_may_lead_whatever_a_social_worker_leads() -> None:
    for row in rows("services.csv"):
        lead = several(row["lead"])
        assert ("social_worker" in lead) == ("social_technician" in lead), row["code"]


@pytest.mark.parametrize("code", DEADLINES)
def test_a_deadline_of_the_process_is_here_with_its_source(code: str) -> None:
    row = by_code("deadlines.csv")[code]
    assert row["source"] and row["label_ro"] and row["label_en"] and row["starts_with"] and row["meets"]


def test_a_deadline_is_confirmed_only_by_a_source_that_was_read() -> None:
    labels = {row["code"]: row["label"] for row in rows("sources.csv")}
    for row in rows("deadlines.csv"):
        if row["confirmed"] == "yes":
            assert {labels[source] for source in several(row["source"], ";")} == {"S"}, row["code"]


@pytest.mark.parametrize(
    ("code", "amount", "unit"),
    [
        ("initial_visit_signalled", "72", "hours"),
        ("emergency_written", "24", "hours"),
        ("plan", "30", "days"),
        ("monitoring", "30", "days"),
        ("monitoring_weekly", "7", "days"),
        ("review", "3", "months"),
        ("parents_abroad", "2", "months"),
        ("parents_abroad_later", "6", "months"),
        ("survey_renewal", "12", "months"),
        ("departure_notice", "-40", "days"),
        ("delegation_alert_60", "-60", "days"),
    ],
)
def test_a_deadline_has_the_time_of_the_law(code: str, amount: str, unit: str) -> None:
    row = by_code("deadlines.csv")[code]
    assert (row["amount"], row["unit"]) == (amount, unit)


def test_mediators_see_neither_health_details_nor_violence() -> None:
    roles = by_code("roles.csv")
    for role in MEDIATORS:
        assert not {"health_detail", "violence", "risk"} & set(several(roles[role]["sees"]))


def test_only_nurses_and_their_supervisor_see_health_details() -> None:
    found = {row["code"] for row in rows("roles.csv") if "health_detail" in several(row["sees"])}
    assert found == {"community_nurse", "supervisor_dsp"}


def test_violence_is_seen_only_by_those_who_act_on_it() -> None:
    found = {row["code"] for row in rows("roles.csv") if "violence" in several(row["sees"])}
    assert found == {"social_worker", "social_technician", "head", "school_counsellor", "supervisor_dgaspc"}


def test_those_without_casework_see_numbers_at_most() -> None:
    roles = by_code("roles.csv")
    for role in NO_CASE_CONTENT:
        acts = set(several(roles[role]["acts"])) - {"directory"}  # to speak of providers is to speak of no case
    assert set(several(roles[role]["sees"])) <= {"aggregates"} and not acts
    assert roles["administrator"]["sees"] == ""


def test_ethnicity_is_for_statistics_alone() -> None:
    assert {row["code"] for row in rows("roles.csv") if "statistics" in several(row["sees"])} == {"evaluator"}
    assert "statistics" not in {row["domain"] for row in rows("facts.csv")}


def test_every_indicator_says_what_it_counts_of_what() -> None:
    found = rows("indicators.csv")
    assert {row["kind"] for row in found} == {"outcome", "process", "workload"}
    for row in found:
        assert row["numerator"] and row["denominator"] and row["period"] and row["unit"] and row["formula"], row["code"]
    assert by_code("indicators.csv")["field_share"]["target"] == "66 %"

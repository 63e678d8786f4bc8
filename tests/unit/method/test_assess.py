"""One household through the tiny rulebook: findings, reasons, what to ask, levels, services."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from vatra.method import BadInput, compile_rulebook, read_rulebook

ON = date(2026, 11, 1)
CHILD = {"id": "c", "kind": "child", "birth_date": "2017-03-01"}


def found(program, code, household=None, *members, on=ON):
    """The first finding of a code."""
    result = program.assess(household or {}, list(members), on=on)
    return next(f for subject in (*result.subjects, result.household) for f in subject.findings if f.code == code)


def test_a_finding_is_present_when_a_row_is_true_with_its_reasons(program):
    finding = found(program, "ED03", {}, {**CHILD, "c_enrolled": False, "c_ever_enrolled": "da"})
    assert (finding.state, finding.severity, finding.ask) == ("present", 3, ())
    assert finding.reasons == {"age_y": 9, "c_ever_enrolled": True, "c_enrolled": False}


def test_a_finding_is_absent_when_every_row_is_false_whatever_else_is_missing(program):
    finding = found(program, "ED03", {}, {**CHILD, "c_enrolled": True})
    assert (finding.state, finding.severity, finding.reasons) == ("absent", None, {"c_enrolled": True})


def test_a_missing_answer_is_unknown_and_asked_for(program):
    finding = found(program, "ED03", {}, {**CHILD, "c_enrolled": False})
    assert (finding.state, finding.ask) == ("unknown", ("c_ever_enrolled",))
    assert finding.reasons == {"age_y": 9, "c_enrolled": False}


def test_an_unknown_age_asks_for_the_birth_date(program):
    child = {"id": "c", "kind": "child", "c_enrolled": False, "c_ever_enrolled": True}
    assert found(program, "ED03", {}, child).ask == ("birth_date",)


def test_an_answer_that_can_no_longer_decide_is_not_asked_for(program):
    household = {"h_hazards": [], "h_dwelling": "house"}
    assert found(program, "LO03", household).state == "absent"
    assert found(program, "LO03", {"h_hazards": []}).ask == ("h_dwelling",)
    assert found(program, "LO03", {"h_dwelling": "improvised", "h_hazards": []}, {"id": "x", "kind": "child"}).ask == (
        "birth_date",
    )


def test_a_derived_fact_asks_for_the_answers_it_is_made_of_and_brings_them_as_reasons(program):
    assert found(program, "EC01", {"h_income": 100, "h_adults": 2}).ask == ("h_children",)
    finding = found(program, "EC01", {"h_income": 300, "h_adults": 2, "h_children": 0})
    assert finding.reasons == {"adj_income": 200, "h_income": 300, "h_adults": 2, "h_children": 0}


def test_a_derived_fact_that_is_given_is_taken_as_given(program):
    assert found(program, "EC01", {"adj_income": 100}).state == "present"


def test_the_gravest_true_row_gives_the_severity(program):
    assert found(program, "LO03", {"h_hazards": ["damp", "roof"]}).severity == 2
    assert found(program, "LO03", {"h_hazards": ["damp", "fire"]}).severity == 3
    assert found(program, "LO03", {"h_hazards": ["damp", "fire"], "h_dwelling": "none"}).severity == 4


def test_none_in_a_set_is_not_counted(program):
    assert found(program, "LO03", {"h_hazards": ["damp", "none"], "h_dwelling": "house"}).state == "absent"


def test_a_parameter_has_the_value_of_the_day(program):
    household = {"adj_income": 350}
    assert found(program, "EC01", household, on=date(2026, 5, 31)).state == "absent"
    assert found(program, "EC01", household, on=date(2026, 6, 1)).state == "present"
    assert found(program, "EC01", household, on=date(2023, 1, 1)).state == "unknown"


def test_a_vulnerability_is_only_looked_for_while_it_is_valid(tmp_path):
    from tests.unit.method import tiny

    rows = [
        *tiny.ROWS["vulnerabilities.csv"][:-1],
        tiny.vulnerability("SM03", "pregnant", "maternal", "2026-01-01", "2026-06-01"),
    ]
    program = compile_rulebook(read_rulebook(tiny.write(tmp_path, **tiny.with_rows("vulnerabilities.csv", rows))))
    woman = {"id": "g", "kind": "pregnant", "g_week": 5, "birth_date": "2011-01-01"}

    def codes(day):
        return [finding.code for finding in program.assess({}, [woman], on=day).subjects[0].findings]

    assert codes(date(2026, 5, 31)) == ["SM01", "SM03"]
    assert codes(date(2026, 6, 1)) == ["SM01"]


def test_a_vulnerability_of_somebody_else_means_anybody_in_the_household(program):
    child = {**CHILD, "c_mother": "present"}
    adult = {"id": "a", "kind": "adult"}
    assert found(program, "FA09", {}, child).state == "absent"
    assert found(program, "FA09", {}, child, adult).ask == ("a_alcohol",)
    finding = found(program, "FA09", {}, child, adult, {"id": "b", "kind": "adult", "a_alcohol": "dependence"})
    assert (finding.severity, finding.reasons) == (3, {"CR06": "present"})


def test_a_rule_that_refers_to_a_rule_waits_for_it(program):
    assert found(program, "FA02", {}, {**CHILD, "c_mother": "abroad", "c_father": "present"}).state == "present"
    assert found(program, "FA02", {}, {**CHILD, "c_mother": "abroad", "c_father": "deceased"}).state == "absent"
    assert found(program, "FA02", {}, {**CHILD, "c_mother": "abroad"}).ask == ("c_father",)


def test_a_member_is_also_evaluated_as_what_its_facts_make_it(program):
    girl = {"id": "g", "kind": "child", "birth_date": "2011-06-01", "g_week": 20, "g_gp": False}
    codes = [finding.code for finding in program.assess({}, [girl], on=ON).subjects[0].findings]
    assert {"ED03", "SM01", "SM03"} <= set(codes)
    assert "CR06" not in codes


def test_any_over_no_members_is_no(program):
    assert found(program, "SA01", {}, {**CHILD, "c_gp": True}).state == "absent"


def test_a_childs_level_counts_the_households_and_the_adults_findings(program):
    adult = {"id": "a", "kind": "adult", "a_alcohol": "dependence"}
    child = {**CHILD, "c_gp": True, "c_mother": "present", "c_father": "present", "c_enrolled": True}
    result = program.assess({"h_hazards": ["damp", "roof"]}, [adult, child], on=ON)
    assert {subject.id: subject.level for subject in result.subjects} == {"a": "high", "c": "high"}
    assert program.assess({"h_hazards": ["damp", "roof"]}, [child], on=ON).subjects[0].level == "medium"
    assert program.assess({}, [child], on=ON).subjects[0].level == "none"


def test_a_household_s_level_counts_everybody_s_findings(program):
    children = [{"id": str(n), "kind": "child", "birth_date": "2017-03-01", "c_gp": False} for n in range(3)]
    result = program.assess({}, children, on=ON)
    assert [subject.level for subject in result.subjects] == ["medium"] * 3
    assert result.household.level == "high"
    assert result.household.max_severity == 2


def test_services_are_merged_and_ordered_by_severity_day_and_code(program):
    adult = {"id": "a", "kind": "adult", "a_alcohol": "dependence"}
    children = [{**CHILD, "id": n, "c_enrolled": False, "c_ever_enrolled": True} for n in ("c", "d")]
    household = {
        "id": "H",
        "h_income": 900,
        "h_adults": 1,
        "h_children": 2,
        "h_dwelling": "house",
        "h_hazards": ["fire"],
    }
    result = program.assess(household, [adult, *children], on=ON)
    child = result.subjects[1]
    assert [(s.code, s.codes, s.due_on) for s in child.services] == [("W02", ("ED03",), ON + timedelta(days=2))]
    plan = result.household.services
    assert [s.code for s in plan] == ["W02", "S04", "W03", "W01"]
    assert plan[0].who == ("c", "d")
    assert plan[1].who == ("H", "a", "c", "d")
    assert plan[2].codes == ("CR06", "LO03") and plan[2].due_on is None


def test_a_result_says_its_rulebook_and_becomes_json(program):
    result = program.assess({"id": "H"}, [CHILD], on=ON).as_dict()
    assert result["rulebook"].startswith("tiny 1.0 ") and result["on"] == "2026-11-01"
    assert set(result["subjects"][0]["findings"][0]) == {"code", "state", "severity", "reasons", "ask"}


def test_the_order_of_members_changes_no_finding(program):
    members = [{**CHILD, "id": str(n), "c_abs_h": 0.1 * n, "c_gp": n % 2 == 0} for n in range(6)]
    forth = program.assess({}, members, on=ON).as_dict()
    back = program.assess({}, members[::-1], on=ON).as_dict()
    assert sorted(forth["subjects"], key=str) == sorted(back["subjects"], key=str)
    assert forth["household"]["findings"] == back["household"]["findings"]


BAD = {
    "members[0].c_dentist": ({}, [{**CHILD, "c_dentist": True}], "no fact"),
    "members[0].h_rooms": ({}, [{**CHILD, "h_rooms": 1}], "about the household"),
    "household.c_gp": ({"c_gp": True}, [], "about the child"),
    "members[0].c_gp": ({}, [{**CHILD, "c_gp": "maybe"}], "yes or no"),
    "members[0].c_enrolled": ({}, [{**CHILD, "c_enrolled": 1}], "yes or no"),
    "members[0].c_mother": ({}, [{**CHILD, "c_mother": "on the moon"}], "not among the choices"),
    "household.h_dwelling": ({"h_dwelling": ["house"]}, [], "not among the choices"),
    "household.h_rooms": ({"h_rooms": "2"}, [], "a number"),
    "household.h_income": ({"h_income": float("nan")}, [], "finite"),
    "household.h_adults": ({"h_adults": 10**30}, [], "between"),
    "household.h_children": ({"h_children": -1}, [], "between"),
    "household.adj_income": ({"adj_income": float("inf")}, [], "finite"),
    "household.h_hazards": ({"h_hazards": ["damp", ["fire"]]}, [], "not among the choices"),
    "household.infants": ({"infants": {"a": {"b": 1}}}, [], "a number"),
    "members[1].birth_date": ({}, [CHILD, {"id": "x", "kind": "child", "birth_date": "2026-11-02"}], "after the day"),
    "members[0].birth_date": ({}, [{"id": "x", "kind": "child", "birth_date": "2025-02-30"}], "does not exist"),
    "members[2].birth_date": (
        {},
        [CHILD, {"id": "y", "kind": "adult"}, {"id": "x", "kind": "adult", "birth_date": "1895-01-01"}],
        "over 130",
    ),
    "members[0].age_y": ({}, [{"id": "x", "kind": "child", "age_y": -1}], "between"),
    "members[1].id": ({}, [CHILD, CHILD], "also stands"),
    "members[0].id": ({}, [{"kind": "child"}], "missing"),
    "members[0].kind": ({}, [{"id": "x", "kind": "cat"}], "child, adult or pregnant"),
    "members[0]": ({}, ["child"], "an object"),
    "members": ({}, {"id": 1}, "a list"),
    "household": ([], [], "an object"),
}


@pytest.mark.parametrize("path", BAD)
def test_bad_input_is_refused_with_the_path_of_the_field(program, path):
    household, members, reason = BAD[path]
    with pytest.raises(BadInput) as raised:
        program.assess(household, members, on=ON)
    assert raised.value.path == path
    assert reason in raised.value.reason_en
    assert raised.value.sentence("ro").startswith(f"{path}: ") and raised.value.reason_ro != raised.value.reason_en


def test_null_is_missing_and_every_spelling_of_yes_and_no_is_taken(program):
    for said, state in (
        (True, "absent"),
        ("yes", "absent"),
        ("DA", "absent"),
        ("nu", "present"),
        ("false", "present"),
        (None, "unknown"),
    ):
        assert found(program, "SA01", {}, {**CHILD, "c_gp": said}).state == state

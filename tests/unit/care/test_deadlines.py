"""By when the law asks for something, told as short stories."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.care.stories import CLOCKS, DAY, after, found, home_visits, span, story
from vatra.assessment.queries import rulebook_in_force
from vatra.care.clocks import Clock, clocks_of, known
from vatra.care.deadlines import Due, deadlines
from vatra.care.domains import GENERAL, bits_of
from vatra.care.history import History, Met, Promised, Sent


def of(rule: str, history: History) -> list[Due]:
    return [due for due in deadlines(history, CLOCKS) if due.rule == rule]


def test_a_severe_finding_asks_for_a_visit_within_72_hours() -> None:
    [due] = of("D03", story(found=[found("VI01", 3, domain="violence")]))
    assert (due.starts_on, due.due_on, due.met_on, due.urgency) == (DAY, after(3), None, 3)
    assert due.article == "HG612" and due.confirmed


def test_a_visit_on_the_same_day_meets_it() -> None:
    [due] = of("D03", story(found=[found("VI01", 3)], visits=home_visits(0)))
    assert due.met_on == DAY


def test_a_visit_at_the_office_does_not_meet_it() -> None:
    [due] = of("D03", story(found=[found("VI01", 3)], visits=[Met(after(1), "office")]))
    assert due.met_on is None


def test_a_late_visit_meets_it_late_and_the_day_due_stays() -> None:
    [due] = of("D03", story(found=[found("VI01", 3)], visits=home_visits(9)))
    assert (due.due_on, due.met_on) == (after(3), after(9))


def test_a_weekend_does_not_move_a_deadline() -> None:
    friday = after(4)
    assert friday.weekday() == 4
    [due] = of("D03", story(found=[found("VI01", 3, on=4)]))
    assert due.due_on.weekday() == 0 and due.due_on == after(7)


def test_a_mild_finding_asks_for_no_visit() -> None:
    assert of("D03", story(found=[found("FA02", 1), found("ED04", 2)])) == []


def test_a_finding_that_worsens_starts_the_clock_on_the_day_it_became_severe() -> None:
    [due] = of("D03", story(found=[found("CR01", 2, course=((0, 2), (20, 3)))]))
    assert due.starts_on == after(20)


def test_two_findings_of_one_day_make_one_deadline_with_both_reasons() -> None:
    [due] = of("D03", story(found=[found("VI01", 3), found("FA04", 4)]))
    assert [code for code, *_ in due.causes] == ["FA04", "VI01"] and due.urgency == 4


def test_a_finding_that_ends_before_it_was_met_lapses_the_deadline() -> None:
    [due] = of("D03", story(found=[found("VI01", 3, until=2)]))
    assert (due.met_on, due.lapsed_on) == (None, after(2))


def test_an_emergency_is_notified_within_a_day() -> None:
    [open_one] = of("D04", story(found=[found("VI03", 4)]))
    assert open_one.due_on == after(1)
    [met] = of("D04", story(found=[found("VI03", 4)], deliveries=[Met(DAY, "done", "W12")]))
    assert met.met_on == DAY


def test_the_plan_is_due_thirty_days_after_the_case() -> None:
    [due] = of("D05", story(cases=[span("case", 3)], plans=[span("plan", 20)]))
    assert (due.due_on, due.met_on) == (after(33), after(20))


def test_monitoring_goes_on_every_thirty_days_while_the_plan_runs() -> None:
    history = story(cases=[span("case", 0)], plans=[span("plan", 0)], visits=home_visits(25, 60))
    dues = of("D06", history)
    assert [(d.starts_on, d.due_on, d.met_on) for d in dues] == [
        (after(0), after(30), after(25)), (after(25), after(55), after(60)), (after(60), after(90), None),
    ]


def test_the_visit_of_the_day_of_the_plan_does_not_monitor_it() -> None:
    [due] = of("D06", story(cases=[span("case", 0)], plans=[span("plan", 0)], visits=home_visits(0)))
    assert due.met_on is None


def test_an_emergency_is_monitored_every_week() -> None:
    history = story(found=[found("VI03", 4)], cases=[span("case", 0)], plans=[span("plan", 0)], visits=home_visits(6))
    assert [(d.due_on, d.met_on) for d in of("D07", history)] == [(after(7), after(6)), (after(13), None)]
    assert of("D06", history) == []


def test_when_the_emergency_ends_the_weekly_clock_lapses_and_the_monthly_one_starts() -> None:
    history = story(
        found=[found("VI03", 4, until=10), found("ED04", 2)], cases=[span("case", 0)], plans=[span("plan", 0)]
    )
    [weekly], [monthly] = of("D07", history), of("D06", history)
    assert weekly.lapsed_on == after(10) and monthly.starts_on == after(10) and monthly.lapsed_on is None


def test_closing_the_case_ends_what_the_plan_asked_for() -> None:
    history = story(cases=[span("case", 0, 40, "moved")], plans=[span("plan", 0, 40)])
    assert [d.lapsed_on for d in of("D06", history)] == [after(40)]
    assert of("D12", history) == []


def test_a_case_closed_with_its_objectives_met_is_looked_at_again() -> None:
    [due] = of("D12", story(cases=[span("case", 0, 40, "objectives_met")]))
    assert due.starts_on == after(40)


def test_a_plan_is_reviewed_every_three_months() -> None:
    history = story(cases=[span("case", 0)], plans=[span("plan", 0)], interviews=[DAY, after(80)])
    assert [(d.due_on, d.met_on) for d in of("D08", history)] == [
        (date(2026, 4, 5), after(80)), (date(2026, 6, 26), None),
    ]


def test_the_census_is_renewed_within_twelve_months() -> None:
    [first] = of("D01", story(interviews=[DAY]))
    assert first.met_on == DAY
    assert [(d.starts_on, d.met_on) for d in of("D02", story(interviews=[DAY, after(300)]))] == [
        (DAY, after(300)), (after(300), None),
    ]


def test_children_with_parents_abroad_are_visited_every_two_months_then_every_six() -> None:
    history = story(found=[found("FA01", 3), found("FA03", 3)], visits=home_visits(50, 105, 165, 190))
    assert [(d.rule, d.due_on) for d in deadlines(history, CLOCKS) if d.cause == "abroad"] == [
        ("D09", date(2026, 3, 5)), ("D09", date(2026, 4, 24)), ("D09", date(2026, 6, 20)),
        ("D09", date(2026, 8, 19)), ("D10", date(2027, 1, 14)),
    ]


def test_a_parent_who_returns_ends_the_visits() -> None:
    [due] = of("D09", story(found=[found("FA02", 1, until=30)]))
    assert due.lapsed_on == after(30)


def test_a_referral_is_answered_by_itself_only() -> None:
    sent = [Sent("W16", None, (), DAY, acknowledged_on=after(2)), Sent("E06", None, (), after(1))]
    assert [(d.starts_on, d.met_on) for d in of("D11", story(sent=sent))] == [(DAY, after(2)), (after(1), None)]


def test_only_a_grave_referral_must_be_acknowledged_the_same_day() -> None:
    same_day = Clock("D13", "referral_sent", "referral_acknowledged", 0, False, False, "P", False, 4)
    mild, grave = Sent("E06", None, ("ED05",), DAY), Sent("W12", None, ("VI03",), after(1))
    history = story(found=[found("ED05", 2), found("VI03", 4)], sent=[mild, grave])
    assert [d.starts_on for d in deadlines(history, [same_day])] == [after(1)]


def test_a_new_grave_finding_asks_for_no_second_case() -> None:
    clock = Clock("D14", "severity_3", "case_opened", 3, False, False, "P", False, 3)
    history = story(found=[found("VI01", 3), found("VI04", 3, on=50)], cases=[span("case", 1)])
    assert [(d.starts_on, d.met_on) for d in deadlines(history, [clock])] == [(DAY, after(1))]


def test_the_delegation_file_is_met_when_the_finding_ends() -> None:
    clock = Clock("D15", "abroad_without_delegation", "delegation_granted", 30, False, False, "L272", False)
    [due] = deadlines(story(found=[found("FA03", 3, until=25)]), [clock])
    assert (due.due_on, due.met_on, due.lapsed_on) == (after(30), after(25), None)


def test_what_the_plan_promises_is_due_on_its_day_and_lapses_when_refused() -> None:
    def promised(state: str, done: int | None = None) -> Promised:
        return Promised("W02", None, ("EC01",), DAY, after(15), state, None if done is None else after(done), None)

    due = {state: of("W02", story(promised=[promised(state, day)], found=[found("EC01", 3)]))[0]
           for state, day in (("planned", None), ("done", 9), ("refused", 4))}
    assert (due["planned"].due_on, due["planned"].urgency) == (after(15), 3)
    assert due["done"].met_on == after(9)
    assert due["refused"].lapsed_on == after(4)


def test_a_monitoring_visit_that_the_plan_promises_stands_once_with_both_reasons() -> None:
    history = story(
        found=[found("EC01", 3), found("ED04", 2, until=0)], cases=[span("case", 0)], plans=[span("plan", 0)],
        promised=[Promised("W20", None, ("ED04",), DAY, after(20), "planned", None, None)],
    )
    [due] = [due for due in deadlines(history, CLOCKS) if due.rule in ("D06", "W20")]
    assert (due.rule, due.due_on, due.met_on) == ("D06", after(20), None)
    assert [code for code, *_rest in due.causes] == ["EC01", "ED04"]


def test_a_monitoring_visit_without_a_clock_stands_by_itself() -> None:
    promised = [Promised("W20", None, ("EC01",), DAY, after(20), "planned", None, None)]
    assert [due.due_on for due in of("W20", story(found=[found("EC01", 3)], promised=promised))] == [after(20)]


def test_a_deadline_of_violence_is_known_only_to_those_who_may_know_it() -> None:
    history = story(found=[found("VI03", 4, domain="violence")], cases=[span("case", 0)])
    [visit], [plan] = of("D03", history), of("D05", history)
    assert visit.domains == bits_of(["violence"])
    assert plan.domains == bits_of(["violence"]) | GENERAL


def test_a_household_that_left_has_nothing_open() -> None:
    history = story(found=[found("VI01", 3)], cases=[span("case", 0)], interviews=[DAY])
    history.ended_on = after(10)
    assert all(d.met_on or d.lapsed_on for d in deadlines(history, CLOCKS))


DELEGATION = Clock("D16", "delegation_expires", "delegation_renewed", -60, False, False, "L272", False)


def test_a_delegation_ends_a_year_after_it_was_first_seen_unless_it_is_seen_again() -> None:
    away, lacking = found("FA01", 3), found("FA03", 3, until=20)
    [due] = deadlines(story(found=[away, lacking], interviews=[DAY, after(20), after(150)]), [DELEGATION])
    assert (due.starts_on, due.due_on, due.met_on) == (after(20), date(2026, 11, 26), None)
    first, second = deadlines(story(found=[away, lacking], interviews=[after(20), after(340)]), [DELEGATION])
    assert (first.met_on, second.starts_on, second.met_on) == (after(340), after(340), None)


def test_nobody_asks_for_a_delegation_when_the_parents_are_back() -> None:
    back = [found("FA01", 3, until=90), found("FA03", 3, until=20)]
    [due] = deadlines(story(found=back), [DELEGATION])
    assert due.lapsed_on == after(90)
    assert deadlines(story(found=[found("FA01", 3, until=20), found("FA03", 3, until=20)]), [DELEGATION]) == []


def test_a_report_is_triaged_on_its_day_and_papers_are_seen_when_the_household_is_asked() -> None:
    triage = Clock("D17", "signalled", "triaged", 0, False, False, "HG612", True)
    papers = Clock("D18", "registered", "identity_checked", 0, False, False, "AMC", False)
    history = story(visits=[Met(after(3), "phone", "S02")], interviews=[after(5)])
    dues = deadlines(history, [triage, papers])
    assert [(due.due_on, due.met_on) for due in dues] == [(after(3), after(5)), (DAY, after(5))]


def test_a_plan_accompanies_for_a_year() -> None:
    horizon = Clock("D19", "plan_agreed", "plan_ended", 12, True, False, "L156", False)
    history = story(cases=[span("case", 0)], plans=[span("one", 0, 40), span("two", 40)])
    assert [(d.due_on, d.met_on) for d in deadlines(history, [horizon])] == [
        (date(2027, 1, 5), after(40)), (date(2027, 2, 14), None),
    ]


days = st.integers(0, 400)
spans = st.tuples(days, days).map(sorted)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Any household, its parts in any order."""
    findings = [found(code, level, on=since, until=until if until > since else None)
                for code, level, (since, until) in draw(st.lists(st.tuples(
                    st.sampled_from(["FA01", "FA03", "VI01", "ED04"]), st.integers(1, 4), spans), max_size=5))]
    cases = [span(f"case{n}", since, until, "objectives_met") for n, (since, until) in
             enumerate(draw(st.lists(spans, max_size=2)))]
    plans = [span(f"plan{n}", since, until) for n, (since, until) in enumerate(draw(st.lists(spans, max_size=3)))]
    return story(found=findings, cases=cases, plans=plans, visits=home_visits(*draw(st.lists(days, max_size=8))),
                 interviews=[after(day) for day in draw(st.lists(days, max_size=4))])


@given(histories(), st.randoms(use_true_random=False))
def test_deadlines_do_not_depend_on_the_order_in_which_things_are_told(history: History, random: object) -> None:
    told = set(deadlines(history, CLOCKS))
    for part in (history.found, history.visits, history.interviews):
        random.shuffle(part)  # type: ignore[attr-defined]
    assert set(deadlines(history, CLOCKS)) == told


@given(histories())
def test_every_deadline_is_open_or_met_or_lapsed_and_due_after_it_starts(history: History) -> None:
    dues = deadlines(history, CLOCKS)
    assert len({(d.rule, d.person, d.starts_on) for d in dues}) == len(dues)
    for due in dues:
        assert due.due_on >= due.starts_on and not (due.met_on and due.lapsed_on)
        assert due.met_on is None or due.met_on >= due.starts_on


@pytest.mark.parametrize("rule", ["D06", "D07", "D08"])
@given(history=histories())
def test_a_clock_never_has_two_open_deadlines_for_one_plan(rule: str, history: History) -> None:
    running = [p for p in history.plans if p.until is None]
    assert len([d for d in of(rule, history) if not d.met_on and not d.lapsed_on]) <= len(running)


def test_the_clocks_that_care_leaves_out_are_those_of_later_work() -> None:
    left_out = {row["code"] for row in rulebook_in_force(on=DAY).rulebook.deadlines if not known(row)}
    assert left_out == {
        "council_monthly", "council_quarterly",  # of a commune's council: the room community reads them
        "archive",  # nobody's duty: the calendar of the process counts it
        "school_lists",  # asked of a commune, not of a household
    }


def test_every_clock_of_the_rulebook_in_force_can_run() -> None:
    for clock in clocks_of(rulebook_in_force(on=DAY).rulebook.deadlines):
        counts_back = clock.code == "departure_notice"  # from the day on which the parent leaves
        assert (clock.due(DAY) >= DAY) is not counts_back and clock.article, clock.code

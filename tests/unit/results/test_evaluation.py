"""Evaluation: the same numbers as the field's packages, and intervals that hold what they promise."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd
import pyfixest
import pytest
from csdid.att_gt import ATTgt
from scipy import stats

from vatra.results.evaluation import (
    BadPanel,
    before_after,
    detectable,
    difference_in_differences,
    event_study,
    losses,
    two_way_fixed_effects,
    wild_bootstrap,
)
from vatra.results.evaluation.distributions import f_above, t_quantile, t_two_sided
from vatra.results.evaluation.panel import Panel, panel_of

pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword")  # of pandas, inside the packages compared with
TRUE_EFFECT = -0.5
SIMULATIONS = 500
HONEST = 0.93  # of intervals that promise 0.95


def communities(
    seed: int, *, number: int = 20, rounds: int = 4, subjects: tuple[int, int] = (5, 20), lost: float = 0.08,
    effect: float = TRUE_EFFECT, weighted: bool = False,
) -> Panel:
    """Half of the communities are treated from the middle round on; each moves in its own way as well."""
    random = np.random.default_rng(seed)
    treated = {f"c{place}" for place in range(number // 2)}
    rows = []
    for place in range(number):
        level, drift = random.normal(), random.normal(scale=0.2)
        for subject in range(random.integers(*subjects)):
            own = random.normal()
            for at in range(rounds):
                outcome = level + own + at * (0.3 + drift) + random.normal()
                outcome += effect if f"c{place}" in treated and at >= rounds // 2 else 0
                weight = random.uniform(0.5, 2) if weighted else 1.0
                known = None if random.random() < lost else outcome
                rows.append((f"{place}-{subject}", f"c{place}", at, known, weight))
    return panel_of(rows, treated=treated, begun=rounds // 2)


def table(panel: Panel) -> pd.DataFrame:
    known = panel.known()
    rows = {"y": known.outcome, "subject": known.subject, "community": known.cluster, "round": known.round,
            "treated": known.treated, "after": known.after, "weight": known.weight}
    return pd.DataFrame(rows | {"both": known.treated * known.after})


@pytest.mark.parametrize("degrees", [1, 4, 39, 1_000])
def test_students_t_and_fishers_f_are_those_of_scipy(degrees: int) -> None:
    for value in (0.0, 0.3, 2.1, 8.0):
        assert t_two_sided(value, degrees) == pytest.approx(2 * stats.t.sf(value, degrees), rel=1e-9, abs=1e-15)
        assert f_above(value, 3, degrees) == pytest.approx(stats.f.sf(value, 3, degrees), rel=1e-9, abs=1e-15)
    for share in (0.5, 0.8, 0.975, 0.999):
        assert t_quantile(share, degrees) == pytest.approx(stats.t.ppf(share, degrees), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
def test_two_arms_before_and_after_give_the_numbers_of_pyfixest(weighted: bool) -> None:
    panel = communities(3, weighted=weighted)
    theirs = pyfixest.feols("y ~ treated * after", table(panel), vcov={"CRV1": "community"}, weights="weight").tidy()
    low, high = theirs.loc["treated:after", ["2.5%", "97.5%"]]
    ours = difference_in_differences(panel)
    assert ours.effect == pytest.approx(theirs.loc["treated:after", "Estimate"], rel=1e-8)
    assert ours.error == pytest.approx(theirs.loc["treated:after", "Std. Error"], rel=1e-8)
    assert ours.p_value == pytest.approx(theirs.loc["treated:after", "Pr(>|t|)"], rel=1e-6)
    assert (ours.low, ours.high) == pytest.approx((low, high), rel=1e-8)


@pytest.mark.parametrize("weighted", [False, True])
def test_two_way_fixed_effects_give_the_numbers_of_pyfixest(weighted: bool) -> None:
    panel = communities(4, weighted=weighted)
    ours = two_way_fixed_effects(panel)
    theirs = pyfixest.feols(
        "y ~ both | community + round", table(panel), vcov={"CRV1": "community"}, weights="weight",
        ssc=pyfixest.ssc(k_adj=False),
    ).tidy()
    assert ours.effect == pytest.approx(theirs.loc["both", "Estimate"], rel=1e-7)
    rows, columns = ours.observations, 1 + 4  # one effect and four rounds; communities are nested in the clusters
    error = theirs.loc["both", "Std. Error"] * sqrt((rows - 1) / (rows - columns))
    assert ours.error == pytest.approx(error, rel=1e-7)


def test_before_and_after_alone_gives_the_numbers_of_pyfixest() -> None:
    panel = communities(5)
    treated = table(panel).query("treated == 1")
    theirs = pyfixest.feols("y ~ after", treated, vcov={"CRV1": "community"}).tidy()
    ours = before_after(panel)
    assert (ours.effect, ours.error) == pytest.approx(tuple(theirs.loc["after", ["Estimate", "Std. Error"]]), rel=1e-8)


def test_a_balanced_panel_gives_the_effect_of_callaway_and_santanna() -> None:
    panel = communities(6, lost=0.0)
    rows = table(panel)
    rows["first"] = rows["treated"] * (panel.begun + 1)  # 0: never treated; rounds are counted from 1
    rows["at"] = rows["round"] + 1
    theirs = ATTgt(yname="y", tname="at", idname="subject", gname="first", data=rows).fit(est_method="reg").results
    effects = dict(zip(theirs["year"], theirs["att"], strict=True))
    for at in (panel.begun, panel.begun + 1):
        ours = difference_in_differences(panel.where(np.isin(panel.round, (panel.begun - 1, at))))
        assert ours.effect == pytest.approx(effects[at + 1], rel=1e-8)


def test_the_wild_bootstrap_gives_the_p_value_of_wildboottest() -> None:
    panel = communities(12, effect=-0.3)
    fit = pyfixest.feols("y ~ both + C(community) + C(round)", table(panel), vcov={"CRV1": "community"})
    theirs = fit.wildboottest(param="both", reps=9_999, seed=7)
    ours = wild_bootstrap(panel, seed=7)
    assert 0.02 < ours.p_value < 0.9  # else chance would tell nothing
    assert ours.p_value == pytest.approx(theirs["Pr(>|t|)"], abs=0.02)


def test_the_bootstrap_interval_holds_what_its_test_does_not_reject() -> None:
    panel = communities(12)
    ours = wild_bootstrap(panel, seed=1, draws=999)
    for end, inside in ((ours.low, 1), (ours.high, -1)):
        for step, kept in ((0.02 * inside, True), (-0.02 * inside, False)):
            moved = panel.outcome - (end + step) * panel.treated * panel.after
            shifted = Panel(moved, panel.subject, panel.cluster, panel.round, panel.treated, panel.begun, panel.weight)
            assert (wild_bootstrap(shifted, seed=1, draws=999).p_value > 0.05) is kept


def test_few_communities_draw_from_six_points_and_still_have_an_interval() -> None:
    few = wild_bootstrap(communities(9, number=6), seed=2, draws=999)
    assert few.draws == 999
    assert few.low < TRUE_EFFECT < few.high


def test_intervals_hold_the_true_effect_as_often_as_they_promise() -> None:
    """40 communities, 500 studies: at least 93 in 100 intervals of 95 % hold the effect that was put in."""
    held = {"robust": 0, "bootstrap": 0}
    for seed in range(SIMULATIONS):
        panel = communities(1_000 + seed, number=40, rounds=2, subjects=(8, 12), lost=0.05)
        robust = two_way_fixed_effects(panel)
        bootstrap = wild_bootstrap(panel, seed=seed, draws=399)
        held["robust"] += robust.low <= TRUE_EFFECT <= robust.high
        held["bootstrap"] += bootstrap.low <= TRUE_EFFECT <= bootstrap.high
    assert {name: count / SIMULATIONS >= HONEST for name, count in held.items()} == dict.fromkeys(held, True), held


def test_arms_that_drifted_apart_before_the_intervention_are_found_out() -> None:
    alike = communities(21)
    drifting = Panel(alike.outcome + 0.8 * alike.treated * alike.round, alike.subject, alike.cluster, alike.round,
                     alike.treated, alike.begun, alike.weight)
    before = event_study(alike).alike_before
    after = event_study(drifting).alike_before
    assert before is not None and after is not None
    assert before > 0.05 > after


def test_the_effect_round_by_round_is_that_of_pyfixest() -> None:
    panel = communities(22)
    rows = table(panel)
    for one in (0, 2, 3):
        rows[f"at{one}"] = rows["treated"] * (rows["round"] == one)
    theirs = pyfixest.feols("y ~ at0 + at2 + at3 | community + round", rows, vcov={"CRV1": "community"}).tidy()
    ours = event_study(panel)
    assert ours.reference == 1
    for one, estimate in ours.rounds.items():
        assert estimate.effect == pytest.approx(theirs.loc[f"at{one}", "Estimate"], rel=1e-6)


def test_what_was_lost_is_told_by_arm_and_round() -> None:
    rows = [("a", "A", 0, 1.0), ("b", "A", 0, 1.0), ("a", "A", 1, None), ("b", "A", 1, 0.0),
            ("c", "B", 0, 1.0), ("d", "B", 0, None), ("c", "B", 1, 1.0), ("d", "B", 1, 1.0), ("new", "B", 1, 1.0)]
    lost = losses(panel_of(rows, treated={"A"}, begun=1))
    assert lost.attrition == {True: 0.5, False: 0.0}
    assert lost.missing == {0: {True: 0.0, False: 0.5}, 1: {True: 0.5, False: 0.0}}
    assert lost.uneven is not None and lost.uneven.effect == 0.5


def test_more_communities_find_smaller_effects_and_likeness_hides_them() -> None:
    def least(**changed: float) -> float:
        usual = {"treated": 20, "comparison": 20, "subjects": 30, "spread": 1.0, "likeness": 0.05}
        return detectable(**(usual | changed))

    assert least(treated=40, comparison=40) < least() < least(likeness=0.2)
    assert least(spread=2.0) == pytest.approx(2 * least())


def test_the_detectable_effect_is_detected_as_often_as_it_says() -> None:
    """Simulated with independent subjects in each round: rejected in about 80 of 100 studies."""
    likeness, number, subjects = 0.1, 20, 15
    effect = detectable(treated=10, comparison=10, subjects=subjects, spread=1.0, likeness=likeness, persistence=0.0,
                        own_persistence=0.0)
    random, found = np.random.default_rng(5), 0
    for _ in range(300):
        rows = []
        for place in range(number):
            for at in (0, 1):
                shared = random.normal(scale=sqrt(likeness))
                rows += [(f"{place}-{at}-{one}", f"c{place}", at,
                          shared + random.normal(scale=sqrt(1 - likeness)) + (effect if place < 10 and at else 0))
                         for one in range(subjects)]
        found += difference_in_differences(panel_of(rows, treated={f"c{p}" for p in range(10)}, begun=1)).p_value < 0.05
    assert 0.72 <= found / 300 <= 0.88


def test_a_comparison_with_one_community_is_refused() -> None:
    rows = [(f"{c}{s}{r}", c, r, 1.0) for c in "ABC" for s in "xy" for r in (0, 1)]
    with pytest.raises(BadPanel) as refused:
        difference_in_differences(panel_of(rows, treated={"A", "B"}, begun=1))
    assert refused.value.code == "too_few_communities"


def test_a_person_twice_in_one_round_and_a_weight_of_nothing_are_refused() -> None:
    twice, weightless = [("a", "A", 0, 1.0), ("a", "A", 0, 2.0)], [("a", "A", 0, 1.0, 0.0)]
    for rows, code in ((twice, "twice_in_a_round"), (weightless, "bad_weight")):
        with pytest.raises(BadPanel) as refused:
            panel_of(rows, treated=(), begun=1)
        assert refused.value.code == code

"""What can be wrong in a household, as the answers that say so and the answers that say it is over.

Synthetic frequencies. They are chosen so that the mix looks like what the pilots reported (poverty,
crowding, migration, school, health), not measured; only their sums are calibrated (`county.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

Facts = dict[str, Any]
YEARS = 12


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble: the finding it leads to, of whom, how likely, the answers, and how often it is overcome.

    `ages` in months, from and until; `chance` per household, adult or child of that age;
    `heals` the share that is overcome in time, above 1 for what takes only some weeks.
    """

    code: str
    of: str  # household | adult | child | pregnant
    severity: int
    chance: float
    wrong: Facts
    right: Facts
    heals: float
    ages: tuple[int, int] = (0, 18 * YEARS)


def of_house(code: str, severity: int, chance: float, heals: float, wrong: Facts, right: Facts) -> Trouble:
    """A trouble of the household."""
    return Trouble(code, "household", severity, chance, wrong, right, heals)


def of_child(code: str, severity: int, chance: float, heals: float, wrong: Facts, right: Facts,
             ages: tuple[int, int] = (0, 18)) -> Trouble:
    """A trouble of a child; `ages` in years, from and until."""
    return Trouble(code, "child", severity, chance, wrong, right, heals, (ages[0] * YEARS, ages[1] * YEARS))


def of_parent(code: str, severity: int, chance: float, heals: float, wrong: Facts, right: Facts) -> Trouble:
    """A trouble of a parent or main carer."""
    return Trouble(code, "adult", severity, chance, wrong, right, heals)


# A vulnerable household has at least one of these: they reach every child in it.
BASES = (
    of_house("EC02", 2, 30, 0.45, {"income": 0.6}, {"income": 1.6}),
    of_house("EC01", 3, 15, 0.35, {"income": 0.22}, {"income": 1.3}),
    of_house("LO02", 2, 15, 0.30, {"rooms": -1}, {"rooms": 0}),
    of_house("LO03", 2, 12, 0.45, {"h_hazards": ["damp", "roof"], "h_toilet": "none"},
             {"h_hazards": ["none"], "h_toilet": "latrine"}),
    of_house("ID04", 2, 11, 0.85, {"h_benefit_gap": ["vmi"]}, {"h_benefit_gap": ["none"]}),
    of_house("EC04", 2, 6, 0.60, {"h_food_short": 1}, {"h_food_short": 0}),
    of_parent("CR06", 2, 4, 0.30, {"a_alcohol": "frequent"}, {"a_alcohol": "occasional"}),
    of_parent("FA14", 2, 5, 0.55, {"a_parenting": "low"}, {"a_parenting": "ok"}),
    of_house("VI05", 3, 2, 0.60, {"h_dv": "confirmed", "h_dv_level": "medium"}, {"h_dv": "none", "h_dv_level": "none"}),
)

# Further troubles of a vulnerable household.
MORE = (
    of_house("EC03", 3, 0.02, 0.75, {"h_sources": ["none"]}, {"h_sources": ["vmi"]}),
    of_house("LO01", 3, 0.008, 0.5, {"h_eviction": True}, {"h_eviction": False}),
    of_house("ID04", 2, 0.12, 0.85, {"h_benefit_gap": ["child_allowance"]}, {"h_benefit_gap": ["none"]}),
    of_house("VI05", 4, 0.006, 0.6, {"h_dv": "confirmed", "h_dv_level": "high"},
             {"h_dv": "none", "h_dv_level": "none"}),
    of_parent("ID03", 2, 0.02, 0.8, {"a_id": "expired"}, {"a_id": "valid"}),
    of_parent("FA13", 2, 0.03, 0.3, {"a_health": "serious_untreated"}, {"a_health": "chronic"}),
    of_child("ID01", 3, 0.012, 0.85, {"c_birth_cert": False}, {"c_birth_cert": True}),
    of_child("ID02", 2, 0.05, 0.85, {"c_id": "none"}, {"c_id": "valid"}, (14, 18)),
    of_child("FA04", 4, 0.002, 0.8, {"c_adult_carer": False}, {"c_adult_carer": True}),
    of_child("FA06", 4, 0.001, 0.7, {"c_mother": "missing", "c_father": "unknown", "c_guardian": False},
             {"c_mother": "missing", "c_father": "unknown", "c_guardian": True}),
    of_child("FA07", 3, 0.010, 0.65, {"c_abandon_risk": "suspected"}, {"c_abandon_risk": "none"}),
    of_child("FA08", 2, 0.006, 0.9, {"c_measure_end_m": 4}, {"c_measure_end_m": 15}),
    of_child("SA01", 2, 0.07, 0.85, {"c_gp": False}, {"c_gp": True}),
    of_child("SA02", 3, 0.14, 0.7, {"c_vacc": "incomplete"}, {"c_vacc": "complete"}, (0, 2)),
    of_child("SA02", 2, 0.06, 0.7, {"c_vacc": "incomplete"}, {"c_vacc": "complete"}, (2, 14)),
    of_child("SA05", 3, 0.015, 0.6, {"c_wz": -2.4}, {"c_wz": -1.2}, (0, 5)),
    of_child("SA06", 2, 0.02, 0.4, {"c_dev": "suspected", "c_disab": "none"}, {"c_dev": "ok"}, (0, 6)),
    of_child("SA07", 3, 0.015, 0.7, {"c_chronic": "untreated"}, {"c_chronic": "treated"}),
    of_child("SA09", 2, 0.012, 0.4, {"c_mental": "suspected"}, {"c_mental": "treated"}, (6, 18)),
    of_child("DZ01", 2, 0.010, 0.6, {"c_disab": "suspected"}, {"c_disab": "valid"}),
    of_child("DZ02", 2, 0.010, 0.6, {"c_disab": "expired"}, {"c_disab": "valid"}),
    of_child("ED01", 2, 0.18, 0.6, {"c_enrolled": False}, {"c_enrolled": True}, (3, 6)),
    of_child("ED02", 3, 0.008, 0.55, {"c_ever_enrolled": False, "c_enrolled": False},
             {"c_ever_enrolled": True, "c_enrolled": True}, (7, 16)),
    of_child("ED03", 3, 0.035, 0.5, {"c_enrolled": False}, {"c_enrolled": True}, (9, 18)),
    of_child("ED04", 2, 0.13, 0.5, {"c_abs_h": 34, "c_abs_share": 0.16}, {"c_abs_h": 6, "c_abs_share": 0.03}, (7, 18)),
    of_child("ED05", 2, 0.015, 0.55, {"c_sen": "unsupported"}, {"c_sen": "supported"}, (6, 17)),
    of_child("ED06", 2, 0.02, 0.7, {"c_bully": "confirmed"}, {"c_bully": "none"}, (7, 18)),
    of_child("VI01", 3, 0.012, 0.7, {"c_phys": "suspected"}, {"c_phys": "none"}, (6, 18)),
    of_child("VI02", 3, 0.012, 0.6, {"c_emot": "suspected"}, {"c_emot": "none"}, (3, 18)),
    of_child("VI03", 4, 0.0012, 0.6, {"c_sex": "suspected"}, {"c_sex": "none"}, (6, 18)),
    of_child("VI04", 3, 0.025, 0.6, {"c_neglect": "suspected"}, {"c_neglect": "none"}),
    of_child("VI06", 3, 0.010, 0.6, {"c_work_h": 14}, {"c_work_h": 0}, (10, 18)),
    of_child("VI07", 3, 0.010, 0.2, {"c_union": True}, {"c_union": False}, (16, 18)),
    of_child("CR01", 2, 0.03, 0.4, {"c_smoke": True}, {"c_smoke": False}, (14, 18)),
    of_child("CR02", 3, 0.008, 0.5, {"c_offence": True}, {"c_offence": False}, (13, 18)),
    of_child("CR03", 3, 0.006, 0.6, {"c_runaway": 2}, {"c_runaway": 0}, (11, 18)),
    of_child("CR04", 4, 0.002, 0.7, {"c_suicide": "ideation"}, {"c_suicide": "none"}, (12, 18)),
)

# The housing of a base trouble where there is a child under one.
WITH_A_BABY = replace(next(one for one in BASES if one.code == "LO03"), severity=3)

# Of children whose grandparents bring them up, and of children of a parent alone.
BOTH_ABROAD = of_child("FA01", 3, 0.6, 0.35, {"c_mother": "abroad", "c_father": "abroad"}, {})
NO_DELEGATION = of_child("FA03", 3, 0.7, 1.9, {"c_notified": False, "c_delegation": "none"},
                         {"c_notified": True, "c_delegation": "granted"})
DELEGATED = of_child("", 0, 0, 0, NO_DELEGATION.right, {})  # no trouble: the answers of those who did it by the law
ONE_ABROAD = of_child("FA02", 1, 0.25, 0.3, {"c_father": "abroad"}, {})

OF_WOMEN = (
    Trouble("SM01", "pregnant", 2, 45, {"g_gp": False, "g_week": 10}, {"g_gp": True}, 0.9),
    Trouble("SM02", "pregnant", 2, 35, {"g_visits": 1, "g_week": 26}, {"g_visits": 6}, 0.9),
    Trouble("SM04", "pregnant", 3, 12, {"g_risk": True}, {"g_risk": False}, 0.5),
    Trouble("SM05", "pregnant", 2, 15, {"g_pregnant": False, "g_pp_d": 12, "g_pp_visit": False},
            {"g_pregnant": False, "g_pp_visit": True}, 1.0),
)

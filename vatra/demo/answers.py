"""What a household answers on a day: an uneventful life, changed by the troubles it has then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vatra.demo.families import Family, Member
from vatra.demo.troubles import Facts, Trouble

# (fact, from months of age, until months of age, answer of an uneventful life)
# Questions that a form would skip by age are answered too: the method would else call them unknown.
CHILD: tuple[tuple[str, int, int, Any], ...] = (
    *((code, 0, 216, answer) for code, answer in {
        "c_birth_cert": True, "c_adult_carer": True, "c_abandon_risk": "none", "c_left_unit": False,
        "c_measure": "none", "c_abroad_m": 0, "c_alone_h": 0, "c_gp": True, "c_wz": -0.3, "c_hz": -0.4, "c_dev": "ok",
        "c_chronic": "none",
        "c_tb": "none", "c_mental": "none", "c_disab": "none", "c_rehab": "not_needed", "c_sen": "none",
        "c_bully": "none", "c_discr": False, "c_phys": "none", "c_emot": "none", "c_sex": "none", "c_neglect": "none",
        "c_neglect_life": False, "c_work_h": 0, "c_work_hazard": False, "c_begging": False, "c_traffic": "none",
        "c_online": "none", "c_union": False, "c_smoke": False, "c_alcohol": False, "c_drugs": False,
        "c_offence": False, "c_runaway": 0, "c_missing_now": False, "c_suicide": "none", "c_mother_age": 34,
    }.items()),
    ("c_id", 168, 216, "valid"), ("c_vacc", 0, 216, "complete"), ("c_bw", 0, 24, 3250), ("c_gest", 0, 24, 39),
    ("c_bf_excl", 0, 6, True), ("c_divers", 6, 24, True), ("c_vitd", 0, 18, True), ("c_iron", 6, 18, True),
    ("c_enrolled", 0, 36, False), ("c_enrolled", 36, 216, True), ("c_ever_enrolled", 72, 216, True),
    ("c_abs_h", 36, 216, 3), ("c_abs_share", 36, 216, 0.02), ("c_repeat", 36, 216, False), ("c_failing", 36, 216, 0),
    ("c_overage", 36, 216, 0), ("c_sex_risk", 144, 216, False), ("c_has_child", 144, 216, False),
)
PARENT: Facts = {
    "a_id": "valid", "a_gp": True, "a_insured": True, "a_alcohol": "none", "a_drugs": False, "a_health": "ok",
    "a_mental": "none", "a_disability": "none", "a_tb": "none", "a_parenting": "ok",
}
OTHER_ADULT: Facts = {"a_id": "valid", "a_gp": True, "a_insured": True, "a_health": "ok", "a_tb": "none"}
HOUSE: Facts = {
    "h_food_short": 0, "h_dwelling": "house", "h_tenure": "own", "h_eviction": False, "h_hazards": ["none"],
    "h_water": "yard", "h_toilet": "latrine", "h_electricity": True, "h_heating": "ok", "h_dv": "none",
    "h_dv_level": "none", "h_benefit_gap": ["none"],
}
WOMAN: Facts = {
    "g_pregnant": True, "g_week": 22, "g_gp": True, "g_visits": 8, "g_first_week": 8, "g_risk": False, "g_subst": False,
}
ENOUGH = 900  # lei a month and head, above both thresholds of L 156/2023 as the rulebook gives them


@dataclass(slots=True)
class Having:
    """A trouble that somebody of the household has; `person` None for the household's own."""

    trouble: Trouble
    person: UUID | None
    over: bool = False
    over_on: date | None = None
    until: date | None = None  # of a pregnancy: when it ends


def interview(family: Family, troubles: Iterable[Having], on: date) -> tuple[Facts, list[dict[str, Any]]]:
    """The answers about the household and about each of its members, as an interview carries them."""
    having = list(troubles)
    adults, children = family.adults(on), family.children(on)
    house = {**HOUSE, **_house(family, len(adults), len(children), [h for h in having if h.person is None], on)}
    members = [{"person": str(one.uuid), "facts": _adult(one, having, on)} for one in adults]
    members += [{"person": str(one.uuid), "facts": _child(one, family, having, on)} for one in children]
    return house, members


def _house(family: Family, adults: int, children: int, having: list[Having], on: date) -> Facts:
    """Income and rooms are told in parts of what is needed; everything else as it is."""
    facts: Facts = {"income": 1.9, "rooms": 0, "h_sources": ["pension"] if "elderly" in family.kind else ["wage"]}
    for one in having:
        facts.update(one.trouble.right if one.over else {})
    for one in having:
        facts.update({} if one.over else one.trouble.wrong)
    equivalent = 1 + 0.5 * max(0, adults - 1) + 0.5 * children
    needed = family.rooms_needed(on)
    crowded = (adults + children) // 4 + 1  # fewer than four persons a room, or it would be grave
    return {
        **{code: value for code, value in facts.items() if code.startswith("h_")},
        "h_adults": adults, "h_children": children, "h_members": adults + children,
        "h_couples": family.couples,
        "h_income": round(ENOUGH * facts["income"] * equivalent),
        "h_rooms": min(crowded, needed - 1) if facts["rooms"] < 0 else needed,
    }


def _adult(one: Member, having: list[Having], on: date) -> Facts:
    role = one.role if one.role != "child" else "other"
    base = PARENT if role in ("parent", "carer") else OTHER_ADULT
    expecting = next((h for h in having if h.person == one.uuid and h.trouble.of == "pregnant"), None)
    facts = {"a_role": role, **base, **(WOMAN if expecting else {}), **_changed(one, having)}
    born = expecting and expecting.until and on >= expecting.until
    return {**{code: told for code, told in facts.items() if code[0] != "g"}, "g_pregnant": False} if born else facts


def _child(one: Member, family: Family, having: list[Having], on: date) -> Facts:
    months = one.months(on)
    facts = {code: answer for code, since, until, answer in CHILD if since <= months < until}
    parents = {m.sex: m for m in family.members if m.role == "parent" and m.months(on) >= 216}
    away = "separated" if parents else "commuting"  # grandparents in charge while the parents commute
    facts["c_mother"] = "present" if "f" in parents else away
    facts["c_father"] = "present" if "m" in parents else away
    if "f" in parents:
        facts["c_mother_age"] = parents["f"].months(on) // 12
    changed = _changed(one, having)
    if not changed.get("c_enrolled", True):
        for code in ("c_abs_h", "c_abs_share", "c_repeat", "c_failing", "c_overage"):
            facts.pop(code, None)
    return facts | changed


def _changed(one: Member, having: list[Having]) -> Facts:
    """The answers that a person's troubles change: first those overcome, then those still there."""
    facts: Facts = {}
    for over in (True, False):
        for each in having:
            if each.person == one.uuid and each.over is over:
                facts.update(each.trouble.right if over else each.trouble.wrong)
    return facts

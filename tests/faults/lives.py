"""Drafts of every kind for a few households: the demo's stories, and all that can be sent beside them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from vatra.base.shipped import shipped
from vatra.care.queries import package_on
from vatra.demo.acts import Act
from vatra.demo.county import Place, Share
from vatra.demo.families import Families
from vatra.demo.making import days_until, stories
from vatra.demo.stories import Storyteller
from vatra.register.entries import Draft

LAST = date(2026, 3, 31)
HERE, THERE = 20001, 20002
with (shipped("rulebook/romania") / "vulnerabilities.csv").open(encoding="utf-8", newline="") as _file:
    CODES = tuple(row["code"] for row in csv.DictReader(_file))


def drafts(seed: int, *, vulnerable: int = 2, others: int = 2) -> list[Draft]:
    """What is sent about four households in three years, with corrections, moves and judgements among it."""
    rng = Random(seed)
    told = _told(rng, seed, vulnerable, others)
    acts = [act for story in told for act in story]
    acts += [extra for _ in range(len(acts) // 2) for extra in _extras(rng, acts)]
    acts.sort(key=lambda act: act.on)
    return [act.draft(_commune(act, rng), "romania") for act in acts]


def _commune(act: Act, rng: Random) -> int:
    """Nearly always the household's own; a tablet of an old team sends to the old one."""
    return THERE if act.kind != "enrol_household" and rng.random() < 0.03 else HERE


def _told(rng: Random, seed: int, vulnerable: int, others: int) -> list[list[Act]]:
    days = days_until(LAST)
    place = Place(HERE, "Comuna", 3_000, urban=False)
    share = Share(place, 1, vulnerable + others, vulnerable, vulnerable * 2, 1, 1, 1, {})
    teller = Storyteller(rng, days.first, days.last, package_on, (), frozenset({"social_worker"}))
    return list(stories(share, Families(f"lives/{seed}", rng, [(20003, 1)]), teller, days))


def _extras(rng: Random, acts: list[Act]) -> list[Act]:
    """One act that the demo does not tell, about somebody whom it does."""
    of = rng.choice([act for act in acts if act.kind == "enrol_household"])
    person = UUID(str(rng.choice(of.payload["members"])["uuid"])) if of.payload["members"] else None
    other = rng.choice([act for act in acts if act.kind == "enrol_household"]).household
    on = of.on + timedelta(days=rng.randrange(0, 900))
    kind, payload = rng.choice(_possible(rng, other))
    speaks_of_household = kind in ("correct_household", "reassess_household", "enrol_person", "record_birth")
    about = None if speaks_of_household or rng.random() < 0.2 else person
    return [replace_uuid(rng, Act(UUID(int=0), kind, of.household, min(on, LAST), person=about, payload=payload))]


def replace_uuid(rng: Random, act: Act) -> Act:
    """The same act with a uuid drawn by the seed."""
    return replace(act, uuid=UUID(int=rng.getrandbits(128), version=4))


def _possible(rng: Random, other: UUID) -> list[tuple[str, dict[str, Any]]]:
    someone = {"uuid": str(UUID(int=rng.getrandbits(128), version=4)), "surname": "Rusu", "given_name": "Ana",
               "sex": rng.choice("fm"), "born": rng.choice(["2024-02-29", "2019", "2019-07", None, "1961-05-05"])}
    code, outcome = rng.choice(CODES), rng.choice(["met", "withdrawn"])
    return [
        ("enrol_person", someone | {"relation": "other"}), ("record_birth", someone | {"born": "2025-01-09"}),
        ("record_death", {"died_on": None}), ("name_head", {}),
        ("move_out", {"to": rng.choice(["commune", "abroad", "household", "unknown"])}),
        ("move_in", {"relation": rng.choice(["child", "other"]), "from_household": rng.choice([None, str(other)])}),
        ("correct_person", {"field": "given_name", "base": "Ana", "value": "Ioana"}),
        ("correct_person", {"field": "sex", "base": rng.choice("fm"), "value": rng.choice("fm")}),
        ("correct_household", {"field": "address", "base": "", "value": "nr. 7"}),
        ("add_need", {"code": code, "reason": "văzut la fața locului"}), ("agree_need", {"code": code}),
        ("reject_finding", {"code": code, "reason": "nu este așa"}),
        ("close_need", {"code": code, "outcome": outcome, "reason": "s-a rezolvat"}),
        ("reassess_household", {"reason": "o zi nouă"}), ("open_case", {}),
        ("close_case", {"reason": "objectives_met"}), ("record_visit", {"kind": "home", "purpose": "W20"}),
        ("record_delivery", {"service": "W01", "outcome": "done"}),
        ("send_referral", {"service": "R01"}),
    ]

"""Acts as workers seal them, drawn at random: most hold, some cannot, and none may be lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.simulator.people import Home, answers, drawn_uuid, family, someone, vulnerabilities
from tests.simulator.twice import Twice

Act = dict[str, Any]
SERVICES = ("W01", "W20", "N01", "E01", "R01", "S03")


class Acts:
    """Draws acts about homes. What later acts may name is known to all tablets at once, whoever has sent it or not."""

    def __init__(self, seed: int, today: date) -> None:
        self.seed, self.today = seed, today
        self.referrals: dict[str, list[str]] = {}
        self.messages: dict[str, list[str]] = {}
        self.visits: dict[str, list[str]] = {}
        self.twice = Twice()
        self.to_settle: list[tuple[int, str, str]] = []  # commune, household, entry

    def day(self, rng: Random) -> date:
        """Mostly today, seldom some days back, very seldom a day that cannot be."""
        if rng.random() < 0.02:
            return self.today + timedelta(days=rng.choice([-3_000, 40, 400]))
        return self.today - timedelta(days=rng.choice([0, 0, 0, 1, 2, 5, 9]))

    def about(self, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
        """One act about a home; `homes` are those that the tablet may know."""
        draw = rng.choice(_DRAWN)
        act = draw(self, rng, home, homes, role)
        return {"commune": home.commune, "household": home.uuid, "on": self.day(rng).isoformat(), **act}

    def enrolment(self, rng: Random, commune: int) -> tuple[Home, Act]:
        """A family met for the first time."""
        home = family(rng, self.seed, commune, self.today)
        return home, self.enrolled(home)

    def enrolled(self, home: Home) -> Act:
        """The act that enrols it today."""
        return {"kind": "enrol_household", "commune": home.commune, "household": home.uuid,
                "payload": home.enrolment(), "on": self.today.isoformat()}


def _person(rng: Random, home: Home) -> str | None:
    return rng.choice(home.persons).uuid if home.persons else None


def _visit(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    persons = [one.uuid for one in home.persons if rng.random() < 0.4]
    note = {"note": f"notat{acts.seed}x{role}", "note_for": rng.choice(["profession", "team"])}
    more = note if rng.random() < 0.6 else {}
    purpose = {"purpose": rng.choice(SERVICES)} if rng.random() < 0.5 else {}
    return {"kind": "record_visit",
            "payload": {"kind": rng.choice(["home", "phone"]), "persons": persons, **purpose, **more}}


def _delivery(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    outcome = rng.choice(["done", "done", "not_done", "refused"])
    payload = {"service": rng.choice(SERVICES), "outcome": outcome, "person": rng.choice([None, _person(rng, home)])}
    return {"kind": "record_delivery", "payload": payload if outcome == "done" else {**payload, "reason": "nu a vrut"}}


def _referral(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    known = acts.referrals.setdefault(home.uuid, [])
    if known and rng.random() < 0.6:
        return {"kind": "record_referral_outcome",
                "payload": {"referral": rng.choice(known), "outcome": rng.choice(["acknowledged", "helped"])}}
    uuid = drawn_uuid(rng)
    known.append(uuid)
    return {"kind": "send_referral", "uuid": uuid, "payload": {"service": "R01", "person": _person(rng, home)}}


def _message(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    known = acts.messages.setdefault(home.uuid, [])
    if known and rng.random() < 0.6:
        return {"kind": "read_messages", "payload": {"messages": rng.sample(known, min(2, len(known)))}}
    uuid = drawn_uuid(rng)
    known.append(uuid)
    return {"kind": "write_message", "uuid": uuid, "payload": {"text": f"câinele e legat, s{acts.seed}"}}


def _meant(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    known = acts.visits.setdefault(home.uuid, [])
    if known and rng.random() < 0.5:
        return {"kind": "cancel_planned_visit", "payload": {"planned": rng.choice(known)}}
    uuid = drawn_uuid(rng)
    known.append(uuid)
    day = (acts.today + timedelta(days=rng.randrange(1, 9))).isoformat()
    return {"kind": "plan_visit", "uuid": uuid, "payload": {"day": day}}


def _interview(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    members = [{"person": one.uuid, "facts": answers(rng, "adult" if one.is_adult(acts.today) else "child", 6)}
               for one in home.persons]
    return {"kind": "record_interview", "payload": {
        "questionnaire": "household", "questionnaire_version": "1", "household": answers(rng, "household", 6),
        "members": members}}


def _judgement(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    known = rng.choice(vulnerabilities())
    person = None if known["subject"] == "household" else _person(rng, home)
    payload: dict[str, Any] = {"code": known["code"]}
    kind = rng.choice(["agree_need", "reject_finding", "add_need", "add_need", "close_need"])
    if kind != "agree_need":
        payload["reason"] = "văzut la fața locului"
    if kind == "close_need":
        payload["outcome"] = rng.choice(["met", "withdrawn"])
    return {"kind": kind, "person": person, "payload": payload}


def _case(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    what = rng.choice(["open_case", "agree_plan", "agree_plan", "close_case"])
    if what == "open_case":
        return {"kind": what, "payload": {}}
    if what == "close_case":
        return {"kind": what, "payload": {"reason": rng.choice(["objectives_met", "refused", "moved"])}}
    services = [{"service": code, "person": rng.choice([None, _person(rng, home)]), "codes": [],
                 "due_on": (acts.today + timedelta(days=rng.randrange(1, 60))).isoformat(),
                 "responsible": "social_worker"} for code in rng.sample(SERVICES, 2)]
    return {"kind": what, "payload": {"agreed_with": "mama", "services": services}}


def _newcomer(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    kind = rng.choice(["enrol_person", "record_birth"])
    new = someone(rng, home.persons[0].surname if home.persons else "Nou", acts.today, adult=False)
    if kind == "record_birth":
        new.born, new.cnp = (acts.today - timedelta(days=rng.randrange(0, 4))).isoformat(), ""
    home.persons.append(new)
    return {"kind": kind, "payload": new.stated(relation="child")}


def _departure(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    kind = rng.choice(["record_death", "move_out", "move_out", "name_head"])
    heir = {"new_head": _person(rng, home)} if rng.random() < 0.5 else {}
    if kind == "name_head":
        return {"kind": kind, "person": _person(rng, home), "payload": {}}
    if kind == "record_death":
        return {"kind": kind, "person": _person(rng, home), "payload": {"died_on": None, **heir}}
    whole = rng.random() < 0.2
    return {"kind": kind, "person": None if whole else _person(rng, home),
            "payload": {"to": rng.choice(["commune", "abroad", "unknown"]), **({} if whole else heir)}}


def _arrival(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    """Somebody joins from another household, seldom from one of which this commune knows nothing."""
    other = rng.choice(homes)
    left = {"from_household": other.uuid} if rng.random() < 0.8 else {}
    return {"kind": "move_in", "person": _person(rng, other), "payload": {"relation": "other", **left}}


def _correction(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    """The base is what was first written down: after another's correction it no longer holds."""
    if rng.random() < 0.4 or not home.persons:
        value = f"Strada nouă {rng.randrange(99)}, s{acts.seed}"
        return {"kind": "correct_household", "payload": {"field": "address", "base": home.address, "value": value}}
    one = rng.choice(home.persons)
    field = rng.choice(["surname", "given_name", "born", "sex"])
    value = {"surname": f"{one.surname}u", "given_name": one.given_name + "a", "born": one.born[:7],
             "sex": rng.choice("fm")}[field]
    return {"kind": "correct_person", "person": one.uuid,
            "payload": {"field": field, "base": getattr(one, field), "value": value}}


def _again(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    return {"kind": "reassess_household", "payload": {"reason": "o zi nouă"}}


def _written_twice(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    return acts.twice.act(rng, home, homes)


def _settlement(acts: Acts, rng: Random, home: Home, homes: list[Home], role: str) -> Act:
    """A human decides about something that waits, when the story knows of any."""
    if not acts.to_settle:
        return _visit(acts, rng, home, homes, role)
    commune, household, entry = rng.choice(acts.to_settle)
    return {"kind": "settle_entry", "commune": commune, "household": household, "payload": {
        "entry": entry, "choice": rng.choice(["apply_again", "set_aside"]), "reason": "am întrebat familia"}}


Drawing = Callable[[Acts, Random, Home, list[Home], str], Act]
_DRAWN: tuple[Drawing, ...] = (
    _message, _message, _meant, _meant, _visit, _visit, _visit, _visit, _delivery, _delivery, _delivery, _referral,
    _referral, _interview, _interview, _interview, _judgement, _judgement, _case, _case, _newcomer, _departure,
    _arrival, _correction, _correction, _correction, _again, _settlement, _written_twice, _written_twice,
)

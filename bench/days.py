"""What workers send in a day, drawn by a seed: households of five, interviews, visits, deliveries."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from vatra.base.shipped import shipped

COMMUNES = tuple(range(20001, 20046))  # 45, as many as the pilot had
ENROLLED = date(2026, 2, 2)
BORN = {"adult": (1970, 2004), "child": (2010, 2025)}
ANSWERED = 0.9  # of the questions of a subject; the rest was skipped
DIARY = ("enrol_household", "record_interview", "record_visit", "record_visit", "record_delivery", "record_delivery")


@dataclass
class Drawn:
    """An endless, repeatable supply of entries as they go over the wire, household after household."""

    seed: int = 1
    communes: tuple[int, ...] = COMMUNES
    _random: random.Random = field(init=False)
    _facts: dict[str, list[dict[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._facts = _facts_by_subject()

    def entries(self, kinds: tuple[str, ...] = DIARY) -> Iterator[dict[str, Any]]:
        """One household's diary after another's; each commune in turn."""
        at = 0
        while True:
            yield from self.household(self.communes[at % len(self.communes)], kinds)
            at += 1

    def batches(self, size: int) -> Iterator[list[dict[str, Any]]]:
        """As tablets send them: each batch from one worker of one commune."""
        at = 0
        while True:
            commune = self.communes[at % len(self.communes)]
            batch: list[dict[str, Any]] = []
            while len(batch) < size:
                batch += self.household(commune)
            yield batch[:size]
            at += 1

    def household(self, commune: int, kinds: tuple[str, ...] = DIARY) -> list[dict[str, Any]]:
        """A household's entries in order, on days of one month."""
        home, members = self._uuid(), self._members()
        on = ENROLLED + timedelta(days=self._random.randrange(28))
        entries = []
        for number, kind in enumerate(kinds):
            day = on + timedelta(days=number)
            entries.append({
                "uuid": str(self._uuid()), "kind": kind, "version": 1, "commune": commune, "household": str(home),
                "payload": self._payload(kind, members), "on": day.isoformat(),
                "at": datetime(day.year, day.month, day.day, 10, tzinfo=UTC).isoformat(), "rulebook": "",
            })
        return entries

    def _payload(self, kind: str, members: list[dict[str, Any]]) -> dict[str, Any]:
        if kind == "enrol_household":
            return {"address": f"nr. {self._random.randrange(400)}", "members": members}
        if kind == "record_interview":
            return {
                "questionnaire": "household", "household": self._answers("household"),
                "members": [{"person": m["uuid"], "facts": self._answers(_sort_of(m))} for m in members],
            }
        if kind == "record_visit":
            return {"kind": "home", "purpose": "W20", "minutes": self._random.randrange(10, 90), "note": "Discuție."}
        return {"service": "W01", "outcome": "done", "minutes": self._random.randrange(10, 90)}

    def _members(self) -> list[dict[str, Any]]:
        return [self._member("adult", "head"), self._member("adult", "partner"),
                *(self._member("child", "child") for _ in range(3))]

    def _member(self, sort: str, relation: str) -> dict[str, Any]:
        year = self._random.randrange(*BORN[sort])
        return {
            "uuid": str(self._uuid()), "surname": self._random.choice(SURNAMES),
            "given_name": self._random.choice(GIVEN), "sex": self._random.choice("fm"),
            "born": f"{year}-{self._random.randrange(1, 13):02}-{self._random.randrange(1, 28):02}",
            "cnp": {"state": "none"}, "relation": relation, "is_head": relation == "head",
        }

    def _answers(self, subject: str) -> dict[str, Any]:
        return {
            fact["code"]: self._answer(fact) for fact in self._facts[subject] if self._random.random() < ANSWERED
        }

    def _answer(self, fact: dict[str, str]) -> Any:
        choices = fact["choices"].split("|")
        if fact["type"] == "boolean":
            return self._random.random() < 0.7
        if fact["type"] == "choice":
            return self._random.choice(choices)
        if fact["type"] == "set":
            return [self._random.choice(choices)]
        return self._random.randint(int(float(fact["minimum"] or 0)), int(float(fact["maximum"] or 10)))

    def _uuid(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)


SURNAMES = ("Popescu", "Ionescu", "Munteanu", "Rusu", "Ciobanu", "Șerban", "Țurcanu", "Lungu", "Dănilă", "Antohe")
GIVEN = ("Maria", "Ion", "Elena", "Ștefan", "Ioana", "Andrei", "Ana", "Mihai", "Cătălina", "Vasile")


def _sort_of(member: dict[str, Any]) -> str:
    return "child" if member["relation"] == "child" else "adult"


def _facts_by_subject() -> dict[str, list[dict[str, str]]]:
    with (shipped("rulebook/romania") / "facts.csv").open(encoding="utf-8", newline="") as file:
        facts = [fact for fact in csv.DictReader(file) if fact["type"] != "date" and fact["used"] == "yes"]
    return {subject: [fact for fact in facts if fact["subject"] == subject] for subject in ("household", "adult", "child")}

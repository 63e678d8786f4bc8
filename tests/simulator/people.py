"""Invented people of a run: families with names that stand nowhere else, numbers that hold, answers of all domains."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from vatra.base.shipped import shipped

WEIGHTS = (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)  # of the digits of a CNP (OUG 97/2005)
GIVEN = {"f": ("Ioana", "Mihaela", "Ștefania", "Ana-Maria"), "m": ("Ion", "Țuțu", "Andrei", "Răzvan")}


@dataclass
class Someone:
    """A person as first written down."""

    uuid: str
    surname: str
    given_name: str
    sex: str
    born: str
    cnp: str

    def stated(self, **more: Any) -> dict[str, Any]:
        """As the payloads of people state a person."""
        number = {"state": "present", "value": self.cnp} if self.cnp else {"state": "none"}
        return {"uuid": self.uuid, "surname": self.surname, "given_name": self.given_name, "sex": self.sex,
                "born": self.born, "cnp": number, **more}

    def is_adult(self, on: date) -> bool:
        """As the questionnaire asks."""
        return date.fromisoformat(self.born) < on - timedelta(days=18 * 366)


@dataclass
class Home:
    """A household as the story believes it to be; the register knows better."""

    uuid: str
    commune: int
    address: str
    persons: list[Someone] = field(default_factory=list)

    def enrolment(self) -> dict[str, Any]:
        """The payload that enrols it."""
        members = [one.stated(relation="other" if place else "head", is_head=place == 0)
                   for place, one in enumerate(self.persons)]
        return {"address": self.address, "members": members}


def drawn_uuid(rng: Random) -> str:
    """A uuid that follows from the seed."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def family(rng: Random, seed: int, commune: int, today: date) -> Home:
    """One to four persons, the first an adult; surnames tell the run and the commune, for whoever looks for them."""
    letters = "".join(rng.choice("bcdfglmnprst") + rng.choice("aeiou") for _ in range(4))
    surname = f"{letters.capitalize()}{commune}"
    home = Home(drawn_uuid(rng), commune, f"Strada {letters} {rng.randrange(1, 99)}, s{seed}")
    for place in range(rng.randrange(1, 5)):
        home.persons.append(someone(rng, surname, today, adult=place == 0 or rng.random() < 0.3))
    return home


def someone(rng: Random, surname: str, today: date, *, adult: bool) -> Someone:
    """A person of that family name."""
    sex = rng.choice("fm")
    days = rng.randrange(20 * 366, 60 * 366) if adult else rng.randrange(60, 17 * 365)
    born = today - timedelta(days=days)
    number = cnp(rng, sex, born) if rng.random() < 0.7 else ""
    return Someone(drawn_uuid(rng), surname, rng.choice(GIVEN[sex]), sex, born.isoformat(), number)


def cnp(rng: Random, sex: str, born: date) -> str:
    """A personal number of that sex and day, with the right last digit."""
    first = {("m", 19): 1, ("f", 19): 2, ("m", 20): 5, ("f", 20): 6}[sex, born.year // 100]
    digits = f"{first}{born:%y%m%d}04{rng.randrange(1, 1000):03}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + str(1 if rest == 10 else rest)


@cache
def facts() -> tuple[dict[str, str], ...]:
    """The rulebook's facts that a questionnaire can ask."""
    with (shipped("rulebook/romania") / "facts.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row for row in csv.DictReader(file) if row["subject"] in ("household", "adult", "child"))


@cache
def roles() -> dict[str, dict[str, str]]:
    """The rulebook's roles by code, read without the program's own reader."""
    with (shipped("rulebook/romania") / "roles.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def vulnerabilities() -> tuple[dict[str, str], ...]:
    """The rulebook's vulnerabilities."""
    with (shipped("rulebook/romania") / "vulnerabilities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def answers(rng: Random, subject: str, many: int) -> dict[str, Any]:
    """Some facts about a household, an adult or a child, whatever their domain."""
    known = [row for row in facts() if row["subject"] == subject]
    return {row["code"]: _answer(rng, row) for row in rng.sample(known, min(many, len(known)))}


def _answer(rng: Random, row: dict[str, str]) -> Any:
    if rng.random() < 0.1:
        return rng.choice(["?dk", "?refused", None])
    if row["type"] == "boolean":
        return rng.random() < 0.5
    if row["type"] == "choice":
        return rng.choice(row["choices"].split("|"))
    if row["type"] == "set":
        choices = row["choices"].split("|")
        return sorted(rng.sample(choices, rng.randrange(0, min(3, len(choices)) + 1)))
    return rng.randrange(int(float(row["minimum"] or 0)), int(float(row["maximum"] or 40)) + 1)

"""Answers as they come from outside, checked one by one and made into values the rules can compute with.

A value is True/False, a double, the code of a choice, the bits of a set, or None: not known. Nothing is guessed;
whatever does not fit is refused with the path of the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

from vatra.method.mistakes import BadInput
from vatra.method.rulebook import Asked, Rulebook
from vatra.method.tree import AGES, KINDS

MOST_MEMBERS = 200
LARGEST = 1e9  # of any number; sums and products of these stay exact enough in doubles
OLDEST = 130
YES, NO = frozenset({"yes", "da", "true"}), frozenset({"no", "nu", "false"})
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Values = dict[str, Any]
Checker = Callable[[Any], Any]  # raises Wrong


class Wrong(ValueError):
    """What is wrong with one answer, in both languages; the path is added by whoever knows it."""

    def __init__(self, reason_ro: str, reason_en: str) -> None:
        self.reason_ro, self.reason_en = reason_ro, reason_en
        super().__init__(reason_en)


@dataclass(slots=True)
class Subject:
    """The household or one member: `values` to compute with, `given` as it was said (for reasons)."""

    id: str
    kind: str  # household | child | adult | pregnant
    kinds: tuple[str, ...]
    values: Values
    given: Values


def shown(value: object) -> str:
    """A value in a sentence: short, and nothing that could break a terminal or a log line."""
    text = repr(value) if not isinstance(value, str) else f"„{value}”"
    text = "".join(sign for sign in text if sign.isprintable())
    return text if len(text) <= 40 else text[:40] + "…"


def boolean(value: Any) -> bool:
    """true/false, yes/no, da/nu. Raises `Wrong`."""
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word in YES or word in NO:
        return word in YES
    raise Wrong(f"se așteaptă da sau nu, nu {shown(value)}", f"yes or no is expected, not {shown(value)}")


def number_between(low: float | None, high: float | None) -> Checker:
    """A checker of finite numbers within bounds."""
    least, most = (-LARGEST if low is None else low), (LARGEST if high is None else high)

    def number(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Wrong(f"se așteaptă un număr, nu {shown(value)}", f"a number is expected, not {shown(value)}")
        if isinstance(value, float) and not isfinite(value):
            raise Wrong("nu este un număr finit", "is not a finite number")
        if not least <= value <= most:
            raise Wrong(f"trebuie să fie între {least:g} și {most:g}", f"must lie between {least:g} and {most:g}")
        return float(value)

    return number


def choice_among(choices: tuple[str, ...]) -> Checker:
    """A checker of one choice; codes that read as yes, no or a number may come as such."""
    among, listed = frozenset(choices), ", ".join(choices)

    def choice(value: Any) -> str:
        if isinstance(value, str) and value in among:
            return value
        code = (
            ("yes" if value else "no")
            if isinstance(value, bool)
            else str(value)
            if isinstance(value, int) and abs(value) < 1000
            else None
        )
        if code in among and code is not None:
            return code
        raise Wrong(
            f"{shown(value)} nu este printre variante: {listed}", f"{shown(value)} is not among the choices: {listed}"
        )

    return choice


def set_among(choices: tuple[str, ...]) -> Checker:
    """A checker of a list of choices; its value is bits in the order of the choices."""
    bit = {code: 1 << place for place, code in enumerate(choices)}
    listed = ", ".join(choices)

    def bits(value: Any) -> int:
        if not isinstance(value, list | tuple | set | frozenset) or len(value) > 100:
            raise Wrong(f"se așteaptă o listă, nu {shown(value)}", f"a list is expected, not {shown(value)}")
        found = 0
        for code in value:
            if not isinstance(code, str) or code not in bit:
                raise Wrong(
                    f"{shown(code)} nu este printre variante: {listed}",
                    f"{shown(code)} is not among the choices: {listed}",
                )
            found |= bit[code]
        return found

    return bits


def day(value: Any) -> date:
    """A day as `YYYY-MM-DD` or a date. Raises `Wrong`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Wrong(f"ziua {value} nu există", f"the day {value} does not exist") from None
    raise Wrong(f"se așteaptă o zi AAAA-LL-ZZ, nu {shown(value)}", f"a day YYYY-MM-DD is expected, not {shown(value)}")


def ages(born_on: date, on: date) -> tuple[int, int, int]:
    """Completed years, months and days of life; born on 29 February counts from 1 March. Raises `Wrong`."""
    if born_on > on:
        raise Wrong(f"{born_on} este după ziua evaluării {on}", f"{born_on} is after the day of evaluation {on}")
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if months // 12 > OLDEST:
        raise Wrong(f"vârsta ar fi de peste {OLDEST} de ani", f"the age would be over {OLDEST} years")
    return months // 12, months, (on - born_on).days


def checker_of(asked: Asked) -> Checker:
    """The checker of a fact."""
    match asked.type:
        case "boolean":
            return boolean
        case "number":
            return number_between(asked.minimum, asked.maximum)
        case "choice":
            return choice_among(asked.choices)
        case "set":
            return set_among(asked.choices)
    return lambda value: day(value).isoformat()


class AnswerBook:
    """All checkers of a rulebook, ready to take households."""

    def __init__(self, book: Rulebook) -> None:
        self.subject = {code: each.subject for code, each in book.facts.items()}
        self.subject |= {code: each.subject for code, each in book.derived.items()}
        self.check: dict[str, Checker] = {code: checker_of(each) for code, each in book.facts.items()}
        for code, each in book.derived.items():
            self.check[code] = boolean if each.type == "boolean" else number_between(None, None)
        self.check |= {
            "age_y": number_between(0, OLDEST),
            "age_m": number_between(0, 12 * OLDEST + 11),
            "age_d": number_between(0, 366 * OLDEST),
        }
        self.check.setdefault("sex", choice_among(("f", "m")))
        self.check["birth_date"] = day
        self.subject |= dict.fromkeys((*AGES, "sex", "birth_date"), "member")

    def take(self, household: Any, members: Any, on: date) -> tuple[Subject, list[Subject]]:
        """The household and its members. Raises `BadInput` with the path of the first field that does not fit."""
        if not isinstance(household, dict):
            raise BadInput("household", "se așteaptă un obiect {…}", "an object {…} is expected")
        if not isinstance(members, list | tuple):
            raise BadInput("members", "se așteaptă o listă […]", "a list […] is expected")
        if len(members) > MOST_MEMBERS:
            raise BadInput(
                "members", f"sunt peste {MOST_MEMBERS} de membri", f"there are more than {MOST_MEMBERS} members"
            )
        values, given = self.facts("household", household, frozenset({"household"}), ("id",))
        id_ = identity("household.id", household["id"]) if household.get("id") is not None else ""
        taken = [self.member(f"members[{place}]", member, on) for place, member in enumerate(members)]
        first: dict[str, int] = {}
        for place, member in enumerate(taken):
            if first.setdefault(member.id, place) != place:
                raise BadInput(
                    f"members[{place}].id",
                    f"{shown(member.id)} este și la members[{first[member.id]}]",
                    f"{shown(member.id)} also stands at members[{first[member.id]}]",
                )
        return Subject(id_, "household", ("household",), values, given), taken

    def member(self, path: str, member: Any, on: date) -> Subject:
        """One member, evaluated as its kind and as every other kind whose facts it carries."""
        if not isinstance(member, dict):
            raise BadInput(path, "se așteaptă un obiect {…}", "an object {…} is expected")
        kind = member.get("kind")
        if kind not in KINDS[:3] or not isinstance(kind, str):
            raise BadInput(
                f"{path}.kind",
                f"se așteaptă child, adult sau pregnant, nu {shown(kind)}",
                f"child, adult or pregnant is expected, not {shown(kind)}",
            )
        id_ = identity(f"{path}.id", member.get("id"))
        values, given = self.facts(path, member, frozenset(KINDS), ("id", "kind"))
        born_on = values.pop("birth_date", None)
        if born_on is not None:
            try:
                computed = ages(born_on, on)
            except Wrong as wrong:
                raise BadInput(f"{path}.birth_date", wrong.reason_ro, wrong.reason_en) from None
            values["birth_date"] = born_on.isoformat()
            for code, age in zip(AGES, computed, strict=True):
                values.setdefault(code, age)
        elif "age_m" in values:
            values.setdefault("age_y", values["age_m"] // 12)
        subjects = {self.subject[code] for code in values}
        kinds = tuple(each for each in KINDS[:3] if each == kind or each in subjects)
        return Subject(id_, kind, kinds, values, given)

    def facts(
        self, path: str, said: Mapping[Any, Any], subjects: frozenset[str], besides: tuple[str, ...]
    ) -> tuple[Values, Values]:
        """The values of one subject's facts, and the facts as said; null is "not known"."""
        values: Values = {}
        given: Values = {}
        for code, value in said.items():
            if code in besides:
                continue
            subject = self.subject.get(code) if isinstance(code, str) else None
            if subject is None:
                raise BadInput(
                    f"{path}.{shown(code).strip('„”')}",
                    "nu există un fapt cu acest nume",
                    "there is no fact of this name",
                )
            if subject not in subjects:
                raise BadInput(
                    f"{path}.{code}",
                    f"este un fapt despre {subject}; nu poate sta aici",
                    f"is a fact about the {subject}; it cannot stand here",
                )
            if value is None:
                continue
            try:
                values[code] = self.check[code](value)
            except Wrong as wrong:
                raise BadInput(f"{path}.{code}", wrong.reason_ro, wrong.reason_en) from None
            given[code] = value
        return values, given


def identity(path: str, value: Any) -> str:
    """The id of a household or a member: a text, or a whole number. Raises `BadInput`."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18 else value
    if not isinstance(text, str) or not text.strip() or len(text) > 200 or not text.isprintable():
        raise BadInput(
            path,
            "lipsește sau nu este un text scurt, fără semne ascunse",
            "is missing or not a short text without hidden signs",
        )
    return text

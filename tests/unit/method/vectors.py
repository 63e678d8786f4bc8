"""Makes `protocol/cases/method-*.json`: what Python, TypeScript, SQLite, PostgreSQL and DuckDB must all answer.

    python -m tests.unit.method.vectors

Adversarial on purpose: every threshold and a hundredth beside it, floats that are no decimal, every choice of
every fact, and a missing answer in every position. Run it again when the rulebook or the language changes.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.unit.method import tiny
from vatra.base.shipped import shipped
from vatra.method import Program, SubjectResult, compile_rulebook, read_rulebook
from vatra.method.rulebook import Asked, Rulebook
from vatra.method.tree import Compare, Fact, Node, Number, Parameter, walk
from vatra.method.typescript import typescript_data

FOLDER = Path(__file__).resolve().parents[3] / "protocol" / "cases"
ON = date(2026, 11, 1)
AWKWARD = [650.5 * (1 + 0.3 * (n - 1)) for n in range(1, 5)] + [0.1 + 0.2, 1 / 3]
Household = tuple[dict[str, Any], list[dict[str, Any]]]


def trees(book: Rulebook) -> list[Node]:
    found = [each.expression for each in book.derived.values()]
    return found + [cell.condition for each in book.vulnerabilities for row in each.rows for cell in row.cells]


def thresholds(book: Rulebook) -> dict[str, set[float]]:
    """The numbers that each fact is compared with anywhere; for derived facts, those reach every fact by the sweep."""
    now = book.parameters_on(ON)
    found: dict[str, set[float]] = {}
    for tree in trees(book):
        for part in walk(tree):
            if isinstance(part, Compare) and isinstance(part.left, Fact):
                if isinstance(part.right, Number):
                    found.setdefault(part.left.code, set()).add(part.right.value)
                elif isinstance(part.right, Parameter) and now.get(part.right.code) is not None:
                    found.setdefault(part.left.code, set()).add(float(now[part.right.code]))  # type: ignore[arg-type]
    return found


def within(fact: Asked, value: float) -> bool:
    return (fact.minimum is None or value >= fact.minimum) and (fact.maximum is None or value <= fact.maximum)


def answers(fact: Asked, marks: set[float]) -> list[Any]:
    """Every answer worth trying."""
    if fact.type == "boolean":
        return [True, False, "yes", "nu"]
    if fact.type == "choice":
        return list(fact.choices)
    if fact.type == "set":
        return [
            [],
            *([choice] for choice in fact.choices),
            list(fact.choices),
            list(fact.choices[:2]),
            list(reversed(fact.choices))[:3],
        ]
    if fact.type == "date":
        return ["2026-01-01"]
    tried = [value + step for value in sorted(marks) for step in (-1, -0.01, 0, 0.01, 1)]
    low, high = fact.minimum if fact.minimum is not None else 0, fact.maximum if fact.maximum is not None else 2000
    tried += [low, high, (low + high) / 3, *AWKWARD]
    return [whole(value) for value in dict.fromkeys(tried) if within(fact, value)]


def whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def births(marks: dict[str, set[float]]) -> list[str]:
    """Days of birth a day before, on, and after every age that a rule names."""
    days = {ON, ON - timedelta(days=1)}
    for age in marks.get("age_d", ()):
        days |= {ON - timedelta(days=int(age) + step) for step in (-1, 0, 1) if age + step >= 0}
    months = {int(age) for age in marks.get("age_m", ())} | {int(age) * 12 for age in marks.get("age_y", ())}
    for month in months:
        year, number = divmod(ON.year * 12 + ON.month - 1 - month, 12)
        days |= {date(year, number + 1, ON.day) + timedelta(days=step) for step in (-1, 0, 1)}
    return sorted({day.isoformat() for day in days if day <= ON} | {"2008-02-29", "2012-02-29"})


class Maker:
    """Makes households of one child, one carer and one pregnant woman, all answered but for what is varied."""

    def __init__(self, book: Rulebook, seed: int) -> None:
        self.book = book
        self.random = random.Random(seed)
        self.marks = thresholds(book)
        self.births = births(self.marks)
        self.choices = {code: answers(fact, self.marks.get(code, set())) for code, fact in book.facts.items()}

    def household(self, missing: float = 0.0) -> Household:
        """A random household; each answer is missing with a probability."""
        said: dict[str, dict[str, Any]] = {"household": {"id": "H"}}
        for kind in ("child", "adult", "pregnant"):
            said[kind] = {"id": kind, "kind": kind}
            if self.random.random() >= missing:
                said[kind]["birth_date"] = self.random.choice(self.births)
            if "sex" in self.book.facts and self.random.random() >= missing:
                said[kind]["sex"] = self.random.choice(["f", "m"])
        for code, fact in self.book.facts.items():
            if fact.subject != "member" and self.random.random() >= missing:
                said[fact.subject][code] = self.random.choice(self.choices[code])
        return said["household"], [said["child"], said["adult"], said["pregnant"]]

    def sweeps(self) -> Iterator[tuple[str, Household]]:
        """One fact after another through all its answers, and missing."""
        for code, fact in self.book.facts.items():
            for value in [*self.choices[code], None] if fact.subject != "member" else []:
                household, members = self.household()
                who = (
                    household if fact.subject == "household" else next(m for m in members if m["kind"] == fact.subject)
                )
                who[code] = value
                yield f"{code} = {json.dumps(value)}", (household, members)
        for born in [*self.births, None]:
            household, members = self.household()
            for member in members:
                member["birth_date"] = born
            yield f"born {born}", (household, members)

    def random_ones(self, number: int) -> Iterator[tuple[str, Household]]:
        """Households with ever more unknown."""
        for place in range(number):
            yield f"random {place}", self.household(missing=place / number)

    def large(self, number: int) -> Iterator[tuple[str, Household]]:
        """Households of several of each kind, some carrying facts of another kind."""
        for place in range(number):
            household, members = self.household(missing=0.1)
            for extra in range(self.random.randrange(6)):
                kind = self.random.choice(["child", "adult", "pregnant"])
                more = next(m for m in self.household(missing=0.1)[1] if m["kind"] == kind)
                if self.random.random() < 0.3:
                    other = self.random.choice(self.household(missing=0.5)[1])
                    more = {**other, **more}
                members.append({**more, "id": f"{kind} {extra}"})
            self.random.shuffle(members)
            yield f"large {place}", (household, members[self.random.randrange(3) :])


def brief(subject: SubjectResult, *, reasons: bool) -> dict[str, Any]:
    """What a vector keeps of a result."""
    kept: dict[str, Any] = {"id": subject.id, "level": subject.level, "found": {}, "ask": {}}
    for finding in subject.findings:
        kept["found"][finding.code] = f"present {finding.severity}" if finding.severity else finding.state
        if finding.state == "unknown":
            kept["ask"][finding.code] = list(finding.ask)
    kept["services"] = [
        [each.code, " ".join(each.codes), each.due_on.isoformat() if each.due_on else None]
        + ([" ".join(each.who)] if each.who else [])
        for each in subject.services
    ]
    if reasons:
        kept["reasons"] = {finding.code: finding.reasons for finding in subject.findings}
    return kept


def vector(program: Program, name: str, made: Household, *, reasons: bool = False) -> dict[str, Any]:
    result = program.assess(*made, on=ON)
    expect = {
        "subjects": [brief(subject, reasons=reasons) for subject in result.subjects],
        "household": brief(result.household, reasons=reasons),
    }
    return {"name": name, "household": made[0], "members": made[1], "on": ON.isoformat(), "expect": expect}


def vectors_of(program: Program, *, randoms: int, larges: int, sweep_share: int = 1, seed: int = 7) -> dict[str, Any]:
    maker = Maker(program.rulebook, seed)
    made = [each for place, each in enumerate(maker.sweeps()) if place % sweep_share == 0]
    made += [*maker.random_ones(randoms), *maker.large(larges)]
    vectors = [vector(program, name, each, reasons=place % 10 == 0) for place, (name, each) in enumerate(made)]
    about = program.rulebook.about
    book = typescript_data(program.rulebook) | {
        "version": f"{about['name']} {about['version']}"
    }  # words alone make nothing stale
    return {"book": book, "vectors": vectors}


def language() -> dict[str, Any]:
    """Vectors of the language itself, on the tiny rulebook."""
    with tempfile.TemporaryDirectory() as folder:
        return vectors_of(compile_rulebook(read_rulebook(tiny.write(Path(folder)))), randoms=150, larges=100)


def romania() -> dict[str, Any]:
    """Vectors of Romania's rulebook."""
    program = compile_rulebook(read_rulebook(shipped("rulebook/romania")))
    return vectors_of(program, randoms=40, larges=20, sweep_share=6)


FILES = {"method-language.json": language, "method-romania.json": romania}


def text_of(made: dict[str, Any]) -> str:
    """One vector a line, so that differences can be read."""
    vectors = ",\n".join(json.dumps(each, ensure_ascii=False) for each in made["vectors"])
    return f'{{"book": {json.dumps(made["book"], ensure_ascii=False)},\n"vectors": [\n{vectors}\n]}}\n'


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (FOLDER / name).write_text(text_of(make()), encoding="utf-8")

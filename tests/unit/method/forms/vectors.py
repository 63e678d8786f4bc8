"""Makes `protocol/cases/questionnaire-*.json`: submissions that Python and TypeScript must evaluate alike.

    python -m tests.unit.method.forms.vectors

Seeded. Answers are what people and hostile programs send: choices and no choices, numbers on the bounds, texts with
letters outside the alphabet, days that do not exist. Run it again when the questionnaire or the language changes.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.method.forms import language
from tests.unit.method.forms.sheets import write
from vatra.base.shipped import shipped
from vatra.method import read_rulebook
from vatra.method.forms import Form, evaluate, facts_of, form_of
from vatra.method.forms.data import data_of
from vatra.method.forms.form import Node, every
from vatra.method.rulebook import Asked

FOLDER = Path(__file__).resolve().parents[4] / "protocol" / "cases"
TODAY = date(2026, 11, 1)
DOMAINS = ("economic", "housing", "family", "education", "health", "health_detail", "violence", "risk")
TEXTS = (
    "",
    "a",
    "ana",
    "ș",
    "șir-12",
    " două  cuvinte ",
    "12",
    "-3.50",
    "1e5",
    "2026-02-28",
    "2026-02-30",
    "🙂🙂",
    "A🙂b",
    "abc.7",
    "2026-02-28T22:30:00+02:00",
    "0x10",
    "constructor",
    "NaN",
    "true",
    ".5",
    "Ion",
    "${age}",
    "<b>",
)
WHOLES = ("0", "1", "2", "3", "5", "9", "17", "18", "21", "30", "-5", "-6", "130", "1000", "007", "3.0", "abc", "")
DECIMALS = ("0", "0.5", "1.005", "2.5", "-2.5", "-0.5", "33.333333333333", "1e3", "3,5", "123456789.125", "0.1", "99")
DAYS = (
    "2026-11-01",
    "2026-11-02",
    "2026-10-31",
    "2008-02-29",
    "2009-02-29",
    "1899-12-31",
    "2008-11-01",
    "2019-11-02",
    "2024-05-06",
    "2025-11-30",
    "1990-1-1",
    "",
)


def answer(form: Form, node: Node, chance: random.Random, texts: Sequence[str]) -> str:
    """An answer to a question: mostly one that can be."""
    names = [name for name, _ in form.choices.get(node.row.list, ())]
    match node.row.type:
        case "integer":
            return chance.choice(WHOLES) if chance.random() < 0.4 else str(chance.randint(0, 40))
        case "decimal":
            return chance.choice(DECIMALS)
        case "date":
            return chance.choice(DAYS)
        case "select_one":
            return chance.choice([*names, names[0], chance.choice(["", "hatch"])])
        case "select_multiple":
            chosen = [name for name in names if chance.random() < 0.2]
            return " ".join([*chosen, "hatch"] if chance.random() < 0.03 else chosen)
    return chance.choice(texts)


def answers(form: Form, repeat: str, chance: random.Random, texts: Sequence[str]) -> dict[str, str]:
    """Answers to most questions of the household or of one row."""
    asked = [node for node in form.questions() if node.kind == "question" and node.repeat == repeat]
    given = {node.path: answer(form, node, chance, texts) for node in asked if chance.random() < 0.85}
    return {path: text for path, text in given.items() if text}


def submission(
    form: Form, number: int, repeat: str, *, texts: Sequence[str] = TEXTS, least_rows: int = 0
) -> dict[str, Any]:
    """One submission as it comes in."""
    chance = random.Random(f"{form.name} {number}")
    rows = [answers(form, repeat, chance, texts) for _ in range(max(least_rows, chance.choice((0, 1, 2, 3, 3))))]
    domains = None if chance.random() < 0.6 else sorted(chance.sample(DOMAINS, 4))
    outside = answers(form, "", chance, texts)
    return {"name": f"{form.name} {number}", "domains": domains, "answers": outside, "rows": rows}


def expected(form: Form, facts: Mapping[str, Asked], given: Mapping[str, Any], repeat: str) -> dict[str, Any]:
    """What a submission comes to: values that are not empty, what is asked (a 1 for each node), problems, facts."""
    filled = evaluate(
        form, given["answers"], {repeat: given["rows"]}, today=TODAY, now=f"{TODAY}T09:00:00Z", domains=given["domains"]
    )
    nodes = list(every(form.nodes))

    def asked(row: int | None) -> str:
        here = [node for node in nodes if (node.repeat == repeat and node.path != repeat) is (row is not None)]
        return "".join("1" if filled.is_asked(node.path, row) else "0" for node in here)

    household, members = facts_of(form, filled, facts)
    return {
        "values": {path: text for path, text in filled.root.items() if text},
        "rows": [{path: text for path, text in row.items() if text} for row in filled.rows[repeat]],
        "asked": [asked(None), *(asked(row) for row in range(len(given["rows"])))],
        "problems": [[problem.path, problem.row, problem.kind] for problem in filled.problems],
        "facts": [household, *members],
    }


def case_of(form: Form, facts: Mapping[str, Asked], repeat: str, count: int) -> dict[str, Any]:
    """A form with its submissions."""
    given = [submission(form, number, repeat) for number in range(count)]
    return {
        "form": data_of(form, facts),
        "repeat": repeat,
        "today": TODAY.isoformat(),
        "vectors": [each | {"expect": expected(form, facts, each, repeat)} for each in given],
    }


def romania() -> dict[str, Any]:
    """The questionnaire of Romania's rulebook."""
    rulebook = shipped("rulebook/romania")
    return case_of(form_of(rulebook / "questionnaires/household"), read_rulebook(rulebook).facts, "member", 120)


def whole_language() -> dict[str, Any]:
    """The questionnaire that uses every function."""
    with tempfile.TemporaryDirectory() as place:
        return case_of(form_of(write(Path(place) / "language", language.survey(), language.CHOICES)), {}, "person", 180)


FILES: dict[str, Callable[[], dict[str, Any]]] = {
    "questionnaire-household.json": romania,
    "questionnaire-language.json": whole_language,
}


def text_of(case: Mapping[str, Any]) -> str:
    """The file's text: one submission a line, so that differences can be read."""
    vectors = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in case["vectors"])
    head = {key: value for key, value in case.items() if key != "vectors"}
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "vectors": [\n{vectors}\n]}}\n'


if __name__ == "__main__":
    for name, make in FILES.items():
        (FOLDER / name).write_text(text_of(make()), encoding="utf-8")

"""A filled-in questionnaire evaluated as ODK does: what is asked, what is calculated, which answers cannot be.

Whatever is not relevant counts as empty for everything that depends on it. An empty answer breaks no constraint.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vatra.method.forms.evaluating import Scene
from vatra.method.forms.form import Form, Node, every
from vatra.method.forms.functions import words
from vatra.method.forms.numbers import text_of, truth_of

Answers = Mapping[str, str]  # text by path
Row = dict[str, str]
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?", re.ASCII)
LONGEST_TEXT = 20_000
GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot be: required and missing, of another type, or against its constraint."""

    path: str
    row: int | None  # of the repeat, from 0; None outside
    kind: str  # required | type | constraint


@dataclass(slots=True)
class Filled:
    """A questionnaire with its answers: only what is relevant has a value."""

    root: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    relevant: set[tuple[str, int | None]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def is_asked(self, path: str, row: int | None = None) -> bool:
        """Whether a node is relevant."""
        return (path, row) in self.relevant


def fits_type(form: Form, node: Node, text: str) -> bool:
    """Whether a text is an answer of the question's type."""
    match node.row.type:
        case "integer":
            return bool(_WHOLE.fullmatch(text))
        case "decimal":
            return bool(_DECIMAL.fullmatch(text))
        case "date":
            return len(text) == 10 and _is_day(text)
        case "select_one":
            return any(text == name for name, _ in form.choices[node.row.list])
        case "select_multiple":
            return set(words(text)) <= {name for name, _ in form.choices[node.row.list]}
    return len(text) <= LONGEST_TEXT


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def evaluate(
    form: Form,
    answers: Answers,
    rows: Mapping[str, Sequence[Answers]],
    *,
    today: date,
    now: str = "",
    domains: Collection[str] | None = None,
) -> Filled:
    """Answers by path, those of a repeat by row; nodes of domains that the worker may not ask are not relevant."""
    given = _Given(form, answers, rows, domains)
    filled = Filled(rows={path: [{} for _ in each] for path, each in rows.items()})
    for node in form.order:
        for place in given.places(node):
            own = {} if place is None else filled.rows[node.repeat][place]
            scene = Scene(filled.root, filled.rows, today.isoformat(), now, own, (place or 0) + 1)
            given.compute(node, place, scene, filled)
    _check(form, given, filled, today.isoformat(), now)
    return filled


@dataclass(slots=True)
class _Given:
    form: Form
    answers: Answers
    rows: Mapping[str, Sequence[Answers]]
    domains: Collection[str] | None

    def places(self, node: Node) -> Sequence[int | None]:
        """The rows that a node stands in; a repeat itself stands once."""
        if not node.repeat or node.kind == "repeat":
            return (None,)
        return range(len(self.rows.get(node.repeat, ())))

    def text(self, node: Node, place: int | None) -> str:
        """The answer as given."""
        of = self.answers if place is None else self.rows[node.repeat][place]
        return of.get(node.path, "")

    def compute(self, node: Node, place: int | None, scene: Scene, filled: Filled) -> None:
        """Whether a node is relevant, and its value."""
        parent = node.parent
        if parent and (parent.path, None if parent.kind == "repeat" else place) not in filled.relevant:
            return
        if self.domains is not None and node.row.cells.get("domain", "") not in (*self.domains, GENERAL, ""):
            return
        relevant = node.function("relevant")
        if relevant and not truth_of(relevant(scene)):
            return
        filled.relevant.add((node.path, place))
        if not node.has_value:
            return
        text = self.text(node, place)
        calculation = node.function("calculation")
        if calculation:
            text = text_of(calculation(scene.at(text)))
        elif text and not fits_type(self.form, node, text):
            text = ""
        values = filled.root if place is None else filled.rows[node.repeat][place]
        values[node.path] = text


def _check(form: Form, given: _Given, filled: Filled, today: str, now: str) -> None:
    """Every answer against what it must be, in the order of the form."""
    for node in every(form.nodes):
        if node.kind != "question":
            continue
        for place in given.places(node):
            if (node.path, place) in filled.relevant:
                own = {} if place is None else filled.rows[node.repeat][place]
                scene = Scene(filled.root, filled.rows, today, now, own, (place or 0) + 1)
                kind = _problem(node, given.text(node, place), own if place is not None else filled.root, scene)
                if kind:
                    filled.problems.append(Problem(node.path, place, kind))


def _problem(node: Node, said: str, values: Row, scene: Scene) -> str:
    value = values[node.path]
    if not value:
        required = node.function("required")
        return "type" if said else "required" if required and truth_of(required(scene)) else ""
    constraint = node.function("constraint")
    return "constraint" if constraint and not truth_of(constraint(scene.at(value))) else ""

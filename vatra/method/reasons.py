"""Why a finding is what it is, and what to ask when it cannot be known yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vatra.method.answers import Subject
from vatra.method.interpret import Scene, evaluate
from vatra.method.rulebook import Cell, Rulebook, Vulnerability
from vatra.method.tree import (
    AGES,
    Choose,
    Fact,
    Found,
    Known,
    Node,
    OverMembers,
    walk,
)


@dataclass(frozen=True, slots=True)
class Witness:
    """What was known when a subject was assessed."""

    book: Rulebook
    in_force: Mapping[str, tuple[Vulnerability, ...]]  # by the kind of subject
    subject: Subject
    household: Subject
    scene: Scene

    def shown(self, node: Fact | Found) -> Any:
        """A fact as it was said, or as it was computed; a finding as present or absent."""
        of = self.household if node.subject == "household" else self.subject
        if isinstance(node, Found):
            return "present" if of.values.get(node.code) else "absent"
        value = of.given.get(node.code, of.values.get(node.code))
        if node.type == "boolean" and isinstance(value, str):
            return of.values[node.code]
        if node.type == "set" and isinstance(value, list | tuple | set | frozenset):
            return sorted(value)
        return int(value) if isinstance(value, float) and value.is_integer() else value


def reasons_of(vulnerability: Vulnerability, witness: Witness) -> dict[str, Any]:
    """The facts that decided, with their values.

    Present: all facts of the rows that are true. Absent: those of the cells that made each row false. Unknown: what is
    already known in the rows that may still come true. A derived fact brings the answers it was computed from.
    """
    scene = witness.scene
    cells: list[Cell] = []
    rows = [[(cell, evaluate(cell.condition, scene)) for cell in row.cells] for row in vulnerability.rows]
    true_rows = [row for row in rows if all(truth is True for _, truth in row)]
    if true_rows:
        cells = [cell for row in true_rows for cell, _ in row]
    elif all(any(truth is False for _, truth in row) for row in rows):
        cells = [cell for row in rows for cell, truth in row if truth is False]
    else:
        possible = [row for row in rows if not any(truth is False for _, truth in row)]
        cells = [cell for row in possible for cell, truth in row if truth is True]
    return shown_leaves((cell.condition for cell in cells), witness)


def shown_leaves(trees: Iterable[Node], witness: Witness) -> dict[str, Any]:
    """The known facts of some trees, the subject's own and the household's; derived ones with what they came from."""
    book = witness.book
    found: dict[str, Any] = {}
    waiting = list(reversed(list(trees)))
    while waiting:
        node = waiting.pop()
        if isinstance(node, OverMembers):
            if isinstance(node.of, Found):  # a vulnerability of somebody else in the household
                found[node.of.code] = "present" if evaluate(node, witness.scene) else "absent"
            continue
        if isinstance(node, Fact | Found):
            value = witness.shown(node)
            if value is not None and node.code not in found:
                found[node.code] = value
                derived = book.derived.get(node.code)
                waiting += [derived.expression] if derived and isinstance(node, Fact) else []
            continue
        waiting += reversed(list(node.parts()))
    return found


def ask_of(vulnerability: Vulnerability, witness: Witness) -> tuple[str, ...]:
    """The missing answers that could still decide an unknown finding: of its rows not yet false, what is unknown."""
    asked: dict[str, None] = {}
    missing_in_table(vulnerability, witness.scene, witness, asked)
    return tuple(asked)


def missing(node: Node, scene: Scene, witness: Witness, asked: dict[str, None]) -> None:
    """Adds the answers for want of which a tree is unknown."""
    match node:
        case Fact(code):
            missing_fact(code, node, scene, witness, asked)
        case Found():
            missing_finding(node, scene, witness, asked)
        case Choose():
            missing_choice(node, scene, witness, asked)
        case OverMembers(_, kind, of):
            for member in scene.members[kind]:
                inner = Scene(member, scene.household, scene.members, scene.parameters, scene.in_force)
                if evaluate(of, inner) is None:
                    missing(of, inner, witness, asked)
        case Known():
            return
        case _:
            for part in node.parts():
                if evaluate(part, scene) is None:
                    missing(part, scene, witness, asked)


def missing_finding(node: Found, scene: Scene, witness: Witness, asked: dict[str, None]) -> None:
    """What another vulnerability of the same scene is missing."""
    if scene.value(node) is None:
        for each in witness.in_force[node.subject]:
            if each.code == node.code:
                missing_in_table(each, scene, witness, asked)


def missing_choice(node: Choose, scene: Scene, witness: Witness, asked: dict[str, None]) -> None:
    """What `if … then … else …` is missing: its condition, the way that was taken, what would take the other."""
    truth = evaluate(node.condition, scene)
    for part in walk(node.condition):
        if isinstance(part, Known) and evaluate(part.of, scene) is None:
            missing(part.of, scene, witness, asked)
    missing(node.condition if truth is None else node.yes if truth else node.no, scene, witness, asked)


def missing_fact(code: str, node: Fact, scene: Scene, witness: Witness, asked: dict[str, None]) -> None:
    """The fact itself, its birth date when it is an age, or what a derived fact is missing."""
    if scene.value(node) is not None:
        return
    derived = witness.book.derived.get(code)
    if derived is not None:
        missing(derived.expression, scene, witness, asked)
    else:
        asked["birth_date" if code in AGES else code] = None


def missing_in_table(vulnerability: Vulnerability, scene: Scene, witness: Witness, asked: dict[str, None]) -> None:
    """What the rows that are not yet false are missing."""
    for row in vulnerability.rows:
        truths = [evaluate(cell.condition, scene) for cell in row.cells]
        if False not in truths:
            for cell, truth in zip(row.cells, truths, strict=True):
                if truth is None:
                    missing(cell.condition, scene, witness, asked)

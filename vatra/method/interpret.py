"""A tree evaluated as it stands, part by part: slow, plain, and the measure of every compiler.

Used where reasons are wanted, and in tests as the oracle of generated Python.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vatra.method.tree import (
    And,
    Arithmetic,
    Ceil,
    Choice,
    Choose,
    Compare,
    Extreme,
    Fact,
    Found,
    Has,
    Known,
    Node,
    Not,
    Number,
    OneOf,
    Only,
    Or,
    OverMembers,
    Parameter,
    Size,
    Truth,
)

COMPARE = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """Whose values a tree is evaluated with."""

    own: Values
    household: Values
    members: Mapping[str, list[dict[str, Any]]]
    parameters: Mapping[str, float | None]
    in_force: frozenset[str]

    def value(self, node: Fact | Found) -> Any:
        """The value of a fact or a finding, None when unknown."""
        return (self.household if node.subject == "household" else self.own).get(node.code)


def evaluate(node: Node, scene: Scene) -> Any:
    """True, False, a double, a code, bits, or None when it cannot be known."""
    match node:
        case Number(value) | Truth(value):
            return value
        case Choice(code):
            return code
        case Parameter(code):
            return scene.parameters.get(code)
        case Fact():
            return scene.value(node)
        case Found(code):
            severity = scene.value(node) if code in scene.in_force else 0
            return None if severity is None else severity > 0
        case Known(of):
            return evaluate(of, scene) is not None
        case Not(of):
            truth = evaluate(of, scene)
            return None if truth is None else not truth
        case And(parts):
            return every([evaluate(part, scene) for part in parts])
        case Or(parts):
            return some([evaluate(part, scene) for part in parts])
        case Choose(condition, yes, no):
            truth = evaluate(condition, scene)
            return None if truth is None else evaluate(yes if truth else no, scene)
        case OverMembers():
            return over_members(node, scene)
    return computed(node, scene)


def computed(node: Node, scene: Scene) -> Any:
    """Comparisons and arithmetic: unknown as soon as one part is."""
    values = [evaluate(part, scene) for part in node.parts()]
    if None in values:
        return None
    match node:
        case Compare(op):
            return COMPARE[op](*values)
        case OneOf():
            return values[0] in values[1:]
        case Has(_, _, bits):
            return bool(values[0] & bits)
        case Only(_, _, bits):
            return bool(values[0]) and not values[0] & ~bits
        case Size(_, bits):
            return (values[0] & bits).bit_count()
        case Extreme(which):
            return min(values) if which == "min" else max(values)
        case Ceil():
            return math.ceil(values[0])
        case Arithmetic(op, _, _):
            return arithmetic(op, *values)
    raise TypeError(node)


def arithmetic(op: str, left: float, right: float) -> float | None:
    """+ - * /; division by zero cannot be known."""
    if op == "/":
        return left / right if right != 0 else None
    return left + right if op == "+" else left - right if op == "-" else left * right


def over_members(node: OverMembers, scene: Scene) -> Any:
    """any, all, count and sum over the members of a kind; over none: no, yes, 0, 0."""
    scenes = [
        Scene(member, scene.household, scene.members, scene.parameters, scene.in_force)
        for member in scene.members[node.kind]
    ]
    values = [evaluate(node.of, each) for each in scenes]
    if node.how == "any":
        return some(values)
    if node.how == "all":
        return every(values)
    if None in values:
        return None
    if node.how == "count":
        return sum(values)
    return sum(math.floor(value * 10000.0 + 0.5) for value in values) / 10000.0


def every(values: list[bool | None]) -> bool | None:
    """Kleene's and."""
    return False if False in values else None if None in values else True


def some(values: list[bool | None]) -> bool | None:
    """Kleene's or."""
    return True if True in values else None if None in values else False

"""Trees made into functions of a scene: what an expression is worth, here and now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vatra.method.forms.functions import FUNCTIONS
from vatra.method.forms.grammar import Tree
from vatra.method.forms.numbers import Scalar, divided, is_equal, number_of, remainder, text_of, truth_of


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression can see. An answer that is not relevant is the empty text."""

    root: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]  # by path of the repeat
    today: str  # YYYY-MM-DD
    now: str  # ISO moment with its zone
    own: Mapping[str, str]  # of the repeat's row
    position: int = 0  # of that row, from 1
    here: str = ""

    def at(self, here: str) -> Scene:
        """The same scene for a question with this answer."""
        return replace(self, here=here)


Evaluate = Callable[[Scene], Any]  # a Scalar, or a list of texts


def closure(tree: Tree) -> Evaluate:
    """The function of a tree."""
    match tree[0]:
        case "number" | "text":
            value = tree[1]
            return lambda scene: value
        case "answer":
            return _read(tree[1])
        case "own":
            path = tree[1]
            return lambda scene: scene.own.get(path, "")
        case "several":
            path, repeat = tree[1], tree[2]
            return lambda scene: [row.get(path, "") for row in scene.rows.get(repeat, ())]
        case "rows":
            path = tree[1]
            return lambda scene: [""] * len(scene.rows.get(path, ()))
        case "here":
            return lambda scene: scene.here
        case "position":
            return lambda scene: float(scene.position)
        case "call":
            return _call(tree[1], [closure(part) for part in tree[2:]])
    return _operation(tree[0], [closure(part) for part in tree[1:]])


def _read(path: str) -> Evaluate:
    return lambda scene: scene.root.get(path, "")


def _operation(op: str, parts: list[Evaluate]) -> Evaluate:
    if op == "or":
        return lambda scene: any(truth_of(part(scene)) for part in parts)
    if op == "and":
        return lambda scene: all(truth_of(part(scene)) for part in parts)
    if op == "neg":
        return lambda scene: -number_of(parts[0](scene))
    left, right = parts
    if op in ("=", "!="):
        wanted = op == "="
        return lambda scene: is_equal(left(scene), right(scene)) is wanted
    compute = _COMPUTE[op]
    return lambda scene: compute(number_of(left(scene)), number_of(right(scene)))


_COMPUTE: dict[str, Callable[[float, float], Scalar]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": divided,
    "mod": remainder,
}
_AS: dict[str, Callable[[Any], Any]] = {
    "t": text_of,
    "n": number_of,
    "b": truth_of,
    "v": lambda value: value,
    "s": lambda value: value if isinstance(value, list) else [value],
}


def _call(name: str, parts: list[Evaluate]) -> Evaluate:
    if name == "if":
        condition, yes, no = parts
        return lambda scene: (yes if truth_of(condition(scene)) else no)(scene)
    if name == "once":
        return lambda scene: scene.here or text_of(parts[0](scene))
    if name == "today":
        return lambda scene: scene.today
    if name == "now":
        return lambda scene: scene.now
    function = FUNCTIONS[name]
    compute = function.compute
    if compute is None:
        raise KeyError(name)
    kinds = [_AS[function.kind_of(place)] for place in range(len(parts))]
    if function.takes == "s":  # several values, from one repeat or from several arguments
        return lambda scene: compute([one for part in parts for one in _AS["s"](part(scene))])
    return lambda scene: compute(*(kind(part(scene)) for kind, part in zip(kinds, parts, strict=True)))

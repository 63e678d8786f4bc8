"""An expression in its place: names become paths, functions and kinds of values are checked, once, when it is read.

What engines of the field disagree about is refused: a question alone as yes or no (is an answer "no" true?), several
answers where one is meant. So our evaluators need not guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vatra.method.forms.functions import FUNCTIONS, LITERAL
from vatra.method.forms.grammar import Tree
from vatra.method.forms.regexes import checked
from vatra.method.mistakes import Unreadable

Find = Callable[[str], "Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a name means here: a path, the repeat it stands in ("" for none), whether it is itself a repeat."""

    path: str
    repeat: str
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: its column, the repeat around it, and how names are found."""

    column: str  # relevant | constraint | required | calculation | default
    repeat: str
    find: Find


def resolved(tree: Tree, place: Place) -> Tree:
    """The tree with references resolved. Raises `Unreadable` for what is outside the subset."""
    made, kind = _resolved(tree, place)
    if place.column in ("relevant", "constraint", "required"):
        _check(kind, "b")
    else:
        _check(kind, "v")
    return made


def _resolved(tree: Tree, place: Place) -> tuple[Tree, str]:
    """The tree, and its kind: text | number | truth | answer | several | rows."""
    match tree[0]:
        case "number" | "text":
            return tree, tree[0]
        case "name":
            return _reference(tree[1], place)
        case "here":
            if place.column != "constraint":
                raise Unreadable("„.” are sens doar într-o restricție", "“.” makes sense in a constraint only")
            return tree, "answer"
        case "position":
            if not place.repeat:
                raise Unreadable("position(..) are sens doar la membri", "position(..) makes sense in a repeat only")
            return tree, "number"
        case "call":
            return _call(tree, place)
    parts = [_resolved(part, place) for part in tree[1:]]
    kinds = [kind for _, kind in parts]
    made = [tree[0], *(part for part, _ in parts)]
    if tree[0] in ("or", "and"):
        for kind in kinds:
            _check(kind, "b")
        return made, "truth"
    for kind in kinds:
        _check(kind, "v")
    if tree[0] in ("=", "!=") and "truth" in kinds and "answer" in kinds:
        raise _not_a_truth()
    return made, "truth" if tree[0] in ("=", "!=", "<", "<=", ">", ">=") else "number"


def _reference(name: str, place: Place) -> tuple[Tree, str]:
    if place.column == "default":
        raise Unreadable("valoarea de început nu vede alte răspunsuri", "a default cannot see other answers")
    target = place.find(name)
    if target.is_repeat:
        return ["rows", target.path], "rows"
    if target.repeat and target.repeat != place.repeat:
        return ["several", target.path, target.repeat], "several"
    return ["own" if target.repeat else "answer", target.path], "answer"


def _call(tree: Tree, place: Place) -> tuple[Tree, str]:
    name, arguments = tree[1], tree[2:]
    function = FUNCTIONS.get(name)
    if function is None:
        raise Unreadable(
            f"funcția {name}() nu este dintre cele folosite aici", f"the function {name}() is not known here"
        )
    if not function.fits(len(arguments)):
        raise Unreadable(
            f"{name}() nu se scrie cu {len(arguments)} valori", f"{name}() does not take {len(arguments)} values"
        )
    if name == "once" and place.column != "calculation":
        raise Unreadable("once() are sens doar într-un calcul", "once() makes sense in a calculation only")
    literal = LITERAL.get(name)
    if literal is not None and literal < len(arguments):
        arguments = [*arguments[:literal], _literal(name, arguments[literal]), *arguments[literal + 1 :]]
    parts = [_resolved(part, place) for part in arguments]
    for number, (_, kind) in enumerate(parts):
        _check(kind, function.kind_of(number))
    if name == "count" and parts[0][1] not in ("rows", "several"):
        raise Unreadable("count() numără membri", "count() counts a repeat")
    kind = function.gives or _common(parts[1][1], parts[2][1])
    return ["call", name, *(part for part, _ in parts)], kind


def _literal(name: str, tree: Tree) -> Tree:
    """An argument that must stand written out, so that it can be checked now."""
    if name == "round":
        if tree[0] != "number" or not tree[1].is_integer() or tree[1] > 9:
            raise Unreadable("round() are 0-9 zecimale, scrise ca număr", "round() has 0-9 places, written as a number")
        return tree
    if tree[0] != "text":
        raise Unreadable(f"modelul lui {name}() se scrie ca text", f"the pattern of {name}() is written as a text")
    if name == "regex":
        return ["text", checked(tree[1])]
    plain = tree[1]
    for letter in "Yymnde":
        plain = plain.replace(f"%{letter}", "")
    if "%" in plain:
        raise Unreadable("format-date() are doar %Y %y %m %n %d %e", "format-date() has only %Y %y %m %n %d %e")
    return tree


def _common(yes: str, no: str) -> str:
    if "several" in (yes, no) or "rows" in (yes, no):
        return "several"
    return yes if yes == no else "answer"


def _check(kind: str, wanted: str) -> None:
    if wanted == "s":
        return
    if kind in ("several", "rows"):
        raise Unreadable(
            "referința are mai multe răspunsuri: folosiți sum(), count(), min(), max() sau join()",
            "the reference has several answers: use sum(), count(), min(), max() or join()",
        )
    if wanted == "b" and kind == "answer":
        raise _not_a_truth()


def _not_a_truth() -> Unreadable:
    return Unreadable(
        "un răspuns singur nu este adevărat sau fals: comparați-l (… = 'yes')",
        "an answer alone is not true or false: compare it (… = 'yes')",
    )

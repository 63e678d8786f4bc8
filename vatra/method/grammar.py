"""The closed expression language of derived facts: text to tree, by recursive descent.

From the loosest binding to the tightest:

if a then b else c · or · and · not · = != < <= > >= · in (a, b) · between a and b · + - * /
min() max() ceil() known() has() only() size() · any|all|count|sum (child|adult|pregnant|member: ...)
"""

from __future__ import annotations

from vatra.method.mistakes import Unreadable
from vatra.method.tokens import Stream
from vatra.method.tree import (
    KINDS,
    And,
    Arithmetic,
    Ceil,
    Choose,
    Compare,
    Extreme,
    Has,
    Known,
    Name,
    Node,
    Not,
    Number,
    OneOf,
    Only,
    Or,
    OverMembers,
    Parameter,
    Size,
)

WORDS = frozenset(("if", "then", "else", "or", "and", "not", "in", "between"))
FUNCTIONS = frozenset(("min", "max", "ceil", "known", "has", "only", "size", "any", "all", "count", "sum"))
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def parse_expression(text: str) -> Node:
    """The tree of an expression. Raises `Unreadable` with the position of the first surprise."""
    stream = Stream(text)
    node = expression(stream)
    stream.expect_end()
    return node


def expression(stream: Stream) -> Node:
    """`if a then b else c`, or anything below it."""
    stream.deeper()
    if stream.took("if"):
        condition = expression(stream)
        stream.expect("then")
        yes = expression(stream)
        stream.expect("else")
        node: Node = Choose(condition, yes, expression(stream))
    else:
        node = either(stream)
    stream.depth -= 1
    return node


def either(stream: Stream) -> Node:
    """`a or b or c`."""
    parts = [both(stream)]
    while stream.took("or"):
        parts.append(both(stream))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def both(stream: Stream) -> Node:
    """`a and b and c`."""
    parts = [negation(stream)]
    while stream.took("and"):
        parts.append(negation(stream))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def negation(stream: Stream) -> Node:
    """`not a`."""
    if stream.took("not"):
        stream.deeper()
        node: Node = Not(negation(stream))
        stream.depth -= 1
        return node
    return comparison(stream)


def comparison(stream: Stream) -> Node:
    """`a < b`, `a in (b, c)`, `a between b and c`."""
    left = arithmetic(stream)
    if stream.sees(*COMPARISONS):
        op = stream.take().text
        return Compare(op, left, arithmetic(stream))
    if stream.took("in"):
        stream.expect("(")
        items = several(stream)
        stream.expect(")")
        return OneOf(left, items)
    if stream.took("between"):
        low = arithmetic(stream)
        stream.expect("and")
        return And((Compare(">=", left, low), Compare("<=", left, arithmetic(stream))))
    return left


def several(stream: Stream) -> tuple[Node, ...]:
    """`a, b, c`."""
    items = [arithmetic(stream)]
    while stream.took(","):
        items.append(arithmetic(stream))
    return tuple(items)


def arithmetic(stream: Stream) -> Node:
    """`a + b - c`."""
    node = product(stream)
    while stream.sees("+", "-"):
        op = stream.take().text
        node = Arithmetic(op, node, product(stream))
    return node


def product(stream: Stream) -> Node:
    """`a * b / c`."""
    node = signed(stream)
    while stream.sees("*", "/"):
        op = stream.take().text
        node = Arithmetic(op, node, signed(stream))
    return node


def signed(stream: Stream) -> Node:
    """`-a`."""
    if not stream.took("-"):
        return atom(stream)
    stream.deeper()
    node = signed(stream)
    stream.depth -= 1
    return Number(-node.value) if isinstance(node, Number) else Arithmetic("-", Number(0.0), node)


def atom(stream: Stream) -> Node:
    """A number, a word, a parameter, a function, or something in brackets."""
    token = stream.next
    if stream.took("("):
        node = expression(stream)
        stream.expect(")")
        return node
    if token.kind == "number":
        return Number(float(stream.take().text))
    if token.kind == "parameter":
        return Parameter(stream.take().text[2:])
    if token.kind == "quoted":
        return Name(stream.take().text)
    if token.kind == "name" and token.text not in WORDS:
        stream.take()
        return function(stream, token.text) if stream.sees("(") else Name(token.text)
    raise stream.surprise("un număr, un cuvânt sau o paranteză", "a number, a word or a bracket")


def function(stream: Stream, name: str) -> Node:
    """One of the few functions; there are no others, and nobody can add one."""
    if name not in FUNCTIONS:
        known = ", ".join(sorted(FUNCTIONS))
        raise Unreadable(
            f"funcția „{name}” nu există; există: {known}", f"there is no function “{name}”; there are: {known}"
        )
    stream.expect("(")
    if name in ("any", "all", "count", "sum"):
        node: Node = over_members(stream, name)
    elif name in ("has", "only"):
        of = word(stream)
        stream.expect(",")
        node = (Has if name == "has" else Only)(of, codes(stream))
    elif name in ("size", "known"):
        node = (Size if name == "size" else Known)(word(stream))
    elif name == "ceil":
        node = Ceil(expression(stream))
    else:
        node = Extreme(name, several(stream))
    stream.expect(")")
    return node


def over_members(stream: Stream, how: str) -> Node:
    """`any(child: age_y < 6)`, after its opening bracket."""
    kind = stream.take().text
    if kind not in KINDS:
        raise Unreadable(
            f"„{kind}” nu este un fel de membru; sunt: {', '.join(KINDS)}",
            f"“{kind}” is not a kind of member; there are: {', '.join(KINDS)}",
        )
    stream.expect(":")
    return OverMembers(how, kind, expression(stream))


def word(stream: Stream) -> Name:
    """The name of a fact, alone."""
    if stream.next.kind != "name":
        raise stream.surprise("numele unui fapt", "the name of a fact")
    return Name(stream.take().text)


def codes(stream: Stream) -> tuple[str, ...]:
    """`a, b, c`: choices of a set."""
    found = []
    while True:
        if stream.next.kind not in ("name", "number", "quoted"):
            raise stream.surprise("codul unei variante", "the code of a choice")
        found.append(stream.take().text)
        if not stream.took(","):
            return tuple(found)

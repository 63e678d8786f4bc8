"""Cells of decision tables: a closed subset of S-FEEL's unary tests, read into the same tree as expressions.

What may stand in a cell, and what it asks of its column:

-                     any value (also an empty cell)
yes · no · 3 · abroad · "abroad"      equal to
none, expired         one of
>= 6 · < P.vmi_incl · > 4*h_rooms     compared with
[6..18) · (0..12]     between; a round bracket leaves the end out
not(none)             none of
has(structural, fire) · only(none) · size >= 2     of a set
present · absent      of another vulnerability
"""

from __future__ import annotations

from vatra.method.grammar import COMPARISONS, arithmetic, codes
from vatra.method.tokens import Stream
from vatra.method.tree import And, Compare, Has, Name, Node, Not, Only, Or, Size

ANY = ("", "-")


def parse_cell(text: str, column: str) -> Node | None:
    """The condition a cell puts on its column, or None when any value will do. Raises `Unreadable`."""
    if text.strip() in ANY:
        return None
    stream = Stream(text)
    if stream.sees("not"):
        stream.take()
        stream.expect("(")
        node: Node = Not(tests(stream, column))
        stream.expect(")")
    else:
        node = tests(stream, column)
    stream.expect_end()
    return node


def tests(stream: Stream, column: str) -> Node:
    """`a, b, c`: one of several tests."""
    parts = [test(stream, Name(column))]
    while stream.took(","):
        parts.append(test(stream, Name(column)))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def test(stream: Stream, column: Name) -> Node:
    """One test of the column's value."""
    if stream.sees(*COMPARISONS):
        op = stream.take().text
        return Compare(op, column, arithmetic(stream))
    if stream.sees("[", "("):
        return interval(stream, column)
    if stream.sees("has", "only"):
        kind = Has if stream.take().text == "has" else Only
        stream.expect("(")
        node = kind(column, codes(stream))
        stream.expect(")")
        return node
    if stream.took("size"):
        if not stream.sees(*COMPARISONS):
            raise stream.surprise("o comparație", "a comparison")
        op = stream.take().text
        return Compare(op, Size(column), arithmetic(stream))
    return Compare("=", column, arithmetic(stream))


def interval(stream: Stream, column: Name) -> Node:
    """`[6..18)`: from 6 on, below 18."""
    low_op = ">=" if stream.take().text == "[" else ">"
    low = arithmetic(stream)
    stream.expect("..")
    high = arithmetic(stream)
    if not stream.sees("]", ")"):
        raise stream.surprise("„]” sau „)”", "“]” or “)”")
    high_op = "<=" if stream.take().text == "]" else "<"
    return And((Compare(low_op, column, low), Compare(high_op, column, high)))

"""The syntax tree of every condition and derived fact: one tree, from which Python, SQL, TypeScript and words are made.

A tree is first parsed (`Name` stands for anything not yet understood), then given its meaning by
`vatra.method.meaning`, after which no `Name` is left and every leaf knows whose fact it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

SUBJECTS = ("household", "child", "adult", "pregnant")
KINDS = ("child", "adult", "pregnant", "member")  # what one may count over
AGES = ("age_y", "age_m", "age_d")


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of a tree."""

    def parts(self) -> Iterator[Node]:
        """The nodes directly below."""
        sort: Any = type(self)  # of its class alone
        for name in _below(sort):
            value = getattr(self, name)
            if isinstance(value, tuple):
                yield from value
            else:
                yield value


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A word that is not yet understood: a fact, or one of the choices of a fact."""

    text: str


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number written in an expression; always a double."""

    value: float


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """`yes` or `no`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """One of the choices of a fact; SQL and Python hold its place in the list of choices."""

    code: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """`P.code`: a dated number; unknown on days on which it has no value."""

    code: str


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """An answer, a derived fact or an age; `subject` says whose: the household's, or the member's own."""

    code: str
    subject: str  # household | child | adult | pregnant | member
    type: str  # boolean | number | choice | set | date


@dataclass(frozen=True, slots=True)
class Found(Node):
    """Whether a vulnerability of this same subject (or of the household) is present."""

    code: str
    subject: str


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Kleene's not: unknown stays unknown."""

    of: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """False as soon as one part is false, else unknown when one is unknown."""

    all: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """True as soon as one part is true, else unknown when one is unknown."""

    any: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left op right` with op one of = != < <= > >=; unknown when a side is."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    """`of in (a, b)`."""

    of: Node
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left op right` with op one of + - * /; division by zero is unknown."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """The smallest (`min`) or largest (`max`) of numbers; unknown when one is."""

    which: str
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Ceil(Node):
    """The next whole number up."""

    of: Node


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """`if condition then yes else no`; unknown when the condition is."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Known(Node):
    """Whether a fact is known: the one test that is never unknown."""

    of: Node


@dataclass(frozen=True, slots=True)
class OverMembers(Node):
    """`any|all|count|sum (kind: of)` over the members of the same household."""

    how: str
    kind: str
    of: Node


@dataclass(frozen=True, slots=True)
class Has(Node):
    """Whether a set contains any of these choices."""

    of: Node
    codes: tuple[str, ...]
    bits: int = 0


@dataclass(frozen=True, slots=True)
class Only(Node):
    """Whether a set holds something, and nothing but these choices."""

    of: Node
    codes: tuple[str, ...]
    bits: int = 0


@dataclass(frozen=True, slots=True)
class Size(Node):
    """How many choices a set holds; `none` among them is not counted."""

    of: Node
    bits: int = 0


@cache
def _below(sort: Any) -> tuple[str, ...]:
    """The fields of a sort of node that hold nodes; asked millions of times, and always the same."""
    return tuple(each.name for each in fields(sort) if each.type in ("Node", "tuple[Node, ...]"))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for part in node.parts():
        yield from walk(part)

"""The expressions of questionnaires: a closed subset of XPath 1.0 with ODK's functions, made into nested lists.

`${name}` is the only way to speak of another question; paths, axes and predicates are no part of the subset.
A tree is a list whose first item says what it is: ["number", 3.0], ["text", "x"], ["name", "age"], ["here"],
["or", a, b, ...], ["<", a, b], ["call", "if", a, b, c].
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from vatra.method.mistakes import Unreadable

Tree = list[Any]
LONGEST = 4_000  # letters of one expression
DEEPEST = 40  # parentheses, calls and operations within each other
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<ref>\$\{\s*[^{}]{0,80}\s*\})
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z_][A-Za-z0-9_]*)*)
    | (?P<sign><=|>=|!=|\.\.|[=<>+\-*(),.])
    )""",
    re.VERBOSE | re.ASCII,
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))


class Token(NamedTuple):
    """One word of an expression: its kind, its text, and where it begins."""

    kind: str
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """The words of an expression. Raises `Unreadable`."""
    if len(text) > LONGEST:
        raise Unreadable(f"expresia are peste {LONGEST} de semne", f"the expression has more than {LONGEST} letters")
    found, place, end = [], 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            rest = text[place:].strip()[:20]
            raise Unreadable(f"nu se înțelege „{rest}”", f"“{rest}” is not understood")
        found.append(Token(str(match.lastgroup), match[str(match.lastgroup)], match.start(str(match.lastgroup))))
        place = match.end()
    return found


def parse(text: str) -> Tree:
    """The tree of an expression. Raises `Unreadable`."""
    parser = _Parser(tokens_of(text))
    tree = parser.binary(0, 0)
    if parser.next is not None:
        raise _unexpected(parser.next)
    waiting = [(tree, 1)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep()
        waiting += [(each, depth + 1) for each in part if isinstance(each, list)]
    return tree


def _unexpected(token: Token | None) -> Unreadable:
    if token is None:
        return Unreadable("expresia se oprește prea devreme", "the expression ends too early")
    return Unreadable(
        f"„{token.text}” nu poate sta la poziția {token.at + 1}", f"“{token.text}” cannot stand at {token.at + 1}"
    )


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0

    @property
    def next(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, sign: str) -> None:
        if self.next is None or self.next.text != sign or self.next.kind == "text":
            raise _unexpected(self.next)
        self.place += 1

    def is_next(self, *signs: str) -> bool:
        return self.next is not None and self.next.kind in ("sign", "name") and self.next.text in signs

    def binary(self, level: int, depth: int) -> Tree:
        """Operations of one level of precedence, and those that bind more tightly."""
        if level == len(_LEVELS):
            return self.unary(depth)
        tree = self.binary(level + 1, depth)
        in_a_row = False
        while self.next is not None and self.is_next(*_LEVELS[level]):
            op = self.next.text
            self.place += 1
            right = self.binary(level + 1, depth)
            if op in ("or", "and") and in_a_row:
                tree.append(right)
                continue
            tree, in_a_row = [op, tree, right], True
        return tree

    def unary(self, depth: int) -> Tree:
        minus = 0
        while self.is_next("-"):
            self.place += 1
            minus += 1
        if minus > DEEPEST:
            raise _too_deep()
        tree = self.single(depth)
        for _ in range(minus):
            tree = ["neg", tree]
        return tree

    def single(self, depth: int) -> Tree:
        """A number, text, reference, call, or an expression in parentheses."""
        token = self.next
        if token is None:
            raise _unexpected(None)
        if depth > DEEPEST:
            raise _too_deep()
        self.place += 1
        if token.kind == "number":
            return ["number", float(token.text)]
        if token.kind == "text":
            return ["text", token.text[1:-1]]
        if token.kind == "ref":
            name = token.text[2:-1].strip()
            if not _NAME.fullmatch(name):
                raise _unexpected(token)
            return ["name", name]
        if token.kind == "sign" and token.text == ".":
            return ["here"]
        if token.kind == "sign" and token.text == "(":
            tree = self.binary(0, depth + 1)
            self.take(")")
            return tree
        if token.kind == "name" and self.is_next("("):
            return self.call(token, depth)
        raise _unexpected(token)

    def call(self, token: Token, depth: int) -> Tree:
        self.take("(")
        if token.text == "position" and self.is_next(".."):
            self.place += 1
            self.take(")")
            return ["position"]
        arguments: list[Tree] = []
        if not self.is_next(")"):
            arguments.append(self.binary(0, depth + 1))
            while self.is_next(","):
                self.place += 1
                arguments.append(self.binary(0, depth + 1))
        self.take(")")
        return ["call", token.text, *arguments]


def _too_deep() -> Unreadable:
    return Unreadable("expresia este prea adâncă", "the expression is nested too deeply")

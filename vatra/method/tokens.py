"""Words and signs of the expression language and of table cells."""

from __future__ import annotations

import re
from typing import NamedTuple

from vatra.method.mistakes import Unreadable

LONGEST = 2_000  # characters of one expression; the longest of Romania's has a fifth of it
DEEPEST = 40  # brackets within brackets

SIGNS = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?)
    | (?P<parameter>P\.[a-z][a-z0-9_]*)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | "(?P<quoted>[A-Za-z0-9_]+)"
    | (?P<sign><=|>=|!=|\.\.|[=<>()\[\],:+*/-])
    )""",
    re.VERBOSE | re.ASCII,
)


class Token(NamedTuple):
    """One word or sign: what it is, its text, where it starts (from 1)."""

    kind: str  # number | parameter | name | quoted | sign | end
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The words and signs of a text, with `end` last. Raises `Unreadable`."""
    if len(text) > LONGEST:
        raise Unreadable(f"are peste {LONGEST} de caractere", f"has more than {LONGEST} characters")
    found: list[Token] = []
    at = 0
    while at < len(text.rstrip()):
        match = SIGNS.match(text, at)
        if match is None:
            sign = text[at:].lstrip()[:1]
            where = len(text) - len(text[at:].lstrip()) + 1
            raise Unreadable(
                f"semnul „{sign}” (poziția {where}) nu face parte din limbaj",
                f"the sign “{sign}” (position {where}) is not part of the language",
            )
        kind = str(match.lastgroup)
        found.append(Token(kind, match.group(kind), match.start(kind) + 1))
        at = match.end()
    found.append(Token("end", "", len(text) + 1))
    return found


class Stream:
    """Tokens read from left to right, with one token of looking ahead."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        """The token that comes, not consumed."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """The next token, consumed."""
        token = self.tokens[self.place]
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next token is one of these words or signs (a quoted code never is)."""
        return self.next.kind in ("name", "sign") and self.next.text in texts

    def took(self, *texts: str) -> bool:
        """Consumes the next token when it is one of these."""
        if self.sees(*texts):
            self.take()
            return True
        return False

    def expect(self, text: str) -> None:
        """Consumes this word or sign. Raises `Unreadable` when another one stands there."""
        if not self.took(text):
            raise self.surprise(f"„{text}”", f"“{text}”")

    def expect_end(self) -> None:
        """Nothing may follow. Raises `Unreadable`."""
        if self.next.kind != "end":
            raise self.surprise("sfârșitul", "the end")

    def surprise(self, wanted_ro: str, wanted_en: str) -> Unreadable:
        """The error that says what was expected and what stands there."""
        token = self.next
        if token.kind == "end":
            return Unreadable(
                f"se termină prea devreme; lipsește {wanted_ro}", f"ends too early; {wanted_en} is missing"
            )
        return Unreadable(
            f"la poziția {token.at} stă „{token.text}” în loc de {wanted_ro}",
            f"at position {token.at} there is “{token.text}” instead of {wanted_en}",
        )

    def deeper(self) -> None:
        """One bracket more. Raises `Unreadable` beyond the limit."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(f"are peste {DEEPEST} de niveluri de paranteze", f"is nested more than {DEEPEST} deep")

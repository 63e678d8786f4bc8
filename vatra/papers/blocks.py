"""What a paper is made of. The templates know how each block looks; the papers only say what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

LONG = 48  # letters of a label with its value that still fit half a line


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what is known of it; a dotted line when nothing is. `unconfirmed` puts the sign on the label."""

    label: str
    value: str = ""
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the paper (level 2), or a part of a part (level 3)."""

    words: str
    unconfirmed: bool = False
    level: int = 2
    shape: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels with their values, side by side."""

    rows: tuple[Row, ...]
    shape: Literal["rows"] = "rows"

    @property
    def placed(self) -> list[tuple[Row, str]]:
        """Each row with its place: first or second of a line of two, or a line of its own when it is long."""
        placed: list[tuple[Row, str]] = []
        for row in self.rows:
            if len(row.label) + len(row.value) > LONG:
                placed.append((row, "wide"))
            else:
                placed.append((row, "second" if placed and placed[-1][1] == "first" else "first"))
        return placed


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered statement to answer with yes or no; `answer` is empty when nobody has."""

    number: str
    words: str
    answer: str = ""
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """Statements with a box for yes and one for no."""

    caption: str
    head: str
    items: tuple[Item, ...]
    shape: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `blank` empty rows are left to write on. `widths` of columns: per cent, in steps of 5."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    blank: int = 0
    widths: tuple[int, ...] = ()
    shape: Literal["table"] = "table"

    @property
    def columns(self) -> list[tuple[str, int]]:
        """Each heading with the width of its column in per cent, 0 for what is left."""
        left = (0,) * (len(self.heads) - len(self.widths))
        return list(zip(self.heads, (*self.widths, *left), strict=True))

    @property
    def blanks(self) -> range:
        """As many empty rows as are left to write on."""
        return range(self.blank)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said or wrote, in their own words; so many dotted lines when nothing is known."""

    label: str
    text: str = ""
    lines: int = 3
    unconfirmed: bool = False
    shape: Literal["words"] = "words"

    @property
    def blanks(self) -> range:
        """The dotted lines."""
        return range(0 if self.text else self.lines)


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of the paper itself."""

    sentences: tuple[str, ...]
    large: bool = False
    shape: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short sentences."""

    points: tuple[str, ...]
    large: bool = False
    shape: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call, and when."""

    number: str
    name: str
    when: str
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Phones:
    """Numbers that can be read from across a room."""

    phones: tuple[Phone, ...]
    shape: Literal["phones"] = "phones"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, as what, on which day; `drawn`: an SVG path over 600 x 200 that was drawn on the screen."""

    label: str
    name: str = ""
    role: str = ""
    day: str = ""
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, beside each other."""

    signatures: tuple[Signature, ...]
    shape: Literal["signatures"] = "signatures"


@dataclass(frozen=True, slots=True)
class Scan:
    """An address to open, as words and as a drawing to scan; `rows` stand beside the drawing."""

    label: str
    address: str
    rows: tuple[Row, ...] = ()
    shape: Literal["scan"] = "scan"


Block = Heading | Rows | Items | Table | Words | Said | Points | Phones | Signatures | Scan


@dataclass(frozen=True, slots=True)
class Law:
    """A source that the paper follows, as it is cited; `unconfirmed`: not read in the text of the act itself."""

    words: str
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class Author:
    """Who prints: name, role and place in words; all empty on a blank form."""

    name: str = ""
    role: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, ready to be laid out. `partial` says of which role a copy with less than everything is."""

    kind: str
    title: str
    laws: tuple[Law, ...]
    blocks: tuple[Block, ...]
    author: Author
    on: date
    rulebook: str
    language: str = "ro"
    partial: str = ""
    official: bool = True

    @property
    def has_unconfirmed(self) -> bool:
        """Whether anything on it bears the sign."""
        return any(law.unconfirmed for law in self.laws) or any(map(_is_marked, self.blocks))


def _is_marked(block: Block) -> bool:
    match block:
        case Heading() | Words():
            return block.unconfirmed
        case Rows():
            return any(row.unconfirmed for row in block.rows)
        case Items():
            return any(item.unconfirmed for item in block.items)
        case Phones():
            return any(phone.unconfirmed for phone in block.phones)
    return False

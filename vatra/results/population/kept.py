"""The pieces of a file of children that were counted, kept as they are: what is stopped goes on where it was.

A line of JSON each: [way of counting, first row, row after the last, splits, rows of counts]; a last line that was cut
off in the middle is counted again. Numbers only: whoever reads the file finds no child in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

BLOCK = 1 << 20  # bytes read at a time


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a file, counted. The last one of a file has no rows: it says where the file ends."""

    since: int
    until: int
    splits: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file holds: the digest of its bytes, and its lines after the first (for CSV about as many as its rows)."""

    digest: str
    lines: int


def seen(path: Path) -> Seen:
    """A file as it is now; read once as long as its size and time stay. Raises OSError."""
    about = path.stat()
    return _seen(path, about.st_size, about.st_mtime_ns, about.st_ino)


@lru_cache(maxsize=16)
def _seen(path: Path, _size: int, _changed: int, _inode: int) -> Seen:
    digest, lines = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
    return Seen(digest.hexdigest(), max(lines - 1, 0))


class KeptPieces:
    """The pieces kept in a file, those of one way of counting. `older`: whether there are some of another way."""

    def __init__(self, path: Path, way: str) -> None:
        self.path, self.way = path, way
        self.older = False
        self._pieces: dict[int, Piece] = {}
        self._broken = False  # the last line was cut off
        text = path.read_text("utf-8") if path.exists() else ""
        for line in text.splitlines():
            self._take(line)
        self._broken = bool(text) and not text.endswith("\n")

    def _take(self, line: str) -> None:
        try:
            way, since, until, splits, rows = json.loads(line)
        except ValueError:
            return
        if way != self.way:
            self.older = True
        else:
            self._pieces.setdefault(since, Piece(since, until, tuple(splits), tuple(map(tuple, rows))))

    def __iter__(self) -> Iterator[Piece]:
        """The pieces from the first row on, without a gap."""
        since = 0
        while (piece := self._pieces.get(since)) is not None:
            yield piece
            if piece.until == since:
                return
            since = piece.until

    def forget(self) -> None:
        """Begin anew."""
        self.path.unlink(missing_ok=True)
        self.older = self._broken = False
        self._pieces.clear()

    def add(self, since: int, until: int, splits: Sequence[str] = (), rows: Sequence[Sequence[int]] = ()) -> None:
        """Keep a piece as soon as it is counted."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps([self.way, since, until, splits, rows])
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n" if self._broken else f"{line}\n")
        self._broken = False

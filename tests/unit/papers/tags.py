"""Walks the tags of a PDF: what a screen reader is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf


def every_tag(pdf: Any) -> Iterator[Any]:
    """Each structure element, in reading order."""
    yield from _below(pdf.Root.StructTreeRoot)


def _below(node: Any) -> Iterator[Any]:
    below = node.get("/K")
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            yield from _below(one)


def kinds_in(pdf: Any) -> set[str]:
    """The kinds of tag used."""
    return {str(one.S) for one in every_tag(pdf)}


def headings(pdf: Any) -> list[int]:
    """The levels of the headings, in reading order."""
    return [int(str(one.S)[2:]) for one in every_tag(pdf) if str(one.S) in ("/H1", "/H2", "/H3", "/H4")]


def figures(pdf: Any) -> list[str]:
    """The words that stand for each drawing."""
    return [str(one.get("/Alt", "")) for one in every_tag(pdf) if str(one.S) == "/Figure"]


def tables(pdf: Any) -> list[Any]:
    """The tables, one for each page a table lies on."""
    return [one for one in every_tag(pdf) if str(one.S) == "/Table"]


def headings_of_tables(table: Any) -> tuple[set[str], list[set[str]]]:
    """The names of a table's heading cells, and for each other cell the headings it names."""
    headed, cells = set(), []
    for one in _below(table):
        if str(one.S) == "/TH":
            headed.add(str(one.ID))
        elif str(one.S) == "/TD":
            attributes = one.A if isinstance(one.A, pikepdf.Array) else [one.A]
            cells.append({str(name) for part in attributes for name in part.get("/Headers", [])})
    return headed, cells

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


def drawn_outside_the_tags(pdf: Any) -> list[str]:
    """What is drawn and is neither an artifact nor in an element that a reader comes by, as operators by page."""
    known = {(one.Pg.objgen, int(kid)) for one in every_tag(pdf) for kid in _marks(one)}
    found = []
    for number, page in enumerate(pdf.pages, start=1):
        inside: list[bool] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                artifact = str(operands[0]) == "/Artifact"
                mark = operands[1].get("/MCID") if len(operands) > 1 else None
                inside.append(artifact or (mark is not None and (page.objgen, int(mark)) in known))
            elif str(operator) == "EMC":
                inside.pop()
            elif str(operator) in DRAWING and not any(inside):
                found.append(f"{number}: {operator}")
    return found


DRAWING = frozenset({"Tj", "TJ", "'", '"', "Do", "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "sh"})


def _marks(element: Any) -> Iterator[Any]:
    below = element.get("/K")
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if not isinstance(one, pikepdf.Dictionary):
            yield one


def pagination(page: Any) -> int:
    """How many lines of a sheet are artifacts of pagination: what every sheet repeats."""
    return sum(str(operator) == "BDC" and str(operands[1].get("/Type", "")) == "/Pagination"
               for operands, operator in pikepdf.parse_content_stream(page))


def scopes(pdf: Any) -> set[str]:
    """What the heading cells say that they head."""
    return {str(one.A.get("/Scope", "")) for one in every_tag(pdf) if str(one.S) == "/TH"}

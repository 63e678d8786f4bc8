"""What the engine leaves open of PDF/UA-1 and is done here, just before a PDF is written.

What every sheet repeats, its colophon and page number, is no content of the paper: a screen reader passes it over. A
heading cell says that it heads its column; the engine only ties the other cells to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def finish(_document: Any, pdf: Any) -> None:
    """A finisher of WeasyPrint: mends the tags of a PDF that is about to be written."""
    objects = {one.reference: one for one in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    reached = set(_below(root, objects))
    for reference, one in objects.items():
        if not isinstance(one, dict) or one.get("Type") != "/StructElem":
            continue
        if one["S"] == "/TH":
            one["A"]["Scope"] = "/Column"
        if reference not in reached:
            _make_artifacts(one, objects, objects[root["ParentTree"]])


def _below(node: Mapping[str, Any], objects: Mapping[bytes, Any]) -> Iterator[bytes]:
    """The elements that a reader comes by, walking down from one."""
    for kid in node.get("K", ()):
        if isinstance(kid, bytes):
            yield kid
            yield from _below(objects[kid], objects)


def _make_artifacts(element: Mapping[str, Any], objects: Mapping[bytes, Any], owners: dict[str, Any]) -> None:
    """Make what an element outside the tree holds a thing of pagination, with no element that owns it."""
    page = objects[element["Pg"]]
    drawn = objects[page["Contents"]].stream
    for marked in (kid for kid in element["K"] if isinstance(kid, int)):
        place = next(at for at, part in enumerate(drawn) if isinstance(part, dict) and part.get("MCID") == marked)
        drawn[place - 1] = "/Artifact"
        drawn[place].clear()
        drawn[place]["Type"] = "/Pagination"
        of_page = owners["Nums"][2 * page["StructParents"] + 1]
        of_page[marked] = "null"

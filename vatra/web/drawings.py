"""Lucide's drawings, out of an archive that is opened once.

The package opens it for each drawing and reads what all 1,700 are called, 8 ms apiece: the first page of a process
waited for fifteen of them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

SVG = "{http://www.w3.org/2000/svg}"


@cache
def archive() -> ZipFile:
    """All drawings, in memory: a file that is open would be read by all processes of the server at one place."""
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@lru_cache(maxsize=256)
def drawing(name: str, size: int) -> str:
    """The SVG of a drawing, for a page, hidden from screen readers. Raises KeyError for a name that Lucide has not."""
    svg = ElementTree.fromstring(archive().read(f"{name}.svg"))  # noqa: S314  the package's own drawing
    for node in svg.iter():
        node.tag = node.tag.removeprefix(SVG)
    svg.attrib |= {"width": str(size), "height": str(size), "class": "icon", "aria-hidden": "true",
                   "focusable": "false"}
    return ElementTree.tostring(svg, encoding="unicode")

"""From a paper to its page and to its PDF. The PDF is made by WeasyPrint, which needs Pango; the page needs nothing.

Nothing is fetched: the one style, the typeface and the drawings are given, and every address is refused, so that
nothing that somebody wrote can make the server read a file or open a connection.
"""

from __future__ import annotations

import base64
import logging
import re
import warnings
from collections.abc import Mapping
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from vatra.base.refusal import Refusal
from vatra.papers import wording
from vatra.papers.blocks import Paper
from vatra.papers.tagging import finish
from vatra.papers.whole import held_together

STYLE = Path(__file__).parent / "static" / "papers" / "paper.css"
FACES = {"vatra-face:400": "SourceSansPro-Regular.ttf", "vatra-face:700": "SourceSansPro-Bold.ttf"}
DRAWING = "data:image/svg+xml;base64,"
MOST_CHARACTERS = 400_000  # of the page: some thirty sheets, and less than two seconds of a processor
MOST_BYTES = 8_000_000
_DRAWN = re.compile(r"[MLQ0-9 .,]{1,20000}")

for _name in ("weasyprint", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they would write down what they could not lay out


class CannotPrint(Refusal):
    """The PDF cannot be made here; the page can always be printed."""

    code = "cannot_print"


def body_of(paper: Paper, *, for_pdf: bool = False) -> SafeString:
    """The paper as HTML without its frame; drawings stand in it, or beside it for the PDF."""
    with override(paper.language):
        return mark_safe(render_to_string("papers/body.html", {  # noqa: S308  a template of ours, which escapes
            "paper": paper, "for_pdf": for_pdf, "colophon": _colophon(paper),
        }))


def _colophon(paper: Paper) -> str:
    """The day and the method; what stands on every page, so without a name."""
    return " · ".join((wording.day(paper.on), _("method %(version)s") % {"version": paper.rulebook}, "Vatra"))


def drawn(path: str) -> str:
    """A signature as an SVG, drawn dark on nothing; empty when the path is not one."""
    if not _DRAWN.fullmatch(path):
        return ""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200">'
            f'<path d="{path}" fill="none" stroke="#000" stroke-width="4" stroke-linecap="round"/></svg>')


def scanned(text: str) -> SafeString:
    """A text as a drawing to be scanned: dark on light in every theme, or no camera reads it."""
    made = segno.make(text, error="m", micro=False).svg_inline(scale=5, unit="px", dark="#000", light="#fff")
    return mark_safe(made)  # noqa: S308  made of squares by the package; the text itself is not in it


def as_address(svg: str) -> str:
    """A drawing as an address that stands for itself."""
    return DRAWING + base64.b64encode(svg.encode()).decode()


def missing_library() -> str | None:
    """The sentence that says what to install, where PDFs cannot be made; None where they can."""
    try:
        _weasyprint()
    except CannotPrint as refusal:
        return refusal.message()
    return None


def pdf_of(paper: Paper) -> bytes:
    """The paper as a tagged PDF (PDF/UA-1); raises CannotPrint where it would be too long or Pango is missing."""
    engine = _weasyprint()
    with override(paper.language):
        body = mark_safe(held_together(body_of(paper, for_pdf=True)))  # noqa: S308  spans of ours around its own words
        page = render_to_string("papers/page.html", {"paper": paper, "body": body})
    if len(page) > MOST_CHARACTERS:
        raise CannotPrint(lazy("This paper is too long for a PDF. Open it as a page and print it from the browser."),
                          code="too_long")
    fonts = engine.text.fonts.FontConfiguration()
    deny = _deny_all(engine)
    style = engine.CSS(string=_style(), font_config=fonts, url_fetcher=deny)
    made: bytes = engine.HTML(string=page, url_fetcher=deny).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True, finisher=finish,
    )
    if len(made) > MOST_BYTES:
        raise CannotPrint(lazy("This paper is too long for a PDF. Open it as a page and print it from the browser."),
                          code="too_long")
    return made


@cache
def _weasyprint() -> Any:
    """WeasyPrint, loaded when the first PDF is asked for: it is large, and needs libraries of the system."""
    warnings.filterwarnings("ignore", ".* Expect ugly output")  # of a machine without fonts: the papers bring theirs
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError:
        raise CannotPrint(
            lazy("PDFs need the library Pango, which this server does not have (Debian, Ubuntu: apt-get install "
                 "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0). "
                 "The page itself can be printed from the browser."),
            code="no_pango",
        ) from None
    return weasyprint


def _deny_all(engine: Any) -> Any:
    """A fetcher that gives back our typeface and the drawings made here, and refuses everything else."""

    class DenyAll(engine.urls.URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url in FACES:
                return engine.urls.URLFetcherResponse(url, _typeface(url), {"Content-Type": "font/ttf"})
            if not url.startswith(DRAWING):
                raise ValueError("papers fetch nothing")
            return super().fetch(url, headers)

    return DenyAll()


@cache
def _style() -> str:
    """The one style, and the typeface: a server without any font prints the same."""
    faces = (f'@font-face {{ font-family: "Vatra Paper"; font-weight: {address.partition(":")[2]}; '
             f'src: url("{address}"); }}' for address in FACES)
    return "\n".join([*faces, STYLE.read_text("utf-8")])


@cache
def _typeface(address: str) -> bytes:
    name = f"font_source_sans_pro/files/{FACES[address]}"
    return Path(str(distribution("font-source-sans-pro").locate_file(name))).read_bytes()

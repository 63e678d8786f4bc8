"""Reads what stands on a paper, as its reader would: the words, without tags, in one line."""

from __future__ import annotations

import html
import re

import pypdfium2

from vatra.papers import queries as papers
from vatra.papers.queries import Paper


def text_of(paper: Paper) -> str:
    """The words of a paper's page."""
    return one_line(html.unescape(re.sub(r"<[^>]+>", " ", papers.body_of(paper)).replace(" :", ":")))


def text_of_pdf(pdf: bytes) -> str:
    """The words that can be read out of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return one_line(" ".join(page.get_textpage().get_text_bounded() for page in document))


def one_line(text: str) -> str:
    """Single spaces between words, none before a colon."""
    return re.sub(r"\s+", " ", text)

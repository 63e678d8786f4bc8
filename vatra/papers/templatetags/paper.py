"""Tags of the papers' templates: drawings, inside the page or as an image with its words for the PDF."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vatra.papers.printing import as_address, drawn, scanned

register = template.Library()


@register.simple_tag
def signature(path: str, words: str, for_pdf: bool) -> SafeString:
    """A signature drawn on the screen; nothing when there is none."""
    svg = drawn(path)
    return _drawing(svg, words, "signed", for_pdf) if svg else mark_safe("")


@register.simple_tag
def scan(address: str, words: str, for_pdf: bool) -> SafeString:
    """An address as a drawing to scan."""
    return _drawing(scanned(address), words, "scan-code", for_pdf)


def _drawing(svg: str, words: str, kind: str, for_pdf: bool) -> SafeString:
    if for_pdf:
        return format_html('<img class="{}" src="{}" alt="{}">', kind, as_address(svg), words)
    inside = mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308  ours
    return format_html('<span class="{}" role="img" aria-label="{}">{}</span>', kind, words, inside)

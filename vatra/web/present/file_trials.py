"""What a change of the method moves in a file of children, in rows and sentences for its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.releases import queries as releases
from vatra.web.method_words import Words
from vatra.web.present.trials import tables
from vatra.web.screens.county import told
from vatra.web.templatetags.page import number, percent


def address(draft: Any, file: releases.PopulationFile, name: str = "method_file") -> str:
    """An address of a draft over a file."""
    return reverse(f"web:{name}", args=[draft.uuid, file.key])


def rows_counted(tried: releases.FileTried) -> str:
    """How far a file is counted."""
    return _("%(done)s of %(of)s rows counted (%(share)s)") % {
        "done": number(tried.found.rows), "of": number(tried.of), "share": percent(tried.found.rows, tried.of)}


def shown(found: Any, book: Words) -> dict[str, Any]:
    """Everything the page shows of a file that is counted."""
    one = releases.told_of_a_file(found)
    return {
        "sentence": _sentence(one), **tables(one, book),
        "figures": [(told(one.up), _("children come to a graver level")),
                    (told(one.down), _("children come to a milder level"))],
    }


def _sentence(one: releases.FileTold) -> str:
    children = {"children": told(one.children)}
    if one.touched == 0:
        return _("Nothing would be found otherwise in any of the %(children)s children.") % children
    if one.touched is None:
        return _("For fewer than five of %(children)s children something would be found otherwise.") % children
    return _("For %(touched)s of %(children)s children something would be found otherwise.") % {
        **children, "touched": told(one.touched)}

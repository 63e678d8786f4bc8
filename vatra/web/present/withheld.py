"""Sums of which a part may not be told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vatra.web.templatetags.page import number


def at_least(count: int, *, short: bool) -> str:
    """A sum; `short`: a part of it is withheld, and where that is all there is, the sum is withheld as well."""
    if not short:
        return number(count)
    return _("at least %(count)s") % {"count": number(count)} if count else _("withheld")

"""On which day, over which entries and by which way of counting a trial was counted, in a sentence for its page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.releases import queries as releases
from vatra.web.templatetags.page import day_in_words, number


def over(trial: Any, counted: releases.CountedOver) -> dict[str, Any]:
    """The sentence; whether it is of an older way of counting, and whether the register has moved on since."""
    on = day_in_words(timezone.localdate(trial.finished_at))
    return {"older": counted.older, "moved": counted.communes > 0, "words": _words(on, counted)}


def _words(on: str, counted: releases.CountedOver) -> str:
    if counted.older:
        when = _("Counted on %(day)s, by an older way of counting.") if counted.entries is None else ngettext(
            "Counted on %(day)s over the register as it was after %(entries)s entry, by an older way of counting.",
            "Counted on %(day)s over the register as it was after %(entries)s entries, by an older way of counting.",
            counted.entries)
        then = _("These numbers are not set beside newer ones: count again.")
    else:
        when = ngettext("Counted on %(day)s over the register as it was after %(entries)s entry.",
                        "Counted on %(day)s over the register as it was after %(entries)s entries.",
                        counted.entries or 0)
        then = _since(counted)
    return f"{when} {then}" % {"day": on, "entries": number(counted.entries or 0)}


def _since(counted: releases.CountedOver) -> str:
    if not counted.communes:
        return _("Nothing has come since.")
    if not counted.since:
        return _("The register is another one since: count again.")
    return ngettext("Since then %(since)s entry has come: count again to have it in.",
                    "Since then %(since)s entries have come: count again to have them in.", counted.since
                    ) % {"since": number(counted.since)}

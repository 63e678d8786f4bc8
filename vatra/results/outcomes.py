"""Outcome: a finding then and now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

RESOLVED, LESSENED, SAME, WORSE, NEW = "resolved", "lessened", "same", "worse", "new"
WORDS = {
    RESOLVED: _("resolved"), LESSENED: _("lessened"), SAME: _("the same"), WORSE: _("worse"), NEW: _("new"),
}


def outcome(*, since: date, until: date | None, course: Sequence[Sequence[Any]], first_on: date) -> str:
    """What became of a finding since the first assessment of its household.

    `course` = [[ISO day, severity], ...], oldest first. Resolved: it is gone. New: it began after the
    first assessment. Else its severity now is weighed against the one it began with.
    """
    if until is not None:
        return RESOLVED
    if since > first_on:
        return NEW
    then, now = course[0][1], course[-1][1]
    return SAME if now == then else WORSE if now > then else LESSENED

"""The sentences of notices: counts and sorts of things only, in the worker's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

COUNTED = ("late", "week", "messages", "openings", "signals", "ask_again")


def sentence(kind: str, counts: Mapping[str, int]) -> str:
    """What a notice says, in the active language."""
    if kind == "opening":
        return _("Somebody saw more than the own role shows and waits for your word. Sign in to Vatra.")
    if kind == "emergency":
        return _("An emergency was found where you work. Sign in to Vatra now; children in danger: 119, 112.")
    if kind == "unanswered":
        return _("A referral where you supervise has not been answered in time. Sign in to Vatra.")
    said = [_counted(what, counts[what]) for what in COUNTED if counts.get(what)]
    return _("%(things)s. Sign in to Vatra.") % {"things": "; ".join(said)}


def subject(kind: str) -> str:
    """The subject of an e-mail: nothing of what it says."""
    return _("Vatra: something urgent waits for you") if kind != "digest" else _("Vatra: what waits for you today")


def _counted(what: str, count: int) -> str:
    said = {
        "late": lambda: ngettext("You have %(count)s overdue deadline", "You have %(count)s overdue deadlines", count),
        "week": lambda: ngettext("%(count)s deadline in the next 7 days", "%(count)s deadlines in the next 7 days",
                                 count),
        "messages": lambda: ngettext("%(count)s message of the team not read",
                                     "%(count)s messages of the team not read", count),
        "openings": lambda: ngettext("%(count)s exceptional access to look at",
                                     "%(count)s exceptional accesses to look at", count),
        "signals": lambda: ngettext("%(count)s signal not yet triaged", "%(count)s signals not yet triaged", count),
        "ask_again": lambda: ngettext("%(count)s household to ask again", "%(count)s households to ask again", count),
    }[what]()
    return said % {"count": count}

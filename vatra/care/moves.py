"""Which step of a referral may follow which, for the worker who sent it and for the partner who answers.

One small table: rows are states, what stands in them are the steps allowed there. Entries from before the states
were kept are held to it too: a worker always could mend one reply by another.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from vatra.register.kinds import CannotApply

OUTCOMES = frozenset({"helped", "partly", "refused", "no_provider", "turned_away", "did_not_come"})
UNMET = frozenset({"no_provider", "waiting_list", "turned_away"})  # what is counted as a need that nobody meets
FINAL_ANSWERS = frozenset({"helped", "partly", "turned_away", "did_not_come"})  # after them a link is burned
OPEN = ("sent", "acknowledged", "waiting", "appointment", "started")
STATES = ("draft", *OPEN, "closed", "withdrawn")
TO = {"acknowledged": "acknowledged", "appointment": "appointment", "waiting_list": "waiting", "started": "started",
      "withdrawn": "withdrawn", "sent": "sent"}  # the state that a step leads to; every other one closes
TURNED_AWAY = {"no_place": "turned_away", "not_ours": "turned_away"}  # answers that are one outcome for two reasons

_UNDER_WAY = frozenset({"acknowledged", "appointment", "waiting_list", "started", "withdrawn"}) | OUTCOMES
WORKERS = {
    "draft": frozenset({"sent", "withdrawn"}),
    "sent": _UNDER_WAY,
    "acknowledged": _UNDER_WAY,
    "waiting": _UNDER_WAY,
    "appointment": _UNDER_WAY,
    "started": _UNDER_WAY - {"appointment"},
    # A reply may be mended, and one that came to nothing may come to something after all.
    "closed": _UNDER_WAY - {"withdrawn"},
    "withdrawn": frozenset[str](),
}
_ANSWERS = frozenset({"appointment", "waiting_list", "started", "helped", "partly", "turned_away", "did_not_come"})
PARTNERS = {
    "draft": frozenset[str](),
    "sent": _ANSWERS | {"acknowledged"},
    "acknowledged": _ANSWERS,
    "waiting": _ANSWERS - {"waiting_list"},
    "appointment": _ANSWERS,
    "started": frozenset({"helped", "partly", "did_not_come"}),
    "closed": frozenset[str](),
    "withdrawn": frozenset[str](),
}


class CannotMove(CannotApply):
    """A step that does not follow from where a referral stands."""

    code = "cannot_move_referral"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a referral stands, as far as its moves need it."""

    state: str
    outcome: str = ""


def can_move(standing: Standing, step: str, *, partner: bool = False) -> bool:
    """Whether a step may follow, said by a worker or by the partner."""
    return step in (PARTNERS if partner else WORKERS)[standing.state]


def check_can_move(standing: Standing, step: str, *, partner: bool = False) -> None:
    """CannotMove, with a sentence that says what to do, unless `can_move`."""
    if can_move(standing, step, partner=partner):
        return
    if standing.state == "draft":
        raise CannotMove(_("This referral was not sent yet. Send it first."), code="referral_not_sent")
    if standing.state == "withdrawn":
        raise CannotMove(_("This referral was withdrawn. Send a new one."), code="referral_withdrawn")
    if partner and standing.state == "closed":
        raise CannotMove(_("This referral is closed already. The worker who sent it decides what follows."),
                         code="referral_closed")
    raise CannotMove(_("This does not follow from where the referral stands. Look at its page."))


def moved(standing: Standing, step: str) -> Standing:
    """Where a referral stands after a step that may follow; `acknowledged` never takes it back."""
    if step == "acknowledged" and standing.state != "sent":
        return standing
    state = TO.get(step, "closed")
    return Standing(state, step if step in OUTCOMES | {"waiting_list", "withdrawn"} else "")

"""Whether the author of a draft held a role that may do this, on the day it was done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vatra.access import policies
from vatra.register.admission import Arrival
from vatra.register.kinds import CannotApply

# A tablet may come back late with what was done while the role was held; an old role is no door.
LATE_BY = timedelta(days=60)


class Permission:
    """The answers of access for one author, each asked once per batch."""

    def __init__(self, worker: Any, received_at: datetime) -> None:
        self._acts = policies.Acts(worker)
        self._today = timezone.localtime(received_at).date()
        self.oldest = self._today - LATE_BY
        self._answers: dict[tuple[str, int, date], bool] = {}

    def judge(self, arrival: Arrival) -> None:
        """Hold an arrival whose author may not do this; what is refused or held stays as it is."""
        if arrival.refused or arrival.held or not arrival.kind:
            return
        if not self.may(arrival.kind.act, arrival.draft.commune, arrival.draft.on):
            arrival.held = CannotApply(
                _("On that day you did not hold a role that may do this in this commune. "
                  "The entry is kept; the head of the social service will look at it."),
                code="not_permitted",
            )
        elif not self._sees(arrival):
            arrival.held = CannotApply(
                _("On that day your role did not see this kind of vulnerability, so it could not judge it. "
                  "The entry is kept; the head of the social service will look at it."),
                code="not_permitted",
            )

    def _sees(self, arrival: Arrival) -> bool:
        """Whether the author saw the domain of what the entry judges; what no rulebook knows is for its room to say."""
        if arrival.sealed is None or arrival.kind is None or arrival.kind.domain is None:
            return True
        try:
            domain = arrival.kind.domain(arrival.sealed.payload, arrival.draft.on)
        except CannotApply:
            return True
        return self._acts.sees(domain, arrival.draft.commune, on=arrival.draft.on)

    def may(self, act: str, commune: int, on: date) -> bool:
        """Whether the author held a role for this act there on that day, and not too long ago."""
        return self._ask(act, commune, on) and (
            on >= self.oldest or self._ask(act, commune, self.oldest) or self._ask(act, commune, self._today)
        )

    def _ask(self, act: str, commune: int, on: date) -> bool:
        asked = (act, commune, on)
        if asked not in self._answers:
            self._answers[asked] = self._acts.can(act, commune, on=on)
        return self._answers[asked]

"""Needs that nobody meets, as rows to be counted: no provider, a waiting list, turned away.

Evidence for whoever decides which services there are. A referral whose last word is one of these counts once, on the
day of that word; one that came to something after all no longer does.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from vatra.care.models import Referral
from vatra.care.moves import UNMET


class Unmet(NamedTuple):
    """One of them; household and person by internal ids, `person` None: the whole household."""

    commune: int
    service: str
    reason: str
    on: date
    person: int | None
    household: int


def unmet_needs(communes: Collection[int], *, since: date, until: date) -> list[Unmet]:
    """Those of households that live in these communes, from a day to before another, the oldest first.

    For counting: nobody's need-to-know is asked here.
    """
    rows = Referral.objects.filter(
        household__commune__in=list(communes), outcome__in=sorted(UNMET), outcome_on__gte=since, outcome_on__lt=until
    ).order_by("outcome_on", "id")
    return [Unmet._make(row) for row in rows.values_list(
        "household__commune", "service", "outcome", "outcome_on", "person__pk", "household__pk")]

"""Which households are handed from commune to commune, and which families are asked for; read by the rooms above."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from vatra.base.prepared import Prepared
from vatra.people.models import AskedFor, HandOver


def coming(communes: Collection[int]) -> list[HandOver]:
    """Households handed over to some communes that wait for an answer, the oldest first."""
    return _COMING(communes) if communes else []


_COMING = Prepared(
    lambda communes: HandOver.objects.filter(to_commune__in=communes, state=HandOver.State.OPEN).order_by("on", "id")
)


def going(communes: Collection[int]) -> list[HandOver]:
    """Households that some communes handed over: waiting, or said not to have come and still theirs."""
    rows = HandOver.objects.filter(
        Q(state=HandOver.State.OPEN) | Q(state=HandOver.State.NOT_COME), of_commune__in=list(communes)
    )
    latest: dict[UUID, HandOver] = {row.household: row for row in rows.order_by("id")}
    later = HandOver.objects.filter(household__in=list(latest), state__in=("taken", "undone"))
    answered = {row.household for row in later if row.pk > latest[row.household].pk}
    return sorted((row for row in latest.values() if row.household not in answered), key=lambda row: (row.on, row.pk))


def asked_of(communes: Collection[int]) -> list[AskedFor]:
    """Families that other communes ask some communes for, not answered yet."""
    return _ASKED_OF(communes) if communes else []


_ASKED_OF = Prepared(
    lambda communes: AskedFor.objects.filter(of_commune__in=communes, state=AskedFor.State.OPEN).order_by("on", "id")
)


def asked_by(communes: Collection[int]) -> list[AskedFor]:
    """Families that some communes ask others for: not answered, or not known there."""
    rows = AskedFor.objects.filter(by_commune__in=list(communes)).exclude(state=AskedFor.State.HANDED)
    return list(rows.order_by("on", "id"))

"""What councils did, in flat rows: what indicators count over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from vatra.community.models import AgendaItem, Meeting


def meetings_counted(communes: Collection[int]) -> list[tuple[int, date, int]]:
    """(commune, day, cases discussed) of every meeting held."""
    held = Meeting.objects.filter(council__commune__in=communes, state=Meeting.State.HELD).order_by("id")
    cases = Count("items", filter=Q(items__sort=AgendaItem.Sort.CASE, items__discussed_on__isnull=False))
    return [(commune, on, discussed) for commune, on, discussed in held.annotate(discussed=cases).values_list(
        "council__commune", "held_on", "discussed") if on is not None]


def cases_discussed(communes: Collection[int]) -> list[tuple[UUID, date]]:
    """(household, day) of every case of which a council spoke."""
    items = AgendaItem.objects.filter(
        meeting__council__commune__in=communes, sort=AgendaItem.Sort.CASE, discussed_on__isnull=False
    ).order_by("id").values_list("household__uuid", "discussed_on")
    return [(household, on) for household, on in items if household is not None and on is not None]

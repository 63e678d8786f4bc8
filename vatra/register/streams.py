"""The streams, one per commune; opened when the first entry for the commune arrives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival
from vatra.register.models import Stream

LARGEST_SIRUTA = 999_999


class UnknownCommune(Refusal):
    """No stream can hold the draft; it is kept among the unplaced."""

    code = "unknown_commune"


def refuse_impossible_communes(arrivals: Sequence[Arrival]) -> None:
    """Refuse what names a commune by a number that no commune can have."""
    for arrival in arrivals:
        if not arrival.refused and not 0 < arrival.draft.commune <= LARGEST_SIRUTA:
            arrival.refused = _unknown(arrival.draft.commune)


def open_streams(arrivals: Sequence[Arrival]) -> None:
    """Make sure that every commune named has its stream; refuse arrivals for communes nobody knows."""
    named = {arrival.draft.commune for arrival in arrivals if not arrival.refused}
    missing = named - set(Stream.objects.filter(pk__in=named).values_list("pk", flat=True))
    communes: Any = Stream._meta.get_field("commune").related_model  # by the key, not by the other room's models
    real = set(communes.objects.filter(pk__in=missing).values_list("pk", flat=True))
    Stream.objects.bulk_create([Stream(commune_id=commune) for commune in sorted(real)], ignore_conflicts=True)
    for arrival in arrivals:
        if not arrival.refused and arrival.draft.commune in missing - real:
            arrival.refused = _unknown(arrival.draft.commune)


def _unknown(commune: int) -> UnknownCommune:
    return UnknownCommune(
        _("Commune %(commune)s is not among the known ones. What you sent is set aside; check its code."),
        commune=str(commune)[:20],
    )

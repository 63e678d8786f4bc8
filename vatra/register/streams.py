"""The streams, one per commune; opened when the first entry for the commune arrives."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival
from vatra.register.models import Stream

LARGEST_SIRUTA = 999_999


class UnknownCommune(Refusal):
    """No stream can hold the draft; it is kept among the unplaced."""

    code = "unknown_commune"


def open_streams(arrivals: Sequence[Arrival]) -> None:
    """Make sure that every commune named has its stream; refuse arrivals for communes nobody knows."""
    named = {arrival.draft.commune for arrival in arrivals if not arrival.refused}
    possible = {commune for commune in named if 0 < commune <= LARGEST_SIRUTA}
    missing = possible - set(Stream.objects.filter(pk__in=possible).values_list("pk", flat=True))
    if missing:
        communes = Stream._meta.get_field("commune").related_model  # by the key, not by the other room's models
        real = set(communes.objects.filter(pk__in=missing).values_list("pk", flat=True))
        Stream.objects.bulk_create([Stream(commune_id=commune) for commune in sorted(real)], ignore_conflicts=True)
        missing -= real
    unknown = (named - possible) | missing
    for arrival in arrivals:
        if not arrival.refused and arrival.draft.commune in unknown:
            arrival.refused = UnknownCommune(
                _("Commune %(commune)s is not among the known ones. What you sent is set aside; check its code."),
                commune=str(arrival.draft.commune)[:20],
            )

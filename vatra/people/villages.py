"""Whether the village that an entry names lies in the commune of the entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from vatra.people.payloads_of_life import SplitHousehold
from vatra.places.queries import communes_of_villages
from vatra.register.kinds import CannotApply, Sealed


def _named(entry: Sealed) -> int | None:
    """The village an entry puts a household in."""
    village = None if lives_elsewhere_now(entry) else getattr(entry.payload, "village", None)
    if village is None and getattr(entry.payload, "field", None) == "village":
        village = entry.payload.value
    return village if isinstance(village, int) else None


def lives_elsewhere_now(entry: Sealed) -> bool:
    """Whether a household that begins with a late entry is of another commune than its village."""
    return entry.sent_to is not None and isinstance(entry.payload, SplitHousehold)


def check_villages(run: Sequence[Sealed]) -> None:
    """CannotApply when an entry puts a household into a village that is not of its commune."""
    named = [(entry.commune_id, village) for entry in run if (village := _named(entry)) is not None]
    lying = communes_of_villages({village for _, village in named}) if named else {}
    for commune, village in named:
        if lying.get(village) != commune:
            raise CannotApply(
                _("The village (SIRUTA code %(village)s) is not one of this commune."),
                code="unknown_village", village=village,
            )

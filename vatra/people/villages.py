"""Whether the village that an entry names lies in the commune of the entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from vatra.people.models import Household
from vatra.register.kinds import CannotApply, Sealed


def _named(entry: Sealed) -> int | None:
    """The village an entry puts a household in."""
    village = getattr(entry.payload, "village", None)
    if village is None and getattr(entry.payload, "field", None) == "village":
        village = entry.payload.value
    return village if isinstance(village, int) else None


def _lying(sirutas: set[int]) -> Iterator[tuple[int, int]]:
    """Pairs of village and commune (SIRUTA) for the villages that exist."""
    villages = Household._meta.get_field("village").related_model._default_manager
    yield from villages.filter(siruta__in=sirutas).values_list("siruta", "commune_id")


def check_villages(run: Sequence[Sealed]) -> None:
    """CannotApply when an entry puts a household into a village that is not of its commune."""
    named = {entry.uuid: village for entry in run if (village := _named(entry)) is not None}
    if not named:
        return
    communes = dict(_lying(set(named.values())))
    for entry in run:
        if entry.uuid in named and communes.get(named[entry.uuid]) != entry.commune_id:
            raise CannotApply(
                _("The village (SIRUTA code %(village)s) is not one of this commune."),
                code="unknown_village", village=named[entry.uuid],
            )

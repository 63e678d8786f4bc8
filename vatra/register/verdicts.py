"""What became of the entries of one device that were not simply applied when they came.

Each had a receipt that said so. Later the register may have let it in, or a human have settled it: the receipt stays
as it was given, and this is the word that holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vatra.register.models import Entry

MOST_TOLD = 1_000  # the latest of a device


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an entry stands in the register: "applied", "to_settle" or "set_aside"."""

    entry: UUID
    state: str


def verdicts_on(device: Any, *, by: Any) -> list[Verdict]:
    """The entries of this worker's device about which there was a question, as they stand now; the latest first."""
    questioned = Entry.objects.filter(device=device.pk, by=by.pk, reason_code__gt="").order_by("-id")
    return [Verdict(uuid, state) for uuid, state in questioned.values_list("uuid", "state")[:MOST_TOLD]]

"""Questions to the room of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vatra.notices.channels import channels
from vatra.notices.models import Notice, Preference
from vatra.notices.words import sentence


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as its worker reads it; `by` are the channels by which it went out."""

    at: datetime
    kind: str
    text: str
    by: tuple[str, ...]


def notices_of(worker: Any, *, most: int = 30) -> list[Told]:
    """The latest notices of a worker, the newest first, in the active language."""
    rows = Notice.objects.filter(worker=worker).prefetch_related("sendings").order_by("-at", "-id")[:most]
    return [Told(row.at, row.kind, sentence(row.kind, row.counts),
                 tuple(one.channel for one in row.sendings.all() if one.state == "sent")) for row in rows]


def preference_of(worker: Any) -> Preference | None:
    """How a worker wants to be told (read only)."""
    return Preference.objects.filter(worker=worker).first()


def channels_open() -> frozenset[str]:
    """The channels that this server has: email, sms."""
    return frozenset(one.name for one in channels())

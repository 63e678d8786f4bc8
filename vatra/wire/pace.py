"""How fast one device may ask: a bucket of requests that fills again, kept by each process for itself.

No cache server is asked and no row is written: with two processes a device may ask twice as fast, which is no matter.
Generous to work (a tablet that was out for a month, a program that moves a county), deaf to a loop gone wild.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.wire.answers import CannotAnswer


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests at once, and so many a second from then on."""

    at_once: float
    a_second: float


WRITING, READING = Pace(5_000, 25), Pace(600, 5)
MOST_KEPT = 20_000  # devices; the one not heard of for longest is forgotten

_left: OrderedDict[tuple[UUID, bool], tuple[float, float]] = OrderedDict()  # requests left, and when that was
_lock = Lock()


def keep_pace(device: Any, method: str | None) -> None:
    """Count a request of a device. Raises CannotAnswer (429, with Retry-After) for one too many."""
    writing = method not in ("GET", "HEAD")
    wait = _wait((device.uuid, writing), WRITING if writing else READING, monotonic())
    if wait:
        raise CannotAnswer(
            429, "too_many_requests", _("Too many requests. Wait %(seconds)s seconds and go on."), seconds=wait,
        ).with_headers(Retry_After=str(wait))


def _wait(key: tuple[UUID, bool], pace: Pace, now: float) -> int:
    """Whole seconds until the next request may come; 0 when this one may."""
    with _lock:
        left, since = _left.pop(key, (pace.at_once, now))
        left = min(pace.at_once, left + (now - since) * pace.a_second)
        _left[key] = (left - 1 if left >= 1 else left), now
        while len(_left) > MOST_KEPT:
            _left.popitem(last=False)
    return 0 if left >= 1 else max(1, math.ceil((1 - left) / pace.a_second))

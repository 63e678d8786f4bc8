"""Who is at the door: a tablet by its token; what is said to one that is locked or to be wiped; its lease."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import activate
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from vatra.access.queries import Device, Standing, standing_of_token
from vatra.access.tablets import LEASE
from vatra.wire.answers import CannotAnswer
from vatra.wire.pace import keep_pace

FORGET = '"storage"'  # what a browser is told to throw away: IndexedDB, localStorage, caches of workers
POLICY = {
    "lease_days": LEASE // timedelta(days=1), "pin_least": 6, "lock_minutes": 10, "wrong_pins": 10, "journal_days": 60,
}


class TabletToken(HttpBearer):
    """The token that a tablet was given when it was enrolled. Programs' tokens open nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Device | None:
        """The tablet; raises CannotAnswer (401) for one that is locked or to be wiped.

        From here on the request is answered in the language of its worker; the middleware takes it back.
        """
        standing = standing_of_token(token, at=timezone.now())
        device = standing.device
        if device is None or not device.is_tablet:
            return None
        check_standing(standing, device)
        keep_pace(device, request.method)
        return device


def check_standing(standing: Standing, device: Device) -> None:
    """Raise CannotAnswer (401) in the language of its worker unless the tablet may speak."""
    activate(device.worker.language)
    if standing.state == "wiped":
        raise CannotAnswer(401, "device_wiped", _(
            "The office had this tablet wiped. Enrol it again with a new code."
        )).with_headers(Clear_Site_Data=FORGET)
    if standing.state == "locked":
        raise CannotAnswer(401, "device_locked", _(
            "The office has locked this tablet. What is on it stays sealed; ask the office to allow it again."
        ))


def lease_of(device: Device) -> dict[str, Any]:
    """The lease as the tablet is given it."""
    return {"secret": device.lease_secret, "until": device.lease_until}


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, for throttles only."""
    return str(request.META.get("REMOTE_ADDR", ""))

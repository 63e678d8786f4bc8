"""Enrolling a tablet by a code, and giving out its recovery secret for the worker's password."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.access import entries as access
from vatra.access.queries import Worker, roles_of, standing_of, tablet_of
from vatra.access.tablets import communes_carried
from vatra.register.epoch import epoch
from vatra.sync.tablet import POLICY, check_standing, lease_of
from vatra.wire.answers import CannotAnswer


def enrolled(
    code: str, name: str, password: str | None, *, address: str, on: date, at: datetime
) -> dict[str, Any]:
    """All that a tablet is told once. Raises CannotAnswer (403, 429) or a refusal of access."""

    def password_is_right(worker: Worker) -> bool:
        return bool(password) and _signs_in(worker.username, password or "", address, at) == worker

    try:
        made = access.enrol_tablet(code, name, password_is_right=password_is_right, address=address, at=at)
    except (access.CodeRefused, access.PasswordWanted) as refusal:
        raise CannotAnswer(403, refusal.code, refusal.template) from None
    worker = made.device.worker
    return {
        "device": made.device.uuid, "token": made.token, "epoch": epoch(), "communes": sorted(
            communes_carried(worker, on=on)
        ),
        "worker": {
            "uuid": worker.uuid, "name": worker.full_name, "language": worker.language,
            "roles": [{"role": held.role, "commune": held.commune_id} for held in roles_of(worker, on=on)],
        },
        "lease": lease_of(made.device), "recovery": {"secret": made.device.recovery_secret}, "policy": POLICY,
    }


def recovery_for(tablet: UUID, username: str, password: str, *, address: str, at: datetime) -> dict[str, Any]:
    """The recovery secret, a new token and the lease, for the password of the tablet's own worker.

    Raises CannotAnswer: 403, 429, and 401 for a tablet that is locked or to be wiped.
    """
    worker = _signs_in(username, password, address, at)
    device = tablet_of(worker, tablet) if worker else None
    if device is None:
        raise CannotAnswer(
            403, "sign_in_refused",
            _("The name of the account and the password do not go together, or are not of this tablet's worker."),
        )
    check_standing(standing_of(device, at=at), device)
    token = access.recover_tablet(device, at=at)
    access.note_contact(device, at=at)
    return {"recovery": {"secret": device.recovery_secret}, "lease": lease_of(device), "token": token}


def _signs_in(username: str, password: str, address: str, at: datetime) -> Worker | None:
    """Who signs in so; throttled as on the office's page."""
    outcome = access.sign_in(username, password, address=address, at=at)
    if outcome.wait_minutes:
        raise CannotAnswer(
            429, "sign_in_wait",
            _("Too many tries. Wait %(minutes)s minutes and try again; the account itself is safe."),
            minutes=outcome.wait_minutes,
        ).with_headers(Retry_After=str(outcome.wait_minutes * 60))
    return outcome.worker

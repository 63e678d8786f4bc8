"""Tablets of workers: enrolled by a one-time code, leased, locked, allowed again, wiped, recovered.

Part of what `entries` offers: only written here, and each act is written down in the audit in the same
transaction. What a tablet keeps is sealed under the worker's PIN *and* the lease secret that stands here;
the recovery secret opens it without the PIN, and is given only for the worker's password.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vatra.access import codes, policies
from vatra.access.book import roles_book
from vatra.access.models import Device, DeviceCode, Worker
from vatra.access.queries import digest_of_token, roles_of
from vatra.audit import entries as audit
from vatra.base.refusal import Refusal

LEASE = timedelta(days=14)  # without contact
CONTACT_NOTED = timedelta(minutes=1)  # a tablet in the middle of a sync need not be written down at every page
MOST_PENDING = 2**31 - 1
MOST_FORMER = 10  # tokens of a tablet by which files saved before are still opened; the newest


class CodeRefused(Refusal):
    """No such code, or no longer; which of them is not told."""

    code = "code_refused"

    def __init__(self) -> None:
        super().__init__(_("This code does not hold, or no longer. Make a new one on the page “Tablets”."))


class PasswordWanted(Refusal):
    """The code was made by somebody else, so whoever types it shows to be the worker."""

    code = "password_wanted"

    def __init__(self) -> None:
        super().__init__(_("A colleague made this code for you: type your own password too."))


class CannotChangeTablet(Refusal):
    """A change of a tablet that cannot be; says why."""

    code = "cannot_change_tablet"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A tablet just enrolled, and its token: shown once, for only its digest is kept."""

    device: Device
    token: str


def make_device_code(worker: Worker, *, by: Worker | None, at: datetime) -> tuple[DeviceCode, str]:
    """A new one-time code for a worker, and how it is written; the worker's earlier ones end with it."""
    if by is not None:
        policies.check_can_manage_devices(by, worker, on=timezone.localtime(at).date())
    if not worker.is_active:
        raise CannotChangeTablet(_("This account is closed: nobody can enrol a tablet for it."), code="account_closed")
    drawn = codes.drawn()
    with transaction.atomic():
        DeviceCode.objects.filter(worker=worker, ended_at__isnull=True).update(ended_at=at)
        made = DeviceCode.objects.create(
            uuid=uuid4(), worker=worker, made_by=by, made_at=at, expires_at=at + codes.LIFE,
            handle=drawn[: codes.HANDLE], secret_digest=codes.digest(drawn),
        )
        _noted("make_device_code", "worker", worker.uuid, by, at)
    return made, codes.written(drawn)


def enrol_tablet(
    typed: str, name: str, *, password_is_right: Callable[[Worker], bool], address: str, at: datetime
) -> Enrolled:
    """The tablet of the worker whose code was typed. Raises CodeRefused, PasswordWanted, CannotChangeTablet.

    `password_is_right(worker)` is asked, and must be true, when somebody else made the code: else whoever may
    make codes for colleagues could see and do what only they may.
    """
    if not name.strip() or len(name) > 80 or "\x00" in name:
        raise CannotChangeTablet(_("Give the tablet a name of at most 80 characters."), code="device_name")
    code = codes.tried(typed, address=address, at=at)
    if code is None or not code.worker.is_active:
        audit.record([audit.Act("refused", "device_code", purpose="enrol_tablet")], at=at)
        raise CodeRefused
    if code.made_by_id not in (None, code.worker_id) and not password_is_right(code.worker):
        raise PasswordWanted
    token = secrets.token_urlsafe(32)  # 256 bits
    with transaction.atomic():
        device = Device.objects.create(
            uuid=uuid4(), worker=code.worker, name=name.strip(), token_digest=digest_of_token(token), enrolled_at=at,
            is_tablet=True, lease_secret=_secret(), recovery_secret=_secret(), lease_until=at + LEASE,
            last_contact_at=at, pending=0,
        )
        if not DeviceCode.objects.filter(pk=code.pk, ended_at__isnull=True).update(ended_at=at, device=device):
            raise CodeRefused  # somebody else used it at the same moment
        _noted("enrol_tablet", "device", device.uuid, code.worker, at)
    return Enrolled(device, token)


def note_contact(device: Device, *, at: datetime, pending: int | None = None) -> None:
    """The tablet spoke to us: its lease runs anew, and what it says is still unsent is remembered."""
    changed: dict[str, Any] = {}
    noted = device.last_contact_at if device.lease_until else None
    if noted is None or at - noted >= CONTACT_NOTED:
        changed |= {"last_contact_at": at, "lease_until": at + LEASE}
    if pending is not None and pending != device.pending:
        changed["pending"] = min(max(pending, 0), MOST_PENDING)
    if changed:
        Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(**changed)
        for field, value in changed.items():
            setattr(device, field, value)


def revoke_device(device: Device, *, by: Worker | None, at: datetime) -> None:
    """Its token is dead and its lease secret gone from this moment; what it keeps stays sealed. Again: nothing."""
    if by is not None:
        policies.check_can_manage_devices(by, device.worker, on=timezone.localtime(at).date())
    with transaction.atomic():
        locked = Device.objects.filter(pk=device.pk, revoked_at__isnull=True)
        if locked.update(revoked_at=at, lease_secret=""):
            device.revoked_at, device.lease_secret = at, ""
            _noted("revoke_device", "device", device.uuid, by, at)


def allow_tablet(device: Device, *, by: Worker | None, at: datetime) -> None:
    """A locked tablet may speak again, under a new lease: its worker opens it by password and a new PIN."""
    if by is not None:
        policies.check_can_manage_devices(by, device.worker, on=timezone.localtime(at).date())
        if by.pk == device.worker_id:
            raise CannotChangeTablet(_("Somebody else must allow a locked tablet again."), code="not_by_oneself")
    if not device.is_tablet or device.wiped_at is not None or not device.worker.is_active:
        raise CannotChangeTablet(_("This tablet cannot be allowed again: enrol it anew."), code="enrol_anew")
    with transaction.atomic():
        locked = Device.objects.filter(pk=device.pk, revoked_at__isnull=False, wiped_at__isnull=True)
        if locked.update(revoked_at=None, lease_secret=_secret(), lease_until=None):
            device.refresh_from_db()
            _noted("allow_device", "device", device.uuid, by, at)


def wipe_tablet(device: Device, *, by: Worker | None, at: datetime) -> None:
    """It forgets everything at its next contact, and nothing opens it any more: what was unsent is lost."""
    revoke_device(device, by=by, at=at)
    with transaction.atomic():
        if Device.objects.filter(pk=device.pk, wiped_at__isnull=True).update(wiped_at=at, recovery_secret=""):
            device.wiped_at, device.recovery_secret = at, ""
            _noted("wipe_device", "device", device.uuid, by, at)


def recover_tablet(device: Device, *, at: datetime) -> str:
    """A new token for a tablet whose worker's password was found right; the one before only opens files yet."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        held = Device.objects.select_for_update().get(pk=device.pk)
        Device.objects.filter(pk=device.pk).update(
            token_digest=digest_of_token(token),
            former_digests=[held.token_digest, *held.former_digests][:MOST_FORMER],
        )
        _noted("recover_tablet", "device", device.uuid, device.worker, at)
    return token


def tablets_managed(by: Worker, *, on: date) -> list[Device]:
    """The tablets of a worker and of everyone whose tablets they may manage; of a person the newest first."""
    manager = policies.Manager(by, on=on)
    rows = Device.objects.filter(is_tablet=True).select_related("worker").prefetch_related("worker__roles_held")
    if not manager.is_one:
        rows = rows.filter(worker=by)
    listed = rows.order_by("worker__full_name", "worker_id", "-enrolled_at", "-id")
    return [device for device in listed if manager.may(device.worker)]


def workers_managed(by: Worker, *, on: date) -> list[Worker]:
    """The worker, and the active ones for whom they may make a code, by name."""
    manager = policies.Manager(by, on=on)
    if not manager.is_one:
        return [by]
    rows = Worker.objects.filter(is_active=True).prefetch_related("roles_held").order_by("full_name", "id")
    return [by, *(worker for worker in rows if worker.pk != by.pk and manager.may(worker))]


def communes_carried(worker: Worker, *, on: date) -> frozenset[int]:
    """The communes whose households a worker's tablet carries: those where a role that sees cases is held itself.

    Who supervises a county reads it in the office: a county does not belong in a bag.
    """
    book = roles_book()
    return frozenset(
        held.commune_id for held in roles_of(worker, on=on)
        if held.commune_id is not None and held.role in book and book[held.role].sees_cases
    )


def _secret() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def _noted(what: str, about: str, subject: UUID, by: Worker | None, at: datetime) -> None:
    audit.record([audit.Act("change", about, subject, by=by.uuid if by else None, purpose=what)], at=at)

"""The only place that writes the tables of access: signing in, accounts, roles, devices.

These are no entries of the register: they speak of workers, not of families. Each is written down in
the audit, in the same transaction. `by` is the worker who does it; None means the command line of the
machine, whose owner may do everything. Permission is asked where `by` is somebody.
"""

from __future__ import annotations

import math
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID, uuid4

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vatra.access import policies, throttle
from vatra.access.book import ADMINISTRATOR, PARTNER, roles_book
from vatra.access.models import Device, DeviceCode, RoleHeld, SignInAttempt, Worker
from vatra.access.one_time import reset_password, use_up
from vatra.access.partners import partner_account
from vatra.access.passwords import can_be_tried, check_can_be_password
from vatra.access.queries import digest_of_token, forget_roles, worker_named
from vatra.access.tablets import (
    CannotChangeTablet,
    CodeRefused,
    PasswordWanted,
    allow_tablet,
    enrol_tablet,
    make_device_code,
    note_contact,
    recover_tablet,
    revoke_device,
    wipe_tablet,
)
from vatra.audit import entries as audit
from vatra.base.refusal import Refusal

__all__ = [
    "CannotChangeAccess", "CannotChangeTablet", "CodeRefused", "PasswordWanted", "SignIn", "allow_tablet",
    "choose_language", "close_account", "end_role", "enrol_device", "enrol_tablet", "enrol_worker", "grant_role",
    "make_device_code", "note_contact", "partner_account", "recover_tablet", "reopen_account", "reset_password",
    "revoke_device", "set_password", "sign_in",
    "wipe_tablet",
]

LANGUAGES = frozenset(Worker.Language.values)
USERNAME = re.compile(r"[\w.@+-]{3,60}")
LONGEST_NAME = 200  # what is looked at of a name typed by anyone


class CannotChangeAccess(Refusal):
    """A change of a worker, role or device that cannot be; says why."""

    code = "cannot_change_access"


@dataclass(frozen=True)
class SignIn:
    """What became of a try to sign in: a worker, or nobody; then how many minutes to wait, if at all."""

    worker: Worker | None
    wait_minutes: int | None = None


def sign_in(username: str, password: str, *, address: str, at: datetime, one_time: bool = False) -> SignIn:
    """The worker whose name and password these are.

    Known and unknown names take the same steps and the same time; a locked one is not tried at all. A one-time
    password is none, but to a caller that asks its worker for another before anything else (`one_time`).
    """
    username = username[:LONGEST_NAME]
    attempt = throttle.begin_attempt(username, password, address, at=at)
    wait = throttle.wait_before(attempt)
    if wait is not None:
        throttle.end_attempt(attempt, SignInAttempt.Outcome.LOCKED)
        return SignIn(None, max(1, math.ceil(wait.total_seconds() / 60)))
    worker = worker_named(username) if can_be_tried(username) else None
    if not _matches(worker, password) or worker is None or not _may_be_used(worker, one_time, at):
        audit.record([audit.Act("refused", "worker", worker.uuid if worker else None, purpose="sign_in")], at=at)
        return SignIn(None)
    throttle.end_attempt(attempt, SignInAttempt.Outcome.SUCCEEDED)
    purpose = "one_time_password" if worker.one_time_password else ""
    audit.record([audit.Act("sign_in", "worker", worker.uuid, by=worker.uuid, purpose=purpose)], at=at)
    return SignIn(worker)


def _may_be_used(worker: Worker, one_time: bool, at: datetime) -> bool:
    """Whether the password, which is right, opens the account to this caller."""
    return not worker.one_time_password or (one_time and use_up(worker, at=at))


def _matches(worker: Worker | None, password: str) -> bool:
    if not can_be_tried(password):
        return False
    nobodys = _nobodys_password()
    if worker is None or not worker.is_active or not worker.has_usable_password():
        check_password(password, nobodys)
        return False
    return check_password(password, worker.password)


@cache
def _nobodys_password() -> str:
    """A hash that no password gives, checked when there is no account, so that both take as long."""
    return make_password(secrets.token_urlsafe(32))


def enrol_worker(
    username: str, full_name: str, *, password: str | None, language: str = "ro", by: Worker | None, at: datetime
) -> Worker:
    """A new worker, who holds no role yet. CannotChangeAccess or PasswordRefused say what is wrong."""
    name = Worker.normalize_username(username)
    if by is not None:
        policies.check_can_enrol_workers(by, on=_day(at))
    if not USERNAME.fullmatch(name):
        raise CannotChangeAccess(
            _("A name to sign in with has 3 to 60 letters, digits, dots or dashes."), code="username"
        )
    if not full_name.strip() or len(full_name) > 120 or "\x00" in full_name:
        raise CannotChangeAccess(_("Give the worker's full name."), code="full_name")
    if worker_named(name):
        raise CannotChangeAccess(_("Another worker signs in with this name."), code="username_taken")
    if password is not None:
        check_can_be_password(password, username=name, full_name=full_name)
    with transaction.atomic():
        worker = Worker.objects.create_worker(name, full_name.strip(), password=password, language=language)
        _noted("enrol_worker", worker, by, at)
    return worker


def set_password(worker: Worker, password: str, *, by: Worker | None, at: datetime) -> None:
    """Give oneself a new password; all other sessions end. Of another worker only the machine's owner may.

    Who looks after accounts makes a one-time password instead: see `reset_password`.
    """
    if by is not None and by.pk != worker.pk:
        raise policies.NotPermitted(_("Nobody sets another's password: make a one-time password."), code="not_your_own")
    check_can_be_password(password, username=worker.username, full_name=worker.full_name)
    with transaction.atomic():
        worker.set_password(password)
        worker.sessions_since = worker.password_set_at = at
        worker.password_set_by, worker.one_time_password = by, False
        worker.save(update_fields=[
            "password", "sessions_since", "password_set_at", "password_set_by", "one_time_password",
        ])
        _noted("set_password", worker, by, at)


def choose_language(worker: Worker, language: str) -> None:
    """Keep the language a worker reads; a language that is not known changes nothing."""
    if language in LANGUAGES:
        worker.language = language
        worker.save(update_fields=["language"])


def close_account(worker: Worker, *, by: Worker | None, at: datetime) -> None:
    """The worker can no longer sign in; sessions and devices end at once. What they did stays theirs."""
    _set_active(worker, False, by=by, at=at)


def reopen_account(worker: Worker, *, by: Worker | None, at: datetime) -> None:
    """The worker can sign in again; old sessions stay ended, and devices are enrolled anew."""
    _set_active(worker, True, by=by, at=at)


def _set_active(worker: Worker, active: bool, *, by: Worker | None, at: datetime) -> None:
    if by is not None:
        policies.check_can_administer(by, worker, on=_day(at))
    with transaction.atomic():
        worker.is_active = active
        worker.sessions_since = at
        worker.save(update_fields=["is_active", "sessions_since"])
        Device.objects.filter(worker=worker, revoked_at__isnull=True).update(revoked_at=at, lease_secret="")
        DeviceCode.objects.filter(worker=worker, ended_at__isnull=True).update(ended_at=at)
        _noted("reopen_account" if active else "close_account", worker, by, at)


def grant_role(
    worker: Worker, role: str, *, commune: int | None = None, county: str | None = None, since: date,
    until: date | None = None, by: Worker | None, at: datetime,
) -> RoleHeld:
    """Give a worker a role in a place, from a day on.

    A role of a commune is held in a commune, one of a county in a county or one of its communes; an
    administrator anywhere.
    """
    _check_place(role, commune, county)
    if until is not None and until < since:
        raise CannotChangeAccess(_("The role would end before it begins."), code="ends_before_it_begins")
    if by is not None:
        policies.check_can_appoint(by, worker, role, commune=commune, county=county, on=_day(at))
    with transaction.atomic():
        held = RoleHeld.objects.create(
            uuid=uuid4(), worker=worker, role=role, commune_id=commune, county_id=county, since=since, until=until
        )
        _noted("grant_role", worker, by, at, commune)
    forget_roles()
    return held


def _check_place(role: str, commune: int | None, county: str | None) -> None:
    book = roles_book()
    if role not in book or role == PARTNER:  # given by `partners` alone, to accounts that nobody signs in by
        raise CannotChangeAccess(_("The rulebook has no role “%(role)s”."), code="no_such_role", role=role[:40])
    level = "nation" if role == ADMINISTRATOR else book[role].level  # an office as wide as the installation
    if (commune is not None and county is not None) or (level == "commune" and commune is None) or (
        level == "county" and commune is None and county is None
    ):
        raise CannotChangeAccess(_("This role is held in one commune or one county: say which."), code="which_place")


def end_role(held: RoleHeld, *, until: date, by: Worker | None, at: datetime) -> None:
    """The role is held up to the day before `until`; sessions begun while it was held end on that day."""
    if until < held.since:
        raise CannotChangeAccess(_("The role would end before it begins."), code="ends_before_it_begins")
    if by is not None:
        policies.check_can_appoint(
            by, held.worker, held.role, commune=held.commune_id, county=held.county_id, on=_day(at)
        )
    with transaction.atomic():
        held.until = until
        held.save(update_fields=["until"])
        _noted("end_role", held.worker, by, at, held.commune_id)
    forget_roles()


def enrol_device(worker: Worker, name: str, *, at: datetime, uuid: UUID | None = None) -> tuple[Device, str]:
    """A new device of a worker, and its token: shown once, for only its digest is kept."""
    if not name.strip() or len(name) > 80 or "\x00" in name:
        raise CannotChangeAccess(_("Give the device a name of at most 80 characters."), code="device_name")
    token = secrets.token_urlsafe(32)  # 256 bits
    with transaction.atomic():
        device = Device.objects.create(
            uuid=uuid or uuid4(), worker=worker, name=name.strip(), token_digest=digest_of_token(token), enrolled_at=at
        )
        audit.record([audit.Act("change", "device", device.uuid, by=worker.uuid, purpose="enrol_device")], at=at)
    return device, token


def _noted(what: str, worker: Worker, by: Worker | None, at: datetime, commune: int | None = None) -> None:
    act = audit.Act("change", "worker", worker.uuid, by=by.uuid if by else None, commune=commune, purpose=what)
    audit.record([act], at=at)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()

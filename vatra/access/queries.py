"""What other rooms may ask: the roles a worker holds on a day, the communes in scope, teams, devices.

A role holds from `since` to before `until`. A role of the nation brings no commune: its holders see
numbers, never a household.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from vatra.access.book import ADMINISTRATOR, CASE_DOMAINS, Role, roles_book
from vatra.access.models import Device, RoleHeld, Worker
from vatra.base.prepared import Prepared
from vatra.places import queries as places

LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Colleague:
    """A worker of a team, with the codes of the roles held there."""

    worker: Worker
    roles: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name colleagues know."""
        return self.worker.full_name


_remembered: ContextVar[dict[int, list[RoleHeld]] | None] = ContextVar("roles_remembered", default=None)


@contextmanager
def remembering_roles() -> Iterator[None]:
    """Within this block, which lasts one request, the roles of a worker are read once; a page asks ten times."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def forget_roles() -> None:
    """Roles were given or ended: what this request remembers of them no longer holds."""
    known = _remembered.get()
    if known is not None:
        known.clear()


def roles_of(worker: Worker, *, on: date) -> list[RoleHeld]:
    """The roles a worker holds on a day, with their places; none for one who is not active."""
    return [one for one in roles_ever(worker) if one.since <= on and (one.until is None or on < one.until)]


def roles_ever(worker: Worker) -> list[RoleHeld]:
    """All roles a worker holds, has held or will hold, with their places; none for one who is not active."""
    if not worker.is_active:
        return []
    known = _remembered.get()
    if known is not None and worker.pk in known:
        return list(known[worker.pk])
    held = _ROLES_WITH_PLACES(worker.pk)
    if known is not None:
        known[worker.pk] = held
    return list(held)


def roles_held(worker: Worker) -> list[RoleHeld]:
    """As `roles_ever`, but nothing of their places except the codes: what the door asks for every entry."""
    if not worker.is_active:
        return []
    known = _remembered.get() or {}
    return known[worker.pk] if worker.pk in known else _ROLES_HELD(worker.pk)


_ROLES_WITH_PLACES = Prepared(
    lambda worker: RoleHeld.objects.filter(worker=worker).select_related("commune__county", "county")
    .order_by("since", "id")
)
_ROLES_HELD = Prepared(lambda worker: RoleHeld.objects.filter(worker=worker).order_by("since", "id"))


def roles_by_worker(workers: Collection[int]) -> dict[int, list[RoleHeld]]:
    """All roles that some workers (internal ids) ever held, active or not: what an author was on a day."""
    found: dict[int, list[RoleHeld]] = {}
    for held in _ROLES_BY_WORKER(workers) if workers else ():
        found.setdefault(held.worker_id, []).append(held)
    return found


_ROLES_BY_WORKER = Prepared(
    lambda workers: RoleHeld.objects.filter(worker__in=workers).order_by("since", "id"), once=True
)


def roles_counted(communes: Collection[int]) -> list[tuple[int, str, int, date, date | None]]:
    """(worker, role, commune, since, until) of every role ever held in these communes themselves."""
    rows = RoleHeld.objects.filter(commune__in=communes).order_by("id")
    return list(rows.values_list("worker_id", "role", "commune_id", "since", "until"))


def communes_seen(worker: Worker, *, on: date) -> frozenset[int]:
    """The SIRUTA codes of the communes whose households exist for a worker on a day.

    Of a commune's role that commune, of a county's role all communes of the county; nothing for roles
    that see only numbers.
    """
    book = roles_book()
    return _communes([held for held in roles_of(worker, on=on) if held.role in book and book[held.role].sees_cases])


def communes_counted(worker: Worker, *, on: date) -> frozenset[int]:
    """The SIRUTA codes of the communes whose numbers a worker may see on a day; for the nation, every one."""
    book = roles_book()
    held = [held for held in roles_of(worker, on=on) if held.role in book and book[held.role].sees]
    if any(_of_nation(one) for one in held):
        return places.every_code()
    return _communes(held)


def team_of(commune: int, *, on: date) -> list[Colleague]:
    """The active workers who hold a role in the commune itself on a day, by name."""
    held = _held(on).filter(commune=commune, worker__is_active=True, worker__answers_for="").select_related("worker")
    roles: dict[int, list[str]] = {}
    workers: dict[int, Worker] = {}
    for one in held.order_by("worker__full_name", "worker_id", "role"):
        workers[one.worker_id] = one.worker
        roles.setdefault(one.worker_id, []).append(one.role)
    return [Colleague(worker, tuple(roles[pk])) for pk, worker in workers.items()]


def worker(uuid: UUID) -> Worker | None:
    """The worker of a uuid."""
    return Worker.objects.filter(uuid=uuid).first()


def worker_named(username: str) -> Worker | None:
    """The worker who signs in with a name, however its letters are cased."""
    return Worker.objects.filter(username=Worker.normalize_username(username)).first()


def number_by_role(*, on: date) -> dict[str, int]:
    """How many active workers hold each role somewhere on a day."""
    held = _held(on).filter(worker__is_active=True, worker__answers_for="").values("role")
    held = held.annotate(many=Count("worker", distinct=True))
    return {row["role"]: row["many"] for row in held.order_by()}


def workers_today(*, on: date) -> list[Worker]:
    """The active workers who hold a role somewhere on a day, in the order of their accounts."""
    return list(Worker.objects.filter(is_active=True, pk__in=_held(on).values("worker")).order_by("id"))


def workers_under(administrator: Worker, *, on: date) -> list[Worker]:
    """The workers an administrator is shown, by name, with their `roles_held`.

    All for one of the nation, else those with a role, held now or once, in the same commune or county.
    """
    offices = [held for held in roles_of(administrator, on=on) if held.role == ADMINISTRATOR]
    rows = Worker.objects.prefetch_related("roles_held__commune", "roles_held__county").filter(
        answers_for=""
    ).order_by("full_name", "id")
    if any(_of_nation(held) for held in offices):
        return list(rows)
    counties = [held.county_id for held in offices if held.county_id]
    communes = [held.commune_id for held in offices if held.commune_id]
    within = RoleHeld.objects.filter(
        Q(commune__in=communes) | Q(county__in=counties) | Q(commune__county__in=counties)
    )
    return list(rows.filter(pk__in=within.values("worker")))


def workers(ids: Collection[int]) -> dict[int, Worker]:
    """Those that exist among some internal ids, in one question."""
    return {worker.pk: worker for worker in _WORKERS(ids)} if ids else {}


def workers_in(commune: int, *, act: str, on: date) -> list[Worker]:
    """Who holds a role in a commune itself on a day that may do an act, by name."""
    roles = [code for code, role in roles_book().items() if act in role.acts]
    held = RoleHeld.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), commune=commune, role__in=roles, since__lte=on
    )
    return list(Worker.objects.filter(pk__in=held.values("worker"), is_active=True).order_by("full_name", "id"))


def worker_is_current(worker: Worker, session_started_at: datetime, *, at: datetime) -> bool:
    """Whether a session begun at a moment still stands.

    The worker is active, the password is the same, and no role held then has ended since.
    """
    if not worker.is_active or (worker.sessions_since is not None and session_started_at < worker.sessions_since):
        return False
    began, today = (timezone.localtime(moment).date() for moment in (session_started_at, at))
    return not _ENDED_SINCE(worker.pk, began, began, today)


_ENDED_SINCE = Prepared(
    lambda worker, began, after, today: RoleHeld.objects.filter(
        worker=worker, since__lte=began, until__gt=after, until__lte=today
    ).values_list("id")
)


def digest_of_token(token: str) -> str:
    """What is kept of a device's token: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Standing:
    """Whose a token is, and whether it still opens: active, locked, wiped, or unknown (then no device)."""

    device: Device | None
    state: str


def standing_of_token(token: str, *, at: datetime) -> Standing:
    """The device that a token belongs to, and how it stands at that moment."""
    digest = digest_of_token(token[:LONGEST_TOKEN])
    device = next(iter(_DEVICE(digest)), None)
    matches = hmac.compare_digest(digest, device.token_digest if device else "0" * 64)
    if device is None or not matches:
        return Standing(None, "unknown")
    device.worker = _WORKERS([device.worker_id])[0]
    return standing_of(device, at=at)


def standing_of(device: Device, *, at: datetime) -> Standing:
    """How a device stands at a moment."""
    if device.wiped_at is not None and device.wiped_at <= at:
        return Standing(device, "wiped")
    locked = not device.worker.is_active or (device.revoked_at is not None and device.revoked_at <= at)
    return Standing(device, "locked" if locked else "active")


_DEVICE = Prepared(lambda digest: Device.objects.filter(token_digest=digest))
_WORKERS = Prepared(lambda ids: Worker.objects.filter(pk__in=ids))


def device_of_token(token: str, *, at: datetime) -> Device | None:
    """The device that a token belongs to, unless it was revoked by that moment or its worker is not active."""
    standing = standing_of_token(token, at=at)
    return standing.device if standing.state == "active" else None


def worker_of_token(token: str, *, at: datetime) -> Worker | None:
    """The worker whose device a token belongs to; None as in `device_of_token`."""
    device = device_of_token(token, at=at)
    return device.worker if device else None


def tablet_of(worker: Worker, uuid: UUID) -> Device | None:
    """The tablet of this uuid, when it is this worker's."""
    return Device.objects.filter(worker=worker, uuid=uuid, is_tablet=True).select_related("worker").first()


def tablet_by_uuid(uuid: UUID) -> Device | None:
    """The tablet of this uuid, whoever works with it and however it stands."""
    return Device.objects.filter(uuid=uuid, is_tablet=True).select_related("worker").first()


def devices_of(worker: Worker) -> list[Device]:
    """A worker's devices, the newest first."""
    return list(Device.objects.filter(worker=worker).order_by("-enrolled_at", "-id"))


def _held(on: date) -> QuerySet[RoleHeld]:
    return RoleHeld.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)


def _of_nation(held: RoleHeld) -> bool:
    return held.commune_id is None and held.county_id is None


def _communes(held: Collection[RoleHeld]) -> frozenset[int]:
    codes: set[int] = set()
    counties: set[str] = set()
    for one in held:
        if one.commune_id is not None:
            codes.add(one.commune_id)
        elif one.county_id is not None:
            counties.add(one.county_id)
    return frozenset(codes).union(*(places.codes_of_county(code) for code in counties))


__all__ = [
    "CASE_DOMAINS", "Colleague", "Device", "Role", "RoleHeld", "Standing", "Worker", "communes_counted",
    "communes_seen", "device_of_token", "devices_of", "digest_of_token", "forget_roles", "number_by_role",
    "remembering_roles", "roles_book", "roles_by_worker", "roles_ever", "roles_held", "roles_of", "standing_of",
    "standing_of_token", "tablet_of", "team_of", "worker", "worker_is_current", "worker_named", "worker_of_token",
    "workers", "workers_today", "workers_under",
]

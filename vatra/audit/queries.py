"""What the audit can tell: who read or changed a subject, what a worker did, how much was read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from vatra.audit.models import AuditRow

READS = ("read", "export")


@dataclass(frozen=True)
class Told:
    """One row of the audit, as others may know it."""

    at: datetime
    by: UUID | None
    act: str
    about: str
    subject: UUID | None
    commune: int | None
    purpose: str
    device: UUID | None


def reads_of(subject: UUID, *, limit: int = 500) -> list[Told]:
    """Who read or exported a subject, newest first."""
    return _told(AuditRow.objects.filter(subject=subject, act__in=READS), limit)


def changes_of(subject: UUID, *, limit: int = 500) -> list[Told]:
    """Who changed a subject, newest first."""
    return _told(AuditRow.objects.filter(subject=subject, act="change"), limit)


def sign_ins_of(worker: UUID, *, limit: int = 20) -> list[Told]:
    """When a worker signed in, newest first; `purpose` says with a one-time password, or nothing."""
    return _told(AuditRow.objects.filter(by=worker, act="sign_in"), limit)


def acts_of(
    worker: UUID, *, since: datetime, until: datetime, device: UUID | None = None, limit: int = 100_000
) -> list[Told]:
    """What a worker did from a moment to before another, newest first: what a lost tablet may have shown."""
    rows = AuditRow.objects.filter(by=worker, at__gte=since, at__lt=until)
    return _told(rows.filter(device=device) if device else rows, limit)


def subjects_read(worker: UUID, *, since: datetime, until: datetime) -> int:
    """How many different subjects a worker read from a moment to before another; for caps and alarms."""
    rows = AuditRow.objects.filter(by=worker, at__gte=since, at__lt=until, act__in=READS, subject__isnull=False)
    return rows.values("subject").distinct().count()


def refusals(*, since: datetime, until: datetime, workers: Collection[UUID] | None = None) -> list[Told]:
    """What was refused from a moment to before another, newest first."""
    rows = AuditRow.objects.filter(act="refused", at__gte=since, at__lt=until)
    return _told(rows if workers is None else rows.filter(by__in=workers), 10_000)


def _told(rows: QuerySet[AuditRow], limit: int) -> list[Told]:
    fields = ("at", "by", "act", "about", "subject", "commune", "purpose", "device")
    ordered = rows.order_by("-at", "-id").values(*fields)[:limit]
    return [Told(**row) for row in ordered]


__all__ = ["Told", "acts_of", "changes_of", "reads_of", "refusals", "sign_ins_of", "subjects_read"]

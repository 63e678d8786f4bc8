"""A password forgotten: an administrator makes a one-time password, which its worker exchanges at the first sign-in.

So nobody who looks after accounts knows the password of another, and a worker in whose place somebody signed
in sees it: the password no longer holds, and the account's page tells who reset it, when, and when it was used.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from vatra.access import policies
from vatra.access.models import Worker
from vatra.audit import entries as audit

HOLDS_FOR = timedelta(hours=24)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
GROUPS, IN_A_GROUP = 4, 4  # 79 bits


def reset_password(worker: Worker, *, by: Worker, at: datetime) -> str:
    """A one-time password for a worker, told once to the administrator who asks; all sessions end.

    NotPermitted for one's own, and for a worker who holds or held a role outside the administrator's place.
    """
    policies.check_can_administer(by, worker, on=timezone.localtime(at).date())
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    with transaction.atomic():
        worker.set_password(password)
        worker.sessions_since = worker.password_set_at = at
        worker.password_set_by, worker.one_time_password, worker.one_time_used_at = by, True, None
        worker.save(update_fields=[
            "password", "sessions_since", "password_set_at", "password_set_by", "one_time_password", "one_time_used_at",
        ])
        audit.record([audit.Act("change", "worker", worker.uuid, by=by.uuid, purpose="reset_password")], at=at)
    return password


def use_up(worker: Worker, *, at: datetime) -> bool:
    """Whether a worker's one-time password still opens the account at a moment; afterwards it does not again."""
    if worker.password_set_at is None or at >= worker.password_set_at + HOLDS_FOR:
        return False
    unused = Worker.objects.filter(pk=worker.pk, one_time_password=True, one_time_used_at__isnull=True)
    return bool(unused.update(one_time_used_at=at))

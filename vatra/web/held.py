"""Nothing a worker typed is lost when the session ended: the form is held until the same person signs in.

It is held on the server, never in the page, in one place for each worker: only a form with a genuine seal is,
and a newer one takes the place of the one before. So nobody who is not signed in can make the server keep more.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from vatra.web.sealing import bearer_of, read_seal

KEY = "held"
LONGEST = 60_000
HELD_FOR = 12 * 3600  # seconds: a working day


def hold(request: HttpRequest) -> bool:
    """Hold what was posted to this address; False when it is too long, or bears no seal of ours of today."""
    fields = request.POST.copy()
    bearer = bearer_of(fields.get("seal", ""), max_age=HELD_FOR)
    fields.pop("csrfmiddlewaretoken", None)
    written = fields.urlencode()
    if bearer is None or len(written) > LONGEST:
        return False
    Session.objects.save(_place(bearer), {KEY: [request.path, written]}, timezone.now() + timedelta(seconds=HELD_FOR))
    return True


def held_address(worker: Any) -> str | None:
    """The address of the worker's form that is held, if there is one."""
    found = _held(worker)
    return found[0] if found else None


def take(request: HttpRequest) -> QueryDict | None:
    """What this worker wrote at this address and is held, once."""
    worker: Any = request.user
    found = _held(worker)
    if not found or found[0] != request.path:
        return None
    Session.objects.filter(session_key=_place(worker.uuid)).delete()
    fields = QueryDict(found[1])
    return fields if read_seal(fields.get("seal", ""), worker) else None


def _held(worker: Any) -> list[str] | None:
    """The address and the fields of the worker's form, while they are kept."""
    kept = Session.objects.filter(session_key=_place(worker.uuid), expire_date__gt=timezone.now()).first()
    return kept.get_decoded().get(KEY) if kept else None


def _place(worker: UUID) -> str:
    """The worker's own row of the table of sessions, under a key that nobody can guess; it signs in nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), b"vatra.web.held/" + worker.bytes, hashlib.sha256).hexdigest()[:32]

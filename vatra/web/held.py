"""Nothing a worker typed is lost when the session ended: the form is held until the same person signs in.

It is held on the server, in the visitor's own new session, never in the page; for one form at a time.
"""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from vatra.web.sealing import read_seal

KEY = "held"
LONGEST = 60_000


def hold(request: HttpRequest) -> bool:
    """Hold what was posted to this address; False when it is too long to hold."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    written = fields.urlencode()
    if len(written) > LONGEST:
        return False
    request.session[KEY] = [request.path, written]
    return True


def held_address(request: HttpRequest) -> str | None:
    """The address of the form that is held, if there is one."""
    found = request.session.get(KEY)
    return found[0] if found else None


def take(request: HttpRequest) -> QueryDict | None:
    """What was held for this address, once; None when nothing was, or when someone else wrote it."""
    found = request.session.get(KEY)
    if not found or found[0] != request.path:
        return None
    del request.session[KEY]
    fields = QueryDict(found[1])
    return fields if read_seal(fields.get("seal", ""), request.user) else None

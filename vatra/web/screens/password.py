"""Parola: a worker's own password, and who set it and signed in with it; one made for a worker who forgot theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from vatra.access import entries as access
from vatra.access import queries as workers
from vatra.access.passwords import PasswordRefused, can_be_tried
from vatra.access.policies import NotPermitted
from vatra.audit import queries as audit
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.middleware import BEGAN_KEY
from vatra.web.seen import note_refused

Error = dict[str, str]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened with the account."""

    at: datetime
    what: str


@page("anyone", takes_form=True)
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; a one-time password must be exchanged here before any other page opens."""
    worker: Any = request.user
    errors: list[Error] = []
    if request.method == "POST":
        errors = _changed(request, worker)
        if not errors:
            messages.success(request, _("Your password is changed. Your other sessions have ended."))
            return redirect("web:home")
    return render(request, "web/screens/password.html", {
        "errors": errors, "must": worker.one_time_password, "reset": _reset(worker), "happened": _happened(worker),
    }, status=422 if errors else 200)


def _changed(request: HttpRequest, worker: Any) -> list[Error]:
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    if new != again:
        return [{"sentence": _("The two passwords differ. Type the new one twice."), "field": "again"}]
    if not worker.one_time_password:  # whoever just typed the one-time password has shown who they are
        at = timezone.now()
        address = str(request.META.get("REMOTE_ADDR", ""))
        outcome = access.sign_in(worker.username, request.POST.get("current", ""), address=address, at=at)
        if outcome.worker != worker:
            return [{"sentence": _("The password you have now is another one. Try again, or later."),
                     "field": "current"}]
    now = timezone.now()
    try:
        access.set_password(worker, new, by=worker, at=now)
    except PasswordRefused as refusal:
        return [{"sentence": refusal.message(), "field": "new"}]
    login(request, worker)
    request.session[BEGAN_KEY] = now.isoformat()
    return []


def _reset(worker: Any) -> str:
    """By whom and when the one-time password was made, as long as it is the password."""
    if not worker.one_time_password:
        return ""
    return _("Your password was changed by %(by)s on %(at)s.") % {
        "by": worker.password_set_by.full_name, "at": _moment(worker.password_set_at),
    }


def _happened(worker: Any) -> list[Happened]:
    """What became of the account, the latest first; nobody can take a line of it away."""
    changes = [one for one in audit.changes_of(worker.uuid, limit=50) if one.purpose in _CHANGES]
    told = [Happened(one.at, _CHANGES[one.purpose](_name(one.by, worker))) for one in changes]
    for one in audit.sign_ins_of(worker.uuid):
        words = _("signed in with the one-time password") if one.purpose else _("signed in")
        told.append(Happened(one.at, words))
    return sorted(told, key=lambda one: one.at, reverse=True)[:30]


_CHANGES = {
    "set_password": lambda by: _("password changed by %(by)s") % {"by": by},
    "reset_password": lambda by: _("one-time password made by %(by)s") % {"by": by},
    "close_account": lambda by: _("account closed by %(by)s") % {"by": by},
    "reopen_account": lambda by: _("account opened again by %(by)s") % {"by": by},
}


def _name(by: Any, worker: Any) -> str:
    if by is None:
        return _("whoever looks after the server")
    if by == worker.uuid:
        return _("yourself")
    found = workers.worker(by)
    return found.full_name if found else ""


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%d.%m.%Y, %H:%M") if at else ""


@page("accounts", takes_form=True)
@require_POST
def reset_password(request: HttpRequest) -> HttpResponse:
    """Make a one-time password for a worker of the administrator's own place, shown once."""
    me = me_of(request)
    username = request.POST.get("username", "")
    worker = workers.worker_named(username) if can_be_tried(username) else None
    if worker is None:
        raise Http404
    if worker.pk == me.worker.pk:
        raise PermissionDenied
    try:
        made = access.reset_password(worker, by=me.worker, at=timezone.now())
    except NotPermitted:
        note_refused(me, worker.uuid, about="worker", purpose="reset_password")
        raise Http404 from None
    return render(request, "web/screens/one_time.html", {"worker": worker, "made": made})

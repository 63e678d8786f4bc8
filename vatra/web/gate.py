"""Who may open a page, and by which verbs: signed in, and holding a role that the page is for.

What lies outside scope does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse

from vatra.base.prepared import nothing_changes
from vatra.web import held
from vatra.web.me import Me, me_of
from vatra.web.seen import note_refused, noted_at_once

For = Literal["cases", "numbers", "council", "accounts", "method", "anyone"]
View = Callable[..., HttpResponse]
OPENED_BY_ONE_TIME = "password"  # the one page that a one-time password opens
SAID = "said"  # to who is not signed in words are told by the address: they have no session to keep them

_MAY: dict[str, Callable[[Me], bool]] = {
    "cases": lambda me: me.sees_cases,
    "numbers": lambda me: me.sees_numbers,
    "council": lambda me: bool(me.councils),
    "accounts": lambda me: me.administers,
    "method": lambda me: me.edits_method,
    "anyone": lambda me: True,
}


def page(for_: For, *, takes_form: bool = False) -> Callable[[View], View]:
    """A page for workers whose roles see cases, numbers, a council, accounts or the method; for anyone signed in.

    It is read with GET or HEAD; POST is for pages that take a form, and no other verb is for any.
    """

    def gated(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD", "POST"):
                return HttpResponseNotAllowed(["GET", "HEAD", *(["POST"] if takes_form else [])])
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if request.user.one_time_password and view.__name__ != OPENED_BY_ONE_TIME:
                return redirect("web:password")
            if request.method == "POST":
                return admitted(request, *args, **kwargs)
            with nothing_changes(), noted_at_once():
                return admitted(request, *args, **kwargs)

        def admitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            me = me_of(request)
            if not _MAY[for_](me):
                note_refused(me, kwargs.get("household"), about="page", purpose=view.__name__)
                raise PermissionDenied
            if request.method == "POST" and not takes_form:
                return HttpResponseNotAllowed(["GET", "HEAD"])
            return view(request, *args, **kwargs)

        answer.page_for = for_  # type: ignore[attr-defined]
        return answer

    return gated


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "seal" in request.POST and held.hold(request):
        return redirect(f"{reverse('web:sign_in')}?{SAID}=held")
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("web:sign_in")

"""Signing in and out, and choosing the language."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vatra.access import entries as access
from vatra.web.context import ways
from vatra.web.gate import SAID, page
from vatra.web.held import held_address
from vatra.web.me import me_of
from vatra.web.middleware import BEGAN_KEY, LANGUAGE_KEY, LANGUAGES
from vatra.web.seen import note_sign_out

NOTICES = {
    "out": lazy("You are signed out."),
    "held": lazy("You were signed out meanwhile. What you wrote is safe: sign in and send it."),
}


@page("anyone")
def home(request: HttpRequest) -> HttpResponse:
    """To the first page that the worker's roles open."""
    offered = ways(me_of(request), "")
    if not offered:
        return render(request, "web/screens/no_role.html", status=200)
    return redirect(offered[0].address)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """One form; one sentence for every failure, so that it does not tell which accounts exist."""
    if request.user.is_authenticated:
        return redirect("web:home")
    if request.method != "POST":
        return render(request, "web/screens/sign_in.html", {"notice": NOTICES.get(request.GET.get(SAID, ""))})
    username = request.POST.get("username", "").strip()
    outcome = access.sign_in(
        username, request.POST.get("password", ""), address=_address(request), at=timezone.now(), one_time=True,
    )
    if outcome.worker is None:
        return _not_signed_in(request, username, wait=outcome.wait_minutes)
    login(request, outcome.worker)
    request.session[BEGAN_KEY] = timezone.now().isoformat()
    return redirect(held_address(outcome.worker) or "web:home")


def _not_signed_in(request: HttpRequest, username: str, *, wait: int | None) -> HttpResponse:
    if wait:
        sentence = _("Too many tries. Wait %(minutes)s minutes and try again; the account itself is safe.")
        sentence %= {"minutes": wait}
    else:
        sentence = _("The name of the account and the password do not go together. Check both and try again.")
    shown = {"username": username, "errors": [{"sentence": sentence, "field": "username"}],
             "heading": _("You are not signed in")}
    return render(request, "web/screens/sign_in.html", shown, status=429 if wait else 422)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session and has the browser forget what it kept of it."""
    if request.user.is_authenticated:
        note_sign_out(request.user)
    logout(request)
    response = redirect(f"{reverse('web:sign_in')}?{SAID}=out")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language with the worker, or before sign-in with the browser; then back to the page."""
    chosen = request.POST.get("language")
    if chosen not in LANGUAGES:
        raise Http404
    answer = redirect(_own_page(request.POST.get("back", "")))
    if request.user.is_authenticated:
        access.choose_language(request.user, chosen)
    else:
        answer.set_cookie(LANGUAGE_KEY, chosen, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE)
    return answer


def _own_page(path: str) -> str:
    """The path when it is one of our own pages, else the first page: never another site."""
    try:
        parts = urlsplit(path)
    except ValueError:  # such as //[
        return "/"
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return "/"
    try:
        resolve(parts.path)
    except Resolver404:
        return "/"
    return parts.path


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))

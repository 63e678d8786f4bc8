"""What every page carries: a strict content policy, no copy in any cache, the worker's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from vatra.access import queries as access
from vatra.access.queries import Worker

LANGUAGES = ("ro", "en")
LANGUAGE_KEY = "language"
BEGAN_KEY = "began_at"

CONTENT_POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
))
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    # Personal data is on most pages: no cache may keep any of them, not even the browser's own.
    "Cache-Control": "private, no-store",
}

Answer = Callable[[HttpRequest], HttpResponse]


class PageHeaders:
    """Sets the headers above on every answer that does not say otherwise itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class SessionStands:
    """Ends the session of a worker whose account, password or role ended since it began."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to nobody, when the session no longer stands."""
        user = request.user
        if user.is_authenticated and not _stands(user, request.session.get(BEGAN_KEY)):
            logout(request)
        with access.remembering_roles():
            return self.get_response(request)


def _stands(worker: Worker, began: str | None) -> bool:
    return began is not None and access.worker_is_current(worker, datetime.fromisoformat(began), at=timezone.now())


class WorkerLanguage:
    """Speaks the worker's language; before sign-in the one chosen in this browser, else Romanian.

    The browser's own language is not asked: cheap tablets are often left in English.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer in the language of the worker."""
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


def language_of(request: HttpRequest) -> str:
    """The language this request is answered in."""
    chosen = getattr(request.user, "language", None) if request.user.is_authenticated else None
    chosen = chosen or request.COOKIES.get(LANGUAGE_KEY)
    return chosen if chosen in LANGUAGES else "ro"

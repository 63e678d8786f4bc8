"""What the log may say of a request that went wrong: where and which sort of mistake, never what was sent or kept."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from typing import Any


class NoNames(logging.Filter):
    """Rewrites a record about a request: an address as its pattern, an exception as its type and its lines of code.

    What was typed into an address, a host or a field, and the words of an exception (a database puts whole rows
    into them), could be somebody's name.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, rewritten."""
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        status = getattr(record, "status_code", 500)
        record.msg = "%s %s (%s): %s"
        record.args = (status, _phrase(status), _verb(request), match.route if match else "no address of ours")
        record.request = None  # handlers that mail the whole request find none
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.exc_text = "\n".join(_told(error))
        record.exc_info = None
        return True


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "?"


def _verb(request: Any) -> str:
    verb = getattr(request, "method", None)
    return verb if verb in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE") else "?"


def _told(error: BaseException) -> list[str]:
    """The type of an error with the code it came through, and those of the errors behind it."""
    lines: list[str] = []
    seen: set[int] = set()
    behind: BaseException | None = error
    while behind is not None and id(behind) not in seen:
        seen.add(id(behind))
        lines.append(f"{type(behind).__module__}.{type(behind).__qualname__}")
        lines += [line.rstrip() for line in traceback.format_tb(behind.__traceback__)]
        behind = behind.__cause__ or behind.__context__
    return lines


REQUEST_LOGS = (
    "django.request", "django.security.csrf", "django.security.DisallowedHost", "django.security.DisallowedRedirect",
    "django.security.RequestDataTooBig", "django.security.TooManyFieldsSent", "django.security.TooManyFilesSent",
    "django.security.SuspiciousMultipartForm", "django.security.SuspiciousFileOperation",
    "django.security.SuspiciousOperation", "django.security.SuspiciousSession", "django.security.SessionInterrupted",
)


def logging_settings() -> dict[str, Any]:
    """Django's LOGGING: every log about requests through the filter; what broke is told on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_names": {"()": NoNames}},
        "handlers": {"broken": {"class": "logging.StreamHandler", "level": "ERROR"}},
        "loggers": {name: {"filters": ["no_names"]} for name in REQUEST_LOGS}
        | {"django.request": {"filters": ["no_names"], "handlers": ["broken"]}},
    }

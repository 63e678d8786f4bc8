"""VATRA_MAIL as Django's settings of e-mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
PORTS = {"smtp": 587, "smtps": 465}


def mail_settings(address: str) -> dict[str, Any]:
    """Django's EMAIL_… settings; raises ValueError for an address that is none of smtp, smtps, console.

    smtp speaks STARTTLS, smtps TLS from the first byte; neither sends a password in the clear.
    """
    if address in ("", "console"):
        return {"EMAIL_BACKEND": CONSOLE}
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("VATRA_MAIL: smtp://user:password@host:587, smtps://user:password@host:465, or console")
    return {
        "EMAIL_BACKEND": SMTP, "EMAIL_HOST": parts.hostname, "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""), "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp", "EMAIL_USE_SSL": parts.scheme == "smtps",
    }

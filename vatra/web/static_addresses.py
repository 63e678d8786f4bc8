"""Addresses of static files that change when the file does, without a collecting step."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class ContentAddresses(StaticFilesStorage):
    """`/static/web/page.css?v=<digest>`: kept long by the browser, never stale."""

    def url(self, name: str | None) -> str:
        """The address of a static file, with the first digits of its content's digest."""
        return f"{super().url(name)}?v={_digest(name or '')}"


@lru_cache(maxsize=256)
def _digest(name: str) -> str:
    path = finders.find(name)
    return sha256(Path(str(path)).read_bytes()).hexdigest()[:12] if path else "none"

"""A page of the office, opened as a browser would."""

from __future__ import annotations

from typing import Any


def page(client: Any, path: str) -> str:
    """What stands on a page that the worker may open."""
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())

"""What of an entry of the council other programs may be sent: never whose case it is, and nothing without a role.

The text of an item is written to be read by the members, so that everybody who sees cases in the commune may.
"""

from __future__ import annotations

from typing import Any

WHOSE = ("household", "proposal")


def shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """The payload without the key to the case."""
    if "general" not in domains:
        return None
    return {field: value for field, value in payload.items() if field not in WHOSE}

"""Reading a commune's stream: the envelope of every entry, and of its payload what the worker may know."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from vatra.access import policies
from vatra.access.queries import communes_seen
from vatra.audit.entries import Act, record
from vatra.register.kept import KeptEntry
from vatra.register.queries import Page, entries_since, payload_shown
from vatra.wire.answers import not_here


def page_for(
    worker: Any, *, device: UUID | None, commune: int, cursor: str, limit: int, on: date, at: datetime
) -> dict[str, Any]:
    """A page of a stream as this worker sees it; raises CannotAnswer (404) outside the worker's communes.

    Every household on the page is written down in the audit as read by this worker.
    """
    if commune not in communes_seen(worker, on=on):
        refused = Act("refused", "stream", by=worker.uuid, commune=commune, purpose="api", device=device)
        record([refused], at=at)
        raise not_here()
    domains = policies.domains_seen(worker, commune, on=on)
    page = entries_since(commune, cursor, limit)
    _write_down(page, worker, device, commune, at)
    return {
        "entries": [_as_seen(entry, domains) for entry in page.entries], "cursor": page.cursor, "more": page.more,
    }


def _as_seen(entry: KeptEntry, domains: frozenset[str]) -> dict[str, Any]:
    return {
        "uuid": entry.uuid, "number": entry.number, "kind": entry.kind, "version": entry.version,
        "household": entry.household, "person": entry.person, "on": entry.on, "at": entry.at,
        "received_at": entry.received_at, "by": entry.by, "device": entry.device, "rulebook": entry.rulebook,
        "digest": entry.digest, "state": entry.state, "redacted": entry.redacted_at is not None,
        "payload": payload_shown(entry, domains),
    }


def _write_down(page: Page, worker: Any, device: UUID | None, commune: int, at: datetime) -> None:
    households = dict.fromkeys(entry.household for entry in page.entries if entry.household)
    record(
        [
            Act("read", "household", subject=household, by=worker.uuid, commune=commune, purpose="api", device=device)
            for household in households
        ],
        at=at,
    )

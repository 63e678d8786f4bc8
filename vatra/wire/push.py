"""Taking a pushed batch apart, each entry judged alone, and handing the good ones to the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from vatra.register.entries import Draft, Receipt, receive
from vatra.wire.answers import CannotAnswer
from vatra.wire.shapes import PushedEntry

MOST_ENTRIES = 1_000

_entry = TypeAdapter(PushedEntry)


def receipts_for(entries: Sequence[Any], *, by: Any, device: Any, at: datetime) -> list[dict[str, Any]]:
    """One receipt per entry, in order."""
    read = [_read(entry) for entry in entries]
    drafts = [draft for draft in read if isinstance(draft, Draft)]
    received = iter(receive(drafts, by=by, at=at, device=device))
    answers = [asdict(next(received)) if isinstance(draft, Draft) else draft for draft in read]
    return [{"position": position, **answer} for position, answer in enumerate(answers)]


def only_entries(pushed: Any) -> Sequence[Any]:
    """The entries of a body that has nothing else; raises CannotAnswer when it is no batch of entries at all."""
    entries = pushed.get("entries") if isinstance(pushed, dict) else None
    if not isinstance(entries, list) or set(pushed) != {"entries"}:
        raise CannotAnswer(422, "no_entries", _("Send one group with one field, “entries”: a list."))
    check_number(entries)
    return entries


def check_number(entries: Sequence[Any]) -> None:
    """Raise CannotAnswer (413) when they are too many for one batch."""
    if len(entries) > MOST_ENTRIES:
        raise CannotAnswer(
            413, "too_many_entries", _("Send at most %(most)s entries at once."), most=MOST_ENTRIES
        )


def _read(entry: Any) -> Draft | dict[str, Any]:
    try:
        return _entry.validate_python(entry).draft()
    except ValidationError as error:
        reason = _("The entry cannot be read; look at: %(fields)s.") % {"fields": fields_at_fault(error)}
        refused = Receipt(UUID(int=0), "refused", reason=reason, reason_code="unreadable_entry")
        return asdict(refused) | {"uuid": _uuid(entry)}


def fields_at_fault(error: ValidationError) -> str:
    """Which fields and what sort of mistake; never the value found there."""
    mistakes = error.errors(include_input=False, include_context=False, include_url=False)
    return ", ".join(_unique(f"{_path(mistake['loc'])} ({mistake['type']})" for mistake in mistakes))


def _path(loc: Iterable[int | str]) -> str:
    return ".".join(str(part)[:60] for part in loc) or "entry"


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))[:8]


def _uuid(entry: Any) -> UUID | None:
    """The entry's uuid, if that much can be read."""
    try:
        return UUID(entry["uuid"])
    except (TypeError, KeyError, ValueError, AttributeError):
        return None

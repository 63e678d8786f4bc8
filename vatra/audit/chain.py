"""The digests that chain rows along a strand, and strands to each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from vatra.audit.models import AuditRow, Strand

Tie = tuple[int, int, str]  # a strand's number, its last row's number, that row's digest


def digest_of_row(row: AuditRow, strand: UUID) -> str:
    """SHA-256 (hexadecimal) of all that a row says, where it stands and what stood before it."""
    return _digest(
        row.previous, strand, row.number, row.at, row.by, row.device, row.act, row.about, row.subject, row.commune,
        row.purpose,
    )


def digest_of_strand(strand: Strand) -> str:
    """SHA-256 (hexadecimal) of a strand's opening: its place, the strand before, and the ends it ties."""
    return _digest(strand.previous, strand.number, strand.uuid, strand.opened_at, [list(tie) for tie in strand.ties])


def ends(strands: Sequence[int]) -> list[Tie]:
    """The last row of each of some strands; strands without rows have no end."""
    found = []
    for number in strands:
        last = AuditRow.objects.filter(strand=number).order_by("-number").values_list("number", "digest").first()
        if last is not None:
            found.append((number, *last))
    return found


def _digest(*parts: Any) -> str:
    plain = json.dumps([_plain(part) for part in parts], separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(part: Any) -> Any:
    if isinstance(part, datetime):
        return part.astimezone(UTC).isoformat(timespec="microseconds")
    return str(part) if isinstance(part, UUID) else part

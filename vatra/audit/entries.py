"""The only place that writes the audit: rows are appended, never touched again.

Each thread of the server writes along a strand of its own and so waits for no other; see
docs/decisions on why the audit is many strands. A row and what it tells of may share a transaction:
then they are kept, or not, together.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from vatra.audit.chain import digest_of_row, digest_of_strand, ends
from vatra.audit.models import AuditRow, Strand
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records

ACTS = frozenset(AuditRow.Act.values)
TIED_DAYS = 2  # how far back, from the strand opened last, an opening strand ties the others
TRIES = 8

_CODE = re.compile(r"[a-z0-9_.:-]*")  # no spaces, no capitals: no name fits in here by accident
_here = threading.local()


@dataclass(frozen=True, slots=True)
class Act:
    """What someone did, in codes and uuids only. `act` is one of ACTS; `about` says what kind `subject` is."""

    act: str
    about: str
    subject: UUID | None = None
    by: UUID | None = None
    commune: int | None = None
    purpose: str = ""
    device: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """The strand this thread writes on."""

    process: int
    day: date
    number: int
    uuid: UUID


def record(acts: Sequence[Act], *, at: datetime) -> None:
    """Append one row per act, in order, with one insert.

    Raises ValueError, before anything is written, for an unknown act, a moment without a zone, or words
    where a code belongs.
    """
    _check(acts, at)
    if not acts:
        return
    with transaction.atomic():
        strand, number, previous = _end_of_strand(at)
        rows = []
        for act in acts:
            number += 1
            row = _row(act, at, strand.number, number, previous)
            previous = row.digest = digest_of_row(row, strand.uuid)
            rows.append(row)
        insert_records(rows)


def _check(acts: Sequence[Act], at: datetime) -> None:
    if at.tzinfo is None:
        raise ValueError("the moment of an act needs a time zone")
    for act in acts:
        if act.act not in ACTS:
            raise ValueError(f"{act.act[:40]!r} is no act of the audit")
        if not act.about or len(act.about) > 40 or len(act.purpose) > 60:
            raise ValueError("an act is about something, and its words are short codes")
        if not (_CODE.fullmatch(act.about) and _CODE.fullmatch(act.purpose)):
            raise ValueError("the audit takes codes, never words: they may be personal")


def _row(act: Act, at: datetime, strand: int, number: int, previous: str) -> AuditRow:
    return AuditRow(
        strand_id=strand, number=number, at=at, by=act.by, device=act.device, act=act.act, about=act.about,
        subject=act.subject, commune=act.commune, purpose=act.purpose, previous=previous,
    )


def _end_of_strand(at: datetime) -> tuple[_Held, int, str]:
    """This thread's strand, the number of its last row and the digest to chain on."""
    held: _Held | None = getattr(_here, "strand", None)
    if held is None or held.process != os.getpid() or at.astimezone(UTC).date() > held.day:
        return _opened(at)
    last = next(iter(_LAST_OF_STRAND(held.number)), None)
    if last is not None and last[2] == held.uuid:
        return held, last[0], last[1]
    if last is None:
        strand = Strand.objects.filter(number=held.number, uuid=held.uuid).first()
        if strand is not None:
            return held, 0, strand.digest
    return _opened(at)  # the opening was rolled back with the transaction it stood in


_LAST_OF_STRAND = Prepared(
    lambda strand: AuditRow.objects.filter(strand=strand).order_by("-number")
    .values_list("number", "digest", "strand__uuid")[:1]
)


def _opened(at: datetime) -> tuple[_Held, int, str]:
    """A new strand for this thread, chained to the one before and tying the ends of the others."""
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                strand = _next_strand(at)
                strand.save(force_insert=True)
        except IntegrityError:
            continue  # another thread opened one at the same moment
        held = _Held(os.getpid(), at.astimezone(UTC).date(), strand.number, strand.uuid)
        _here.strand = held
        return held, 0, strand.digest
    raise RuntimeError("no strand could be opened: too many at once")


def _next_strand(at: datetime) -> Strand:
    before = Strand.objects.order_by("-number").first()
    recent: list[int] = []
    if before is not None:
        since = before.opened_at - timedelta(days=TIED_DAYS)
        recent = list(Strand.objects.filter(opened_at__gte=since).order_by("number").values_list("number", flat=True))
    strand = Strand(
        number=before.number + 1 if before else 1, uuid=uuid4(), opened_at=at,
        ties=[list(tie) for tie in ends(recent)], previous=before.digest if before else "",
    )
    strand.digest = digest_of_strand(strand)
    return strand

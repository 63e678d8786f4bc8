"""Whether the chains hold: nothing deleted, changed, put in another order, or cut off at the end.

What a chain cannot show is that its whole end was cut off together with the stream's own head;
receipts kept elsewhere (tablets, other programs, a printed list of heads) show that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import F

from vatra.register.models import Entry, Stream
from vatra.register.numbering import envelope
from vatra.register.seal import entry_digest, payload_digest
from vatra.register.settle import NOTE_REDACTION, NoteRedaction

What = Literal[
    "missing",  # numbers that are not there
    "changed",  # the envelope, the order, or an earlier entry is not what was sealed
    "payload_changed",
    "head_differs",  # the stream's last number or digest is not that of its last entry
    "redacted_without_note",
    "receipt_unknown",  # someone holds a receipt for an entry that is not there
    "receipt_differs",
]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a chain does not hold."""

    what: What
    commune: int | None
    number: int | None
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The last number and digest of a stream: to be kept elsewhere."""

    commune: int
    number: int
    digest: str


def faults(*, progress: Progress = lambda walked: None) -> Iterator[Fault]:
    """Every fault of every stream, in the order of communes and numbers; `progress` is told each entry."""
    noted = _noted()
    for stream in Stream.objects.order_by("pk"):
        yield from _faults_of(stream, noted, progress)


def faults_of_receipts(receipts: Iterable[Mapping[str, str]]) -> Iterator[Fault]:
    """Receipts ({uuid, number, digest}) that the register does not honour."""
    for receipt in receipts:
        uuid = UUID(receipt["uuid"])
        entry = Entry.objects.filter(uuid=uuid).only("number", "digest", "stream").first()
        if entry is None:
            yield Fault("receipt_unknown", None, int(receipt["number"]), uuid)
        elif (entry.number, entry.digest) != (int(receipt["number"]), receipt["digest"]):
            yield Fault("receipt_differs", entry.stream_id, entry.number, uuid)


def heads() -> list[Head]:
    """The head of every stream that has entries."""
    return [Head(s.pk, s.last_number, s.last_digest) for s in Stream.objects.filter(last_number__gt=0).order_by("pk")]


def _noted() -> set[UUID]:
    """The entries of whose redaction the register speaks."""
    notes = Entry.objects.filter(kind=NOTE_REDACTION.name, state=Entry.State.APPLIED)
    return {NoteRedaction.model_validate_json(note.payload or "").entry for note in notes.iterator()}


def _faults_of(stream: Stream, noted: set[UUID], progress: Progress) -> Iterator[Fault]:
    number, digest, broken = 0, "", False
    for entry in _walk(stream):
        if entry.number != number + 1:
            yield Fault("missing", stream.pk, number + 1)
            broken = True  # what it was chained to is gone: only its payload can still be checked
        if not broken and entry.digest != _digest(entry, digest):
            yield Fault("changed", stream.pk, entry.number, entry.uuid)
        yield from _faults_of_payload(entry, noted)
        number, digest, broken = entry.number, entry.digest, False
        progress(1)
    if (stream.last_number, stream.last_digest) != (number, digest):
        yield Fault("head_differs", stream.pk, stream.last_number)


def _faults_of_payload(entry: Entry, noted: set[UUID]) -> Iterator[Fault]:
    if entry.redacted_at is not None:
        if entry.uuid not in noted:
            yield Fault("redacted_without_note", entry.stream_id, entry.number, entry.uuid)
    elif payload_digest(entry.salt or "", entry.payload or "") != entry.payload_digest:
        yield Fault("payload_changed", entry.stream_id, entry.number, entry.uuid)


def _walk(stream: Stream) -> Iterator[Entry]:
    entries = Entry.objects.filter(stream=stream).annotate(by_uuid=F("by__uuid"), device_uuid=F("device__uuid"))
    return entries.order_by("number").iterator(chunk_size=2_000)


def _digest(entry: Entry, previous: str) -> str:
    sealed = envelope(vars(entry), by=entry.by_uuid, device=entry.device_uuid)  # type: ignore[attr-defined]
    return entry_digest(previous, sealed, entry.payload_digest)

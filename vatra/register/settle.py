"""The register's own kinds: settling what could not be applied, and noting a redaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from vatra.register.admission import Arrival
from vatra.register.following import Following
from vatra.register.kept import arrival_of
from vatra.register.kinds import CannotApply, Kind, NotSettled, Payload, Sealed
from vatra.register.locks import must_be_locked
from vatra.register.models import Entry, RefusedCopy
from vatra.register.runs import apply_or_tell

LETS_IN = ("apply_again", "it_came")  # the choices by which what waited is applied after all
Reason = Annotated[str, Field(min_length=1, max_length=2_000)]


class SettleEntry(Payload):
    """What is to become of an entry: tried again, set aside, or only its refused copies dismissed.

    `it_came` is the register's own word for trying again: what the entry had waited for has come (`register.awaited`).
    """

    entry: UUID
    choice: Literal["apply_again", "set_aside", "dismiss_copies", "it_came"]
    reason: Reason


class NoteRedaction(Payload):
    """That the payload of an entry was removed, and by which law or decision."""

    entry: UUID
    legal_basis: Reason


def households_settled(settling: Sealed) -> Collection[UUID]:
    """The households that may change when the entry to settle is applied: all that it names, not its own alone."""
    about = Entry.objects.filter(uuid=settling.payload.entry).exclude(kind=SETTLE_ENTRY.name)
    return {household for entry in about for household in arrival_of(entry).households()}


def apply_settle_entry(run: Sequence[Sealed]) -> None:
    """Do what was chosen; raises NotSettled when the question cannot be settled so."""
    for settling in run:
        entry = _in_this_commune(settling)
        if settling.payload.choice == "dismiss_copies":
            _dismiss_copies(entry, settling)
            continue
        if entry.state != Entry.State.TO_SETTLE:
            raise NotSettled(_("There is nothing to settle: someone has already done it."), code="already_settled")
        if settling.payload.choice == "set_aside":
            entry.state = Entry.State.SET_ASIDE
        else:
            _apply_again(entry, settling)
        entry.save(update_fields=["state"])


def apply_note_redaction(run: Sequence[Sealed]) -> None:
    """Nothing follows from the note; it stands in the register as the reason for the gap."""
    for note in run:
        if _in_this_commune(note).redacted_at is None:
            raise CannotApply(_("The entry it speaks of has not been redacted."), code="not_redacted")


def _in_this_commune(sealed: Sealed) -> Entry:
    """The entry spoken of; one of another commune does not exist for this one."""
    entry = Entry.objects.filter(uuid=sealed.payload.entry, stream_id=sealed.commune_id).first()
    if entry is None:
        raise NotSettled(_("There is no such entry in this commune."), code="no_such_entry")
    return entry


def _apply_again(entry: Entry, settling: Sealed) -> None:
    arrival: Arrival = arrival_of(entry)
    refusal = arrival.failed
    if refusal is None and arrival.kind and arrival.sealed:
        if entry.on > settling.on:
            raise NotSettled(_("The entry is dated later than today; it cannot be applied yet."), code="future_day")
        must_be_locked(arrival.concerns())
        refusal = apply_or_tell(arrival.kind, [arrival], Following())
    if refusal is not None:
        raise NotSettled(
            _("It still cannot be applied. %(why)s"), code="not_settled", why=refusal.message(),
        ) from refusal
    entry.state = Entry.State.APPLIED


def _dismiss_copies(entry: Entry, settling: Sealed) -> None:
    open_copies = RefusedCopy.objects.filter(
        entry=entry, settled_at__isnull=True, received_at__lte=settling.received_at
    )
    if not open_copies.update(settled_at=settling.received_at, settled_by_id=settling.by_id):
        raise NotSettled(_("There is nothing to settle: someone has already done it."), code="already_settled")


SETTLE_ENTRY = Kind(
    name="settle_entry", version=1, payload=SettleEntry, apply=apply_settle_entry, act="settle",
    label=_("question settled"), room="register", other_households=households_settled,
)
NOTE_REDACTION = Kind(
    name="note_redaction", version=1, payload=NoteRedaction, apply=apply_note_redaction, act="supervise",
    label=_("redaction noted"), room="register",
)

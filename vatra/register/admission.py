"""The door: what may come in, what is kept for a human to settle, and what is refused.

Nothing here writes. *Refused* means the register does not take it as an entry and says why; *held*
means it is kept whole and numbered, but not applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from vatra.base.ids import uuid_of
from vatra.base.refusal import Refusal
from vatra.register.canonical import NotWritable, canonical, cleaned
from vatra.register.drafts import Draft, Receipt
from vatra.register.kinds import CannotApply, Kind, Sealed, kind_named
from vatra.register.seal import moment

EARLIEST = date(1900, 1, 1)
DAYS_AHEAD = timedelta(days=1)  # a tablet's clock in another zone
LATEST_CLOCK = datetime(2200, 1, 1, tzinfo=UTC)
EARLIEST_CLOCK = datetime(1970, 1, 1, tzinfo=UTC)
MOST_VERSION = 32_767
NOBODY = UUID(int=0)  # what entries about nobody in particular have in common
_UUID = re.compile("[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


class Unreadable(CannotApply):
    """The payload is not what its kind says it must be."""

    code = "unreadable"


@dataclass(slots=True, eq=False)
class Arrival:
    """One draft on its way through the door, and what has been decided about it so far."""

    draft: Draft
    payload: str = ""  # canonical JSON
    kind: Kind | None = None
    sealed: Sealed | None = None  # set when it can be applied
    refused: Refusal | None = None
    held: Refusal | None = None  # decided at the door, and sealed
    failed: Refusal | None = None  # decided by the room, and found again at each replay
    receipt: Receipt | None = None
    sent: Draft | None = None  # as it was sent, when it goes on in another commune's stream
    reached: set[UUID] = field(default_factory=set)  # households that it turned out to change beside those it names
    _concerns: frozenset[UUID] | None = None

    @property
    def not_applied(self) -> Refusal | None:
        """Why it is kept without having been applied, if so."""
        return self.held or self.failed

    @property
    def as_sent(self) -> Draft:
        """The draft as its author sealed it."""
        return self.sent or self.draft

    def send_to(self, commune: int) -> None:
        """Let it go on in the stream of the commune where its household lives now."""
        self.sent = self.as_sent
        self._now_in(commune, sent_to=self.sent.commune)

    def put_back(self) -> None:
        """Undo `send_to`: another attempt may find the household elsewhere."""
        if self.sent is not None:
            self._now_in(self.sent.commune, sent_to=None)
            self.sent = None

    def _now_in(self, commune: int, *, sent_to: int | None) -> None:
        self.draft = replace(self.draft, commune=commune)
        if self.sealed is not None:
            self.sealed = replace(self.sealed, commune_id=commune, sent_to=sent_to)

    def households(self) -> set[UUID]:
        """The households that followers are told of."""
        about = {self.draft.household} if self.draft.household else set()
        if self.sealed and self.kind and self.kind.other_households:
            about.update(self.kind.other_households(self.sealed))
        return about

    def concerns(self) -> frozenset[UUID]:
        """Everything it names: households, persons, whatever has a uuid. Entries that share none of it
        may be applied in either order; those that share something are applied as they came.
        """
        if self._concerns is None:
            named = self.households() | {uuid_of(found) for found in _UUID.findall(self.payload)}
            if self.draft.person:
                named.add(self.draft.person)
            # nothing but its own uuid may tie it to an entry that speaks of it
            self._concerns = frozenset({*(named or {NOBODY}), self.draft.uuid})
        return self._concerns


def at_the_door(draft: Draft, *, by_id: int, received_at: datetime, device_id: int | None) -> Arrival:
    """A draft checked as far as its own content goes; permission and place come later."""
    arrival = Arrival(draft)
    try:
        arrival.payload = _written(draft)
    except Refusal as refusal:
        arrival.refused = refusal
        return arrival
    try:
        arrival.kind = kind_named(draft.kind, draft.version)
        _check_day(draft.on, received_at)
        arrival.sealed = sealed(
            arrival.kind, draft, arrival.payload, by_id=by_id, received_at=received_at, device_id=device_id
        )
    except Refusal as refusal:
        arrival.held = refusal
    return arrival


def sealed(
    kind: Kind, envelope: Draft, payload: str, *, by_id: int, received_at: datetime, device_id: int | None
) -> Sealed:
    """The entry with its payload parsed, for its room; raises Unreadable with the fields at fault."""
    return Sealed(
        uuid=envelope.uuid, kind=kind.name, version=kind.version, commune_id=envelope.commune,
        household=envelope.household, person=envelope.person, payload=parsed(kind, payload),
        on=envelope.on, at=envelope.at, received_at=received_at, by_id=by_id, device_id=device_id,
        rulebook=envelope.rulebook,
    )


def parsed(kind: Kind, payload: str) -> Any:
    """The payload as its kind's model, read strictly: “yes” is no boolean, "12" no number."""
    try:
        return kind.payload.model_validate_json(payload, strict=True)
    except ValidationError as error:
        raise Unreadable(
            _("The entry does not say what “%(kind)s” must say; look at: %(fields)s."),
            kind=kind.label, fields=_fields(error),
        ) from None


def content(draft: Draft, payload: str) -> str:
    """The whole draft in canonical JSON: two drafts are the same when this is the same."""
    return canonical({
        "uuid": str(draft.uuid), "kind": draft.kind, "version": draft.version, "commune": draft.commune,
        "household": _text(draft.household), "person": _text(draft.person), "on": draft.on.isoformat(),
        "at": moment(draft.at), "rulebook": draft.rulebook, "payload": payload,
    })


def reason(refusal: Refusal) -> dict[str, str]:
    """The sentence in both languages, as it is kept with the entry."""
    return {"ro": _whole(refusal, "ro"), "en": _whole(refusal, "en")}


def _whole(refusal: Refusal, language: str) -> str:
    return refusal.message(language)[:2000]


def _written(draft: Draft) -> str:
    """The payload in canonical JSON, once everything of the draft is known to be writable."""
    _check_envelope(draft)
    if not isinstance(draft.payload, dict):
        raise NotWritable(_("The payload is not a group of fields."))
    return canonical(cleaned(draft.payload))


def _check_envelope(draft: Draft) -> None:
    for name, text, most in (("kind", draft.kind, 60), ("rulebook", draft.rulebook, 80)):
        if len(text) > most or cleaned(text, path=name) != text:
            raise NotWritable(_("“%(path)s” is too long, or not in Unicode NFC."), path=name)
    if not draft.kind:
        raise NotWritable(_("The entry does not say of which kind it is."))
    if not 1 <= draft.version <= MOST_VERSION:
        raise NotWritable(_("“%(path)s” is out of range."), path="version")
    if draft.at.tzinfo is None or not EARLIEST_CLOCK <= draft.at < LATEST_CLOCK:
        raise NotWritable(
            _("The moment in “at” has no time zone, or lies before 1970 or after 2199; set the tablet's clock."),
            code="impossible_moment",
        )


def _check_day(on: date, received_at: datetime) -> None:
    if on > timezone.localtime(received_at).date() + DAYS_AHEAD:
        raise CannotApply(
            _("The entry is dated %(on)s, which has not come yet. It is kept; check the tablet's clock."),
            code="future_day", on=on.isoformat(),
        )
    if on < EARLIEST:
        raise CannotApply(_("The entry is dated %(on)s, before 1900. It is kept."), code="early_day", on=on.isoformat())


def _fields(error: ValidationError) -> str:
    """Where the payload is wrong, by path and sort of mistake; never the value found there."""
    found = [f"{_path(mistake['loc'])} ({mistake['type']})" for mistake in error.errors(include_input=False)]
    return ", ".join(found[:8]) + (" …" if len(found) > 8 else "")


def _path(loc: Iterable[int | str]) -> str:
    return ".".join(str(part)[:60] for part in loc) or "payload"


def _text(uuid: UUID | None) -> str | None:
    return str(uuid) if uuid else None

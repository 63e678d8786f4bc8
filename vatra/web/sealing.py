"""From a form to the register: the seal made when the form is shown, the draft, the receipt in words.

The seal carries the entry's uuid and the moment, signed for one worker. So a form sent twice is the
same entry, and neither `by`, `at` nor a uuid can be chosen by editing the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vatra.base.ids import derived_uuid
from vatra.register.entries import Draft, Receipt, receive
from vatra.web.me import me_of

SALT = "vatra.web.seal"


@dataclass(frozen=True, slots=True)
class Seal:
    """The uuid and the moment of the entry which a form will become."""

    uuid: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a form: its kind, what it says, and the person it is about when not the household."""

    kind: str
    payload: dict[str, Any]
    person: UUID | None = None


def new_seal(worker: Any, *, at: datetime) -> str:
    """A signed seal for a form shown to this worker."""
    return signing.dumps([str(worker.uuid), str(uuid4()), at.isoformat()], salt=SALT)


def read_seal(text: str, worker: Any) -> Seal | None:
    """The seal that came back with a form; None when it is not one of this worker's."""
    try:
        bearer, uuid, at = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Seal(UUID(uuid), datetime.fromisoformat(at)) if bearer == str(worker.uuid) else None


def grown_old() -> str:
    """What is said where a form comes back without a seal of this worker's."""
    return _("This form was opened by someone else or has grown old. Look it through and send it again.")


def bearer_of(text: str, *, max_age: int) -> UUID | None:
    """The worker for whom a seal was made at most so many seconds ago; None when it is none of ours."""
    try:
        bearer, _uuid, _at = signing.loads(text, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    return UUID(bearer)


def hand_in(
    request: HttpRequest, seal: Seal, acts: Sequence[Act], *, household: Any, on: date, rulebook: str
) -> list[Receipt]:
    """Seal the acts of one form, in order, and hand them to the register's door together.

    The last act carries the seal's own uuid, those before it uuids derived from it.
    """
    last = len(acts) - 1
    drafts = [
        Draft(
            uuid=seal.uuid if place == last else derived_uuid(seal.uuid, act.kind, place),
            kind=act.kind, version=1, commune=household.commune_id, household=household.uuid,
            person=act.person, payload=act.payload, on=on, at=seal.at, rulebook=rulebook,
        )
        for place, act in enumerate(acts)
    ]
    return list(receive(drafts, by=me_of(request).worker, at=timezone.now()))


def tell(request: HttpRequest, receipts: Sequence[Receipt], done: str) -> str | None:
    """Leave a message about the receipts for the next page; the reason instead when one was refused."""
    worst = next((r for r in receipts if r.outcome == "refused"), None)
    if worst is not None:
        return str(worst.reason or _("The register did not take it."))
    held = next((r for r in receipts if r.outcome == "to_settle"), None)
    last = receipts[-1]
    if held is not None:
        messages.warning(request, _(
            "Kept under receipt number %(number)s, but not applied: %(reason)s "
            "It stands under “To settle”."
        ) % {"number": _shown(held.number), "reason": held.reason or ""})
    elif last.outcome == "duplicate":
        messages.info(request, _("This was already kept under receipt number %(number)s; it was not counted twice.")
                      % {"number": _shown(last.number)})
    else:
        messages.success(request, _("%(done)s Kept under receipt number %(number)s.")
                         % {"done": done, "number": _shown(last.number)})
    return None


def _shown(number: int | None) -> str:
    return number_format(number, force_grouping=True) if number is not None else "–"

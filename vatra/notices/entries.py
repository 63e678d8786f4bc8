"""The only place that writes the tables of notices: preferences, sendings; what is old is forgotten here.

Like the tables of access these are no entries of the register: they speak of workers, not of families.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vatra.access.queries import Worker
from vatra.base.refusal import Refusal
from vatra.notices.channels import Channel, ChannelFailed, channels
from vatra.notices.models import Notice, Preference, Sending
from vatra.notices.telling import digests, tell_of_opening, urgent
from vatra.notices.words import sentence, subject

__all__ = ["CannotPrefer", "Sent", "prefer", "send_day", "send_urgent", "tell_of_opening", "tell_waiting"]

MOST_TRIES = 6
PAUSE = timedelta(minutes=5)  # before the second try; it doubles
TRIED_FOR = timedelta(days=2)
KEPT = timedelta(days=90)
PHONE = re.compile(r"\+?[0-9]{9,15}")


class CannotPrefer(Refusal):
    """A way to be told that cannot be."""

    code = "cannot_prefer"


@dataclass(slots=True)
class Sent:
    """What came of it: notices made, messages sent by channel, tries that failed."""

    made: int = 0
    sent: int = 0
    failed: int = 0


def prefer(worker: Worker, *, by_email: bool, email: str, by_sms: bool, phone: str) -> None:
    """Keep how a worker wants to be told. Raises CannotPrefer for an address or number that is none."""
    email, phone = email.strip(), re.sub(r"[ ./()-]", "", phone)
    if by_email or email:
        try:
            validate_email(email)
        except ValidationError:
            raise CannotPrefer(_("This is no e-mail address."), code="email") from None
    if (by_sms or phone) and not PHONE.fullmatch(phone):
        raise CannotPrefer(_("This is no telephone number: write it as 0740 123 456."), code="phone")
    said = {"by_email": by_email, "email": email, "by_sms": by_sms, "phone": phone}
    Preference.objects.update_or_create(worker=worker, defaults=said, create_defaults={"uuid": uuid4(), **said})


def send_day(*, at: datetime) -> Sent:
    """Make the digests of the day and what is urgent, send them and what failed before; forget what is old."""
    Notice.objects.filter(at__lt=at - KEPT).delete()
    made = len(urgent(at=at)) + len(digests(at=at))
    return _with(made, tell_waiting(at=at))


def send_urgent(*, at: datetime) -> Sent:
    """Make the notices that cannot wait, and send them and what failed before."""
    return _with(len(urgent(at=at)), tell_waiting(at=at))


def _with(made: int, sent: Sent) -> Sent:
    sent.made = made
    return sent


def tell_waiting(*, at: datetime, only: Sequence[Notice] | None = None, by: Iterable[Channel] | None = None) -> Sent:
    """Send what was not sent yet, and try again what failed, to active workers who want to be told so."""
    came = Sent()
    wanted = {one.worker_id: one for one in Preference.objects.select_related("worker") if one.worker.is_active}
    rows = Notice.objects.filter(worker__in=wanted, at__gt=at - TRIED_FOR, at__lte=at).select_related("worker")
    if only is not None:
        rows = rows.filter(pk__in=[one.pk for one in only])
    for notice in rows.order_by("id"):
        for channel in channels() if by is None else by:
            to = channel.address_of(wanted[notice.worker_id])
            if to and (sending := _claimed(notice, channel.name, at)):
                _send(notice, channel, to, sending, came)
    return came


def _claimed(notice: Notice, channel: str, at: datetime) -> Sending | None:
    """The sending, when this process may send it now: nobody has, or a try failed long enough ago."""
    try:
        with transaction.atomic():
            return Sending.objects.create(notice=notice, channel=channel, state="claimed", tried_at=at)
    except IntegrityError:
        pass
    one = Sending.objects.get(notice=notice, channel=channel)
    if one.state != "failed" or one.tries >= MOST_TRIES or at < one.tried_at + PAUSE * 2 ** (one.tries - 1):
        return None
    mine = Sending.objects.filter(pk=one.pk, state="failed", tries=one.tries)
    if not mine.update(state="claimed", tries=F("tries") + 1, tried_at=at):
        return None  # another process tries it
    one.refresh_from_db()
    return one


def _send(notice: Any, channel: Channel, to: str, sending: Sending, came: Sent) -> None:
    with override(notice.worker.language):
        about, text = subject(notice.kind), sentence(notice.kind, notice.counts)
    try:
        channel.send(to, about, text, notice=notice.uuid)
    except ChannelFailed as failure:
        sending.state, sending.failure = "failed", failure.code
        came.failed += 1
    else:
        sending.state, sending.failure = "sent", ""
        came.sent += 1
    sending.save(update_fields=["state", "failure"])

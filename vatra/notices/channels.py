"""The ways out: e-mail by Django's backend, SMS by a gateway. Both are off unless the settings name them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from smtplib import SMTPException
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from vatra.notices.models import Preference

LONGEST_SMS = 320  # two messages of a telephone


class ChannelFailed(Exception):
    """It could not be sent now; `code` says how, without anything that a server answered."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Channel(Protocol):
    """A way out of the server."""

    @property
    def name(self) -> str:
        """What it is called in the record of sendings."""

    def address_of(self, preference: Preference) -> str:
        """Where a worker wants to be told by this channel; empty: not at all."""

    def send(self, to: str, subject: str, text: str, *, notice: UUID) -> None:
        """Send it, or raise ChannelFailed."""


@dataclass(frozen=True, slots=True)
class Email:
    """By Django's e-mail backend: plain text."""

    name: str = "email"

    def address_of(self, preference: Preference) -> str:
        """The address, when the worker wants e-mail."""
        return preference.email if preference.by_email else ""

    def send(self, to: str, subject: str, text: str, *, notice: UUID) -> None:
        """One e-mail to one address."""
        try:
            EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]).send()
        except (SMTPException, OSError) as error:
            raise ChannelFailed(type(error).__name__[:40]) from None


@dataclass(frozen=True, slots=True)
class SmsFolder:
    """The gateway that stands everywhere: one file a message, for a modem's program or an operator's to pick up.

    A file `<number>.json` = {"to": …, "text": …}, readable by the server's account only, whole or not there at all.
    """

    folder: Path
    name: str = "sms"

    def address_of(self, preference: Preference) -> str:
        """The number, when the worker wants SMS."""
        return preference.phone if preference.by_sms else ""

    def send(self, to: str, subject: str, text: str, *, notice: UUID) -> None:
        """Lay one message down."""
        target = self.folder / f"{notice}.json"
        fresh = target.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"to": to, "text": text[:LONGEST_SMS]}, file, ensure_ascii=False)
            fresh.replace(target)
        except OSError as error:
            raise ChannelFailed(type(error).__name__[:40]) from None


def channels() -> list[Channel]:
    """The channels that the settings open."""
    found: list[Channel] = []
    if settings.NOTICES_BY_EMAIL:
        found.append(Email())
    if settings.NOTICES_SMS_FOLDER:
        found.append(SmsFolder(Path(settings.NOTICES_SMS_FOLDER)))
    return found

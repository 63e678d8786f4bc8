"""What the letter of a referral says: to whom, for whom, what is asked, by what right, and how to answer.

The link's secret is shown once, when the letter is made: whoever prints the letter again makes a new link, and the one
before ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from vatra.care import queries as care
from vatra.care.links import make_link
from vatra.web.present.referrals import called, sharing_in_words

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

FRAGMENT = "#c="  # what follows stays in the browser: no server and no other site is told it


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a letter needs; `qr` is a drawing of `link`, dark on light. `whom` is as short as the sharing says.

    `note` is empty when who prints the letter may not read what its author wrote; the institution reads it by the link.
    """

    provider: str
    provider_address: str
    provider_phone: str
    whom: str
    what: str
    note: str
    by: str
    roles: tuple[str, ...]
    phone: str
    place: str
    sent_on: date | None
    sharing: tuple[str, ...]
    page: str
    link: str
    code: str
    qr: SafeString
    expires_at: datetime


def letter_of(request: HttpRequest, home: Opened, referral: UUID) -> Letter:
    """The letter of a referral that the worker may know, with a link just made. CannotLink says what is missing."""
    sent = care.referral(referral, home.domains, on=home.me.on, roles=home.roles)
    assert sent is not None, "who opens the page has looked"
    made = make_link(referral, by=home.me.worker, commune=home.household.commune_id, at=timezone.now())
    to = care.provider(sent.institution, on=home.me.on)
    page = request.build_absolute_uri(reverse("web:partner"))
    link = f"{page}{FRAGMENT}{made.token}"
    row = next(one for one in care.referrals_of(care.every(home.uuid)) if one.uuid == referral)
    return Letter(
        provider=sent.provider, provider_address=", ".join(p for p in (to.address, to.place) if p) if to else "",
        provider_phone=to.phone if to else "", whom=called(row, home.members, on=home.me.on), what=sent.what,
        note=sent.note, by=sent.by, roles=tuple(home.words.role(code) for code in sorted(home.roles)),
        phone=sent.phone, place=home.household.commune.name, sent_on=sent.sent_on,
        sharing=tuple(sharing_in_words(sent)), page=page, link=link, code=made.code, qr=scanned(link),
        expires_at=made.expires_at,
    )


def scanned(text: str) -> SafeString:
    """A text as a drawing to be scanned: dark on light in every theme, or no camera reads it."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(scale=5, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(drawn)  # noqa: S308  made of squares by the package; the text itself is not in it

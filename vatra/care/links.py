"""The link of a letter, by which a partner answers a referral without an account.

A secret of 128 bits stands in the QR code and behind the # of the address, so that it reaches no server's log and no
other site; a short code that can be typed stands beside it. Only digests are kept. A link holds until a day of the
rulebook, for one institution and one referral, while that referral is under way; a newer letter ends it, and so does
the last answer. That the family withdrew its consent is told to whoever holds the link; every other reason why a link
does not hold looks like a link that never was.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from vatra.access import codes
from vatra.access.guessing import begin_guess, guessed_right
from vatra.assessment import queries as assessment
from vatra.audit import entries as audit
from vatra.base.refusal import Refusal
from vatra.care.models import PartnerLink, Referral
from vatra.care.moves import OPEN

TOKEN_BYTES = 16  # 128 bits
MOST_WRONG = 5  # tries at a code whose first letters are right; the last one burns its link
PARAMETER = "referral_link_d"
LONGEST = 100  # of what is looked at of a token or a code


class CannotLink(Refusal):
    """A referral for which no link can be made; says why."""

    code = "cannot_link"


@dataclass(frozen=True, slots=True)
class Made:
    """A link just made: its token and its code are shown once, for only their digests are kept."""

    uuid: UUID
    token: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A true link: `state` is open, or withdrawn when the family took its consent back."""

    uuid: UUID
    referral: Any
    institution: str
    state: str


def make_link(referral: UUID, *, by: Any, commune: int, at: datetime) -> Made:
    """A new link for a referral that was sent to somebody; the one before it ends. CannotLink says what is missing."""
    sent = Referral.objects.filter(uuid=referral).first()
    on = timezone.localtime(at).date()
    if sent is None or sent.state not in OPEN:
        raise CannotLink(_("Only a referral that is under way has a link. Send it first."), code="not_under_way")
    if not sent.institution:
        raise CannotLink(_("Nobody is named who could answer. Choose an institution."), code="no_institution")
    if not shared(sent, on=on):
        raise CannotLink(_("Say first by what right the institution may be told of this."), code="not_shared")
    token, drawn = secrets.token_urlsafe(TOKEN_BYTES), codes.drawn()
    days = assessment.rulebook_in_force(on=on).rulebook.parameters_on(on).get(PARAMETER) or 0
    with transaction.atomic():
        PartnerLink.objects.filter(referral=referral, ended_at=None).update(ended_at=at)
        made = PartnerLink.objects.create(
            uuid=uuid4(), referral=referral, institution=sent.institution, made_at=at, by=by,
            token_digest=digest_of_token(token), handle=drawn[: codes.HANDLE], code_digest=digest_of_code(drawn),
            expires_at=at + timedelta(days=days),
        )
        audit.record([audit.Act("change", "partner_link", made.uuid, by=by.uuid, commune=commune,
                                purpose="make_link")], at=at)
    return Made(made.uuid, token, codes.written(drawn), made.expires_at)


def made_before(referral: UUID, *, token: str, code: str, at: datetime) -> Made | None:
    """The link of a referral that was made with these secrets, while it holds: they are kept nowhere else."""
    held = link_of(referral, at=at)
    if held is None or not hmac.compare_digest(digest_of_token(token[:LONGEST]), held.token_digest):
        return None
    typed = codes.read(code[:LONGEST])
    if not hmac.compare_digest(digest_of_code(typed), held.code_digest):
        return None
    return Made(held.uuid, token, codes.written(typed), held.expires_at)


def shared(referral: Any, *, on: date) -> bool:
    """Whether an institution may be told of a referral on a day: by a right that somebody wrote down and that holds."""
    if not referral.basis or (referral.shared_until is not None and referral.shared_until < on):
        return False
    return not (referral.basis == "consent" and referral.consent_withdrawn_on)


def opened_with(secret: str, *, address: str, at: datetime) -> Held | None:
    """The link of a token or a short code. One answer for all that do not hold; each wrong try counts.

    What does not hold is asked after as a token and as a code, whichever it was.
    """
    attempt = begin_guess("partner_link", address, at=at)
    if attempt is None:
        return None
    found = _of_token(secret[:LONGEST]) or _of_code(secret[:LONGEST], at)
    held = _held(found, at=at) if found is not None else None
    if held is None:
        audit.record([audit.Act("refused", "partner_link", purpose="open_link")], at=at)
        return None
    guessed_right(attempt)
    PartnerLink.objects.filter(uuid=held.uuid, opened_at=None).update(opened_at=at)
    audit.record([audit.Act("read", "referral", held.referral.uuid, purpose=f"partner_link.{held.state}")], at=at)
    return held


def link(uuid: UUID, *, at: datetime) -> Held | None:
    """A link that was opened before, if it still holds."""
    found = PartnerLink.objects.filter(uuid=uuid).first()
    return _held(found, at=at) if found is not None else None


def burn(uuid: UUID, *, at: datetime) -> bool:
    """End a link with its last answer; False when it has ended already."""
    return bool(PartnerLink.objects.filter(uuid=uuid, ended_at=None).update(ended_at=at))


def link_of(referral: UUID, *, at: datetime) -> PartnerLink | None:
    """The link of a referral that holds (read only): since when, until when, whether it was opened."""
    return PartnerLink.objects.filter(referral=referral, ended_at=None, expires_at__gt=at).first()


def _of_token(token: str) -> PartnerLink | None:
    return PartnerLink.objects.filter(token_digest=digest_of_token(token)).first()


def _of_code(typed: str, at: datetime) -> PartnerLink | None:
    code = codes.read(typed)
    there = PartnerLink.objects.filter(handle=code[: codes.HANDLE], ended_at=None, expires_at__gt=at)
    several = list(there.order_by("-made_at")[:MOST_WRONG])
    tried = digest_of_code(code)
    right = [one for one in several if hmac.compare_digest(tried, one.code_digest)]
    if several and not right:
        handled = PartnerLink.objects.filter(pk__in=[one.pk for one in several])
        handled.update(wrong_tries=F("wrong_tries") + 1)
        handled.filter(wrong_tries__gte=MOST_WRONG, ended_at=None).update(ended_at=at)
    return right[0] if right else None


def _held(found: PartnerLink, *, at: datetime) -> Held | None:
    if found.ended_at is not None or found.expires_at <= at:
        return None
    referral = Referral.objects.select_related("by", "household").filter(uuid=found.referral).first()
    if referral is None or referral.institution != found.institution:
        return None
    if referral.basis == "consent" and referral.consent_withdrawn_on:
        return Held(found.uuid, referral, found.institution, "withdrawn")
    if referral.state not in OPEN or not shared(referral, on=timezone.localtime(at).date()):
        return None
    return Held(found.uuid, referral, found.institution, "open")


def digest_of_token(token: str) -> str:
    """What is kept of a token: 128 random bits need no key to be safe in a digest."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of_code(code: str) -> str:
    """What is kept of a short code, under the server's key, for its letters alone could be tried one by one."""
    return salted_hmac("vatra.care.partner_link", code, algorithm="sha256").hexdigest()

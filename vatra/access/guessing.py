"""How often somebody without an account may try a secret that a letter carries: by address, on the database alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from vatra.access.models import SignInAttempt
from vatra.access.throttle import source_of

SPAN = timedelta(minutes=30)
MOST_WRONG = 10  # from an address within `SPAN`


def begin_guess(what: str, address: str, *, at: datetime) -> SignInAttempt | None:
    """Note a try at a secret of some sort as failed before it is looked at; None when there were too many.

    Apart from the attempts at signing in: a wrong letter locks no account.
    """
    failed = SignInAttempt.Outcome.FAILED
    attempt = SignInAttempt.objects.create(
        at=at, username_digest=_digest(what, what), address_digest=_digest(what, source_of(address)), password_trace="",
    )
    before = SignInAttempt.objects.filter(
        outcome=failed, at__gt=at - SPAN, address_digest=attempt.address_digest, pk__lt=attempt.pk
    )
    return attempt if before.count() < MOST_WRONG else None


def guessed_right(attempt: SignInAttempt) -> None:
    """The secret was a true one: it does not count against its address."""
    attempt.outcome = SignInAttempt.Outcome.SUCCEEDED
    attempt.save(update_fields=["outcome"])


def _digest(what: str, value: str) -> str:
    return salted_hmac(f"vatra.access.guessing.{what}", value.encode("utf-8", "surrogatepass"), algorithm="sha256"
                       ).hexdigest()

"""How often one may try to sign in. Works on the database alone: no cache server, no memory of a process.

Six failures on an account lock it for thirty minutes; so do sixty from an address, and twenty of one
password on different accounts. Nobody is locked out by others: failures from elsewhere do not count
against an address from which the account was signed in to during the last thirty days.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from vatra.access.models import SignInAttempt, Worker

SPAN = timedelta(minutes=30)
PER_ACCOUNT, PER_ADDRESS, PER_PASSWORD = 6, 60, 20
REMEMBERED = timedelta(days=30)


def begin_attempt(username: str, password: str, address: str, *, at: datetime) -> SignInAttempt:
    """Note a try as failed before it is looked at, so that tries at the same moment count each other."""
    SignInAttempt.objects.filter(at__lt=at - REMEMBERED).delete()
    return SignInAttempt.objects.create(
        at=at, username_digest=_digest("username", Worker.normalize_username(username)),
        address_digest=_digest("address", source_of(address)), password_trace=_digest("password", password[:1000])[:5],
    )


def wait_before(attempt: SignInAttempt) -> timedelta | None:
    """How long to wait before this try is looked at; None when it may be now."""
    waits = [
        _wait(_on_account(attempt), PER_ACCOUNT, attempt),
        _wait(_recent(attempt).filter(address_digest=attempt.address_digest), PER_ADDRESS, attempt),
    ]
    others = _recent(attempt).filter(password_trace=attempt.password_trace)
    if others.values("username_digest").distinct().count() >= PER_PASSWORD:
        waits.append(SPAN)
    return max((wait for wait in waits if wait is not None), default=None)


def end_attempt(attempt: SignInAttempt, outcome: SignInAttempt.Outcome) -> None:
    """Write down what became of a try."""
    attempt.outcome = outcome
    attempt.save(update_fields=["outcome"])


def _recent(attempt: SignInAttempt) -> QuerySet[SignInAttempt]:
    """Failures of the span before this try, itself left out."""
    failed = SignInAttempt.objects.filter(outcome=SignInAttempt.Outcome.FAILED, at__gt=attempt.at - SPAN)
    return failed.filter(pk__lt=attempt.pk)


def _on_account(attempt: SignInAttempt) -> QuerySet[SignInAttempt]:
    """Failures on the account since it was last signed in to from this address."""
    failures = _recent(attempt).filter(username_digest=attempt.username_digest)
    here = SignInAttempt.objects.filter(
        username_digest=attempt.username_digest, address_digest=attempt.address_digest,
        outcome=SignInAttempt.Outcome.SUCCEEDED,
    )
    last = here.order_by("-pk").first()
    if last is None:
        return failures
    return failures.filter(address_digest=attempt.address_digest, pk__gt=last.pk)


def _wait(failures: QuerySet[SignInAttempt], most: int, attempt: SignInAttempt) -> timedelta | None:
    """Until the oldest of the last `most` failures is out of the span."""
    moments = list(failures.order_by("-at").values_list("at", flat=True)[:most])
    return moments[-1] + SPAN - attempt.at if len(moments) == most else None


def source_of(address: str) -> str:
    """Where a try comes from: of IPv6 the network of 64 bits, which one subscriber has to himself."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else address


def _digest(what: str, value: str) -> str:
    return salted_hmac(f"vatra.access.{what}", value.encode("utf-8", "surrogatepass"), algorithm="sha256").hexdigest()

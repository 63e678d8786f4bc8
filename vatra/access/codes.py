"""One-time codes: how they are written, read, kept and tried.

Twelve letters of Crockford's alphabet (no I, L, O, U: what is read aloud or copied by hand is read right).
The first four only find the code, the other eight are 40 bits that five tries do not guess. Kept is a digest
under the server's key.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac

from vatra.access.models import DeviceCode, SignInAttempt

LIFE = timedelta(minutes=30)
MOST_WRONG = 5  # against a code, and from an address within `LIFE`
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HANDLE, LETTERS = 4, 12
_MEANT = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def drawn() -> str:
    """A new code, without dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def written(code: str) -> str:
    """A code as people read it: ABCD-EFGH-JKMN."""
    return "-".join(code[place : place + 4] for place in range(0, LETTERS, 4))


def read(typed: str) -> str:
    """What was typed, as a code: in capitals, without dashes and spaces; empty when it cannot be one."""
    code = "".join(typed[:60].upper().split()).replace("-", "").translate(_MEANT)
    return code if len(code) == LETTERS and set(code) <= set(ALPHABET) else ""


def digest(code: str) -> str:
    """What is kept of a code's secret part."""
    return salted_hmac("vatra.access.device_code", code, algorithm="sha256").hexdigest()


def tried(typed: str, *, address: str, at: datetime) -> DeviceCode | None:
    """The code that was typed, if it still holds; each wrong try counts against its address and its code.

    One question and one comparison whether a code exists or not.
    """
    attempt = _begun(typed, address, at)
    if _wrong_from(attempt) >= MOST_WRONG:
        return None
    code = read(typed)
    found = DeviceCode.objects.select_related("worker", "made_by").filter(
        handle=code[:HANDLE], ended_at__isnull=True, expires_at__gt=at
    ).first()
    matches = hmac.compare_digest(digest(code), found.secret_digest if found else "0" * 64)
    if found is None:
        return None
    if not matches:
        _count_against(found, at)
        return None
    attempt.outcome = SignInAttempt.Outcome.SUCCEEDED
    attempt.save(update_fields=["outcome"])
    return found


def _count_against(code: DeviceCode, at: datetime) -> None:
    """A wrong try at a code that exists; the last one that is allowed burns it."""
    DeviceCode.objects.filter(pk=code.pk).update(wrong_tries=F("wrong_tries") + 1)
    DeviceCode.objects.filter(pk=code.pk, wrong_tries__gte=MOST_WRONG, ended_at__isnull=True).update(ended_at=at)


def _begun(typed: str, address: str, at: datetime) -> SignInAttempt:
    """A try noted as failed before it is looked at, so that tries at one moment count each other."""
    return SignInAttempt.objects.create(
        at=at, username_digest=_digest("code", read(typed)[:HANDLE]), address_digest=_digest("address", address),
        password_trace=_digest("trace", typed[:60])[:5],
    )


def _wrong_from(attempt: SignInAttempt) -> int:
    failed = SignInAttempt.objects.filter(
        outcome=SignInAttempt.Outcome.FAILED, at__gt=attempt.at - LIFE, address_digest=attempt.address_digest,
        pk__lt=attempt.pk,
    )
    return failed.count()


def _digest(what: str, value: str) -> str:
    """Apart from the digests of signing in: a wrong code locks no account."""
    return salted_hmac(f"vatra.access.codes.{what}", value.encode("utf-8", "surrogatepass"), algorithm="sha256"
                       ).hexdigest()

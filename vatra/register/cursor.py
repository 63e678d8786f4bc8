"""How far a reader has come in one commune's stream; opaque to the reader.

It holds the number last read and the beginning of that entry's digest, so that a cursor of another
life of the database (a backup was restored) is recognised instead of skipping what came anew.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.models import Entry

_DIGEST_KEPT = 16


class CursorUnknown(Refusal):
    """The cursor does not fit this stream; the reader begins again."""

    code = "cursor_unknown"

    def __init__(self) -> None:
        super().__init__(_("This cursor does not belong to this register as it stands; start again without one."))


def cursor_after(entry: Entry) -> str:
    """The cursor of someone who has read up to this entry."""
    return urlsafe_b64encode(f"{entry.stream_id}.{entry.number}.{entry.digest[:_DIGEST_KEPT]}".encode()).decode()


def number_read(commune: int, cursor: str) -> int:
    """The number a cursor stands for (0 for an empty one); raises CursorUnknown."""
    if not cursor:
        return 0
    if len(cursor) > 100:
        raise CursorUnknown
    try:
        of, number, digest = urlsafe_b64decode(cursor.encode()).decode("ascii").split(".")
        if int(of) != commune or not 0 < int(number) < 2**63 or len(digest) != _DIGEST_KEPT:
            raise CursorUnknown
        if not Entry.objects.filter(stream_id=commune, number=int(number), digest__startswith=digest).exists():
            raise CursorUnknown
    except (Error, UnicodeError, ValueError):
        raise CursorUnknown from None
    return int(number)

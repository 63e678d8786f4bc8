"""How far a tablet has pulled. Opaque to the tablet; whatever it makes up itself only has it read again.

What it may read is worked out anew at each pull, so nothing of a cursor opens anything.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from vatra.register.changes import Mark

LONGEST = 4_000
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """Whose scope it was made for, in which epoch; how far each stream and the echoes were read.

    `after`: in a sync of everything, the internal id of the household sent last; None once that is done.
    """

    scope: str
    epoch: UUID
    read: Mapping[int, Mark]
    echo: int
    after: int | None


def written(cursor: Cursor) -> str:
    """The cursor as the tablet keeps it."""
    said = [
        cursor.scope, cursor.epoch.hex, cursor.echo, cursor.after,
        [[commune, mark.number, mark.digest] for commune, mark in sorted(cursor.read.items())],
    ]
    return urlsafe_b64encode(zlib.compress(json.dumps(said, separators=(",", ":")).encode())).decode()


def read(text: str) -> Cursor | None:
    """The cursor of a text; None when it is none of ours."""
    if not text or len(text) > LONGEST:
        return None
    try:
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(urlsafe_b64decode(text.encode("ascii")), 4 * LONGEST)
        scope, epoch, echo, after, marks = json.loads(plain)
        made = {commune: Mark(number, digest) for commune, number, digest in marks}
        cursor = Cursor(scope, UUID(hex=epoch), made, echo, after)
        return cursor if _makes_sense(cursor) else None
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error):
        return None


def _makes_sense(cursor: Cursor) -> bool:
    numbers = [cursor.echo, *([] if cursor.after is None else [cursor.after])]
    numbers += [number for commune, mark in cursor.read.items() for number in (commune, mark.number)]
    digests = [mark.digest for mark in cursor.read.values()]
    return (
        isinstance(cursor.scope, str) and all(isinstance(digest, str) for digest in digests)
        and all(type(number) is int and 0 <= number <= LARGEST for number in numbers)
    )

"""The encrypted file of a tablet's outbox: what was not yet received, handed in by another way than the tablet's own.

The first line says in clear what it is and which tablet's: `vatra-outbox 1 <uuid>`. After it stand 32 bytes of salt,
12 of nonce, and AES-GCM over gzip over JSON, with the line authenticated beside. The key is HKDF-SHA256 of the SHA-256
of the tablet's token: the tablet has the token while it is open, the server keeps that digest (and those of tokens
that a new PIN by password replaced), nobody else has either.
So one key seals the file and proves whose it is; see docs/decisions/0025.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext_lazy as _

from vatra.access.queries import Device, tablet_by_uuid
from vatra.base.refusal import Refusal
from vatra.wire.answers import CannotAnswer
from vatra.wire.body import MOST_BYTES, read_json, unpacked
from vatra.wire.push import MOST_ENTRIES, receipts_for

MOST_UNPACKED = 4 * MOST_BYTES
SALT, NONCE = 32, 12
INFO = b"vatra outbox file 1"
_LINE = re.compile(rb"vatra-outbox 1 ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class FileRefused(Refusal):
    """A file that is not taken; nothing of it was."""

    code = "file_refused"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose seal is whole: the tablet that made it, and its entries as their author sealed them."""

    device: Device
    entries: list[Any]


def open_file(raw: bytes, *, may: Callable[[Device, Collection[Any]], bool]) -> Opened:
    """The file, when whoever brings it `may` hand in this tablet's entries for their communes. Raises FileRefused.

    A file that was changed, one of an unknown tablet and one that is another's to hand in get the same answer.
    """
    line, _end, sealed = raw.partition(b"\n")
    named = _LINE.fullmatch(line)
    if named is None:
        raise FileRefused(_("This is not a file made by a tablet. Choose the one saved on the page “What was sent”."),
                          code="no_outbox_file")
    device = tablet_by_uuid(UUID(named[1].decode()))
    packed = _unsealed(sealed, line, device) if device else None
    if device is None or packed is None:
        raise _does_not_open()
    entries = _entries(packed)
    if not may(device, [entry.get("commune") if isinstance(entry, dict) else None for entry in entries]):
        raise _does_not_open()
    return Opened(device, entries)


def receive_file(opened: Opened, *, at: datetime) -> list[dict[str, Any]]:
    """One receipt per entry, in order: the tablet's own push, come by another way."""
    receipts = []
    for start in range(0, len(opened.entries), MOST_ENTRIES):
        some = opened.entries[start:start + MOST_ENTRIES]
        receipts += receipts_for(some, by=opened.device.worker, device=opened.device, at=at)
    return receipts


def _unsealed(sealed: bytes, line: bytes, device: Device) -> bytes | None:
    salt, nonce, ciphertext = sealed[:SALT], sealed[SALT:SALT + NONCE], sealed[SALT + NONCE:]
    if len(nonce) < NONCE:
        return None
    for digest in (device.token_digest, *device.former_digests):
        key = HKDF(SHA256(), 32, salt, INFO).derive(bytes.fromhex(digest))
        try:
            return AESGCM(key).decrypt(nonce, ciphertext, line)
        except InvalidTag:
            continue
    return None


def _entries(packed: bytes) -> list[Any]:
    """What the tablet itself wrote: not as agreed only when its app and this server have parted."""
    try:
        content = read_json(unpacked(packed, MOST_UNPACKED))
    except CannotAnswer:
        content = None
    entries = content.get("entries") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise FileRefused(_("The file opens, but this server cannot read what is in it. Keep it, and bring the server "
                            "up to date."), code="unreadable_file")
    return entries


def _does_not_open() -> FileRefused:
    return FileRefused(_(
        "The file does not open. Either it was changed or cut short on its way (copy it anew), or it is not yours to "
        "hand in: ask the worker of that tablet, or who settles for the commune."
    ), code="file_does_not_open")

"""Reading a request's body: its limits are checked before it is parsed, its JSON taken strictly."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any, NoReturn

from django.http import HttpRequest, UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.wire.answers import CannotAnswer

MOST_BYTES = 5_000_000  # as sent, and once more when unpacked
DEEPEST = 32  # groups and lists within each other
_TEXTS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")


def json_of(request: HttpRequest) -> Any:
    """The body's JSON; raises CannotAnswer with 400, 411, 413 or 415."""
    _check_type(request)
    return read_json(_unpacked(request, _raw(request)))


def read_json(raw: bytes) -> Any:
    """JSON in UTF-8, taken strictly; raises CannotAnswer with 400."""
    if _depth(raw) > DEEPEST:
        raise _unreadable(_("The body is nested too deep."))
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _unreadable(_("The body is not in UTF-8.")) from None
    except ValueError:
        raise _unreadable(_("The body is not JSON.")) from None


def _check_type(request: HttpRequest) -> None:
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type != "application/json" or charset.lower() != "utf-8":
        raise CannotAnswer(415, "not_json", _("Send JSON in UTF-8, with “Content-Type: application/json”."))


def _raw(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isascii() or not length.isdigit():
        raise CannotAnswer(411, "length_required", _("Say how long the body is, in “Content-Length”."))
    if len(length) > 12 or int(length) > MOST_BYTES:
        raise _too_large()
    try:
        raw: bytes = request.read(MOST_BYTES + 1)
    except UnreadablePostError:
        raise _unreadable(_("The body broke off.")) from None
    if len(raw) != int(length):
        raise _unreadable(_("The body broke off."))
    return raw


def _unpacked(request: HttpRequest, raw: bytes) -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return raw
    if encoding != "gzip":
        raise CannotAnswer(415, "unknown_encoding", _("Send the body as it is, or packed with gzip."))
    return unpacked(raw, MOST_BYTES)


def unpacked(raw: bytes, most: int) -> bytes:
    """What gzip packed, if it is no longer than `most` bytes; raises CannotAnswer with 400 or 413."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(raw, most + 1)
    except zlib.error:
        raise _unreadable(_("The body is not gzip.")) from None
    if len(plain) > most:
        raise _too_large()
    if not unpacking.eof or unpacking.unused_data:
        raise _unreadable(_("The body is not gzip."))
    return plain


def _depth(raw: bytes) -> int:
    """How deep the body's groups and lists stand within each other, read off its brackets alone."""
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return 0
    depth = deepest = 0
    for bracket in _BRACKETS.findall(_TEXTS.sub(b"", raw)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """No field twice: two readers could each believe another one."""
    group = dict(pairs)
    if len(group) != len(pairs):
        raise _unreadable(_("A field stands twice in one group."))
    return group


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _unreadable(message: Promise) -> CannotAnswer:
    return CannotAnswer(400, "unreadable", message)


def _too_large() -> CannotAnswer:
    return CannotAnswer(
        413, "too_large", _("The body is larger than %(most)s MB; send it in pieces."), most=MOST_BYTES // 1_000_000
    )

"""The one way in which a payload is written down, and the limits of what is written at all.

Canonical JSON: keys sorted, no spaces, text in Unicode NFC, UTF-8 (compare RFC 8785, which sorts by
UTF-16 and prints numbers as JavaScript does; here numbers are printed as Python does).
"""

from __future__ import annotations

import json
import math
import re
from datetime import date
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized, normalize
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal

MOST_BYTES = 1_000_000
MOST_DEPTH = 32
MOST_CHARACTERS = 20_000
MOST_KEY_CHARACTERS = 100
LARGEST_INTEGER = 2**53 - 1  # beyond it JavaScript rounds

# NUL and the other control characters but tab and line ends, lone surrogates, and non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TRAPS = frozenset({"__proto__", "constructor", "prototype"})  # keys that are not data to JavaScript
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


class NotWritable(Refusal):
    """The content cannot be written down as it is; the sentence names the field."""

    code = "not_writable"


def cleaned(value: Any, *, path: str = "", depth: int = 1) -> Any:
    """The same content in plain JSON values and NFC, or NotWritable with the path of the field."""
    if isinstance(value, str):
        return _cleaned_text(value, path)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotWritable(_("The whole number in “%(path)s” is too large."), path=path)
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotWritable(_("The number in “%(path)s” is not a number."), path=path)
        return value
    if isinstance(value, (dict, list, tuple)):
        return _cleaned_group(value, path, depth)
    if isinstance(value, (UUID, date)):
        return value.isoformat() if isinstance(value, date) else str(value)
    raise NotWritable(_("“%(path)s” holds something that cannot be written down."), path=path)


def _cleaned_group(value: dict[str, Any] | list[Any] | tuple[Any, ...], path: str, depth: int) -> Any:
    if depth > MOST_DEPTH:
        raise NotWritable(
            _("“%(path)s” is nested more than %(most)s levels deep."), path=path[:120], most=MOST_DEPTH, code="too_deep"
        )
    if not isinstance(value, dict):
        return [cleaned(part, path=f"{path}[{at}]", depth=depth + 1) for at, part in enumerate(value)]
    group = {}
    for key, part in value.items():
        written = _cleaned_key(key) if isinstance(key, str) and len(key) <= MOST_KEY_CHARACTERS else None
        if written is None:
            raise NotWritable(_("“%(path)s” has a field whose name is not allowed."), path=path or "payload")
        if written in group:
            raise NotWritable(_("“%(path)s” has the same field twice."), path=path or "payload")
        # What most answers are is seen at once, without making the path that a refusal would name.
        if part is None or part is True or part is False or (type(part) is str and _is_plain(part)):
            group[written] = part
        else:
            group[written] = cleaned(part, path=f"{path}.{written}" if path else written, depth=depth + 1)
    return group


@lru_cache(maxsize=2_000)
def _cleaned_key(key: str) -> str | None:
    """The name of a field in NFC, None when it is not allowed; the same few hundred come in every entry."""
    return None if key in _TRAPS or _FORBIDDEN.search(key) else normalize("NFC", key)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and len(text) <= MOST_CHARACTERS


def _cleaned_text(text: str, path: str) -> str:
    if _is_plain(text):
        return text  # by far the most common, and the cheapest to see
    if len(text) > MOST_CHARACTERS:
        raise NotWritable(
            _("The text in “%(path)s” is longer than %(most)s characters; shorten it."),
            path=path, most=MOST_CHARACTERS, code="text_too_long",
        )
    if _FORBIDDEN.search(text):
        raise NotWritable(
            _("The text in “%(path)s” holds a control character; delete it and write it again."),
            path=path, code="text_not_allowed",
        )
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def canonical(value: Any) -> str:
    """Canonical JSON of cleaned content; raises NotWritable when it is too large."""
    try:
        written = _ENCODER.encode(value)
    except RecursionError:
        raise NotWritable(_("The content is nested too deep."), code="too_deep") from None
    if len(written) > MOST_BYTES // 4 and len(written.encode()) > MOST_BYTES:
        raise NotWritable(_("The entry is larger than %(most)s kB."), most=MOST_BYTES // 1000, code="too_large")
    return written

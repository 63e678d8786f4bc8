"""The part of a kept entry's payload that a reader may be sent; every way out of the server asks here."""

from __future__ import annotations

import logging
from typing import Any

from vatra.register.kept import KeptEntry
from vatra.register.kinds import CannotApply, kind_named

log = logging.getLogger(__name__)


def payload_shown(entry: KeptEntry, domains: frozenset[str]) -> dict[str, Any] | None:
    """What someone who sees these domains (`access.policies.domains_seen`) may be sent of a payload.

    None when it is redacted, when its kind does not say what it is about, or when it is not what its kind
    says it must be: such an entry is kept, but nobody can tell what it holds.
    """
    try:
        kind = kind_named(entry.kind, entry.version)
    except CannotApply:
        return None
    if entry.payload is None or kind.shown is None:
        return None
    try:
        kind.payload.model_validate(entry.payload)
        return kind.shown(entry.payload, domains)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        log.info("%s v%s cannot be shown in part: %s", entry.kind, entry.version, type(error).__name__)
        return None

"""Stable ids: made by whoever creates the thing, or derived from what it was made from."""

from functools import lru_cache
from uuid import UUID, uuid5

# Drawn once for Vatra; changing it would change every derived uuid and break `vatra rebuild --check`.
NAMESPACE = UUID("6f0c2a52-6d0f-5d3b-9d55-3f1c5b7f4f11")


def derived_uuid(*parts: object) -> UUID:
    """The same uuid for the same parts, always: so that a replay gives the same rows."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


@lru_cache(maxsize=20_000)
def uuid_of(text: str) -> UUID:
    """The uuid of a text. The same few come from many tables at once; the same object is also compared fastest."""
    return UUID(text)

"""Need-to-know domains as bits, so that the database can filter a worklist by them."""

from __future__ import annotations

from collections.abc import Iterable

# The order is stored in rows: only ever append.
DOMAINS = (
    "general", "economic", "housing", "family", "education", "health",
    "health_detail", "violence", "risk", "statistics",
)
_BITS = {domain: 1 << position for position, domain in enumerate(DOMAINS)}
GENERAL = _BITS["general"]
UNKNOWN = 1 << 29  # a domain this version does not know: nobody's, until it is named above


def bits_of(domains: Iterable[str]) -> int:
    """The bits of a set of domains; an unknown one sets a bit that no role holds."""
    bits = 0
    for domain in domains:
        bits |= _BITS.get(domain, UNKNOWN)
    return bits


def seen_bits(domains: Iterable[str]) -> int:
    """The bits of the domains a worker sees; unknown ones open nothing."""
    return bits_of(domains) & ~UNKNOWN


def domains_in(bits: int) -> list[str]:
    """The domains that are set in some bits."""
    return [domain for domain, bit in _BITS.items() if bits & bit]

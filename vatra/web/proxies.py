"""Whose request it is when a proxy stands in front: only what a trusted proxy says of it is believed.

Everybody can send X-Forwarded-For. It is read from the right, for each proxy adds the address it saw at the end:
the first address that is no trusted proxy's is who asks. Without trusted proxies the header says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
MOST_HOPS = 10


class TrustedProxies:
    """Puts the asker's own address into REMOTE_ADDR, and HTTPS when the trusted proxy spoke it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = networks(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; the request says who asks."""
        sender = _read(request.META.get("REMOTE_ADDR", ""))
        if sender is not None and self._is_trusted(sender):
            request.META["REMOTE_ADDR"] = str(self._asker(sender, request.META.get("HTTP_X_FORWARDED_FOR", "")))
            if request.META.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
                request.META["wsgi.url_scheme"] = request.environ["wsgi.url_scheme"] = "https"  # type: ignore[attr-defined]
        return self.get_response(request)

    def _asker(self, sender: Address, forwarded: str) -> Address:
        for word in forwarded.rsplit(",", MOST_HOPS)[: -MOST_HOPS - 1 : -1]:
            said = _read(word)
            if said is None:
                return sender
            sender = said
            if not self._is_trusted(said):
                return said
        return sender

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self.trusted)


def networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks (10.0.0.0/8) as written in the settings. Raises ImproperlyConfigured for another word."""
    try:
        return tuple(ip_network(word.strip(), strict=False) for word in written if word.strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"VATRA_TRUSTED_PROXIES: {error}") from None


def _read(word: str) -> Address | None:
    """An address as a header says it; IPv4 in the clothes of IPv6 is IPv4."""
    try:
        address = ip_address(word.strip()[:60])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address

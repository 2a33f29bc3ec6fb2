"""Where a feed may lie: resolved once, checked, and then spoken to at that very address.

A name that is asked twice can answer twice differently (DNS rebinding), so the address that was checked is the one
that is used. Networks of one's own are refused unless the administrator named the host.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ironriver.errors import Say
from ironriver.exchange.client_trouble import FeedTrouble

Resolve = Callable[[str, int], list[str]]
#: What IANA gives out as addresses of machines; NAT64, site-local and IPv4-compatible ones lie outside of it.
_UNICAST = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One checked place: scheme, name, port, and the address to speak to."""

    scheme: str
    host: str
    port: int
    address: str

    @property
    def netloc(self) -> str:
        """The place as it stands in a URL, with the address instead of the name."""
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{address}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """Return every address of a name, as the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def pin(url: str, *, named: frozenset[str], resolver: Resolve = resolve) -> Pinned:
    """Return the place of a URL, or raise `FeedTrouble`.

    `named` are hosts that may lie in private networks and speak plain HTTP. All addresses of a name must be
    allowed: one that is not makes the whole name suspect.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as cause:
        raise _refused("is no address", "no es una dirección", url) from cause
    trusted = host in named
    if parts.username or not host or parts.scheme not in (("https", "http") if trusted else ("https",)):
        raise _refused(
            "must begin with https:// and name a host", "debe empezar con https:// y nombrar un equipo", url
        )
    try:
        addresses = resolver(host, port)
    except (OSError, ValueError) as cause:  # a name with an empty or overlong part has no code for the network
        raise _refused("names a host that cannot be found", "nombra un equipo que no se encuentra", url) from cause
    inner = [one for one in addresses if not _is_public(one)]
    if not addresses or (inner and not trusted):
        raise _refused(
            "leads into a private network. The administrator may name the host in IRONRIVER_FEED_HOSTS",
            "conduce a una red privada. Quien administra puede nombrar el equipo en IRONRIVER_FEED_HOSTS",
            f"{url} → {inner}",
        )
    return Pinned(scheme=parts.scheme, host=host, port=port, address=addresses[0])


def _is_public(text: str) -> bool:
    """An IPv6 address that a gateway turns into an IPv4 one (mapped, 6to4, NAT64) is judged as that, or refused."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    if inner.version == 6 and inner not in _UNICAST:
        return False
    return bool(inner.is_global and not inner.is_multicast)


def _refused(en: str, es: str, detail: str) -> FeedTrouble:
    return FeedTrouble(Say(en=f"The feed's address {en}.", es=f"La dirección de la fuente {es}."), detail=detail)

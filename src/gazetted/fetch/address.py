"""Which addresses may be asked: https, on hosts of the public network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection
from urllib.parse import urljoin, urlsplit

import msgspec

from gazetted.fetch.policy import FetchError

Resolve = Callable[[str, int], list[str]]
"""The IP addresses of a host, for a port."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LONGEST = 4096


class Target(msgspec.Struct, frozen=True):
    """An address that may be asked.

    Attributes:
        url: the whole address, without a fragment.
        host: its host, in lower case.
        port: its port.
        allowed: whether the caller vouches for the host, so that it may be private.
    """

    url: str
    host: str
    port: int
    allowed: bool


def target_of(address: str, allow: Collection[str] = ()) -> Target:
    """An address, checked by its form; the addresses of its host are checked when it is asked.

    Args:
        address: an absolute address.
        allow: hosts that may be private and be asked without TLS.

    Raises:
        FetchError: it is no https address, has a password in it, or its host is an IP address that is not public.

    >>> target_of("https://example.org/list.xml#top").url
    'https://example.org/list.xml'
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise FetchError(f"{address[:200]!r} is no address of a file.") from None
    sound = len(address) <= _LONGEST and address.isascii() and address.isprintable() and " " not in address
    if not sound or not host or parts.username is not None or parts.password is not None:
        raise FetchError(f"{address[:200]!r} is no address of a file that may be asked.")
    allowed = host in allow
    if parts.scheme != "https" and not (allowed and parts.scheme == "http"):
        raise FetchError(f"{shown(address)} is not fetched: only https addresses are.")
    if not allowed and _literal(host) is not None and not is_public(host):
        raise FetchError(f"{shown(address)} is not fetched: its host is not in the public network.")
    url = parts._replace(fragment="").geturl()
    return Target(url, host, port or (443 if parts.scheme == "https" else 80), allowed)


def redirected(target: Target, location: str, allow: Collection[str] = ()) -> Target:
    """Where a redirect leads.

    Raises:
        FetchError: it may not be followed.
    """
    try:
        return target_of(urljoin(target.url, location), allow)
    except (ValueError, FetchError) as error:
        raise FetchError(f"{shown(target.url)} redirects to where nothing is fetched from: {error}") from None


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the public network; an IPv6 address that stands for an IPv4 one as that one.

    >>> [is_public(one) for one in ("93.184.216.34", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False, False, False]
    """
    found = _literal(ip)
    if found is None:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system knows them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def safe_addresses(target: Target, resolver: Resolve = resolve) -> list[str]:
    """The IP addresses to connect to; these very ones, so that a name that changes its mind leads nowhere.

    Raises:
        FetchError: the host is not known, or one of its addresses is not public.
    """
    found = resolver(target.host, target.port)
    if not found:
        raise FetchError(f"{target.host} is not known to the network: check the connection.", again=True)
    if not target.allowed and not all(is_public(ip.partition("%")[0]) for ip in found):
        raise FetchError(f"{target.host} is not asked: its address is not in the public network.")
    return found


def shown(address: str) -> str:
    """An address for messages: without its query, which may hold a key."""
    return address.partition("?")[0][:300]


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None

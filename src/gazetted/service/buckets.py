"""How often a caller may ask: a bucket of tokens for each, filled at an even pace."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable

_MOST = 20_000


class Buckets:
    """Buckets by caller. Those unused for longest are forgotten, by when they are full again.

    Args:
        rate: tokens a second; 0: nobody is limited.
        burst: tokens of a full bucket.
        clock: seconds that only rise.

    >>> buckets = Buckets(1, 2, iter([0.0, 0.0, 0.0, 0.5]).__next__)
    >>> [buckets.wait("a") for _ in range(4)]
    [0.0, 0.0, 1.0, 0.5]
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, max(1.0, burst), clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> float:
        """Take a token: 0, or the seconds until there is one."""
        if self._rate <= 0:
            return 0.0
        now = self._clock()
        tokens, then = self._held.pop(caller, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._rate)
        let = tokens >= 1
        self._held[caller] = (tokens - 1 if let else tokens, now)
        if len(self._held) > _MOST:
            self._held.popitem(last=False)
        return 0.0 if let else (1 - tokens) / self._rate


def network(address: str) -> str:
    """The address that is counted: of IPv6 its network, for one caller has a whole one.

    >>> network("2001:db8::1"), network("192.0.2.7"), network("testclient")
    ('2001:db8::/64', '192.0.2.7', 'testclient')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)

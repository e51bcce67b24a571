"""A page of the public network, fetched to be read, through the door and by the rules of publishers' files."""

from __future__ import annotations

from gazetted.fetch.policy import FetchPolicy
from gazetted.inquiry import Clock

LARGEST = 8 << 20
"""Bytes of a page."""


def fetched(address: str, now: Clock) -> bytes:
    """What an address gives; nothing of it is kept.

    Args:
        address: of https, and of the public network; every redirect and every address of a host is checked.
        now: tells the moment.

    Raises:
        FetchError: it may not be asked, did not answer, or gave too much.
    """
    from gazetted import __version__
    from gazetted.fetch.once import fetched_once

    policy = FetchPolicy(attempts=1, total=20.0, connect=5.0, read=10.0, largest=LARGEST)
    return fetched_once(address, policy, version=__version__, now=now)

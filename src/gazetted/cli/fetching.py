"""A page or feed of the net, fetched through the same door and by the same rules as publishers' files."""

from __future__ import annotations

from gazetted.cli.opening import LARGEST

_ATTEMPTS, _SECONDS = 2, 120.0


def is_address(name: str) -> bool:
    """Whether a name given on the command line is an address of the net."""
    return name.lower().startswith(("http://", "https://"))


def fetched(address: str) -> bytes:
    """What an address gives; nothing of it is kept.

    Raises:
        FetchError: it may not be asked, did not answer, or gave too much.
    """
    from gazetted import __version__
    from gazetted.fetch.once import fetched_once
    from gazetted.fetch.policy import FetchPolicy
    from gazetted.record.opening import utc_now

    policy = FetchPolicy(attempts=_ATTEMPTS, total=_SECONDS, largest=LARGEST)
    return fetched_once(address, policy, version=__version__, now=utc_now)

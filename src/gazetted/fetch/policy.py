"""How publishers are asked: how often, how long, how much."""

from __future__ import annotations

import msgspec

from gazetted.errors import InputError


class FetchError(InputError):
    """A file that could not be fetched, or that the archive no longer holds as it came.

    Attributes:
        again: whether asking once more may help.
        after: seconds after which the publisher wants to be asked again; None: it does not say.
    """

    def __init__(self, message: str, *, again: bool = False, after: float | None = None) -> None:
        self.again = again
        self.after = after
        super().__init__(message)


class FetchPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How publishers are asked.

    Attributes:
        attempts: how often an address is asked before it is given up, at least 1.
        backoff: seconds before the second attempt; each further wait is four times as long.
        longest_wait: seconds that are waited at most when a publisher asks for more patience.
        pause: seconds between two requests to one host.
        connect: seconds to reach a host.
        read: seconds of silence that end a request.
        total: seconds that one request may take in all.
        largest: bytes of a file, unpacked.
        redirects: how many redirects are followed.
        allow: names of hosts that may have private addresses and be asked without TLS, such as a mirror in one's own
            network.
    """

    attempts: int = 3
    backoff: float = 2.0
    longest_wait: float = 120.0
    pause: float = 1.0
    connect: float = 15.0
    read: float = 60.0
    total: float = 900.0
    largest: int = 512 << 20
    redirects: int = 5
    allow: frozenset[str] = frozenset()

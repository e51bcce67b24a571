"""One page or feed of the net, fetched through the same door and by the same rules as publishers' files."""

from __future__ import annotations

import datetime as dt
import gzip
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gazetted.fetch.archive import Archive
from gazetted.fetch.fetcher import Fetcher
from gazetted.fetch.policy import FetchPolicy


def fetched_once(address: str, policy: FetchPolicy, *, version: str, now: Callable[[], dt.datetime]) -> bytes:
    """What an address gives; nothing of it is kept.

    Args:
        address: of https, and of the public network; every redirect and every address of a host is checked.
        policy: how often, how long and how much is asked.
        version: of the program, as the server is told it.
        now: tells the moment.

    Raises:
        FetchError: it may not be asked, did not answer, or gave too much.
    """
    with tempfile.TemporaryDirectory() as folder:
        fetcher = Fetcher(
            Archive(Path(folder)), policy, version=version, now=now, clock=time.monotonic, sleep=time.sleep
        )
        kept = fetcher.fetch(address).kept
        return gzip.decompress(fetcher.archive.path(kept.sha256).read_bytes())

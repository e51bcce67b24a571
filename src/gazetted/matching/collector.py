"""Putting off Python's collector of cycles while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_waiting() -> Iterator[None]:
    """Put the collector off for a piece of work that makes no cycles, and much that is kept.

    Half of the time of a batch went to looking through what is kept. The collector is that of the whole process, so
    the work should be short: a block of queries, an index.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

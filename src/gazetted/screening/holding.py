"""One process at a time: a file held for as long as a task takes, and let go of by the system when the process dies."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gazetted.errors import RecordError

PATIENCE = 30.0
"""Seconds that are waited for another process."""


@contextmanager
def held(path: Path, *, patience: float = PATIENCE, what: str = "") -> Iterator[None]:
    """Hold a file through a lock file beside it (`.lock`), by the locking of SQLite, which every system has.

    Raises:
        RecordError: another process holds it for longer than the patience; or the lock file cannot be made.
    """
    lock_path = path.with_name(f"{path.name}.lock")
    try:
        with closing(sqlite3.connect(lock_path, timeout=patience)) as lock:
            lock.isolation_level = None
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.Error as error:
        if "locked" not in str(error):
            why = "make room, or check the permissions of its folder"
            raise RecordError(f"{lock_path} cannot be written ({error}): {why}.") from None
        what = what or f"{path} is in use by another process"
        raise RecordError(f"{what} ({error}): try again when it has ended.") from None

"""Connections for reading a SQLite file, also one that this process may read and not write.

SQLite reads a file with a log of changes only where it may make the files that go with the log. Where it may not, on a
read-only disk or in a read-only folder, and no log is there, the file is read as one that does not change; and since
somebody else may have the right to change it, its state is looked at before and after.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from gazetted.errors import RecordError

_Mark = tuple[int, int, int, int]


class Reading(sqlite3.Connection):
    """A connection that can be referred to weakly: that of a thread which has ended is forgotten."""

    unwritable: Path | None = None
    """The file, where it is read as one that does not change."""
    _mark: _Mark | None = None

    def hold_to(self, path: Path) -> None:
        """Take the file's present state for the one that is read."""
        self.unwritable, self._mark = path, _mark_of(path)

    def outdated(self) -> bool:
        """Whether somebody changed the file that was taken for one that does not change."""
        return self.unwritable is not None and _mark_of(self.unwritable) != self._mark

    def see_unchanged(self) -> None:
        """See that what was read is of one state.

        Raises:
            RecordError: it may not be.
        """
        if self.outdated():
            raise RecordError(f"The record {self.unwritable} was changed while it was read: ask again.")


def connect_sqlite(path: Path, patience: float) -> Reading:
    """A connection for reading, in autocommit mode. Any thread may close it.

    Args:
        path: the file.
        patience: seconds that are waited for another process.

    Raises:
        RecordError: the file is not a SQLite file or cannot be opened.
    """
    # The file is never opened but by SQLite: to close it would end the locks of this process's other connections, and
    # another process would take the log away that they read (sqlite.org/howtocorrupt.html, 2.2).
    try:
        path.stat()  # SQLite would make what is not there
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise RecordError(f"{path} cannot be opened as a record: {error.strerror or error}.") from error
    fixed = not os.access(path.parent, os.W_OK) and not _has_log(path)
    # A path may hold what means something in an address: as_uri takes care of that.
    place = f"{path.absolute().as_uri()}?immutable=1" if fixed else str(path)
    connection = sqlite3.connect(
        place, uri=fixed, timeout=patience, isolation_level=None, check_same_thread=False, factory=Reading
    )
    if fixed:
        connection.hold_to(path)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        connection.close()
        if "not a database" not in str(error):
            raise
        raise RecordError(
            f"{path} is not a record of gazetted (it is no SQLite file): give another with --record."
        ) from error
    return connection


def _mark_of(path: Path) -> _Mark | None:
    """What tells one state of a file from another; None where a log is beside it, or it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return None if _has_log(path) else (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _has_log(path: Path) -> bool:
    """Whether changes may stand in a log beside the file."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except OSError:
        return False

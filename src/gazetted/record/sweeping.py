"""What is erased from the file of a record is overwritten on the disk, as far as SQLite can."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gazetted.record.store import Store


def overwriting(connection: Connection) -> None:
    """Have what a transaction deletes overwritten with zeros; PostgreSQL knows nothing of the kind."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def sweep(store: Store) -> None:
    """Write a record's file anew, without free pages, and empty its log.

    Where others read it meanwhile, or the disk is full, the log is emptied later, and free pages stay.
    """
    from sqlalchemy.exc import DBAPIError

    if store.path is None:
        return
    with store.engine().connect() as connection:
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            with contextlib.suppress(DBAPIError):
                connection.exec_driver_sql(statement)

"""Bringing a record's schema up to date, and telling what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetted.record.store import REVISION

if TYPE_CHECKING:
    from sqlalchemy import Connection


def create(connection: Connection) -> None:
    """Make all tables at once, and mark them as of the newest revision.

    Running every migration from the first gives the same tables (tested), but costs the import of Alembic.
    """
    import sqlalchemy as sa

    from gazetted.record.schema import METADATA

    METADATA.create_all(connection, checkfirst=False)  # a table of that name in the database is somebody else's
    connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(sa.text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations that the record has not seen yet, up to a revision."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "gazetted.record:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)

"""The database behind a record: where it is, how it is opened, how it is read and written.

Reading is a handful of plain statements (`:name` parameters) that both SQLite and PostgreSQL take. For SQLite they go
through the standard library's driver, because importing SQLAlchemy would cost more than the rest of a cold start (see
docs/decisions/0002). Writing, creating and migrating go through SQLAlchemy Core on both.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetted.errors import RecordError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

REVISION = "0001"
"""Newest revision of the schema that this version knows."""

KNOWN_REVISIONS = ("0001",)

APPLICATION_ID = 0x677A7464
"""Mark of a gazetted record in the header of its SQLite file ("gztd")."""

BUSY_SECONDS = 10.0
"""How long a process waits for another that writes."""

Row = tuple[Any, ...]


class Store:
    """An open database. Reading is safe from several threads; each has a connection of its own on SQLite."""

    def __init__(self, url: str) -> None:
        """Open the database of a SQLite path or a `postgresql://` URL.

        Raises:
            UsageError: the URL has another scheme, or the PostgreSQL driver is not installed.
            RecordError: it is not a record, is damaged, or was made by a newer version.
        """
        self.url = url
        self.path = None if is_postgres(url) else Path(url.removeprefix("sqlite:///")).expanduser()
        self._local = threading.local()
        self._engine: Engine | None = None
        if self.path is None:
            _need_postgres_driver()

    @property
    def place(self) -> str:
        """Where the record is, without any password: for messages."""
        if self.path is not None:
            return str(self.path)
        from sqlalchemy import make_url

        return make_url(self.url).render_as_string(hide_password=True)

    def rows(self, statement: str, **parameters: object) -> list[Row]:
        """The rows that a reading statement gives."""
        with self._explained():
            if self.path is not None:
                return self._sqlite().execute(statement, parameters).fetchall()
            from sqlalchemy import text

            with self.engine().connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement), parameters)]

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reading inside see one state, whatever others write meanwhile (SQLite; PostgreSQL reads are single)."""
        if self.path is None or getattr(self._local, "depth", 0):
            yield
            return
        with self._explained():
            connection = self._sqlite()
            connection.execute("BEGIN")
            self._local.depth = 1
            try:
                yield
            finally:
                self._local.depth = 0
                connection.execute("COMMIT")

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """One writing transaction: all of it is kept, or nothing. Other writers wait for it."""
        with self._explained(), self.engine().connect() as connection:
            if self.path is None:
                with connection.begin():
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)" % APPLICATION_ID)  # noqa: S608, UP031
                    yield connection
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.exec_driver_sql("ROLLBACK")
                    raise
                connection.exec_driver_sql("COMMIT")

    def engine(self) -> Engine:
        """The SQLAlchemy engine, made at its first use."""
        if self._engine is None:
            self._engine = _sqlite_engine(self.path) if self.path is not None else _postgres_engine(self.url)
        return self._engine

    def close(self) -> None:
        """Close this thread's connection and the engine."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def revision(self) -> str | None:
        """Revision of the schema; None where there is no record in the database yet."""
        if self.path is not None:
            found = self.rows("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        else:
            found = self.rows("SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema()"
                              " AND table_name = 'alembic_version'")
        versions = self.rows("SELECT version_num FROM alembic_version") if found else []
        return str(versions[0][0]) if versions else None

    def _sqlite(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = connect_sqlite(self.path or Path())
            self._local.connection = connection
        return connection

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn the driver's errors into sentences."""
        try:
            yield
        except sqlite3.Error as error:
            raise RecordError(_sentence(self.place, error)) from error
        except Exception as error:
            if type(error).__module__.startswith(("sqlalchemy.", "psycopg")):
                raise RecordError(_sentence(self.place, getattr(error, "orig", None) or error)) from error
            raise


def is_postgres(url: str) -> bool:
    """Whether a record's URL means PostgreSQL.

    Raises:
        UsageError: it has a scheme that no store takes.
    """
    if url.startswith(("postgresql://", "postgres://")):
        return True
    if "://" in url and not url.startswith("sqlite:///"):
        scheme = url.partition("://")[0]
        raise UsageError(f"A record cannot be kept at a {scheme}:// address: give a file path or a postgresql:// URL.")
    return False


def default_path() -> Path:
    """Where the record of this user is kept unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path("gazetted", appauthor=False) / "record.sqlite"


def connect_sqlite(path: Path) -> sqlite3.Connection:
    """A connection for reading, in autocommit mode.

    Raises:
        RecordError: the file is not a SQLite file or cannot be opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise RecordError(f"{path} cannot be opened as a record: {error.strerror or error}.") from error
    if head and head != b"SQLite format 3\x00":
        raise RecordError(f"{path} is not a record of gazetted (it is no SQLite file): give another with --record.")
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def check_mark(store: Store) -> None:
    """See that a SQLite file is a record and not somebody else's database.

    Raises:
        RecordError: it is not.
    """
    mark = store.rows("PRAGMA application_id")[0][0]
    tables = store.rows("SELECT count(*) FROM sqlite_master")[0][0]
    if tables and mark != APPLICATION_ID:
        raise RecordError(f"{store.place} is a SQLite file, but not a record of gazetted: give another with --record.")


def create_atomically(path: Path, fill: Callable[[Path], None]) -> None:
    """Make a file that appears whole or not at all, also when two processes try at once: the first to finish wins.

    Args:
        path: the file to make; its folder is made too.
        fill: writes the file at the path that it is given.

    Raises:
        RecordError: the folder cannot be made or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".gazetted-") as folder:
            made = Path(folder) / path.name
            fill(made)
            with contextlib.suppress(FileExistsError):
                _move_if_absent(made, path)
    except OSError as error:
        raise RecordError(f"No record can be made at {path}: {error.strerror or error}.") from error


def _move_if_absent(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: a short race is left, and both files hold the same record
        if not path.exists():
            made.replace(path)


def _sqlite_engine(path: Path) -> Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(f"sqlite+pysqlite:///{path}", poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgres_engine(url: str) -> Engine:
    from sqlalchemy import create_engine

    scheme, _, rest = url.partition("://")
    return create_engine(f"{scheme.replace('postgres', 'postgresql', 1) if scheme == 'postgres' else scheme}"
                         f"+psycopg://{rest}", pool_pre_ping=True)


def _need_postgres_driver() -> None:
    import importlib.util

    if importlib.util.find_spec("psycopg") is None:
        raise UsageError("A record in PostgreSQL needs a driver that is not installed: pip install 'gazetted[postgres]'.")


def _sentence(place: str, error: BaseException) -> str:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    low = text.lower()
    if "locked" in low or "busy" in low:
        return f"The record {place} is locked by another process that writes to it: try again when it is done."
    if "malformed" in low or "not a database" in low or "corrupt" in low or "disk image" in low:
        return f"The record {place} is damaged ({text}): restore it from a copy, or move it away and open a new one."
    if "readonly" in low or "read-only" in low:
        return f"The record {place} cannot be written ({text}): check the permissions of the file and its folder."
    return f"The record {place} cannot be used: {text}."



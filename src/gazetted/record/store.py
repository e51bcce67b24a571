"""The database behind a record: where it is, how it is opened, how it is read and written.

Reading is a handful of plain statements (`:name` parameters) that both SQLite and PostgreSQL take. For SQLite they go
through the standard library's driver, because importing SQLAlchemy would add almost half to a cold start (see
docs/decisions/0002). Writing, creating and migrating go through SQLAlchemy Core on both.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import msgspec

from gazetted.errors import RecordError, UsageError
from gazetted.record.connecting import Reading, connect_sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

REVISION = "0008"
"""Newest revision of the schema that this version knows."""

KNOWN_REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0007", "0008")

APPLICATION_ID = 0x677A7464
"""Mark of a gazetted record in the header of its SQLite file ("gztd")."""

BUSY_SECONDS = 10.0
"""How long a process waits for another that writes."""

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -16384",
    "wal_autocheckpoint = 16384",
)
"""For writing: all or nothing even if the power fails. 16 MB of pages are held, and 64 MB are logged before the log is
worked in: a list is not written twice while its user waits."""

_PATIENT: dict[str, str | int] = {
    "application_name": "gazetted", "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5,
    "keepalives_count": 3, "tcp_user_timeout": 20_000,
}  # fmt: skip
"""For connections to PostgreSQL: seconds, and the last one in milliseconds."""

Row = tuple[Any, ...]


class Store:
    """An open database. Reading is safe from several threads: each has a connection, and a snapshot, of its own."""

    def __init__(self, url: str) -> None:
        """Open the database of a SQLite path or a `postgresql://` URL.

        Raises:
            UsageError: the URL has another scheme or cannot be read, or the PostgreSQL driver is not installed.
        """
        self.url = url
        self.path = None if is_postgres(url) else sqlite_path(url)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: WeakSet[Reading] = WeakSet()
        self._engine: Engine | None = None
        self._address: URL | None = None
        if self.path is None:
            _need_postgres_driver()
            self._address = _postgres_address(url)

    @property
    def place(self) -> str:
        """Where the record is, without any password: for messages."""
        if self._address is None:
            return str(self.path)
        return self._address.difference_update_query(["password", "sslpassword"]).render_as_string(hide_password=True)

    def rows(self, statement: str, **parameters: object) -> list[Row]:
        """The rows that a reading statement gives."""
        with self.explained():
            if self.path is not None:
                reading = self._sqlite()
                found = reading.execute(statement, parameters).fetchall()
                reading.see_unchanged()
                return found
            from sqlalchemy import text

            held: Connection | None = getattr(self._local, "reading", None)
            with contextlib.nullcontext(held) if held is not None else self.engine().connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement), parameters)]

    def snapshot(self) -> contextlib.AbstractContextManager[None]:
        """Let all reading of this thread inside see one state, whatever others write meanwhile. May be nested."""
        return self._whole() if self.held() is None else contextlib.nullcontext()

    def held(self) -> dict[str, int] | None:
        """What this thread has looked up within its snapshot: moment → load; None outside of one."""
        held: dict[str, int] | None = getattr(self._local, "held", None)
        return held

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        with self.explained(), self._one_state():
            self._local.held = {}
            try:
                yield
            finally:
                self._local.held = None

    @contextlib.contextmanager
    def _one_state(self) -> Iterator[None]:
        if self.path is None:
            level = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            with self.engine().connect().execution_options(**level) as reading:
                self._local.reading = reading
                try:
                    yield
                finally:
                    self._local.reading = None
            return
        connection = self._sqlite()
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.rollback()

    @contextlib.contextmanager
    def writing(self, lock: int = APPLICATION_ID) -> Iterator[Connection]:
        """One writing transaction: all of it is kept, or nothing. Other writers wait for it.

        Args:
            lock: in PostgreSQL only those that name the same lock wait for each other.
        """
        with self.explained(), self.engine().connect() as connection:
            if self.path is None:
                with connection.begin():
                    _wait_for_other_writers(connection, lock)
                    yield connection
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection  # what is not committed is rolled back when the connection closes
                connection.exec_driver_sql("COMMIT")

    def engine(self) -> Engine:
        """The SQLAlchemy engine, made at its first use."""
        with self._lock:
            if self._engine is None:
                made = _postgres_engine(self._address) if self._address is not None else None
                self._engine = made or _sqlite_engine(self.path or Path())
            return self._engine

    def close(self) -> None:
        """Close the connections of all threads and the engine. Who asks again opens a connection anew."""
        with self._lock:
            connections, self._open = list(self._open), WeakSet()
            self._local = threading.local()
            engine, self._engine = self._engine, None
        for connection in connections:
            connection.close()
        if engine is not None:
            engine.dispose()

    def revision(self) -> str | None:
        """Revision of the schema; None where there is no record in the database yet."""
        if self.path is not None:
            found = self.rows("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        else:
            found = self.rows(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema()"
                " AND table_name = 'alembic_version'"
            )
        versions = self.rows("SELECT version_num FROM alembic_version") if found else []
        return str(versions[0][0]) if versions else None

    def _sqlite(self) -> Reading:
        local = self._local
        connection: Reading | None = getattr(local, "connection", None)
        if connection is not None and self.held() is None and connection.outdated():
            connection.close()
            connection = None
        if connection is None:
            connection = connect_sqlite(self.path or Path(), BUSY_SECONDS)
            with self._lock:
                self._open.add(connection)
            local.connection = connection
        return connection

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Turn the driver's errors into sentences."""
        try:
            yield
        except sqlite3.Error as error:
            raise RecordError(_sentence(self.place, error)) from error
        except (msgspec.MsgspecError, zlib.error) as error:
            raise RecordError(_damaged(self.place, error)) from error
        except Exception as error:
            if type(error).__module__.startswith(("sqlalchemy.", "psycopg")):
                lost = bool(getattr(error, "connection_invalidated", False))
                raise RecordError(_sentence(self.place, getattr(error, "orig", None) or error, lost)) from error
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


def sqlite_path(url: str) -> Path:
    """The file that a path or a `sqlite:///` URL means.

    Raises:
        UsageError: it means none: a home folder that does not exist, a NUL character, a record in memory.
    """
    text = url.removeprefix("sqlite:///")
    if text == ":memory:":
        raise UsageError("A record cannot be kept in memory: give a file path or a postgresql:// URL.")
    try:
        path = Path(text).expanduser()
        os.fsencode(path)
    except (RuntimeError, UnicodeEncodeError):
        path = Path("\0")
    if "\0" in str(path):
        raise UsageError(f"{text!r} is not the path of a file: give one with --record.")
    return path


def default_path() -> Path:
    """Where the record of this user is kept unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path("gazetted", appauthor=False) / "record.sqlite"


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
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".gazetted-") as folder:
            made = Path(folder) / path.name
            fill(made)
            _move_if_absent(made, path)
    except OSError as error:
        raise RecordError(f"No record can be made at {path}: {error.strerror or error}.") from error


def _move_if_absent(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
    except OSError:  # it is there, or the file system has no hard links: a short race is left, between equal records
        if not path.exists() or path.stat().st_size == 0:
            made.replace(path)


def _sqlite_engine(path: Path) -> Engine:
    from sqlalchemy import URL, create_engine, event
    from sqlalchemy.pool import NullPool

    address = URL.create("sqlite+pysqlite", database=str(path))  # a path may hold what means something in a URL
    engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgres_address(url: str) -> URL:
    """The parts of a PostgreSQL URL. No message shows what was given: it may hold a password."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise UsageError(
            "The postgresql:// address of the record cannot be read: write it as"
            " postgresql://user:password@host:port/database."
        ) from None


def _postgres_engine(address: URL) -> Engine:
    from sqlalchemy import create_engine

    # A server that does not answer is given up, where the address does not say otherwise: else who asks waits for ever.
    told = {key: value for key, value in _PATIENT.items() if key not in address.query}
    return create_engine(address, pool_pre_ping=True, connect_args=told)


def _wait_for_other_writers(connection: Connection, lock: int) -> None:
    from sqlalchemy import text

    connection.execute(
        text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{round(BUSY_SECONDS * 1000)}ms"}
    )
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock})


def _need_postgres_driver() -> None:
    import importlib.util

    if importlib.util.find_spec("psycopg") is None:
        raise UsageError(
            "A record in PostgreSQL needs a driver that is not installed: pip install 'gazetted[postgres]'."
        )


def _sentence(place: str, error: BaseException, lost: bool = False) -> str:
    text = _first_line(error)
    low = text.lower()
    if lost:
        return f"The connection to the record {place} was lost ({text}): try again; what it was told is told once."
    if any(word in low for word in ("locked", "busy", "lock timeout")):
        return f"The record {place} is locked by another process that writes to it: try again when it is done."
    if any(word in low for word in ("malformed", "not a database", "corrupt", "disk image", "utf-8")):
        return _damaged(place, error)
    if any(word in low for word in ("readonly", "read-only", "unable to open")):
        return f"The record {place} cannot be used ({text}): check the permissions of the file and its folder."
    return f"The record {place} cannot be used: {text}."


def _damaged(place: str, error: BaseException) -> str:
    text = _first_line(error)
    return f"The record {place} is damaged ({text}): restore it from a copy, or move it away and open a new one."


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__

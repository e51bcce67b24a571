"""Opening a record: finding it, making it, bringing it up to date, and refusing what is none."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from gazetted.errors import RecordError
from gazetted.record import migrate
from gazetted.record.ledger import Ledger
from gazetted.record.private import make_file
from gazetted.record.store import (
    APPLICATION_ID,
    KNOWN_REVISIONS,
    REVISION,
    Store,
    check_mark,
    create_atomically,
    default_path,
    is_postgres,
    sqlite_path,
)

ENVIRONMENT = "GAZETTED_RECORD"

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


def open_ledger(url: str | os.PathLike[str] | None = None, *, builtin: bool = True, clock: Clock = utc_now) -> Ledger:
    """Open a record, making it where it does not exist yet.

    Args:
        url: a SQLite path or a `postgresql://` URL; None: `GAZETTED_RECORD`, else a file in the user's data folder.
        builtin: whether the record holds the built-in record. A record that was made with it follows the built-in
            record of newer versions: what is new is told, what is no longer stated is withdrawn; nothing is lost.
        clock: tells the moment at which the record is told something.

    Raises:
        UsageError: the URL has an unknown scheme, or its driver is not installed.
        RecordError: the file is no record, is damaged, locked, or of a newer version.
    """
    place = os.fspath(url) if url is not None else os.environ.get(ENVIRONMENT) or str(default_path())
    if not is_postgres(place):
        _make_where_missing(sqlite_path(place), builtin, clock)
    store = Store(place)
    try:
        _prepare(store)
        ledger = Ledger(store)
        if builtin:
            _follow_builtin(store, ledger, clock)
    except BaseException:
        store.close()
        raise
    return ledger


def _make_where_missing(path: Path, builtin: bool, clock: Clock) -> None:
    """Make the file where there is none or an empty one, and refuse what is no file (a device must not be touched)."""
    try:
        if path.is_dir():
            raise RecordError(f"{path} is a folder: give the path of a record file.")
        if path.exists() and not path.is_file():
            raise RecordError(f"{path} is not a plain file: give the path of a record file.")
        missing = not path.exists() or path.stat().st_size == 0
    except OSError as error:
        raise RecordError(f"{path} cannot be opened as a record: {error.strerror or error}.") from error
    if missing:
        create_atomically(path, lambda made: _make(str(made), builtin, clock))


def _prepare(store: Store) -> None:
    """See that the database holds a record of this version's schema."""
    if store.path is not None:
        check_mark(store)
        _bring_up_to_date(store)
    elif store.revision() is not None:
        _bring_up_to_date(store)
    else:
        encoding = store.rows("SHOW server_encoding")[0][0]
        if encoding != "UTF8":
            raise RecordError(
                f"No record can be made in {store.place}: its encoding is {encoding}, and names are of every script;"
                " make a database with ENCODING 'UTF8'."
            )
        with store.writing() as connection:
            if store.revision() is None:
                migrate.create(connection)


def _make(path: str, builtin: bool, clock: Clock) -> None:
    """A new record file, whole."""
    make_file(Path(path))
    store = Store(path)
    try:
        with store.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate.create(connection)
        if builtin:
            _follow_builtin(store, Ledger(store), clock)
        with store.engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        store.close()


def _bring_up_to_date(store: Store) -> None:
    """Run the migrations that are missing.

    Raises:
        RecordError: there is no record in the database, or it was made by a newer version.
    """
    revision = store.revision()
    if revision == REVISION:
        return
    if revision is None:
        raise RecordError(f"{store.place} holds no record of gazetted: give another with --record.")
    if revision not in KNOWN_REVISIONS:
        raise RecordError(
            f"The record {store.place} was made by a newer version of gazetted (schema {revision}, this version knows"
            f" {REVISION}): update gazetted."
        )
    with store.writing() as connection:
        migrate.upgrade(connection)


def _follow_builtin(store: Store, ledger: Ledger, clock: Clock) -> None:
    """Tell the record what the built-in record of this version states, unless it was told that already."""
    from gazetted.record.builtin import builtin_files, files_digest, parse_files
    from gazetted.record.facts import Facts

    files = builtin_files()
    digest = files_digest(files)
    told = store.rows("SELECT origin FROM loads WHERE kind = 'builtin' ORDER BY id DESC LIMIT 1")
    origin = f"built-in record {digest[:16]}"
    if told and told[0][0] == origin:
        return
    made = parse_files(files)
    facts = Facts(made.lists, made.parties, made.common_names, made.events, made.successions)
    ledger.tell_facts(facts, origin=origin, now=clock(), builtin=True)

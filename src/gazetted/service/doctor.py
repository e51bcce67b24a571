"""An installation examined: program, record, index, lists, keys, audit log; each finding says what to mend."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import msgspec

from gazetted import __version__
from gazetted.errors import GazettedError
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger
from gazetted.record.private import is_shared
from gazetted.record.server import OLDEST, server
from gazetted.record.store import Store, is_postgres, sqlite_path
from gazetted.screening.indexing import folder
from gazetted.service import audit, keys
from gazetted.service.settings import Settings
from gazetted.watch.state import state_path

Finding = Literal["good", "warning", "bad"]

_EXTRAS = {"server": ("fastapi", "uvicorn", "jinja2", "python_multipart"), "postgres": ("psycopg",),
           "proof": ("cryptography",), "parquet": ("pyarrow",), "mcp": ("mcp",)}  # fmt: skip
_LITTLE = 500 << 20
"""Free bytes below which a disk is called full."""


class Check(msgspec.Struct, frozen=True):
    """One finding.

    Attributes:
        what: what was looked at.
        state: `good`, `warning`: it works but see, `bad`: mend it.
        found: what was found, in words.
        mend: what to do; empty where nothing is to be done.
    """

    what: str
    state: Finding
    found: str
    mend: str = ""

    def to_dict(self) -> dict[str, str]:
        """The JSON form."""
        return dict(msgspec.to_builtins(self))


def exit_code(found: Iterable[Check]) -> int:
    """What the program ends with: 4 where the record is bad, 3 where something else is, else 0.

    >>> exit_code([Check("record", "bad", "")]), exit_code([Check("lists", "warning", "")])
    (4, 0)
    """
    bad = {one.what for one in found if one.state == "bad"}
    return 4 if "record" in bad else 3 if bad else 0


def examine(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """Look at everything, in order; what cannot be looked at is a finding, never an error."""
    yield Check("program", "good", f"gazetted {__version__}, Python {platform.python_version()}, {sys.platform}")
    yield _extras()
    path = None if is_postgres(settings.place) else sqlite_path(settings.place)
    if path is not None and not path.exists():
        yield Check("record", "warning", f"{path} is not there yet", "It is made at the first use of any command.")
    else:
        yield from _record(settings, path, now)
        if path is None:
            yield _server(settings.place)
    yield _disk(path)
    yield _cache()
    yield _keys(settings)
    yield _audit(settings)
    if path is not None:
        yield from _watches(path)


def _extras() -> Check:
    missing = [
        extra for extra, names in _EXTRAS.items() if any(importlib.util.find_spec(name) is None for name in names)
    ]
    if not missing:
        return Check("extras", "good", f"all there: {', '.join(_EXTRAS)}")
    mend = f"Where you need them: pip install 'gazetted[{','.join(missing)}]'."
    return Check("extras", "warning", f"not installed: {', '.join(missing)}", mend)


def _record(settings: Settings, path: Path | None, now: dt.datetime) -> Iterator[Check]:
    try:
        ledger = open_ledger(settings.record or None, clock=lambda: now)
    except GazettedError as error:
        yield Check("record", "bad", str(error), "Restore it from a copy, or name another with --record.")
        return
    try:
        if path is not None and (wrong := _damage(path)):
            yield Check("record", "bad", f"{path} is damaged ({wrong})", "Restore it from a copy.")
            return
        moment = ledger.newest_moment()
        size = f", {path.stat().st_size / 2**20:,.0f} MB" if path is not None else ""
        told = f"{ledger.place}: {ledger.party_count():,} parties, told up to {moment:%Y-%m-%d}{size}"
        if moment > now + dt.timedelta(hours=1):
            yield Check("record", "warning", f"{told}, which is ahead of the clock", "Set the clock of this machine.")
        else:
            yield Check("record", "good", told)
        yield _lists(ledger, now)
    except GazettedError as error:
        yield Check("record", "bad", str(error), "Restore it from a copy, or name another with --record.")
    finally:
        ledger.close()


def _server(place: str) -> Check:
    """What a PostgreSQL server says of itself and of the user who asks."""
    try:
        with closing(Store(place)) as store:
            told = server(store)
    except GazettedError as error:
        return Check("server", "bad", str(error), "Start the server, or mend the address in --record.")
    words = (
        f"PostgreSQL {told.version}, {told.encoding}, collation {told.collation}, schema {told.revision},"
        f" user {told.user}, {told.connections} of {told.most_connections} connections"
    )
    if told.encoding != "UTF8":
        return Check("server", "bad", words, "Move the record to a database made with ENCODING 'UTF8'.")
    if told.major < OLDEST:
        return Check("server", "bad", words, f"Move to PostgreSQL {OLDEST} or newer.")
    if told.read_only:
        mend = "It is a copy, or was set to read only: name the server that takes changes in --record."
        return Check("server", "bad", words, mend)
    if told.missing:
        mend = f"Let the owner grant {told.user} what docs/howto/serve.md names."
        return Check("server", "bad", f"{words}; without rights on {', '.join(told.missing[:8])}", mend)
    if told.superuser or told.owner:
        what = "is a superuser" if told.superuser else "owns the tables"
        mend = "For a service that others reach use a role that can drop nothing: see docs/howto/serve.md."
        return Check("server", "warning", f"{words}; the user {what}", mend)
    return Check("server", "good", words)


def _damage(path: Path) -> str:
    """What SQLite finds wrong with a file; empty where nothing is."""
    import sqlite3

    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        return str(error)
    return "" if rows == [("ok",)] else str(rows[0][0])[:200]


def _lists(ledger: Ledger, now: dt.datetime) -> Check:
    stale = ledger.block(None, on=now.date())["stale"]
    count = len(ledger.list_infos())
    if not stale:
        return Check("lists", "good", f"{count} lists, none of them stale")
    shown = ", ".join(stale[:8]) + (f" and {len(stale) - 8} more" if len(stale) > 8 else "")
    return Check("lists", "warning", f"{len(stale)} of {count} lists had no news for too long: {shown}",
                 "Run `gazetted update`, and have it run every day.")  # fmt: skip


def _disk(path: Path | None) -> Check:
    place = path.parent if path is not None and path.parent.exists() else Path.cwd()
    free = shutil.disk_usage(place).free
    state: Finding = "bad" if free < _LITTLE else "good"
    mend = "Make room: loading a list and building an index need space." if state == "bad" else ""
    return Check("disk", state, f"{free / 2**30:,.1f} GB free at {place}", mend)


def _cache() -> Check:
    place = folder()
    above = next(one for one in (place, *place.parents) if one.exists())
    if not os.access(above, os.W_OK):
        mend = "Name another folder in GAZETTED_CACHE: without one the index is built anew at each start."
        return Check("index", "bad", f"{place} cannot be written", mend)
    count = len(list(place.glob("names-*.idx"))) if place.exists() else 0
    return Check("index", "good", f"{count} kept in {place}")


def _keys(settings: Settings) -> Check:
    path = settings.keys_path()
    try:
        found = keys.read(path)
    except GazettedError as error:
        return Check("keys", "bad", str(error), "Until then the service lets nobody in.")
    if not found:
        mend = "Before others can reach the service: `gazetted serve-key add`."
        return Check("keys", "warning", f"none in {path}: whoever reaches the service may ask", mend)
    if is_shared(path):
        return Check("keys", "bad", f"{path} can be read by other users", f"chmod 600 {path}")
    used = sum(1 for key in found if key.revoked is None)
    return Check("keys", "good", f"{used} in use, {len(found) - used} revoked, in {path}")


def _audit(settings: Settings) -> Check:
    path = settings.audit_path()
    if path is None or not path.exists():
        return Check("audit log", "good", "none is there")
    try:
        found = audit.check(path)
    except GazettedError as error:
        return Check("audit log", "bad", str(error), "Check its permissions.")
    if found.problems:
        mend = "Somebody changed it, or a disk failed: compare it with a copy."
        return Check("audit log", "bad", f"{path}: {found.problems[0]}", mend)
    if is_shared(path):
        return Check("audit log", "bad", f"{path} can be read by other users", f"chmod 600 {path}")
    return Check("audit log", "good", f"{found.lines:,} lines, chain whole, last digest {found.last[:16] or 'none'}")


def _watches(record: Path) -> Iterator[Check]:
    """Whether others can read what is kept of watches: customers, matches, alerts."""
    path = state_path(str(record))
    if path.exists():
        files = (one for one in sorted(path.parent.glob(f"{path.stem}.*")) if one.suffix != ".lock" and one.is_file())
        found = [one for one in files if is_shared(one)]
        if found:
            mend = f"chmod 600 {' '.join(map(str, found[:8]))}"
            yield Check("watches", "warning", f"{found[0]} names customers and can be read by other users", mend)
        else:
            yield Check("watches", "good", f"in {path}")

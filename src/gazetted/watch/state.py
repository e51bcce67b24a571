"""What is watched, what was seen, and which alerts were sent where: a SQLite file; each step is whole or none."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from gazetted.errors import RecordError, UsageError
from gazetted.record.store import default_path, is_postgres, sqlite_path
from gazetted.screening.decision import Decision
from gazetted.watch.portfolio import forget
from gazetted.watch.result import Alert, Observed, Watch, Watched

_APPLICATION = 0x677A7774  # "gzwt"
_TABLES = """
CREATE TABLE watch (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT NOT NULL,
  lists TEXT NOT NULL, threshold REAL NOT NULL, mapping TEXT NOT NULL, runs INTEGER NOT NULL DEFAULT 0, known TEXT,
  source TEXT, day TEXT, UNIQUE (kind, target));
CREATE TABLE customer (watch INTEGER NOT NULL, customer TEXT NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (watch, customer)) WITHOUT ROWID;
CREATE TABLE seen (watch INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (watch, subject)) WITHOUT ROWID;
CREATE TABLE alert (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE sink (name TEXT PRIMARY KEY, after INTEGER NOT NULL, place INTEGER NOT NULL DEFAULT 0);
CREATE TABLE sent (sink TEXT NOT NULL, alert INTEGER NOT NULL, PRIMARY KEY (sink, alert)) WITHOUT ROWID;
"""
_VERSION = 1
_TO_1 = """
ALTER TABLE watch ADD COLUMN source TEXT;
ALTER TABLE watch ADD COLUMN day TEXT;
"""
_SINCE_1 = """
CREATE TABLE decision (number INTEGER PRIMARY KEY AUTOINCREMENT, watch INTEGER NOT NULL, customer TEXT NOT NULL,
  party TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX decision_of ON decision (watch, customer, party);
"""


def state_path(place: str) -> Path:
    """Where the watches of a record are kept: beside it, or in the data folder for a record in PostgreSQL."""
    if is_postgres(place):
        return default_path().with_name(f"watch-{hashlib.sha256(place.encode()).hexdigest()[:12]}.sqlite")
    path = sqlite_path(place)
    return path.with_name(f"{path.stem}.watch.sqlite")


class State:
    """The watches of one record.

    Args:
        path: the file; it is made where there is none.

    Raises:
        RecordError: it is no state of watches, or cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            with self._step():
                mark = self._db.execute("PRAGMA application_id").fetchone()[0]
                if mark == 0 and not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                    self._run(_TABLES + _SINCE_1)
                    self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
                elif mark != _APPLICATION:
                    raise RecordError(f"{path} holds no watches: give another file with --state.")
                elif (version := self._db.execute("PRAGMA user_version").fetchone()[0]) == 0:
                    self._run(_TO_1 + _SINCE_1)
                elif version > _VERSION:
                    raise RecordError(f"{path} was written by a newer gazetted: use that one.")
                self._db.execute(f"PRAGMA user_version = {_VERSION}")
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def watches(self) -> list[Watch]:
        """Everything that is watched, by number."""
        rows = self._rows(
            "SELECT number, kind, target, lists, threshold, mapping, runs, known, source, day FROM watch"
            " ORDER BY number"
        )
        return [
            Watch(
                row[0], row[1], row[2], tuple(json.loads(row[3])), row[4], json.loads(row[5]), row[6], row[7], row[8],
                row[9],
            )
            for row in rows
        ]  # fmt: skip

    def place_of(self, watch: Watch) -> Path:
        """Beside the watches: where what is derived of one is kept."""
        return self.path.with_name(f"{self.path.stem}.{watch.number}")

    def add(
        self, kind: Watched, target: str, *, lists: Sequence[str] = (), threshold: float = 0.70, mapping: Any = None
    ) -> Watch:
        """Watch something from now on.

        Raises:
            UsageError: it is watched already.
        """
        row = (kind, target, json.dumps(list(lists)), threshold, json.dumps(dict(mapping or {})))
        if any((one.kind, one.target) == (kind, target) for one in self.watches()):
            raise UsageError(f"{target} is watched already: see `gazetted watch list`.")
        with self._step():
            self._db.execute("INSERT INTO watch (kind, target, lists, threshold, mapping) VALUES (?, ?, ?, ?, ?)", row)
        return self.watches()[-1]

    def remove(self, number: int) -> Watch:
        """Watch something no longer; its alerts stay.

        Raises:
            UsageError: nothing has that number.
        """
        gone = next((one for one in self.watches() if one.number == number), None)
        if gone is None:
            raise UsageError(f"Nothing with the number {number} is watched: see `gazetted watch list`.")
        with self._step():
            for table, column in (("watch", "number"), ("customer", "watch"), ("seen", "watch"), ("decision", "watch")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608
        forget(self.place_of(gone))
        return gone

    def customers(self, watch: Watch) -> dict[str, str]:
        """Customer → digest of its query, at the last look."""
        return dict(self._rows("SELECT customer, digest FROM customer WHERE watch = ?", watch.number))

    def seen(self, watch: Watch) -> dict[str, str]:
        """Subject → its state, at the last look."""
        return dict(self._rows("SELECT subject, body FROM seen WHERE watch = ?", watch.number))

    def keep(self, watch: Watch, found: Observed) -> bool:
        """Keep a look and its alerts, all at once; False where another run, or a removal, came before it."""
        with self._step():
            done = self._db.execute(
                "UPDATE watch SET runs = runs + 1, known = ?, source = ?, day = ? WHERE number = ? AND runs = ?",
                (found.known, found.source, found.day, watch.number, watch.runs),
            )
            if not done.rowcount:
                return False
            for table, key, value, rows in (
                ("customer", "customer", "digest", found.customers), ("seen", "subject", "body", found.seen),
            ):  # fmt: skip
                if rows is None:
                    continue
                old = dict(self._rows(f"SELECT {key}, {value} FROM {table} WHERE watch = ?", watch.number))  # noqa: S608
                gone = [(watch.number, one) for one in old if one not in rows]
                new = [(watch.number, one, text) for one, text in rows.items() if old.get(one) != text]
                self._db.executemany(f"DELETE FROM {table} WHERE watch = ? AND {key} = ?", gone)  # noqa: S608
                self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", new)  # noqa: S608
            alerts = [(alert.id, msgspec.json.encode(alert).decode()) for alert in found.alerts]
            self._db.executemany("INSERT OR IGNORE INTO alert (id, body) VALUES (?, ?)", alerts)
        return True

    def decide(self, watch: Watch, made: Decision) -> int:
        """Keep a decision; its number. Earlier ones on the same customer and party stay, and count no more."""
        row = (watch.number, made.customer, made.party, msgspec.json.encode(made).decode())
        with self._step():
            return int(
                self._db.execute(
                    "INSERT INTO decision (watch, customer, party, body) VALUES (?, ?, ?, ?)", row
                ).lastrowid
                or 0
            )

    def decisions(self, watch: Watch, *, all_of_them: bool = False) -> list[tuple[int, Decision]]:
        """Decisions on the matches of a watch, each with its number: those that count, or all, the oldest first."""
        rows = self._rows("SELECT number, body FROM decision WHERE watch = ? ORDER BY number", watch.number)
        found = [(number, msgspec.json.decode(body, type=Decision)) for number, body in rows]
        last = {(one.customer, one.party): number for number, one in found}
        return [row for row in found if all_of_them or last[row[1].customer, row[1].party] == row[0]]

    def open_sink(self, name: str) -> None:
        """Let a sink have every alert that is raised from now on."""
        with self._step():
            self._db.execute(
                "INSERT OR IGNORE INTO sink (name, after) SELECT ?, coalesce(max(number), 0) FROM alert", (name,)
            )

    def pending(self, sink: str) -> list[tuple[int, Alert]]:
        """Alerts that a sink did not confirm yet, the oldest first."""
        rows = self._rows(
            "SELECT a.number, a.body FROM alert a JOIN sink s ON s.name = ? AND a.number > s.after"
            " WHERE NOT EXISTS (SELECT 1 FROM sent x WHERE x.sink = s.name AND x.alert = a.number) ORDER BY a.number",
            sink,
        )
        return [(number, msgspec.json.decode(body, type=Alert)) for number, body in rows]

    def place(self, sink: str) -> int:
        """How far into its file a sink has confirmed."""
        rows = self._rows("SELECT place FROM sink WHERE name = ?", sink)
        return int(rows[0][0]) if rows else 0

    def confirm(self, sink: str, numbers: Sequence[int], place: int = 0) -> None:
        """Note that a sink has alerts."""
        with self._step():
            self._db.executemany("INSERT OR IGNORE INTO sent VALUES (?, ?)", [(sink, number) for number in numbers])
            self._db.execute("UPDATE sink SET place = ? WHERE name = ?", (place, sink))

    def _run(self, statements: str) -> None:
        for statement in filter(str.strip, statements.split(";")):
            self._db.execute(statement)

    @contextmanager
    def _step(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise RecordError(f"{self.path} cannot be used ({error}): give another file with --state.") from None

    def _rows(self, statement: str, *values: object) -> list[Any]:
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise RecordError(f"{self.path} cannot be used ({error}): give another file with --state.") from None

"""What is watched, what was seen, and which alerts were sent where; each step is whole or none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import msgspec

from gazetted.errors import UsageError
from gazetted.record.store import Store, is_postgres, sqlite_path
from gazetted.screening.decision import Decision
from gazetted.watch.database import Database, InFile, InServer, derived, in_server
from gazetted.watch.erasing import Erased, erase_customer, erase_files, erase_watch
from gazetted.watch.result import Alert, Observed, Watch, Watched


def state_path(place: str) -> Path:
    """The file of a record's watches: beside it, or where what is derived is kept for a record in PostgreSQL.

    Args:
        place: path or URL of the record.
    """
    if is_postgres(place):
        return derived(Store(place).place)
    path = sqlite_path(place)
    return path.with_name(f"{path.stem}.watch.sqlite")


def state_of(place: str) -> State:
    """The watches of a record: in a file beside it, or in its own database on a server of PostgreSQL.

    Args:
        place: path or URL of the record, with its password.

    Raises:
        RecordError: they cannot be used.
    """
    return State(place if is_postgres(place) else state_path(place))


def state_if_any(place: str) -> State | None:
    """As `state_of`; None where nothing was ever watched, and nothing is made then."""
    if not is_postgres(place):
        return State(path) if (path := state_path(place)).exists() else None
    with closing(Store(place)) as store:
        return State(place) if in_server(store) else None


class State:
    """The watches of one record.

    Args:
        place: a file, or the URL of a record in PostgreSQL; what is missing is made.

    Raises:
        RecordError: it is no state of watches, or cannot be used.
    """

    def __init__(self, place: Path | str) -> None:
        self._db: Database = InServer(place) if isinstance(place, str) and is_postgres(place) else InFile(Path(place))

    def close(self) -> None:
        """Close the file, or leave the server."""
        self._db.close()

    def alone(self, what: str) -> AbstractContextManager[None]:
        """Let one process at a time do something with the watches.

        Args:
            what: says that it is being done; for the message.

        Raises:
            RecordError: another process is at it.
        """
        return self._db.alone(what)

    def watches(self) -> list[Watch]:
        """Everything that is watched, by number."""
        rows = self._db.rows(
            "SELECT number, kind, target, lists, threshold, mapping, runs, known, source, day FROM @watch"
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
        return self._place(watch.number)

    def _place(self, number: int) -> Path:
        return self._db.path.with_name(f"{self._db.path.stem}.{number}")

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
        with self._db.step() as step:
            step.run("INSERT INTO @watch (kind, target, lists, threshold, mapping) VALUES (?, ?, ?, ?, ?)", *row)
        return self.watches()[-1]

    def remove(self, number: int) -> Erased:
        """Watch something no longer, and erase all that is kept of it: customers, matches, decisions, alerts, files.

        Raises:
            UsageError: nothing has that number, and nothing is left of what had it.
        """
        gone = next((one for one in self.watches() if one.number == number), None)
        with self._db.step() as step:
            found = erase_watch(step, number, gone)
        if not found.some:
            raise UsageError(f"Nothing with the number {number} is watched: see `gazetted watch list`.")
        self._erased(number)
        return found

    def forget(self, number: int, customer: str) -> Erased:
        """Erase all that is kept of a customer of a portfolio, also of one that is watched no more.

        Raises:
            UsageError: nothing is kept of that customer.
        """
        with self._db.step() as step:
            found = erase_customer(step, number, customer)
        if not found.some:
            raise UsageError(f"Nothing is kept of a customer {customer} of portfolio {number}: check number and key.")
        self._erased(number)
        return found

    def _erased(self, number: int) -> None:
        erase_files(self._place(number))
        self._db.sweep()

    def customers(self, watch: Watch) -> dict[str, str]:
        """Customer → digest of its query, at the last look."""
        return dict(self._db.rows("SELECT customer, digest FROM @customer WHERE watch = ?", watch.number))

    def seen(self, watch: Watch) -> dict[str, str]:
        """Subject → its state, at the last look."""
        return dict(self._db.rows("SELECT subject, body FROM @seen WHERE watch = ?", watch.number))

    def keep(self, watch: Watch, found: Observed) -> bool:
        """Keep a look and its alerts, all at once; False where another run, or a removal, came before it."""
        with self._db.step() as step:
            if not step.run(
                "UPDATE @watch SET runs = runs + 1, known = ?, source = ?, day = ? WHERE number = ? AND runs = ?",
                found.known, found.source, found.day, watch.number, watch.runs,
            ):  # fmt: skip
                return False
            for table, key, value, rows in (
                ("customer", "customer", "digest", found.customers), ("seen", "subject", "body", found.seen),
            ):  # fmt: skip
                if rows is None:
                    continue
                read = f"SELECT {key}, {value} FROM @{table} WHERE watch = ?"  # noqa: S608
                old: dict[str, str] = dict(step.rows(read, watch.number))
                gone = [(watch.number, one) for one in old if one not in rows]
                new = [(watch.number, one, text) for one, text in rows.items() if old.get(one) != text]
                step.many(f"DELETE FROM @{table} WHERE watch = ? AND {key} = ?", gone)  # noqa: S608
                step.many(
                    f"INSERT INTO @{table} (watch, {key}, {value}) VALUES (?, ?, ?)"  # noqa: S608
                    f" ON CONFLICT (watch, {key}) DO UPDATE SET {value} = excluded.{value}",
                    new,
                )
            alerts = [(alert.id, msgspec.json.encode(alert).decode()) for alert in found.alerts]
            step.many("INSERT INTO @alert (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING", alerts)
        return True

    def decide(self, watch: Watch, made: Decision) -> int:
        """Keep a decision; its number. Earlier ones on the same customer and party stay, and count no more."""
        row = (watch.number, made.customer, made.party, msgspec.json.encode(made).decode())
        with self._db.step() as step:
            step.run("INSERT INTO @decision (watch, customer, party, body) VALUES (?, ?, ?, ?)", *row)
            return int(step.rows("SELECT max(number) FROM @decision")[0][0])

    def decisions(self, watch: Watch, *, all_of_them: bool = False) -> list[tuple[int, Decision]]:
        """Decisions on the matches of a watch, each with its number: those that count, or all, the oldest first."""
        rows = self._db.rows("SELECT number, body FROM @decision WHERE watch = ? ORDER BY number", watch.number)
        found = [(number, msgspec.json.decode(body, type=Decision)) for number, body in rows]
        last = {(one.customer, one.party): number for number, one in found}
        return [row for row in found if all_of_them or last[row[1].customer, row[1].party] == row[0]]

    def alerts(self, before: int | None, most: int) -> list[tuple[int, Alert]]:
        """Alerts that were raised, the newest first, each with its number.

        Args:
            before: only those with a lower number; None: from the newest.
            most: how many.
        """
        rows = self._db.rows(
            "SELECT number, body FROM @alert WHERE CAST(? AS INTEGER) IS NULL OR number < ?"
            " ORDER BY number DESC LIMIT ?",
            before, before, most,
        )  # fmt: skip
        return [(number, msgspec.json.decode(body, type=Alert)) for number, body in rows]

    def sinks(self) -> dict[str, int]:
        """Every sink that ever was, and the number of the alert behind which it has all that are raised."""
        return dict(self._db.rows("SELECT name, after FROM @sink ORDER BY name"))

    def sent(self, numbers: Sequence[int]) -> set[tuple[str, int]]:
        """Which sinks have which of some alerts."""
        first, last = (min(numbers), max(numbers)) if numbers else (1, 0)
        return set(self._db.rows("SELECT sink, alert FROM @sent WHERE alert BETWEEN ? AND ?", first, last))

    def open_sink(self, name: str) -> None:
        """Let a sink have every alert that is raised from now on."""
        with self._db.step() as step:
            newest = step.rows("SELECT coalesce(max(number), 0) FROM @alert")[0][0]
            step.run("INSERT INTO @sink (name, after) VALUES (?, ?) ON CONFLICT DO NOTHING", name, newest)

    def pending(self, sink: str) -> list[tuple[int, Alert]]:
        """Alerts that a sink did not confirm yet, the oldest first."""
        rows = self._db.rows(
            "SELECT a.number, a.body FROM @alert a JOIN @sink s ON s.name = ? AND a.number > s.after"
            " WHERE NOT EXISTS (SELECT 1 FROM @sent x WHERE x.sink = s.name AND x.alert = a.number) ORDER BY a.number",
            sink,
        )
        return [(number, msgspec.json.decode(body, type=Alert)) for number, body in rows]

    def place(self, sink: str) -> int:
        """How far into its file a sink has confirmed."""
        rows = self._db.rows("SELECT place FROM @sink WHERE name = ?", sink)
        return int(rows[0][0]) if rows else 0

    def confirm(self, sink: str, numbers: Sequence[int], place: int = 0) -> None:
        """Note that a sink has alerts."""
        with self._db.step() as step:
            sent = [(sink, number) for number in numbers]
            step.many("INSERT INTO @sent (sink, alert) VALUES (?, ?) ON CONFLICT DO NOTHING", sent)
            step.run("UPDATE @sink SET place = ? WHERE name = ?", place, sink)

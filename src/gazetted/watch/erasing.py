"""Erasing what is kept of a watch, or of one customer of a portfolio: rows, matches, decisions, alerts, files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from gazetted.watch.customers import BETWEEN
from gazetted.watch.database import Step
from gazetted.watch.portfolio import forget
from gazetted.watch.result import Watch

_AT_ONCE = 1000


class Erased(msgspec.Struct, frozen=True):
    """What was erased.

    Attributes:
        watch: the watch, as it was; None where it was removed before, and something of it was left.
        customers: rows of customers.
        matches: matches, or other states of what is watched.
        decisions: decisions on matches, also such as count no more.
        alerts: alerts, whether they were sent or not.
    """

    watch: Watch | None
    customers: int
    matches: int
    decisions: int
    alerts: int

    @property
    def some(self) -> bool:
        """Whether anything was there."""
        return self.watch is not None or self.customers + self.matches + self.decisions + self.alerts > 0

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: how much was erased."""
        return {name: getattr(self, name) for name in ("customers", "matches", "decisions", "alerts")}


class _Body(msgspec.Struct):
    watch: int
    customer: dict[str, Any] | None = None


def feed_folder(place: Path) -> Path:
    """Where the newest file of a watched feed is kept."""
    return place.with_name(f"{place.name}.feed")


def erase_files(place: Path) -> None:
    """Remove the files that were derived of a watch; a portfolio's are made anew by its next run."""
    forget(place)
    shutil.rmtree(feed_folder(place), ignore_errors=True)


def erase_watch(step: Step, number: int, watch: Watch | None) -> Erased:
    """Erase all rows of a watch, its alerts among them."""
    alerts = _erase_alerts(step, list(_alerts(step, number, None)))
    customers = step.run("DELETE FROM @customer WHERE watch = ?", number)
    matches = step.run("DELETE FROM @seen WHERE watch = ?", number)
    decisions = step.run("DELETE FROM @decision WHERE watch = ?", number)
    step.run("DELETE FROM @watch WHERE number = ?", number)
    return Erased(watch, customers, matches, decisions, alerts)


def erase_customer(step: Step, number: int, customer: str) -> Erased:
    """Erase all rows of a customer of a portfolio; the next run takes one who is still in the file for a new one."""
    alerts = _erase_alerts(step, list(_alerts(step, number, customer)))
    head = f"{customer}{BETWEEN}"
    found = Erased(
        None,
        step.run("DELETE FROM @customer WHERE watch = ? AND customer = ?", number, customer),
        step.run(
            "DELETE FROM @seen WHERE watch = ? AND substr(subject, 1, CAST(? AS INTEGER)) = ?", number, len(head), head
        ),
        step.run("DELETE FROM @decision WHERE watch = ? AND customer = ?", number, customer),
        alerts,
    )
    # A run that is under way would write down again what it saw before: to it this counts as a run of its own.
    if found.some:
        step.run("UPDATE @watch SET runs = runs + 1, source = NULL WHERE number = ?", number)
    return found


def _alerts(step: Step, number: int, customer: str | None) -> Iterator[int]:
    """Numbers of the alerts of a watch, or of one of its customers."""
    body = msgspec.json.Decoder(_Body)
    after = 0
    statement = "SELECT number, body FROM @alert WHERE number > ? ORDER BY number LIMIT ?"
    while rows := step.rows(statement, after, _AT_ONCE):
        after = rows[-1][0]
        for at, text in rows:
            one = body.decode(text)
            if one.watch == number and customer in (None, (one.customer or {}).get("customer")):
                yield at


def _erase_alerts(step: Step, numbers: list[int]) -> int:
    rows = [(number,) for number in numbers]
    step.many("DELETE FROM @sent WHERE alert = ?", rows)
    step.many("DELETE FROM @alert WHERE number = ?", rows)
    return len(rows)

"""Alerts that were raised, as a reader looks through them: the newest first, filtered, and which sinks have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from gazetted.watch.result import Alert
from gazetted.watch.sinks import TERMINAL
from gazetted.watch.state import State

_STEP = 256
_MOST_LOOKED_AT = 20_000
"""Alerts that a filter goes through at once."""


class Told(msgspec.Struct, frozen=True):
    """An alert, and where it went.

    Attributes:
        number: in the order in which alerts were raised.
        alert: the alert.
        delivered: kinds of sinks that have it: `terminal`, `file`, `webhook`, `mail`. Their addresses may be secret.
        pending: kinds of sinks that do not have it yet.
    """

    number: int
    alert: Alert
    delivered: tuple[str, ...]
    pending: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        rest = {"number": self.number, "delivered": list(self.delivered), "pending": list(self.pending)}
        return {**rest, **self.alert.to_dict()}


class Filter(msgspec.Struct, frozen=True):
    """Which alerts are wanted; what is None does not matter.

    Attributes:
        watch: number of the watch.
        party: slug of the party.
        list_key: key of a list on which something changed, or on which the party stands.
        what: what happened.
        before: only alerts with a lower number.
    """

    watch: int | None = None
    party: str | None = None
    list_key: str | None = None
    what: str | None = None
    before: int | None = None


def alerts_of(state: State, wanted: Filter, most: int) -> tuple[list[Told], int | None]:
    """Alerts, the newest first.

    Args:
        state: the watches.
        wanted: which.
        most: how many at once.

    Returns:
        The alerts, and the number before which further ones may be found; None: there are none.
    """
    found: list[tuple[int, Alert]] = []
    last: int | None = None
    for looked, (number, alert) in enumerate(_newest_first(state, wanted.before), 1):
        if len(found) == most:
            break
        last = number
        if _fits(alert, wanted):
            found.append((number, alert))
        if looked == _MOST_LOOKED_AT:
            break
    else:
        last = None
    sinks, sent = state.sinks(), state.sent([number for number, _ in found])
    return [_told(number, alert, sinks, sent) for number, alert in found], last


def _newest_first(state: State, before: int | None) -> Iterator[tuple[int, Alert]]:
    while rows := state.alerts(before, _STEP):
        yield from rows
        before = rows[-1][0]


def _fits(alert: Alert, wanted: Filter) -> bool:
    return (
        wanted.watch in (None, alert.watch)
        and wanted.party in (None, alert.party)
        and wanted.what in (None, alert.what)
        and (wanted.list_key is None or wanted.list_key in lists_of(alert))
    )


def lists_of(alert: Alert) -> tuple[str, ...]:
    """The lists that an alert is about, each once."""
    found = [alert.target] if alert.kind == "list" else []
    found += [event["list"] for event in (*alert.events, *alert.withdrawn) if event.get("list")]
    for state in (alert.before, alert.after):
        rows = state.get("standings", ()) if isinstance(state, dict) else state or ()
        found += [row["list"] for row in rows if isinstance(row, dict) and row.get("list")]
    for part in ("claim", "signal"):
        said = (alert.document or {}).get(part) or {}
        key = said.get("list") or said.get("list_key")
        found += [key] if key else []
    return tuple(dict.fromkeys(found))


def _told(number: int, alert: Alert, sinks: dict[str, int], sent: set[tuple[str, int]]) -> Told:
    has = {sink for sink in sinks if (sink, number) in sent}
    # The terminal is told by runs that somebody looks at: that it was not is no failure of a delivery.
    lacks = {sink for sink, after in sinks.items() if number > after and sink not in has and sink != TERMINAL}
    return Told(number, alert, _kinds(has), _kinds(lacks))


def _kinds(sinks: set[str]) -> tuple[str, ...]:
    return tuple(sorted({sink.partition(":")[0] for sink in sinks}))

"""One look at a party or a list: how it stands now, and alerts for what is not as at the last look."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from gazetted.errors import UsageError
from gazetted.model.event import Event
from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.canonical import canonical
from gazetted.watch.customers import BETWEEN, acts_of, ground_of
from gazetted.watch.result import Alert, Look, Observed, Watch, What, alert_id


def look(ledger: Ledger, on: dt.date, now: dt.datetime) -> Look:
    """The present state of a record."""
    with ledger.snapshot():
        known = ledger.newest_moment()
        record = {"digest": ledger.digest(known), "known": format_moment(known)}
    return Look(known, on, format_moment(now), record)


def observe(ledger: Ledger, watch: Watch, at: Look, seen: Mapping[str, str]) -> Observed:
    """Look at a party or a list.

    Args:
        ledger: the record.
        watch: what is watched, with the moment of its last look.
        at: the present state.
        seen: subject → its state, at the last look.

    Raises:
        UsageError: the party or list is not there any more.
    """
    events, standings = _told(ledger, watch, at)
    now = {event.digest(): canonical(event.to_dict()).decode() for event in events}
    now |= {
        f"standing{BETWEEN}{one['list']}{BETWEEN}{one['entry']}{BETWEEN}{one['as']}": _text(one) for one in standings
    }
    alerts = () if watch.known is None else tuple(_news(ledger, watch, at, seen, now))
    return Observed(format_moment(at.known), {}, now, alerts, day=at.on.isoformat())


def _told(ledger: Ledger, watch: Watch, at: Look) -> tuple[list[Event], list[dict[str, Any]]]:
    with ledger.snapshot():
        if watch.kind == "list":
            return ledger.changes(None, None, lists=[watch.target], known=at.known), []
        slug = ledger.slug(watch.target, known=at.known)
        if slug is None:
            raise UsageError(f"The record holds no {watch.target} any more: `gazetted watch remove {watch.number}`.")
        party = ledger.slugs(slug, known=at.known)[0]
        standings = ledger.standings(party, at.on, known=at.known)
        return ledger.history(party, known=at.known), [one.to_dict() for one in standings]


def _news(ledger: Ledger, watch: Watch, at: Look, seen: Mapping[str, str], now: Mapping[str, str]) -> Iterable[Alert]:
    """An alert for each party of which something is new, withdrawn, or stands otherwise."""
    differing = sorted(key for key in seen.keys() | now.keys() if seen.get(key) != now.get(key))
    sides: dict[str, tuple[list[Any], list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], [], []))
    for key in differing:
        standing = key.startswith(f"standing{BETWEEN}")
        for place, side in enumerate((now, seen)):
            if key in side:
                value = msgspec.json.decode(side[key])
                party = watch.target if watch.kind == "party" else str(value["party"])
                sides[party][place + 2 * standing].append(value)
    names = ledger.party_names(sides, known=at.known)
    for party, (new, gone, after, before) in sorted(sides.items()):
        if not new and not gone and [ground_of(one) for one in after] == [ground_of(one) for one in before]:
            continue
        what: What = "party changed" if watch.kind == "party" else "list changed"
        yield Alert(
            id=alert_id(watch, party), created=at.created, watch=watch.number, kind=watch.kind, target=watch.target,
            what=what, party=party, name=names.get(party, party), before=before or None, after=after or None,
            events=tuple(new), withdrawn=tuple(gone), acts=acts_of([*new, *after]),
            why=_why_changed(names.get(party, party), new, gone, before, after), on=at.on.isoformat(), record=at.record,
        )  # fmt: skip


def _why_changed(name: str, new: list[Any], gone: list[Any], before: list[Any], after: list[Any]) -> str:
    told = [f"{e['list'] or 'the record'}: {e['what']} {e['date'] or '(day unknown)'}" for e in new]
    told += [f"{e['list'] or 'the record'}: no longer held: {e['what']} {e['date'] or ''}".rstrip() for e in gone]
    held = {(one["list"], one["entry"], one["as"]): one["status"] for one in before}
    for one in after:
        was = held.get((one["list"], one["entry"], one["as"]))
        if was != one["status"]:
            told.append(f"{one['list']}: {one['status']}" + (f", before {was}" if was else ""))
    shown = "; ".join(told[:8]) + (f"; and {len(told) - 8} more" if len(told) > 8 else "")
    return f"{name}: {shown or 'its standings are stated otherwise'}."


def _text(value: Any) -> str:
    return canonical(value).decode("utf-8")

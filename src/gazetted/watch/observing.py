"""One look at a watch: its state now, and alerts for what is not as at the last look."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from gazetted.errors import UsageError
from gazetted.model.event import Event
from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.canonical import canonical
from gazetted.screening.file import screen_file
from gazetted.screening.result import Match, Query, Screening
from gazetted.watch.changed import changed_parties
from gazetted.watch.portfolio import Portfolio, matches, qualified
from gazetted.watch.result import Alert, Observed, Watch, What

BINDING = frozenset({"in force", "contested", "suspended"})
_BETWEEN = "\x1f"


class Look(msgspec.Struct, frozen=True):
    """The present state of the record, of which a look is taken.

    Attributes:
        known: the moment up to which it was told.
        on: the day whose law is asked.
        created: the present moment (ISO).
        record: digest and moment.
    """

    known: dt.datetime
    on: dt.date
    created: str
    record: dict[str, Any]


def look(ledger: Ledger, on: dt.date, now: dt.datetime) -> Look:
    """The present state of a record."""
    with ledger.snapshot():
        known = ledger.newest_moment()
        record = {"digest": ledger.digest(known), "known": format_moment(known)}
    return Look(known, on, format_moment(now), record)


def observe(
    ledger: Ledger, watch: Watch, at: Look, customers: Mapping[str, str], seen: Mapping[str, str], *, full: bool = False
) -> Observed:
    """Look at one watch.

    Args:
        ledger: the record.
        watch: what is watched, with the moment of its last look.
        at: the present state.
        customers: of a portfolio: customer → digest of its query, at the last look.
        seen: subject → its state, at the last look.
        full: screen everything again instead of what changed; the result is the same.

    Raises:
        UsageError: the watch's file, party or list is not there any more.
        InputError: the file of a portfolio is not what it should be.
    """
    if watch.kind == "portfolio":
        return _portfolio(ledger, watch, at, customers, seen, full=full)
    events, standings = _told(ledger, watch, at)
    now = {event.digest(): canonical(event.to_dict()).decode() for event in events}
    now |= {
        f"standing{_BETWEEN}{one['list']}{_BETWEEN}{one['entry']}{_BETWEEN}{one['as']}": _text(one) for one in standings
    }
    alerts = () if watch.known is None else tuple(_news(ledger, watch, at, seen, now))
    return Observed(format_moment(at.known), {}, now, alerts)


# -- portfolios ------------------------------------------------------------------------------------------------------


def queries_of(watch: Watch) -> dict[str, Query]:
    """The customers of a portfolio, by their key, or by their row where they have none or share one."""
    found: dict[str, Query] = {}

    def asked(queries: Iterable[Query]) -> Iterable[Screening]:
        return (Screening(query, "", ()) for query in queries)

    for row, screening in screen_file(Path(watch.target), asked, mapping=watch.mapping or None):
        key = screening.query.key or f"row {row}"
        found[key if key not in found else f"{key} (row {row})"] = screening.query
    return found


def _portfolio(
    ledger: Ledger, watch: Watch, at: Look, customers: Mapping[str, str], seen: Mapping[str, str], *, full: bool
) -> Observed:
    queries = queries_of(watch)
    digests = {key: hashlib.sha256(msgspec.json.encode(query)).hexdigest() for key, query in queries.items()}
    fresh = {key for key in queries if full or watch.known is None or customers.get(key) != digests[key]}
    names = ledger.names(at.known)
    asked = {"on": at.on, "known": at.known, "lists": watch.lists, "threshold": watch.threshold}
    found: dict[tuple[str, str], Match] = {}
    if fresh:
        found |= matches(ledger, Portfolio.build({k: queries[k] for k in fresh}), names, **asked)  # type: ignore[arg-type]
    old = {key: query for key, query in queries.items() if key not in fresh}
    if old and watch.known is not None:
        precise = any(qualified(query) for query in old.values())
        before = dt.datetime.fromisoformat(watch.known)
        changed = changed_parties(ledger, before, at.known, particulars=precise)
        if changed:
            mine = [name for name in names if name.party in changed]
            found |= matches(ledger, Portfolio.build(old), mine, **asked)  # type: ignore[arg-type]
        found |= _kept(ledger, watch, at, seen, old, changed)
    now = {f"{customer}{_BETWEEN}{party}": _text(match.to_dict()) for (customer, party), match in found.items()}
    alerts = tuple(_portfolio_news(watch, at, queries, seen, now))
    return Observed(format_moment(at.known), digests, now, alerts)


def _kept(
    ledger: Ledger, watch: Watch, at: Look, seen: Mapping[str, str], old: Mapping[str, Query], changed: set[str]
) -> dict[tuple[str, str], Match]:
    """Matches whose customer and party are as they were, with their standings of today."""
    found: dict[tuple[str, str], Match] = {}
    for subject, body in seen.items():
        customer, _, party = subject.partition(_BETWEEN)
        if customer not in old or party in changed:
            continue
        match = msgspec.json.decode(body, type=Match)
        standings = ledger.standings(party, at.on, known=at.known, name=match.matched_name)
        if watch.lists:
            standings = [one for one in standings if one.list_key in watch.lists]
            if not standings:
                continue
        found[customer, party] = msgspec.structs.replace(match, standings=tuple(standings))
    return found


def _portfolio_news(
    watch: Watch, at: Look, queries: Mapping[str, Query], seen: Mapping[str, str], now: Mapping[str, str]
) -> Iterable[Alert]:
    for subject in sorted(seen.keys() | now.keys()):
        customer, _, _ = subject.partition(_BETWEEN)
        if customer not in queries or seen.get(subject) == now.get(subject):
            continue
        before, after = (msgspec.json.decode(side[subject]) if subject in side else None for side in (seen, now))
        what = _what(before, after)
        if what is None:
            continue
        match: Any = after or before
        yield Alert(
            id=_id(watch, subject), created=at.created, watch=watch.number, kind=watch.kind, target=watch.target,
            what=what, customer={"customer": customer, **queries[customer].to_dict()}, party=match["party"],
            name=match["name"], before=before, after=after, acts=_acts(match["standings"]),
            why=_why(what, customer, queries[customer].name, before, after), on=at.on.isoformat(), record=at.record,
        )  # fmt: skip


def _what(before: Any, after: Any) -> What | None:
    """What became of a match, as far as it matters; None where nothing did."""
    bound, binds = _bound(before), _bound(after)
    if not bound and not binds:
        return None
    if binds and not bound:
        return "new match" if before is None else "standing changed"
    if after is None:
        return "match gone"
    if before is None:
        return "new match"
    if [_ground(one) for one in before["standings"]] != [_ground(one) for one in after["standings"]]:
        return "standing changed"
    same = (before["matched_name"], before["score"]) == (after["matched_name"], after["score"])
    return None if same else "match changed"


def _bound(match: Any) -> bool:
    return match is not None and any(one["status"] in BINDING for one in match["standings"])


def _ground(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return (one["list"], one["status"], one["since"], one["until"], one["as"], tuple(one["programmes"]))


def _why(what: What, customer: str, name: str, before: Any, after: Any) -> str:
    who = f"Customer {customer} ({name})"
    if after is None:
        return f"{who} is no longer a candidate for {before['name']}: look again at what was decided on it."
    alike = f"{who} is like “{after['matched_name']}”, a name of {after['name']} (score {after['score']:.2f})"
    stands = "; ".join(
        f"{one['list']} {one['status']}" + (f" since {one['since']}" if one["since"] else "")
        for one in after["standings"]
    )
    return f"{alike}: {what}; {stands or 'on no list'}. A candidate, never a finding."


# -- parties and lists -----------------------------------------------------------------------------------------------


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
        standing = key.startswith(f"standing{_BETWEEN}")
        for place, side in enumerate((now, seen)):
            if key in side:
                value = msgspec.json.decode(side[key])
                party = watch.target if watch.kind == "party" else str(value["party"])
                sides[party][place + 2 * standing].append(value)
    names = ledger.party_names(sides, known=at.known)
    for party, (new, gone, after, before) in sorted(sides.items()):
        if not new and not gone and [_ground(one) for one in after] == [_ground(one) for one in before]:
            continue
        what: What = "party changed" if watch.kind == "party" else "list changed"
        yield Alert(
            id=_id(watch, party), created=at.created, watch=watch.number, kind=watch.kind, target=watch.target,
            what=what, party=party, name=names.get(party, party), before=before or None, after=after or None,
            events=tuple(new), withdrawn=tuple(gone), acts=_acts([*new, *after]),
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


def _acts(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["instrument"] for row in rows if row.get("instrument")))


def _id(watch: Watch, subject: str) -> str:
    """The id of an alert: of the watch, its look and the subject, so that a look that is repeated gives it again."""
    return hashlib.sha256(canonical([watch.number, watch.target, watch.runs + 1, subject])).hexdigest()[:32]


def _text(value: Any) -> str:
    return canonical(value).decode("utf-8")

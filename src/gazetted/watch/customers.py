"""One look at a portfolio: what changed is screened, the rest is kept, and the result is that of screening all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.decision import BINDING, Decision, entry_of, reopened
from gazetted.screening.result import Match, Query
from gazetted.watch.inverse import matches
from gazetted.watch.portfolio import Portfolio, engine_digest, opened
from gazetted.watch.result import Alert, Look, Observed, Watch, What, alert_id

BETWEEN = "\x1f"
"""Stands between the parts of a subject."""

_ENDED = ("removed", "lapsed")
"""Statuses of listings that have ended: what matters of them is when."""

_PASSING = ("newest", "doubt")
"""What a standing says of its list, and not of the party."""

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """What the last look left.

    Attributes:
        customers: gives customer → digest of its query; asked only where the file is another.
        seen: customer and party → the match as JSON.
        decisions: decisions that count, each with its number.
    """

    customers: Callable[[], Mapping[str, str]]
    seen: Mapping[str, str]
    decisions: Sequence[tuple[int, Decision]] = ()


def observe_portfolio(
    ledger: Ledger, watch: Watch, at: Look, before: Before, place: Path, version: str, *, full: bool = False
) -> Observed:
    """Look at a portfolio.

    Args:
        ledger: the record.
        watch: what is watched, with the moment of its last look.
        at: the present state.
        before: what the last look left.
        place: where the prepared portfolio is kept.
        version: of the program.
        full: screen everything again.

    Raises:
        UsageError: the file is not there any more.
        InputError: it is not what it should be.
    """
    portfolio = opened(watch.target, watch.mapping, place, version)
    same_file = watch.source == portfolio.digest
    digests = None if same_file else _digests(portfolio, version)
    fresh = _fresh(watch, before, digests, full=full)
    found, kept = _found(ledger, watch, at, before.seen, portfolio, digests, fresh)
    bodies: dict[str, str] = dict(kept)
    told: dict[str, Body] = {}
    for (customer, party), match in found.items():
        subject = f"{customer}{BETWEEN}{party}"
        told[subject] = dict(match.to_dict())
        bodies[subject] = stored(told[subject])
    decided = _decided(ledger, at, before, portfolio, bodies)
    for subject, decision in decided.items():
        bodies[subject] = stored({**msgspec.json.decode(bodies[subject]), "decision": decision})
        if subject in told:
            told[subject]["decision"] = decision
    alerts = tuple(_alerts(watch, at, portfolio, before.seen, bodies, told))
    return Observed(format_moment(at.known), digests, bodies, alerts, portfolio.digest, at.on.isoformat())


def stored(match: Mapping[str, Any]) -> str:
    """A match as it is kept: what its standings say of their lists as such is left out, for each edition changes it."""
    standings = [{**one, **dict.fromkeys(_PASSING)} for one in match["standings"]]
    return msgspec.json.encode({**match, "standings": standings}, order="sorted").decode()


def _digests(portfolio: Portfolio, version: str) -> dict[str, str]:
    """Customer → digest of its query, and of what prepares and compares it."""
    engine = engine_digest(version).encode()
    return {key: hashlib.sha256(engine + msgspec.json.encode(query)).hexdigest() for key, query in portfolio.all_rows()}


def _fresh(watch: Watch, before: Before, digests: Mapping[str, str] | None, *, full: bool) -> set[str] | None:
    """Customers that must be held against the whole record; None: all of them."""
    if full or watch.known is None:
        return None
    if digests is None:
        return set()
    held = before.customers()
    return {key for key, digest in digests.items() if held.get(key) != digest}


def _found(
    ledger: Ledger,
    watch: Watch,
    at: Look,
    seen: Mapping[str, str],
    portfolio: Portfolio,
    digests: Mapping[str, str] | None,
    fresh: set[str] | None,
) -> tuple[dict[tuple[str, str], Match], dict[str, str]]:
    """Matches that were looked for, and bodies of those that need not be."""

    def screened(against: Portfolio, parties: Any) -> dict[tuple[str, str], Match]:
        return matches(ledger, against, parties, on=at.on, known=at.known, lists=watch.lists, threshold=watch.threshold)

    if fresh is None or watch.known is None:
        return screened(portfolio, _all_parties(ledger, at.known)), {}
    found: dict[tuple[str, str], Match] = {}
    if fresh:
        some = Portfolio.build({key: query for key, query in portfolio.all_rows() if key in fresh})
        found = screened(some, _all_parties(ledger, at.known))
    touched = ledger.touched(dt.datetime.fromisoformat(watch.known), at.known)
    parties = _all_parties(ledger, at.known) if touched is None else touched
    found |= {pair: match for pair, match in screened(portfolio, parties).items() if pair[0] not in fresh}
    kept: dict[str, str] = {}
    if touched is None:
        return found, kept
    moving = _moving(ledger, watch, at)
    for subject, body in seen.items():
        customer, _, party = subject.partition(BETWEEN)
        if customer in fresh or party in parties or (digests is not None and customer not in digests):
            continue
        if moving is not None and party not in moving:
            kept[subject] = _without_decision(body)
        elif (match := _standing_now(ledger, watch, at, party, body)) is not None:
            found[customer, party] = match
    return found, kept


def _moving(ledger: Ledger, watch: Watch, at: Look) -> frozenset[str] | None:
    """Parties that the day alone may have moved since the last look; None: any."""
    if watch.known is None or watch.day is None:
        return None
    if watch.day == at.on.isoformat():
        return frozenset()
    return ledger.passing(dt.date.fromisoformat(watch.day), at.on, known=dt.datetime.fromisoformat(watch.known))


def _all_parties(ledger: Ledger, known: dt.datetime) -> set[str]:
    return {name.party for name in ledger.names(known)}


def _without_decision(body: str) -> str:
    return stored({key: value for key, value in msgspec.json.decode(body).items() if key != "decision"}) \
        if '"decision"' in body else body  # fmt: skip


def _standing_now(ledger: Ledger, watch: Watch, at: Look, party: str, body: str) -> Match | None:
    """A match whose customer and party are as they were, with its standings of today."""
    match = msgspec.json.decode(body, type=Match)
    standings = ledger.standings(party, at.on, known=at.known, name=match.matched_name)
    if watch.lists:
        standings = [one for one in standings if one.list_key in watch.lists]
        if not standings:
            return None
    return msgspec.structs.replace(match, standings=tuple(standings))


# -- decisions -------------------------------------------------------------------------------------------------------


def _decided(
    ledger: Ledger, at: Look, before: Before, portfolio: Portfolio, bodies: Mapping[str, str]
) -> dict[str, Body]:
    """What users decided of the matches that there are, and which of it is to be looked at again."""
    found: dict[str, Body] = {}
    for number, made in before.decisions:
        subject = f"{made.customer}{BETWEEN}{made.party}"
        if subject not in bodies:
            continue
        query = portfolio.query(made.customer)
        if query is None or (made.name and query.name != made.name):
            continue
        party = ledger.party(made.party, known=at.known)
        names = tuple(name.text for name in ledger.names_of(made.party, known=at.known))
        now = entry_of(ledger, party, names, on=at.on, known=at.known) if party is not None else None
        why = reopened(made, now)
        found[subject] = {
            "number": number, "verdict": made.verdict, "user": made.user, "time": made.time, "reason": made.reason,
            **({"open": why} if why else {}),
        }  # fmt: skip
    return found


# -- alerts ----------------------------------------------------------------------------------------------------------


def _alerts(
    watch: Watch,
    at: Look,
    portfolio: Portfolio,
    seen: Mapping[str, str],
    bodies: Mapping[str, str],
    told: Mapping[str, Body],
) -> Iterator[Alert]:
    for subject in sorted(seen.keys() | bodies.keys()):
        if seen.get(subject) == bodies.get(subject):
            continue
        customer, _, _ = subject.partition(BETWEEN)
        query = portfolio.query(customer)
        if query is None:
            continue
        before = msgspec.json.decode(seen[subject]) if subject in seen else None
        after = told.get(subject) or (msgspec.json.decode(bodies[subject]) if subject in bodies else None)
        what = _what(before, after)
        if what is None:
            continue
        match: Any = after or before
        yield Alert(
            id=alert_id(watch, subject), created=at.created, watch=watch.number, kind=watch.kind, target=watch.target,
            what=what, customer={"customer": customer, **query.to_dict()}, party=match["party"],
            name=match["name"], before=before, after=after, acts=acts_of(match["standings"]),
            decision=match.get("decision"), why=_why(what, customer, query, before, after), on=at.on.isoformat(),
            record=at.record,
        )  # fmt: skip


def _what(before: Any, after: Any) -> What | None:
    """What became of a match, as far as it matters; None where nothing did, or where it was cleared."""
    bound, binds = is_bound(before), is_bound(after)
    if not bound and not binds:
        return None
    if after is not None and is_cleared(after):
        return None
    if after is not None and (again := _opened(after)) and again != _opened(before):
        return "match reopened"
    if binds and not bound:
        return "new match" if before is None else "standing changed"
    if after is None:
        return None if is_cleared(before) else "match gone"
    if before is None:
        return "new match"
    if [ground_of(one) for one in before["standings"]] != [ground_of(one) for one in after["standings"]]:
        return "standing changed"
    same = (before["matched_name"], before["score"]) == (after["matched_name"], after["score"])
    return None if same else "match changed"


def is_cleared(match: Any) -> bool:
    """Whether a match was cleared, and that holds."""
    held = match.get("decision") or {}
    return held.get("verdict") == "cleared" and "open" not in held


def _opened(match: Any) -> str:
    """Why a match that was cleared must be looked at again; empty where it need not be."""
    held = (match or {}).get("decision") or {}
    return str(held.get("open", "")) if held.get("verdict") == "cleared" else ""


def is_bound(match: Any) -> bool:
    """Whether a match stands on a list today."""
    return match is not None and any(one["status"] in BINDING for one in match["standings"])


def ground_of(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """What of a standing matters: where it is, since when, under which name and programmes."""
    return (one["list"], one["status"], one["since"], one["until"], one["as"], tuple(one["programmes"]))


def acts_of(rows: Any) -> tuple[str, ...]:
    """The acts behind standings or events, each once."""
    return tuple(dict.fromkeys(row["instrument"] for row in rows if row.get("instrument")))


def _why(what: What, customer: str, query: Query, before: Any, after: Any) -> str:
    who = f"Customer {customer} ({query.name})"
    if after is None:
        return f"{who} is no longer a candidate for {before['name']}: look again at what was decided on it."
    alike = f"{who} is like “{after['matched_name']}”, a name of {after['name']} (score {after['score']:.2f})"
    stands = "; ".join(map(_stands, after["standings"]))
    said = f"{alike}: {what}; {stands or 'on no list'}. A candidate, never a finding."
    return f"{said} {_decision_words(after.get('decision'))}".strip()


def _stands(one: Mapping[str, Any]) -> str:
    """Where a party stands: with the first day of a listing, or the last one of a listing that has ended.

    >>> _stands({"list": "us.fto", "status": "removed", "since": "2018-06-01", "until": "2025-07-08"})
    'us.fto removed 2025-07-08'
    """
    if one["status"] in _ENDED:
        return f"{one['list']} {one['status']} {one['until'] or '(day unknown)'}"
    return f"{one['list']} {one['status']}" + (f" since {one['since']}" if one["since"] else "")


def _decision_words(decision: Mapping[str, Any] | None) -> str:
    if not decision:
        return ""
    by = f"{decision['verdict'].capitalize()} by {decision['user']} on {decision['time'][:10]}"
    return str(decision.get("open") or f"{by}: {decision['reason']}")

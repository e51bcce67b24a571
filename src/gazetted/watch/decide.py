"""Decisions on matches: kept with the watch, on what the record said of the party then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from gazetted.errors import UsageError
from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.decision import Decision, decision, entry_of
from gazetted.watch.customers import BETWEEN, is_bound, is_cleared
from gazetted.watch.portfolio import opened
from gazetted.watch.result import Watch
from gazetted.watch.state import State


def decide(
    ledger: Ledger,
    state: State,
    number: int,
    customer: str,
    party: str,
    verdict: str,
    *,
    reason: str,
    user: str,
    now: dt.datetime,
    version: str = "",
) -> Decision:
    """Keep what a user decided of a match of a portfolio; it counts from the next run on.

    Args:
        ledger: the record.
        state: the watches.
        number: of the portfolio's watch.
        customer: the key of the customer, as alerts name it.
        party: slug of the party.
        verdict: `cleared` or `confirmed`.
        reason: why.
        user: who decides.
        now: the present moment.
        version: of the program, as runs are told it.

    Raises:
        UsageError: there is no such match, or the decision lacks something.
    """
    watch = portfolio_of(state, number)
    if watch.known is None or f"{customer}{BETWEEN}{party}" not in state.seen(watch):
        raise UsageError(
            f"Customer {customer} has no match with {party} at the last run: see `gazetted watch matches`."
        )
    query = opened(watch.target, watch.mapping, state.place_of(watch), version).query(customer)
    if query is None:
        raise UsageError(f"{watch.target} holds no customer {customer} any more: run `gazetted watch run` first.")
    # What the user saw is what the last run saw; what was told since must open the decision again.
    known = dt.datetime.fromisoformat(watch.known)
    day = dt.date.fromisoformat(watch.day) if watch.day else now.date()
    with ledger.snapshot():
        held = ledger.party(party, known=known)
        names = tuple(name.text for name in ledger.names_of(party, known=known))
        entry = entry_of(ledger, held, names, on=day, known=known) if held is not None else None
    made = decision(
        customer, party, verdict, reason=reason, user=user, time=format_moment(now), name=query.name, entry=entry
    )
    state.decide(watch, made)
    return made


def matches_of(state: State, number: int, *, everything: bool = False) -> list[dict[str, Any]]:
    """The matches of a portfolio at its last run, each with its `customer` and, where there is one, its `decision`.

    Args:
        state: the watches.
        number: of the portfolio's watch.
        everything: also matches that were cleared, and such as no list binds.

    Raises:
        UsageError: the number is that of no portfolio.
    """
    watch = portfolio_of(state, number)
    decided = {(made.customer, made.party): made for _, made in state.decisions(watch)}
    found = []
    for subject, body in sorted(state.seen(watch).items()):
        customer, _, party = subject.partition(BETWEEN)
        match = {"customer": customer, **msgspec.json.decode(body)}
        made = decided.get((customer, party))
        if made is not None and "decision" not in match:  # decided since the last run
            match["decision"] = {"verdict": made.verdict, "user": made.user, "time": made.time, "reason": made.reason}
        if everything or (is_bound(match) and not is_cleared(match)):
            found.append(match)
    return found


def portfolio_of(state: State, number: int) -> Watch:
    """A watched portfolio by its number.

    Raises:
        UsageError: the number is that of none.
    """
    watch = next((one for one in state.watches() if one.number == number), None)
    if watch is None or watch.kind != "portfolio":
        raise UsageError(f"No portfolio has the number {number}: see `gazetted watch list`.")
    return watch

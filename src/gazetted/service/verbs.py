"""The verbs as documents: what the command line prints with `--json`, for every way into the service.

Each function takes the state that its answer is made from, so that an answer is of one state as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from gazetted.inquiry import as_moment
from gazetted.service.engine import Engine
from gazetted.service.state import State, readable

Document = dict[str, Any]


def block(engine: Engine, state: State, known: str | None) -> Document:
    """What an answer rests on."""
    return engine.block(state) if known is None else state.record.block(known)


def standing(engine: Engine, party: str, on: str | None, known: str | None, lists: Sequence[str]) -> Document:
    """Where a party stands on a day; errors as of `Record.standing`."""
    state = engine.state
    record, day = state.record, on or engine.clock().date().isoformat()
    found = record.standing(party, on=day, known=known, lists=lists)
    return {
        "record": block(engine, state, known),
        "party": record.party(party, known=known).to_dict(),
        "on": day,
        "standings": [one.to_dict() for one in found],
    }


def history(engine: Engine, party: str, known: str | None, lists: Sequence[str]) -> Document:
    """The events of a party, in order; errors as of `Record.history`."""
    state = engine.state
    record = state.record
    wanted = record.ledger.checked_lists(lists, known=as_moment(known))
    events = [one for one in record.history(party, known=known) if not wanted or one.list_key in wanted]
    ordered = sorted(events, key=lambda event: (event.date.iso if event.date else "~", event.order()))
    return {
        "record": block(engine, state, known),
        "party": record.party(party, known=known).to_dict(),
        "events": [event.to_dict() for event in ordered],
    }


def find(engine: Engine, name: str, known: str | None) -> Document:
    """The parties that a name can mean, best first."""
    state = engine.state
    found = state.record.find(name, known=known)
    return {"record": block(engine, state, known), "query": name, "parties": [party.to_dict() for party in found]}


def assess(
    engine: Engine, party: str, on: str | None, known: str | None, without: Sequence[str], since: str | None
) -> Document:
    """What the standings of a party mean on a day; errors as of `Record.assess`."""
    return engine.state.record.assess(party, on=on, known=known, without=without, since=since).to_dict()


def changes(
    engine: Engine, since: str | None, until: str | None, known: str | None, lists: Sequence[str]
) -> msgspec.Raw:
    """What the publishers changed between two days, encoded; errors as of `Record.changes`.

    A year of changes takes long to make, so that it is kept.
    """
    state = engine.state
    rest = block(engine, state, known)

    def made() -> bytes:
        events = state.record.changes(since=since, until=until, lists=lists, known=known)
        return msgspec.json.encode([event.to_dict() for event in events])

    events = state.large.once(("changes", since, until, known, tuple(sorted(lists))), made)
    return msgspec.Raw(
        msgspec.json.encode({"record": rest, "since": since, "until": until, "events": msgspec.Raw(events)})
    )


def lists(engine: Engine, on: str | None, known: str | None) -> Document:
    """What the record holds of every list, and how old it is."""
    state = engine.state
    day = on or engine.clock().date().isoformat()
    rest = block(engine, state, known)
    asked = msgspec.json.encode(rest.get("stale"))
    found = state.large.once(("lists", day, known, asked), lambda: state.record.lists(on=day, known=known))
    return {"record": rest, "on": day, "lists": [one.to_dict() for one in found]}


def identity(engine: Engine, party: str, known: str | None) -> Document:
    """The entries that are taken for one party; errors as of `Record.identity`."""
    state = engine.state
    record = state.record
    found = record.party(party, known=known)
    rest = {"record": block(engine, state, known), "party": found.to_dict()}
    return {**rest, **record.identity(party, known=known).to_dict()}


def proposals(engine: Engine, limit: int, known: str | None) -> Document:
    """Pairs that may be one party and that nobody has decided, the likelier first."""
    state = engine.state
    found = state.record.proposals(known=known)
    return {"record": block(engine, state, known), "proposals": [tie.to_dict() for tie in found[:limit]]}


def read(
    engine: Engine,
    text: str | bytes,
    *,
    name: str,
    date: str | None,
    publisher: str | None,
    known: str | None,
    today: str | None,
    with_text: bool,
) -> Document:
    """An article against the record; errors as of `Record.read`."""
    state = engine.state
    if known is None:
        readable(state)
    moment = state.moment.isoformat() if known is None else known
    record = state.record
    found = record.read(text, name=name, date=date, publisher=publisher, known=moment, today=today)
    return found.to_dict(with_text=with_text)

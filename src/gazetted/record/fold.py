"""From the events of one entry to its state on a day.

Rules, each with a named test:

* Only effective facts move a state; what was announced, signed or laid waits for its own effective day.
* Where a day is uncertain the entry counts as in force for as long as it may have been, with the doubt in words. The
  exception: a removal on an unknown day is never shown as in force (nobody may be told that a dead listing binds).
* Being listed while in force is a renewal: the first day stays, the act is the newer one.
* Revocation looks forward: a past state is never touched by a later event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.party import NameType
from gazetted.model.standing import Status
from gazetted.text.normal import normalise

STARTS = frozenset({"listed", "relisted"})
ENDS = frozenset({"delisted", "lapsed"})
IN_FORCE: frozenset[Status] = frozenset({"in force", "suspended", "contested"})


@dataclass(frozen=True, slots=True)
class NameState:
    """A name of an entry on a day.

    Attributes:
        text: the name as listed.
        name_type: what it is to the entry.
        denotes: slug of another party that it stands for; None where it is the entry's own.
        since: its first day; None where that is not known.
        until: the day it was taken off; None while it stands.
        begins: the first day on which it counts as there, known or not (for a name still to come: that day).
        ground: the fact behind it.
        on: whether it is there on the day (the entry itself may still be off).
    """

    text: str
    name_type: NameType
    denotes: str | None
    since: PartialDate | None
    until: PartialDate | None
    begins: dt.date
    ground: Event
    on: bool


@dataclass(frozen=True, slots=True)
class EntryState:
    """An entry of a list on a day.

    Attributes:
        status: what it is.
        since: first day of the present (or last) period; None where it is not known.
        until: the day that period ended; None while it lasts or where the day is not known.
        ground: the act behind the status; None before anything happened.
        opened: the fact that opened the period.
        name: the primary name.
        programmes: programmes it stands under.
        names: every name it ever had up to that day or will have, by normal form.
        doubts: what the record does not know of its end, in sentences.
        first_doubts: what it does not know of its first day.
        begins: first day on which it will stand, for an entry still to come.
    """

    status: Status = "not listed"
    since: PartialDate | None = None
    until: PartialDate | None = None
    ground: Event | None = None
    opened: Event | None = None
    name: str = ""
    programmes: tuple[str, ...] = ()
    names: tuple[NameState, ...] = ()
    doubts: tuple[str, ...] = ()
    first_doubts: tuple[str, ...] = ()
    begins: PartialDate | None = None


def effect_day(event: Event) -> dt.date:
    """The day from which an effective event changes a state.

    A start counts from the first day that it may mean, an end from the last; a start or an end known only by a day on
    which it had come about counts from that day. (A period that an undated end closes is never shown as in force:
    `_undated_end`.)
    """
    if event.date is not None:
        return event.date.latest() if event.what in ENDS or event.what == "name removed" else event.date.earliest()
    if event.what == "name added":
        return dt.date.min
    bound = event.not_after or event.not_before
    return bound.latest() if bound else dt.date.max if event.what in ENDS else dt.date.min


def in_order(events: Iterable[Event]) -> list[Event]:
    """Effective events in the order in which they take effect.

    What had come about by a day, such as that of an edition, goes after the acts of that day.
    """
    effective = (event for event in events if event.step == "effective")
    return sorted(effective, key=lambda e: (effect_day(e), e.not_after is not None, e.order()))


def state_on(events: Iterable[Event], on: dt.date) -> EntryState:
    """The state of one entry on a day, from all its events (of any order and step)."""
    ordered = in_order(events)
    past = [e for e in ordered if effect_day(e) <= on]
    future = [e for e in ordered if effect_day(e) > on]
    state = EntryState()
    for event in past:
        state = _moved(state, event)
    state = _undated_end(state, ordered)
    coming = next((e for e in future if e.what in STARTS), None)
    return replace(
        state,
        name=state.name or (coming.name if coming else ""),
        names=_names(ordered, on),
        doubts=tuple(_end_doubts(state, future, on)),
        first_doubts=tuple(_first_doubts(state, future)),
        begins=coming.date or coming.not_after if coming else None,
    )


def _moved(state: EntryState, event: Event) -> EntryState:
    """The state after one event."""
    if event.what in STARTS:
        return _started(state, event)
    if event.what in ENDS:
        if state.status not in IN_FORCE:
            return state
        status: Status = "removed" if event.what == "delisted" else "lapsed"
        return replace(state, status=status, until=event.date, ground=event)
    if event.what == "renamed":
        return replace(state, name=event.name or state.name, programmes=event.programmes or state.programmes)
    if event.what == "amended" and event.programmes:
        return replace(state, programmes=event.programmes)
    turned: dict[str, Status] = {"suspended": "suspended", "struck down": "contested", "reinstated": "in force"}
    if event.what in turned and state.status in IN_FORCE:
        return replace(state, status=turned[event.what], ground=event)
    return state


def _started(state: EntryState, event: Event) -> EntryState:
    name = event.name or state.name
    if state.status not in IN_FORCE:
        return replace(
            state,
            status="in force",
            since=event.date,
            until=None,
            ground=event,
            opened=event,
            name=name,
            programmes=event.programmes,
        )
    programmes = state.programmes + tuple(p for p in event.programmes if p not in state.programmes)
    renewed = event.what == "relisted" and event.date is not None
    return replace(
        state,
        ground=event if renewed else state.ground,
        name=name if renewed or not state.name else state.name,
        programmes=programmes,
    )


def _undated_end(state: EntryState, ordered: Sequence[Event]) -> EntryState:
    """An end of unknown day closes the period that it may have ended, from its beginning."""
    if state.status not in IN_FORCE or state.opened is None:
        return state
    began = effect_day(state.opened)
    for event in ordered:
        if event.what in ENDS and event.date is None and effect_day(event) >= began:
            status: Status = "removed" if event.what == "delisted" else "lapsed"
            return replace(state, status=status, until=None, ground=event)
    return state


@dataclass(slots=True)
class _Name:
    event: Event
    since: PartialDate | None
    begins: dt.date
    until: PartialDate | None = None
    ended: dt.date | None = None


def _names(ordered: Sequence[Event], on: dt.date) -> tuple[NameState, ...]:
    """Every name of the entry, each with its own dates, as of a day."""
    first = min((effect_day(e) for e in ordered if e.what in STARTS), default=dt.date.min)
    found: dict[tuple[str, str | None], _Name] = {}
    for event in ordered:
        key = (normalise(event.name), event.denotes)
        day = max(effect_day(event), first)
        if event.what in STARTS or event.what in ("renamed", "name added"):
            held = found.get(key)
            if event.what == "renamed" and event.former:
                found.setdefault((normalise(event.former), None), _former(event, first))
            if not event.name:
                continue
            if held is None or _dates_better(held, event) or (held.ended is not None and held.ended <= day <= on):
                found[key] = _Name(event, event.date, day)
        elif event.what == "name removed" and key in found and found[key].ended is None:  # not that of a later stay
            held = found[key]
            held.until, held.ended = event.date, effect_day(event)
            if held.ended <= on:
                held.event = msgspec.structs.replace(event, name=held.event.name, name_type=held.event.name_type)
    return tuple(_name_state(name, on) for name in found.values())


def _dates_better(held: _Name, event: Event) -> bool:
    """Whether a fact gives the first day of a name of which only a later day was known so far."""
    if held.since is not None or held.ended is not None or event.date is None:
        return False
    seen = held.event.not_after
    return seen is None or event.date.earliest() <= seen.latest()


def _former(event: Event, first: dt.date) -> _Name:
    return _Name(msgspec.structs.replace(event, name=event.former, name_type="former"), None, first)


def _name_state(name: _Name, on: dt.date) -> NameState:
    event = name.event
    there = name.begins <= on and (name.ended is None or on < name.ended)
    return NameState(
        text=event.name,
        name_type=event.name_type,
        denotes=event.denotes,
        since=name.since,
        until=name.until if name.ended is not None and name.ended <= on else None,
        begins=name.begins,
        ground=event,
        on=there,
    )


def _end_doubts(state: EntryState, future: Sequence[Event], on: dt.date) -> Iterable[str]:
    """What is not known about the end of the state, in sentences."""
    for event in future:
        if event.what in ENDS and event.not_before and event.not_before.earliest() <= on and state.status in IN_FORCE:
            end = event.date or event.not_after
            yield f"Removed between {event.not_before} and {end}; the day is not in the record."
    ground = state.ground
    if ground is None or ground.what not in ENDS:
        return
    if ground.date is None:
        limit = f" not later than {ground.not_after}" if ground.not_after else ""
        yield f"Removed{limit} on a day that the record does not know."
    elif ground.not_before:
        yield f"Removed between {ground.not_before} and {ground.date}; the day is not in the record."
    elif ground.not_after:
        yield f"Removed by {ground.not_after}; the day is not in the record."


def _first_doubts(state: EntryState, future: Sequence[Event]) -> Iterable[str]:
    """What is not known about the first day of the state, in sentences."""
    for event in future:
        if event.what in STARTS and event.date is None and event.not_after and state.status == "not listed":
            yield f"On the list by {event.not_after}; its first day is not in the record."
    if state.status in IN_FORCE and state.since is None and state.opened is not None:
        bound = f" by {state.opened.not_after}" if state.opened.not_after else ""
        yield f"On the list{bound}; its first day is not in the record."

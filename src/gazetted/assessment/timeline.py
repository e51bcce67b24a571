"""When a party stood on which list: the record asked on every day on which something can have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from gazetted.assessment.result import Bar, Period, State
from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.model.standing import Standing
from gazetted.text.normal import normalise

MOST_DAYS = 2000
"""Days that are asked at most; of a party with more the latest are."""

_WEIGHT: dict[State, int] = {"suspended": 0, "contested": 1, "other": 2, "own": 3}


def timeline(
    party: Party, events: Iterable[Event], on: dt.date, standing: Callable[[dt.date], Sequence[Standing]]
) -> list[Bar]:
    """A bar for each list on which the party ever stood.

    Args:
        party: the party.
        events: its events.
        on: the day asked; it is asked of besides.
        standing: gives the standings on a day.
    """
    days = sorted({*(day for event in events for day in _days(event)), on})[-MOST_DAYS:]
    asked = [(day, standing(day)) for day in days]
    newest = {one.list_key: one.newest for _, there in asked for one in there}
    bars = []
    for key in newest:
        periods = _periods(party, key, asked)
        if periods:
            bars.append(Bar(key, newest[key], tuple(periods)))
    return bars


def _days(event: Event) -> Iterable[dt.date]:
    """The days on which an event can have changed a standing."""
    if event.step != "effective" or event.list_key is None:
        return
    for date in (event.date, event.not_before, event.not_after):
        if date is not None:
            yield date.earliest()
            last = date.latest()
            yield last
            if last < dt.date.max:
                yield last + dt.timedelta(days=1)


def _periods(party: Party, key: str, asked: Sequence[tuple[dt.date, Sequence[Standing]]]) -> list[Period]:
    found: list[Period] = []
    for day, there in asked:
        held = _state(party, [one for one in there if one.list_key == key])
        running = found[-1] if found and found[-1].until is None else None
        if held is None:
            if running is not None:
                found[-1] = _until(running, day)
        elif running is None or (running.state, running.name) != held[:2]:
            if running is not None:
                found[-1] = _until(running, day)
            found.append(Period(day.isoformat(), None, *held))
    return found


def _until(period: Period, day: dt.date) -> Period:
    return Period(period.since, day.isoformat(), period.state, period.name, period.instrument)


def _state(party: Party, there: Sequence[Standing]) -> tuple[State, str, str] | None:
    """How the party stood: the strongest of its standings there, its name and act."""
    own = normalise(party.name)
    found: list[tuple[State, str, str]] = []
    for one in there:
        state: State
        if one.status == "contested":
            state = "contested"
        elif one.status == "suspended":
            state = "suspended"
        elif one.status == "in force":
            state = "own" if own in (normalise(one.name), normalise(one.as_)) else "other"
        else:
            continue
        found.append((state, one.name or one.as_, one.instrument))
    return max(found, key=lambda one: _WEIGHT[one[0]]) if found else None

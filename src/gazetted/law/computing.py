"""Days that the law computes from a step, such as the 21st day after laying."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from gazetted.law.provisions import ListLaw, Term
from gazetted.model.event import Event


class Computed(msgspec.Struct, frozen=True, kw_only=True):
    """A day that follows from a step.

    Attributes:
        list_key: the list.
        term: the rule.
        event: the step from which it is counted.
        day: the day that follows.
    """

    list_key: str
    term: Term
    event: Event
    day: dt.date


def computed_days(list_key: str, law: ListLaw, events: Iterable[Event], on: dt.date) -> list[Computed]:
    """The days that the law of a list computes from the steps known by a day, in order.

    Of a rule in years only the day after the last such step counts, for each entry: each renewal begins it anew.

    Args:
        list_key: the list.
        law: its law.
        events: events of a party.
        on: only steps up to this day are counted from.
    """
    mine = [e for e in events if e.list_key == list_key and e.date is not None and e.date.precision == "day"]
    found: list[Computed] = []
    for term in law.term:
        begun = [e for e in mine if e.step == term.after and e.what in term.what and _day(e) <= on]
        begun = [e for e in begun if term.holds(_day(e))]
        counted = _last_of_each(begun) if term.years else begun
        found += [Computed(list_key=list_key, term=term, event=e, day=after(_day(e), term)) for e in counted]
    unique = {(one.term.key, one.day): one for one in found}
    return sorted(unique.values(), key=lambda one: (one.day, one.term.key))


def after(day: dt.date, term: Term) -> dt.date:
    """The day that a rule computes; of 29 February, where the year has none, 1 March."""
    if term.days:
        return day + dt.timedelta(days=term.days)
    try:
        return day.replace(year=day.year + term.years)
    except ValueError:
        return dt.date(day.year + term.years, 3, 1)


def _day(event: Event) -> dt.date:
    return event.date.earliest() if event.date else dt.date.min


def _last_of_each(events: Sequence[Event]) -> list[Event]:
    last = {event.entry: event for event in sorted(events, key=_day)}
    return list(last.values())

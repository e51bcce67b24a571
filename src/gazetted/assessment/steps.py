"""How a party leaves a list: the steps that the law sets, those seen in the record, and the days that it computes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from gazetted.assessment.result import ComputedDay, Leaving, SeenStep
from gazetted.law.applying import removal_on
from gazetted.law.computing import computed_days
from gazetted.law.library import law_of
from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.text.normal import normalise

LEAVING = frozenset({"delisted", "name removed", "lapsed", "suspended", "struck down", "context"})
"""What can be a step on the way off a list."""

STARTS = frozenset({"listed", "relisted", "reinstated", "name added"})


def leaving(party: Party, keys: Iterable[str], events: Sequence[Event], on: dt.date) -> list[Leaving]:
    """For each of some lists: who decides a removal, by which steps, and which of them were seen up to the day."""
    found = []
    for key in dict.fromkeys(keys):
        law = law_of(key)
        removal = removal_on(law, on) if law else None
        if removal is None:
            continue
        found.append(
            Leaving(
                list_key=key,
                who=removal.who,
                steps=removal.steps,
                seen=tuple(seen(party, key, events, on)),
                instrument=removal.instrument,
                source=removal.source,
                confidence=removal.confidence,
                unconfirmed=removal.unconfirmed or None,
            )
        )
    return found


def seen(party: Party, key: str, events: Sequence[Event], on: dt.date) -> list[SeenStep]:
    """The steps towards a removal since the party last came on to the list, with the days between them.

    That another name of an entry was dropped is no such step.
    """
    mine = [e for e in events if e.list_key == key and e.date is not None and e.date.earliest() <= on]
    begun = max((e.date.earliest() for e in mine if e.what in STARTS and e.date), default=dt.date.min)
    found: list[SeenStep] = []
    before: dt.date | None = None
    for event in mine:
        if event.date is None or event.what not in LEAVING or event.date.earliest() <= begun:
            continue
        if event.step == "context" or (event.what == "context" and event.step == "effective"):
            continue
        if event.what == "name removed" and normalise(event.name) != normalise(party.name):
            continue
        day = event.date.earliest()
        if found and (found[-1].date, found[-1].step, found[-1].what) == (event.date.iso, event.step, event.what):
            continue  # one act that touches several names is one step
        days = (day - before).days if before else None
        found.append(_step(event, event.date.iso, days))
        before = day
    return found


def _step(event: Event, day: str, days: int | None) -> SeenStep:
    bounds = [one.iso if one else None for one in (event.not_before, event.not_after)]
    return SeenStep(
        date=day,
        step=event.step,
        what=event.what,
        name=event.name or event.note,
        days=days,
        instrument=event.instrument,
        source=event.source,
        confidence=event.confidence,
        date_bounds=(bounds[0], bounds[1]) if any(bounds) else None,
        note=event.note if event.name else "",
    )


def computed(keys: Iterable[str], events: Sequence[Event], on: dt.date) -> list[ComputedDay]:
    """The days that the law of some lists computes from steps up to a day."""
    laws = {key: law_of(key) for key in keys}
    days = [one for key, law in laws.items() if law for one in computed_days(key, law, events, on)]
    return [
        ComputedDay(
            list_key=one.list_key,
            title=one.term.title,
            day=one.day.isoformat(),
            counted_from=one.event.date.iso if one.event.date else "",
            step=one.event.step,
            name=one.event.name,
            passed=one.day <= on,
            instrument=one.term.instrument,
            source=one.term.source,
            confidence=one.term.confidence,
            unconfirmed=one.term.unconfirmed or None,
        )
        for one in sorted(days, key=lambda one: (one.day, one.list_key))
    ]

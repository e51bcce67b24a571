"""Reports and the record together: how a change went, how long each step took, and what came of each report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from gazetted.assessment.course import Course, CourseStep, Fate, Way
from gazetted.assessment.reports import Step, signals_of, steps_of
from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.model.standing import Standing
from gazetted.record.kept import KeptDocument, Stage
from gazetted.text.normal import normalise

SAME_DAYS = 7
"""A report of a stage within so many days of the record's step of that stage is of that step."""

AFTER_DAYS = 31
"""News of an act may come so many days after it."""

_OFF = frozenset({"delisted", "lapsed", "name removed", "suspended", "struck down"})
_ON = frozenset({"listed", "relisted", "reinstated", "name added"})
_NAMES = frozenset({"name added", "name removed"})
_SAID: Mapping[str, Stage] = {
    "considered": "considered", "urged": "urged", "announced": "announced", "signed": "signed",
    "published": "published", "effective": "effective", "rejected": "rejected",
}  # fmt: skip
_ORDER: Mapping[Stage, int] = {
    "considered": 0, "urged": 1, "announced": 2, "signed": 2, "published": 3, "effective": 4, "rejected": 5,
    "struck down": 6,
}  # fmt: skip
_BINDING = frozenset({"in force", "contested"})

Standings = Callable[[dt.date], Sequence[Standing]]


class _Mark(NamedTuple):
    """A step with its day."""

    day: dt.date
    step: CourseStep


class _Key(NamedTuple):
    """What a course is of."""

    authority: str
    list_key: str | None
    direction: Way


def courses(
    party: Party,
    slugs: Collection[str],
    documents: Iterable[KeptDocument],
    events: Sequence[Event],
    on: dt.date,
    authorities: Mapping[str, str],
    standing: Standings,
) -> list[Course]:
    """How the listings of a party changed up to a day, by what documents reported and what the record holds.

    A course ends with the act that decided it; what comes after begins another. What the record alone tells is a
    course where it holds a step before the act.

    Args:
        party: the party.
        slugs: all slugs that are this party.
        documents: kept documents.
        events: the events of the party.
        on: the day.
        authorities: list → its authority in short form.
        standing: where the party stood on a day.
    """
    recorded = _recorded(party, slugs, events, on, authorities, standing)
    arrivals = {
        key.list_key: [mark.day for mark in marks if mark.step.stage == "effective"]
        for key, marks in recorded.items()
        if key.direction == "list" and key.list_key
    }
    told = signals_of(documents, slugs, on, authorities, standing, arrivals)
    groups = {key: list(marks) for key, marks in recorded.items()}
    for one in steps_of(told):
        key = _Key(one.authority, one.list_key, "list" if one.direction == "list" else "delist")
        groups.setdefault(key, []).append(_reported(one))
    found = []
    for key, marks in groups.items():
        opposite = recorded.get(key._replace(direction="list" if key.direction == "delist" else "delist"), ())
        acts = [mark.day for mark in opposite if mark.step.stage == "effective"]
        found += [_course(key, run, end) for run, end in _runs(_merged(marks), acts)]
    kept = [one for one in found if one.reported or any(step.stage != "effective" for step in one.steps)]
    return sorted(kept, key=lambda one: (one.steps[0].date, one.authority, one.list_key or "~", one.direction))


def _recorded(
    party: Party,
    slugs: Collection[str],
    events: Iterable[Event],
    on: dt.date,
    authorities: Mapping[str, str],
    standing: Standings,
) -> dict[_Key, list[_Mark]]:
    """The steps that the record holds, by list and way; an act that touches several names is one step."""
    found: dict[_Key, list[_Mark]] = {}
    own = normalise(party.name)
    for event in events:
        authority = authorities.get(event.list_key or "")
        if authority is None or event.date is None or event.date.earliest() > on:
            continue
        stage: Stage | None = "struck down" if event.what == "struck down" else _SAID.get(event.step)
        foreign = event.what in _NAMES and normalise(event.name) != own
        if stage is None or foreign or event.about not in slugs:
            continue
        way = _way(event, stage, standing)
        if way is None:
            continue
        marks = found.setdefault(_Key(authority, event.list_key, way), [])
        mark = _Mark(event.date.earliest(), _step(event, stage, way))
        if all((held.day, held.step.stage) != (mark.day, stage) for held in marks):
            marks.append(mark)
    return found


def _way(event: Event, stage: Stage, standing: Standings) -> Way | None:
    """Which way an event goes; a mere word about a listing that stands is about its end."""
    if event.what in _OFF:
        return "delist"
    if event.what in _ON:
        return "list"
    if event.what != "context" or stage == "effective" or event.date is None:
        return None
    there = standing(event.date.earliest())
    return "delist" if any(s.list_key == event.list_key and s.status in _BINDING for s in there) else None


def _step(event: Event, stage: Stage, way: Way) -> CourseStep:
    bounds = tuple(one.iso if one else None for one in (event.not_before, event.not_after))
    return CourseStep(
        date=event.date.iso if event.date else "",
        stage=stage,
        direction=way,
        told_by="record",
        what=event.what,
        instrument=event.instrument,
        source=event.source,
        confidence=event.confidence,
        date_bounds=(bounds[0], bounds[1]) if any(bounds) else None,
        note=event.note,
    )


def _reported(one: Step) -> _Mark:
    step = CourseStep(
        date=one.day.isoformat(),
        stage=one.stage,
        direction=one.direction,
        told_by="reports",
        reports=one.reports,
    )
    return _Mark(one.day, step)


def _merged(marks: Iterable[_Mark]) -> list[_Mark]:
    """Reports joined to the record's step of the same stage that is near, all in order."""
    recorded = [mark for mark in marks if mark.step.told_by == "record"]
    merged = list(recorded)
    for mark in marks:
        if mark.step.told_by == "record":
            continue
        near = [
            place
            for place, held in enumerate(merged)
            if held.step.told_by != "reports"
            and (held.step.stage, held.step.direction) == (mark.step.stage, mark.step.direction)
            and abs((held.day - mark.day).days) <= SAME_DAYS
        ]
        if near:
            place = min(near, key=lambda place: abs((merged[place].day - mark.day).days))
            held = merged[place]
            both = msgspec.structs.replace(held.step, told_by="both", reports=(*held.step.reports, *mark.step.reports))
            merged[place] = _Mark(held.day, both)
        else:
            merged.append(mark)
    return sorted(merged, key=lambda mark: (mark.day, _ORDER[mark.step.stage], mark.step.direction))


def _runs(
    marks: Sequence[_Mark], opposite: Sequence[dt.date]
) -> Iterable[tuple[list[_Mark], tuple[dt.date, Fate] | None]]:
    """The marks cut after every act, each with the act that ended it: its own, or one the other way; None: it is open.

    What is told shortly after an act is news of it, and still belongs to it.
    """
    run: list[_Mark] = []
    done: dt.date | None = None
    for mark in marks:
        first = run[0].day if run else None
        other = min((day for day in opposite if first is not None and first < day <= mark.day), default=None)
        late = done is not None and ((mark.day - done).days > AFTER_DAYS or mark.step.stage in ("considered", "urged"))
        if run and (late or (done is None and other is not None)):
            yield run, (done, "confirmed") if done else (other or mark.day, "overtaken")
            run, done = [], None
        run.append(mark)
        if mark.step.stage == "effective" and mark.step.told_by != "reports":
            done = mark.day
    if run:
        other = min((day for day in opposite if day > run[-1].day), default=None)
        yield run, (done, "confirmed") if done else (other, "overtaken") if other else None


def _course(key: _Key, run: Sequence[_Mark], end: tuple[dt.date, Fate] | None) -> Course:
    steps: list[CourseStep] = []
    before: dt.date | None = None
    for mark in run:
        days = (mark.day - before).days if before else None
        fate = _fate(mark, end) if mark.step.reports else None
        steps.append(msgspec.structs.replace(mark.step, days=days, fate=fate))
        before = mark.day
    return Course(
        authority=key.authority,
        list_key=key.list_key,
        direction=key.direction,
        fate=end[1] if end else "open",
        decided=end[0].isoformat() if end else None,
        days=(end[0] - run[0].day).days if end else None,
        steps=tuple(steps),
    )


def _fate(mark: _Mark, end: tuple[dt.date, Fate] | None) -> Fate:
    """What came of what was reported: that a listing stays was overtaken by its end, else it came as the course did."""
    step, against = mark.step, mark.step.direction == "maintain" or mark.step.stage == "rejected"
    if step.told_by == "both" and not against:
        return "confirmed"
    if end is None:
        return "open"
    if against or step.stage == "struck down":
        return "overtaken" if end[1] == "confirmed" else "open"
    done = step.stage == "effective"  # who says that it is done is not borne out by what came much later
    return "open" if done and abs((end[0] - mark.day).days) > AFTER_DAYS else end[1]

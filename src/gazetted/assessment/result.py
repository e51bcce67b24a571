"""What an assessment says. Effects and exceptions have identifiers, `list/key`, by which all else refers to them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

from gazetted.assessment.course import Course
from gazetted.law.provisions import Sort
from gazetted.model.event import Confidence, Event
from gazetted.model.form import plain
from gazetted.model.party import Party
from gazetted.model.standing import Standing, Status

ADVICE = "This is not legal advice: it shows effects and exceptions with their citations, and may lack some."
"""What every form of an assessment says."""

State = Literal["own", "other", "contested", "suspended"]
"""How a party stood: under its own name, under another name, struck down and still in force, suspended."""


class Ground(msgspec.Struct, frozen=True, kw_only=True, rename={"list_key": "list"}):
    """What carries an effect, an exception and the like.

    Attributes:
        list_key: the list.
        instrument: the act.
        source: where it is stated.
        confidence: how well the source supports it.
        unconfirmed: in words, what was not checked; None where all was.
    """

    list_key: str
    instrument: str
    source: str
    confidence: Confidence
    unconfirmed: str | None


class Bound(Ground, frozen=True, kw_only=True):
    """An effect of a standing, or an exception to one.

    Attributes:
        id: `list/key`.
        title: the gist in a few words.
        who: who is bound, or who may rely on it.
        what: what becomes unlawful or blocked, or what is permitted.
        binds: groups of persons concerned.
        acts: what people may want to do that it touches.
        since: the first day of the provision; None where it is not told.
        until: the day on which the provision no longer held; None while it holds.
        note: what a reader should know besides.
    """

    id: str
    title: str
    who: str
    what: str
    binds: tuple[str, ...]
    acts: tuple[str, ...]
    since: str | None
    until: str | None
    note: str | None


class BoundEffect(Bound, frozen=True, kw_only=True):
    """An effect that binds on the day.

    Attributes:
        penalty: the penalty, where a source gives one.
        programmes: the programmes under which the party stands there.
        through: slug of the party whose entry carries the name; None for an entry of its own.
        doubt: what the record does not know of the standing behind it.
    """

    penalty: str | None
    programmes: tuple[str, ...]
    through: str | None
    doubt: str | None


class BoundException(Bound, frozen=True, kw_only=True):
    """What is permitted all the same.

    Attributes:
        sort: what it rests on; `scope`: what the list does not reach, or an exception that does not reach so far.
        lifts: identifiers of the effects that it limits.
    """

    sort: Sort
    lifts: tuple[str, ...]


class Ended(Ground, frozen=True, kw_only=True):
    """A standing that no longer binds, and what it leaves of the past.

    Attributes:
        status: removed, lapsed or suspended.
        name: the name that the standing was about.
        since: its first day, where known.
        until: the day on which it no longer stood, where known.
        still_binds: whether the list binds the party under another name.
        effects: titles of the effects that ended.
        binds: groups of persons whom they bound.
        what: what is left of the past, in words; None where nothing is known of it.
    """

    status: Status
    name: str
    since: str | None
    until: str | None
    still_binds: bool
    effects: tuple[str, ...]
    binds: tuple[str, ...]
    what: str | None


class ActAnswer(msgspec.Struct, frozen=True):
    """What people may want to do: the effects and exceptions that touch it, never a yes or no.

    Attributes:
        act: its key.
        question: the question.
        meaning: what belongs to it.
        effects: identifiers of the effects that touch it.
        exceptions: identifiers of the exceptions that touch it.
        untouched: lists that bind and of which no effect that is known touches it.
    """

    act: str
    question: str
    meaning: str
    effects: tuple[str, ...]
    exceptions: tuple[str, ...]
    untouched: tuple[str, ...]


class ReaderAnswer(msgspec.Struct, frozen=True):
    """What the standings mean for one kind of reader.

    Attributes:
        reader: its key.
        title: who it is.
        meaning: who belongs to it.
        effects: identifiers of the effects that bind it.
        exceptions: identifiers of the exceptions that it may look at.
        ended: lists that bound it and no longer do.
    """

    reader: str
    title: str
    meaning: str
    effects: tuple[str, ...]
    exceptions: tuple[str, ...]
    ended: tuple[str, ...]


class SeenStep(msgspec.Struct, frozen=True):
    """A step that was seen.

    Attributes:
        date: its day; the last that it can be, where the record knows only bounds.
        step: how far the act had come.
        what: what it was about.
        name: the name, or a note.
        days: days after the step before it; None for the first.
        instrument: the act.
        source: where it is stated.
        confidence: how sure the record is.
        date_bounds: the first and last day that it can have happened; None where the day is stated.
        note: what a reader should know besides; "" where there is nothing.
    """

    date: str
    step: str
    what: str
    name: str
    days: int | None
    instrument: str
    source: str
    confidence: Confidence
    date_bounds: tuple[str | None, str | None] | None = None
    note: str = ""


class Leaving(Ground, frozen=True, kw_only=True):
    """How a party leaves a list: who decides, by which steps, and the steps that were seen up to the day.

    Attributes:
        who: who decides.
        steps: the steps, in order.
        seen: those seen in the record.
    """

    who: str
    steps: tuple[str, ...]
    seen: tuple[SeenStep, ...]


class ComputedDay(Ground, frozen=True, kw_only=True):
    """A day that the law computes.

    Attributes:
        title: what happens on it.
        day: the day.
        counted_from: the day of the step.
        step: the step.
        name: the name that the step was about.
        passed: whether it was reached on the day asked.
    """

    title: str
    day: str
    counted_from: str
    step: str
    name: str
    passed: bool


class Related(msgspec.Struct, frozen=True, rename={"list_key": "list"}):
    """A tie to another party.

    Attributes:
        what: `leader of`, `successor of`, `listed through`, `carries names of` …
        party: slug of the one that is, or does, so.
        other: slug of the one that it is tied to.
        party_name: name of the first.
        other_name: name of the second.
        list_key: the list, for ties that come from one.
    """

    what: str
    party: str
    other: str
    party_name: str
    other_name: str
    list_key: str | None = None


class Period(msgspec.Struct, frozen=True):
    """A time in which a party stood: from a day up to, not including, another; None: it goes on."""

    since: str
    until: str | None
    state: State
    name: str
    instrument: str


class Bar(msgspec.Struct, frozen=True, rename={"list_key": "list"}):
    """When a party stood on one list; after `newest` the record knows nothing of the list."""

    list_key: str
    newest: str | None
    periods: tuple[Period, ...]


class Gap(msgspec.Struct, frozen=True, rename={"list_key": "list"}):
    """A list of which something is not known, and why."""

    list_key: str
    why: str


class Part(msgspec.Struct, frozen=True):
    """A part of the standings with what follows from it."""

    standings: tuple[Standing, ...]
    effects: tuple[BoundEffect, ...]
    exceptions: tuple[BoundException, ...]
    readers: tuple[ReaderAnswer, ...]


class Shift(msgspec.Struct, frozen=True, rename={"list_key": "list"}):
    """A list on which the party stood otherwise on the earlier day: statuses then and on the day asked."""

    list_key: str
    before: str
    after: str


class Changed(msgspec.Struct, frozen=True):
    """What changed between two days.

    Attributes:
        since: the earlier day.
        until: the day asked.
        shifts: lists on which the status is another.
        events: events after the earlier day, up to the day asked.
        begun: identifiers of effects that bind only on the later day.
        ended: titles of effects that bound only on the earlier day, as `list: title`.
    """

    since: str
    until: str
    shifts: tuple[Shift, ...]
    events: tuple[Event, ...]
    begun: tuple[str, ...]
    ended: tuple[str, ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """One party on one day.

    Attributes:
        record: what the answer rests on.
        law: digest of the law's files, and the last day of which they speak.
        party: the party.
        asked: the name asked for.
        on: the day.
        standings: where it stood, list by list.
        effects: what binds, list by list.
        exceptions: what is permitted all the same.
        ended: what no longer binds, and what it leaves of the past.
        acts: the effects and exceptions for each thing that people may want to do.
        readers: the same for each kind of reader.
        leaving: how it leaves the lists that bind.
        computed: days that the law computes.
        relations: ties to other parties.
        signals: how listings may change or changed, by kept documents and the record.
        context: what happened around the listings up to the day, and changed no standing.
        timeline: when it stood where.
        unknown: lists that bind of which no law is known.
        uncovered: lists of the record that say nothing of the party, and what the record holds of them.
        changed: what changed since an earlier day, where one was given.
        without: lists thought away.
        remaining: what would still bind without them; None where none was named.
        lifted: what would go with them.
    """

    record: dict[str, Any]
    law: dict[str, str]
    party: Party
    asked: str
    on: dt.date
    standings: tuple[Standing, ...]
    effects: tuple[BoundEffect, ...]
    exceptions: tuple[BoundException, ...]
    ended: tuple[Ended, ...]
    acts: tuple[ActAnswer, ...]
    readers: tuple[ReaderAnswer, ...]
    leaving: tuple[Leaving, ...]
    computed: tuple[ComputedDay, ...]
    relations: tuple[Related, ...]
    signals: tuple[Course, ...]
    context: tuple[Event, ...]
    timeline: tuple[Bar, ...]
    unknown: tuple[Gap, ...]
    uncovered: tuple[Gap, ...]
    changed: Changed | None = None
    without: tuple[str, ...] = ()
    remaining: Part | None = None
    lifted: Part | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; `changed`, `without`, `remaining` and `lifted` only where they were asked for."""
        form = {name: plain(getattr(self, name)) for name in self.__struct_fields__}
        form["on"] = self.on.isoformat()
        form["context"] = [event.to_dict() for event in self.context]
        form["advice"] = ADVICE
        if self.changed is None:
            del form["changed"]
        else:
            form["changed"]["events"] = [event.to_dict() for event in self.changed.events]
        if self.remaining is None:
            for name in ("without", "remaining", "lifted"):
                del form[name]
        return form

"""The course of a change: reports that documents gave, and steps that the record holds, in order of their days."""

from __future__ import annotations

from typing import Literal

import msgspec

from gazetted.model.event import Confidence
from gazetted.record.kept import Direction, Stage

Fate = Literal["open", "confirmed", "overtaken"]
"""What the record says to a report up to the day asked: nothing yet; it came so; it came otherwise."""

Way = Literal["list", "delist"]
"""On to a list, or off it."""


class Carrier(msgspec.Struct, frozen=True):
    """A kept document that carries a report.

    Attributes:
        sha256: digest of its bytes.
        publisher: who published it, where known.
        title: its headline, where it has one.
        date: its date.
        chain: who reports whom, from its outlet on.
    """

    sha256: str
    publisher: str | None
    title: str | None
    date: str
    chain: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """One report, however many documents repeat it.

    Attributes:
        source: the outlet that has it.
        voice: the named person or body that it rests on; None where there is none.
        date: the earliest date of its documents.
        hedge: the words that qualify it; "" where there are none.
        words: the words that tell it.
        list_named: whether it says which list; else it is told for every list of the authority that it can mean.
        documents: those that carry it, by date.
    """

    source: str
    voice: str | None
    date: str
    hedge: str
    words: str
    list_named: bool
    documents: tuple[Carrier, ...]


class CourseStep(msgspec.Struct, frozen=True, kw_only=True):
    """How far a change had come on a day.

    Attributes:
        date: the day: that of the record where it holds the step, else of the first report.
        stage: how far.
        direction: which way; `maintain`: it was said, or decided, to leave things as they are.
        told_by: who tells it: `reports`, `record` or `both`.
        days: days after the step before; None for the first.
        reports: the reports; none where only the record tells it.
        fate: what the record says to the reports; None where there are none.
        what: what the record's event is about, as in an event; "" where it holds none.
        instrument: the act.
        source: where the record's event is stated.
        confidence: of the record's event; None where it holds none.
        date_bounds: the first and last day that it can have happened, where the record knows only these.
        note: what the record adds.
    """

    date: str
    stage: Stage
    direction: Direction
    told_by: Literal["reports", "record", "both"]
    days: int | None = None
    reports: tuple[Report, ...] = ()
    fate: Fate | None = None
    what: str = ""
    instrument: str = ""
    source: str = ""
    confidence: Confidence | None = None
    date_bounds: tuple[str | None, str | None] | None = None
    note: str = ""


class Course(msgspec.Struct, frozen=True, kw_only=True, rename={"list_key": "list"}):
    """A change of one listing from the first step seen to its end, or to the day asked.

    Attributes:
        authority: who lists, in short form.
        list_key: the list; None where no report says which, and the record does not tell.
        direction: on to the list, or off it.
        fate: `open`; `confirmed`: the record holds that it came so; `overtaken`: that it came otherwise.
        decided: the day on which that was so; None while it is open.
        days: days from the first step to that day; None while it is open.
        steps: the steps, in order.
    """

    authority: str
    list_key: str | None
    direction: Way
    fate: Fate
    decided: str | None
    days: int | None
    steps: tuple[CourseStep, ...]

    @property
    def reported(self) -> bool:
        """Whether any document tells of it."""
        return any(step.reports for step in self.steps)

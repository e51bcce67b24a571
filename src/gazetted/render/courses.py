"""How a change went, in words: for assessments and for `signals`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.outline import Entry, Line

if TYPE_CHECKING:
    from gazetted.assessment.course import Course, CourseStep, Report

Known = Mapping[str, words.Label]

_WAY = {"list": "on to the list", "delist": "off the list"}
_CARRIERS_SHOWN = 5


def course_entries(courses: Iterable[Course], known: Known) -> tuple[Entry, ...]:
    """An entry for each course: its steps on one line, what came of it, how long it took, and who told what."""
    return tuple(
        Entry(
            words.label(one.list_key, known) if one.list_key else f"{one_line(one.authority)}, list not named",
            f"{_WAY[one.direction]}: {arrows(one)}",
            tuple(_lines(one)),
            strong=one.fate == "open",
        )
        for one in courses
    )


def arrows(course: Course) -> str:
    """The steps on one line: `considered 2024-12-09 (The Post) → signed 2025-06-23 → effective 2025-07-08`."""
    return " → ".join(_step(step) for step in course.steps)


def _step(step: CourseStep) -> str:
    sources = list(dict.fromkeys(one_line(one.source) for one in step.reports))
    told = f" ({', '.join(sources)})" if sources else ""
    return f"{stage_words(step)} {day_words(step)}{told}"


def stage_words(step: CourseStep) -> str:
    """How far, in words; that a listing is left as it is says so."""
    return f"said to stay ({step.stage})" if step.direction == "maintain" else step.stage


def day_words(step: CourseStep) -> str:
    """The day, or the bounds of it where the record knows only these."""
    return span_words(step.date, step.date_bounds)


def span_words(day: str, bounds: tuple[str | None, str | None] | None) -> str:
    """A day, or its bounds where only these are known.

    >>> span_words("2026-07-21", ("2026-02-27", "2026-07-21"))
    'between 2026-02-27 and 2026-07-21'
    """
    first, last = bounds or (None, None)
    if first and last:
        return f"between {first} and {last}"
    return f"not after {last}" if last else f"not before {first}" if first else day


def _lines(course: Course) -> Iterator[Line]:
    yield Line(fate_words(course))
    if took := took_words(course):
        yield Line(took)
    for step in course.steps:
        for report in step.reports:
            yield Line(_report(step, report), "item")
        if step.told_by != "reports":
            yield Line(_recorded(step), "ground")


def fate_words(course: Course) -> str:
    """What came of it by the record, in a sentence."""
    if course.fate == "open":
        return "Open: the record holds no act that decides it up to that day."
    after = f", {words.counted(course.days, 'day')} after the first step" if course.days else ""
    if course.fate == "confirmed":
        return f"Confirmed: by the record, in effect on {course.decided}{after}."
    return f"Overtaken: by the record, it went the other way on {course.decided}{after}."


def took_words(course: Course) -> str:
    """How long each step took; nothing where there is but one."""
    told = [f"{words.counted(step.days, 'day')} to {stage_words(step)}" for step in course.steps if step.days]
    return f"It took {', '.join(told)}." if told else ""


_FATE = {"open": "open", "confirmed": "confirmed by the record", "overtaken": "overtaken by the record"}


def _report(step: CourseStep, report: Report) -> str:
    who = f"{one_line(report.source)}, {one_line(report.voice)}" if report.voice else one_line(report.source)
    said = f"“{one_line(report.words)}”"
    carriers = [one_line(one.publisher or one.title or one.sha256[:12]) for one in report.documents]
    others = [one for one in dict.fromkeys(carriers) if one != one_line(report.source)]
    more = len(others) - _CARRIERS_SHOWN
    shown = ", ".join(others[:_CARRIERS_SHOWN]) + (f" and {more} more" if more > 0 else "")
    kept = words.counted(len(report.documents), "document")
    parts = (
        f"{report.date} {stage_words(step)}: {who}: {said}",
        f"in {kept}" + (f" ({shown})" if shown else ""),
        "" if report.list_named else "the list is not named",
        _FATE[step.fate] if step.fate else "",
    )
    return "; ".join(filter(None, parts)) + "."


def _recorded(step: CourseStep) -> str:
    act = one_line(step.instrument or step.source or "act not recorded")
    sure = f"; {step.confidence} confidence" if step.confidence else ""
    note = f". {one_line(step.note)}" if step.note else ""
    return f"{day_words(step)} {step.stage} by the record ({step.what}): {act}{sure}{note}."

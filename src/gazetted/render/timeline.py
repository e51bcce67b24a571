"""The timeline of an assessment: bars in text, a picture for pages, and the same in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from gazetted.render import words
from gazetted.render.bars import CELLS, draw
from gazetted.render.markup import dated, escaped

if TYPE_CHECKING:
    from gazetted.assessment.result import Assessment, Bar, Period

MEANING = {
    "own": "in force under its own name",
    "other": "in force under another name",
    "contested": "struck down, still in force",
    "suspended": "suspended",
}
_WEIGHT = {"suspended": 1, "contested": 2, "other": 3, "own": 4}


class _Shape(NamedTuple):
    """Measures of a picture, in its own units. `over`: the name of a list stands over its bar, not beside it."""

    name: str
    left: int
    right: int
    top: int
    row: int
    height: int
    over: int
    years: int
    mark: str


_BROAD = _Shape("broad", 108, 712, 26, 24, 14, 0, 10, "")
_NARROW = _Shape("narrow", 2, 356, 30, 38, 14, 16, 6, "-narrow")
"""For wide windows and paper, and for phones, where the first would be too small to read."""


def axis(assessed: Assessment) -> tuple[dt.date, dt.date] | None:
    """The first and last day that the picture shows: whole years; None where nothing is dated."""
    if not assessed.timeline:
        return None
    days = [_day(period.since) for bar in assessed.timeline for period in bar.periods]
    newest = assessed.record.get("newest") or ""
    last = max([*days, *([_day(newest[:10])] if len(newest) >= 10 else [])])
    return dt.date(min(days).year, 1, 1), dt.date(min(last.year + 1, dt.MAXYEAR), 1, 1)


def _day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def bar_lines(assessed: Assessment, known: Mapping[str, words.Label]) -> list[str]:
    """Bars in text, 80 columns wide."""
    ends = axis(assessed)
    if ends is None:
        return []
    first, length = ends[0], (ends[1] - ends[0]).days
    starts = [first + dt.timedelta(days=length * cell // CELLS) for cell in range(CELLS + 1)]
    return draw(starts, {words.label(bar.list_key, known): _cells(bar, starts) for bar in assessed.timeline})


def _cells(bar: Bar, starts: list[dt.date]) -> list[str | None]:
    """The strongest state within each cell; after the newest fact of the list what was last known."""
    states: list[str | None] = []
    for start, end in pairwise(starts):
        within = [p.state for p in bar.periods if _day(p.since) < end and (p.until is None or _day(p.until) > start)]
        state: str | None = max(within, key=_WEIGHT.__getitem__) if within else "none"
        if bar.newest and start.isoformat() > bar.newest:
            state = "last" if within else None
        states.append(state)
    return states


def in_words(assessed: Assessment, known: Mapping[str, words.Label]) -> Iterator[str]:
    """The periods of each list, a sentence each."""
    for bar in assessed.timeline:
        told = "; ".join(_period_words(period) for period in bar.periods)
        newest = f" Known to {bar.newest}." if bar.newest else ""
        yield f"{words.label(bar.list_key, known)}: {told}.{newest}"


def _period_words(period: Period) -> str:
    end = f"to {period.until}" if period.until else "with no end in the record"
    return f'{MEANING[period.state]}, "{period.name}", from {period.since} {end}'


def picture(assessed: Assessment, known: Mapping[str, words.Label]) -> Iterator[str]:
    """The bars as SVG, once for wide windows and once for phones.

    Each period is reached by keyboard, and says what it is.
    """
    ends = axis(assessed)
    if ends is not None:
        for shape in (_BROAD, _NARROW):
            yield from _drawn(assessed, known, ends, shape)


def _drawn(
    assessed: Assessment, known: Mapping[str, words.Label], ends: tuple[dt.date, dt.date], shape: _Shape
) -> Iterator[str]:
    height = shape.top + shape.row * len(assessed.timeline) + 8
    yield (
        f'<svg class="{shape.name}" viewBox="0 0 {shape.right + 8 - 4 * (shape.over > 0)} {height}" role="group" '
        'aria-labelledby="timeline-title">'
    )
    yield _patterns(shape.mark)
    yield from _years(ends, height, shape)
    for row, bar in enumerate(assessed.timeline):
        y = shape.top + shape.row * row + shape.over
        label = escaped(words.label(bar.list_key, known))
        place = f'x="{shape.left}" y="{y - 4}"' if shape.over else f'x="0" y="{y + 12}"'
        yield f'<text class="list" {place}>{label}</text>'
        yield f'<line class="base" x1="{shape.left}" x2="{shape.right}" y1="{y + 15}" y2="{y + 15}"/>'
        for period in bar.periods:
            yield from _rects(ends, bar, period, y, label, shape)
    if ends[0] <= assessed.on < ends[1]:
        x = _x(ends, assessed.on, shape)
        yield f'<line class="asked" x1="{x}" x2="{x}" y1="{shape.top - 6}" y2="{height - 4}"/>'
        side = ' text-anchor="end"' if x > shape.right - 80 else ""
        yield f'<text class="year asked" x="{x}" y="10"{side}>{assessed.on}</text>'
    yield "</svg>"


def _patterns(mark: str) -> str:
    """What fills the bars that are not plain; a picture that is not shown gives none, so that each has its own."""
    return (
        f'<defs><pattern id="hatch{mark}" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="ground" width="5" height="5"/>'
        f'<rect class="ink" width="2.4" height="5"/></pattern><pattern id="cross{mark}" width="4" height="4" '
        'patternUnits="userSpaceOnUse"><rect class="ground" width="4" height="4"/>'
        '<rect class="ink" width="2" height="2"/><rect class="ink" x="2" y="2" width="2" height="2"/>'
        "</pattern></defs>"
    )


def _rects(ends: tuple[dt.date, dt.date], bar: Bar, period: Period, y: int, label: str, shape: _Shape) -> Iterator[str]:
    """A period as a link to its list; what lies after the newest fact of the list is only outlined."""
    start, end = _day(period.since), _day(period.until) if period.until else ends[1]
    known_to = _day(bar.newest[:10]) if bar.newest and len(bar.newest) >= 10 else ends[1]
    sure = min(end, max(known_to, start))
    title = f"{label}: {escaped(_period_words(period))}"
    yield f'<a href="#standing-{escaped(bar.list_key)}" aria-label="{title}"><title>{title}</title>'
    x = _x(ends, start, shape)
    width = max(1.5, _x(ends, sure, shape) - x)
    yield f'<rect class="bar {period.state}" x="{x}" y="{y}" width="{width:.1f}" height="{shape.height}"/>'
    if end > sure:
        rest = _x(ends, sure, shape)
        width = max(1.0, _x(ends, end, shape) - rest)
        yield (
            f'<rect class="bar {_rest(period.state)}" x="{rest}" y="{y + 3}" width="{width:.1f}" '
            f'height="{shape.height - 6}"/>'
        )
    yield "</a>"


def _rest(state: str) -> str:
    """How the time after the newest fact is drawn: outlined; what was struck down or suspended keeps its pattern."""
    return f"{state} still" if state in ("contested", "suspended") else "last"


def _years(ends: tuple[dt.date, dt.date], height: int, shape: _Shape) -> Iterator[str]:
    first, last = ends[0].year, ends[1].year
    step = next((step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= shape.years), 100)
    for year in range(first + (-first) % step, last, step):
        x = _x(ends, dt.date(year, 1, 1), shape)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{shape.top - 6}" y2="{height - 4}"/>'
        yield f'<text class="year" x="{x}" y="{shape.top - 6}">{year}</text>'


def _x(ends: tuple[dt.date, dt.date], day: dt.date, shape: _Shape) -> float:
    share = (min(max(day, ends[0]), ends[1]) - ends[0]).days / (ends[1] - ends[0]).days
    return round(shape.left + share * (shape.right - shape.left), 1)


def legend(assessed: Assessment) -> Iterator[str]:
    """What the marks of the picture mean, those that occur."""
    used = dict.fromkeys(period.state for bar in assessed.timeline for period in bar.periods)
    for state in MEANING:
        if state in used:
            yield _mark(state, MEANING[state])
    yield _mark("last", "as last known: after the newest fact of the list")


def _mark(state: str, meaning: str) -> str:
    """A mark, with patterns of its own where it needs them: those of a picture that is hidden fill nothing."""
    own = f"-key-{state}"
    fill = {"other": f' fill="url(#hatch{own})"', "contested": f' fill="url(#cross{own})"'}.get(state, "")
    rect = f'<rect class="bar {"key" if fill else state}"{fill} x="1" y="1" width="24" height="12"/>'
    patterns = _patterns(own) if fill else ""
    return f'<li><svg viewBox="0 0 26 14" aria-hidden="true">{patterns}{rect}</svg> {meaning}</li>'


def words_html(assessed: Assessment, known: Mapping[str, words.Label]) -> Iterator[str]:
    """The periods in words, for those who do not see the picture."""
    yield "<details><summary>The same in words</summary>\n<ul>"
    for line in in_words(assessed, known):
        yield f"<li>{dated(line)}</li>"
    yield "</ul></details>"

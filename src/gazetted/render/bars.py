"""A bar per list on a common time axis: when a party stood there, and under which name."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from gazetted.render import words

if TYPE_CHECKING:
    from gazetted.model.event import Event
    from gazetted.model.party import Party
    from gazetted.model.standing import Standing

CELLS = 64
"""Columns of the axis: with the label of a list in front they fill 80."""
LABEL = 14
WIDTH = 80

_GLYPHS = {"own": "█", "other": "▒", "contested": "▓", "suspended": "░", "none": "·", "last": "┄"}
_MEANING = {
    "own": "in force",
    "other": "in force under another name",
    "contested": "struck down, still in force",
    "suspended": "suspended",
    "none": "not in force",
    "last": "as last known",
}
_WEIGHT = {"none": 0, "suspended": 1, "contested": 2, "other": 3, "own": 4}

Samples = dict[dt.date, Sequence["Standing"]]


def sample(
    events: Iterable[Event], newest: str, standing: Callable[[dt.date], Sequence[Standing]], cells: int = CELLS
) -> tuple[list[dt.date], Samples]:
    """Ask the record for the standings at the start of every cell of the axis and on the day of every event.

    The bars then show what the record answers, lapses included, and no listing is too short to be seen.

    Args:
        events: the events of the party.
        newest: ISO date of the newest fact of the record: where the axis ends.
        standing: gives the standings on a day.
        cells: columns of the axis.

    Returns:
        The first day of each cell, and one more that ends the axis; and the standings by day.
    """
    days = sorted({event.date.earliest() for event in events if event.date and event.list_key})
    if not days:
        return [], {}
    first = dt.date(days[0].year, 1, 1)
    try:
        end = dt.date.fromisoformat(newest[:10])
    except ValueError:
        end = days[-1]
    last = dt.date(max(end, days[-1]).year + 1, 1, 1)
    length = (last - first).days
    starts = [first + dt.timedelta(days=length * cell // cells) for cell in range(cells + 1)]
    asked = sorted({*starts[:-1], *(day for day in days)})
    limit = max(end, days[-1])
    return starts, {day: standing(day) for day in asked if day <= limit}


def bars(
    party: Party,
    sampled: tuple[list[dt.date], Samples],
    known: Mapping[str, words.Label],
) -> list[str]:
    """The axis, a bar per list, and what the marks mean; no lines where nothing is dated."""
    starts, samples = sampled
    if not starts:
        return []
    keys = dict.fromkeys(one.list_key for day in sorted(samples) for one in samples[day] if one.status != "not listed")
    return draw(starts, {words.label(key, known): _states(key, party, starts, samples) for key in keys})


def draw(starts: Sequence[dt.date], rows: Mapping[str, Sequence[str | None]]) -> list[str]:
    """The axis, a bar per row, and what the marks mean; no lines where nothing was ever in force.

    Args:
        starts: the first day of each cell, and one more that ends the axis.
        rows: label → the state in each cell: `own`, `other`, `contested`, `suspended`, `none`, `last`, or None.
    """
    used: set[str] = set()
    lines = [_axis(starts)]
    for label, states in rows.items():
        if not any(state not in (None, "none") for state in states):
            continue
        used.update(state for state in states if state)
        drawn = "".join(_GLYPHS[state] if state else " " for state in states)
        lines.append(f"{label[: LABEL - 2]:<{LABEL}}{drawn}".rstrip())
    meaning = "   ".join(_legend(state) for state in _MEANING if state in used)
    legend = textwrap.wrap(meaning, WIDTH, initial_indent=" " * LABEL, subsequent_indent=" " * LABEL)
    return [*lines, *(line.replace("\N{NO-BREAK SPACE}", " ") for line in legend)] if len(lines) > 1 else []


def _legend(state: str) -> str:
    """A mark and its meaning, held together."""
    return f"{_GLYPHS[state]} {_MEANING[state]}".replace(" ", "\N{NO-BREAK SPACE}")


def _states(key: str, party: Party, starts: Sequence[dt.date], samples: Samples) -> list[str | None]:
    """What to draw in each cell for one list: the strongest that was true within it.

    After the newest fact of the list itself nothing is known: what was in force is drawn as `last`, the rest as None.
    """
    days = sorted(samples)
    newest = max((one.newest for day in days for one in samples[day] if one.list_key == key and one.newest), default="")
    states: list[str | None] = []
    for start, end in pairwise(starts):
        within = [_state(key, party, samples[day]) for day in days if start <= day < end]
        state = max(within, key=_WEIGHT.__getitem__) if within else None
        if newest and start.isoformat() > newest:
            state = "last" if state not in (None, "none") else None
        states.append(state)
    return states


def _state(key: str, party: Party, standings: Sequence[Standing]) -> str:
    found = [one for one in standings if one.list_key == key]
    binding = [one for one in found if one.status in words.BINDING]
    if any(one.status == "contested" for one in binding):
        return "contested"
    if binding:
        named = any(words.same_name(name, party.name) for one in binding for name in (one.name, one.as_))
        return "own" if named else "other"
    return "suspended" if any(one.status == "suspended" for one in found) else "none"


def _axis(starts: Sequence[dt.date]) -> str:
    """Years over the cells, as many as there is room for."""
    first, last = starts[0].year, starts[-1].year
    cells = len(starts) - 1
    per_year = cells / max(1, last - first)
    step = next((step for step in (1, 2, 5, 10, 20, 50) if per_year * step >= 6), 100)
    line = [" "] * cells
    for year in range(first, last):
        column = int((year - first) * per_year)
        if year % step == 0 and column + 4 <= cells:
            line[column : column + 4] = str(year)
    return " " * LABEL + "".join(line).rstrip()

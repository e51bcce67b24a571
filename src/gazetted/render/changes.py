"""`changes` in a terminal: list by list, day by day, one line a change, with what was before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.history import by_list, ground_words, joined, list_heading
from gazetted.render.standing import foot

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.model.event import Event

INDENT = 2
WHAT_WIDTH = 12


def changes_view(
    events: Sequence[Event],
    since: str | None,
    until: str | None,
    known: Mapping[str, words.Label],
    names: Mapping[str, str],
    summary: Mapping[str, Any],
) -> Iterator[RenderableType]:
    """What changed, list by list and day by day.

    Args:
        events: what changed.
        since: the first day asked.
        until: the last day asked.
        known: the labels of the record's lists.
        names: the names of the parties, by slug.
        summary: what the record holds.
    """
    window = " ".join(filter(None, (f"since {since}" if since else "", f"until {until}" if until else "")))
    lists = {event.list_key for event in events}
    yield Text(
        f"{words.counted(len(events), 'change')} on {words.counted(len(lists), 'list')} {window}".strip() + ".",
        style="bold",
    )
    for key, steps in by_list(events, known):
        yield Text()
        heading = list_heading(key, known)
        heading.append(f" · {tally(steps)}", style="not bold")
        yield heading
        ordered = sorted(steps, key=lambda event: _place(event, names))
        for _, group in groupby(ordered, key=_day_and_ground):
            yield from _group(list(group), names)
    yield Text()
    yield Text("A day given as 'between' or 'not after' is inferred between two editions, not stated.", style="dim")
    yield foot(summary)


def tally(events: Iterable[Event]) -> str:
    """How many changes of each sort, the most frequent first.

    >>> tally([])
    ''
    """
    counts = Counter(event.what if event.step == "effective" else f"{event.what} ({event.step})" for event in events)
    return ", ".join(f"{count:,} {what}" for what, count in counts.most_common())


def _day_and_ground(event: Event) -> tuple[str, str]:
    return words.event_day(event), ground_words(event, programmes=False)


def _place(event: Event, names: Mapping[str, str]) -> tuple[object, ...]:
    day = event.order()
    return (
        event.date is None,
        day[0],
        *_day_and_ground(event),
        day[1],
        names.get(event.about, event.about).casefold(),
        event.about,
        event.entry,
        event.name,
    )


def _group(events: Sequence[Event], names: Mapping[str, str]) -> Iterator[RenderableType]:
    """The changes of one day on one ground."""
    day, ground = _day_and_ground(events[0])
    head = Text(day, style="bold")
    head.append(f"  {ground}", style="not bold dim")
    yield Padding(head, (0, 0, 0, INDENT))
    table = Table.grid(padding=(0, 2))
    table.add_column(width=WHAT_WIDTH)
    table.add_column(overflow="fold")
    for _, run in groupby(events, key=lambda event: (event.about, event.entry)):
        for step in joined(run):
            event = step[0]
            what = event.what if event.step == "effective" else f"{event.what}\n({event.step})"
            table.add_row(Text(what), Text("\n".join(_lines(step, names))))
    yield Padding(table, (0, 0, 0, INDENT * 2))


def _lines(step: Sequence[Event], names: Mapping[str, str]) -> Iterator[str]:
    """What is said of one change: the party, the names concerned, what was before and after, the note."""
    event = step[0]
    party = one_line(names.get(event.about, event.about))
    if party == event.entry:
        party = "its name is not in the record"
    others = [one.name for one in step if one.name not in ("", one.entry) and not words.same_name(one.name, party)]
    named = [one_line(name) for name in others]
    if event.what == "renamed" and event.former:
        named = [f"{one_line(event.former)} → {one_line(event.name)}"]
    if event.what == "renumbered":
        named = [f"entry {one_line(event.former)} → {one_line(event.entry)}"]
    if event.what == "amended":
        named = []
    told = f"{party}: {'; '.join(named)}" if named else party
    if event.programmes and not any(detail.field == "programmes" for detail in event.details):
        told += f" ({words.programme_words(event.programmes)})"
    yield f"{told} [{one_line(event.entry)}]" if event.list_key else told
    yield from words.detail_lines(event)
    if event.note:
        yield f"note: {one_line(event.note)}"

"""`history` in a terminal: one line a step, its act and source beneath."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.standing import foot, heading

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.model.event import Event
    from gazetted.model.party import Party

DAY_WIDTH = 10


def history_view(
    party: Party,
    asked: str,
    events: Sequence[Event],
    known: Mapping[str, words.Label],
    bars: Sequence[str],
    summary: Mapping[str, Any],
) -> Iterator[RenderableType]:
    """A party's bars, then its steps list by list."""
    yield heading(party, asked)
    if bars:
        yield Text()
        for bar in bars:
            yield Text(bar, no_wrap=True)
    for key, steps in by_list(events, known):
        yield Text()
        yield list_heading(key, known)
        yield from steps_view(joined(sorted(steps, key=_undated_last)))
    if not events:
        yield Text("The record holds no events of this party.")
    yield Text()
    yield foot(summary)


def by_list(events: Iterable[Event], known: Mapping[str, words.Label]) -> list[tuple[str | None, list[Event]]]:
    """The events by list, in the record's order of lists; those of no list last."""
    groups: dict[str | None, list[Event]] = {}
    for event in events:
        groups.setdefault(event.list_key, []).append(event)
    order = {key: place for place, key in enumerate(known)}
    return sorted(
        groups.items(), key=lambda group: (group[0] is None, order.get(group[0] or "", len(order)), group[0] or "")
    )


def list_heading(key: str | None, known: Mapping[str, words.Label]) -> Text:
    """The list's label, title and key."""
    if key is None:
        return Text("CONTEXT (on no list)", style="bold")
    text = Text(words.label(key, known), style="bold")
    title = known[key].title if key in known else ""
    text.append(f" · {title} · {one_line(key)}" if title else f" · {one_line(key)}", style="not bold")
    return text


def joined(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Runs of events that differ only in their names: one act that adds thirty aliases is one step."""
    for _, run in groupby(events, key=_step_key):
        yield list(run)


def _step_key(event: Event) -> tuple[object, ...]:
    return (
        words.event_day(event),
        event.what,
        event.step,
        event.name if event.what == "renamed" else "",
        event.former if event.what == "renumbered" else "",
        event.denotes,
        event.programmes,
        event.details,
        event.instrument,
        event.source,
        event.confidence,
        event.unconfirmed,
        event.note,
    )


def _undated_last(event: Event) -> tuple[object, ...]:
    return (event.date is None, event.order())


def steps_view(steps: Iterable[Sequence[Event]]) -> Iterator[RenderableType]:
    """Steps in order: the day; what happened to which name; how sure that is, the act, the source.

    An act that the step before rests on as well is not written out again.

    Args:
        steps: events that differ only in their names.
    """
    before = ""
    for step in steps:
        event = step[0]
        line = Text(event.what, style="bold")
        line.append(_names_words(step), style="not bold")
        if event.denotes:
            line.append(f" (a name in the entry of {one_line(event.party)})", style="not bold")
        line.append(
            f"  {event.step} {words.doubt_mark(event.confidence, event.unconfirmed)}".rstrip(), style="not bold"
        )
        ground = ground_words(event)
        line.append(f"\n{'the same act and source' if ground == before else ground}", style="not bold dim")
        before = ground
        for told in words.detail_lines(event):
            line.append(f"\n{told}", style="not bold")
        if event.note:
            line.append(f"\nnote: {one_line(event.note)}", style="not bold")
        table = Table.grid(padding=(0, 2))
        table.add_column(width=DAY_WIDTH)
        table.add_column(overflow="fold")
        table.add_row(Text(words.event_day(event)), line)
        yield Padding(table, (0, 0, 0, 2))


def ground_words(event: Event, *, programmes: bool = True) -> str:
    """The act, the programmes where they are asked for, how sure it is, and the source."""
    said = [one_line(event.instrument) or "act not recorded"]
    if programmes:
        said.append(words.programme_words(event.programmes))
    if event.confidence == "high" and not event.unconfirmed:
        said.append("high confidence")
    elif not programmes:
        said.append(words.doubt_mark(event.confidence, event.unconfirmed).strip("()"))
    said.append(one_line(event.source) or "source not recorded")
    return " · ".join(filter(None, said))


def _names_words(step: Sequence[Event]) -> str:
    """The names that the step is about."""
    event = step[0]
    names = "; ".join(one_line(one.name) for one in step if one.name)
    if event.what == "renamed" and event.former:
        names = f"{one_line(event.former)} → {one_line(event.name)}"
    if event.what == "renumbered":
        names += f" (entry {one_line(event.former)} → {one_line(event.entry)})"
    return f"  {names}" if names else ""

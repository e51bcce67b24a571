"""`lists` and `load` in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.standing import foot

if TYPE_CHECKING:
    from rich.console import JustifyMethod, RenderableType

    from gazetted.record.inventory import ListState
    from gazetted.record.updating import UpdateReport

SHOWN_REJECTS = 20
_DATED = {
    "header": "The files state no date: it is the day on which the publisher last changed them.",
    "today": "The files state no date: it is the day of asking.",
}
COLUMNS: tuple[tuple[int, JustifyMethod], ...] = ((19, "left"), (29, "left"), (8, "right"), (10, "left"), (6, "right"))
INDENT = 21
"""Where what is said of a list begins: under its title."""


def lists_view(states: Sequence[ListState], summary: Mapping[str, Any]) -> Iterator[RenderableType]:
    """The lists of the record: how much is in force, how new it is, and what is not covered."""
    yield _row(*(Text(word, style="bold") for word in ("KEY", "LIST", "IN FORCE", "NEWEST", "AGE")))
    for state in states:
        yield _row(
            Text(one_line(state.info.key)),
            Text(one_line(state.info.title)),
            Text(f"{state.entries_in_force:,}"),
            Text(state.newest or "unknown"),
            Text(_age(state.age_days)),
        )
        for said in (state.info.covers, _editions(state), _asked(state)):
            if said:
                yield Padding(Text(one_line(said), style="dim"), (0, 0, 0, INDENT))
    yield Text()
    yield Text("IN FORCE counts entries; NEWEST is the newest fact or edition; AGE is in days.", style="dim")
    if any(state.stale for state in states):
        yield Text("Stale: no news for longer than usual. `gazetted update` asks the publishers.", style="dim")
    yield foot(summary)


def _row(*cells: Text) -> Table:
    table = Table.grid(padding=(0, 2))
    for width, justify in COLUMNS:
        table.add_column(width=width, justify=justify, overflow="fold")
    table.add_row(*cells)
    return table


def _age(days: int | None) -> str:
    return "?" if days is None else f"{days:,}"


def _editions(state: ListState) -> str:
    if not state.editions:
        return ""
    newest = state.editions[-1]
    return f"{words.counted(len(state.editions), 'edition')} loaded, last of {newest.date}"


def _asked(state: ListState) -> str:
    """When the publisher was last asked, and whether the list is stale; nothing of a list nobody can be asked about."""
    stale = "Stale. " if state.stale else ""
    if state.asked is None:
        return f"{stale}Publisher never asked." if state.stale is not None else ""
    why = f" ({state.asked_why})" if state.asked_why else ""
    return f"{stale}Publisher last asked {state.asked[:10]}: {state.asked_outcome}{why}"


def updates_view(updates: Iterable[UpdateReport]) -> Iterator[RenderableType]:
    """What updating did: a line for each list, and what failed."""
    for one in updates:
        edition = f" · edition {one_line(one.edition)}" if one.edition else ""
        yield Text(f"{one_line(one.list_key)} · {one.outcome}{edition}", style="bold")
        if one.outcome == "loaded" and one.entries is not None:
            counts = f"{one.added:,} added, {one.changed:,} changed, {one.removed:,} removed"
            rejected = words.counted(len(one.rejected), "row")
            entries = words.counted(one.entries, "entry", "entries")
            yield Padding(Text(f"{entries}: {counts}; {rejected} rejected."), (0, 0, 0, 2))
        if one.outcome == "loaded" and one.date_from in _DATED:
            yield Padding(Text(_DATED[one.date_from]), (0, 0, 0, 2))
        if one.why and one.outcome != "failed":
            yield Padding(Text(one_line(one.why)), (0, 0, 0, 2))


def loads_view(loads: Iterable[Mapping[str, Any]]) -> Iterator[RenderableType]:
    """What loading did: an edition a line, then the rows that could not be taken."""
    for load in loads:
        rejected: Sequence[Mapping[str, Any]] = load["rejected"]
        yield Text(f"{one_line(str(load['list']))} · edition {one_line(str(load['edition']))}", style="bold")
        counts = ", ".join(f"{load[what]:,} {what}" for what in ("added", "changed", "removed"))
        entries = words.counted(load["entries"], "entry", "entries")
        said = f"{entries}: {counts}; {words.counted(len(rejected), 'row')} rejected"
        again = "; the record held this edition already" if load.get("known_already") else ""
        yield Padding(Text(f"{said}{again}."), (0, 0, 0, 2))
        if load.get("counts") is False:
            yield Padding(Text("Kept, and not used: another file of this date tells more."), (0, 0, 0, 2))
        if load.get("partial"):
            missing = ", ".join(one_line(str(aspect)) for aspect in load["partial"])
            yield Padding(Text(f"A part of the edition only; it says nothing complete about: {missing}."), (0, 0, 0, 2))
        for row in rejected[:SHOWN_REJECTS]:
            yield Padding(Text(f"{one_line(str(row['where']))}: {one_line(str(row['reason']))}"), (0, 0, 0, 2))
        if len(rejected) > SHOWN_REJECTS:
            yield Text(f"  … and {len(rejected) - SHOWN_REJECTS:,} more (--json gives all)")

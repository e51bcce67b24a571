"""`watch` in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.watch.result import Alert, Watch


def watches_view(found: Sequence[Watch]) -> Iterator[RenderableType]:
    """What is watched."""
    for one in found:
        seen = "not looked at yet"
        if one.known:
            seen = f"looked at {words.counted(one.runs, 'time')}; the record was told to {one.known[:19]}Z then"
        yield Text(f"{one.number:>3}  {one.kind} {one_line(one.target)}", style="bold")
        yield Padding(Text(seen), (0, 0, 0, 5))
    if not found:
        yield Text("Nothing is watched: see `gazetted watch add --help`.")


def alerts_view(watches: int, alerts: Sequence[Alert]) -> Iterator[RenderableType]:
    """Alerts, each with what happened, for whom, and the act."""
    for one in alerts:
        yield Text(f"{one.what}  {one_line(one.name or one.target)}", style="bold")
        yield Padding(Text(one_line(one.why)), (0, 0, 0, 2))
        for act in one.acts[:5]:
            yield Padding(Text(one_line(act), style="dim"), (0, 0, 0, 2))
    said = words.counted(len(alerts), "alert") if alerts else "nothing new"
    yield Text(f"{words.counted(watches, 'watch', 'watches')} looked at: {said}. Not legal advice.")


def matches_view(found: Sequence[Mapping[str, Any]]) -> Iterator[RenderableType]:
    """The matches of a portfolio, each with what was decided of it."""
    for one in found:
        head = f"{one['score']:.2f}  {one['customer']}  {one['name']} as “{one['matched_name']}”  ({one['party']})"
        yield Text(one_line(head), style="bold")
        stands = "; ".join(f"{row['list']} {row['status']}" for row in one["standings"])
        yield Padding(Text(one_line(stands or "on no list")), (0, 0, 0, 6))
        if held := one.get("decision"):
            said = held.get("open") or (f"{held['verdict']} by {held['user']} on {held['time'][:10]}: {held['reason']}")
            yield Padding(Text(one_line(said)), (0, 0, 0, 6))
    said = words.counted(len(found), "match", "matches") if found else "No match"
    yield Text(f"{said}. A candidate is never a finding; not legal advice.")

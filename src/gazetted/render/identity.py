"""`identity` in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.standing import foot

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.model.identity import Tie
    from gazetted.model.party import Party
    from gazetted.record.deciding import Identity

_SAID = {"same": "one party", "proposed": "perhaps one party", "different": "two parties"}


def identity_view(
    party: Party, found: Identity, names: Mapping[str, str], summary: Mapping[str, Any]
) -> Iterator[RenderableType]:
    """One party: its slugs, what joins them, and what may belong to it."""
    yield Text(f"{one_line(party.name)} ({one_line(party.party)})", style="bold")
    others = [slug for slug in found.slugs if slug != party.party]
    if others:
        yield Text(f"Taken for one party with {words.counted(len(others), 'entry', 'entries')}:")
        for slug in others:
            yield Padding(Text(_called(slug, names)), (0, 0, 0, 2))
    else:
        yield Text("Joined to nothing.")
    for title, verdicts in (("Joined", ("same",)), ("Not decided", ("proposed",)), ("Kept apart", ("different",))):
        mine = [tie for tie in found.ties if tie.verdict in verdicts]
        if mine:
            yield Text()
            yield Text(title, style="bold")
            for tie in mine:
                yield from _tie(tie, names)
    yield foot(summary)


def proposals_view(
    ties: Sequence[Tie], total: int, names: Mapping[str, str], summary: Mapping[str, Any]
) -> Iterator[RenderableType]:
    """Pairs that may be one party."""
    if not ties:
        yield Text("Nothing waits for a decision.")
    for tie in ties:
        yield from _tie(tie, names)
    if total > len(ties):
        yield Text(f"… and {total - len(ties):,} more (--limit, or --json for all)", style="dim")
    if ties:
        yield Text()
        yield Text("Decide with `gazetted identity join ONE OTHER --reason …` or `part`.", style="dim")
    yield foot(summary)


def _tie(tie: Tie, names: Mapping[str, str]) -> Iterator[RenderableType]:
    by = "decided by a user" if tie.by == "user" else f"confidence {tie.confidence}"
    yield Padding(Text(f"{_called(tie.left, names)} · {_called(tie.right, names)}"), (0, 0, 0, 2))
    yield Padding(Text(f"{_SAID[tie.verdict]}: {one_line(tie.reason)} ({by})", style="dim"), (0, 0, 0, 4))


def _called(slug: str, names: Mapping[str, str]) -> str:
    name = names.get(slug)
    return f"{one_line(name)} ({one_line(slug)})" if name and name != slug else one_line(slug)

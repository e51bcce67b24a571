"""Who says what in an article, grouped by speaker, each with the chain of who reports whom."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.reading.result import Statement

ARROW = " ← "
_ACTS = {
    "say": "says",
    "deny": "denies",
    "ask": "asks",
    "believe": "believes",
    "want": "wants",
    "judge": "on",
}
"""How the heading of a line says what the speaker does; the cue beside it is the document's own word."""


def statements_view(statements: Sequence[Statement], *, full: bool) -> Iterator[RenderableType]:
    """The statements of an article: how many by how many speakers, and all of them where asked for.

    Args:
        statements: the statements, in order of the text.
        full: show each.
    """
    if not statements:
        return
    groups = by_speaker(statements)
    heading = Text("STATEMENTS", style="bold")
    heading.append(f"  {count_words(statements)}{'' if full else ' (--full to show)'}", style="not bold")
    yield heading
    for group in groups if full else ():
        yield Padding(_speaker(group), (0, 0, 0, 2))
        for one in group:
            yield Padding(_line(one), (0, 0, 0, 4))
    yield Text()


def statements_html(statements: Sequence[Statement]) -> Iterator[str]:
    """The statements of an article as a part of its page, by speaker."""
    if not statements:
        return
    yield f'<h3 id="statements">Who says what: {count_words(statements)}</h3>'
    for group in by_speaker(statements):
        said = "".join(f' <span class="soft">· {_e(part)}</span>' for part in _described(group))
        yield f'<p class="speaker"><b>{_e(chain_words(group[0]))}</b>{said}</p>\n<ul>'
        for one in group:
            does = f"{_ACTS[one.act]} ({one.cue.text}):"
            yield f'<li><span class="soft">{_e(does)}</span> {_e(content_words(one))}</li>'
        yield "</ul>"


def _e(text: str) -> str:
    return html.escape(one_line(text), quote=True)


def by_speaker(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Statements with one name and one chain together, by first statement."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for one in statements:
        groups.setdefault(one.chain, []).append(one)
    return list(groups.values())


def count_words(statements: Sequence[Statement]) -> str:
    """How many statements, by how many speakers."""
    speakers = len({one.speaker.name for one in statements})
    return f"{len(statements)}, by {words.counted(speakers, 'speaker')}"


def chain_words(one: Statement) -> str:
    """The chain from the outlet to the speaker."""
    return ARROW.join(one_line(link) for link in one.chain)


def content_words(one: Statement) -> str:
    """The content, its pieces parted by an ellipsis."""
    return " … ".join(one_line(part.text) for part in one.parts)


def _speaker(group: Sequence[Statement]) -> Text:
    text = Text(chain_words(group[0]), style="bold")
    text.append("".join(f" · {part}" for part in _described(group)), style="not bold")
    return text


def _described(group: Sequence[Statement]) -> list[str]:
    """What is known of a speaker beside the name."""
    role = next((one.speaker.role for one in group if one.speaker.role), None)
    said = [one_line(role)] if role else []
    return [*said, "not named"] if group[0].speaker.kind == "anonymous" else said


def _line(one: Statement) -> Text:
    text = Text(f"{_ACTS[one.act]} ({one_line(one.cue.text)}): ", style="dim")
    text.append(content_words(one), style="not dim")
    return text

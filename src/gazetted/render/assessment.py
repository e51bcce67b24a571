"""`assess` in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.dossier import sections, summary
from gazetted.render.outline import Entry, Line, Section
from gazetted.render.standing import LIST_WIDTH, foot, heading
from gazetted.render.timeline import bar_lines

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.assessment.result import Assessment

_WIDEST_LABEL = 14
_STYLE = {"plain": "", "item": "", "doubt": "", "ground": "dim"}


def assessment_view(
    assessed: Assessment, known: Mapping[str, words.Label], totals: Mapping[str, Any]
) -> Iterator[RenderableType]:
    """The answer in sentences, the bars, then the sections."""
    yield heading(assessed.party, assessed.asked)
    for sentence in summary(assessed, known):
        yield Text(one_line(sentence))
    bars = bar_lines(assessed, known)
    if bars:
        yield Text()
        for bar in bars:
            yield Text(bar, no_wrap=True)
    for section in sections(assessed, known):
        yield Text()
        yield from section_view(section)
    yield Text()
    yield foot(totals)


def section_view(section: Section) -> Iterator[RenderableType]:
    """A section: its heading, its paragraphs, its entries with their labels beside them where these are short."""
    yield Text(one_line(section.title).upper(), style="bold")
    for paragraph in section.intro:
        yield Text(one_line(paragraph))
    if not section.entries:
        return
    beside = all(len(entry.label) <= _WIDEST_LABEL for entry in section.entries)
    if beside:
        width = max(LIST_WIDTH, *(len(entry.label) for entry in section.entries))
        table = Table.grid(padding=(0, 2))
        table.add_column(width=width, overflow="fold")
        table.add_column(overflow="fold")
        for entry in section.entries:
            table.add_row(Text(one_line(entry.label)), _head(entry))
            for line in entry.lines:
                table.add_row("", _line(line))
        yield table
        return
    for entry in section.entries:
        table = Table.grid(padding=(0, 0))
        table.add_column(width=2)
        table.add_column(overflow="fold")
        yield Text(one_line(entry.label), style="bold").append(f"  {one_line(entry.head)}", style="not bold")
        for line in entry.lines:
            table.add_row("", _line(line))
        yield table


def _head(entry: Entry) -> Text:
    number = f"[{entry.number}] " if entry.number else ""
    return Text(number + one_line(entry.head), style="bold" if entry.strong else "")


def _line(line: Line) -> RenderableType:
    text = Text(one_line(line.text), style=_STYLE[line.tone])
    if line.tone != "item":
        return text
    item = Table.grid()
    item.add_column(width=2)
    item.add_column(overflow="fold")
    item.add_row("-", text)
    return item

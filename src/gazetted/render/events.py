"""The timeline of an article, and where it speaks against itself, for the terminal and the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from gazetted.render.clean import one_line
from gazetted.render.markup import dated, escaped, time_tag

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.reading.result import Happening, Reading


def inconsistencies_view(reading: Reading) -> Iterator[RenderableType]:
    """Where the article speaks against itself, for the terminal."""
    for one in reading.inconsistencies:
        line = Text.assemble(("! inconsistent", "bold"), f' · "{one_line(one.text)}": {one_line(one.note)}')
        yield line
    if reading.inconsistencies:
        yield Text()


def timeline_view(reading: Reading) -> Iterator[RenderableType]:
    """The dated events of the article, for the terminal."""
    if not reading.timeline:
        return
    yield Text("TIMELINE", style="bold")
    for one in reading.timeline:
        yield Padding(Text(f"{one_line(one.date)}  {one_line(one.text)}"), (0, 0, 0, 2))
        yield Padding(Text(who_words(one, reading), style="dim"), (0, 0, 0, 4))
    yield Text()


def timeline_html(reading: Reading) -> Iterator[str]:
    """Both, for the page."""
    if reading.inconsistencies:
        yield '<h3>The article against itself</h3>\n<ul class="listings">'
        for flaw in reading.inconsistencies:
            yield f"<li><strong>! inconsistent</strong>: {dated(flaw.note)}<q>{escaped(flaw.text)}</q></li>"
        yield "</ul>"
    if reading.timeline:
        yield '<h3>Timeline of the article</h3>\n<ul class="listings">'
        for one in reading.timeline:
            who = escaped(who_words(one, reading))
            yield f"<li><strong>{time_tag(one.date)}</strong> {escaped(one.text)}<small>{who}</small></li>"
        yield "</ul>"


def who_words(one: Happening, reading: Reading) -> str:
    """Who and where: names of the actors, then places."""
    names = {party.party: party.name for party in reading.parties}
    return " · ".join([", ".join(names.get(each, each) for each in part) for part in (one.actors, one.places) if part])

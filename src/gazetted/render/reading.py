"""`read` in a terminal: the listed parties of an article, where they stood on its date, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gazetted.reading.detect import READ_IN_FULL
from gazetted.render import words
from gazetted.render.clean import one_line, printable
from gazetted.render.events import inconsistencies_view, timeline_view
from gazetted.render.listings import listings_view
from gazetted.render.pairs import Pair, absent_words, certainty_words, marked, pairs
from gazetted.render.standing import LIST_WIDTH, foot
from gazetted.render.statements import statements_view

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.model.standing import Standing
    from gazetted.reading.result import DocumentInfo, PartyRead, Reading

DATE_FROM = {"option": "as given", "text": "from the text", "metadata": "from its metadata"}
OTHERS_SHOWN = 12


def reading_view(
    reading: Reading,
    name: str,
    known: Mapping[str, words.Label],
    summary: Mapping[str, Any],
    *,
    width: int,
    full: bool = False,
    text: bool = False,
) -> Iterator[RenderableType]:
    """The report of an article.

    Args:
        reading: the reading.
        name: what the document is called where it has no title.
        known: labels of the lists.
        summary: counts of the record for the last line.
        width: columns to fill.
        full: show the text, all others named, and the dates as well.
        text: show the text with its mentions marked.
    """
    document = reading.document
    yield Text(one_line(document.title or name), style="bold")
    yield Text(document_words(document))
    yield Text()
    if reading.parties:
        yield from _parties(reading, known, width)
    else:
        yield Text("It names no party of this record.")
        yield Text()
    if reading.others:
        yield Text(others_words(reading, everyone=full))
        yield Text()
    yield from listings_view(reading, known, full=full)
    yield from inconsistencies_view(reading)
    yield from statements_view(reading.statements, full=full)
    if full:
        yield from timeline_view(reading)
    if full and reading.dates:
        yield from _dates(reading)
    if full or text:
        yield Text("TEXT  (a number in brackets is that of the party)", style="bold")
        yield marked_text(reading)
        yield Text()
    yield foot(summary)


def document_words(document: DocumentInfo) -> str:
    """Date, where the date was found, publisher and length."""
    said = [f"{one_line(document.date)} ({DATE_FROM[document.date_from]})"]
    if document.publisher:
        said.append(one_line(document.publisher))
    said.append(words.counted(document.characters, "character"))
    if document.language not in (None, READ_IN_FULL):
        said.append(f"not in English ({document.language}): parties only")
    return " · ".join(said)


def others_words(reading: Reading, *, everyone: bool = False) -> str:
    """Who else is named."""
    names = [one_line(other.name) for other in reading.others]
    shown = names if everyone else names[:OTHERS_SHOWN]
    more = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    return f"Also named, on no list: {', '.join(shown)}{more}."


def _parties(reading: Reading, known: Mapping[str, words.Label], width: int) -> Iterator[RenderableType]:
    column = (width - 2 - LIST_WIDTH - 4) // 2
    header = _columns(column)
    header.add_row(*(Text(word, style="bold") for word in ("", f"ON {reading.document.date}", "TODAY")))
    yield Text("LISTED PARTIES", style="bold")
    yield Padding(header, (0, 0, 0, 2))
    for number, party in enumerate(reading.parties, 1):
        yield _party_heading(number, party)
        if party.certainty == "candidate" and party.reason:
            yield Padding(Text(one_line(party.reason)), (0, 0, 0, 2))
        rows = pairs(party)
        if not rows:
            yield Text("  The record holds no standing of this party.")
        table = _columns(column)
        for pair in rows:
            table.add_row(Text(words.label(pair.list_key, known)), *_cells(pair, party.name, rows))
        yield Padding(table, (0, 0, 1, 2))


def _columns(column: int) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=LIST_WIDTH, overflow="fold")
    table.add_column(width=column, overflow="fold")
    table.add_column(width=column, overflow="fold")
    return table


def _party_heading(number: int, party: PartyRead) -> Text:
    text = Text(f"{number} {one_line(party.name)}", style="bold")
    said = [words.counted(len(party.mentions), "mention"), certainty_words(party)]
    text.append("".join(f" · {part}" for part in said if part), style="not bold")
    return text


def _cells(pair: Pair, party_name: str, rows: Sequence[Pair]) -> tuple[Text, Text]:
    """The two days; what the cell of today would say in the words of the cell beside it is not said again."""
    before = cell_details(pair.then, party_name) if pair.then else []
    then = _cell(pair.then, before) if pair.then else Text(absent_words(pair, rows))
    if pair.today is None:
        return then, Text(absent_words(pair, rows))
    today = _cell(pair.today, [line for line in cell_details(pair.today, party_name) if line not in before])
    today.append(f"\n{words.newest_words(pair.today)}", style="not bold dim")
    return then, today


def _cell(standing: Standing, details: Sequence[str]) -> Text:
    text = Text(words.with_doubt(standing), style="bold" if standing.status in words.BINDING else "")
    for line in details:
        text.append(f"\n{line}", style="not bold")
    return text


def cell_details(standing: Standing, party_name: str) -> list[str]:
    """What qualifies a standing: the name it stands under, its programmes, its doubt."""
    said = [words.name_words(standing, party_name), words.programme_words(standing.programmes)]
    if standing.doubt:
        said.append(f"In doubt: {one_line(standing.doubt)}")
    return [line for line in said if line]


def _dates(reading: Reading) -> Iterator[RenderableType]:
    yield Text("DATES", style="bold")
    for found in reading.dates:
        yield Padding(Text(f'"{one_line(found.text)}" = {one_line(found.iso)}'), (0, 0, 0, 2))
    yield Text()


def marked_text(reading: Reading) -> Text:
    """The text with each mention in brackets and the number of its party behind it."""
    source = printable(reading.text)
    mentions = [(number, one) for number, party in enumerate(reading.parties, 1) for one in party.mentions]
    text, place = Text(overflow="fold"), 0
    for start, end, number in marked(mentions, len(source)):
        text.append(source[place:start])
        text.append(f"[{source[start:end]}]", style="underline")
        text.append(f"({number})")
        place = end
    text.append(source[place:])
    return text

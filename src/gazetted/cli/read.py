"""`read`: an article against the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, Known, RecordUrl, moment, partial_day

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.reading.result import Reading


def read(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE|-", help="An article as text or HTML; - reads stdin.")
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="Read the article that comes with the program.")] = False,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The article's date. Default: found in it.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published it.")] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="OUT", help="Write the report as one self-contained page.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show the text, the dates and everyone named.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Show the text with its mentions marked.")] = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="With --json: include the text read.")] = False,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Which listed parties an article names, where they stood and stand, what it claims of them, and what may change."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import console, note, print_json, show

    date, known = partial_day(date), moment(known)
    name, data = _article(file, example)
    with open_record(record) as opened:
        reading = opened.read(data, date=date, publisher=publisher, name=name, known=known)
        if html is not None:
            _write_page(html, reading, name, opened)
            note(f"page written to {html}.")
        if json:
            print_json(reading.to_dict(with_text=with_text))
            return
        from gazetted.cli.render.reading import reading_view
        from gazetted.cli.render.words import labels

        target = console()
        view = reading_view(
            reading,
            name,
            labels(opened.ledger.list_infos().values()),
            opened.summary(),
            width=target.width,
            full=full,
            text=text,
        )
        show(view, target)


def _article(file: str | None, example: bool) -> tuple[str, bytes]:
    """What to call the article that was asked for, and its bytes."""
    from gazetted.cli.opening import document_bytes, example_bytes
    from gazetted.errors import UsageError

    if example and file is not None:
        raise UsageError("read takes a file or --example, not both: leave one out.")
    if example:
        return "the example", example_bytes()
    if file is None:
        raise UsageError("read needs a file, - or --example: see `gazetted read --help`.")
    return "standard input" if file == "-" else Path(file).name, document_bytes(file)


def _write_page(out: str, reading: Reading, name: str, record: Record) -> None:
    from gazetted.cli.render.page import page
    from gazetted.cli.render.words import labels
    from gazetted.errors import UsageError

    content = page(reading, name, labels(record.ledger.list_infos().values()), record.summary())
    try:
        Path(out).write_text(content, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror}): choose another path.") from None

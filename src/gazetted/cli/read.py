"""`read`: an article against the record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.opening import open_record
from gazetted.cli.options import Json, Known, RecordUrl, moment, partial_day
from gazetted.cli.output import note, print_json
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.reading.collection import Form
    from gazetted.reading.result import Reading
    from gazetted.record.kept import Kept


def read(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|FOLDER|URL|-",
            help="An article as text or HTML; a folder of them, a JSONL file or an RSS or Atom feed; - reads stdin.",
        ),
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="Read the article that comes with the program.")] = False,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The article's date. Default: found in it.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published it.")] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="OUT", help="Write the report as one self-contained page.")
    ] = None,
    markdown: Annotated[
        str | None, typer.Option("--markdown", metavar="OUT", help="Write the report as Markdown.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show the text, the dates and everyone named.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Show the text with its mentions marked.")] = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="With --json: include the text read.")] = False,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="Of several documents: write the JSON lines to a file.")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="Of several documents: processes that read.")
    ] = 1,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Keep the reports and statements found in the record; see `gazetted signals`."),
    ] = False,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Which listed parties an article names, where they stood and stand, what it claims of them, and what may change.

    Of a folder, a JSONL file or a feed every document is read, in order; the answer is a JSON object a line.
    """
    date, known = partial_day(date), moment(known)
    with _given(file, example) as (name, data, several):
        if several is not None:
            if html or markdown or full or text:
                raise UsageError("--html, --markdown, --full and --text are for one article: leave them out.")
            from gazetted.cli.read_many import Asked, read_many

            read_many(*several, Asked(record, date, publisher, known, with_text, keep), out, workers)
            return
        if out is not None:
            raise UsageError("--out is for several documents: use --json, --html or --markdown for one.")
        with open_record(record) as opened:
            reading = opened.read(data, date=date, publisher=publisher, name=name, known=known)
            kept = opened.keep(reading, source=name) if keep else None
            if html is not None:
                _write(html, _page(reading, name, opened), "page")
            if markdown is not None:
                _write(markdown, _markdown(reading, name, opened), "Markdown")
            if kept is not None:
                note(_kept_words(kept))
            if json:
                told = {"kept": kept.to_dict()} if kept is not None else {}
                print_json(reading.to_dict(with_text=with_text) | told)
            else:
                _show(reading, name, opened, full=full, text=text)


def _kept_words(kept: Kept) -> str:
    from gazetted.render.words import counted

    if not kept.new:
        return f"kept already ({kept.sha256[:12]}): nothing changed."
    said = f"{counted(kept.signals, 'report')} and {counted(kept.statements, 'statement')}"
    return f"kept as {kept.sha256[:12]}: {said}."


def _show(reading: Reading, name: str, record: Record, *, full: bool, text: bool) -> None:
    from gazetted.cli.output import console, show
    from gazetted.render.reading import reading_view
    from gazetted.render.words import labels

    target = console()
    known = labels(record.ledger.list_infos().values())
    show(
        reading_view(reading, name, known, record.summary(), width=target.width, full=full, text=text),
        target,
    )


@contextmanager
def _given(file: str | None, example: bool) -> Iterator[tuple[str, bytes, tuple[Path, Form] | None]]:
    """What to call what was asked for, its bytes, and of a collection its place and form."""
    from gazetted.cli.fetching import fetched, is_address
    from gazetted.cli.opening import document_bytes, example_bytes, existing
    from gazetted.reading.collection import form_of, is_feed

    if example and file is not None:
        raise UsageError("read takes a file or --example, not both: leave one out.")
    if not example and file is None:
        raise UsageError("read needs a file, - or --example: see `gazetted read --help`.")
    if file is None:
        yield "the example", example_bytes(), None
    elif is_address(file):
        data = fetched(file)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "feed.xml"
            place.write_bytes(data)
            yield file, data, (place, "feed") if is_feed(data) else None
    elif file == "-":
        yield "standard input", document_bytes(file), None
    else:
        path = existing(file)
        form = form_of(path)
        yield path.name, b"" if form else document_bytes(file), (path, form) if form else None


def _page(reading: Reading, name: str, record: Record) -> str:
    from gazetted.render.page import page
    from gazetted.render.words import labels

    return page(reading, name, labels(record.ledger.list_infos().values()), record.summary())


def _markdown(reading: Reading, name: str, record: Record) -> str:
    from gazetted.render.markdown import markdown
    from gazetted.render.words import labels

    return markdown(reading, name, labels(record.ledger.list_infos().values()), record.summary())


def _write(out: str, content: str, what: str) -> None:
    from gazetted.cli.writing import write_whole

    write_whole(out, content)
    note(f"{what} written to {out}.")

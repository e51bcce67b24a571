"""`changes`: what the publishers changed between two days, to read, as JSON, as a table and as feeds."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, Known, Lists, RecordUrl, day, moment
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.render.feeds import Changes


class Format(enum.StrEnum):
    """Forms of the answer."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    ATOM = "atom"
    RSS = "rss"


def changes(
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="The first day, as 2025-07-01.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day, as 2025-07-31.")] = None,
    only: Lists = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="Form of the answer; without it, that of the ending of --out.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="Write the answer to a file instead of stdout.")
    ] = None,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """What the publishers changed between two days, list by list: before and after, stated or inferred."""
    from gazetted.cli.opening import open_record

    since, until, known = day(since), day(until), moment(known)
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: swap them.")
    chosen = _chosen(form, out, json)
    lists = tuple(only or ())
    with open_record(record) as opened:
        if chosen is Format.JSON or (chosen is Format.TEXT and out is None):
            _answer(opened, since, until, lists, known, out, chosen)
            return
        told = _told(opened, since, until, lists, known)
    _put(_text(told, chosen), out, len(told.events))


def _chosen(form: Format | None, out: str | None, json: bool) -> Format:
    """The form asked for.

    Raises:
        UsageError: two forms are asked for, or the readable form in a file.
    """
    if json and form not in (None, Format.JSON):
        raise UsageError(f"--json and --format {form} exclude each other: leave one out.")
    ending = Path(out).suffix.lower().removeprefix(".") if out else ""
    known = {one.value: one for one in Format} | {"": Format.TEXT}
    chosen = Format.JSON if json else form or known.get(ending, Format.TEXT)
    if out is not None and chosen is Format.TEXT:
        raise UsageError(f"{out} does not tell its form: give --format csv, atom, rss or json.")
    return chosen


def _answer(
    record: Record,
    since: str | None,
    until: str | None,
    lists: tuple[str, ...],
    known: str | None,
    out: str | None,
    form: Format,
) -> None:
    """The answer as JSON, or to read on stdout."""
    from gazetted.cli.output import json_text, show

    events = record.changes(since=since, until=until, lists=lists, known=known)
    if form is Format.JSON:
        forms = [event.to_dict() for event in events]
        document = {"record": record.block(known), "since": since, "until": until, "events": forms}
        _put(json_text(document) + "\n", out, len(events))
        return
    from gazetted.render.changes import changes_view
    from gazetted.render.words import labels

    names = record.party_names({event.about for event in events}, known=known)
    show(changes_view(events, since, until, labels(record.ledger.list_infos().values()), names, record.summary()))


def _told(record: Record, since: str | None, until: str | None, lists: tuple[str, ...], known: str | None) -> Changes:
    """The events with what a table or a feed says of them."""
    from gazetted.render.feeds import Changes

    events = record.changes(since=since, until=until, lists=lists, known=known)
    names = record.party_names({event.about for event in events}, known=known)
    told = str(record.block(known)["known"])
    return Changes(tuple(events), record.ledger.list_infos(), names, since, until, lists, told)


def _text(told: Changes, form: Format) -> str:
    from gazetted.render import feeds

    return {Format.CSV: feeds.csv_text, Format.ATOM: feeds.atom, Format.RSS: feeds.rss}[form](told)


def _put(text: str, out: str | None, count: int) -> None:
    """Write an answer to a file, or to stdout; characters that stdout cannot carry become references of XML.

    Raises:
        UsageError: the file cannot be written.
    """
    from gazetted.cli.output import note
    from gazetted.cli.writing import write_whole
    from gazetted.render.words import counted

    if out is None:
        encoding = getattr(sys.stdout, "encoding", None) or "ascii"
        sys.stdout.write(text.encode(encoding, "xmlcharrefreplace").decode(encoding))
        return
    write_whole(out, text)
    note(f"{counted(count, 'change')} written to {out}.")

"""Options that several commands share, and how their words become values."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of the readable form.")]
RecordUrl = Annotated[
    str | None,
    typer.Option(
        "--record",
        metavar="URL",
        envvar="GAZETTED_RECORD",
        help="The record: a SQLite path or a postgresql:// URL. Default: a file in your data directory.",
    ),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day whose law is asked, as 2024-12-09. Default: today.")
]
Known = Annotated[
    str | None,
    typer.Option("--known", metavar="MOMENT", help="Answer with what the record had been told by then. Default: all."),
]
Lists = Annotated[
    list[str] | None,
    typer.Option(
        "--list", metavar="KEY", help="Only this list, such as us.fto; may be repeated. See `gazetted lists`."
    ),
]
PartyName = Annotated[str, typer.Argument(metavar="PARTY", help="A party: its slug, or any name it goes by.")]


def today() -> str:
    """The present day in UTC, as ISO: the clock of the process enters here and nowhere else."""
    import datetime as dt

    return dt.datetime.now(dt.UTC).date().isoformat()


def day(text: str | None) -> str | None:
    """A whole ISO day, checked.

    Raises:
        BadDateError: it is none.
    """
    if text is None:
        return None
    from gazetted.model.dates import parse_day

    return parse_day(text).isoformat()


def partial_day(text: str | None) -> str | None:
    """An ISO day, month or year, checked.

    Raises:
        BadDateError: it is none.
    """
    if text is None:
        return None
    from gazetted.model.dates import PartialDate

    return PartialDate.parse(text).iso


def moment(text: str | None) -> str | None:
    """A moment, or a day, which means its end, checked; ISO with its zone.

    Raises:
        BadDateError: it is neither.
    """
    if text is None:
        return None
    from gazetted.model.dates import parse_moment

    return parse_moment(text).isoformat()

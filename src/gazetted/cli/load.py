"""`load`: published list files, and lists of one's own, into the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, RecordUrl, day

if TYPE_CHECKING:
    from gazetted.record.loading import LoadReport


def load(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="A published list file, a folder or archive of them, or a list of your own."
        ),
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="KEY",
            help="The list: a key such as us.sdn, or a name of your own. Default: what the content says.",
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="DATE",
            help="The edition's date. Default: what the files state; today for a list of your own.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Take an edition that lacks what a sound one of its list has.")
    ] = False,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Load list files: each becomes an edition, and what changed since the last one becomes events."""
    from gazetted.cli.opening import existing, open_record
    from gazetted.cli.output import note

    date = day(date)
    paths = [existing(file) for file in files]
    with open_record(record) as opened:
        reports: list[LoadReport] = []
        try:
            for path in paths:
                report = opened.load(path, source=source, date=date, force=force)
                reports += [report, *report.also]
                if any(one.rejected for one in (report, *report.also)):
                    note(f"{path}: some rows were not taken; they are listed in the report.")
        finally:
            # What was loaded before a bad file stays loaded, so it is reported as well.
            if reports:
                _report(reports, json)


def _report(reports: list[LoadReport], json: bool) -> None:
    from gazetted.cli.output import print_json, show

    if json:
        print_json({"loads": [report.to_dict() for report in reports]})
        return
    from gazetted.render.lists import loads_view

    show(loads_view([report.to_dict() for report in reports]))

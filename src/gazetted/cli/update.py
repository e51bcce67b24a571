"""`update`: the current editions, from their publishers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, RecordUrl

if TYPE_CHECKING:
    from gazetted.record.updating import UpdateReport


def update(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY", help="A list, such as us.sdn. Default: every list that its publisher offers at an address."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only ask what is new; fetch and load nothing.")] = False,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Download the current editions of lists from their publishers and load what is new.

    One failing publisher does not stop the others: the program then ends with 3 when all were asked.
    """
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, progress, progress_done

    def tell(message: str) -> None:
        progress_done()
        progress(message)

    reports: list[UpdateReport] = []
    with open_record(record) as opened:
        try:
            for report in opened.update(keys or (), dry_run=dry_run, tell=tell):
                progress_done()
                if report.outcome == "failed":
                    note(f"{report.list_key}: {report.why}")
                reports.append(report)
        finally:
            # What was loaded before an interruption stays loaded, so it is reported as well.
            progress_done()
            if reports:
                _report(reports, json)
    if any(report.outcome == "failed" for report in reports):
        raise typer.Exit(3)


def _report(reports: list[UpdateReport], json: bool) -> None:
    from gazetted.cli.output import print_json, show

    if json:
        print_json({"updates": [report.to_dict() for report in reports]})
        return
    from gazetted.render.lists import updates_view

    show(updates_view(reports))

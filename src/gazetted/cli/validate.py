"""`validate`: how well this record is screened, for an examiner."""

from __future__ import annotations

from typing import Annotated

import typer

from gazetted.cli.options import Json, Known, Lists, On, RecordUrl, day, moment, today
from gazetted.errors import UsageError


def validate(
    file: Annotated[
        str | None,
        typer.Option(
            "--file", metavar="FILE", help="Names of your own too; a column `expected` says who should be found."
        ),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN", help="With --file: the column that holds a field, as name=Client."
        ),
    ] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="OUT", help="Write a page that prints.")] = None,
    sample: Annotated[int, typer.Option("--sample", min=1, metavar="N", help="Listed parties that are spoiled.")] = 300,
    customers: Annotated[
        int, typer.Option("--customers", min=1, metavar="N", help="Synthetic customers that are made.")
    ] = 5_000,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Of the chance: the same seed and record give the same figures.")
    ] = 1,
    on: On = None,
    only: Lists = None,
    threshold: Annotated[float, typer.Option("--threshold", min=0, max=1, help="Lowest score of a match.")] = 0.7,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most candidates for a name.")] = 10,
    scorer: Annotated[
        str | None, typer.Option("--scorer", metavar="NAME", help="How names are compared: names-1 or ofac-1.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes that share the work.")] = 1,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """How well this record is screened: spoiled names by class, false alarms, thresholds, canaries, other scorers.

    Listed names are spoiled in many ways and asked for; made-up customers are asked for, of whom hardly any is listed.
    """
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json, progress, progress_done, show
    from gazetted.cli.screen import columns_of
    from gazetted.cli.writing import write_whole
    from gazetted.render.validation import validation_page, validation_view

    if mapping and file is None:
        raise UsageError("--map goes with --file: name the file.")
    asked_on, asked_known, columns = day(on) or today(), moment(known), columns_of(mapping)
    with open_record(record) as opened:
        try:
            found = opened.validate(
                file, mapping=columns, sample=sample, customers=customers, seed=seed, workers=workers, on=asked_on,
                known=asked_known, lists=tuple(only or ()), threshold=threshold, limit=limit, scorer=scorer,
                tell=lambda said: progress(f"{said:<60}"),
            )  # fmt: skip
        finally:
            progress_done()
    if html is not None:
        write_whole(html, validation_page(found))
    if json:
        print_json(found.to_dict())
    else:
        show(validation_view(found))
    if html is not None:
        note(f"The page is in {html}.")

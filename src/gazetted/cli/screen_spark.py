"""`screen --engine spark`: a file of names on many machines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.api import Record


def screen_by_spark(
    record: Record,
    file: str | None,
    out: str | None,
    master: str | None,
    columns: Mapping[str, str] | None,
    known: str | None,
    asked: Mapping[str, Any],
    told: Mapping[str, object],
) -> bool:
    """Screen a file by Spark and write a folder; whether anything matched.

    Args:
        record: the record, which is packed for the executors.
        file: path or URL that Spark reads.
        out: path or URL of the folder that it writes.
        master: where Spark runs; None: as its own settings say.
        columns: field of the query -> column.
        known: the moment whose knowledge is used.
        asked: what every name is screened with.
        told: options that Spark does not serve, and whether they were given.

    Raises:
        UsageError: no file or no folder was named, an option was given that Spark does not serve, or it is missing.
    """
    from gazetted.cli.output import note
    from gazetted.spark.job import SparkJob, run

    if file is None or out is None:
        raise UsageError("--engine spark screens a file into a folder: name both with --file and --out.")
    if given := [option for option, value in told.items() if value]:
        raise UsageError(f"{given[0]} does not go with --engine spark: leave it out, or screen without --engine.")
    job = SparkJob(
        source=file, out=out, on=asked["on"], mapping=dict(columns or {}), master=master, lists=tuple(asked["lists"]),
        threshold=asked["threshold"], limit=asked["limit"], scorer=asked["scorer"],
    )  # fmt: skip
    rows, hits = run(record, job, known=dt.datetime.fromisoformat(known) if known else None)
    note(f"{rows:,} rows screened, {hits:,} with candidates, written to {out}. A candidate is never a finding.")
    return hits > 0

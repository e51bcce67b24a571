"""A file, or a folder of files, of names screened by Spark: read where it lies, written where it is asked."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from gazetted.errors import UsageError
from gazetted.scale.bundle import pack
from gazetted.screening.file import COLUMNS, fields_of
from gazetted.spark.frames import screen

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from gazetted.api import Record


class SparkJob(msgspec.Struct, frozen=True, kw_only=True):
    """What is screened, and how.

    Attributes:
        source: path or URL that Spark reads: CSV with a header, JSON lines (`.jsonl`, `.json`), else Parquet.
        out: path or URL of the folder that it writes: JSON lines where it ends with `.jsonl`, else Parquet.
        on: the day whose standings are attached, ISO.
        mapping: field of the query (`screening.file.COLUMNS`) → column.
        master: where Spark runs; None: as its own settings say, else all cores of this machine.
        bundle: a bundle packed before; None: one is packed of the record.
        lists: only parties that stand or stood on one of these.
        threshold: least score of a match, in [0, 1].
        limit: most matches of a name.
        scorer: how names are compared; None: the newest.
        partitions: tasks among which rows are dealt evenly; None: as Spark cut the input.
    """

    source: str
    out: str
    on: str
    mapping: dict[str, str] = {}
    master: str | None = None
    bundle: str | None = None
    lists: tuple[str, ...] = ()
    threshold: float = 0.70
    limit: int = 10
    scorer: str | None = None
    partitions: int | None = None


def run(record: Record, job: SparkJob, *, known: dt.datetime | None = None) -> tuple[int, int]:
    """Screen and write; the number of rows, and of rows with a match.

    Raises:
        UsageError: Spark is not installed, there is no column of names, or the output exists.
    """
    session = _session(job.master)
    with tempfile.TemporaryDirectory() as folder:
        bundle = job.bundle or str(Path(folder) / "record.gazetted")
        if job.bundle is None:
            pack(record, bundle, known=known)
        rows = _rows(session, job.source)
        columns = columns_of(rows.columns, job.mapping)
        found = screen(
            rows,
            columns["name"],
            bundle=bundle,
            on=job.on,
            lists=job.lists,
            threshold=job.threshold,
            limit=job.limit,
            scorer=job.scorer,
            partitions=job.partitions,
            kind_column=columns.get("kind"),
            born_column=columns.get("born"),
            country_column=columns.get("country"),
            ids_column=columns.get("ids"),
            gender_column=columns.get("gender"),
        )
        return _written(found, job.out)


def columns_of(columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Field of the query → column, by the mapping, else by the names that files of names use.

    Raises:
        UsageError: there is no column of names, or a mapped one is not there.

    >>> columns_of(["id", "Full Name", "dob"], {})
    {'key': 'id', 'name': 'Full Name', 'born': 'dob'}
    """
    absent = [column for column in mapping.values() if column not in columns] + [
        field for field in mapping if field not in COLUMNS
    ]
    found = fields_of(columns, mapping)
    if absent or "name" not in found:
        raise UsageError(
            f"No column {absent[0] if absent else 'name'!r}: there are {', '.join(columns[:20])}. Map one with"
            " --map name=COLUMN."
        )
    return found


def _session(master: str | None) -> SparkSession:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError('Spark is not installed: pip install "gazetted[spark]" (it needs Java 17).') from None
    builder: Any = SparkSession.builder.appName("gazetted screen").config("spark.ui.showConsoleProgress", "true")
    return builder.master(master).getOrCreate() if master else builder.getOrCreate()


def _rows(session: SparkSession, source: str) -> DataFrame:
    name = source.rstrip("/").casefold()
    if name.endswith((".csv", ".csv.gz")):
        return session.read.csv(source, header=True, multiLine=True, escape='"')
    if name.endswith((".jsonl", ".ndjson", ".json")):
        return session.read.json(source)
    return session.read.parquet(source)


def _written(found: DataFrame, out: str) -> tuple[int, int]:
    from pyspark.sql import functions as f

    found.write.mode("error").format("json" if out.endswith(".jsonl") else "parquet").save(out)
    done = found.sparkSession.read.format("json" if out.endswith(".jsonl") else "parquet").load(out)
    hits = f.sum((f.size("matches") > 0).cast("long")) if "matches" in done.columns else f.lit(0)
    counted = done.agg(f.count(f.lit(1)).alias("rows"), hits.alias("hits")).first()
    return (int(counted["rows"]), int(counted["hits"] or 0)) if counted else (0, 0)

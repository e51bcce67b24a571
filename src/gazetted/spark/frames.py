"""Columns of a DataFrame screened and read: each task is a plain function of its rows and of one bundle."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetted.errors import UsageError
from gazetted.model.dates import parse_day
from gazetted.scale.bundle import read_manifest

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_MISSING = 'Spark is not installed: pip install "gazetted[spark]" (it needs Java 17).'


def screen(
    df: DataFrame,
    name_column: str,
    *,
    bundle: str | os.PathLike[str],
    on: str | dt.date,
    kind: str = "any",
    kind_column: str | None = None,
    born_column: str | None = None,
    country_column: str | None = None,
    ids_column: str | None = None,
    gender_column: str | None = None,
    send: bool = True,
    lists: Sequence[str] = (),
    threshold: float = 0.70,
    limit: int = 10,
    scorer: str | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """Screen a column of names; the rows come back with the column `matches`, best match first.

    Args:
        df: the rows; every column is kept.
        name_column: the names. A missing or blank name has no matches.
        bundle: the record, packed by `gazetted bundle`: a path that the driver reads.
        on: the day whose standings are attached. It must be given: tasks of one job may run on two days.
        kind: the kind of every row, where no column tells it.
        kind_column: column of the kind; so with `born_column` (ISO), `country_column`, `gender_column`.
        born_column: as above.
        country_column: as above.
        ids_column: identifiers, `type:value`, several split by `;` or as an array.
        gender_column: as above.
        send: send the bundle to the executors; without, they read it at the same path (a mounted volume, or Spark
            Connect, which cannot send).
        lists: only parties that stand or stood on one of these.
        threshold: least score of a match, in [0, 1].
        limit: most matches of a name.
        scorer: how names are compared; None: the newest.
        partitions: deal the rows evenly to so many tasks first, where the partitions of `df` are few or uneven.

    Raises:
        UsageError: Spark is not installed, a column is not there, or the bundle has no such list.
        InputError: the bundle is none.
        BadDateError: `on` is not a day.
    """
    from gazetted.scale.arrow import MATCHES, ScreenTask, matches_type

    given = {
        "name": name_column,
        "kind": kind_column,
        "born": born_column,
        "country": country_column,
        "ids": ids_column,
        "gender": gender_column,
    }
    columns = {part: column for part, column in given.items() if column is not None}
    task = ScreenTask(
        bundle=_sent(df, bundle, send=send),
        columns=columns,
        on=(on if isinstance(on, dt.date) else parse_day(on)).isoformat(),
        lists=tuple(lists),
        threshold=threshold,
        limit=limit,
        scorer=scorer,
        kind=kind,
    )
    return _mapped(df, columns.values(), partitions, MATCHES, matches_type(), _screening(task))


def read(
    df: DataFrame,
    text_column: str,
    *,
    bundle: str | os.PathLike[str],
    today: str | dt.date,
    date_column: str | None = None,
    publisher_column: str | None = None,
    send: bool = True,
    partitions: int | None = None,
) -> DataFrame:
    """Read a column of documents; the rows come back with the column `reading`.

    Args:
        df: the rows; every column is kept.
        text_column: the documents, text or HTML. What cannot be read says why in `reading.error`.
        bundle: the record, packed by `gazetted bundle`.
        today: the day that `standing_today` is asked of.
        date_column: date of publication; None: found in the document.
        publisher_column: publisher; None: found in the document.
        send: as of `screen`.
        partitions: deal the rows evenly to so many tasks first.

    Raises:
        UsageError: Spark is not installed, or a column is not there.
        InputError: the bundle is none.
        BadDateError: `today` is not a day.
    """
    from gazetted.scale.arrow import READING, ReadTask, reading_type

    task = ReadTask(
        bundle=_sent(df, bundle, send=send),
        text=text_column,
        date=date_column,
        publisher=publisher_column,
        today=(today if isinstance(today, dt.date) else parse_day(today)).isoformat(),
    )
    columns = [column for column in (text_column, date_column, publisher_column) if column]
    return _mapped(df, columns, partitions, READING, reading_type(), _reading(task))


def _screening(task: Any) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def screened(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from gazetted.scale.arrow import screen_batches

        return screen_batches(_here(task), batches)

    return screened


def _reading(task: Any) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def readings(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from gazetted.scale.arrow import read_batches

        return read_batches(_here(task), batches)

    return readings


def _sent(df: DataFrame, bundle: str | os.PathLike[str], *, send: bool) -> str:
    """Send the bundle to every executor: its name there; or its path, where they have it."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise UsageError(_MISSING) from None
    path = Path(bundle).resolve()
    read_manifest(path)
    if not send:
        return str(path)
    df.sparkSession.sparkContext.addFile(str(path))
    return path.name


def _here(task: Any) -> Any:
    """The task with the bundle's path on this executor."""
    import msgspec
    from pyspark import SparkFiles

    if Path(task.bundle).is_absolute():
        return task
    return msgspec.structs.replace(task, bundle=SparkFiles.get(task.bundle))


def _mapped(
    df: DataFrame, columns: Any, partitions: int | None, name: str, kind: pa.DataType, mapper: Any
) -> DataFrame:
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StructField, StructType

    for column in columns:
        if column not in df.columns:
            raise UsageError(f"There is no column {column!r}: there are {', '.join(df.columns)}.")
    if name in df.columns:
        raise UsageError(f"There is a column {name!r} already: rename it first.")
    rows = df.repartition(partitions) if partitions else df
    schema = StructType([*df.schema.fields, StructField(name, from_arrow_type(kind))])
    return rows.mapInArrow(mapper, schema)

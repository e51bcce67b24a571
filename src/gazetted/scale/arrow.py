"""The verbs over Arrow batches: the one function that a single process, Spark and anything else that speaks Arrow call.

A batch of rows comes in, the same rows go out with one column more. The answers are those of `record.screen` and
`record.read`; a row whose text is missing gets an empty answer, and one that cannot be read says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from gazetted.errors import GazettedError, UsageError
from gazetted.model.form import plain
from gazetted.scale.bundle import opened
from gazetted.screening.file import cell_of, query_of

if TYPE_CHECKING:
    import pyarrow as pa

    from gazetted.api import Record
    from gazetted.screening.result import Match

MATCHES = "matches"
READING = "reading"


class ScreenTask(msgspec.Struct, frozen=True, kw_only=True):
    """How a column of names is screened.

    Attributes:
        bundle: path of the bundle.
        columns: field of a query → column: `name`, and where there are `kind`, `born`, `country`, `ids`, `gender`;
            cells as in a file of names (`screening.file`).
        on: the day whose standings are attached, ISO.
        lists: only parties that stand or stood on one of these; empty: all.
        threshold: least score of a match, in [0, 1].
        limit: most matches of a name.
        scorer: how names are compared; None: the newest.
        kind: the kind of every row, where no column tells it.
        folder: where bundles are taken apart; None: the user's cache folder.
    """

    bundle: str
    columns: dict[str, str]
    on: str
    lists: tuple[str, ...] = ()
    threshold: float = 0.70
    limit: int = 10
    scorer: str | None = None
    kind: str = "any"
    folder: str | None = None


class ReadTask(msgspec.Struct, frozen=True, kw_only=True):
    """How a column of documents is read.

    Attributes:
        bundle: path of the bundle.
        text: column of the text.
        date: column of the date of publication; None: found in the document.
        publisher: column of the publisher; None: found in the document.
        today: the day that `standing_today` is asked of, ISO.
        folder: where bundles are taken apart; None: the user's cache folder.
    """

    bundle: str
    text: str
    date: str | None = None
    publisher: str | None = None
    today: str
    folder: str | None = None


def screen_batches(task: ScreenTask, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches with the column `matches`.

    Raises:
        InputError: the bundle is none, or damaged.
        UsageError: a column is not there.
    """
    record, manifest = opened(task.bundle, task.folder)
    for batch in batches:
        rows = _columns(batch, task.columns)
        yield _with(batch, MATCHES, matches_type(), _screened(record, manifest.known, task, rows, batch.num_rows))


def _screened(
    record: Record, known: str, task: ScreenTask, columns: Mapping[str, list[Any]], height: int
) -> list[list[dict[str, Any]]]:
    """The matches of each row. Rows that ask the same are screened once, so that a frequent name costs no more."""
    fields = list(columns)
    asked = [tuple(cell_of(columns[field][row]).strip() for field in fields) for row in range(height)]
    distinct = [values for values in dict.fromkeys(asked) if values[fields.index("name")]]
    queries: list[Any] = [query_of({"kind": task.kind, **_given(fields, values)}) for values in distinct]
    found = record.screen_many(
        queries, on=task.on, known=known, lists=task.lists, threshold=task.threshold, limit=task.limit,
        scorer=task.scorer,
    )  # fmt: skip
    answers = {
        values: [_match(match) for match in screening.matches]
        for values, screening in zip(distinct, found, strict=True)
    }
    return [answers.get(values, []) for values in asked]


def _given(fields: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    return {field: value for field, value in zip(fields, values, strict=True) if value}


def _match(match: Match) -> dict[str, Any]:
    return {name: plain(getattr(match, name)) for name in ("score", "party", "name", "matched_name", "name_type")} | {
        "standings": [one.to_dict() for one in match.standings],
        "explanation": plain(match.explanation),
    }


def read_batches(task: ReadTask, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches with the column `reading`.

    Raises:
        InputError: the bundle is none, or damaged.
        UsageError: a column is not there.
    """
    record, manifest = opened(task.bundle, task.folder)
    columns = {name: at for name, at in (("text", task.text), ("date", task.date), ("publisher", task.publisher)) if at}
    for batch in batches:
        rows = _columns(batch, columns)
        answers = [
            _read(record, manifest.known, task.today, {name: values[row] for name, values in rows.items()})
            for row in range(batch.num_rows)
        ]
        yield _with(batch, READING, reading_type(), answers)


def _read(record: Record, known: str, today: str, row: Mapping[str, Any]) -> dict[str, Any]:
    nothing: dict[str, Any] = {"error": None, "date": None, "parties": [], "signals": [], "json": None}
    if not cell_of(row["text"]).strip():
        return nothing
    date = row.get("date")
    try:
        reading = record.read(
            row["text"], date=str(date)[:10] if date else None, publisher=row.get("publisher"), known=known, today=today
        )
    except GazettedError as error:
        return {**nothing, "error": str(error)}
    return {
        "error": None,
        "date": reading.document.date,
        "parties": [{"party": one.party, "certainty": one.certainty} for one in reading.parties],
        "signals": [
            {
                "authority": one.authority, "list": one.list_key, "party": one.party, "direction": one.direction,
                "stage": one.stage, "hedge": one.hedge, "chain": list(one.chain),
            }
            for one in reading.signals
        ],
        "json": msgspec.json.encode(reading.to_dict()).decode(),
    }  # fmt: skip


def _columns(batch: pa.RecordBatch, columns: Mapping[str, str]) -> dict[str, list[Any]]:
    for column in columns.values():
        if column not in batch.schema.names:
            raise UsageError(f"There is no column {column!r}: there are {', '.join(batch.schema.names)}.")
    return {part: batch.column(batch.schema.names.index(column)).to_pylist() for part, column in columns.items()}


def _with(batch: pa.RecordBatch, name: str, kind: pa.DataType, values: list[Any]) -> pa.RecordBatch:
    import pyarrow as pa

    schema = batch.schema.remove_metadata().append(pa.field(name, kind))
    return pa.RecordBatch.from_arrays([*batch.columns, pa.array(values, type=kind)], schema=schema)


def matches_type() -> pa.DataType:
    """The Arrow type of `matches`: the matches of one name, best first, as `screen --json` gives them."""
    import pyarrow as pa

    text, number = pa.string(), pa.float64()
    standing = [(name, text) for name in ("list", "status", "since", "until", "as", "name", "through", "entry")]
    ground = [(name, text) for name in ("instrument", "source", "confidence", "unconfirmed", "doubt", "newest")]
    tokens = pa.struct([("query", text), ("listed", text), ("kind", text), ("similarity", number)])
    qualifiers = pa.struct([("what", text), ("query", text), ("listed", text), ("effect", number)])
    explanation = [("tokens", pa.list_(tokens)), ("qualifiers", pa.list_(qualifiers)), ("counterfactual", text)]
    return pa.list_(
        pa.struct(
            [
                ("score", number),
                *((name, text) for name in ("party", "name", "matched_name", "name_type")),
                ("standings", pa.list_(pa.struct([*standing, ("programmes", pa.list_(text)), *ground]))),
                ("explanation", pa.struct(explanation)),
            ]
        )
    )


def reading_type() -> pa.DataType:
    """The Arrow type of `reading`: the parties and signals of a document, and the whole reading as `read --json`."""
    import pyarrow as pa

    text = pa.string()
    parties = pa.struct([("party", text), ("certainty", text)])
    signal = [(name, text) for name in ("authority", "list", "party", "direction", "stage", "hedge")]
    signals = pa.struct([*signal, ("chain", pa.list_(text))])
    return pa.struct(
        [
            ("error", text),
            ("date", text),
            ("parties", pa.list_(parties)),
            ("signals", pa.list_(signals)),
            ("json", text),
        ]
    )

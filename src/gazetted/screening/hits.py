"""Files of hits: a row for each match and standing, CSV or Parquet, that a run which was cut off can go on with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from gazetted.errors import InputError, UsageError
from gazetted.screening.file import is_parquet
from gazetted.screening.result import Match, Screening

HIT_COLUMNS: tuple[str, ...] = (
    "row", "id", "name", "score", "party", "party_name", "matched_name", "name_type", "list", "status", "since",
    "until", "instrument", "explanation",
)  # fmt: skip
"""Columns of a file of hits, one row per match and standing: the row of the input (the first after the header is 1),
the caller's own id and name, the score, slug and name of the party, the name that met and what it is to the party, then
list, status, first and last day and act of the standing (empty where there is none), and which words met."""

_PROGRESS_EVERY = 256
_GROUP = 10_000
"""Rows of a group in a Parquet file of hits."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_hits(path: str | Path, screenings: Iterable[tuple[int, Screening]], *, resume: bool = False) -> int:
    """Write a file of hits with the columns `HIT_COLUMNS`, CSV or (`.parquet`) Parquet; how many matches were written.

    Cells that a spreadsheet would run as a formula are preceded by an apostrophe. While it is written, a file beside it
    (its name and `.progress`) tells how far it is whole, so that a run that was cut off can be resumed; it goes when
    all rows are done.

    Args:
        path: the file.
        screenings: rows and their screenings.
        resume: keep what an earlier run wrote of the rows before (`rows_done`), and go on behind it.

    Raises:
        UsageError: the file cannot be written.
        InputError: it is a Parquet file, and what writes it is not installed.
    """
    if is_parquet(path):
        if resume:
            raise UsageError(
                f"{path} is a Parquet file, which cannot be gone on with: leave out --resume, or write CSV."
            )
        return _write_parquet(Path(path), screenings)
    progress = _progress(path)
    try:
        _, size = _done(path) if resume else (0, 0)
        # The progress is there before the hits: what a full disk or a kill leaves is never taken for a whole file.
        with progress.open("r+b" if size else "wb", buffering=0) as mark:
            if not size:
                _note(mark, 0, 0)
            with Path(path).open("r+b" if size else "wb") as raw:
                raw.truncate(size)
                raw.seek(size)
                with io.TextIOWrapper(raw, encoding="utf-8", newline="") as handle:
                    count = _write(handle, screenings, mark, head=not size)
        progress.unlink(missing_ok=True)
        return count
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): choose another path.") from None


def rows_done(path: str | Path) -> int:
    """The last row of the input up to which a file of hits that was cut off is whole; 0 where there is none.

    Raises:
        UsageError: there is a file of hits, but nothing tells how far it is whole; or it is a Parquet file.
    """
    if is_parquet(path):
        raise UsageError(f"{path} is a Parquet file, which cannot be gone on with: leave out --resume, or write CSV.")
    rows, _ = _done(path)
    if not rows and Path(path).is_file() and Path(path).stat().st_size and not _progress(path).is_file():
        raise UsageError(
            f"{path} is finished, or was not written with its progress: leave out --resume to screen anew."
        )
    return rows


def _progress(path: str | Path) -> Path:
    return Path(f"{path}.progress")


def _note(mark: BinaryIO, row: int, size: int) -> None:
    """Write down how far a file is whole, in the place of what stood there: that needs no room on the disk."""
    mark.seek(0)
    mark.write(f"{row:>20} {size:>20}".encode("ascii"))


def _done(path: str | Path) -> tuple[int, int]:
    """Rows of the input that are done, and bytes of the file of hits that tell of them."""
    try:
        rows, size = (int(part) for part in _progress(path).read_text(encoding="ascii").split())
        return (rows, size) if 0 < size <= Path(path).stat().st_size else (0, 0)
    except (OSError, ValueError):
        return 0, 0


def _write(handle: TextIO, screenings: Iterable[tuple[int, Screening]], mark: BinaryIO, *, head: bool) -> int:
    writer = csv.writer(handle)
    if head:
        writer.writerow(HIT_COLUMNS)
    count = 0
    for done, (row, screening) in enumerate(screenings, 1):
        for match in screening.matches:
            count += 1
            writer.writerows(_rows(row, screening, match))
        if done % _PROGRESS_EVERY == 0:
            handle.flush()
            _note(mark, row, handle.buffer.tell())
    return count


def _rows(row: int, screening: Screening, match: Match) -> Iterator[list[str]]:
    for values in hit_values(row, screening, match):
        yield [safe_cell(f"{cell:.4f}" if isinstance(cell, float) else cell) for cell in values]


def hit_values(row: int, screening: Screening, match: Match) -> Iterator[tuple[object, ...]]:
    """The values of a hit under `HIT_COLUMNS`, a row for each standing."""
    query = screening.query
    begin = (row, query.key, query.name, match.score, match.party, match.name, match.matched_name, match.name_type)
    words = "; ".join(f"{t.query or '-'}/{t.listed or '-'} {t.kind}" for t in match.explanation.tokens)
    for s in match.standings or (None,):
        tail = (s.list_key, s.status, s.since, s.until, s.instrument) if s else ("",) * 5
        yield (*begin, *tail, words)


def _write_parquet(path: Path, screenings: Iterable[tuple[int, Screening]]) -> int:
    """Write hits as Parquet, a group of rows at a time; the file is in place only when it is whole."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise InputError(
            f"{path} is a Parquet file, and what writes it is not installed: pip install 'gazetted[parquet]'."
        ) from None
    kinds = {"row": arrow.int64(), "score": arrow.float64()}
    schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in HIT_COLUMNS])
    part, count = path.with_name(f"{path.name}.part"), 0
    try:
        with parquet.ParquetWriter(part, schema) as writer:
            rows: list[tuple[object, ...]] = []
            for row, screening in screenings:
                count += len(screening.matches)
                rows += [values for match in screening.matches for values in hit_values(row, screening, match)]
                if len(rows) >= _GROUP:
                    writer.write_table(_table(arrow, rows, schema))
                    rows = []
            writer.write_table(_table(arrow, rows, schema))
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or error}): choose another path.") from None
    finally:
        part.unlink(missing_ok=True)
    return count


def _table(arrow: Any, rows: Sequence[tuple[object, ...]], schema: Any) -> Any:
    """Rows as a table of Arrow."""
    columns = zip(*rows, strict=True) if rows else [()] * len(HIT_COLUMNS)
    return arrow.table(dict(zip(HIT_COLUMNS, map(list, columns), strict=True)), schema=schema)


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("plain")
    ("'=1+1", 'plain')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text

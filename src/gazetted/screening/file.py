"""Files of customers in, files of hits out.

In: CSV with a header, or JSON lines. Columns are known by name (see `COLUMNS`) or by the caller's mapping; only `name`
is required. Several values in one cell are parted by `;`.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, TextIO, get_args

from gazetted.errors import InputError, ListFileError, UsageError
from gazetted.model.party import Kind
from gazetted.screening.result import Match, Query, Screening

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": ("id", "key", "customer_id", "customer"),
    "name": ("name", "full_name", "fullname", "customer_name"),
    "kind": ("kind", "type", "schema"),
    "born": ("born", "date_of_birth", "birth_date", "birthdate", "dob"),
    "country": ("country", "countries", "nationality"),
    "ids": ("ids", "identifiers"),
    "gender": ("gender", "sex"),
}
"""What of a query each column gives, with the column names that are known without a mapping."""

HIT_COLUMNS: tuple[str, ...] = (
    "row", "id", "name", "score", "party", "party_name", "matched_name", "name_type", "list", "status", "since",
    "until", "instrument", "explanation",
)  # fmt: skip
"""Columns of a file of hits, one row per match and standing: the row of the input (the first after the header is 1),
the caller's own id and name, the score, slug and name of the party, the name that met and what it is to the party, then
list, status, first and last day and act of the standing (empty where there is none), and which words met."""

LONGEST_LINE = 1 << 20
_PROGRESS_EVERY = 256
_PARQUET = b"PAR1"
_GROUP = 10_000
"""Rows of a group in a Parquet file of hits."""

_KIND_WORDS: Mapping[str, Kind] = {
    "individual": "person", "company": "organization", "organisation": "organization", "entity": "organization",
    "ship": "vessel", "legalentity": "organization",
}  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def screen_file(
    path: str | Path,
    screener: Callable[[Iterable[Query]], Iterable[Screening]],
    *,
    mapping: Mapping[str, str] | None = None,
    after: int = 0,
) -> Iterator[tuple[int, Screening]]:
    """Screen the rows of a file as they are read; memory does not grow with the file.

    Args:
        path: a `.csv`, `.jsonl` or `.ndjson` file in UTF-8, or a `.parquet` file.
        screener: screens queries in their order.
        mapping: field of the query (`name`, `kind`, `born` …: `COLUMNS`) → column of the file.
        after: the first rows, so many, are left out.

    Yields:
        The number of the row, counted from 1 (the header of a CSV not counted), and its screening.

    Raises:
        UsageError: there is no such file, or the mapping names an unknown field.
        ListFileError: the file is empty, binary, not UTF-8, malformed, or has no column of names.
        InputError: it is a Parquet file, and what reads it is not installed.
    """
    numbers: deque[int] = deque()

    def queries() -> Iterator[Query]:
        for number, query in read_queries(path, mapping=mapping):
            if number > after:
                numbers.append(number)
                yield query

    for screening in screener(queries()):
        yield numbers.popleft(), screening


def read_queries(path: str | Path, *, mapping: Mapping[str, str] | None = None) -> Iterator[tuple[int, Query]]:
    """The queries of a file; parameters and errors as of `screen_file`."""
    file = Path(path)
    chosen = dict(mapping or {})
    unknown = sorted(set(chosen) - set(COLUMNS))
    if unknown:
        raise UsageError(f"The mapping names {unknown[0]!r}, which is none of {', '.join(COLUMNS)}: map one of these.")
    if not file.is_file():
        raise UsageError(f"There is no file {file}: give the path of a CSV or JSONL file.")
    with file.open("rb") as handle:
        packed = handle.read(4) == _PARQUET or is_parquet(file)
        handle.seek(0)
        objects = file.suffix.lower() in (".jsonl", ".ndjson")
        columns: tuple[str, ...] = ()
        fields: dict[str, str] = {}
        rows = (
            _parquet_rows(file) if packed else _json_rows(file, handle) if objects else _csv_rows(file, handle, chosen)
        )
        for number, line, row in rows:
            if tuple(row) != columns:  # objects of JSON lines may differ from line to line
                columns = tuple(row)
                fields = _fields(file, columns, chosen, line)
            yield number, _query(file, line, row, fields)


def _lines(file: Path, handle: BinaryIO) -> Iterator[str]:
    """The lines of a text file in UTF-8, checked one by one."""
    some = False
    for number, raw in enumerate(iter(lambda: handle.readline(LONGEST_LINE + 1), b""), 1):
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if len(raw) > LONGEST_LINE:
            raise ListFileError(f"{file}, line {number}: longer than {LONGEST_LINE:,} bytes; check the line ends.")
        if b"\0" in raw:
            raise ListFileError(f"{file}, line {number}: holds NUL bytes and is no text; save it as CSV in UTF-8.")
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise ListFileError(f"{file}, line {number}: not UTF-8; save the file as CSV in UTF-8.") from None
        some = some or bool(line.strip())
        yield line
    if not some:
        raise ListFileError(f"{file} is empty: it needs a header line and a row for each name.")


def _csv_rows(file: Path, handle: BinaryIO, mapping: Mapping[str, str]) -> Iterator[tuple[int, int, dict[str, str]]]:
    reader = csv.reader(_lines(file, handle), strict=True)
    header: list[str] | None = None
    number = 0
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                _no_column_twice(file, header)
                _fields(file, header, mapping, reader.line_num)
                continue
            number += 1
            if len(cells) > len(header):
                raise ListFileError(
                    f"{file}, line {reader.line_num}: {len(cells)} cells under {len(header)} columns; "
                    "put cells that hold a comma in double quotes."
                )
            yield number, reader.line_num, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
    except csv.Error as error:
        raise ListFileError(
            f"{file}, line {max(1, reader.line_num)}: malformed quoting ({error}); double the quotation marks in cells."
        ) from None
    if header is None:
        raise ListFileError(f"{file} is empty: it needs a header line and a row for each name.")


def _no_column_twice(file: Path, header: Sequence[str]) -> None:
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise ListFileError(f"{file}, line 1: the column {doubled[0]!r} stands there twice; rename one of them.")


def _json_rows(file: Path, handle: BinaryIO) -> Iterator[tuple[int, int, dict[str, str]]]:
    number = 0
    for line, text in enumerate(_lines(file, handle), 1):
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise ListFileError(f"{file}, line {line}: not a JSON object; write one object on each line.")
        number += 1
        yield number, line, {str(name): cell_of(item) for name, item in value.items()}


def _parquet_rows(file: Path) -> Iterator[tuple[int, int, dict[str, str]]]:
    try:
        parquet = import_module("pyarrow.parquet")
        arrow_error: type[Exception] = import_module("pyarrow").ArrowException
    except ImportError:
        raise InputError(
            f"{file} is a Parquet file, and what reads it is not installed: pip install 'gazetted[parquet]'."
        ) from None
    number = 0
    try:
        for batch in parquet.ParquetFile(file).iter_batches(batch_size=1024):
            for row in batch.to_pylist():
                number += 1
                yield number, number, {str(name): cell_of(item) for name, item in row.items()}
    except (arrow_error, OSError) as error:
        raise ListFileError(f"{file}, row {number + 1}: not a whole Parquet file ({error}); write it anew.") from None


def cell_of(item: Any) -> str:
    """A typed value as a cell of text: several values split by `;`, a moment as its day, nothing as the empty text."""
    if isinstance(item, list):
        return ";".join(cell_of(each) for each in item)
    if isinstance(item, dt.datetime):
        return item.date().isoformat()
    return "" if item is None else str(item)


def fields_of(columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Field of the query → column, by the mapping, else by the names that are known without one (`COLUMNS`).

    >>> fields_of(["id", "Full Name", "dob"], {})
    {'key': 'id', 'name': 'Full Name', 'born': 'dob'}
    """
    folded = {column.strip().casefold().replace(" ", "_"): column for column in columns}
    return {
        field: folded[known] for field, names in COLUMNS.items() for known in reversed(names) if known in folded
    } | {field: column for field, column in mapping.items() if column in columns}


def _fields(file: Path, columns: Sequence[str], mapping: Mapping[str, str], line: int) -> dict[str, str]:
    """Field of the query → column of the file."""
    absent = sorted(column for column in mapping.values() if column not in columns)
    fields = fields_of(columns, mapping)
    optional = file.suffix.lower() != ".csv" and mapping.get("name") not in absent
    if "name" in fields and (optional or not absent):
        return fields
    missing = repr(absent[0]) if absent else "'name'"
    found = ", ".join(columns[:20]) or "none"
    raise ListFileError(
        f"{file}, line {line}: no column {missing}; found: {found}. Rename a column or map it to `name`."
    )


def _query(file: Path, line: int, row: Mapping[str, str], fields: Mapping[str, str]) -> Query:
    cells = {field: row.get(column, "").strip() for field, column in fields.items()}
    if not cells["name"]:
        raise ListFileError(f"{file}, line {line}: the name is empty; fill it in or take the row out.")
    return query_of(cells)


def query_of(cells: Mapping[str, str]) -> Query:
    """The query of one row: its cells by field (`COLUMNS`), stripped; a cell of several values splits them by `;`."""
    ids = tuple(part.strip() for part in cells.get("ids", "").split(";") if part.strip())
    country = cells.get("country", "").split(";")[0].strip()
    return Query(
        name=cells["name"],
        kind=_kind(cells.get("kind", "")),
        born=cells.get("born") or None,
        country=country or None,
        ids=ids,
        key=cells.get("key") or None,
        gender=cells.get("gender") or None,
    )


def _kind(text: str) -> Kind:
    """The kind that a cell names; an unknown word means `any`, for a file may use words of its own."""
    word = text.casefold()
    known: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    return known.get(word) or _KIND_WORDS.get(word, "any")


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
        with Path(path).open("r+b" if size else "wb") as raw:
            raw.truncate(size)
            raw.seek(size)
            with io.TextIOWrapper(raw, encoding="utf-8", newline="") as handle:
                count = _write(handle, screenings, progress, head=not size)
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


def _done(path: str | Path) -> tuple[int, int]:
    """Rows of the input that are done, and bytes of the file of hits that tell of them."""
    try:
        rows, size = (int(part) for part in _progress(path).read_text(encoding="ascii").split())
        return (rows, size) if 0 < size <= Path(path).stat().st_size else (0, 0)
    except (OSError, ValueError):
        return 0, 0


def _write(handle: TextIO, screenings: Iterable[tuple[int, Screening]], progress: Path, *, head: bool) -> int:
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
            progress.write_text(f"{row} {handle.buffer.tell()}", encoding="ascii")
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


def is_parquet(path: str | Path) -> bool:
    """Whether a path is that of a Parquet file, by its name."""
    return Path(path).suffix.lower() in (".parquet", ".pq")


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

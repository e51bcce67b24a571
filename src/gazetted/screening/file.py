"""Files of customers to be screened; `hits` writes what was found.

CSV with a header, or JSON lines. Columns are known by name (see `COLUMNS`) or by the caller's mapping; only `name`
is required. Several values in one cell are parted by `;`.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, get_args

from gazetted.errors import InputError, ListFileError, UsageError
from gazetted.model.party import Kind
from gazetted.screening.result import Query, Screening

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

LONGEST_LINE = 1 << 20
_PARQUET = b"PAR1"

_KIND_WORDS: Mapping[str, Kind] = {
    "individual": "person", "company": "organization", "organisation": "organization", "entity": "organization",
    "ship": "vessel", "legalentity": "organization",
}  # fmt: skip


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


def is_parquet(path: str | Path) -> bool:
    """Whether a path is that of a Parquet file, by its name."""
    return Path(path).suffix.lower() in (".parquet", ".pq")

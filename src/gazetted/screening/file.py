"""Files of customers in, files of hits out.

In: CSV with a header, or JSON lines. Columns are known by name (see `COLUMNS`) or by the caller's mapping; only `name`
is required. Several values in one cell are parted by `;`.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO, get_args

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

HIT_COLUMNS: tuple[str, ...] = (
    "row", "id", "name", "score", "party", "party_name", "matched_name", "name_type", "list", "status", "since",
    "until", "instrument", "explanation",
)  # fmt: skip
"""Columns of a file of hits, one row per match and standing: the row of the input (the first after the header is 1),
the caller's own id and name, the score, slug and name of the party, the name that met and what it is to the party, then
list, status, first and last day and act of the standing (empty where there is none), and which words met."""

LONGEST_LINE = 1 << 20
_KIND_WORDS: Mapping[str, Kind] = {
    "individual": "person", "company": "organization", "organisation": "organization", "entity": "organization",
    "ship": "vessel", "legalentity": "organization",
}  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def screen_file(
    path: str | Path, screener: Callable[[Query], Screening], *, mapping: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Screening]]:
    """Screen every row of a file, one at a time; memory does not grow with the file.

    Args:
        path: a `.csv`, `.jsonl` or `.ndjson` file in UTF-8.
        screener: screens one query.
        mapping: field of the query (`name`, `kind`, `born`, `country`, `ids`, `key`) → column of the file.

    Yields:
        The number of the row, counted from 1 (the header of a CSV not counted), and its screening.

    Raises:
        UsageError: there is no such file, or the mapping names an unknown field.
        ListFileError: the file is empty, binary, not UTF-8, malformed, or has no column of names.
        InputError: it is a Parquet file, which cannot be read yet.
    """
    for number, query in read_queries(path, mapping=mapping):
        yield number, screener(query)


def read_queries(path: str | Path, *, mapping: Mapping[str, str] | None = None) -> Iterator[tuple[int, Query]]:
    """The queries of a file; parameters and errors as of `screen_file`."""
    file = Path(path)
    chosen = dict(mapping or {})
    unknown = sorted(set(chosen) - set(COLUMNS))
    if unknown:
        raise UsageError(f"The mapping names {unknown[0]!r}, which is none of {', '.join(COLUMNS)}: map one of these.")
    if not file.is_file():
        raise UsageError(f"There is no file {file}: give the path of a CSV or JSONL file.")
    if file.suffix.lower() in (".parquet", ".pq"):
        raise InputError(f"{file} is a Parquet file, which needs an extra that is not available yet: save it as CSV.")
    with file.open("rb") as handle:
        if handle.read(4) == b"PAR1":
            raise InputError(
                f"{file} is a Parquet file, which needs an extra that is not available yet: save it as CSV."
            )
        handle.seek(0)
        objects = file.suffix.lower() in (".jsonl", ".ndjson")
        columns: tuple[str, ...] = ()
        fields: dict[str, str] = {}
        for number, line, row in _json_rows(file, handle) if objects else _csv_rows(file, handle, chosen):
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
        yield number, line, {str(name): _cell(item) for name, item in value.items()}


def _cell(item: Any) -> str:
    if isinstance(item, list):
        return ";".join(_cell(each) for each in item)
    return "" if item is None else str(item)


def _fields(file: Path, columns: Sequence[str], mapping: Mapping[str, str], line: int) -> dict[str, str]:
    """Field of the query → column of the file."""
    absent = sorted(column for column in mapping.values() if column not in columns)
    folded = {column.strip().casefold().replace(" ", "_"): column for column in columns}
    fields = {
        field: folded[known] for field, names in COLUMNS.items() for known in reversed(names) if known in folded
    } | {field: column for field, column in mapping.items() if column in columns}
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


def write_hits(path: str | Path, screenings: Iterable[tuple[int, Screening]]) -> int:
    """Write a CSV file of hits with the columns `HIT_COLUMNS`; how many matches it holds.

    Cells that a spreadsheet would run as a formula are preceded by an apostrophe.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as handle:
            return _write(handle, screenings)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): choose another path.") from None


def _write(handle: TextIO, screenings: Iterable[tuple[int, Screening]]) -> int:
    writer = csv.writer(handle)
    writer.writerow(HIT_COLUMNS)
    count = 0
    for row, screening in screenings:
        for match in screening.matches:
            count += 1
            head: list[object] = [row, screening.query.key, screening.query.name, f"{match.score:.4f}"]
            head += [match.party, match.name, match.matched_name, match.name_type]
            words = "; ".join(f"{t.query or '-'}/{t.listed or '-'} {t.kind}" for t in match.explanation.tokens)
            tails: list[list[object]] = [
                [s.list_key, s.status, s.since, s.until, s.instrument] for s in match.standings
            ] or [[""] * 5]
            writer.writerows([safe_cell(cell) for cell in (*head, *tail, words)] for tail in tails)
    return count


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("plain")
    ("'=1+1", 'plain')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text

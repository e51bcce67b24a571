"""Own lists as streams: a CSV file with a header, or JSON lines with the same columns as keys.

A row that cannot be taken is a reject with its line and reason; a file that is no such list is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import msgspec

from gazetted.errors import BadDateError, ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.own.row import COLUMNS, Values, own_listing, split
from gazetted.sources.streams import csv_rows, head_header, text_lines


def list_key(name: str) -> str:
    """The key of an own list: `own.` and the name in lower case, of letters, digits and hyphens.

    >>> list_key("Our Watch List.csv")
    'own.our-watch-list'
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,6}$", "", name.removeprefix("own."))
    return "own." + (re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "list")


def recognise_csv(head: Head) -> Recognised | None:
    """Whether the file is a table with a column `name`, of which most columns are those of an own list.

    A publisher's own reader goes before. A table of many other columns may be a publisher's in a new form: it is taken
    only by who says whose it is (`recognise_table`).
    """
    header = head_header(head.start) or []
    return recognise_table(head) if 2 * len(set(header) & set(COLUMNS)) >= len([*filter(None, header)]) else None


def recognise_table(head: Head) -> Recognised | None:
    """Whether the file is a table with a column `name`, whatever others it has."""
    header = head_header(head.start)
    if header is None or "name" not in header or head.start.lstrip()[:1] in (b"{", b"["):
        return None
    return Recognised(list_key(head.name))


def recognise_jsonl(head: Head) -> Recognised | None:
    """Whether the first line is a JSON object with a `name`."""
    start = head.start.removeprefix(b"\xef\xbb\xbf").lstrip()
    line, _, rest = start.partition(b"\n")
    if not line.startswith(b"{") or (not rest and len(head.start) > len(line) + 65_000):
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and isinstance(_lowered(found).get("name"), str):
        return Recognised(list_key(head.name))
    return None


def table_listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries of a CSV file.

    Raises:
        ListFileError: the file is empty, binary, not UTF-8, malformed, has no column `name` or a column twice.
    """
    for opener in parts.values():
        yield from _each(_table_rows(opener), reject)


def json_listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries of a file of JSON lines.

    Raises:
        ListFileError: the file is empty, binary or not UTF-8, or a line is no JSON.
    """
    for opener in parts.values():
        yield from _each(_json_rows(opener), reject)


_Row = tuple[str, int, Callable[[], Values]]
"""File name, line, and the row's values; getting them raises ValueError where the row cannot be taken."""


def _each(rows: Iterator[_Row], reject: RejectSink) -> Iterator[Listing]:
    seen: set[str] = set()
    for name, line, values in rows:
        where = f"{name}:{line}"
        held: Values = {}
        try:
            held = values()
            listing = own_listing(held, f"row-{line}", seen)
        except (ValueError, BadDateError) as error:
            reject(Reject(where, str(error), "; ".join(held.get("id", ()))))
            continue
        if listing.entry in seen:
            reject(Reject(where, f"the id {listing.entry!r} is there already"))
            continue
        seen.add(listing.entry)
        yield listing


def _table_rows(opener: Opener) -> Iterator[_Row]:
    rows = csv_rows(opener)
    name, _, first = next(rows)
    header = [cell.strip().lower() for cell in first]
    if "name" not in header:
        raise ListFileError(
            f"{name} has no column `name` (its columns: {', '.join(header)[:200]}): the header of an own list is"
            f" {','.join(COLUMNS)}."
        )
    if len(set(header)) < len(header):
        raise ListFileError(f"{name} names a column twice in its header: {', '.join(header)[:200]}.")

    def values(row: list[str]) -> Values:
        if len(row) != len(header):
            raise ValueError(f"{len(row)} cells where the header has {len(header)}")
        return {column: split(column, cell) for column, cell in zip(header, row, strict=True)}

    for _, line, row in rows:
        yield name, line, partial(values, row)


def _json_rows(opener: Opener) -> Iterator[_Row]:
    name, empty = "the file", True
    for name, line, text in text_lines(opener):
        if not text.strip():
            continue
        empty = False
        try:
            found = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            raise ListFileError(f"{name} is no JSON at line {line}: write one object on each line.") from None
        yield name, line, partial(_json_values, found)
    if empty:
        raise ListFileError(f"{name} is empty: write one JSON object with a name on each line.")


def _json_values(found: Any) -> Values:
    if not isinstance(found, dict):
        raise ValueError("no object with a name")
    values: dict[str, tuple[str, ...]] = {}
    for column, value in _lowered(found).items():
        if column not in COLUMNS or value is None:
            continue
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str | int | float) and not isinstance(item, bool) for item in items):
            raise ValueError(f"`{column}` is neither a text nor a list of texts")
        values[column] = tuple(
            text
            for item in items
            for text in (split(column, str(item)) if not isinstance(value, list) else (str(item).strip(),))
            if text
        )
    return values


def _lowered(found: dict[str, Any]) -> dict[str, Any]:
    return {column.strip().lower(): value for column, value in found.items()}

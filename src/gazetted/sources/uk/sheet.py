"""The short form of the UK Sanctions List as an OpenDocument sheet: one row an entry, with its primary name only."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from typing import IO, Any

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Aspect, Head, Opener, Recognised, RejectSink
from gazetted.sources.uk.draft import Draft, put
from gazetted.sources.uk.table import LIST_KEY
from gazetted.sources.xmlstream import elements

_WHAT = "the UK Sanctions List (ODS)"
_ZIP = b"PK\x03\x04"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_NEEDED = ("unique id", "name", "regime name", "type")
_IN_NAME = re.compile(r"([A-Z][a-z]{2})[ _]+(\d{1,2})[ _,]+(20\d{2})")
_MAX_CONTENT = 1_000_000_000
_MAX_FILE = 64_000_000
_MAX_CELLS = 256
_MAX_CELL = 100_000


def recognise(head: Head) -> Recognised | None:
    """Know the sheet by its header row; its date stands only in the name that the publisher gives the file."""
    start = _content_start(head.start) if head.start.startswith(_ZIP) else head.start
    if b"office:spreadsheet" not in start or b">Unique ID<" not in start or b">Regime Name<" not in start:
        return None
    named = _IN_NAME.search(head.name)
    return Recognised(LIST_KEY, date=iso_date(f"{named[2]} {named[1]} {named[3]}") if named else None)


def aspects(_: Collection[str]) -> frozenset[Aspect]:
    """Entries and their programmes; its names have another order of words than those of the other forms."""
    return frozenset({"entries", "programmes"})


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries, by Unique ID.

    Raises:
        ListFileError: the file is no such sheet, damaged, truncated, too large, or holds no entry.
    """
    for opener in parts.values():
        with ExitStack() as stack:
            yield from _entries(_content(opener, stack), reject)


def _entries(content: IO[bytes], reject: RejectSink) -> Iterator[Listing]:
    columns: list[str] = []
    seen: set[str] = set()
    number = 0
    for row in elements(content, (f"{_TABLE}table-row",), _WHAT):
        number += _repeated(row, "rows")
        cells = _cells(row)
        if not columns:
            columns = [cell.lower() for cell in cells]
            if missing := set(_NEEDED) - set(columns):
                raise ListFileError(f"{_WHAT} lacks the column {min(missing)!r}: give the publisher's own file.")
            continue
        values = {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
        if not values:
            continue
        entry = values.get("unique id", "")
        try:
            if not entry or len(entry) > 40:
                raise ValueError("it has no Unique ID")
            if entry in seen or _repeated(row, "rows") > 1:
                raise ValueError("its Unique ID is there already")
            listing = _listing(entry, values)
        except ValueError as error:
            reject(Reject(f"row {number} ({entry[:40] or 'no Unique ID'})", str(error), entry[:40]))
            continue
        seen.add(entry)
        yield listing
    if not seen:
        raise ListFileError(f"{_WHAT} holds no entry: give the publisher's own file.")


def _listing(entry: str, values: dict[str, str]) -> Listing:
    draft = Draft(entry)
    draft.add_name(values.get("name", ""), "Primary Name", "")
    put(draft.kind, values.get("type"))
    put(draft.regimes, values.get("regime name"))
    put(draft.listed, values.get("date designated"))
    if group := values.get("ofsi group id"):
        put(draft.references, f"uk.ofsi:{group}")
    if sanctions := values.get("sanctions imposed"):
        put(draft.notes, f"Sanctions imposed: {sanctions}.")
    return draft.listing()


def _cells(row: Any) -> list[str]:
    """The texts of a row; a repeated cell is repeated, as far as a row of the list goes."""
    found: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        text = " ".join(" ".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p"))[:_MAX_CELL].split())
        found += [text] * min(_repeated(cell, "columns"), _MAX_CELLS - len(found))
        if len(found) >= _MAX_CELLS:
            break
    while found and not found[-1]:
        found.pop()
    return found


def _repeated(element: Any, what: str) -> int:
    count = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(count) if count.isascii() and count.isdigit() and len(count) < 9 else 1


def _content(opener: Opener, stack: ExitStack) -> IO[bytes]:
    """The sheet's XML, out of its zip or as it is."""
    stream = stack.enter_context(opener())
    start = stream.read(len(_ZIP))
    if start != _ZIP:
        return stack.enter_context(opener())
    # a zip is read from its end, which the opened file may not allow
    packed = start + stream.read(_MAX_FILE)
    if len(packed) > _MAX_FILE:
        raise ListFileError(f"{_WHAT} is larger than any list: give the publisher's own file.")
    try:
        archive = stack.enter_context(zipfile.ZipFile(io.BytesIO(packed)))
        if archive.getinfo("content.xml").file_size > _MAX_CONTENT:
            raise ListFileError(f"{_WHAT} unpacks to more than any list has: do not trust this file.")
        return stack.enter_context(archive.open("content.xml"))
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as error:
        raise ListFileError(f"{_WHAT} is no sheet, or is damaged ({str(error)[:100]}): get it again.") from None


def _content_start(start: bytes) -> bytes:
    """The beginning of the sheet's XML in the beginning of the zip; empty where it lies further on."""
    place = start.find(b"content.xml")
    header = place - 30
    if header < 0 or start[header : header + 4] != _ZIP:
        return b""
    method, name_length, extra_length = struct.unpack_from("<H", start, header + 8) + struct.unpack_from(
        "<HH", start, header + 26
    )
    data = start[header + 30 + name_length + extra_length :]
    if method == zipfile.ZIP_STORED:
        return data
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, 65_536)
    except zlib.error:
        return b""

"""Rows of OFAC's legacy CSV files: no header, "-0-" for nothing, perhaps a 0x1A at the end.

A row is kept as raw bytes as long as possible: an edition differs from the one before it in few rows, and equal bytes
mean an equal entry.
"""

from __future__ import annotations

import csv
import heapq
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import BinaryIO, NamedTuple

from gazetted.errors import ListFileError
from gazetted.model.edition import Reject
from gazetted.sources.format import Opener, RejectSink
from gazetted.sources.streams import label

LONGEST_ROW = 1_000_000
"""Bytes in a row; the longest known has some 1,500."""
MAX_UNSORTED = 256_000_000
"""Bytes of a part that is not in the order of its entry numbers and must be sorted in memory."""

WIDTHS = {"primary": 12, "alt": 5, "add": 6, "comments": 2}
"""Columns of each part. The order is that in which an entry's rows are put together."""

_PARTS = tuple(WIDTHS)
_RANK = {part: rank for rank, part in enumerate(WIDTHS)}
_NULLS = frozenset({"-0- ", "-0-", " -0-", " -0- ", ""})
_END_MARK = b"\x1a"
_NOTHING = b' ,"\r\n\t\x1a'


class Row(NamedTuple):
    """A row: its entry's number, its part's rank, the file and line of its beginning, and its bytes."""

    entry: int
    rank: int
    line: int
    raw: bytes
    file: str

    @property
    def where(self) -> str:
        """The row's place, for messages."""
        return f"{self.file}:{self.line}"

    @property
    def part(self) -> str:
        """The part that the row is in."""
        return _PARTS[self.rank]


class BadRowError(ValueError):
    """A row that cannot be taken."""


def grouped(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[tuple[int, list[Row]]]:
    """The rows of each entry together, by rising entry number; primary rows first, and as they come where alone.

    Raises:
        ListFileError: a part is binary, truncated, or has an endless row.
    """
    if set(parts) == {"primary"}:
        streams = [_rows("primary", parts["primary"], reject)]
    else:
        streams = [_in_order(part, opener, reject) for part, opener in parts.items()]
    rows = streams[0] if len(streams) == 1 else heapq.merge(*streams, key=attrgetter("entry", "rank"))
    for entry, group in groupby(rows, key=attrgetter("entry")):
        yield entry, list(group)


def cells(row: Row) -> list[str]:
    """The row's cells, "" where OFAC writes "-0-".

    Raises:
        BadRowError: the row has another number of cells, or broken quoting.
        ListFileError: the same, in a last row that ends without a line break: the file is cut short.
    """
    try:
        return split(row.raw, WIDTHS[row.part])
    except BadRowError as error:
        if not row.raw.endswith((b"\n", b"\r", _END_MARK)):
            raise ListFileError(
                f"{row.file} is cut short at line {row.line} ({error}): get the file from its publisher again."
            ) from None
        raise


def split(raw: bytes, width: int) -> list[str]:
    """The cells of raw bytes.

    Raises:
        BadRowError: there are more or fewer than `width`, or the quoting is broken.

    >>> split(b'36,12,"aka","AERO-CARIBBEAN",-0- ', 5)
    ['36', '12', 'aka', 'AERO-CARIBBEAN', '']
    """
    try:
        found = next(csv.reader([decode(raw).rstrip("\r\n\x1a")], strict=True), [])
    except csv.Error as error:
        raise BadRowError(f"broken quoting: {error}") from None
    if len(found) != width:
        raise BadRowError(f"{len(found)} cells where {width} are due")
    last = width - 1
    # the last cell stays as it is: remarks that the file cuts go on in the comments file without a space of their own
    return [
        "" if cell in _NULLS else " ".join(cell.split()) if place < last else cell for place, cell in enumerate(found)
    ]


def decode(raw: bytes) -> str:
    r"""The text of a row: UTF-8, else CP437 as DOS wrote it, else Latin-1.

    Letters that CP437 has below 0xA0 are control codes in Latin-1, so that one such byte decides.

    >>> decode("ñ".encode()), decode(b"Jos\x82"), decode(b"Jos\xe9")
    ('ñ', 'José', 'José')
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp437" if any(0x80 <= byte < 0xA0 for byte in raw) else "latin-1")


def entry_number(raw: bytes) -> int | None:
    """The number that a row begins with."""
    first = raw.split(b",", 1)[0].strip(b' "\t')
    return int(first) if first.isdigit() and len(first) <= 12 else None


def raw_rows(stream: BinaryIO, name: str) -> Iterator[tuple[int, bytes]]:
    """Line number and bytes of each row that is not blank; a row of several lines is one.

    Raises:
        ListFileError: the file is binary, has an endless row, or ends within a quotation.
    """
    number = start = 0
    open_row = b""
    while line := stream.readline(LONGEST_ROW + 1):
        number += 1
        if len(line) + len(open_row) > LONGEST_ROW:
            raise ListFileError(f"{name} has an endless row at line {start or number}: check its quoting.")
        if b"\x00" in line:
            raise ListFileError(f"{name} is binary (a NUL in line {number}): give OFAC's CSV file.")
        if line.count(b'"') % 2 != bool(open_row):
            start, open_row = start or number, open_row + line
            continue
        if open_row:
            line, open_row = open_row + line, b""
        if line.strip(_NOTHING):
            yield start or number, line
        start = 0
    if open_row:
        raise ListFileError(f"{name} is cut short within a quotation at line {start}: get the file again.")


def _in_order(part: str, opener: Opener, reject: RejectSink) -> Iterator[Row]:
    """The rows of a part by rising entry number; sorted in memory only where the file is not so already."""
    last, ordered, size = 0, True, 0
    with opener() as stream:
        for _, raw in raw_rows(stream, part):
            number = entry_number(raw)
            if number is not None:
                ordered = ordered and number >= last
                last, size = number, size + len(raw)
    if ordered:
        yield from _rows(part, opener, reject)
        return
    if size > MAX_UNSORTED:
        raise ListFileError(f"the {part} part is not in the order of its entry numbers and too large to sort: sort it.")
    yield from sorted(_rows(part, opener, reject), key=attrgetter("entry"))


def _rows(part: str, opener: Opener, reject: RejectSink) -> Iterator[Row]:
    rank = _RANK[part]
    with opener() as stream:
        name = label(stream)
        name = part if name == "the file" else name
        first = True
        for line, raw in raw_rows(stream, name):
            number = entry_number(raw.removeprefix(b"\xef\xbb\xbf") if first else raw)
            if number is not None:
                yield Row(number, rank, line, raw.removeprefix(b"\xef\xbb\xbf") if first else raw, name)
            elif not (first and _is_header(raw)):
                reject(Reject(f"{name}:{line}", "the row does not begin with an entry number"))
            first = False


def _is_header(raw: bytes) -> bool:
    return not any(48 <= byte < 58 for byte in raw) and b"," in raw

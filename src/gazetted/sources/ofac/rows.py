"""Rows of OFAC's legacy CSV files: no header, "-0-" for nothing, perhaps a 0x1A at the end.

A block of whole lines goes through the CSV parser at once. Where a block holds anything out of the ordinary (a row of
several lines, broken quoting, a cell too many, a header), its rows are looked at one by one instead.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import compress, repeat
from operator import and_, itemgetter, ne
from typing import BinaryIO, NamedTuple

from gazetted.errors import ListFileError
from gazetted.model.edition import Reject
from gazetted.sources.format import Opener, RejectSink
from gazetted.sources.streams import label
from gazetted.text.keys import cleaned, rising

LONGEST_ROW = 1_000_000
"""Bytes in a row; the longest known has some 1,500."""
MAX_UNSORTED = 256_000_000
"""Bytes of a part that is not in the order of its entry numbers and must be sorted in memory."""

WIDTHS = {"primary": 12, "alt": 5, "add": 6, "comments": 2}
"""Columns of each part. The order is that in which an entry's rows are put together."""

_BLOCK = 1 << 16
_NULLS = frozenset({"-0- ", "-0-", " -0-", " -0- ", ""})
_END_MARK = b"\x1a"
_NOTHING = b' ,"\r\n\t\x1a'
_BOM = b"\xef\xbb\xbf"
_NUMBER = re.compile(rb'\n[ "\t]*(\d{1,12})')
_NO_ENTRY = 1 << 62
_first = itemgetter(0)


class BadRowError(ValueError):
    """A row that cannot be taken."""


Cells = list[str] | BadRowError
"""What the cells of a row say (`told`, the last one `told_last`); or what is wrong with it."""


class Rows(NamedTuple):
    """The rows of one entry in one part.

    Attributes:
        file: the part's file.
        lines: the line on which each begins.
        cells: the cells of each.
        sound: whether it is known that nothing is wrong with any.
    """

    file: str
    lines: Sequence[int]
    cells: Sequence[Cells]
    sound: bool = False

    def where(self, number: int) -> str:
        """The place of one of the rows, for messages."""
        return f"{self.file}:{self.lines[number]}"


class _Block(NamedTuple):
    """Some rows that follow each other: of each its entry's number, its line and its cells; are all of them sound?"""

    file: str
    numbers: Sequence[int]
    lines: Sequence[int]
    cells: Sequence[Cells]
    sound: bool


def grouped(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[tuple[int, dict[str, Rows]]]:
    """The rows of each entry by part, by rising entry number; as they come where the primary part is alone.

    Raises:
        ListFileError: a part is binary, truncated, or has an endless row.
    """
    if set(parts) == {"primary"}:
        for entry, found in _entries(_blocks("primary", parts["primary"], reject)):
            yield entry, {"primary": found}
        return
    names = [part for part in WIDTHS if part in parts]
    streams = [_entries(_in_order(part, parts[part], reject)) for part in names]
    heads = [next(stream, _END) for stream in streams]
    numbers = [number for number, _ in heads]
    places = range(len(names))
    while (entry := min(numbers)) != _NO_ENTRY:
        taken = {}
        for at in places:
            if numbers[at] == entry:
                taken[names[at]] = heads[at][1]
                heads[at] = next(streams[at], _END)
                numbers[at] = heads[at][0]
        yield entry, taken


_END = (_NO_ENTRY, Rows("", [], []))


def told(cell: str) -> str:
    """What a cell says: "" where OFAC writes "-0-", spaces of any number made one.

    >>> told("-0- "), told(" HERON  BANK ")
    ('', 'HERON BANK')
    """
    if cell in _NULLS:
        return ""
    return " ".join(cell.split()) if "  " in cell or cell[-1] == " " or not cell.isprintable() else cell.lstrip()


def told_last(cell: str) -> str:
    """What the last cell of a row says, its spaces as they are: remarks that are cut go on in the comments file."""
    return "" if cell in _NULLS else cell


def clean(rows: list[list[str]]) -> None:
    """Put what they say in the place of the cells of rows."""
    if cleaned is not None:
        cleaned(rows, told, told_last)
        return
    for row in rows:
        row[:] = [*map(told, row[:-1]), told_last(row[-1])]


def split(raw: bytes, width: int) -> list[str]:
    """The cells of raw bytes.

    Raises:
        BadRowError: there are more or fewer than `width`, or the quoting is broken.

    >>> split(b'36,12,"aka","AERO-CARIBBEAN",-0- ', 5)
    ['36', '12', 'aka', 'AERO-CARIBBEAN', '-0- ']
    """
    try:
        found = next(csv.reader([decode(raw).rstrip("\r\n\x1a")], strict=True), [])
    except csv.Error as error:
        raise BadRowError(f"broken quoting: {error}") from None
    if len(found) != width:
        raise BadRowError(f"{len(found)} cells where {width} are due")
    return found


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


def raw_rows(stream: BinaryIO, name: str, before: int = 0) -> Iterator[tuple[int, bytes]]:
    """Line number and bytes of each row that is not blank; a row of several lines is one.

    Args:
        stream: whole rows.
        name: the file, for messages.
        before: lines of the file that come before.

    Raises:
        ListFileError: the file is binary, has an endless row, or ends within a quotation.
    """
    number, start = before, 0
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


def _entries(blocks: Iterator[_Block]) -> Iterator[tuple[int, Rows]]:
    """The rows of each entry that follow each other."""
    entry, rows = _END
    for file, numbers, lines, cells, sound in blocks:
        ends = compress(range(1, len(numbers)), map(ne, numbers[1:], numbers))
        start = 0
        for end in (*ends, len(numbers)) if numbers else ():
            number = numbers[start]
            if number == entry:  # of the block before
                sound = sound and rows.sound
                rows = Rows(rows.file, [*rows.lines, *lines[start:end]], [*rows.cells, *cells[start:end]], sound)
            else:
                if entry != _NO_ENTRY:
                    yield entry, rows
                entry, rows = number, Rows(file, lines[start:end], cells[start:end], sound)
            start = end
    if entry != _NO_ENTRY:
        yield entry, rows


def _in_order(part: str, opener: Opener, reject: RejectSink) -> Iterator[_Block]:
    """The rows of a part by rising entry number; sorted in memory only where the file is not so already."""
    last, ordered, size = 0, True, 0
    with opener() as stream:
        while ordered and (block := _whole_lines(stream)):
            start = block if size else block.removeprefix(_BOM)
            last = _rising(start, last) if rising is None else rising(start, last)
            ordered, size = last >= 0, size + len(block)
        size += 0 if ordered else sum(map(len, iter(lambda: stream.read(_BLOCK), b"")))
    if ordered:
        yield from _blocks(part, opener, reject)
        return
    if size > MAX_UNSORTED:
        raise ListFileError(f"the {part} part is not in the order of its entry numbers and too large to sort: sort it.")
    found = [
        (number, line, cells, file)
        for file, *columns, _ in _blocks(part, opener, reject)
        for number, line, cells in zip(*columns, strict=True)
    ]
    found.sort(key=_first)
    if found:
        numbers, lines = [row[0] for row in found], [row[1] for row in found]
        yield _Block(found[0][3], numbers, lines, [row[2] for row in found], sound=False)


def _rising(lines: bytes, last: int) -> int:
    """The last of the numbers that lines begin with, where none is lower than the one before; else -1."""
    numbers = [last, *map(int, _NUMBER.findall(b"\n" + lines))]
    return numbers[-1] if numbers == sorted(numbers) else -1


def _blocks(part: str, opener: Opener, reject: RejectSink) -> Iterator[_Block]:
    """The rows of a part, in the file's order."""
    width = WIDTHS[part]
    with opener() as stream:
        name = label(stream)
        name = part if name == "the file" else name
        before = 0
        while raw := _whole_lines(stream):
            end = raw.rfind(b"\n") + 1
            quick = _quick(raw[:end], width) if end else None
            if quick is None:
                end = 0
                raw = _closed(raw, stream)
            else:
                yield _Block(name, quick[0], range(before + 1, before + 1 + len(quick[1])), quick[1], sound=True)
                before += len(quick[1])
            if rest := raw[end:]:
                yield _slow(rest, before, width, name, reject)
                before += rest.count(b"\n")


def _whole_lines(stream: BinaryIO) -> bytes:
    """Some lines; the last is not whole where it is endless or the file's last."""
    block = stream.read(_BLOCK)
    return block if not block or block.endswith(b"\n") else block + stream.readline(LONGEST_ROW + 1)


def _closed(block: bytes, stream: BinaryIO) -> bytes:
    """Lines, with those added that the quotation goes on in that they end with."""
    lines, size = [block], 0
    open_row = block.count(b'"') % 2
    while open_row and size <= LONGEST_ROW and (line := stream.readline(LONGEST_ROW + 1)):
        lines.append(line)
        size += len(line)
        open_row ^= line.count(b'"') % 2
    return b"".join(lines)


def _quick(raw: bytes, width: int) -> tuple[list[int], list[list[str]]] | None:
    """Entry numbers and cells of whole lines; None where not every line is a sound row."""
    if b"\x00" in raw or _END_MARK in raw:
        return None
    try:
        lines = raw.decode().split("\n")
    except UnicodeDecodeError:
        lines = [decode(line) for line in raw.split(b"\n")]
    del lines[-1]
    if any(map(and_, map(str.count, lines, repeat('"')), repeat(1))):
        return None
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        return None
    if len(rows) != len(lines) or set(map(len, rows)) != {width}:
        return None
    firsts = list(map(_first, rows))
    digits = "".join(firsts)
    if not (digits.isascii() and digits.isdigit() and all(firsts) and max(map(len, firsts)) <= 12):
        return None
    clean(rows)
    return list(map(int, firsts)), rows


def _slow(raw: bytes, before: int, width: int, name: str, reject: RejectSink) -> _Block:
    """The rows in some lines, each looked at by itself."""
    numbers: list[int] = []
    lines: list[int] = []
    cells: list[Cells] = []
    first = not before
    for line, row in raw_rows(BytesIO(raw), name, before):
        if first:
            row = row.removeprefix(_BOM)
        number = entry_number(row)
        if number is not None:
            numbers.append(number)
            lines.append(line)
            cells.append(_cells(row, width, name, line))
        elif not (first and _is_header(row)):
            reject(Reject(f"{name}:{line}", "the row does not begin with an entry number"))
        first = False
    return _Block(name, numbers, lines, cells, sound=False)


def _cells(raw: bytes, width: int, name: str, line: int) -> Cells:
    """The cells of a row, or what is wrong with it; ListFileError where that shows that the file is cut short."""
    ended = raw.endswith((b"\n", b"\r", _END_MARK))
    try:
        found = split(raw, width)
        clean([found])
        return found
    except BadRowError as error:
        if not ended:
            raise ListFileError(
                f"{name} is cut short at line {line} ({error}): get the file from its publisher again."
            ) from None
        return error


def _is_header(raw: bytes) -> bool:
    return not any(48 <= byte < 58 for byte in raw) and b"," in raw

"""CSV files of the UK: a line with the date, the header, then rows; UTF-8, or Windows-1252 as until 2018."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from gazetted.errors import ListFileError
from gazetted.sources.dates import iso_date
from gazetted.sources.format import HEAD_BYTES, Head, Opener

LONGEST_ROW = 2_000_000
"""Characters in a row, which may have several lines."""

_CHUNK = 1_048_576
_DATE = re.compile(r"(?:Report Date|Last Updated)\s*[:,]?\s*\"?([0-9A-Za-z/ -]{6,20}?)\"?[,\s]*", re.IGNORECASE)


def head_lines(start: bytes) -> tuple[str, list[str]]:
    r"""The first line of a file and the cells of its second, in lower case; empty where it is no such file.

    >>> head_lines(b"Last Updated,02/04/2014\nName 6,Name 1\n")
    ('Last Updated,02/04/2014', ['name 6', 'name 1'])
    """
    if b"\0" in start:
        return "", []
    lines = start.decode("utf-8-sig", "replace").splitlines()[:2]
    if len(lines) < 2:
        return "", []
    return lines[0][:200], [_column(cell) for cell in lines[1].split(",")]


def stated_date(first: str) -> str | None:
    """The edition's date in the first line, as an ISO day.

    >>> stated_date("Report Date: 13-Feb-2026"), stated_date("Last Updated,13/04/2018,,,")
    ('2026-02-13', '2018-04-13')
    """
    found = _DATE.fullmatch(first.strip())
    date = iso_date(found[1]) if found else None
    return date if date and len(date) == 10 else None


def first_date(opener: Opener) -> str | None:
    """The edition's date in a file's first line."""
    with opener() as stream:
        return stated_date(head_lines(stream.read(HEAD_BYTES))[0])


def has_columns(head: Head, needed: frozenset[str]) -> bool:
    """Whether a file begins with a date line and a header that holds the needed columns."""
    first, columns = head_lines(head.start)
    return _DATE.fullmatch(first.strip()) is not None and needed <= set(columns)


def rows(opener: Opener, needed: frozenset[str], what: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of the header, in lower case, then of each row that is not blank, as many cells as columns.

    Raises:
        ListFileError: the file has other columns, broken quoting, an endless line, NULs or bytes that are no text, or
            breaks off within a row.
    """
    number = 0
    state = _State()
    with closing(_lines(opener, what, state)) as lines:
        try:
            table = csv.reader(lines, strict=True)
            next(table, None)
            columns = [_column(cell) for cell in next(table, [])]
            if missing := needed - set(columns):
                raise ListFileError(f"{what} lacks the column {min(missing)!r}: give the publisher's own file.")
            yield table.line_num, columns
            width = len(columns)
            for cells in table:
                number, state.pending = table.line_num, 0
                if len(cells) != width:
                    if len(cells) > width or state.broken:
                        raise ListFileError(f"{what} has a row of {len(cells)} cells in line {number}: get it again.")
                    cells += [""] * (width - len(cells))
                if any(cells):
                    yield number, cells
        except csv.Error as error:
            raise ListFileError(
                f"{what} is malformed or truncated near line {number} ({error}): get it again."
            ) from None


def plain(cell: str) -> str:
    """A cell with its spaces and line breaks made single.

    >>> plain(" Abu  Example ")
    'Abu Example'
    """
    return " ".join(cell.split())


@dataclass(slots=True)
class _State:
    """Where the reading of lines is: characters since the last row, and whether the last line has no end."""

    pending: int = 0
    broken: bool = False


def _lines(opener: Opener, what: str, state: _State) -> Generator[str, None, None]:
    decoder = codecs.getincrementaldecoder(_encoding(opener, what))()
    rest = ""
    with opener() as stream:
        while chunk := stream.read(_CHUNK):
            # only "\n" ends a line here: the other line ends of Unicode stand in names and notes
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            for line in lines:
                state.pending += len(line)
                if state.pending > LONGEST_ROW:
                    raise ListFileError(f"{what} has an endless row: it is no list file.")
                yield line + "\n"
            if len(rest) > LONGEST_ROW:
                raise ListFileError(f"{what} has an endless line: it is no list file.")
    rest += decoder.decode(b"", final=True)
    if rest:
        state.broken = True
        yield rest


def _encoding(opener: Opener, what: str) -> str:
    """UTF-8 where the whole file is, else Windows-1252; both passes are cheap beside the parsing."""
    for encoding in ("utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with opener() as stream:
                while chunk := stream.read(_CHUNK):
                    if b"\0" in chunk:
                        raise ListFileError(f"{what} is binary: give the publisher's CSV file.")
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ListFileError(f"{what} is neither UTF-8 nor Windows-1252: get the file from its publisher again.")


def _column(cell: str) -> str:
    return " ".join(cell.strip(' "').lower().split())

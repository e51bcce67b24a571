"""Lines and rows of a text file that a stranger sent: read as a stream, with limits."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from gazetted.errors import ListFileError
from gazetted.sources.format import Opener

LONGEST_LINE = 1_000_000
"""Bytes in a line; more is damage rather than an entry."""
LONGEST_ROW = 4_000_000
"""Characters in a row of several lines (quoted cells may hold line breaks)."""


def label(stream: BinaryIO) -> str:
    """The file's name without folders, for messages; "the file" where the stream has none.

    >>> import io
    >>> label(io.BytesIO())
    'the file'
    """
    name = getattr(stream, "name", None)
    return PurePath(name).name if isinstance(name, str | PurePath) else "the file"


def text_lines(opener: Opener, *, longest: int = LONGEST_LINE) -> Iterator[tuple[str, int, str]]:
    r"""File name, line number (from 1) and text of each line, with its line break.

    Args:
        opener: opens the file.
        longest: how many bytes a line may have.

    Raises:
        ListFileError: a line is too long, is not UTF-8 or holds a NUL.

    >>> import io
    >>> list(text_lines(lambda: io.BytesIO(b"a\nb")))
    [('the file', 1, 'a\n'), ('the file', 2, 'b')]
    """
    with opener() as stream:
        name = label(stream)
        number = 0
        while raw := stream.readline(longest + 1):
            number += 1
            if len(raw) > longest:
                raise ListFileError(f"{name} has an endless line {number} (over {longest} bytes): it is no list file.")
            if b"\x00" in raw:
                raise ListFileError(f"{name} is binary (a NUL in line {number}): give a text file in UTF-8.")
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                raise ListFileError(f"{name} is not UTF-8 (line {number}): save it as UTF-8.") from None
            yield name, number, text.removeprefix("\ufeff") if number == 1 else text


def csv_rows(opener: Opener) -> Iterator[tuple[str, int, list[str]]]:
    r"""File name, number of the last line, and cells of each row of a CSV file that is not blank; the header first.

    Raises:
        ListFileError: the file is empty, its quoting is broken, a row is endless, the last row breaks off, or as for
            `text_lines`.

    >>> import io
    >>> [row for _, _, row in csv_rows(lambda: io.BytesIO(b'a,b\n"x, y",z\n'))]
    [['a', 'b'], ['x, y', 'z']]
    """
    name, pending, line, ended = "the file", 0, 0, True

    def lines() -> Iterator[str]:
        nonlocal name, pending, line, ended
        for file, number, text in text_lines(opener):
            name, line, pending, ended = file, number, pending + len(text), text.endswith("\n")
            if pending > LONGEST_ROW:
                raise ListFileError(f"{name} has an endless row at line {number}: check its quoting.")
            yield text

    width = 0
    try:
        for row in csv.reader(lines(), strict=True):
            pending = 0
            if any(map(str.strip, row)):
                width = width or len(row)
                check_end(name, line, ended or len(row) >= width)
                yield name, line, row
    except csv.Error as error:
        raise ListFileError(f"{name} is malformed at line {line} ({error}): check its quoting.") from None
    if not width:
        raise ListFileError(f"{name} is empty: give a CSV file with a header and at least one row.")


def check_end(name: str, line: int, whole: bool) -> None:
    """ListFileError where the last row of a table is not whole and no line break ends it: the file was cut short."""
    if not whole:
        raise ListFileError(f"{name} is cut short within line {line}: get the whole file again.")


def head_header(start: bytes) -> list[str] | None:
    r"""The cells of a CSV file's first line, in lower case; None where the file does not begin with such a line.

    >>> head_header(b"ID, Name\n1,x")
    ['id', 'name']
    """
    line = start.split(b"\n", 1)[0]
    if b"\x00" in line or not line.strip():
        return None
    try:
        return [cell.strip().lower() for cell in next(csv.reader([line.decode("utf-8-sig")], strict=True))]
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return None

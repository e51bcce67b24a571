"""Workbooks (Office Open XML, `.xlsx`) as rows of text: a zip of XML parts, read without any other package.

Only what publishers' lists need: cell values as printed or stored, no formulas, formats or macros. Standard: ECMA-376.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from gazetted.errors import ListFileError
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Opener
from gazetted.sources.streams import label
from gazetted.sources.xmlstream import elements, local_name

MAX_FILE = 64_000_000
"""Bytes of a workbook as it is packed."""
MAX_PART = 512_000_000
"""Bytes of one part, unpacked; all shared strings together must be less by far."""
MAX_STRINGS = 64_000_000
"""Characters of all shared strings."""
MAX_COLUMNS = 256
"""Columns that are read; publishers' lists have less than 30."""

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_CELL = re.compile(r"([A-Z]{1,3})\d{1,7}")
_LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
_NO_ZIP = "is no workbook"
# Day 0 of the serial numbers. Excel counts a 29 February 1900 that never was; every later day is right.
_EPOCH = dt.date(1899, 12, 30)

Row = Mapping[int, str]
"""Cells by column, the first being 0; empty ones are left out."""


def sheet_rows(opener: Opener) -> Iterator[tuple[str, int, Row]]:
    """Sheet name, row number (from 1) and cells of every row that is not empty, sheet after sheet.

    Texts keep their line breaks; numbers, and so dates, come as they are stored (see `serial_date`).

    Raises:
        ListFileError: the file is no workbook, damaged, encrypted, or too large.
    """
    with _opened(opener) as (archive, name):
        strings = _strings(archive, name)
        for sheet, part in _sheets(archive, name):
            with _part(archive, part, name) as stream:
                for number, element in enumerate(elements(stream, _tags("row"), name), 1):
                    cells = _cells(element, strings, name)
                    if cells:
                        place = element.get("r", "")
                        yield sheet, int(place) if place.isascii() and place.isdigit() else number, cells


def modified_on(opener: Opener) -> str | None:
    """The day on which the workbook was last saved (ISO), as its properties state; None where they do not.

    Raises:
        ListFileError: the file is no workbook or damaged.
    """
    with _opened(opener) as (archive, name):
        if "docProps/core.xml" not in archive.namelist():
            return None
        with _part(archive, "docProps/core.xml", name) as stream:
            for element in elements(stream, ("{http://purl.org/dc/terms/}modified",), name):
                return iso_date((element.text or "")[:10])
    return None


def serial_date(text: str) -> str | None:
    """The ISO day of a date that a cell stores as a number of days; None where it is no such number.

    >>> serial_date("44677"), serial_date("1963"), serial_date("44677.5")
    ('2022-04-26', None, '2022-04-26')
    """
    whole = text.partition(".")[0]
    if not (whole.isascii() and whole.isdigit() and 3_000 <= int(whole[:9]) <= 100_000):
        return None
    return (_EPOCH + dt.timedelta(days=int(whole))).isoformat()


def head_parts(start: bytes) -> Mapping[str, bytes]:
    """The parts of a workbook that lie within its first bytes, the last of them cut off; empty for another file.

    >>> head_parts(b"%PDF-1.7")
    {}
    """
    parts: dict[str, bytes] = {}
    place = 0
    while (place := start.find(b"PK\3\4", place)) >= 0 and place + _LOCAL_HEADER.size <= len(start):
        fields = _LOCAL_HEADER.unpack_from(start, place)
        name_end = place + _LOCAL_HEADER.size + fields[9]
        data = start[name_end + fields[10] :]
        name = start[place + _LOCAL_HEADER.size : name_end].decode("utf-8", "replace")
        unpacking = zlib.decompressobj(-15)
        try:
            parts[name] = unpacking.decompress(data, 1_000_000) if fields[3] == 8 else data[: fields[7]]
        except zlib.error:
            break
        used = len(data) - len(unpacking.unused_data) if unpacking.eof else fields[7]
        place = name_end + fields[10] + max(used, 0)
    return parts if "[Content_Types].xml" in parts else {}


@contextmanager
def _opened(opener: Opener) -> Iterator[tuple[ZipFile, str]]:
    with opener() as stream:
        name = label(stream)
        content = stream.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise ListFileError(f"{name} is too large for a workbook (over {MAX_FILE // 1_000_000} MB).")
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, OSError, ValueError, LookupError, RuntimeError, struct.error) as error:
        raise ListFileError(f"{name} {_NO_ZIP} ({str(error)[:100]}): get the file from its publisher again.") from None
    with archive:
        yield archive, name


@contextmanager
def _part(archive: ZipFile, part: str, name: str) -> Iterator[IO[bytes]]:
    try:
        size = archive.getinfo(part).file_size
        stream = archive.open(part)
    except KeyError:
        raise ListFileError(f"{name} {_NO_ZIP} (it lacks {part}): get the file from its publisher again.") from None
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, struct.error) as error:
        raise ListFileError(f"{name} cannot be unpacked ({str(error)[:100]}): save it anew as .xlsx.") from None
    with stream:
        if size > MAX_PART:
            raise ListFileError(f"{name} unpacks to more than {MAX_PART // 1_000_000} MB: it is no list.")
        yield stream


def _sheets(archive: ZipFile, name: str) -> list[tuple[str, str]]:
    """Names and parts of the sheets, in the workbook's order."""
    relations: dict[str, str] = {}
    with _part(archive, "xl/_rels/workbook.xml.rels", name) as stream:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        for element in elements(stream, (f"{{{space}}}Relationship",), name):
            relations[element.get("Id", "")] = element.get("Target", "")
    sheets = []
    with _part(archive, "xl/workbook.xml", name) as stream:
        for element in elements(stream, _tags("sheet"), name):
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            target = relations.get(ids[0], "") if ids else ""
            if "worksheets/" in target:
                part = target[1:] if target.startswith("/") else f"xl/{target}"
                sheets.append((str(element.get("name", "")), part))
    if not sheets:
        raise ListFileError(f"{name} has no sheet: get the file from its publisher again.")
    return sheets


def _strings(archive: ZipFile, name: str) -> list[str]:
    strings: list[str] = []
    if "xl/sharedStrings.xml" not in archive.namelist():
        return strings
    total = 0
    with _part(archive, "xl/sharedStrings.xml", name) as stream:
        for element in elements(stream, _tags("si"), name):
            strings.append(_text(element))
            total += len(strings[-1])
            if total > MAX_STRINGS:
                raise ListFileError(f"{name} holds more text than a list does ({MAX_STRINGS} characters).")
    return strings


def _cells(row: Any, strings: list[str], name: str) -> dict[int, str]:
    cells: dict[int, str] = {}
    column = -1
    for cell in row:
        found = _CELL.fullmatch(cell.get("r", ""))
        column = _column(found[1]) if found else column + 1
        if column >= MAX_COLUMNS:
            break
        kind = cell.get("t", "n")
        value = next((child.text or "" for child in cell if local_name(child.tag) == "v"), "")
        if kind == "s":
            if not (value.isascii() and value.isdigit() and int(value[:9]) < len(strings)):
                raise ListFileError(f"{name} is damaged (row {row.get('r', '?')} names a text that is not there).")
            value = strings[int(value)]
        elif kind == "inlineStr":
            value = _text(cell)
        elif kind == "e":
            value = ""
        if value.strip():
            cells[column] = value
    return cells


def _text(element: Any) -> str:
    """The text of a string item; hints at pronunciation are left out."""
    texts = (
        node.text or ""
        for node in element.iter()
        if local_name(node.tag) == "t" and local_name(node.getparent().tag) != "rPh"
    )
    return "".join(texts)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _tags(tag: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{tag}" for space in _SPACES)

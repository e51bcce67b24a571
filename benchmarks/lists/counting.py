"""Entries of a list file counted without the readers of the project: csv, regular expressions, zipfile, and no more.

Beside it the bare pass: the time that the parser alone takes over the same files.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ENTRY = {
    "us.ofac-cons": rb"<(?:sdnEntry|entity)[ >]",
    "us.sdn": rb"<(?:sdnEntry|entity)[ >]",
    "un.sc": rb"<(?:INDIVIDUAL|ENTITY)>",
    "eu.fsf": rb"<sanctionEntity ",
    "ca.sema": rb"<record>",
    "ca.listed": rb"<Item ",
}
"""What begins an entry in the raw text of an XML edition, by the folder's list."""

FOLDER = {
    "us-ofac-sdn": "us.sdn",
    "us-ofac-consolidated": "us.ofac-cons",
    "un-sc": "un.sc",
    "eu-fsf": "eu.fsf",
    "ca-sema": "ca.sema",
    "ca-listed-entities": "ca.listed",
}
REPEALED = rb"\[Repealed[,.]"
UNIQUE_ID = re.compile(rb"<text:p>([A-Z]{2,5}\d{4})</text:p>")
csv.field_size_limit(1 << 24)


def raw(path: Path) -> bytes:
    """The content of a file without its packing."""
    if path.suffix.lower() == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return path.read_bytes()


def rows(content: bytes) -> Iterator[list[str]]:
    """The rows of a table."""
    return csv.reader(io.StringIO(content.decode("latin-1"), newline=""))


def count(publisher: str, files: Sequence[Path]) -> int | None:
    """Entries of an edition; None where counting them would take a reader.

    Args:
        publisher: name of the publisher's folder.
        files: the edition's files.
    """
    kind = kind_of(files[0])
    if publisher.startswith("us-ofac") and kind == "csv":
        return len(ofac_ids(files))
    if kind in ("xml", "zip") and publisher in FOLDER:
        content = raw(files[0])
        gone = len(re.findall(rb"<Item [^>]*><Text>(?:<[^>]*>)*" + REPEALED, content)) if publisher[:4] == "ca-l" else 0
        return len(re.findall(ENTRY[FOLDER[publisher]], content)) - gone
    if publisher == "us-csl":
        return sum(1 for row in rows(raw(files[0])) if row) - 1
    if publisher == "uk-ofsi":
        table = [row for row in rows(raw(files[0])) if len(row) > 28]
        return len({row[28] for row in table if row[28].strip().isdigit()})
    if kind == "ods":
        with zipfile.ZipFile(files[0]) as archive:
            return len(set(UNIQUE_ID.findall(archive.read("content.xml"))))
    return None


def ofac_ids(files: Sequence[Path]) -> set[str]:
    """Entry numbers of the part that leads: the entries themselves, else the addresses, else the aliases."""
    for part in ("sdn.", "prim", "OFAC.csv", "add", "alt"):
        chosen = [file for file in files if part in file.name]
        if chosen:
            return ofac_numbers(raw(chosen[0]))
    return set()


def ofac_numbers(content: bytes) -> set[str]:
    """Different numbers in the first column."""
    return {row[0] for row in rows(content) if row and row[0].strip().isdigit()}


def kind_of(file: Path) -> str:
    """The ending of a file's name without that of gzip."""
    return Path(file.name.removesuffix(".gz")).suffix[1:].lower()


def bare_pass(files: Sequence[Path]) -> float:
    """Seconds that csv, or lxml as a stream, takes over the files, with their unpacking."""
    start = time.perf_counter()
    for file in files:
        passes().get(kind_of(file), raw)(file)
    return time.perf_counter() - start


def passes() -> dict[str, Callable[[Path], object]]:
    """What passes over a file, by its kind."""
    return {"csv": over_csv, "xml": over_xml, "zip": over_xml, "ods": over_sheets, "xlsx": over_sheets}


def over_csv(file: Path) -> None:
    for _ in rows(raw(file)):
        pass


def over_xml(file: Path) -> None:
    over_stream(io.BytesIO(raw(file)))


def over_sheets(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name == "content.xml" or name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                over_stream(io.BytesIO(archive.read(name)))


def over_stream(stream: io.BytesIO) -> None:
    from lxml import etree

    for _, element in etree.iterparse(stream, resolve_entities=False, no_network=True, load_dtd=False):
        element.clear()

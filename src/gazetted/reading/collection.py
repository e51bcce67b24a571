"""Documents as they come: a folder, a file of JSON lines, an RSS or Atom feed. One after the other, never all held.

A document that cannot be taken out of its collection is given with the reason, and the others are given all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import msgspec

from gazetted.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

Form = Literal["folder", "lines", "feed"]

LARGEST = 20_000_000
"""Bytes of one document that are taken in."""

_ENDINGS = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson"})
_FEEDS = frozenset({".rss", ".atom", ".rdf"})
_ROOTS = (b"<rss", b"<feed", b"<rdf:RDF", b"<RDF")
_HEAD = 2048  # bytes in which the root of a feed has to stand
_TEXTS = ("content", "encoded", "description", "summary")  # the fullest first
_IDS = ("id", "guid", "link")
_LONGEST_ID = 2_000
_DAYS = ("published", "pubDate", "date", "updated", "issued")


class Given(msgspec.Struct, frozen=True):
    """A document of a collection.

    Attributes:
        source: which one it is: the path within the folder; the file with the line, or with the number of the entry.
        content: its bytes; None where it could not be had.
        date: the day it was published, ISO, as the collection says; "" where it does not.
        publisher: who published it; "" where the collection does not say.
        error: why it could not be had.
        id: what the collection calls it, which stays the same wherever it stands; "" where it calls it nothing.
    """

    source: str
    content: bytes | None = None
    date: str = ""
    publisher: str = ""
    error: str = ""
    id: str = ""


def form_of(path: Path) -> Form | None:
    """What sort of collection a path is; None for a single document."""
    if path.is_dir():
        return "folder"
    ending = path.suffix.lower()
    if ending in _LINES:
        return "lines"
    if ending in _FEEDS:
        return "feed"
    if ending == ".xml":
        with path.open("rb") as file:
            return "feed" if is_feed(file.read(_HEAD)) else None
    return None


def is_feed(head: bytes) -> bool:
    """Whether bytes begin as an RSS or Atom feed does."""
    return any(root in head[:_HEAD] for root in _ROOTS)


def documents_in(path: Path, form: Form) -> Iterator[Given]:
    """The documents of a collection, in the order of their names or as they stand in the file.

    Raises:
        DocumentError: a feed is broken; what came before is given first.
        OSError: the path cannot be read.
    """
    if form == "folder":
        yield from _of_folder(path)
        return
    with path.open("rb") as file:
        yield from _of_lines(file, path.name) if form == "lines" else _of_feed(file, path.name)


def _of_folder(folder: Path) -> Iterator[Given]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in _ENDINGS or not path.is_file():
            continue
        source = path.relative_to(folder).as_posix()
        if not path.resolve().is_relative_to(root):
            yield Given(source, error=f"{source} leads out of the folder.")
            continue
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            yield Given(source, error=f"{source} cannot be read ({error.strerror}).")
            continue
        yield Given(source, content)


def _of_lines(file: IO[bytes], name: str) -> Iterator[Given]:
    """A JSON object a line: `text`, and `date`, `publisher`, `title` and `id` where they are known."""
    number = 0
    while line := file.readline(LARGEST + 1):
        number += 1
        source = f"{name}:{number}"
        if len(line) > LARGEST:
            while line and not line.endswith(b"\n"):
                line = file.readline(LARGEST)
            yield Given(source, error=f"{source} is longer than {LARGEST:,} bytes.")
        elif line.strip():
            yield _of_line(line, source)


def _of_line(line: bytes, source: str) -> Given:
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return Given(source, error=f"{source} is no JSON: give an object a line.")
    if not isinstance(held, dict) or not isinstance(held.get("text"), str):
        return Given(source, error=f"{source} is no document: give an object with its words under `text`.")
    told = {key: held[key] if isinstance(held.get(key), str) else "" for key in ("text", "date", "publisher", "title")}
    text = told["text"]
    if told["title"] and not text.lstrip().startswith(told["title"]):
        text = f"{told['title']}\n\n{text}"
    own = held.get("id")
    return Given(
        f"{source} ({own})" if isinstance(own, str | int) else source,
        text.encode("utf-8", "replace"),
        told["date"][:10],
        told["publisher"],
        id=str(own)[:_LONGEST_ID] if isinstance(own, str | int) else "",
    )


def _of_feed(file: IO[bytes], name: str) -> Iterator[Given]:
    """The entries of a feed; a page is made of each, so that its marks are read as those of any page."""
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False, "recover": False}
    number, publisher = 0, ""
    try:
        for _, element in etree.iterparse(file, events=("end",), **options):
            tag = _tag(element)
            if tag == "title" and not publisher and _tag(element.getparent()) in ("channel", "feed"):
                publisher = _words(element)
            if tag not in ("item", "entry"):
                continue
            number += 1
            yield _of_entry(element, f"{name}#{number}", publisher)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{name} is a broken feed ({error.msg}): fetch it again.") from None


def _of_entry(entry: _Element, source: str, publisher: str) -> Given:
    parts: dict[str, str] = {}
    for child in entry:
        words = _words(child) or str(child.get("href") or "")
        if words:
            parts.setdefault(_tag(child), words)
    text = next((parts[name] for name in _TEXTS if name in parts), "")
    title = parts.get("title", "")
    if not text and not title:
        return Given(source, error=f"{source} has no text.", id=_id(parts))
    head = f"<h1>{escape(title)}</h1>" if title else ""
    marked = text if "<" in text else "".join(f"<p>{escape(one)}</p>" for one in text.split("\n") if one.strip())
    page = f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body><article>{head}{marked}</article>"
    return Given(source, f"{page}</body></html>".encode("utf-8", "replace"), _day(parts), publisher, id=_id(parts))


def _tag(element: _Element | None) -> str:
    name = element.tag if element is not None else ""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _words(element: _Element) -> str:
    return "".join(str(piece) for piece in element.itertext()).strip()


def _id(parts: Mapping[str, str]) -> str:
    """What a feed calls an entry: its id, else where its page is."""
    return next((parts[name] for name in _IDS if name in parts), "")[:_LONGEST_ID]


def _day(parts: Mapping[str, str]) -> str:
    """The day of an entry, ISO; "" where it gives none that can be read."""
    from email.utils import parsedate_to_datetime

    for name in _DAYS:
        written = parts.get(name, "")
        if len(written) >= 10 and written[4] == written[7] == "-" and written[:4].isdigit():
            return written[:10]
        try:
            return parsedate_to_datetime(written).date().isoformat()
        except (ValueError, TypeError, IndexError):
            continue
    return ""

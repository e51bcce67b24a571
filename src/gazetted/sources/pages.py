"""The tables of a web page, as plain text.

One pass over the tags, in time and memory linear in the size of the page: no tree is built, nothing is run or fetched,
and entities stand for single characters only.
"""

from __future__ import annotations

import re
from html import unescape

import msgspec

from gazetted.errors import ListFileError
from gazetted.sources.format import Opener
from gazetted.sources.streams import label

LARGEST_PAGE = 16_000_000
"""Bytes in a page."""

_RAW_END = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style", "noscript", "template")}
_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,15})")
_BREAKS = frozenset({"br", "p", "li", "div", "ul", "ol"})
_OPENS = re.compile(r"<html[\s>]", re.IGNORECASE)
_CLOSES = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_START = 65_536
_SPACE = re.compile(r"\s+")


class Table(msgspec.Struct, frozen=True):
    """A table of a page.

    Attributes:
        before: the text between the table before (or the page's beginning) and this one, its end only.
        rows: its rows; each cell is the lines that it holds, without empty ones.
    """

    before: str
    rows: tuple[tuple[tuple[str, ...], ...], ...]


class Page(msgspec.Struct, frozen=True):
    """What a reader needs of a page: its name for messages, its text, its tables in their order."""

    name: str
    text: str
    tables: tuple[Table, ...]


def read_page(opener: Opener) -> Page:
    """Read a page.

    Raises:
        ListFileError: it is too large, binary, or not UTF-8, or it breaks off.
    """
    with opener() as stream:
        name = label(stream)
        content = stream.read(LARGEST_PAGE + 1)
    if len(content) > LARGEST_PAGE:
        raise ListFileError(f"{name} is too large for a web page (over {LARGEST_PAGE // 1_000_000} MB).")
    if b"\x00" in content:
        raise ListFileError(f"{name} is binary: give the page as saved, in HTML.")
    try:
        html = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ListFileError(f"{name} is not UTF-8 (line {line}): save the page as UTF-8.") from None
    check_page_end(html, name)
    reading = _Reading()
    _walk(html, reading)
    if reading.rows is not None:
        raise ListFileError(f"{name} breaks off within a table: save the whole page anew.")
    return Page(name, _line("".join(reading.text)), tuple(reading.tables))


def check_page_end(html: str, name: str) -> None:
    """ListFileError where a page that opens as a whole document does not close as one: its last entries may be gone."""
    if _OPENS.search(html[:_START]) and not _CLOSES.search(html):
        raise ListFileError(f"{name} breaks off before its end: save the whole page anew.")


class _Reading:
    """What has been read of a page so far."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.text: list[str] = []
        self.before: list[str] = []
        self.rows: list[tuple[tuple[str, ...], ...]] | None = None
        self.row: list[tuple[str, ...]] = []
        self.cell: list[str] | None = None

    def characters(self, text: str) -> None:
        self.text.append(text)
        if self.cell is not None:
            self.cell.append(text.replace("\n", " "))
        elif self.rows is None:
            self.before.append(text)

    def tag(self, name: str, closing: bool) -> None:
        self.text.append(" ")
        if name == "table":
            self.end_table()
            if not closing:
                self.rows = []
        elif name == "tr":
            self.end_row()
        elif name in ("td", "th"):
            self.end_cell()
            if not closing and self.rows is not None:
                self.cell = []
        elif name in _BREAKS and self.cell is not None:
            self.cell.append("\n")

    def end_cell(self) -> None:
        if self.cell is not None:
            lines = (_line(line) for line in "".join(self.cell).split("\n"))
            self.row.append(tuple(line for line in lines if line))
            self.cell = None

    def end_row(self) -> None:
        self.end_cell()
        if self.row and self.rows is not None:
            self.rows.append(tuple(self.row))
        self.row = []

    def end_table(self) -> None:
        self.end_row()
        if self.rows is not None:
            self.tables.append(Table(_line("".join(self.before))[-300:], tuple(self.rows)))
            self.before = []
        self.rows = None


def _walk(html: str, reading: _Reading) -> None:
    place = 0
    while (start := html.find("<", place)) >= 0:
        reading.characters(unescape(html[place:start]))
        found = _TAG.match(html, start + 1)
        if found is None and html[start + 1 : start + 2] not in ("!", "?", "/"):
            reading.characters("<")  # a mere sign in the text
            place = start + 1
            continue
        comment = html.startswith("<!--", start)
        end = html.find("-->", start + 4) if comment else html.find(">", start + 1)
        if end < 0:
            return
        place = end + (3 if comment else 1)
        if found is None:
            continue
        name, closing = found[1].lower(), html[start + 1] == "/"
        reading.tag(name, closing)
        if name in _RAW_END and not closing:
            raw = _RAW_END[name].search(html, place)
            if raw is None:
                return
            place = raw.start()
    reading.characters(unescape(html[place:]))


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()

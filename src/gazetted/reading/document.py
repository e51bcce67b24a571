"""A document taken in: bytes or text, plain or HTML, to a text with a date.

A `str` that is no web page is taken exactly as it is, so that offsets hold for the caller's own string.
"""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
import re
from typing import Literal

import msgspec

from gazetted.errors import BadDateError, DocumentError, NoDateError
from gazetted.model.dates import parse_day
from gazetted.reading.dates import find_dates
from gazetted.reading.html import Page, looks_like_html, read_page
from gazetted.reading.mojibake import repaired
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize

# First bytes of files that are no text, and what to call them.
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3", "an SQLite file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w-]{2,30})", re.IGNORECASE)
# Only encodings of the web: Python knows others ("zip", "unicode_escape") that no page may choose.
_WEB_ENCODING = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|(?:windows-|cp)125\d|windows-874|iso-?8859-\d{1,2}|latin-?1|us-ascii|ascii|koi8-[ru]|"
    r"shift[_-]jis|euc-(?:jp|kr)|gb(?:k|2312|18030)|big5",
    re.IGNORECASE,
)
_MARKED = re.compile(r"<article\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_SHARE = 0.01
_SAMPLE = 100_000  # characters looked at to tell text from binary
_LETTER_SHARE = 0.5  # of the visible characters, below which windows-1252 was the wrong guess

_HEAD_LINES, _TAIL_LINES = 5, 3
_DATELINE = 160  # characters; a longer line is a paragraph, and its date that of an event
_DATELINE_START = 60  # characters within which a dateline at the head of a paragraph names its day
_TITLE = 150  # characters
_UNNAMED = "The document"
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
_NO_DAY = dt.date(2000, 1, 1)  # where only dates that need no document's date are wanted


class Document(msgspec.Struct, frozen=True):
    """A document ready to be read.

    Attributes:
        text: its text; all offsets refer to it.
        title: its headline, where it has one.
        publisher: who published it, where known.
        date: the day it was published.
        date_from: where that day was found.
        sha256: digest of the bytes given (of the UTF-8 form of a `str`).
        html: whether it was a web page, whose text was extracted.
    """

    text: str
    title: str | None
    publisher: str | None
    date: dt.date
    date_from: Literal["option", "text", "metadata"]
    sha256: str
    html: bool


def load_document(
    source: str | bytes,
    *,
    name: str = "",
    date: str | None = None,
    publisher: str | None = None,
    max_bytes: int = 20_000_000,
) -> Document:
    r"""Take a document in.

    Args:
        source: its bytes, or its text.
        name: what to call it in messages, such as its file name.
        date: the day it was published, ISO; else it is looked for in the page's particulars and in the text.
        publisher: who published it; else it is looked for in the page's particulars.
        max_bytes: the largest size accepted.

    Raises:
        BadDateError: `date` is not a whole ISO day.
        DocumentError: it is empty, too large, or no text.
        NoDateError: no date was given or found.

    >>> document = load_document("Talks begin\n9 December 2024\nThe group said it would attend.")
    >>> document.title, document.date.isoformat(), document.date_from
    ('Talks begin', '2024-12-09', 'text')
    """
    called = name or _UNNAMED
    given = parse_day(date) if date is not None else None
    content = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    if len(content) > max_bytes:
        raise DocumentError(f"{called} is too large: {len(content):,} bytes, where {max_bytes:,} are read at most.")
    if not content.strip():
        raise DocumentError(f"{called} is empty.")
    _refuse_magic(content, called)
    raw = repaired(_decode(content, called)) if isinstance(source, bytes) else source
    _refuse_binary(raw, called)
    page = read_page(raw) if looks_like_html(raw) else None
    text = (_article(raw) or page.text) if page else raw
    if not text.strip():
        raise DocumentError(f"{called} is empty: it has no text that can be read.")
    day, date_from = _published(text, page, given, called)
    return Document(
        text=text,
        title=page.title if page else _first_line_title(text),
        publisher=publisher or (page.publisher if page else None),
        date=day,
        date_from=date_from,
        sha256=hashlib.sha256(content).hexdigest(),
        html=page is not None,
    )


def _article(raw: str) -> str | None:
    """The article of a page that does not mark it as such, where a library that finds it is installed."""
    if _MARKED.search(raw):
        return None
    from gazetted.reading.main_text import main_text

    return main_text(raw)


def _refuse_magic(content: bytes, called: str) -> None:
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise DocumentError(f"{called} is not text (it starts like {kind}). Convert it to text first.")


def _decode(content: bytes, called: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], encoding, called)
    if b"\0" in content:
        raise DocumentError(f"{called} is not text (it holds zero bytes). Convert it to text first.")
    declared = _CHARSET.search(content[:4096])
    encoding = declared[1].decode("ascii", "replace") if declared else ""
    if _WEB_ENCODING.fullmatch(encoding) and not encoding.lower().startswith("utf"):
        try:
            # The web reads both names as windows-1252 (WHATWG Encoding Standard, section 4.2).
            western = re.fullmatch(r"(?i)iso-?8859-1|latin-?1|us-ascii|ascii", encoding)
            return content.decode("windows-1252" if western else encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_as(content, "windows-1252", called)
    visible = "".join(text[:_SAMPLE].split())
    if sum(map(str.isalpha, visible)) < _LETTER_SHARE * len(visible):
        raise DocumentError(f"{called} is not text in UTF-8 or windows-1252. Convert it to UTF-8 first.")
    return text


def _decode_as(content: bytes, encoding: str, called: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{called} is not text in {encoding} (byte {error.start:,}). Convert it to UTF-8 first."
        ) from None


def _refuse_binary(text: str, called: str) -> None:
    sample = text[:_SAMPLE]
    if "\0" in text or len(_CONTROL.findall(sample)) > _CONTROL_SHARE * len(sample):
        raise DocumentError(f"{called} is not text (it is full of control characters). Convert it to text first.")


def _published(
    text: str, page: Page | None, given: dt.date | None, called: str
) -> tuple[dt.date, Literal["option", "text", "metadata"]]:
    if given:
        return given, "option"
    for value in page.dates if page else ():
        day = _stated_day(value)
        if day:
            return day, "metadata"
    found = _day_in_text(text)
    if found:
        return found, "text"
    place = _UNNAMED.lower() if called == _UNNAMED else called
    raise NoDateError(f"No date found in {place}: say when it was published with --date 2024-12-09.")


def _stated_day(value: str) -> dt.date | None:
    """The day of a moment that a page states, in ISO form or in words."""
    try:
        return parse_day(value.strip()[:10])
    except BadDateError:
        days = _whole_days(value[:_DATELINE])
        return days[0][1] if days else None


def _whole_days(text: str) -> list[tuple[int, dt.date]]:
    """Days written out with their year, with their offsets."""
    tokens = tokenize(text)
    found = find_dates(text, anchor=_NO_DAY, tokens=tokens, sentences=split_sentences(text, tokens))
    days = [
        (one.start, dt.date.fromisoformat(one.iso)) for one in found if len(one.iso) == 10 and one.iso[:4] in one.text
    ]
    return [(start, day) for start, day in days if _FIRST_YEAR <= day.year <= _LAST_YEAR]


def _day_in_text(text: str) -> dt.date | None:
    """The day in a dateline among the first and last lines, else the latest day written out in full."""
    lines = [line for line in text.splitlines() if line.strip()]
    for line in [*lines[:_HEAD_LINES], *lines[-_TAIL_LINES:]]:
        within = len(line) if len(line) <= _DATELINE else _DATELINE_START
        for start, day in _whole_days(line[: _DATELINE * 2]):
            if start <= within:
                return day
    return max((day for _, day in _whole_days(text)), default=None)


def _first_line_title(text: str) -> str | None:
    """The first line, where it stands like a headline above more text."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    if not rest.strip() or len(first) > _TITLE or first.endswith((".", ":", ";", ",", ".”", '."')):
        return None
    return first if any(map(str.isalpha, first)) else None

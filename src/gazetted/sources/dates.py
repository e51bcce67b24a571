"""Dates as publishers print them, turned into ISO 8601 forms that may be partial, about or a range."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal

Order = Literal["DMY", "MDY"]

_LONGEST = 120
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_YEAR = r"([12]\d{3})"
_ABOUT = re.compile(
    r"\(?\b(?:circa|ca|c|approximately|approx|about|around|estimated|est)\b\.?\)?\s*|\(?\bc(?=\d{4}\b)", re.IGNORECASE
)
_NOTE = re.compile(r"\s*\([^()]*\)$")
_CLOCK = re.compile(r"(?<=\d)(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?\s?(?:Z|[+-]\d{2}:\d{2})?$")
_RANGE = re.compile(r"(?:between |from )?(.{3,40}?)(?: to | and | until | - | – |(?<=\d{4})[-–/](?=\d{4}\b))(.{4,40})")
_DECADE = re.compile(r"(?:the )?([12]\d{2}0)'?s", re.IGNORECASE)
_ISO = re.compile(rf"{_YEAR}(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?)?")
_COMPACT = re.compile(rf"{_YEAR}(\d{{2}})(\d{{2}})")
_NUMBERS = re.compile(rf"(?:(\d{{1,2}})[-/. ])?(\d{{1,2}})[-/. ]{_YEAR}")
_DAY_WORD = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?[-/. ]+(?:of )?)?([a-z]{{3,9}})\.?[-/, ]*{_YEAR}")
_WORD_DAY = re.compile(rf"([a-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}")


@lru_cache(maxsize=65536)
def iso_date(text: str, *, order: Order = "DMY") -> str | None:
    """The ISO form of a printed date; None where it is none, is incomplete, or names a day that does not exist.

    Parts that are unknown are left out ("Mar 1962", "00/03/1962": 1962-03; "00/00/1962": 1962). An uncertain date
    keeps the mark "circa "; a span is written with a slash, and a decade is a span. A two-digit year is never guessed
    at. ISO dates, with or without a clock time or zone, stay what they are.

    Args:
        text: the date alone, without words such as "DOB".
        order: what numbers alone mean: day first, or month first as in the United States.

    >>> iso_date("12 Mar 1962"), iso_date("00/00/1962"), iso_date("03/10/2021", order="MDY")
    ('1962-03-12', '1962', '2021-03-10')
    >>> iso_date("circa 1962"), iso_date("1960 to 1965"), iso_date("1970s")
    ('circa 1962', '1960/1965', '1970/1979')
    >>> iso_date("31 Feb 1962") is None
    True
    """
    if not 4 <= len(text) <= _LONGEST:
        return None
    text = " ".join(text.split())
    plain = _ABOUT.sub("", text).strip(" .;,")
    about = "circa " if plain != text.strip(" .;,") else ""
    plain = _NOTE.sub("", plain)
    found = _single(plain, order) or _span(plain, order)
    return about + found if found else None


def _span(text: str, order: Order) -> str | None:
    if decade := _DECADE.fullmatch(text):
        return f"{decade[1]}/{decade[1][:3]}9"
    if found := _RANGE.fullmatch(text.lower()):
        first, last = _single(found[1].strip(), order), _single(found[2].strip(), order)
        if first is None and last is not None and found[1].strip().isalpha():
            first = _single(f"{found[1].strip()} {last[:4]}", order)
        if first and last and first[:4] <= last[:4]:
            return first if first == last else f"{first}/{last}"
    return None


def _single(text: str, order: Order) -> str | None:
    text = _CLOCK.sub("", text) if len(text) > 10 else text
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _join(found[1], found[2], found[3])
    if found := _NUMBERS.fullmatch(text):
        first, second, year = found.groups()
        day, month = (second, first) if first and order == "MDY" else (first, second)
        return _join(year, month, day)
    text = text.lower()
    if found := _DAY_WORD.fullmatch(text):
        day, word, year = found.groups()
    elif found := _WORD_DAY.fullmatch(text):
        word, day, year = found.groups()
    else:
        return None
    month = _month(word)
    return _join(year, month, day) if month else None


def _month(word: str) -> str | None:
    if word in _MONTHS or word in _FULL_MONTHS or word == "sept":
        return str(_MONTHS.index(word[:3]) + 1)
    return None


def _join(year: str, month: str | None, day: str | None) -> str | None:
    """An ISO date of what is known; zeros mean unknown, and a day without a month is dropped."""
    if not month or not int(month):
        return year
    if int(month) > 12:
        return None
    if not day or not int(day):
        return f"{year}-{int(month):02d}"
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None

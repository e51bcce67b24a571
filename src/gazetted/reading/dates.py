"""Date expressions, resolved against the day on which the document was written.

A grammar over token classes (see `date_words`) finds them; a reader for each kind of expression gives its meaning:

- a modifier does not narrow: "early 2025" is 2025, "late March" the month;
- a weekday is the last one on or before the document's date, the next one after "will" or its like;
- a day or month without a year is the nearest, preferably past, or takes the year written after the expression it is
  coordinated with ("between 9 March and 12 June 2015");
- "two months later", "a year earlier", "the next day" count from the date named before; without one, or where that date
  is too vague, they mean nothing and are left out;
- "three days ago", "last month" count from the document's date;
- a week is a range of days, a season a range of months, a decade a range of years;
- the word of a season is given once more by itself, as its ISO 8601-2 code (2024-22 is the summer of 2024, wherever):
  which months it means depends on the hemisphere, and a reader in the other one needs the code.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from gazetted.reading.calendar import (
    bounds,
    day_iso,
    month_iso,
    nearest,
    period_iso,
    recurring,
    season_iso,
    shift,
    weekday_iso,
)
from gazetted.reading.date_place import Line, Place
from gazetted.reading.date_words import UNITS, classify, date_words
from gazetted.reading.result import DateFound
from gazetted.reading.sentences import Sentence
from gazetted.reading.tokens import Token

_DAY = r"[do]"
_MONTH = r"[Mm]\.?"
_WEEKDAY = r"(?:[Wv]\.?,?h?)?"
_VAGUE = r"(?:q-?|kf)?"

# In order of preference at one place. Each kind has a reader of the same name in `_READERS`. No kind begins with a word
# that has nothing to do with time, and most words have not: none is tried there.
_GRAMMAR = re.compile(
    "(?=[^_])(?:"
    + "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in (
            ("digits", r"y-d-d|y/d/d|(?<![/\-])d/d/y|(?<![/\-])d-d-y|X"),
            ("day_range", rf"{_DAY}[-z]{_DAY}f?{_MONTH},?y|{_MONTH}{_DAY}[-z]{_DAY},?y(?!c)"),
            ("yearless_range", rf"{_DAY}-{_DAY}f?[Mm]|{_MONTH}{_DAY}-{_DAY}(?!c)"),
            ("full_day", rf"{_WEEKDAY}(?:{_DAY}[f\-]?{_MONTH}[,\-]?y|{_MONTH}h?{_DAY},?y)(?!c)"),
            ("month_range", rf"{_MONTH}[-z]{_MONTH},?f?y(?!c)"),
            ("month", rf"{_VAGUE}{_MONTH},?f?y(?!c)"),
            ("yearless_day", rf"{_WEEKDAY}(?:{_DAY}f?[Mm]|{_MONTH}h?{_DAY}(?![c/]))"),
            ("shifted", r"[wadn][UV][LB](?:,?i[Mm])?"),
            ("ago", r"[wadn][UV]A"),
            ("season", r"(?:[BLq]-?)?(?:[tlx]|tp)S|q-?S(?:f?y)|Sf?y(?!c)|(?<=ih)S(?![f\-])"),
            ("recurring_month", r"[BL]?(?:[tlx]|tp)[Mm]"),
            ("anaphor", r"h[xjg]U"),
            ("period", r"[BL]?tU|(?<!h)[lx]U"),
            ("weekday", r"[BL]?(?:[tlxpC]|t[pC])?W"),
            ("day_word", r"T"),
            ("decade", r"(?<=[hqi\-])yP|E|(?<=h)e|(?<=h_)e"),
            ("yearless_month", r"(?<=[iz])[Mm]|(?<=[if]h)[Mm]|(?<=if)[Mm]|q-?[Mm]|kf[Mm]|(?<=[haP])M|(?<=[Mm]&)[Mm]"),
            ("year_range", r"y-y"),
            ("year", rf"{_VAGUE}y"),
        )
    )
    + ")"
)
_TIME_CLASSES = frozenset("yoEeXMmWUVSTd")
_YEARS = range(1900, 2100)
_FIRST_SEASON = 21
_START = attrgetter("start")


def find_dates(
    text: str,
    *,
    anchor: dt.date,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    language: str = "en",
) -> list[DateFound]:
    """Find the date expressions of a text, in order; only the word of a season stands inside another.

    Args:
        text: the text.
        anchor: the day it was written, which "yesterday" and "on Saturday" count from.
        tokens: its tokens.
        sentences: its sentences; an expression never crosses one.
        language: a key of `dates.toml`.

    >>> from gazetted.reading.sentences import split_sentences
    >>> from gazetted.reading.tokens import tokenize
    >>> text = "On Saturday it fell, as Mosul did in June 2014 and Sinjar two months later."
    >>> found = find_dates(text, anchor=dt.date(2024, 12, 9), tokens=tokenize(text), sentences=split_sentences(text))
    >>> [(one.text, one.iso) for one in found]
    [('Saturday', '2024-12-07'), ('June 2014', '2014-06'), ('two months later', '2014-08')]
    """
    words = date_words(language)
    letters, values = classify(tokens, words)
    found: list[DateFound] = []
    previous: str | None = None
    low = 0
    for sentence in sentences:
        high = bisect_left(tokens, sentence.end, low, key=_START)
        if not _TIME_CLASSES.isdisjoint(letters[low:high]):
            line = Line(tokens[low:high], letters[low:high], values[low:high], words)
            found += _in_line(text, line, anchor, previous)
            previous = next((one.iso for one in reversed(found) if not _is_season_code(one.iso)), None)
        low = high
    return found


def _in_line(text: str, line: Line, anchor: dt.date, previous: str | None) -> Iterator[DateFound]:
    last = -1  # where the last date of this sentence ended
    for match in _GRAMMAR.finditer(line.letters):
        place = Place(line, match.start(), match.end(), anchor, previous, last == match.start() - 1)
        try:
            iso = _READERS[match.lastgroup or ""](place)
        except (ValueError, OverflowError):  # a day before the first year or after the last one of the calendar
            continue
        if iso is not None:
            start, end = line.tokens[match.start()].start, line.tokens[match.end() - 1].end
            yield DateFound(start, end, text[start:end], iso)
            if match.lastgroup == "season":
                yield _season_code(text, place, iso)
            previous, last = iso, match.end()


def _season_code(text: str, place: Place, iso: str) -> DateFound:
    """The word of a season with its ISO 8601-2 code: 21 spring, 22 summer, 23 autumn, 24 winter."""
    token = place.line.tokens[place.start + place.line.letters[place.start : place.end].index("S")]
    return DateFound(
        token.start, token.end, text[token.start : token.end], f"{iso[:4]}-{_FIRST_SEASON + place.of('S')[0]}"
    )


def _is_season_code(iso: str) -> bool:
    return len(iso) == 7 and int(iso[5:]) >= _FIRST_SEASON


def _digits(place: Place) -> str | None:
    if place.has("X"):
        day, month, year = (int(part) for part in place.text(place.start).split("."))
        return day_iso(year, month, day)
    if not place.tight():
        return None
    first, second, third = place.of("yd")
    if first > 31:
        return day_iso(first, second, third)
    if first > 12 or first == second or place.line.words.numeric_order == "DMY":
        return day_iso(third, second, first)
    if second > 12 or place.line.words.numeric_order == "MDY":
        return day_iso(third, first, second)
    return None


def _day_range(place: Place) -> str | None:
    (first, last), (month,), (year,) = place.of("do"), place.of("Mm"), place.of("y")
    start, end = day_iso(year, month, first), day_iso(year, month, last)
    return f"{start}/{end}" if start and end and start < end else None


def _yearless_range(place: Place) -> str | None:
    (first, last), (month,) = place.of("do"), place.of("Mm")
    end = _without_year(place, month, last)
    start = day_iso(int(end[:4]), month, first) if end else None
    return f"{start}/{end}" if start and end and start < end else None


def _full_day(place: Place) -> str | None:
    (day, *_), (month, *_), (year, *_) = place.of("do"), place.of("Mm"), place.of("y")
    return day_iso(year, month, day)


def _without_year(place: Place, month: int, day: int) -> str | None:
    year = place.year_ahead()
    if year:
        return day_iso(year, month, day)
    return nearest(place.anchor, lambda one: day_iso(one, month, day), future=place.future())


def _yearless_day(place: Place) -> str | None:
    return None if place.fixed() else _without_year(place, place.of("Mm")[0], place.of("do")[0])


def _month_range(place: Place) -> str | None:
    (first, last), (year,) = place.of("Mm"), place.of("y")
    return f"{month_iso(year - (last < first), first)}/{month_iso(year, last)}"


def _month(place: Place) -> str | None:
    return month_iso(place.of("y")[0], place.of("Mm")[0])


def _yearless_month(place: Place) -> str | None:
    if place.fixed():
        return None
    month = place.of("Mm")[0]
    year = place.year_ahead()
    if year:
        return month_iso(year, month)
    return nearest(place.anchor, lambda one: month_iso(one, month), future=place.future())


def _recurring_month(place: Place) -> str | None:
    month = place.of("Mm")[0]
    if place.has("t") and not place.has("p"):
        return month_iso(place.anchor.year, month)
    return recurring(place.anchor, lambda year: month_iso(year, month), "next" if place.has("x") else "last")


def _season(place: Place) -> str | None:
    months = place.line.words.seasons[place.of("S")[0]]
    year = place.of("y")
    if year:
        return season_iso(year[0], months)
    if place.has("l") or place.has("p"):
        return recurring(place.anchor, lambda one: season_iso(one, months), "last")
    if place.has("x"):
        return recurring(place.anchor, lambda one: season_iso(one, months), "next")
    return nearest(place.anchor, lambda one: season_iso(one, months), future=place.future())


def _shifted(place: Place) -> str | None:
    if place.previous is None:
        return None
    count, unit = place.count(), UNITS[place.of("UV")[0]]
    iso = shift(place.previous, -count if place.has("B") else count, unit)
    month = place.of("Mm")
    if iso is None or not month or iso[5:7] == f"{month[0]:02d}":
        return iso
    named, day = month[0], bounds(iso)[0]
    return nearest(day, lambda year: month_iso(year, named))


def _ago(place: Place) -> str | None:
    return shift(place.anchor.isoformat(), -(place.count()), UNITS[place.of("UV")[0]])


def _anaphor(place: Place) -> str | None:
    if place.previous is None:
        return None
    return shift(place.previous, 0 if place.has("g") else 1, UNITS[place.of("UV")[0]])


def _period(place: Place) -> str | None:
    step = -1 if place.has("l") else 1 if place.has("x") else 0
    return period_iso(place.anchor, UNITS[place.of("UV")[0]], step)


def _weekday(place: Place) -> str | None:
    if place.fixed():
        return None
    weekday = place.of("W")[0]
    if place.has("l") or place.has("p"):
        return weekday_iso(place.anchor, weekday, "last")
    if place.has("t"):
        return weekday_iso(place.anchor, weekday, "this")
    return weekday_iso(
        place.anchor, weekday, "next" if place.has("x") or place.has("C") or place.future() else "latest"
    )


def _day_word(place: Place) -> str | None:
    return (place.anchor + dt.timedelta(place.of("T")[0])).isoformat()


def _decade(place: Place) -> str | None:
    year = place.of("yEe")[0]
    return f"{year:04d}/{year + 9:04d}" if year % 10 == 0 else None


def _year_range(place: Place) -> str | None:
    first, last = place.of("y")
    return f"{first}/{last}" if place.tight() and first in _YEARS and first < last < _YEARS.stop else None


def _year(place: Place) -> str | None:
    """A year by itself, where the words beside it do not make it a number of something else."""
    year = place.of("y")[0]
    before, after, following = place.near(-1), place.near(0), place.text(place.end)
    plural = following.islower() and following.endswith("s")
    if year not in _YEARS or after in "c-/" or (year % 100 == 0 and plural):
        return None
    if place.end - place.start > 1 or before in "ifz(q":
        return str(year)
    if before in "haP":
        return str(year) if year % 100 else None
    return str(year) if before in "&," and place.beside else None


_READERS: dict[str, Callable[[Place], str | None]] = {
    "digits": _digits,
    "day_range": _day_range,
    "yearless_range": _yearless_range,
    "full_day": _full_day,
    "month_range": _month_range,
    "month": _month,
    "yearless_day": _yearless_day,
    "shifted": _shifted,
    "ago": _ago,
    "season": _season,
    "recurring_month": _recurring_month,
    "anaphor": _anaphor,
    "period": _period,
    "weekday": _weekday,
    "day_word": _day_word,
    "decade": _decade,
    "yearless_month": _yearless_month,
    "year_range": _year_range,
    "year": _year,
}

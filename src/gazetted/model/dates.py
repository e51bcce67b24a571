"""Dates as the field states them: a day, a month, or only a year.

A partial date is a value of its own: "2017" is not 1 January 2017. It compares by its first possible day, and knows
its last. ISO 8601-1 forms only (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Literal

import msgspec

from gazetted.errors import BadDateError

Precision = Literal["year", "month", "day"]

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class PartialDate(msgspec.Struct, frozen=True, order=False, gc=False):
    """A day, a month or a year.

    Attributes:
        iso: the date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    >>> PartialDate.parse("2017").latest()
    datetime.date(2017, 12, 31)
    >>> PartialDate.parse("2024-06").precision
    'month'
    >>> PartialDate.parse("2024-02-30")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    gazetted.errors.BadDateError: '2024-02-30' is not a date: write a day as 2024-12-09, a month as 2024-12 ...
    """

    iso: str

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read an ISO date of any precision.

        Raises:
            BadDateError: the text has another form, or names a day that does not exist.
        """
        found = _FORM.fullmatch(text.strip())
        if found:
            year, month, day = (int(part or "1") for part in found.groups())
            try:
                dt.date(year, month, day)
            except ValueError:
                pass
            else:
                return cls(text.strip())
        raise BadDateError(f"{text!r} is not a date: write a day as 2024-12-09, a month as 2024-12 or a year as 2024.")

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """The partial date of a whole day."""
        return cls(day.isoformat())

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return "day" if len(self.iso) == 10 else "month" if len(self.iso) == 7 else "year"

    def earliest(self) -> dt.date:
        """The first day that it can mean."""
        return dt.date.fromisoformat(self.iso + "-01-01"[len(self.iso) - 4 :])

    def latest(self) -> dt.date:
        """The last day that it can mean."""
        first = self.earliest()
        if self.precision == "day":
            return first
        if self.precision == "month":
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return dt.date(first.year, 12, 31)

    # A struct answers every comparison itself, so that none can be left to functools.total_ordering.
    def __lt__(self, other: PartialDate) -> bool:
        return (self.earliest(), self.latest()) < (other.earliest(), other.latest())

    def __le__(self, other: PartialDate) -> bool:
        return not other < self

    def __gt__(self, other: PartialDate) -> bool:
        return other < self

    def __ge__(self, other: PartialDate) -> bool:
        return not self < other

    def __str__(self) -> str:
        return self.iso


def parse_day(text: str) -> dt.date:
    """Read a whole ISO day.

    Raises:
        BadDateError: it is not one (a month or a year alone is not a day).

    >>> parse_day("2024-12-09")
    datetime.date(2024, 12, 9)
    """
    date = PartialDate.parse(text)
    if date.precision != "day":
        raise BadDateError(f"{text!r} is not a whole day: write it as 2024-12-09.")
    return date.earliest()


def parse_moment(text: str) -> dt.datetime:
    """Read a moment (`2026-11-22T14:00:00Z`), or a day, which means its end; without a zone it is UTC.

    Raises:
        BadDateError: it is neither.

    >>> parse_moment("2026-11-22").isoformat()
    '2026-11-22T23:59:59.999999+00:00'
    """
    try:
        if len(text.strip()) <= 10:
            return dt.datetime.combine(parse_day(text), dt.time.max, dt.UTC)
        moment = dt.datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError, BadDateError):
        raise BadDateError(
            f"{text!r} is not a moment: write a day as 2026-11-22 or a moment as 2026-11-22T14:00:00Z."
        ) from None

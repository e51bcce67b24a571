"""Arithmetic of partial dates, all in ISO form: the nearest day, the last Saturday, two months later."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from typing import Literal

Unit = Literal["day", "week", "fortnight", "month", "year", "decade"]

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12, "decade": 120}

# A day, month or season without a year is taken as the past one unless the coming one is more than this many times
# nearer: reports look back.
_PAST_WEIGHT = 6


def day_iso(year: int, month: int, day: int) -> str | None:
    """A day in ISO form, or None where there is no such day.

    >>> day_iso(2024, 12, 9), day_iso(2023, 2, 29)
    ('2024-12-09', None)
    """
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def month_iso(year: int, month: int) -> str:
    """A month in ISO form."""
    return f"{year:04d}-{month:02d}"


def season_iso(year: int, months: tuple[int, int]) -> str:
    """A season of first and last month, beginning in that year, as a range of months.

    >>> season_iso(2024, (12, 2))
    '2024-12/2025-02'
    """
    first, last = months
    return f"{month_iso(year, first)}/{month_iso(year + (last < first), last)}"


def bounds(iso: str) -> tuple[dt.date, dt.date]:
    """First and last day of an ISO day, month, year or range.

    >>> [str(day) for day in bounds("2024-06/2024-08")]
    ['2024-06-01', '2024-08-31']
    """
    first, _, last = iso.partition("/")
    parts = [int(part) for part in (last or first).split("-")]
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1]
    return dt.date.fromisoformat(first + "-01-01"[len(first) - 4 :]), dt.date(parts[0], month, day)


def nearest(anchor: dt.date, form: Callable[[int], str | None], *, future: bool = False) -> str | None:
    """The occurrence of a yearly date nearest to the anchor, the past one preferred.

    Args:
        anchor: the day to count from.
        form: gives the date for a year, or None where that year has none.
        future: take the first that is not over before the anchor.
    """
    best: tuple[float, str] | None = None
    for year in range(max(anchor.year - 8, 1), min(anchor.year + 8, 9998) + 1):
        iso = form(year)
        if iso is None:
            continue
        first, last = bounds(iso)
        if future:
            if last >= anchor:
                return iso
            continue
        ahead, behind = (first - anchor).days, (anchor - last).days
        distance = ahead * _PAST_WEIGHT if ahead > 0 else max(behind, 0)
        if best is None or distance < best[0]:
            best = (distance, iso)
    return best[1] if best else None


def recurring(anchor: dt.date, form: Callable[[int], str], which: Literal["last", "next"]) -> str:
    """The last occurrence of a month or season that was over before the anchor, or the next that begins after it."""
    if which == "last":
        return next(iso for year in range(anchor.year, anchor.year - 3, -1) if bounds(iso := form(year))[1] < anchor)
    return next(iso for year in range(anchor.year, anchor.year + 3) if bounds(iso := form(year))[0] > anchor)


def weekday_iso(anchor: dt.date, weekday: int, which: Literal["latest", "last", "next", "this"]) -> str:
    """A weekday about the anchor.

    Args:
        anchor: the day to count from.
        weekday: 0 for Monday to 6 for Sunday.
        which: `latest`: on or before the anchor; `last`: before it; `next`: after it; `this`: of the same week, which
            begins on Monday.

    >>> weekday_iso(dt.date(2024, 12, 9), 5, "latest"), weekday_iso(dt.date(2024, 12, 9), 0, "next")
    ('2024-12-07', '2024-12-16')
    """
    behind = (anchor.weekday() - weekday) % 7
    if which == "last":
        behind = behind or 7
    elif which == "next":
        behind -= 7
    elif which == "this":
        behind = anchor.weekday() - weekday
    return (anchor - dt.timedelta(behind)).isoformat()


def period_iso(anchor: dt.date, unit: Unit, step: int) -> str | None:
    """The week, month or year of the anchor (step 0), the one before (-1) or after (1); None for other units.

    >>> period_iso(dt.date(2024, 12, 9), "week", -1), period_iso(dt.date(2024, 12, 9), "month", 1)
    ('2024-12-02/2024-12-08', '2025-01')
    """
    if unit == "week":
        monday = anchor - dt.timedelta(anchor.weekday() - 7 * step)
        return f"{monday.isoformat()}/{(monday + dt.timedelta(6)).isoformat()}"
    if unit == "month":
        return shift(month_iso(anchor.year, anchor.month), step, "month")
    return f"{anchor.year + step:04d}" if unit == "year" else None


def shift(iso: str, count: int, unit: Unit) -> str | None:
    """A date moved by a number of units; never more exact than the unit or the date itself.

    None where the date is too vague for the unit ("2014" and two months), a range, or out of the calendar.

    >>> shift("2014-06", 2, "month"), shift("2024-12-09", -1, "year"), shift("2014", 2, "month")
    ('2014-08', '2023', None)
    """
    if "/" in iso:
        return None
    parts = [int(part) for part in iso.split("-")]
    try:
        if unit in _DAYS:
            return (dt.date(*parts) + dt.timedelta(_DAYS[unit] * count)).isoformat() if len(parts) == 3 else None
        if unit == "month" and len(parts) == 1:
            return None
        months = parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else 0) + _MONTHS[unit] * count
        moved = dt.date(months // 12, months % 12 + 1, 1).isoformat()
    except (ValueError, OverflowError):
        return None
    return moved[:7] if unit == "month" else moved[:4]

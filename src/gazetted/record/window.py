"""Which entries of a list can have changed within some days: those worth looking at, and no need to look at the others.

An event of an entry is made at an edition where one of its runs begins or has ended, or where something is told for the
first time within a run. Its day is that edition's, or one that the publisher states: after the edition before, not
after this one. Entries that the publisher keeps after their removal may state any day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator

import msgspec

from gazetted.model.edition import ALL_ASPECTS, Aspect
from gazetted.record.sight import EditionDates
from gazetted.record.store import Store

_TOUCHED = (
    "SELECT DISTINCT p.entry FROM presence p WHERE p.list_key = :list_key"
    " AND p.first_date > :after AND p.first_date <= :last AND p.last_date >= :first"
)
_ENDED = (
    "SELECT DISTINCT p.entry FROM presence p WHERE p.list_key = :list_key"
    " AND p.last_date >= :after AND p.last_date < :last"
)
_STATING = (
    "SELECT p.entry, l.body FROM presence p JOIN listing l ON l.id = p.listing_id WHERE p.list_key = :list_key"
    " AND p.first_date > :after AND p.first_date <= :last AND p.last_date >= :first AND l.body LIKE :mark"
)
_KEPT = "SELECT DISTINCT l.entry FROM listing l WHERE l.list_key = :list_key AND l.body LIKE :mark"


class _Stated(msgspec.Struct):
    """The days that a publisher states in a listing."""

    listed_on: str | None = None
    amended_on: tuple[str, ...] = ()


_STATED = msgspec.json.Decoder(_Stated)


def changed_entries(store: Store, list_key: str, editions: EditionDates, low: str, high: str) -> set[str]:
    """Entries of which an edition may have made an event dated within two days; some may have none.

    Args:
        store: the record.
        list_key: the list.
        editions: all its editions.
        low: the first day (ISO).
        high: the last day.
    """
    dates = editions.dates
    within = dates[bisect_left(dates, low) : bisect_right(dates, high)]
    found = {row[0] for row in store.rows(_KEPT, list_key=list_key, mark='%"delisted_on":%')}
    found.update(editions.rejected)  # what is told of these, a later edition tells
    for stretch in _stretches(editions, within):
        found.update(row[0] for row in store.rows(_TOUCHED, list_key=list_key, **stretch))
    standing = [date for date in editions.telling("entries") if low <= date <= high]
    if standing:
        rows = store.rows(_ENDED, list_key=list_key, after=_before(editions, "entries", standing[0]), last=standing[-1])
        found.update(row[0] for row in rows)
    for stretch in _stretches(editions, _after(editions, high)):
        for entry, body in store.rows(_STATING, list_key=list_key, mark='%ed_on":%', **stretch):
            stated = _STATED.decode(body)
            days = (stated.listed_on, *stated.amended_on)
            if any(day and low <= f"{day}-01-01"[: len(high)] <= high for day in days):
                found.add(entry)
    return found


def _stretches(editions: EditionDates, dates: Collection[str]) -> Iterator[dict[str, str]]:
    """Where a run begins that may be new at one of some editions, or of which one of them may tell more.

    Each stretch is the edition after which it begins, with the first and the last of the editions.
    """
    if not dates:
        return
    at = bisect_left(editions.dates, min(dates))
    yield {"after": editions.dates[at - 1] if at else "", "first": min(dates), "last": max(dates)}
    for aspect in sorted(ALL_ASPECTS):
        here = [date for date in dates if aspect in editions.aspects(date)]
        if here:
            yield {"after": _before(editions, aspect, min(here)), "first": min(here), "last": max(here)}


def _after(editions: EditionDates, high: str) -> set[str]:
    """The editions after a day that can make an event stated to be of that day or an earlier one.

    What an edition tells may go back as far as none between tells of the same; one that tells which entries stand as
    well leaves nothing open.
    """
    found: set[str] = set()
    for aspect in ALL_ASPECTS:
        told = editions.telling(aspect)
        for date in told[bisect_right(told, high) :]:
            found.add(date)
            if "entries" in editions.aspects(date):
                break
    return found


def _before(editions: EditionDates, aspect: Aspect, date: str) -> str:
    """The last edition before one that tells an aspect; empty where there is none."""
    told = editions.telling(aspect)
    at = bisect_left(told, date)
    return told[at - 1] if at else ""

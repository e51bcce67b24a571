"""Which parties may stand, be named or be described otherwise than at an earlier load: never too few.

A party that is not among them has the same names, particulars and standings as at the earlier load, but for what is
said of its lists as such (how far the record follows them).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gazetted.record import joined
from gazetted.record.editions import unpack
from gazetted.record.readings import counting
from gazetted.record.store import Store

_NAMES = (
    "SELECT party FROM name WHERE load_id > :low AND load_id <= :high"
    " UNION SELECT n.party FROM name_gone g JOIN name n ON n.id = g.name_id"
    " WHERE g.load_id > :low AND g.load_id <= :high"
    " UNION SELECT party FROM entry_party WHERE load_id > :low AND load_id <= :high"
)
_TOLD = (
    "SELECT kind, list_key, entry, party, about FROM fact WHERE load_id > :low AND load_id <= :high"
    " UNION ALL SELECT f.kind, f.list_key, f.entry, f.party, f.about FROM retraction r JOIN fact f ON f.id = r.fact_id"
    " WHERE r.load_id > :low AND r.load_id <= :high"
)
_JOINED = "SELECT slug, party FROM identity WHERE load_id > :low AND load_id <= :high"
_RENUMBERED = "SELECT list_key, old, new FROM succession WHERE load_id > :low AND load_id <= :high"
_LISTS = "SELECT DISTINCT list_key FROM edition WHERE load_id > :low AND load_id <= :high ORDER BY list_key"
_EDITIONS = (
    "SELECT list_key, date, sha256, aspects, entries, members, load_id FROM edition"
    " WHERE list_key = :list_key AND load_id <= :high ORDER BY load_id"
)
_ENTRY_OF = "SELECT entry FROM listing WHERE id = :number"
_ENTRIES = "SELECT id, entry FROM listing WHERE list_key = :list_key"
_OWNERS = (
    "SELECT party, party FROM entry_party WHERE list_key = :list_key AND entry = :entry"
    " UNION SELECT party, about FROM fact WHERE list_key = :list_key AND entry = :entry AND kind = 'event'"
)
_OWNERS_OF_LIST = (
    "SELECT party, party FROM entry_party WHERE list_key = :list_key"
    " UNION SELECT party, about FROM fact WHERE list_key = :list_key AND kind = 'event'"
)
_DATED = (
    "SELECT list_key, entry, party, about FROM fact WHERE kind = 'event' AND load_id <= :load"
    " AND day >= :first AND day < :after"
)
_DATED_LISTINGS = "SELECT list_key, entry FROM listing WHERE body LIKE :year"
_DATED_ACTS = "SELECT DISTINCT list_key FROM edition WHERE load_id <= :load AND acts LIKE :year"
_EDITIONS_BETWEEN = "SELECT DISTINCT list_key FROM edition WHERE load_id <= :load AND date > :low AND date <= :high"
_FEW = 500
_MOST_YEARS = 3


def touched(store: Store, low: int, high: int) -> frozenset[str] | None:
    """Slugs of the parties that loads touched, those joined to others by the slug they go by, then and now.

    Args:
        store: the record.
        low: the earlier load; what came after it counts.
        high: the later load, which counts.

    Returns:
        The slugs; None where any party may be touched.
    """
    found: set[str] = {slug for (slug,) in store.rows(_NAMES, low=low, high=high)}
    entries: set[tuple[str, str]] = set()
    lists: set[str] = set()
    for kind, list_key, entry, party, about in store.rows(_TOLD, low=low, high=high):
        if kind in ("list", "chain"):
            if list_key is None:
                return None
            lists.add(list_key)
        found.update(slug for slug in (party, about) if slug)
        if list_key and entry:
            entries.add((list_key, entry))
    for slug, party in store.rows(_JOINED, low=low, high=high):
        found.update((slug, party))
    for list_key, old, new in store.rows(_RENUMBERED, low=low, high=high):
        entries.update((list_key, entry) for entry in (old, new) if entry)
    for (list_key,) in store.rows(_LISTS, low=low, high=high):
        changed = _changed_entries(store, list_key, low, high)
        if changed is None:
            lists.add(list_key)
        else:
            entries.update((list_key, entry) for entry in changed)
    found.update(_owners(store, entries, lists))
    return _by_party(found, joined.parties(store, low), joined.parties(store, high))


def passing(store: Store, load: int, one: dt.date, other: dt.date) -> frozenset[str] | None:
    """Slugs of the parties that may stand otherwise on one day than on another, by what was told up to a load.

    These are the ones of which anything is dated in the years of the two days, and all of a list with an edition
    between them, or with an act of these years.

    Returns:
        The slugs; None where any party may.
    """
    low, high = sorted((one, other))
    years = range(low.year, high.year + 1)
    if len(years) > _MOST_YEARS:
        return None
    found: set[str] = set()
    entries: set[tuple[str, str]] = set()
    for list_key, entry, party, about in store.rows(
        _DATED, load=load, first=f"{low.year:04}", after=f"{high.year + 1:04}"
    ):
        found.update(slug for slug in (party, about) if slug)
        if list_key and entry:
            entries.add((list_key, entry))
    lists = {row[0] for row in store.rows(_EDITIONS_BETWEEN, load=load, low=low.isoformat(), high=high.isoformat())}
    for year in years:
        entries.update((row[0], row[1]) for row in store.rows(_DATED_LISTINGS, year=f"%{year:04}%"))
        lists.update(row[0] for row in store.rows(_DATED_ACTS, load=load, year=f"%{year:04}%"))
    found.update(_owners(store, entries, lists))
    own = joined.parties(store, load)
    return _by_party(found, own, own)


def _by_party(slugs: Iterable[str], then: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    return frozenset(side.get(slug, slug) for slug in slugs for side in (then, now))


def _owners(store: Store, entries: set[tuple[str, str]], lists: set[str]) -> Iterator[str]:
    """The parties of entries, and those that stand through them."""
    counts = Counter(list_key for list_key, _ in entries)
    lists = lists | {list_key for list_key, count in counts.items() if count > _FEW}
    for list_key in lists:
        for row in store.rows(_OWNERS_OF_LIST, list_key=list_key):
            yield from (slug for slug in row if slug)
    for list_key, entry in entries:
        if list_key not in lists:
            for row in store.rows(_OWNERS, list_key=list_key, entry=entry):
                yield from (slug for slug in row if slug)


def _changed_entries(store: Store, list_key: str, low: int, high: int) -> set[str] | None:
    """Entries that later editions of a list print otherwise; None where it is not as simple as that.

    It is, where all that came is of later dates than what was there, and each edition tells the same aspects.
    """
    rows = store.rows(_EDITIONS, list_key=list_key, high=high)
    then: dict[Any, Any] = {key[1]: row for key, row in counting(row for row in rows if row[6] <= low).items()}
    now: dict[Any, Any] = {key[1]: row for key, row in counting(rows).items()}
    last = max(then, default="")
    later = sorted(date for date in now if date not in then)
    fresh = [row for row in rows if row[6] > low]
    if not then or any(row[1] <= last for row in fresh) or len(later) != len(fresh):
        return None
    before, numbers = now[last], set[int]()
    for date in later:
        if now[date][3] != before[3]:
            return None
        numbers |= set(unpack(before[5])) ^ set(unpack(now[date][5]))
        before = now[date]
    return _entries_of(store, list_key, numbers)


def _entries_of(store: Store, list_key: str, numbers: set[int]) -> set[str]:
    if len(numbers) <= _FEW:
        return {row[0] for number in numbers for row in store.rows(_ENTRY_OF, number=number)}
    return {entry for number, entry in store.rows(_ENTRIES, list_key=list_key) if number in numbers}

"""Telling the record an edition of a list, whole or as its listings come. It is one transaction, all or nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from gazetted.model.edition import ALL_ASPECTS, Edition, Listing, Reject
from gazetted.record.append import Told, begin_load, seal
from gazetted.record.aside import Handover, aside
from gazetted.record.bulk import rows_where
from gazetted.record.chunks import chunks_of
from gazetted.record.editions import pack, unpack
from gazetted.record.facts import Facts, digest_of, rows_of
from gazetted.record.intake import Naming, Taken, entries_of, place_of, take_in
from gazetted.record.joining import ToldEdition, join_edition
from gazetted.record.naming import any_withdrawn, settle_names
from gazetted.record.presence import insert_edition, write_presence
from gazetted.record.readings import NOTHING, counting
from gazetted.record.subjects import tells_no_more

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Coming(msgspec.Struct, frozen=True):
    """The listings of an edition that are still being read.

    Attributes:
        listings: the listings; they are gone through once.
        rejects: rows that could not be taken; complete when the listings are through.
        check: called with their number when the listings are through; it raises where the edition must be refused.
        handover: what else reading gathers, so that another process may read; None: none may.
    """

    listings: Iterable[Listing]
    rejects: Sequence[Reject] = ()
    check: Callable[[int], None] | None = None
    handover: Handover | None = None


def tell_edition(
    connection: Connection,
    edition: Edition,
    *,
    origin: str,
    now: dt.datetime,
    facts: Facts | None = None,
    coming: Coming | None = None,
) -> Told:
    """Add an edition of a list.

    The same file read the same way is known already; the same date read anew, or from another file, stands beside the
    old reading, and `readings` says which of them counts: it is no act of the publisher.

    Args:
        connection: a writing transaction.
        edition: what was read.
        origin: the file.
        now: the moment of telling.
        facts: what goes with it: the description of a list that is new.
        coming: its listings and rejects, where they are still to be read; the edition then has none itself.

    Raises:
        ListFileError: it has no date, an entry twice, an entry without a name, or a day that is none; or the listings
            or their check raise it.
    """
    coming = coming or Coming(edition.listings, edition.rejects)
    before = _readings(connection, edition.list_key)
    held = before.get(edition.date)

    @cache
    def load() -> int:
        number = begin_load(connection, "edition", origin, "", now)
        _add_facts(connection, facts, number)
        return number

    again = held is not None or _any_that_does_not_count(connection, edition.list_key) or any_withdrawn(connection)
    naming = Naming(add=held is None, all=again)
    chunks = chunks_of(coming.listings, place_of(edition), named="primary names" in edition.aspects)
    if coming.handover is not None:
        chunks = aside(chunks, coming.handover, ready=not before)
    with contextlib.closing(chunks), _collector_paused():  # closed so that no process is left reading
        taken = take_in(connection, edition, chunks, load, naming)
    if coming.check is not None:
        coming.check(len(taken.ids))
    digest = _content(taken, coming.rejects)
    if held is not None and _read_already(connection, edition, digest):
        return Told(None, entries=len(taken.ids))
    _write_edition(connection, edition, taken, digest, coming.rejects, load())
    after = _readings(connection, edition.list_key)
    counts = after[edition.date][1:3] == (edition.sha256, digest)
    if after[edition.date] != held:  # a file read anew may also make way for another of the same date
        _settle(connection, edition, taken, held, after, load())
    seal(connection, load(), digest)
    told = _compared(connection, taken.ids, _earlier(before, edition.date), load())
    return msgspec.structs.replace(told, counts=counts)


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows by the ten thousand come and go, none in a cycle: looking for cycles among them takes a tenth of a load."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _any_that_does_not_count(connection: Connection, list_key: str) -> bool:
    """Whether a date of a list was read more than once, so that listings may be held whose names are not."""
    read = "SELECT count(*), count(DISTINCT date) FROM edition WHERE list_key = ?"
    readings, dates = rows_where(connection, read, list_key)[0]
    return bool(readings > dates)


def _settle(
    connection: Connection,
    edition: Edition,
    taken: Taken,
    replaced: Reading | None,
    readings: Mapping[str, Reading],
    load: int,
) -> None:
    """Bring what is derived from the editions up to date with one that counts."""
    members = {date: reading[3] for date, reading in readings.items()}
    touched: Iterable[str] = _news(connection, edition, taken, members)
    if replaced is None:
        insert_edition(connection, edition.date, members)
    else:
        write_presence(connection, edition.list_key, members)
        settle_names(connection, load)
        other = set(unpack(replaced[3])) ^ set(unpack(members[edition.date]))
        touched = chain(touched, map(taken.book.party, entries_of(connection, other)))
    editions = {date: (reading[4], reading[3]) for date, reading in readings.items()}
    whole = taken.book.prefix if len(members) == 1 else ""
    told = ToldEdition(edition.list_key, edition.date, taken.book.party, touched, editions, whole)
    join_edition(connection, told, load)


def _content(taken: Taken, rejects: Iterable[Reject]) -> str:
    """Digest of what an edition says: its listings, and the entries that it prints and that could not be taken."""
    unread = {f"unread {reject.entry}" for reject in rejects if reject.entry}
    return digest_of([taken.digest, *unread]) if unread else taken.digest


def _read_already(connection: Connection, edition: Edition, digest: str) -> bool:
    """Whether the last reading of this very file for this date said the same."""
    rows = rows_where(
        connection,
        "SELECT digest FROM edition WHERE list_key = ? AND date = ? AND sha256 = ? ORDER BY load_id DESC LIMIT 1",
        edition.list_key,
        edition.date,
        edition.sha256,
    )
    return bool(rows) and rows[0][0] == digest


def _add_facts(connection: Connection, facts: Facts | None, load: int) -> None:
    """Add the facts that are not held."""
    from sqlalchemy import insert

    from gazetted.record.schema import FACT

    rows = {row.digest: row for row in rows_of(facts or Facts())}
    statement = (
        "SELECT digest FROM fact"
        " WHERE NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.fact_id = fact.id) AND digest IN (*)"
    )
    for (digest,) in rows_where(connection, statement, among=list(rows)):
        del rows[digest]
    if rows:
        connection.execute(insert(FACT), [{**msgspec.structs.asdict(row), "load_id": load} for row in rows.values()])


def _write_edition(
    connection: Connection, edition: Edition, taken: Taken, digest: str, rejects: Sequence[Reject], load: int
) -> None:
    """Write the edition's row."""
    from sqlalchemy import insert

    from gazetted.record.schema import EDITION

    told = "; ".join(sorted(edition.aspects))
    connection.execute(
        insert(EDITION),
        {
            "load_id": load,
            "list_key": edition.list_key,
            "date": edition.date,
            "sha256": edition.sha256,
            "reader": edition.reader,
            "digest": digest,
            "entries": len(taken.ids),
            "aspects": "" if edition.aspects == ALL_ASPECTS else told or NOTHING,
            "members": pack(taken.ids),
            "acts": msgspec.json.encode(edition.acts).decode() if edition.acts else "",
            "rejects": msgspec.json.encode(rejects).decode(),
        },
    )


Reading = tuple[str, str, str, bytes, str]
"""Date, SHA-256 of the file, digest of the entries, members, what it tells completely."""


def _readings(connection: Connection, list_key: str) -> dict[str, Reading]:
    """The reading of each edition of a list that counts, by date."""
    rows = rows_where(
        connection,
        "SELECT list_key, date, sha256, aspects, entries, digest, members FROM edition WHERE list_key = ?"
        " ORDER BY load_id",
        list_key,
    )
    return {row[1]: (row[1], row[2], row[5], bytes(row[6]), row[3]) for row in counting(rows).values()}


def _earlier(readings: Mapping[str, Reading], date: str) -> Reading | None:
    """The reading that a report compares an edition with: the one before it, or the older reading of the same date."""
    dates = [d for d in readings if d <= date]
    return readings[max(dates)] if dates else None


def _news(connection: Connection, edition: Edition, taken: Taken, members: Mapping[str, bytes]) -> Iterable[str]:
    """Parties of whom the edition tells who they are more than the one before (for the first: the one after).

    Where there is no other, those that facts speak of; all the rest are touched as well (see `ToldEdition`).
    """
    dates = [d for d in members if d != edition.date]
    beside = max((d for d in dates if d < edition.date), default=None) or min(dates, default=None)
    if beside is None:
        return taken.book.elsewhere.values()  # and all that are parties of their own
    there = frozenset(unpack(members[beside]))
    new = entries_of(connection, (number for number in taken.ids if number not in there))
    by_id = "SELECT entry, body FROM listing WHERE id IN (*)"
    fresh = rows_where(connection, by_id, among=[number for number in new.values() if number in taken.fresh])
    mine = {entry: msgspec.json.decode(body, type=Listing) for entry, body in fresh}
    by_entry = "SELECT id, entry, body FROM listing WHERE list_key = ? AND entry IN (*)"
    found = set(new)
    for number, entry, body in rows_where(connection, by_entry, edition.list_key, among=sorted(mine)):
        if number in there and tells_no_more(mine[entry], body):
            found.discard(entry)
    return {taken.book.party(entry) for entry in found}


def _compared(connection: Connection, ids: array[int], earlier: Reading | None, load: int) -> Told:
    """What the edition has that an earlier one has not, and the other way about."""
    if earlier is None:
        return Told(load, added=len(ids), entries=len(ids))
    before, now = set(unpack(earlier[3])), set(ids)
    gone, come = entries_of(connection, before - now).keys(), entries_of(connection, now - before).keys()
    return Told(load, len(come - gone), len(come & gone), len(gone - come), entries=len(ids))

"""Telling the record something: single facts, or an edition of a list. Each call is one transaction, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from gazetted.errors import BadDateError, ListFileError
from gazetted.model.dates import PartialDate, parse_day
from gazetted.model.edition import ALL_ASPECTS, Edition, Listing
from gazetted.record.editions import NOTHING, pack, unpack
from gazetted.record.facts import FactRow, Facts, digest_of, names_of, rows_of
from gazetted.record.naming import add_names, any_withdrawn, printed_already, printed_names, settle_names
from gazetted.record.presence import insert_edition, write_presence

if TYPE_CHECKING:
    from sqlalchemy import Connection

LoadKind = Literal["builtin", "facts", "edition"]


class Told(msgspec.Struct, frozen=True):
    """What telling the record something did.

    Attributes:
        load: number of the load; None where the record knew all of it, and nothing was written.
        added: new facts, or entries that the edition before had not.
        changed: entries that are not as in the edition before.
        removed: facts withdrawn, or entries of the edition before that are gone.
    """

    load: int | None
    added: int = 0
    changed: int = 0
    removed: int = 0


def format_moment(moment: dt.datetime) -> str:
    """A moment as it is kept: UTC, with microseconds, so that text order is time order."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def tell_facts(connection: Connection, facts: Facts, *, kind: LoadKind, origin: str, now: dt.datetime) -> Told:
    """Add facts; those held already are left alone.

    Facts of an earlier built-in record that the new one no longer states are withdrawn, and stay readable at the
    moments when they were held. A new built-in record that states the same is noted as a load of no facts.

    Args:
        connection: a writing transaction.
        facts: what is told.
        kind: `builtin` replaces the built-in record told before; `facts` only adds.
        origin: where it comes from.
        now: the moment of telling; moved on by a microsecond where the record was told something later already.
    """
    from sqlalchemy import insert

    from gazetted.record.schema import FACT, RETRACTION

    rows = list(rows_of(facts))
    told_by = kind if kind == "builtin" else None
    live = _live_facts(connection)
    fresh = [row for row in rows if row.digest not in live]
    kept = {row.digest for row in rows}
    gone = [number for digest, (number, by) in live.items() if told_by and by == told_by and digest not in kept]
    if not fresh and not gone and (kind != "builtin" or origin == _last_builtin(connection)):
        return Told(None)
    load = _load(connection, kind, origin, digest_of(row.digest for row in rows), now)
    if fresh:
        connection.execute(insert(FACT), [{**msgspec.structs.asdict(row), "load_id": load} for row in fresh])
    if gone:
        connection.execute(insert(RETRACTION), [{"fact_id": number, "load_id": load} for number in gone])
    if gone or printed_already(connection, facts):
        settle_names(connection, load)
    else:
        add_names(connection, list(names_of(facts)), load)
    _seal(connection, load)
    return Told(load, added=len(fresh), removed=len(gone))


def _last_builtin(connection: Connection) -> str | None:
    """Origin of the built-in record told last."""
    from sqlalchemy import select

    from gazetted.record.schema import LOADS

    told = select(LOADS.c.origin).where(LOADS.c.kind == "builtin").order_by(LOADS.c.id.desc()).limit(1)
    found: str | None = connection.execute(told).scalar()
    return found


def tell_edition(
    connection: Connection, edition: Edition, *, origin: str, now: dt.datetime, facts: Facts | None = None
) -> Told:
    """Add an edition of a list.

    The same file read the same way is known already; the same date read anew stands beside the old reading, as a
    correction of the reader and not as an act of the publisher.

    Args:
        connection: a writing transaction.
        edition: what was read.
        origin: the file.
        now: the moment of telling.
        facts: what goes with it: the description of a list that is new.

    Raises:
        ListFileError: it has no date, an entry twice, an entry without a name, or a day that is none.
    """
    from sqlalchemy import insert

    from gazetted.record.schema import EDITION, FACT

    _check(edition)
    told = "; ".join(sorted(edition.aspects))
    digest = digest_of([edition.list_key, edition.date, told, *(listing.digest() for listing in edition.listings)])
    before = _readings(connection, edition.list_key)
    held = before.get(edition.date)
    if held is not None and held[1] == edition.sha256 and held[2] == digest:
        return Told(None)
    load = _load(connection, "edition", origin, digest, now)
    live = _live_facts(connection)
    extra = [row for row in rows_of(facts or Facts()) if row.digest not in live]
    if extra:
        connection.execute(insert(FACT), [{**msgspec.structs.asdict(row), "load_id": load} for row in extra])
    ids, fresh = _listing_ids(connection, edition)
    packed = pack(ids.values())
    connection.execute(
        insert(EDITION),
        {
            "load_id": load,
            "list_key": edition.list_key,
            "date": edition.date,
            "sha256": edition.sha256,
            "reader": edition.reader,
            "digest": digest,
            "entries": len(edition.listings),
            "aspects": "" if edition.aspects == ALL_ASPECTS else "; ".join(sorted(edition.aspects)) or NOTHING,
            "members": packed,
            "rejects": msgspec.json.encode(edition.rejects).decode(),
        },
    )
    _tie_entries(connection, edition, load)
    members = {date: reading[3] for date, reading in before.items()} | {edition.date: packed}
    if held is not None:
        write_presence(connection, edition.list_key, members)
        settle_names(connection, load)
    else:
        insert_edition(connection, edition.list_key, edition.date, members)
        named = edition.listings if any_withdrawn(connection) else fresh
        if named:
            add_names(connection, printed_names(connection, edition.list_key, named), load)
    _seal(connection, load)
    return _compared(edition, ids, _earlier(before, edition.date), connection, load)


def _check(edition: Edition) -> None:
    """Refuse an edition that could not be read back."""
    place = f"The edition of {edition.list_key} of {edition.date!r}"
    seen: set[str] = set()
    try:
        parse_day(edition.date)
        for listing in edition.listings:
            if listing.entry in seen or not (listing.names or "primary names" not in edition.aspects):
                fault = "stands there twice" if listing.entry in seen else "has no name"
                raise ListFileError(f"{place} is refused: entry {listing.entry!r} {fault}.")
            seen.add(listing.entry)
            for day in (listing.listed_on, listing.delisted_on):
                if day is not None:
                    PartialDate.parse(day)
    except BadDateError as error:
        raise ListFileError(f"{place} is refused: {error}") from None


def _load(connection: Connection, kind: LoadKind, origin: str, digest: str, now: dt.datetime) -> int:
    """A new row of `loads`, later than every other even if the clock went back."""
    from sqlalchemy import func, insert, select

    from gazetted.record.schema import LOADS

    last = connection.execute(select(func.max(LOADS.c.moment))).scalar()
    if last is not None:
        now = max(now, dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1))
    number = (connection.execute(select(func.max(LOADS.c.id))).scalar() or 0) + 1
    connection.execute(
        insert(LOADS),
        {
            "id": number,
            "moment": format_moment(now),
            "kind": kind,
            "origin": origin,
            "content_digest": digest,
            "record_digest": "",
        },
    )
    return number


def _seal(connection: Connection, load: int) -> None:
    """Write down the digest of all that the record holds after a load: of contents, not of the way they came."""
    from sqlalchemy import update

    from gazetted.record.schema import LOADS

    digests = [*_live_facts(connection), *(reading[2] for reading in _all_readings(connection))]
    connection.execute(update(LOADS).where(LOADS.c.id == load).values(record_digest=digest_of(digests)))


def _live_facts(connection: Connection) -> dict[str, tuple[int, str]]:
    """Digest → (id, kind of load) of every fact that is held and not withdrawn."""
    from sqlalchemy import select

    from gazetted.record.schema import FACT, LOADS, RETRACTION

    held = (
        select(FACT.c.digest, FACT.c.id, LOADS.c.kind)
        .join(LOADS, LOADS.c.id == FACT.c.load_id)
        .outerjoin(RETRACTION, RETRACTION.c.fact_id == FACT.c.id)
        .where(RETRACTION.c.fact_id.is_(None))
    )
    return {digest: (number, kind) for digest, number, kind in connection.execute(held)}


Reading = tuple[str, str, str, bytes]
"""Date, SHA-256 of the file, digest of the entries, members."""


def _readings(connection: Connection, list_key: str) -> dict[str, Reading]:
    """The latest reading of each edition of a list, by date."""
    from sqlalchemy import select

    from gazetted.record.schema import EDITION

    rows = connection.execute(
        select(EDITION.c.date, EDITION.c.sha256, EDITION.c.digest, EDITION.c.members)
        .where(EDITION.c.list_key == list_key)
        .order_by(EDITION.c.load_id)
    )
    return {row[0]: (row[0], row[1], row[2], row[3]) for row in rows}


def _all_readings(connection: Connection) -> list[Reading]:
    """The latest reading of every edition of every list, without members."""
    from sqlalchemy import select

    from gazetted.record.schema import EDITION

    rows = connection.execute(
        select(EDITION.c.list_key, EDITION.c.date, EDITION.c.sha256, EDITION.c.digest).order_by(EDITION.c.load_id)
    )
    return list({(row[0], row[1]): (row[1], row[2], row[3], b"") for row in rows}.values())


def _listing_ids(connection: Connection, edition: Edition) -> tuple[dict[str, int], list[Listing]]:
    """Entry → id of its listing, for every entry of the edition; and the listings not seen before, which are added."""
    from sqlalchemy import func, insert, select

    from gazetted.record.schema import LISTING

    rows = connection.execute(select(LISTING.c.digest, LISTING.c.id).where(LISTING.c.list_key == edition.list_key))
    held: dict[str, int] = {row[0]: row[1] for row in rows}
    last = connection.execute(select(func.max(LISTING.c.id))).scalar() or 0
    fresh: list[dict[str, object]] = []
    unseen: list[Listing] = []
    ids: dict[str, int] = {}
    for listing in edition.listings:
        digest = listing.digest()
        if digest not in held:
            last += 1
            held[digest] = last
            unseen.append(listing)
            fresh.append(
                {
                    "id": last,
                    "list_key": edition.list_key,
                    "entry": listing.entry,
                    "digest": digest,
                    "body": msgspec.json.encode(listing, order="sorted").decode(),
                }
            )
        ids[listing.entry] = held[digest]
    if fresh:
        connection.execute(insert(LISTING), fresh)
    return ids, unseen


def _tie_entries(connection: Connection, edition: Edition, load: int) -> None:
    """Make every entry a party of its own; a fact about an entry, told before or later, says whose it is instead."""
    from sqlalchemy import insert, select

    from gazetted.record.schema import ENTRY_PARTY

    held = set(connection.scalars(select(ENTRY_PARTY.c.entry).where(ENTRY_PARTY.c.list_key == edition.list_key)))
    fresh = [
        {
            "load_id": load,
            "list_key": edition.list_key,
            "entry": listing.entry,
            "party": slug_of(edition.list_key, listing.entry),
            "reason": "entry of its own",
            "confidence": "high",
        }
        for listing in edition.listings
        if listing.entry not in held
    ]
    if fresh:
        connection.execute(insert(ENTRY_PARTY), fresh)


def slug_of(list_key: str, entry: str) -> str:
    """The slug of a party that is known only as an entry of a list.

    >>> slug_of("own.customers", "17")
    'own:customers:17'
    """
    head, _, rest = list_key.partition(".")
    return f"own:{rest}:{entry}" if head == "own" else f"{list_key}:{entry}"


def _earlier(readings: Mapping[str, Reading], date: str) -> Reading | None:
    """The reading that a report compares an edition with: the one before it, or the older reading of the same date."""
    dates = [d for d in readings if d <= date]
    return readings[max(dates)] if dates else None


def _compared(
    edition: Edition, ids: Mapping[str, int], earlier: Reading | None, connection: Connection, load: int
) -> Told:
    from sqlalchemy import select

    from gazetted.record.schema import LISTING

    if earlier is None:
        return Told(load, added=len(edition.listings))
    numbers = set(unpack(earlier[3]))
    rows = connection.execute(select(LISTING.c.id, LISTING.c.entry).where(LISTING.c.list_key == edition.list_key))
    old = {entry: number for number, entry in rows if number in numbers}
    changed = sum(1 for entry, number in ids.items() if entry in old and old[entry] != number)
    return Told(load, added=len(ids.keys() - old.keys()), changed=changed, removed=len(old.keys() - ids.keys()))


def decode_listing(body: str) -> Listing:
    """A listing from its row."""
    return msgspec.json.decode(body, type=Listing)


__all__ = ["FactRow", "Told", "decode_listing", "format_moment", "slug_of", "tell_edition", "tell_facts"]

"""Telling the record something: facts, and what a user decided. Each call is one transaction, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from gazetted.model.edition import Listing
from gazetted.model.identity import Tie
from gazetted.record.bulk import rows_where
from gazetted.record.facts import FactRow, Facts, digest_of, names_of, rows_of, slug_of
from gazetted.record.joining import held_ties, join_facts, settle_parties, write_ties
from gazetted.record.naming import add_names, printed_already, settle_names
from gazetted.record.subjects import Subjects

if TYPE_CHECKING:
    from sqlalchemy import Connection

LoadKind = Literal["builtin", "facts", "edition", "ties", "erased"]


class Told(msgspec.Struct, frozen=True):
    """What telling the record something did.

    Attributes:
        load: number of the load; None where the record knew all of it, and nothing was written.
        added: new facts, or entries that the edition before had not.
        changed: entries that are not as in the edition before.
        removed: facts withdrawn, or entries of the edition before that are gone.
        entries: entries of the edition.
        counts: whether it is the edition of its date: false where another file of that date tells more (`readings`).
    """

    load: int | None
    added: int = 0
    changed: int = 0
    removed: int = 0
    entries: int = 0
    counts: bool = True


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
    load = begin_load(connection, kind, origin, digest_of(row.digest for row in rows), now)
    if fresh:
        connection.execute(insert(FACT), [{**msgspec.structs.asdict(row), "load_id": load} for row in fresh])
    withdrawn = _parties_of(connection, gone)
    if gone:
        connection.execute(insert(RETRACTION), [{"fact_id": number, "load_id": load} for number in gone])
    if gone or printed_already(connection, facts):
        settle_names(connection, load)
    else:
        add_names(connection, list(names_of(facts)), load)
    join_facts(connection, facts, load, withdrawn)
    seal(connection, load)
    return Told(load, added=len(fresh), removed=len(gone))


def _parties_of(connection: Connection, facts: Sequence[int]) -> set[str]:
    """The parties that facts speak of, and the parties of their own that their entries would be without them."""
    from sqlalchemy import select

    from gazetted.record.schema import FACT

    found: set[str] = set()
    for at in range(0, len(facts), 500):
        query = select(FACT.c.party, FACT.c.list_key, FACT.c.entry).where(FACT.c.id.in_(facts[at : at + 500]))
        for party, list_key, entry in connection.execute(query):
            found.update([party] if party else [])
            found.update([slug_of(list_key, entry)] if list_key and entry else [])
    return found


def _last_builtin(connection: Connection) -> str | None:
    """Origin of the built-in record told last."""
    from sqlalchemy import select

    from gazetted.record.schema import LOADS

    told = select(LOADS.c.origin).where(LOADS.c.kind == "builtin").order_by(LOADS.c.id.desc()).limit(1)
    found: str | None = connection.execute(told).scalar()
    return found


def tell_ties(connection: Connection, decided: Mapping[tuple[str, str], Tie | None], *, now: dt.datetime) -> Told:
    """Keep what a user decided of pairs of slugs; it goes before what the engine holds.

    Args:
        connection: a writing transaction.
        decided: the decision on each pair; None takes an earlier one back.
        now: the moment of telling.
    """
    held = {pair: tie for pair, tie in held_ties(connection).items() if tie.by == "user"}
    fresh = {pair: tie for pair, tie in decided.items() if held.get(pair) != tie}
    if not fresh:
        return Told(None)
    digests = (tie.digest() if tie else digest_of(pair) for pair, tie in fresh.items())
    load = begin_load(connection, "ties", "decided by a user", digest_of(digests), now)
    write_ties(connection, fresh, "user", load)
    settle_parties(connection, Subjects(connection), {slug for pair in fresh for slug in pair}, load)
    seal(connection, load)
    return Told(load, added=len(fresh))


def begin_load(connection: Connection, kind: LoadKind, origin: str, digest: str, now: dt.datetime) -> int:
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


def seal(connection: Connection, load: int, content: str | None = None) -> None:
    """Write down the digest of all that the record holds after a load: of contents, not of the way they came.

    Args:
        connection: a writing transaction.
        load: number of the load.
        content: digest of what was told, where it was not known when the load began.
    """
    from sqlalchemy import update

    from gazetted.record.schema import LOADS

    decided = (tie.digest() for tie in held_ties(connection).values() if tie.by == "user")
    digest = digest_of([*_live_digests(connection), *_edition_digests(connection), *decided])
    values = {"record_digest": digest} | ({} if content is None else {"content_digest": content})
    connection.execute(update(LOADS).where(LOADS.c.id == load).values(values))


def _live_digests(connection: Connection) -> Iterator[str]:
    statement = "SELECT digest FROM fact WHERE NOT EXISTS (SELECT 1 FROM retraction WHERE fact_id = fact.id)"
    return (row[0] for row in rows_where(connection, statement))


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


def _edition_digests(connection: Connection) -> Iterator[str]:
    """The digest of the latest reading of every file, whether it counts or another of its list and date does."""
    rows = rows_where(connection, "SELECT list_key, date, sha256, digest FROM edition ORDER BY load_id")
    return iter({(row[0], row[1], row[2]): row[3] for row in rows}.values())


def decode_listing(body: str) -> Listing:
    """A listing from its row."""
    return msgspec.json.decode(body, type=Listing)


__all__ = ["FactRow", "Told", "decode_listing", "format_moment", "slug_of", "tell_facts", "tell_ties"]

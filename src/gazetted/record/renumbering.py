"""Keeping up to date which keys are one entry, as editions come in any order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from gazetted.model.edition import ALL_ASPECTS, Listing, Succession
from gazetted.model.event import Confidence
from gazetted.record.editions import unpack
from gazetted.record.facts import slug_of
from gazetted.record.succession import NEEDED, at_edition

if TYPE_CHECKING:
    from sqlalchemy import Connection


def settle_successions(
    connection: Connection, list_key: str, date: str, members: Mapping[str, bytes], load: int
) -> list[Succession]:
    """Find the entries that got another key at a new edition and at the one after it, and keep what changed.

    Args:
        connection: a writing transaction.
        list_key: the list.
        date: date of the new edition.
        members: packed ids of the listings of each edition that can be held against its neighbours, by date.
        load: number of the load.

    Returns:
        What is held of these editions and was not before, or no longer is.
    """
    from sqlalchemy import insert

    from gazetted.record.schema import SUCCESSION

    dates = sorted(members)
    before = max((d for d in dates if d < date), default=None)
    after = min((d for d in dates if d > date), default=None)
    here = date if date in members else None
    held = held_successions(connection, list_key)
    changed: list[Succession] = []
    rows: list[dict[str, object]] = []
    for earlier, later in ((before if here else None, date), (here or before, after)):
        if later is None:
            continue
        now = _between(connection, list_key, earlier, later, members) if earlier else []
        if now == held.get(later, []):
            continue
        changed += [*now, *held.get(later, [])]
        kept = now or [Succession(list_key, "", "", later)]
        rows += [{**msgspec.structs.asdict(one), "load_id": load} for one in kept]
    if rows:
        connection.execute(insert(SUCCESSION), rows)
    return changed


def comparable(told: Mapping[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """The editions of a list that tell completely what their neighbours are held against: packed members by date."""
    return {
        date: packed
        for date, (aspects, packed) in told.items()
        if frozenset(aspects.split("; ") if aspects else ALL_ASPECTS) >= NEEDED
    }


def _between(
    connection: Connection, list_key: str, earlier: str, later: str, members: Mapping[str, bytes]
) -> list[Succession]:
    """The entries that got another key between two editions."""
    from sqlalchemy import select

    from gazetted.record.schema import LISTING

    def listings(numbers: Iterable[int]) -> list[Listing]:
        found = sorted(numbers)
        return [
            msgspec.json.decode(body, type=Listing)
            for at in range(0, len(found), 500)
            for (body,) in connection.execute(select(LISTING.c.body).where(LISTING.c.id.in_(found[at : at + 500])))
        ]

    return at_edition(list_key, earlier, later, lambda date: frozenset(unpack(members[date])), listings)


def held_successions(connection: Connection, list_key: str) -> dict[str, list[Succession]]:
    """What is held of each edition of a list: of several loads the last counts."""
    from sqlalchemy import select

    from gazetted.record.schema import SUCCESSION as S

    query = select(S.c.date, S.c.load_id, S.c.old, S.c.new, S.c.reason, S.c.confidence).where(S.c.list_key == list_key)
    return latest(list_key, map(tuple, connection.execute(query.order_by(S.c.id))))


def latest(list_key: str, rows: Iterable[Sequence[object]]) -> dict[str, list[Succession]]:
    """Rows (date, load, old, new, reason, confidence), in order of load, as the last load says of each edition."""
    told: dict[str, tuple[int, list[Succession]]] = {}
    for row in rows:
        date, load, old, new, reason, sure = cast("tuple[str, int, str, str, str, Confidence]", tuple(row))
        if date not in told or told[date][0] != load:
            told[date] = (load, [])
        if old:
            told[date][1].append(Succession(list_key, old, new, date, reason, sure))
    return {date: sorted(found, key=lambda one: (one.old, one.new)) for date, (_, found) in told.items()}


def renumbered(connection: Connection) -> dict[tuple[str, str], Succession]:
    """Pairs of slugs that are one entry under two keys."""
    from sqlalchemy import select

    from gazetted.record.naming import not_withdrawn
    from gazetted.record.schema import FACT, SUCCESSION

    told = select(FACT.c.body).where(FACT.c.kind == "chain", not_withdrawn())
    found = [msgspec.json.decode(body, type=Succession) for (body,) in connection.execute(told)]
    for (list_key,) in connection.execute(select(SUCCESSION.c.list_key).distinct()).all():
        found += [one for ones in held_successions(connection, list_key).values() for one in ones]
    pairs = {}
    for one in found:
        old, new = slug_of(one.list_key, one.old), slug_of(one.list_key, one.new)
        pairs[min(old, new), max(old, new)] = one
    return pairs

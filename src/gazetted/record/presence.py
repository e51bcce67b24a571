"""Where listings are printed: the stretches of consecutive editions that hold each, derived from the editions.

An edition that comes between two others touches only the listings in which it differs from its neighbours, so that
loading the three-hundredth edition costs no more than the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from gazetted.record.bulk import insert_rows
from gazetted.record.editions import runs_of, unpack

if TYPE_CHECKING:
    from sqlalchemy import Connection


def write_presence(connection: Connection, list_key: str, members: Mapping[str, bytes]) -> None:
    """Make the stretches of a list anew.

    Args:
        connection: a writing transaction.
        list_key: the list.
        members: packed ids of the listings of each edition, by date.
    """
    from sqlalchemy import delete

    from gazetted.record.schema import PRESENCE

    dates = sorted(members)
    runs = runs_of(dates, [frozenset(unpack(members[date])) for date in dates])
    connection.execute(delete(PRESENCE).where(PRESENCE.c.list_key == list_key))
    _add(connection, list_key, ((number, first, last) for number, runs in runs.items() for first, last in runs))


def insert_edition(connection: Connection, date: str, members: Mapping[str, bytes]) -> None:
    """Bring the stretches up to date after an edition of a date that had none.

    Args:
        connection: a writing transaction.
        date: date of the new edition.
        members: packed ids of the listings of each edition, the new one included, by date.
    """
    dates = sorted(members)
    if len(dates) == 1:
        _begin(connection, unpack(members[date]), date)
        return
    at = dates.index(date)
    now = frozenset(unpack(members[date]))
    before, after = (dates[at - 1] if at else None), (dates[at + 1] if at + 1 < len(dates) else None)
    held_before = frozenset(unpack(members[before])) if before else frozenset[int]()
    held_after = frozenset(unpack(members[after])) if after else frozenset[int]()
    if before and after:
        _split(connection, (held_before & held_after) - now, before, after)
    if before:
        _move(connection, "last_date", (now & held_before) - held_after, before, date)
    if after:
        _move(connection, "first_date", (now & held_after) - held_before, after, date)
    _begin(connection, sorted(now - held_before - held_after), date)


def _split(connection: Connection, numbers: Iterable[int], before: str, after: str) -> None:
    """Cut in two the stretches that reach from one edition to the next over one that lacks the listing."""
    from sqlalchemy import insert, update

    from gazetted.record.schema import PRESENCE

    for group in _few(sorted(numbers)):
        spanning = (PRESENCE.c.listing_id.in_(group), PRESENCE.c.first_date <= before, PRESENCE.c.last_date >= after)
        rows = connection.execute(PRESENCE.select().where(*spanning)).mappings().all()
        connection.execute(update(PRESENCE).where(*spanning).values(last_date=before))
        later = [{**row, "first_date": after} for row in rows]
        for row in later:
            del row["id"]
        if later:
            connection.execute(insert(PRESENCE), later)


def _move(connection: Connection, column: str, numbers: Iterable[int], old: str, new: str) -> None:
    """Move an end of the stretches of listings from one date to another."""
    from sqlalchemy import update

    from gazetted.record.schema import PRESENCE

    for group in _few(sorted(numbers)):
        ending = (PRESENCE.c.listing_id.in_(group), PRESENCE.c[column] == old)
        connection.execute(update(PRESENCE).where(*ending).values({column: new}))


def _begin(connection: Connection, numbers: Sequence[int], date: str) -> None:
    """Begin a stretch of each of some listings."""
    from sqlalchemy import String, insert, literal, select

    from gazetted.record.schema import LISTING, PRESENCE

    day = literal(date, String)
    made = select(LISTING.c.list_key, LISTING.c.entry, LISTING.c.id, day, day).order_by(LISTING.c.id)
    columns = ["list_key", "entry", "listing_id", "first_date", "last_date"]
    in_a_row = bool(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers)
    wheres = [LISTING.c.id.between(numbers[0], numbers[-1])] if in_a_row else map(LISTING.c.id.in_, _few(numbers))
    for where in wheres:
        connection.execute(insert(PRESENCE).from_select(columns, made.where(where)))


def _add(connection: Connection, list_key: str, runs: Iterable[tuple[int, str, str]]) -> None:
    from sqlalchemy import select

    from gazetted.record.schema import LISTING

    found = list(runs)
    entries: dict[int, str] = {}
    for group in _few([number for number, _, _ in found]):
        rows = connection.execute(select(LISTING.c.id, LISTING.c.entry).where(LISTING.c.id.in_(group)))
        entries.update({row[0]: row[1] for row in rows})
    columns = ("list_key", "entry", "listing_id", "first_date", "last_date")
    insert_rows(connection, "presence", columns, ((list_key, entries[one[0]], *one) for one in found))


def _few(numbers: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    """Groups small enough for one statement."""
    return (numbers[at : at + size] for at in range(0, len(numbers), size))

"""The names that a record finds parties by: taken from facts and listings, and withdrawn when nothing carries them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from gazetted.model.edition import Listing
from gazetted.model.event import Event
from gazetted.model.party import Party, PartyName
from gazetted.record.facts import Facts, NameRow, name_row, names_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def printed_names(connection: Connection, list_key: str, listings: Iterable[Listing]) -> Iterator[NameRow]:
    """The names of listings, each with the party whose entry it is."""
    from sqlalchemy import select

    from gazetted.record.schema import ENTRY_PARTY, FACT

    own = select(ENTRY_PARTY.c.entry, ENTRY_PARTY.c.party).where(ENTRY_PARTY.c.list_key == list_key)
    told = (
        select(FACT.c.entry, FACT.c.party)
        .where(FACT.c.list_key == list_key, FACT.c.kind == "event", _not_withdrawn())
        .order_by(FACT.c.digest)
    )
    parties = {entry: party for query in (own, told) for entry, party in connection.execute(query)}
    for listing in listings:
        for name in listing.names:
            yield name_row(PartyName(parties[listing.entry], name.text, name.name_type), list_key)


def _not_withdrawn() -> ColumnElement[bool]:
    from sqlalchemy import exists

    from gazetted.record.schema import FACT, RETRACTION

    return ~exists().where(RETRACTION.c.fact_id == FACT.c.id)


NameKey = tuple[str, str, str | None, str]


def _name_key(name: NameRow) -> NameKey:
    return name.party, name.text, name.list_key, name.name_type


def _held_names(connection: Connection) -> dict[NameKey, int]:
    """Id of every name that is held and not withdrawn."""
    from sqlalchemy import exists, select

    from gazetted.record.schema import NAME, NAME_GONE

    query = select(NAME.c.party, NAME.c.text, NAME.c.list_key, NAME.c.name_type, NAME.c.id)
    rows = connection.execute(query.where(~exists().where(NAME_GONE.c.name_id == NAME.c.id)))
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}


def add_names(connection: Connection, names: Iterable[NameRow], load: int) -> None:
    """Add those of the names that are not held."""
    from sqlalchemy import insert

    from gazetted.record.schema import NAME

    held = _held_names(connection)
    fresh = {key: name for name in names if (key := _name_key(name)) not in held}
    if fresh:
        connection.execute(insert(NAME), [{**msgspec.structs.asdict(n), "load_id": load} for n in fresh.values()])


def settle_names(connection: Connection, load: int) -> None:
    """Hold the names against all facts and listings: add what is missing, withdraw what nothing carries any more."""
    from sqlalchemy import insert, select

    from gazetted.record.schema import FACT, LISTING, NAME_GONE, PRESENCE

    bodies: dict[str, list[str]] = {"party": [], "name": [], "event": []}
    facts = select(FACT.c.kind, FACT.c.body).where(FACT.c.kind != "list", _not_withdrawn()).order_by(FACT.c.id)
    for kind, body in connection.execute(facts):
        bodies[kind].append(body)
    names = list(
        names_of(
            Facts(
                parties=tuple(msgspec.json.decode(body, type=Party) for body in bodies["party"]),
                common_names=tuple(msgspec.json.decode(body, type=PartyName) for body in bodies["name"]),
                events=tuple(msgspec.json.decode(body, type=Event) for body in bodies["event"]),
            )
        )
    )
    printed: dict[str, list[Listing]] = {}
    listings = select(LISTING.c.list_key, LISTING.c.body).where(
        LISTING.c.id.in_(select(PRESENCE.c.listing_id).distinct())
    )
    for list_key, body in connection.execute(listings):
        printed.setdefault(list_key, []).append(msgspec.json.decode(body, type=Listing))
    for list_key, found in printed.items():
        names += printed_names(connection, list_key, found)
    add_names(connection, names, load)
    carried = {_name_key(name) for name in names}
    gone = [number for key, number in _held_names(connection).items() if key not in carried]
    if gone:
        connection.execute(insert(NAME_GONE), [{"name_id": number, "load_id": load} for number in gone])


def any_withdrawn(connection: Connection) -> bool:
    """Whether a name was ever withdrawn, so that a listing seen before may bring it back."""
    from sqlalchemy import select

    from gazetted.record.schema import NAME_GONE

    return connection.execute(select(NAME_GONE.c.name_id).limit(1)).first() is not None


def printed_already(connection: Connection, facts: Facts) -> bool:
    """Whether events are about entries that an edition printed, so that their names may go over to another party."""
    from sqlalchemy import select

    from gazetted.record.schema import ENTRY_PARTY

    told = {(event.list_key, event.entry) for event in facts.events}
    keys = sorted({key for key, _ in told if key})
    held = select(ENTRY_PARTY.c.list_key, ENTRY_PARTY.c.entry).where(ENTRY_PARTY.c.list_key.in_(keys))
    return any((key, entry) in told for key, entry in connection.execute(held))

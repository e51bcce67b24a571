"""The names that a record finds parties by: taken from facts and listings, and withdrawn when nothing carries them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from gazetted.model.edition import Listing
from gazetted.model.event import Event
from gazetted.model.party import Party, PartyName
from gazetted.record.bulk import insert_rows, rows_where
from gazetted.record.facts import Facts, NameRow, names_of, slug_of
from gazetted.text.keys import clues_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def not_withdrawn() -> ColumnElement[bool]:
    """That a fact is held."""
    from sqlalchemy import exists

    from gazetted.record.schema import FACT, RETRACTION

    return ~exists().where(RETRACTION.c.fact_id == FACT.c.id)


def not_gone() -> ColumnElement[bool]:
    """That a name is held."""
    from sqlalchemy import exists

    from gazetted.record.schema import NAME, NAME_GONE

    return ~exists().where(NAME_GONE.c.name_id == NAME.c.id)


_COLUMNS = ("load_id", "party", "text", "name_type", "list_key", "clue")

NameKey = tuple[str, str, str | None, str]

Printed = tuple[str, str, str, str, int]
"""Party, text, type, list and key of a name that a list prints."""


def _name_key(name: NameRow) -> NameKey:
    return name.party, name.text, name.list_key, name.name_type


def _held_names(connection: Connection) -> dict[NameKey, int]:
    """Id of every name that is held and not withdrawn."""
    from sqlalchemy import select

    from gazetted.record.schema import NAME

    query = select(NAME.c.party, NAME.c.text, NAME.c.list_key, NAME.c.name_type, NAME.c.id)
    rows = connection.execute(query.where(not_gone()))
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}


def add_names(connection: Connection, names: Iterable[NameRow], load: int) -> None:
    """Add those of the names that are not held."""
    rows = {_name_key(name): name for name in names}
    held = _held_of(connection, [name.party for name in rows.values()])
    fresh = ((load, *msgspec.structs.astuple(name)) for key, name in rows.items() if key not in held)
    insert_rows(connection, "name", _COLUMNS, fresh)


def _held_of(connection: Connection, parties: Iterable[str]) -> set[NameKey]:
    """The names of parties that are held and not withdrawn."""
    statement = (
        "SELECT party, text, list_key, name_type FROM name"
        " WHERE NOT EXISTS (SELECT 1 FROM name_gone WHERE name_gone.name_id = name.id) AND party IN (*)"
    )
    found = rows_where(connection, statement, among=list(dict.fromkeys(parties)))
    return {(row[0], row[1], row[2], row[3]) for row in found}


class NameBook:
    """The names that one list prints, and whose they are."""

    def __init__(self, connection: Connection, list_key: str) -> None:
        self.list_key = list_key
        self.prefix = slug_of(list_key, "")
        self.elsewhere = _told_parties(connection, list_key)
        own = "SELECT 1 FROM name WHERE substr(party, 1, ?) = ? LIMIT 1"
        self.new = not rows_where(connection, own, len(self.prefix), self.prefix)

    def party(self, entry: str) -> str:
        """The party whose entry it is: the one that facts say, else one of its own."""
        return self.elsewhere.get(entry) or self.prefix + entry

    def rows(self, listings: Iterable[Listing]) -> list[NameRow]:
        """The names of listings."""
        found = [(self.party(listing.entry), name) for listing in listings for name in listing.names]
        clues = clues_of([name.text for _, name in found])
        return [
            NameRow(party, name.text, name.name_type, self.list_key, clue)
            for (party, name), clue in zip(found, clues, strict=True)
        ]

    def add(self, connection: Connection, names: Iterable[Printed], load: Callable[[], int]) -> None:
        """Add those of the names that are not held."""
        rows = list(dict.fromkeys(names))
        # parties of their own that this very load makes have no names yet: most need not be looked up
        parties = dict.fromkeys([row[0] for row in rows])
        held = _held_of(connection, (one for one in parties if not (self.new and one.startswith(self.prefix))))
        if held:
            rows = [row for row in rows if (row[0], row[1], row[3], row[2]) not in held]
        if rows:
            number = load()
            insert_rows(connection, "name", _COLUMNS, [(number, *row) for row in rows])


def _told_parties(connection: Connection, list_key: str) -> dict[str, str]:
    """Entry → party, for the entries that are not a party of their own."""
    from sqlalchemy import select

    from gazetted.record.schema import ENTRY_PARTY, FACT

    own = select(ENTRY_PARTY.c.entry, ENTRY_PARTY.c.party).where(
        ENTRY_PARTY.c.list_key == list_key, ENTRY_PARTY.c.party != slug_of(list_key, "") + ENTRY_PARTY.c.entry
    )
    told = (
        select(FACT.c.entry, FACT.c.party)
        .where(FACT.c.list_key == list_key, FACT.c.kind == "event", not_withdrawn())
        .order_by(FACT.c.digest)
    )
    return {entry: party for query in (own, told) for entry, party in connection.execute(query)}


def settle_names(connection: Connection, load: int) -> None:
    """Hold the names against all facts and listings: add what is missing, withdraw what nothing carries any more."""
    from sqlalchemy import insert, select

    from gazetted.record.schema import FACT, LISTING, NAME_GONE, PRESENCE

    bodies: dict[str, list[str]] = {"party": [], "name": [], "event": []}
    facts = select(FACT.c.kind, FACT.c.body).where(FACT.c.kind.in_(list(bodies)), not_withdrawn()).order_by(FACT.c.id)
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
        names += NameBook(connection, list_key).rows(found)
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

"""The reading statements, the same for SQLite and PostgreSQL, and the rows they give as values.

`load` is the number of the last load told by the moment asked; a fact counts when it came by then and was not
withdrawn by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from gazetted.model.edition import Listing
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party, PartyName
from gazetted.record.editions import Run, runs_of, unpack
from gazetted.record.standings import ListKnowledge
from gazetted.record.store import Store

_LIVE = "f.load_id <= :load AND NOT EXISTS (SELECT 1 FROM retraction r WHERE r.fact_id = f.id AND r.load_id <= :load)"

MOMENTS = "SELECT moment FROM loads ORDER BY id"
LOAD_AT = "SELECT max(id) FROM loads WHERE moment <= :moment"
RECORD_DIGEST = "SELECT record_digest FROM loads WHERE id = :load"

ENTRY_EVENTS = (
    "SELECT f.list_key, f.entry, f.party, f.body FROM fact f WHERE f.kind = 'event' AND " + _LIVE + " AND"
    " (f.list_key, f.entry) IN (SELECT g.list_key, g.entry FROM fact g WHERE g.kind = 'event'"
    " AND g.list_key IS NOT NULL AND g.load_id <= :load AND (g.about = :party OR g.party = :party)) ORDER BY f.id"
)
PRINTED_ENTRIES = (
    "SELECT DISTINCT e.list_key, e.entry, e.party FROM entry_party e WHERE e.party = :party AND e.load_id <= :load"
)
LIST_EVENTS = (
    "SELECT f.list_key, f.entry, f.party, f.body FROM fact f WHERE f.kind = 'event' AND f.list_key = :list_key AND "
    + _LIVE
    + " ORDER BY f.id"
)
LIST_ENTRIES = (
    "SELECT e.list_key, e.entry, e.party FROM entry_party e WHERE e.list_key = :list_key AND e.load_id <= :load"
)
CONTEXT_OF = "SELECT f.body FROM fact f WHERE f.kind = 'event' AND f.list_key IS NULL AND f.about = :party AND " + _LIVE
EVENTS_BETWEEN = "SELECT f.body FROM fact f WHERE f.kind = 'event' AND f.day >= :low AND f.day <= :high AND " + _LIVE
EDITION_LISTS = "SELECT DISTINCT list_key FROM edition WHERE load_id <= :load ORDER BY list_key"

_FACTS_OF_KIND = "SELECT f.body FROM fact f WHERE f.kind = :kind AND " + _LIVE + " ORDER BY f.id"
_NAMES = "SELECT party, text, name_type, list_key FROM name WHERE load_id <= :load ORDER BY id"
_NEWEST = (
    "SELECT f.list_key, max(f.day) FROM fact f WHERE f.kind = 'event' AND f.list_key IS NOT NULL AND "
    + _LIVE
    + " GROUP BY f.list_key"
)
_READINGS = (
    "SELECT e.list_key, e.date, e.entries, e.sha256, l.moment, e.members, e.reader FROM edition e"
    " JOIN loads l ON l.id = e.load_id WHERE e.load_id <= :load ORDER BY e.load_id"
)
_LISTINGS = "SELECT id, body FROM listing WHERE list_key = :list_key"
_PRESENCE = (
    "SELECT p.entry, p.first_date, p.last_date, l.body FROM presence p JOIN listing l ON l.id = p.listing_id"
    " WHERE p.list_key = :list_key AND p.entry = :entry"
)
_PRESENCE_OF_LIST = (
    "SELECT p.entry, p.first_date, p.last_date, l.body FROM presence p JOIN listing l ON l.id = p.listing_id"
    " WHERE p.list_key = :list_key"
)
_EDITION_DATES = "SELECT DISTINCT date FROM edition WHERE list_key = :list_key AND load_id <= :load ORDER BY date"
_LAST_EDITION_LOAD = "SELECT max(load_id) FROM edition WHERE list_key = :list_key"

_FEW = 50
"""Up to this many entries are read one by one, more by reading the whole list."""


class EditionReading(msgspec.Struct, frozen=True):
    """The latest reading of one edition."""

    list_key: str
    date: str
    entries: int
    sha256: str
    loaded: str
    members: bytes
    reader: str


_T = TypeVar("_T")
_EVENT = msgspec.json.Decoder(Event)
_LISTING = msgspec.json.Decoder(Listing)


def decode_event(body: str) -> Event:
    """An event from its row."""
    return _EVENT.decode(body)


def recall(store: Store, load: int) -> tuple[dict[str, Party], tuple[PartyName, ...], dict[str, ListKnowledge]]:
    """Parties, names and lists held at a load."""
    parties = {p.party: p for p in _facts(store, "party", load, Party)}
    lists = {info.key: info for info in _facts(store, "list", load, ListInfo)}
    newest = dict(store.rows(_NEWEST, load=load))
    for reading in readings(store, load):
        newest[reading.list_key] = max(reading.date, newest.get(reading.list_key) or "")
    names = _names(store, load)
    for name in names:
        if name.party not in parties and name.name_type == "primary":
            parties[name.party] = Party(name.party, name.text)
    known = {key: ListKnowledge(info, max(newest.get(key) or "", info.known_to) or None) for key, info in lists.items()}
    return parties, names, known


def _facts(store: Store, kind: str, load: int, shape: type[_T]) -> list[_T]:
    decoder = msgspec.json.Decoder(shape)
    return [decoder.decode(row[0]) for row in store.rows(_FACTS_OF_KIND, kind=kind, load=load)]


def _names(store: Store, load: int) -> tuple[PartyName, ...]:
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for party, text, name_type, list_key in store.rows(_NAMES, load=load):
        held = found.setdefault((party, text), (name_type, []))
        if list_key:
            held[1].append(list_key)
    return tuple(
        PartyName(party, text, name_type, tuple(lists))  # type: ignore[arg-type]
        for (party, text), (name_type, lists) in found.items()
    )


def readings(store: Store, load: int) -> list[EditionReading]:
    """The latest reading of every edition told by a load."""
    return list({(row[0], row[1]): EditionReading(*row) for row in store.rows(_READINGS, load=load)}.values())


def listings(store: Store, reading: EditionReading) -> dict[str, Listing]:
    """Entry → listing of one edition."""
    members = set(unpack(reading.members))
    rows = store.rows(_LISTINGS, list_key=reading.list_key)
    found = [_LISTING.decode(body) for number, body in rows if number in members]
    return {listing.entry: listing for listing in found}


def runs(store: Store, list_key: str, entries: Sequence[str], load: int) -> tuple[list[str], dict[str, list[Run]]]:
    """Dates of a list's editions, and where its entries are printed, as told by a load."""
    dates = [row[0] for row in store.rows(_EDITION_DATES, list_key=list_key, load=load)]
    last = store.rows(_LAST_EDITION_LOAD, list_key=list_key)[0][0] or 0
    if load < last:
        return dates, _runs_then(store, list_key, load)
    found: dict[str, list[Run]] = {}
    if len(entries) <= _FEW:
        rows = [row for entry in entries for row in store.rows(_PRESENCE, list_key=list_key, entry=entry)]
    else:
        rows = store.rows(_PRESENCE_OF_LIST, list_key=list_key)
    for entry, first, final, body in rows:
        found.setdefault(entry, []).append(Run(first, final, _LISTING.decode(body)))
    return dates, found


def _runs_then(store: Store, list_key: str, load: int) -> dict[str, list[Run]]:
    """The runs as they were known before later editions came: made from the editions themselves."""
    held = sorted((r for r in readings(store, load) if r.list_key == list_key), key=lambda r: r.date)
    bodies = {number: _LISTING.decode(body) for number, body in store.rows(_LISTINGS, list_key=list_key)}
    stretches = runs_of([r.date for r in held], [frozenset(unpack(r.members)) for r in held])
    found: dict[str, list[Run]] = {}
    for number, spans in stretches.items():
        listing = bodies[number]
        found.setdefault(listing.entry, []).extend(Run(first, last, listing) for first, last in spans)
    return found

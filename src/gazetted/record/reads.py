"""The reading statements, the same for SQLite and PostgreSQL, and the rows they give as values.

`load` is the number of the last load told by the moment asked; a fact counts when it came by then and was not
withdrawn by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast, get_args

import msgspec

from gazetted.model.edition import Act, Aspect, Listing, Reject
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import NameType, Particulars, Party, PartyName
from gazetted.record.editions import runs_of, unpack
from gazetted.record.readings import NOTHING, counting, counting_last
from gazetted.record.sight import EditionDates, Run
from gazetted.record.standings import ListKnowledge
from gazetted.record.store import Store

_HELD = "f.load_id <= :load AND NOT EXISTS (SELECT 1 FROM retraction r WHERE r.fact_id = f.id AND r.load_id <= :load)"

_HELD_NAME = (
    "n.load_id <= :load AND NOT EXISTS (SELECT 1 FROM name_gone g WHERE g.name_id = n.id AND g.load_id <= :load)"
)


def _sql(statement: str) -> str:
    """A statement in which `{held}` and `{held name}` stand for what was told by a load and not withdrawn by it."""
    return statement.replace("{held}", _HELD).replace("{held name}", _HELD_NAME)


MOMENTS = "SELECT moment FROM loads ORDER BY id"
LOAD_AT = "SELECT max(id) FROM loads WHERE moment <= :moment"
RECORD_DIGEST = "SELECT record_digest FROM loads WHERE id = :load"

ENTRY_EVENTS = _sql(
    "SELECT f.list_key, f.entry, f.party, f.body FROM fact f WHERE f.kind = 'event' AND {held} AND"
    " (f.list_key, f.entry) IN (SELECT g.list_key, g.entry FROM fact g WHERE g.kind = 'event'"
    " AND g.list_key IS NOT NULL AND g.load_id <= :load AND (g.about = :party OR g.party = :party)) ORDER BY f.digest"
)
PRINTED_ENTRIES = _sql(  # a fact about an entry says whose it is; where there is none, the entry is a party of its own
    "SELECT e.list_key, e.entry, e.party FROM entry_party e WHERE e.party = :party AND e.load_id <= :load"
    " AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.kind = 'event' AND f.list_key = e.list_key AND f.entry = e.entry"
    " AND {held})"
    " UNION SELECT e.list_key, e.entry, f.party FROM fact f"
    " JOIN entry_party e ON e.list_key = f.list_key AND e.entry = f.entry"
    " WHERE f.kind = 'event' AND (f.about = :party OR f.party = :party) AND e.load_id <= :load AND {held}"
)
LIST_EVENTS = _sql(
    "SELECT f.list_key, f.entry, f.party, f.body FROM fact f"
    " WHERE f.kind = 'event' AND f.list_key = :list_key AND {held} ORDER BY f.digest"
)
LIST_ENTRIES = (
    "SELECT e.list_key, e.entry, e.party FROM entry_party e WHERE e.list_key = :list_key AND e.load_id <= :load"
)
CONTEXT_OF = _sql(
    "SELECT f.body FROM fact f WHERE f.kind = 'event' AND f.list_key IS NULL AND f.about = :party AND {held}"
)
EVENTS_BETWEEN = _sql(
    "SELECT f.body FROM fact f WHERE f.kind = 'event' AND f.day >= :low AND f.day <= :high AND {held}"
)
PARTY_COUNT = _sql(
    "SELECT count(*) FROM (SELECT f.party FROM fact f WHERE f.kind = 'party' AND {held}"
    " UNION SELECT n.party FROM name n WHERE n.name_type = 'primary' AND {held name}) AS known"
)
EDITION_LISTS = "SELECT DISTINCT list_key FROM edition WHERE load_id <= :load ORDER BY list_key"

_FACTS_OF_KIND = _sql("SELECT f.body FROM fact f WHERE f.kind = :kind AND {held} ORDER BY f.id")
_PARTY = _sql(
    "SELECT f.body FROM fact f WHERE f.kind = 'party' AND f.party = :party AND {held} ORDER BY f.id DESC LIMIT 1"
)
_NAMES = _sql("SELECT n.party, n.text, n.name_type, n.list_key FROM name n WHERE {held name} ORDER BY n.id")
_PRIMARY = _sql("SELECT n.party, n.text FROM name n WHERE n.name_type = 'primary' AND {held name}")
_NAMES_OF = _sql(
    "SELECT n.party, n.text, n.name_type, n.list_key FROM name n WHERE n.party = :party AND {held name} ORDER BY n.id"
)
_NEWEST = _sql(
    "SELECT f.list_key, max(f.day) FROM fact f WHERE f.kind = 'event' AND f.list_key IS NOT NULL AND {held}"
    " GROUP BY f.list_key"
)
_NEWEST_EDITION = "SELECT list_key, max(date) FROM edition WHERE load_id <= :load GROUP BY list_key"
_READINGS = (
    "SELECT e.list_key, e.date, e.sha256, e.aspects, e.entries, l.moment, e.members, e.reader FROM edition e"
    " JOIN loads l ON l.id = e.load_id WHERE e.load_id <= :load ORDER BY e.load_id"
)
_READINGS_OF = (
    "SELECT e.list_key, e.date, e.sha256, e.aspects, e.entries, l.moment, e.members, e.reader FROM edition e"
    " JOIN loads l ON l.id = e.load_id WHERE e.list_key = :list_key AND e.load_id <= :load ORDER BY e.load_id"
)
_READING_ON = (
    "SELECT e.list_key, e.date, e.sha256, e.aspects, e.entries, l.moment, e.members, e.reader FROM edition e"
    " JOIN loads l ON l.id = e.load_id WHERE e.list_key = :list_key AND e.load_id <= :load AND e.date ="
    " (SELECT max(f.date) FROM edition f WHERE f.list_key = :list_key AND f.load_id <= :load AND f.date <= :day)"
    " ORDER BY e.load_id"
)
_LISTINGS = "SELECT id, body FROM listing WHERE list_key = :list_key"
_LISTINGS_OF = "SELECT id, body FROM listing WHERE list_key = :list_key AND entry = :entry"
_PRESENCE = (
    "SELECT p.entry, p.first_date, p.last_date, l.body FROM presence p JOIN listing l ON l.id = p.listing_id"
    " WHERE p.list_key = :list_key AND p.entry = :entry"
)
_PRESENCE_OF_LIST = (
    "SELECT p.entry, p.first_date, p.last_date, l.body FROM presence p JOIN listing l ON l.id = p.listing_id"
    " WHERE p.list_key = :list_key"
)
_EDITION_DATES = (
    "SELECT list_key, date, sha256, aspects, entries, reader, rejects, acts FROM edition"
    " WHERE list_key = :list_key AND load_id <= :load ORDER BY load_id"
)
_REPLACED = (
    "SELECT e.list_key, e.date, e.sha256, e.aspects, e.entries, e.reader, e.members FROM edition e"
    " WHERE e.list_key = :list_key AND e.load_id <= :load AND EXISTS (SELECT 1 FROM edition f"
    " WHERE f.list_key = e.list_key AND f.date = e.date AND f.load_id <> e.load_id AND f.load_id <= :load)"
    " ORDER BY e.load_id"
)
_LAST_EDITION_LOAD = "SELECT max(load_id) FROM edition WHERE list_key = :list_key"

TYPE_RANK = {kind: rank for rank, kind in enumerate(get_args(NameType))}
"""Types of names, the best first."""

_FEW = 50
"""Up to this many entries are read one by one, more by reading the whole list."""


class EditionReading(msgspec.Struct, frozen=True):
    """The reading of an edition that counts."""

    list_key: str
    date: str
    sha256: str
    aspects: str
    entries: int
    loaded: str
    members: bytes
    reader: str


_T = TypeVar("_T")
_EVENT = msgspec.json.Decoder(Event)
_LISTING = msgspec.json.Decoder(Listing)
_ACTS = msgspec.json.Decoder(tuple[Act, ...])
_REJECTS = msgspec.json.Decoder(tuple[Reject, ...])


def decode_event(body: str) -> Event:
    """An event from its row."""
    return _EVENT.decode(body)


def lists(store: Store, load: int) -> dict[str, ListKnowledge]:
    """Every list held at a load, in order of rank, also one of which only events or editions were told."""
    held = {info.key: info for info in _facts(store, "list", load, ListInfo)}
    newest: dict[str, str | None] = dict(store.rows(_NEWEST, load=load))
    for key, date in store.rows(_NEWEST_EDITION, load=load):
        newest[key] = max(date, newest.get(key) or "")
    for key in newest.keys() - held.keys():
        held[key] = ListInfo(key, key.partition(".")[0].upper(), "", key, key[:12])
    order = sorted(held, key=lambda key: (held[key].rank, key))
    return {key: ListKnowledge(held[key], max(newest.get(key) or "", held[key].known_to) or None) for key in order}


def parties(store: Store, load: int) -> dict[str, Party]:
    """Every party held at a load; one that is only an entry of editions is described by the newest of them."""
    held = {p.party: p for p in _facts(store, "party", load, Party)}
    for name in sorted(names(store, load), key=lambda n: n.text):
        if name.name_type == "primary" and name.party not in held:
            held[name.party] = Party(name.party, name.text)
    for (list_key,) in store.rows(EDITION_LISTS, load=load):
        entries = [(row[1], row[2]) for row in store.rows(LIST_ENTRIES, list_key=list_key, load=load)]
        printed = runs(store, list_key, [entry for entry, _ in entries], load)[1]
        for entry, party in entries:
            if party in held and entry in printed and held[party] == Party(party, held[party].name):
                held[party] = _printed_party(party, printed[entry])
    return held


def party(store: Store, slug: str, load: int) -> Party | None:
    """One party held at a load, without reading the others."""
    told = store.rows(_PARTY, party=slug, load=load)
    if told:
        return msgspec.json.decode(told[0][0], type=Party)
    for list_key, entry, owner in store.rows(PRINTED_ENTRIES, party=slug, load=load):
        found = runs(store, list_key, [entry], load)[1].get(entry)
        if found and owner == slug:
            return _printed_party(slug, found)
    primary = [n.text for n in names_of(store, slug, load) if n.name_type == "primary"]
    return Party(slug, min(primary)) if primary else None


def particulars(store: Store, slug: str, load: int) -> Particulars:
    """What editions print of a party besides its names, all of them taken together."""
    printed: list[Listing] = []
    for list_key, entry, owner in store.rows(PRINTED_ENTRIES, party=slug, load=load):
        if owner == slug:
            printed += [run.listing for run in runs(store, list_key, [entry], load)[1].get(entry, ())]
    return Particulars(
        born=tuple(dict.fromkeys(day for listing in printed for day in listing.born)),
        countries=tuple(dict.fromkeys(country for listing in printed for country in listing.countries)),
        identifiers=tuple(dict.fromkeys(one for listing in printed for one in listing.identifiers)),
        genders=tuple(dict.fromkeys(listing.gender for listing in printed if listing.gender)),
    )


def _printed_party(slug: str, found: Sequence[Run]) -> Party:
    named = [run for run in found if run.listing.names] or list(found)
    listing = max(named, key=lambda run: run.last).listing
    return Party(slug, listing.names[0].text if listing.names else listing.entry, listing.kind)


def _facts(store: Store, kind: str, load: int, shape: type[_T]) -> list[_T]:
    decoder = msgspec.json.Decoder(shape)
    return [decoder.decode(row[0]) for row in store.rows(_FACTS_OF_KIND, kind=kind, load=load)]


def names(store: Store, load: int) -> tuple[PartyName, ...]:
    """Every name held at a load: one a party and text, of the best type that a list gives it."""
    return _gathered(store.rows(_NAMES, load=load))


def party_names(store: Store, slugs: Collection[str], load: int) -> dict[str, str]:
    """Slug → name of each of these parties that is held at a load, in a few statements however many they are."""
    if len(slugs) <= _FEW:
        return {slug: held.name for slug in slugs if (held := party(store, slug, load)) is not None}
    primary: dict[str, set[str]] = {}
    for owner, text in store.rows(_PRIMARY, load=load):
        if owner in slugs:
            primary.setdefault(owner, set()).add(text)
    named = {slug: texts.pop() for slug, texts in primary.items() if len(texts) == 1}
    named |= {held.party: held.name for held in _facts(store, "party", load, Party) if held.party in slugs}
    for slug in slugs - named.keys():  # of several primary names the newest counts
        held = party(store, slug, load)
        if held is not None:
            named[slug] = held.name
    return named


def names_of(store: Store, slug: str, load: int) -> tuple[PartyName, ...]:
    """The names of one party held at a load."""
    return _gathered(store.rows(_NAMES_OF, party=slug, load=load))


def _gathered(rows: Iterable[tuple[Any, ...]]) -> tuple[PartyName, ...]:
    types: dict[tuple[str, str], NameType] = {}
    carriers: dict[tuple[str, str], set[str]] = {}
    for owner, text, name_type, list_key in rows:
        key = (owner, text)
        types[key] = min(types.get(key, name_type), name_type, key=TYPE_RANK.__getitem__)
        carriers.setdefault(key, set()).update([list_key] if list_key else [])
    return tuple(PartyName(*key, types[key], tuple(sorted(carriers[key]))) for key in types)


def readings(store: Store, load: int) -> list[EditionReading]:
    """The latest reading of every edition told by a load."""
    return _latest(store.rows(_READINGS, load=load))


def readings_of(store: Store, list_key: str, load: int) -> list[EditionReading]:
    """The latest reading of every edition of a list told by a load."""
    return _latest(store.rows(_READINGS_OF, list_key=list_key, load=load))


def reading_on(store: Store, list_key: str, on: dt.date, load: int) -> EditionReading | None:
    """The latest reading of the newest edition of a list on or before a day."""
    rows = store.rows(_READING_ON, list_key=list_key, day=on.isoformat(), load=load)
    return EditionReading(*counting_last(rows)[-1]) if rows else None


def _latest(rows: Iterable[tuple[Any, ...]]) -> list[EditionReading]:
    return [EditionReading(*row) for row in counting(rows).values()]


def listings(store: Store, reading: EditionReading) -> dict[str, Listing]:
    """Entry → listing of one edition."""
    members = set(unpack(reading.members))
    rows = store.rows(_LISTINGS, list_key=reading.list_key)
    found = [_LISTING.decode(body) for number, body in rows if number in members]
    return {listing.entry: listing for listing in found}


def edition_dates(store: Store, list_key: str, load: int) -> EditionDates:
    """The editions of a list told by a load; of several readings of a date, the one that counts says what it tells."""
    told: dict[str, str] = {}
    rejects: dict[str, str] = {}
    acts: dict[str, str] = {}
    readers: dict[str, dict[str, None]] = {}
    for row in counting_last(store.rows(_EDITION_DATES, list_key=list_key, load=load)):
        date, aspects, reader = row[1], row[3], row[5]
        told[date], rejects[date], acts[date] = aspects, row[6], row[7]
        readers.setdefault(date, {}).pop(reader, None)
        readers[date][reader] = None
    partial = {
        date: cast("frozenset[Aspect]", frozenset(said.split("; ")) - {NOTHING}) for date, said in told.items() if said
    }
    return EditionDates(
        sorted(told),
        partial,
        {date: tuple(names) for date, names in readers.items()},
        _rejected(rejects),
        {date: _ACTS.decode(said) for date, said in acts.items() if said},
    )


def _rejected(rejects: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Entry → the editions of which a row about it could not be taken, from the rejects of each."""
    found: dict[str, set[str]] = {}
    for date, said in rejects.items():
        for one in _REJECTS.decode(said) if '"entry":' in said else ():
            if one.entry:
                found.setdefault(one.entry, set()).add(date)
    return {entry: frozenset(dates) for entry, dates in found.items()}


def older(
    store: Store, list_key: str, entries: Collection[str], dates: EditionDates, load: int
) -> dict[str, dict[tuple[str, str], Listing]]:
    """For each entry its listings in readings that a later one of the same date replaced, by date and reader."""
    if not any(len(names) > 1 for names in dates.readers.values()):
        return {}
    if len(entries) <= _FEW:
        rows = [row for entry in entries for row in store.rows(_LISTINGS_OF, list_key=list_key, entry=entry)]
    else:
        rows = store.rows(_LISTINGS, list_key=list_key)
    told = counting_last(store.rows(_REPLACED, list_key=list_key, load=load))
    counts = {row[1]: at for at, row in enumerate(told)}
    replaced = [(row[1], row[5], set(unpack(row[6]))) for at, row in enumerate(told) if counts[row[1]] != at]
    wanted: set[int] = set().union(*(members for _, _, members in replaced))
    bodies: dict[int, str] = {number: body for number, body in rows if number in wanted}
    found: dict[str, dict[tuple[str, str], Listing]] = {}
    for date, reader, members in replaced:
        for number in bodies.keys() & members:
            listing = _LISTING.decode(bodies[number])
            found.setdefault(listing.entry, {})[date, reader] = listing
    return found


def newest_load(store: Store, list_key: str) -> int:
    """Number of the load that told the record an edition of a list last; 0 where there is none."""
    return int(store.rows(_LAST_EDITION_LOAD, list_key=list_key)[0][0] or 0)


def runs(store: Store, list_key: str, entries: Sequence[str], load: int) -> tuple[EditionDates, dict[str, list[Run]]]:
    """A list's editions, and where its entries are printed, as told by a load."""
    dates = edition_dates(store, list_key, load)
    few = len(entries) <= _FEW
    if load < newest_load(store, list_key):
        return dates, _runs_then(store, list_key, entries if few else None, load)
    found: dict[str, list[Run]] = {}
    if few:
        rows = [row for entry in entries for row in store.rows(_PRESENCE, list_key=list_key, entry=entry)]
    else:
        rows = store.rows(_PRESENCE_OF_LIST, list_key=list_key)
    wanted = set(entries)
    for entry, first, final, body in rows:
        if entry in wanted:
            found.setdefault(entry, []).append(Run(first, final, _LISTING.decode(body)))
    return dates, found


def _runs_then(store: Store, list_key: str, entries: Sequence[str] | None, load: int) -> dict[str, list[Run]]:
    """The runs as they were known before later editions came: made from the editions themselves (None: all entries)."""
    held = sorted(_latest(store.rows(_READINGS_OF, list_key=list_key, load=load)), key=lambda r: r.date)
    if entries is None:
        rows = store.rows(_LISTINGS, list_key=list_key)
    else:
        rows = [row for entry in entries for row in store.rows(_LISTINGS_OF, list_key=list_key, entry=entry)]
    wanted = {number for number, _ in rows}
    stretches = runs_of([r.date for r in held], [wanted.intersection(unpack(r.members)) for r in held])
    found: dict[str, list[Run]] = {}
    for number, body in rows:
        if number in stretches:
            listing = _LISTING.decode(body)
            found.setdefault(listing.entry, []).extend(Run(first, last, listing) for first, last in stretches[number])
    return found

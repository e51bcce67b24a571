"""Reading what is joined: which slugs are one party, which keys one entry, as it was known at a load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from gazetted.model.edition import Succession
from gazetted.model.event import Event
from gazetted.model.identity import Tie
from gazetted.model.party import Particulars, PartyName
from gazetted.record import reads
from gazetted.record.joining import ties_of
from gazetted.record.renumbering import latest
from gazetted.record.store import Store
from gazetted.record.succession import chains

_PARTY_OF = "SELECT party FROM identity WHERE slug = :slug AND load_id <= :load ORDER BY id DESC LIMIT 1"
_SLUGS_OF = "SELECT DISTINCT slug FROM identity WHERE party = :party AND load_id <= :load ORDER BY slug"
_IDENTITY = "SELECT slug, party FROM identity WHERE load_id <= :load ORDER BY id"
_SUCCESSIONS = (
    "SELECT date, load_id, old, new, reason, confidence FROM succession"
    " WHERE list_key = :list_key AND load_id <= :load ORDER BY id"
)
_TOLD_CHAINS = (
    "SELECT f.body FROM fact f WHERE f.kind = 'chain' AND f.list_key = :list_key AND f.load_id <= :load"
    " AND NOT EXISTS (SELECT 1 FROM retraction r WHERE r.fact_id = f.id AND r.load_id <= :load)"
)
_WITH_IDENTIFIERS = "SELECT list_key, entry, body FROM listing WHERE body LIKE '%\"identifiers\"%'"
_OWNERS = (
    "SELECT e.list_key, e.entry, e.party FROM entry_party e WHERE e.load_id <= :load"
    " UNION SELECT f.list_key, f.entry, f.about FROM fact f"
    " WHERE f.kind = 'event' AND f.list_key IS NOT NULL AND f.about IS NOT NULL AND f.load_id <= :load"
)
_TIES_OF = (
    "SELECT one, other, verdict, reason, confidence, teller FROM tie"
    " WHERE (one = :slug OR other = :slug) AND load_id <= :load ORDER BY id"
)
_TIES = "SELECT one, other, verdict, reason, confidence, teller FROM tie WHERE load_id <= :load ORDER BY id"


def party_of(store: Store, slug: str, load: int) -> str:
    """The slug of the party that a slug belongs to: its own where it was joined to none."""
    rows = store.rows(_PARTY_OF, slug=slug, load=load)
    return str(rows[0][0]) if rows else slug


def slugs_of(store: Store, party: str, load: int) -> list[str]:
    """All slugs that are a party, its own first."""
    found = [slug for (slug,) in store.rows(_SLUGS_OF, party=party, load=load) if slug != party]
    return [party, *(slug for slug in found if party_of(store, slug, load) == party)]


def parties(store: Store, load: int) -> dict[str, str]:
    """Slug → party, for every slug that goes by another."""
    found: dict[str, str] = dict(store.rows(_IDENTITY, load=load))
    return {slug: party for slug, party in found.items() if slug != party}


def keys(store: Store, list_key: str, load: int) -> dict[str, tuple[str, ...]]:
    """Key → all keys of its entry, the oldest first, for every entry of a list that got another."""
    rows = store.rows(_SUCCESSIONS, list_key=list_key, load=load)
    found = [one for ones in latest(list_key, rows).values() for one in ones]
    told = store.rows(_TOLD_CHAINS, list_key=list_key, load=load)
    found += [msgspec.json.decode(body, type=Succession) for (body,) in told]
    return chains(found) if found else {}


def ties(store: Store, slugs: Iterable[str] | None, load: int) -> list[Tie]:
    """What is held of pairs: of all, or of those with one of these slugs."""
    if slugs is None:
        return sorted(ties_of(store.rows(_TIES, load=load)).values())
    found: dict[tuple[str, str], Tie] = {}
    for slug in slugs:
        found |= ties_of(store.rows(_TIES_OF, slug=slug, load=load))
    return sorted(found.values())


def names(store: Store, load: int, joined: Mapping[str, str]) -> tuple[PartyName, ...]:
    """Every name held at a load, with the party that its bearer belongs to."""
    held = reads.names(store, load)
    if not joined:
        return held
    return gathered(
        msgspec.structs.replace(name, party=joined[name.party]) if name.party in joined else name for name in held
    )


def gathered(held: Iterable[PartyName]) -> tuple[PartyName, ...]:
    """Names with each text of a party once, of the best type that it has."""
    found: dict[tuple[str, str], PartyName] = {}
    for name in held:
        other = found.get((name.party, name.text))
        if other is not None:
            best = min(name.name_type, other.name_type, key=reads.TYPE_RANK.__getitem__)
            name = PartyName(name.party, name.text, best, tuple(sorted({*name.lists, *other.lists})))
        found[name.party, name.text] = name
    return tuple(found.values())


def names_of(store: Store, slugs: Iterable[str], load: int) -> tuple[PartyName, ...]:
    """The names of one party, given all its slugs."""
    held = list(slugs)
    found = (name for slug in held for name in reads.names_of(store, slug, load))
    return gathered(msgspec.structs.replace(name, party=held[0]) for name in found)


def particulars(store: Store, slugs: Iterable[str], load: int) -> Particulars:
    """What editions print of one party, given all its slugs."""
    found = [reads.particulars(store, slug, load) for slug in slugs]
    return Particulars(
        born=tuple(dict.fromkeys(day for one in found for day in one.born)),
        countries=tuple(dict.fromkeys(country for one in found for country in one.countries)),
        identifiers=tuple(dict.fromkeys(number for one in found for number in one.identifiers)),
        genders=tuple(dict.fromkeys(gender for one in found for gender in one.genders)),
    )


class _Numbers(msgspec.Struct):
    identifiers: tuple[str, ...] = ()


def identifiers(store: Store, load: int, joined: Mapping[str, str]) -> set[tuple[str, str]]:
    """Party and identifier of all that any edition prints or printed, and perhaps of later ones: for finding only.

    Args:
        store: the record.
        load: whose owners of entries count.
        joined: slug → party, for every slug that goes by another.
    """
    owners: dict[tuple[str, str], set[str]] = {}
    for list_key, entry, slug in store.rows(_OWNERS, load=load):
        owners.setdefault((list_key, entry), set()).add(joined.get(slug, slug))
    found: set[tuple[str, str]] = set()
    for list_key, entry, body in store.rows(_WITH_IDENTIFIERS):
        numbers = _NUMBERS.decode(body).identifiers
        found.update((slug, number) for slug in owners.get((list_key, entry), ()) for number in numbers)
    return found


_NUMBERS = msgspec.json.Decoder(_Numbers)


def moved(event: Event, joined: Mapping[str, str]) -> Event:
    """An event with the parties that its slugs belong to."""
    party, denotes = joined.get(event.party, event.party), event.denotes and joined.get(event.denotes, event.denotes)
    if (party, denotes) == (event.party, event.denotes):
        return event
    return msgspec.structs.replace(event, party=party, denotes=denotes)

"""Reading together, from all editions and facts, what is known of a party before it is joined to others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from gazetted.model.lists import ListInfo
from gazetted.model.party import Party
from gazetted.record.bulk import rows_where
from gazetted.record.evidence import Subject

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gazetted.model.edition import Listing

_STRONG_NAMES = frozenset({"primary", "alias", "former"})

_UNRANKED = 1000

_T = TypeVar("_T")

Entry = tuple[str, str]
"""List key and key of the entry."""


class _Name(msgspec.Struct):
    text: str
    name_type: str = "primary"


class _Printed(msgspec.Struct):
    """The part of a listing that tells parties apart; decoding the rest would cost as much again."""

    kind: str
    names: tuple[_Name, ...] = ()
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    gender: str = ""
    references: tuple[str, ...] = ()


_PRINTED = msgspec.json.Decoder(_Printed)


class Subjects:
    """Subjects by slug, read when first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[str, Subject | None] = {}
        self._spans: dict[Entry, tuple[str, str] | None] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def get(self, slug: str) -> Subject | None:
        """One subject; None where nothing is printed or told of it any more."""
        if slug not in self._held:
            self.read([slug])
        return self._held[slug]

    def read(self, slugs: Collection[str]) -> None:
        """Read several at once."""
        wanted = [slug for slug in slugs if slug not in self._held]
        if not wanted:
            return
        self.know(wanted)
        entries = {slug: self._entries[slug] for slug in wanted}
        printed = self._printed([entry for found in entries.values() for entry in found])
        names = self._told_names([slug for slug in wanted if slug in self._told])
        for slug in wanted:
            mine = entries.get(slug, ())
            listings = [listing for entry in mine for listing in printed.get(entry, ())]
            self._held[slug] = self._subject(slug, mine, listings, names.get(slug, ()))

    def know(self, slugs: Collection[str]) -> None:
        """Find out which entries several have; that is all that `clash` and `preference` need."""
        wanted = [slug for slug in slugs if slug not in self._entries]
        if wanted:
            found = self._own_entries(wanted)
            self._entries.update({slug: tuple(found.get(slug, ())) for slug in wanted})

    def clash(self, one: str, other: str) -> bool:
        """Whether two have entries that one list prints side by side."""
        left, right = self._of(one), self._of(other)
        for list_key, entry in left:
            for other_list, other_entry in right:
                if (
                    list_key == other_list
                    and entry != other_entry
                    and self._overlap((list_key, entry), (other_list, other_entry))
                ):
                    return True
        return False

    def preference(self, slug: str) -> tuple[object, ...]:
        """What facts speak of goes first, then the entry of the list that stands first in tables."""
        rank = min((self._ranks.get(key, _UNRANKED) for key, _ in self._of(slug)), default=_UNRANKED)
        return (slug not in self._told, rank, len(slug), slug)

    def _of(self, slug: str) -> tuple[Entry, ...]:
        if slug not in self._entries:
            self.know([slug])
        return self._entries[slug]

    def _overlap(self, one: Entry, other: Entry) -> bool:
        a, b = self._span(one), self._span(other)
        return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]

    def _span(self, entry: Entry) -> tuple[str, str] | None:
        """First and last edition that print an entry."""
        if entry not in self._spans:
            statement = "SELECT min(first_date), max(last_date) FROM presence WHERE list_key = ? AND entry = ?"
            [(first, last)] = rows_where(self._connection, statement, *entry)
            self._spans[entry] = (first, last) if first is not None else None
        return self._spans[entry]

    @cached_property
    def _told(self) -> dict[str, Party]:
        """The parties that facts describe."""
        return {party.party: party for party in self._facts("party", Party)}

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {info.key: info.rank for info in self._facts("list", ListInfo)}

    @cached_property
    def _claimed(self) -> dict[Entry, str]:
        """The entries that facts speak of, each with the party that they say it is."""
        statement = (
            "SELECT list_key, entry, party FROM fact WHERE kind = 'event' AND list_key IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.fact_id = fact.id) ORDER BY digest"
        )
        return {(row[0], row[1]): row[2] for row in rows_where(self._connection, statement)}

    def _facts(self, kind: str, shape: type[_T]) -> Iterator[_T]:
        from sqlalchemy import select

        from gazetted.record.naming import not_withdrawn
        from gazetted.record.schema import FACT

        rows = self._connection.execute(select(FACT.c.body).where(FACT.c.kind == kind, not_withdrawn()))
        decoder = msgspec.json.Decoder(shape)
        return (decoder.decode(body) for (body,) in rows)

    def _own_entries(self, slugs: Sequence[str]) -> dict[str, list[Entry]]:
        """The printed entries of each slug: those that facts say are its, and those that are a party of their own."""
        from sqlalchemy import select

        from gazetted.record.schema import ENTRY_PARTY

        found: defaultdict[str, list[Entry]] = defaultdict(list)
        wanted = frozenset(slugs)
        for entry, party in self._claimed.items():
            if party in wanted:
                found[party].append(entry)
        query = select(ENTRY_PARTY.c.list_key, ENTRY_PARTY.c.entry, ENTRY_PARTY.c.party)
        for group in few(slugs):
            for list_key, entry, party in self._connection.execute(query.where(ENTRY_PARTY.c.party.in_(group))):
                if (list_key, entry) not in self._claimed:
                    found[party].append((list_key, entry))
        return found

    def _printed(self, entries: Iterable[Entry]) -> dict[Entry, list[_Printed]]:
        """Every listing of each entry that some edition prints."""
        from sqlalchemy import select

        from gazetted.record.schema import LISTING, PRESENCE

        by_list: defaultdict[str, list[str]] = defaultdict(list)
        for list_key, entry in dict.fromkeys(entries):
            by_list[list_key].append(entry)
        found: defaultdict[Entry, list[_Printed]] = defaultdict(list)
        query = select(PRESENCE.c.entry, LISTING.c.body).join(LISTING, LISTING.c.id == PRESENCE.c.listing_id).distinct()
        for list_key, keys in by_list.items():
            for group in few(keys):
                rows = self._connection.execute(
                    query.where(PRESENCE.c.list_key == list_key, PRESENCE.c.entry.in_(group))
                )
                for entry, body in rows:
                    found[list_key, entry].append(_PRINTED.decode(body))
        return found

    def _told_names(self, slugs: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """Names that facts give of parties: text and type."""
        from sqlalchemy import select

        from gazetted.record.naming import not_gone
        from gazetted.record.schema import NAME

        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for group in few(slugs):
            query = select(NAME.c.party, NAME.c.text, NAME.c.name_type).where(NAME.c.party.in_(group), not_gone())
            for party, text, name_type in self._connection.execute(query):
                found[party].append((text, name_type))
        return found

    def _subject(
        self, slug: str, entries: Sequence[Entry], printed: Sequence[_Printed], names: Sequence[tuple[str, str]]
    ) -> Subject | None:
        party = self._told.get(slug)
        if party is None and not printed:
            return None
        kinds = [party.kind] if party else [listing.kind for listing in printed if listing.kind != "any"]
        primary = {listing.names[0].text for listing in printed if listing.names} | ({party.name} if party else set())
        every = {(n.text, n.name_type) for listing in printed for n in listing.names} | set(names)
        return Subject(
            slug=slug,
            told=party is not None,
            kind=min(kinds, default="any"),
            entries=frozenset(f"{list_key}:{entry}" for list_key, entry in entries),
            primary=frozenset(primary),
            others=frozenset(text for text, name_type in every if name_type in _STRONG_NAMES) - primary,
            born=frozenset(day for listing in printed for day in listing.born),
            countries=frozenset(c for listing in printed for c in listing.countries)
            | frozenset(party.countries if party else ()),
            identifiers=frozenset(one for listing in printed for one in listing.identifiers),
            references=frozenset(one for listing in printed for one in listing.references),
            genders=frozenset(listing.gender for listing in printed if listing.gender),
        )


def tells_no_more(listing: Listing, body: str) -> bool:
    """Whether a listing tells nothing of who it is that an older one (its JSON) does not."""
    older = _PRINTED.decode(body)
    names = {(name.text, name.name_type) for name in older.names}
    return (
        listing.kind == older.kind
        and (not listing.names or (bool(older.names) and listing.names[0].text == older.names[0].text))
        and names.issuperset((name.text, name.name_type) for name in listing.names)
        and set(older.born).issuperset(listing.born)
        and set(older.countries).issuperset(listing.countries)
        and set(older.identifiers).issuperset(listing.identifiers)
        and set(older.references).issuperset(listing.references)
        and listing.gender in ("", older.gender)
    )


def few(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Groups small enough for one statement."""
    return (values[at : at + size] for at in range(0, len(values), size))

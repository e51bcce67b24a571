"""Listings taken into the record some at a time: an edition of any length needs little memory.

What grows with an edition is an id, a digest and a key for each entry; the listings themselves come and go.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from gazetted.errors import BadDateError, ListFileError
from gazetted.model.dates import PartialDate, parse_day
from gazetted.model.edition import Edition, Listing
from gazetted.record.bulk import insert_rows, rows_where
from gazetted.record.facts import slug_of
from gazetted.record.joining import add_clues, printed_clues
from gazetted.record.naming import NameBook

if TYPE_CHECKING:
    from sqlalchemy import Connection

SOME = 2000
"""Listings that are taken in at a time."""

_ENCODER = msgspec.json.Encoder(order="sorted")


class Naming(msgspec.Struct, frozen=True):
    """What is to be done about the names of what is taken in.

    Attributes:
        add: whether to add them; else they are settled by other means.
        all: whether those of listings that the record has are looked at too: one may have been withdrawn since.
    """

    add: bool
    all: bool


class Taken(msgspec.Struct, frozen=True):
    """What was taken in.

    Attributes:
        ids: ids of the edition's listings.
        fresh: ids of those that were not in the record.
        parties: the parties whose entries these are.
        party: the party whose entry of the list one is.
        digest: digest of the edition's content.
    """

    ids: array[int]
    fresh: range
    parties: set[str]
    party: Callable[[str], str]
    digest: str


def take_in(
    connection: Connection, edition: Edition, listings: Iterable[Listing], load: Callable[[], int], naming: Naming
) -> Taken:
    """Add the listings that are new, their entries, names and clues.

    Args:
        connection: a writing transaction.
        edition: what they are an edition of; its own listings are not looked at.
        listings: the listings.
        load: gives the number of the load that tells them; it is asked for when something must be written.
        naming: what to do about names.

    Raises:
        ListFileError: an entry is there twice or has no name, or a day is none.
    """
    seen, digests, book = _Seen(edition), _Digests(edition), NameBook(connection, edition.list_key)
    held = bool(rows_where(connection, "SELECT 1 FROM listing WHERE list_key = ? LIMIT 1", edition.list_key))
    first = last = (rows_where(connection, "SELECT max(id) FROM listing")[0][0] or 0) + 1
    ids, parties = array("q"), set[str]()
    for some in _some(listings):
        seen.check(some)
        bodies = list(map(_ENCODER.encode, some))
        names = digests.add(bodies)
        known = _ids_of(connection, edition.list_key, names) if held else {}
        fresh = [at for at, digest in enumerate(names) if digest not in known] if known else range(len(some))
        numbers = [known.get(digest, 0) for digest in names]
        rows: list[tuple[object, ...]] = []
        for number, at in enumerate(fresh, start=last):
            numbers[at] = number
            rows.append((number, edition.list_key, some[at].entry, names[at], bodies[at].decode()))
            parties.add(book.party(some[at].entry))
        ids.extend(numbers)
        if rows:
            insert_rows(connection, "listing", ("id", "list_key", "entry", "digest", "body"), rows)
            _tie_entries(connection, edition.list_key, last, load())
            last += len(rows)
        named = some if naming.all else [some[at] for at in fresh]
        named_rows = book.rows(named)
        if naming.add and named_rows:
            book.add(connection, named_rows, load)
        add_clues(connection, printed_clues(edition.list_key, named, book.party, named_rows))
    return Taken(ids, range(first, last), parties, book.party, digests.all())


def entries_of(connection: Connection, numbers: Iterable[int]) -> dict[str, int]:
    """Entry → id of listings."""
    found = rows_where(connection, "SELECT entry, id FROM listing WHERE id IN (*)", among=sorted(numbers))
    return {row[0]: row[1] for row in found}


def _some(listings: Iterable[Listing]) -> Iterator[list[Listing]]:
    them = iter(listings)
    while some := list(islice(them, SOME)):
        yield some


class _Seen:
    """The entries seen so far, to refuse an edition that could not be read back."""

    def __init__(self, edition: Edition) -> None:
        self.place = f"The edition of {edition.list_key} of {edition.date!r}"
        self.named = "primary names" in edition.aspects
        self.entries: set[str] = set()
        self.days: set[str] = set()
        self._day(parse_day, edition.date)

    def check(self, some: Sequence[Listing]) -> None:
        """ListFileError where an entry is there twice or has no name, or a day is none."""
        for listing in some:
            if listing.entry in self.entries:
                raise ListFileError(f"{self.place} is refused: entry {listing.entry!r} stands there twice.")
            if self.named and not listing.names:
                raise ListFileError(f"{self.place} is refused: entry {listing.entry!r} has no name.")
            self.entries.add(listing.entry)
            for day in (listing.listed_on, listing.delisted_on):
                if day is not None and day not in self.days:
                    self._day(PartialDate.parse, day)

    def _day(self, parse: Callable[[str], object], day: str) -> None:
        try:
            parse(day)
        except BadDateError as error:
            raise ListFileError(f"{self.place} is refused: {error}") from None
        self.days.add(day)


class _Digests:
    """The digests of an edition's listings, on shelves by their first byte: each is put in order by itself."""

    def __init__(self, edition: Edition) -> None:
        self.more = sorted([edition.list_key, edition.date, "; ".join(sorted(edition.aspects))])
        self.shelves = [bytearray() for _ in range(256)]

    def add(self, bodies: Iterable[bytes]) -> list[str]:
        """The digests of bodies, which are kept as well."""
        found = [hashlib.sha256(body).digest() for body in bodies]
        for digest in found:
            self.shelves[digest[0]] += digest
        return [digest.hex() for digest in found]

    def all(self) -> str:
        """What `digest_of` gives for all of them and for what the edition is."""
        whole = hashlib.sha256()
        for number, text in enumerate(self._sorted()):
            whole.update(f"\n{text}".encode() if number else text.encode())
        return whole.hexdigest()

    def _sorted(self) -> Iterator[str]:
        more = self.more[:]
        for shelf in self.shelves:
            for text in sorted(shelf[at : at + 32].hex() for at in range(0, len(shelf), 32)):
                while more and more[0] < text:
                    yield more.pop(0)
                yield text
        yield from more


def _ids_of(connection: Connection, list_key: str, digests: Sequence[str]) -> dict[str, int]:
    """Digest → id of those of the listings that the record has."""
    statement = "SELECT digest, id FROM listing WHERE list_key = ? AND digest IN (*)"
    return {row[0]: row[1] for row in rows_where(connection, statement, list_key, among=digests)}


def _tie_entries(connection: Connection, list_key: str, since: int, load: int) -> None:
    """Make every entry a party of its own; a fact about an entry, told before or later, says whose it is instead."""
    from sqlalchemy import String, exists, insert, literal, select

    from gazetted.record.schema import ENTRY_PARTY, LISTING

    tied = exists().where(ENTRY_PARTY.c.list_key == list_key, ENTRY_PARTY.c.entry == LISTING.c.entry)
    made = select(
        literal(load),
        LISTING.c.list_key,
        LISTING.c.entry,
        literal(slug_of(list_key, ""), String) + LISTING.c.entry,
        literal("entry of its own"),
        literal("high"),
    ).where(LISTING.c.id >= since, LISTING.c.list_key == list_key, ~tied)
    columns = ["load_id", "list_key", "entry", "party", "reason", "confidence"]
    connection.execute(insert(ENTRY_PARTY).from_select(columns, made.order_by(LISTING.c.id)))

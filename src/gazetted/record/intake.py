"""Listings taken into the record some at a time: an edition of any length needs little memory.

What grows with an edition is an id, a digest and a number for each entry, 48 bytes together; the listings themselves
come and go.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from gazetted.errors import BadDateError, ListFileError
from gazetted.model.dates import parse_day
from gazetted.model.edition import Edition
from gazetted.record.bulk import execute, insert_rows, rows_where
from gazetted.record.chunks import Chunk, found_in
from gazetted.record.facts import slug_of
from gazetted.record.joining import add_clues
from gazetted.record.naming import NameBook

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE = 20_000


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
        book: whose entries of the list are.
        digest: digest of the edition's content.
    """

    ids: array[int]
    fresh: range
    book: NameBook
    digest: str


def place_of(edition: Edition) -> str:
    """What to call an edition in messages.

    Raises:
        ListFileError: its date is no day.
    """
    place = f"The edition of {edition.list_key} of {edition.date!r}"
    try:
        parse_day(edition.date)
    except BadDateError as error:
        raise ListFileError(f"{place} is refused: {error}") from None
    return place


def take_in(
    connection: Connection, edition: Edition, chunks: Iterable[Chunk], load: Callable[[], int], naming: Naming
) -> Taken:
    """Add the listings that are new, their entries, names and clues.

    Args:
        connection: a writing transaction.
        edition: what they are an edition of; its own listings are not looked at.
        chunks: the listings.
        load: gives the number of the load that tells them; it is asked for when something must be written.
        naming: what to do about names.

    Raises:
        ListFileError: an entry is there twice.
    """
    list_key = edition.list_key
    digests, book = _Digests(edition), NameBook(connection, list_key)
    held = bool(rows_where(connection, "SELECT 1 FROM listing WHERE list_key = ? LIMIT 1", list_key))
    first = last = (rows_where(connection, "SELECT max(id) FROM listing")[0][0] or 0) + 1
    ids, seen = array("q"), array("q")
    for chunk in chunks:
        digests.add(chunk.digests)
        seen.extend(map(hash, chunk.entries))
        hexes = chunk.hexes()
        known = _ids_of(connection, list_key, hexes) if held else {}
        if not known:
            fresh: Sequence[int] = range(len(hexes))
            ids.extend(range(last, last + len(hexes)))
        else:
            fresh = [at for at, digest in enumerate(hexes) if digest not in known]
            numbers = iter(range(last, last + len(fresh)))
            ids.extend(known[digest] if digest in known else next(numbers) for digest in hexes)
        if fresh:
            rows = [(last + n, list_key, chunk.entries[at], hexes[at], chunk.bodies[at]) for n, at in enumerate(fresh)]
            # of an entry that stands there twice nothing is kept: see `_refuse_twice`
            insert_rows(connection, "listing", ("id", "list_key", "entry", "digest", "body"), rows, new_only=True)
            _tie_entries(connection, list_key, last, load())
            last += len(fresh)
        _take_names(connection, list_key, chunk, None if naming.all else fresh, book, load if naming.add else None)
    _refuse_twice(connection, edition, seen)
    return Taken(ids, range(first, last), book, digests.all())


def _take_names(
    connection: Connection,
    list_key: str,
    chunk: Chunk,
    only: Sequence[int] | None,
    book: NameBook,
    load: Callable[[], int] | None,
) -> None:
    """Add what listings are found and joined by (of all, or only of those at some places)."""
    entries = chunk.entries
    found = chunk.found
    if only is not None and len(only) < len(entries):
        entries = [entries[at] for at in only]
        found = found_in([chunk.bodies[at] for at in only]) if only else None
    elif found is None:
        found = found_in(chunk.bodies)
    if found is None:
        return
    parties = list(map(book.party, entries))
    if load is not None and found.names:
        book.add(connection, [(parties[at], text, of, list_key, clue) for at, text, of, clue in found.names], load)
    if found.numbers or found.named:
        clues = [(key, parties[at]) for at, key in found.numbers]
        clues += [(key, slug_of(*entry.split(":", 1))) for key, entry in found.named if ":" in entry]
        add_clues(connection, clues)


def _refuse_twice(connection: Connection, edition: Edition, seen: array[int]) -> None:
    """ListFileError where an entry stands there twice; `seen` has a number for each entry."""
    parts = 1 + len(seen) // _AT_ONCE  # a part of all numbers at a time: a set of them all would be large
    several = set[int]()
    for part in range(parts):
        some = [number for number in seen if number % parts == part] if parts > 1 else seen
        if len(once := set(some)) < len(some):
            several.update(number for number in once if some.count(number) > 1)
    if several:
        rows = rows_where(connection, "SELECT DISTINCT entry FROM listing WHERE list_key = ?", edition.list_key)
        entry = min(entry for (entry,) in rows if hash(entry) in several)
        raise ListFileError(f"{place_of(edition)} is refused: entry {entry!r} stands there twice.")


def entries_of(connection: Connection, numbers: Iterable[int]) -> dict[str, int]:
    """Entry → id of listings."""
    found = rows_where(connection, "SELECT entry, id FROM listing WHERE id IN (*)", among=sorted(numbers))
    return {row[0]: row[1] for row in found}


class _Digests:
    """The digests of an edition's listings, on shelves by their first byte: each is put in order by itself."""

    def __init__(self, edition: Edition) -> None:
        self.more = sorted([edition.list_key, edition.date, "; ".join(sorted(edition.aspects))])
        self.shelves = [bytearray() for _ in range(256)]

    def add(self, digests: bytes) -> None:
        """Keep digests that stand one after the other."""
        for at in range(0, len(digests), 32):
            self.shelves[digests[at]] += digests[at : at + 32]

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
    statement = (
        "INSERT INTO entry_party (load_id, list_key, entry, party, reason, confidence)"
        " SELECT CAST(? AS INTEGER), list_key, entry, CAST(? AS TEXT) || entry, 'entry of its own', 'high' FROM listing"
        " WHERE id >= ? AND list_key = ? ORDER BY id ON CONFLICT DO NOTHING"
    )
    execute(connection, statement, load, slug_of(list_key, ""), since, list_key)

"""Listings made ready for the record, some at a time: as they are kept, and with what they are found and joined by.

Nothing here needs the record, so that another process can do it (`aside`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Sequence
from itertools import islice

import msgspec

from gazetted.errors import BadDateError, ListFileError
from gazetted.model.dates import PartialDate
from gazetted.model.edition import Listing
from gazetted.record.evidence import is_strong
from gazetted.text.keys import clues_of, hashed_all

FIRST = 200
"""Listings in the first chunk of an edition."""
SOME = 1000
"""Most listings in any other: twice those of the one before, so that little is waited for at the beginning."""

_ENCODER = msgspec.json.Encoder(order="sorted")


class Found(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What listings are found and joined by; `at` is the place of each listing in its chunk.

    Attributes:
        names: place, text, type and key of each name.
        numbers: place and key of each identifier and each reference to another list's entry.
        named: key and entry (`list key:entry`) of each such entry.
    """

    names: list[tuple[int, str, str, int]]
    numbers: list[tuple[int, int]]
    named: list[tuple[int, str]]


class Chunk(msgspec.Struct, gc=False, array_like=True):
    """Some listings of an edition.

    Attributes:
        entries: their keys.
        digests: their SHA-256 digests, one after the other.
        bodies: their JSON forms.
        found: what they are found by, where that was worked out already.
    """

    entries: list[str]
    digests: bytes
    bodies: list[str]
    found: Found | None = None

    def hexes(self) -> list[str]:
        """Their digests as they are kept."""
        text = self.digests.hex()
        return [text[at : at + 64] for at in range(0, len(text), 64)]


class _Name(msgspec.Struct, gc=False):
    text: str
    name_type: str = "primary"


class _Printed(msgspec.Struct, gc=False):
    """The part of a listing that it is found by."""

    names: tuple[_Name, ...] = ()
    identifiers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


_PRINTED = msgspec.json.Decoder(_Printed)


def chunks_of(listings: Iterable[Listing], place: str, *, named: bool) -> Generator[Chunk]:
    """Listings made ready.

    Args:
        listings: the listings; they are gone through once.
        place: what they are an edition of, for messages.
        named: whether each must have a name.

    Raises:
        ListFileError: an entry has no name, or a day is none.
    """
    them, days, size = iter(listings), set[str](), FIRST
    while some := list(islice(them, size)):
        size = min(2 * size, SOME)
        for listing in some:
            if named and not listing.names:
                raise ListFileError(f"{place} is refused: entry {listing.entry!r} has no name.")
            for day in (listing.listed_on, listing.delisted_on):
                if day is not None and day not in days:
                    _check(day, place)
                    days.add(day)
        bodies = list(map(_ENCODER.encode, some))
        digests = b"".join([hashlib.sha256(body).digest() for body in bodies])
        yield Chunk([listing.entry for listing in some], digests, [body.decode() for body in bodies])


def _check(day: str, place: str) -> None:
    try:
        PartialDate.parse(day)
    except BadDateError as error:
        raise ListFileError(f"{place} is refused: {error}") from None


def found_in(bodies: Sequence[str]) -> Found:
    """What listings are found by, from their JSON forms."""
    printed = list(map(_PRINTED.decode, bodies))
    names = [(at, name.text, name.name_type) for at, one in enumerate(printed) for name in one.names]
    clues = clues_of([text for _, text, _ in names])
    strong = [(at, number) for at, one in enumerate(printed) for number in one.identifiers if is_strong(number)]
    referred = [(at, entry) for at, one in enumerate(printed) for entry in one.references]
    keys = hashed_all([*(f"i {number}" for _, number in strong), *(f"r {entry}" for _, entry in referred)])
    numbers = [(at, key) for (at, _), key in zip((*strong, *referred), keys, strict=True)]
    named = [(key, entry) for (_, entry), key in zip(referred, keys[len(strong) :], strict=True)]
    return Found([(*name, clue) for name, clue in zip(names, clues, strict=True)], numbers, named)

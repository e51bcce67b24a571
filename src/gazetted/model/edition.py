"""Published states of lists."""

from __future__ import annotations

import hashlib

import msgspec

from gazetted.model.party import Kind, NameType


class ListedName(msgspec.Struct, frozen=True, omit_defaults=True, order=True):
    """A name as an edition prints it."""

    text: str
    name_type: NameType = "primary"


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of one edition: everything that the publisher prints about a listed party.

    Attributes:
        entry: the publisher's key of the entry, unique within the edition.
        kind: what is listed.
        names: the names; the first is the primary one.
        programmes: programmes or regimes under which it stands.
        born: birth dates as printed, ISO and partial.
        countries: ISO codes or names of countries tied to it.
        identifiers: `type:value` pairs.
        listed_on: the listing day, where the publisher states one.
        delisted_on: the removal day, where the publisher keeps removed entries and states one.
        note: free text of the publisher.
    """

    entry: str
    kind: Kind
    names: tuple[ListedName, ...]
    programmes: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    listed_on: str | None = None
    delisted_on: str | None = None
    note: str = ""

    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class Reject(msgspec.Struct, frozen=True):
    """A row that could not be taken: where it stands, and why."""

    where: str
    reason: str


class Edition(msgspec.Struct, frozen=True):
    """A list as published on a date.

    Attributes:
        list_key: the list.
        date: the edition's date (ISO day).
        sha256: digest of the raw file.
        reader: name and version of the parser that read it.
        listings: its entries.
        rejects: rows that could not be taken.
    """

    list_key: str
    date: str
    sha256: str
    reader: str
    listings: tuple[Listing, ...]
    rejects: tuple[Reject, ...] = ()

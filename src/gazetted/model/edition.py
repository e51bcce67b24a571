"""Published states of lists."""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

import msgspec

from gazetted.model.event import Confidence
from gazetted.model.party import Kind, NameType

Aspect = Literal["entries", "primary names", "aliases", "programmes", "details", "addresses"]
"""What an edition can tell completely. `entries`: which entries stand; `details`: birth dates, countries, identifiers
and the like, all but addresses. What it does not tell completely stays as it was known."""

ALL_ASPECTS: frozenset[Aspect] = frozenset(get_args(Aspect))


class ListedName(msgspec.Struct, frozen=True, omit_defaults=True, order=True, gc=False):
    """A name as an edition prints it.

    Attributes:
        text: the name as printed, without decoration such as "a.k.a." or quotation marks.
        name_type: what the name is to the entry.
        since: its own first day (ISO, may be partial), where the publisher prints one.
    """

    text: str
    name_type: NameType = "primary"
    since: str | None = None


class Listing(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One entry of one edition: everything that the publisher prints about a listed party.

    Attributes:
        entry: the publisher's key of the entry, unique within the edition.
        kind: what is listed.
        names: the names; the first is the primary one.
        programmes: programmes or regimes under which it stands.
        born: birth dates, ISO and partial; an uncertain one begins with "circa ", a range is "1960/1965".
        countries: ISO 3166-1 alpha-2 codes of nationality, flag, registration or residence; a name where no code is
            known.
        identifiers: `type:value` pairs (passport, national id, tax, registration, imo, mmsi, call sign, lei, bic,
            wallet).
        gender: "male", "female" or empty.
        addresses: addresses as printed, each in one line.
        references: entries of other lists that the publisher itself names, as `list key:entry`.
        titles: titles, ranks, positions and designations as printed.
        listed_on: the listing day (ISO, may be partial), where the publisher states one.
        amended_on: days on which the publisher states that it amended the entry.
        delisted_on: the removal day, where the publisher keeps removed entries and states one.
        instrument: the act that the publisher prints beside the entry.
        note: free text of the publisher.
    """

    entry: str
    kind: Kind
    names: tuple[ListedName, ...]
    programmes: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    gender: str = ""
    addresses: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    listed_on: str | None = None
    amended_on: tuple[str, ...] = ()
    delisted_on: str | None = None
    instrument: str = ""
    note: str = ""

    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class Succession(msgspec.Struct, frozen=True):
    """An entry that its publisher gave another key: both keys stand for one entry.

    Attributes:
        list_key: the list.
        old: the key before.
        new: the key that took its place.
        date: the day from which the new key holds (ISO, may be partial); None where that is not known.
        reason: how it is known, in words.
        confidence: how sure the record is.
    """

    list_key: str
    old: str
    new: str
    date: str | None = None
    reason: str = ""
    confidence: Confidence = "high"


class Act(msgspec.Struct, frozen=True):
    """A legal act that changed a list: its citation, and the day on which it came into force (ISO)."""

    instrument: str
    date: str


class Reject(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row that could not be taken.

    Attributes:
        where: where it stands.
        reason: why it could not be taken.
        entry: key of the entry that it is about, where it can be read: the edition prints the entry, so that it is not
            gone from the list.
    """

    where: str
    reason: str
    entry: str = ""


class Edition(msgspec.Struct, frozen=True):
    """A list as published on a date.

    Attributes:
        list_key: the list.
        date: the edition's date (ISO day).
        sha256: digest of the raw file.
        reader: name and version of the parser that read it.
        listings: its entries.
        rejects: rows that could not be taken.
        aspects: what it tells completely; an edition of which only a part of the files is at hand tells less.
        acts: acts, named by the file, that can only have removed entries, for none begins on their day.
    """

    list_key: str
    date: str
    sha256: str
    reader: str
    listings: tuple[Listing, ...]
    rejects: tuple[Reject, ...] = ()
    aspects: frozenset[Aspect] = ALL_ASPECTS
    acts: tuple[Act, ...] = ()

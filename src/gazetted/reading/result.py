"""What the reading of a document gives back. Offsets are Python string offsets into the text read."""

from __future__ import annotations

from typing import Literal

import msgspec

from gazetted.model.form import plain
from gazetted.model.standing import Standing

Via = Literal["name", "alias", "acronym", "short form", "eponym"]
"""How a mention names its party. `eponym`: "the Assad regime" names a government through the person."""


class Mention(msgspec.Struct, frozen=True):
    """A place in the text that names a party."""

    start: int
    end: int
    text: str
    via: Via


class PartyRead(msgspec.Struct, frozen=True):
    """A party of the record that the document names.

    Attributes:
        party: slug.
        name: the party's name in the record.
        certainty: `identified`, or `candidate`: found by name alone, with nothing beside it that tells a namesake.
        reason: what the certainty rests on, in words.
        mentions: where it is named, in order.
        standing_on_date: where it stood on the document's date.
        standing_today: where it stands by the newest facts of each list.
    """

    party: str
    name: str
    certainty: Literal["identified", "candidate"]
    reason: str
    mentions: tuple[Mention, ...]
    standing_on_date: tuple[Standing, ...]
    standing_today: tuple[Standing, ...]


class Span(msgspec.Struct, frozen=True):
    """A piece of the text."""

    start: int
    end: int
    text: str


class Other(msgspec.Struct, frozen=True):
    """Somebody named who is no party of the record."""

    name: str
    kind: Literal["person", "organization", "outlet"]
    mentions: tuple[Span, ...]


class DateFound(msgspec.Struct, frozen=True):
    """A date expression and what it means: an ISO day, month or year, or two of them joined by `/` for a range."""

    start: int
    end: int
    text: str
    iso: str


class DocumentInfo(msgspec.Struct, frozen=True):
    """What is known of the document itself.

    Attributes:
        title: its headline, where it has one.
        publisher: who published it, where known.
        date: its date, ISO.
        date_from: where the date was found.
        sha256: digest of the bytes read.
        characters: length of the text read.
    """

    title: str | None
    publisher: str | None
    date: str
    date_from: Literal["option", "text", "metadata"]
    sha256: str
    characters: int


class Reading(msgspec.Struct, frozen=True):
    """A document held against the record.

    Attributes:
        document: what is known of it.
        parties: listed parties that it names, by first mention.
        others: people, organisations and outlets named that are no party of the record.
        dates: date expressions.
        statements: who says what; not read yet.
        claims: claims about listings; not read yet.
        signals: reports that a listing may change; not read yet.
        record: digest and moment of the record it was held against.
        text: the text that the offsets refer to.
    """

    document: DocumentInfo
    parties: tuple[PartyRead, ...]
    others: tuple[Other, ...]
    dates: tuple[DateFound, ...]
    record: dict[str, str]
    text: str
    statements: tuple[object, ...] = ()
    claims: tuple[object, ...] = ()
    signals: tuple[object, ...] = ()

    def to_dict(self, *, with_text: bool = False) -> dict[str, object]:
        """The JSON form; the text itself only where asked for."""
        form = dict(plain(self))
        if not with_text:
            del form["text"]
        return form

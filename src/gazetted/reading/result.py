"""What the reading of a document gives back. Offsets are Python string offsets into the text read."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from gazetted.model.form import plain
from gazetted.model.standing import Standing

Via = Literal["name", "alias", "acronym", "short form", "eponym"]
"""How a mention names its party. `eponym`: "the Assad regime" names a government through the person."""


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A place in the text that names a party."""

    start: int
    end: int
    text: str
    via: Via


class PartyRead(msgspec.Struct, frozen=True, gc=False):
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


class Span(msgspec.Struct, frozen=True, gc=False):
    """A piece of the text."""

    start: int
    end: int
    text: str


class Other(msgspec.Struct, frozen=True, gc=False):
    """Somebody named who is no party of the record."""

    name: str
    kind: Literal["person", "organization", "outlet"]
    mentions: tuple[Span, ...]


class DateFound(msgspec.Struct, frozen=True, gc=False):
    """A date expression and what it means: an ISO day, month or year, or two of them joined by `/` for a range."""

    start: int
    end: int
    text: str
    iso: str


class DocumentInfo(msgspec.Struct, frozen=True, gc=False):
    """What is known of the document itself.

    Attributes:
        title: its headline, where it has one.
        publisher: who published it, where known.
        date: its date, ISO.
        date_from: where the date was found.
        sha256: digest of the bytes read.
        characters: length of the text read.
        language: ISO 639-1 code; None where too little of the text tells. Only English is read in full: of a text in
            another language the parties are given, and nothing else.
    """

    title: str | None
    publisher: str | None
    date: str
    date_from: Literal["option", "text", "metadata"]
    sha256: str
    characters: int
    language: str | None = None


class Speaker(msgspec.Struct, frozen=True, gc=False):
    """Who says something.

    Attributes:
        name: the name in its fullest form in the document, or the description of a source without a name.
        kind: a named person, a source without a name, an organisation, or an outlet.
        role: office or description given with the name, where there is one.
        source: the words that stand for the speaker at this place, such as "the official"; None where none do.
    """

    name: str
    kind: Literal["named", "anonymous", "organization", "outlet"]
    role: str | None = None
    source: Span | None = None


Act = Literal["say", "deny", "ask", "believe", "want", "judge"]
"""What a speaker does with the content: states it, denies it, asks it, holds it, wants it, or takes a stand on it."""


class Statement(msgspec.Struct, frozen=True, gc=False):
    """Somebody says, asks, believes or wants something.

    Attributes:
        speaker: who.
        chain: who reports whom, from the outlet of the document to the speaker.
        cue: the words that say so, such as "said" or "according to".
        content: what is said; the first piece of it, where the cue parts it.
        quote: all of it in quotation marks, none of it, or some.
        act: what the speaker does with the content.
        parts: all pieces of the content, in order of the text.
    """

    speaker: Speaker
    chain: tuple[str, ...]
    cue: Span
    content: Span
    quote: Literal["direct", "indirect", "mixed"]
    act: Act = "say"
    parts: tuple[Span, ...] = ()


Verdict = Literal["supported", "contradicted", "not in record"]
"""What the record says to a claim: it bears it out, it speaks against it, or it does not know."""

Direction = Literal["list", "delist", "maintain"]
Stage = Literal["considered", "urged", "announced", "signed", "published", "effective", "rejected", "struck down"]
"""How far a change has come; `struck down` is a court's decision."""


class Claim(msgspec.Struct, frozen=True, kw_only=True, rename={"list_key": "list"}, gc=False):
    """Something that the document says of a party's listing, held against the record.

    Attributes:
        start: offset of the words that claim it.
        end: offset after them.
        text: those words.
        authority: who lists, in short form; of a claim that names nobody, those whose lists bear it out, joined by `/`.
        list_key: the list that decides it; None where none does.
        party: slug.
        says: what is claimed: `listed`, `not listed`, `delisted`, `alias of`, a tie such as `offshoot of`, or what no
            list bears out (`backed`, `contact barred`).
        of: slug of the other party of an `alias of` or a tie.
        when: the time that it names, ISO, may be partial; None: the document's date.
        said_by: who says it, from the outlet of the document on.
        verdict: what the record says to it.
        note: what a reader should know besides, in a sentence; "" where there is nothing.
        evidence: the standings and events that it rests on, in their JSON form.
        presupposed: whether it is taken for granted by a sentence that says something else.
    """

    start: int
    end: int
    text: str
    authority: str | None
    list_key: str | None
    party: str
    says: str
    of: str | None = None
    when: str | None
    said_by: tuple[str, ...]
    verdict: Verdict
    note: str = ""
    evidence: tuple[dict[str, Any], ...] = ()
    presupposed: bool = False


class Signal(msgspec.Struct, frozen=True, kw_only=True, rename={"list_key": "list"}, gc=False):
    """A report that a listing may change, or is kept.

    Attributes:
        authority: who would change it, in short form.
        list_key: the list, where the words say which; None where they do not.
        party: slug.
        direction: which way the change goes; `maintain`: the listing is kept.
        stage: how far it has come.
        hedge: the words that qualify it; "" where there are none.
        chain: who reports whom, from the outlet of the document on.
        trigger: the words that tell it.
        date: date of the report: the document's.
        note: what the record adds, in a sentence; "" where there is nothing.
    """

    authority: str
    list_key: str | None
    party: str
    direction: Direction
    stage: Stage
    hedge: str
    chain: tuple[str, ...]
    trigger: Span
    date: str
    note: str = ""


class Happening(msgspec.Struct, frozen=True, gc=False):
    """A sentence that says when something happened, and to whom.

    Attributes:
        start: offset of the sentence.
        end: offset after it.
        text: the sentence.
        date: the time, ISO, may be partial.
        actors: slugs of parties and names of others, in order.
        places: words of it that are names of places or nationalities.
    """

    start: int
    end: int
    text: str
    date: str
    actors: tuple[str, ...]
    places: tuple[str, ...]


class Inconsistency(msgspec.Struct, frozen=True, gc=False):
    """Words by which the document speaks against itself or the calendar.

    Attributes:
        start: offset of the words.
        end: offset after them.
        text: the words.
        note: what they do not agree with, in a sentence.
    """

    start: int
    end: int
    text: str
    note: str


class Reading(msgspec.Struct, frozen=True):
    """A document held against the record.

    Attributes:
        document: what is known of it.
        parties: listed parties that it names, by first mention.
        others: people, organisations and outlets named that are no party of the record.
        dates: date expressions.
        statements: who says what, in order of the content.
        claims: claims about listings, each with its verdict, in order of the text.
        signals: reports that a listing may change, in order of the text.
        timeline: dated events, in order of their dates.
        inconsistencies: where the document speaks against itself, in order of the text.
        record: what it was held against: see `Ledger.block`.
        text: the text that the offsets refer to.
    """

    document: DocumentInfo
    parties: tuple[PartyRead, ...]
    others: tuple[Other, ...]
    dates: tuple[DateFound, ...]
    record: dict[str, Any]
    text: str
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    signals: tuple[Signal, ...] = ()
    timeline: tuple[Happening, ...] = ()
    inconsistencies: tuple[Inconsistency, ...] = ()

    def to_dict(self, *, with_text: bool = False) -> dict[str, object]:
        """The JSON form; the text itself only where asked for."""
        form = dict(plain(self))
        if not with_text:
            del form["text"]
        return form

"""What of a reading is kept in the record: reports that a listing may change, and statements that name a party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gazetted.reading.outlets import outlets
from gazetted.reading.result import Reading, Signal, Span, Statement
from gazetted.record.kept import KeptDocument, KeptSignal, KeptStatement

LONGEST = 600
"""Characters of a text of the document that are kept."""

MOST = 500
"""Signals, and statements, of one document that are kept: one with more is a collection."""


def kept_form(reading: Reading, *, source: str, reader: str) -> KeptDocument:
    """A reading in the form in which a record keeps it.

    Args:
        reading: the reading.
        source: where the document was read from.
        reader: the version that read it.
    """
    document = reading.document
    kinds = {one.speaker.name: one.speaker.kind for one in reading.statements}
    outlet = _cut(document.publisher or source or "an article without a publisher")
    return KeptDocument(
        sha256=document.sha256,
        title=_cut(document.title) if document.title else None,
        publisher=_cut(document.publisher) if document.publisher else None,
        date=document.date,
        source=_cut(source),
        reader=reader,
        signals=tuple(_signal(one, kinds, outlet) for one in reading.signals[:MOST]),
        statements=tuple(_statements(reading, outlet))[:MOST],
    )


def _signal(one: Signal, kinds: Mapping[str, str], outlet: str) -> KeptSignal:
    chain = _links(outlet, one.chain)
    source, voice = source_and_voice(chain, kinds)
    return KeptSignal(
        authority=one.authority,
        list_key=one.list_key,
        party=one.party,
        direction=one.direction,
        stage=one.stage,
        hedge=_cut(one.hedge),
        chain=chain,
        source=source,
        voice=voice,
        words=_cut(one.trigger.text),
        date=one.date,
    )


def source_and_voice(chain: tuple[str, ...], kinds: Mapping[str, str]) -> tuple[str, str | None]:
    """The outlet that has a report, and the named person or body that it rests on.

    The outlet of the document comes first in a chain; a later one is where the document has it from. A source without
    a name is no voice, and whom it speaks of is none: what two outlets say of theirs cannot be told to be one.

    Args:
        chain: who reports whom.
        kinds: speaker → what it is.

    >>> source_and_voice(("Daily A", "The Washington Post", "an official"), {"an official": "anonymous"})
    ('The Washington Post', None)
    >>> source_and_voice(("Daily A", "Emil Orso"), {"Emil Orso": "named"})
    ('Daily A', 'Emil Orso')
    """
    source, voice, unnamed = chain[0], None, False
    for link in chain[1:]:
        if kinds.get(link) == "outlet" or tuple(link.split()) in outlets().alone:
            source, voice, unnamed = link, None, False
        elif kinds.get(link) == "anonymous":
            voice, unnamed = None, True
        elif not unnamed:
            voice = link
    return source, voice


def _statements(reading: Reading, outlet: str) -> Iterator[KeptStatement]:
    """The statements whose content names a party that is told for certain."""
    spots = [
        (mention.start, mention.end, one.party)
        for one in reading.parties
        if one.certainty == "identified"
        for mention in one.mentions
    ]
    for one in reading.statements:
        named = [p for start, end, p in spots if any(s.start <= start and end <= s.end for s in _pieces(one))]
        if named:
            yield KeptStatement(
                parties=tuple(dict.fromkeys(named)),
                speaker=_cut(one.speaker.name),
                kind=one.speaker.kind,
                chain=_links(outlet, one.chain),
                act=one.act,
                content=_cut(" … ".join(" ".join(piece.text.split()) for piece in _pieces(one))),
                quote=one.quote,
                date=reading.document.date,
            )


def _links(outlet: str, chain: tuple[str, ...]) -> tuple[str, ...]:
    """A chain with the outlet as it is called here."""
    return (outlet, *(_cut(link) for link in chain[1:]))


def _pieces(one: Statement) -> tuple[Span, ...]:
    return one.parts or (one.content,)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"

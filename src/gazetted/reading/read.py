"""A document held against the record: who is named, and where they stood."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from gazetted.model.standing import Standing
from gazetted.reading.aliases import AliasIndex, build_index
from gazetted.reading.certainty import judge
from gazetted.reading.dates import find_dates
from gazetted.reading.detect import READ_IN_FULL, language_of
from gazetted.reading.document import Document
from gazetted.reading.hits import Hit
from gazetted.reading.listings import find_listings
from gazetted.reading.mentions import find_mentions
from gazetted.reading.others import find_others
from gazetted.reading.result import (
    Claim,
    DateFound,
    DocumentInfo,
    Mention,
    Other,
    PartyRead,
    Reading,
    Signal,
    Statement,
)
from gazetted.reading.sentences import split_sentences
from gazetted.reading.statements import find_statements
from gazetted.reading.timeline import inconsistencies_of, timeline_of
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import Word, span_of, words_of
from gazetted.record.ledger import Ledger

_END = attrgetter("end")


def read(
    ledger: Ledger,
    document: Document,
    *,
    today: dt.date,
    known: dt.datetime | None = None,
    index: AliasIndex | None = None,
) -> Reading:
    """Read a document against the record.

    Args:
        ledger: the record.
        document: the document, as `load_document` gives it.
        today: the day for `standing_today`.
        known: what the record had been told by that moment; all that it knows, where not given.
        index: the record's names, where they have been indexed already (`build_index`).
    """
    text = document.text
    names = index if index is not None else build_index(ledger.parties(), ledger.names())
    tokens = tokenize(text)
    sentences = split_sentences(text, tokens)
    words = words_of(text, tokens, sentences)
    named = find_mentions(text, words, names, headline=_headline(words, document))
    by_party: dict[str, list[Hit]] = {}
    for hit in named.hits:
        by_party.setdefault(hit.party, []).append(hit)
    parties = tuple(
        _party_read(ledger, document, names, slug, hits, named.hits, words, today, known)
        for slug, hits in by_party.items()
    )
    language = language_of(text)
    full = language in (None, READ_IN_FULL)
    others: tuple[Other, ...] = ()
    statements: tuple[Statement, ...] = ()
    dates: tuple[DateFound, ...] = ()
    claims: tuple[Claim, ...] = ()
    signals: tuple[Signal, ...] = ()
    if full:
        taken = [(hit.first, hit.last) for hit in named.hits]
        others = find_others(text, words, taken, named.definitions, names)
        persons = frozenset(slug for slug in by_party if names.parties[slug].kind == "person")
        statements = find_statements(
            text, tokens, sentences, parties=parties, others=others, persons=persons, publisher=document.publisher
        )
        dates = tuple(find_dates(text, anchor=document.date, tokens=tokens, sentences=sentences))
        claims, signals = find_listings(
            ledger,
            text,
            tokens,
            sentences,
            parties=parties,
            known_parties=names.parties,
            states=names.states,
            listed={slug: listed_name(hits) for slug, hits in by_party.items()},
            dates=dates,
            statements=statements,
            day=document.date,
            publisher=document.publisher,
            known=known,
        )
    return Reading(
        document=DocumentInfo(
            title=document.title,
            publisher=document.publisher,
            date=document.date.isoformat(),
            date_from=document.date_from,
            sha256=document.sha256,
            characters=len(text),
            language=language,
        ),
        parties=parties,
        others=others,
        statements=statements,
        claims=claims,
        signals=signals,
        dates=dates,
        timeline=timeline_of(text, words, sentences, dates, parties, others, names.lexicon),
        inconsistencies=inconsistencies_of(
            dates, claims, text, sentences, {slug: names.parties[slug].name for slug in by_party}
        ),
        record=ledger.block(known, on=today),
        text=text,
    )


def _headline(words: Sequence[Word], document: Document) -> int:
    """How many words the headline has, where it stands at the head of the text."""
    if document.title is None:
        return 0
    at = document.text.find(document.title)
    end = at + len(document.title)
    if at < 0 or document.text[:at].strip():
        return 0
    return bisect_right(words, end, 0, min(len(words), len(document.title) + 1), key=_END)


def _party_read(
    ledger: Ledger,
    document: Document,
    index: AliasIndex,
    slug: str,
    hits: Sequence[Hit],
    every: Sequence[Hit],
    words: Sequence[Word],
    today: dt.date,
    known: dt.datetime | None,
) -> PartyRead:
    party = index.parties[slug]
    certainty = judge(party, hits, every, words, index)
    name = listed_name(hits)
    return PartyRead(
        party=slug,
        name=party.name,
        certainty=certainty.level,
        reason=certainty.reason,
        mentions=tuple(_mention(hit, words, document.text) for hit in hits),
        standing_on_date=_standings(ledger, slug, document.date, known, name),
        standing_today=_standings(ledger, slug, today, known, name),
    )


def listed_name(hits: Sequence[Hit]) -> str | None:
    """The listed name by which a party is mentioned most often; of several that are, the one mentioned first.

    None where the document uses no name that a list carries.
    """
    listed: dict[str, int] = {}
    for hit in hits:
        if hit.alias is not None and hit.alias.listed:
            listed[hit.alias.listed] = listed.get(hit.alias.listed, 0) + 1
    return max(listed, key=listed.__getitem__, default=None)


def _standings(
    ledger: Ledger, slug: str, day: dt.date, known: dt.datetime | None, name: str | None
) -> tuple[Standing, ...]:
    return tuple(ledger.standings(slug, day, known=known, name=name))


def _mention(hit: Hit, words: Sequence[Word], text: str) -> Mention:
    start, end = span_of(text, words, hit.first, hit.last)
    return Mention(start, end, text[start:end], hit.via)

"""Who says what in a document: cues with their speakers and contents, put into chains."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from gazetted.reading.attributed import Raw
from gazetted.reading.attributions import find_cores
from gazetted.reading.chains import chains_of
from gazetted.reading.coreference import Cast, Met, ahead_of
from gazetted.reading.grammar import Scan, scan
from gazetted.reading.joining import join
from gazetted.reading.phrases import find_phrases
from gazetted.reading.result import Other, PartyRead, Span, Speaker, Statement
from gazetted.reading.sentences import Sentence
from gazetted.reading.speakers import Entity, Source, entities_of, source_of
from gazetted.reading.tokens import Token

UNNAMED_OUTLET = "this article"
"""How the first link of a chain is called where the publisher is not known."""

_LONGEST = 400  # tokens; what is longer is a table or a list, and no sentence
_ANONYMITY = frozenset(
    {"named", "identified", "anonymity", "anonymous", "surname", "name", "names", "surnames", "quoted"}
)
_OWN_VOICE = frozenset({"i", "we", "you", "my", "our", "your"})


def find_statements(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    *,
    parties: Sequence[PartyRead] = (),
    others: Sequence[Other] = (),
    persons: frozenset[str] = frozenset(),
    publisher: str | None = None,
) -> tuple[Statement, ...]:
    """Find the statements of a document, in order of their cues.

    Args:
        text: the document.
        tokens: its tokens.
        sentences: its sentences.
        parties: parties of the record that it names.
        others: everybody else that it names.
        persons: slugs of the parties that are persons.
        publisher: who published it.
    """
    if not tokens:
        return ()
    view = scan(text, tokens, sentences)
    raws: list[Raw] = []
    for number in range(len(view.sentences)):
        raws.extend(_of_sentence(view, number))
    raws.sort(key=lambda raw: raw.cue)
    _continue_quotes(view, raws)
    entities = entities_of(view, parties, others, persons)
    met = _cast(view, raws, entities)
    root = publisher or UNNAMED_OUTLET
    chains = chains_of(view, raws, met, entities, root)
    return tuple(_statement(view, raw, one, chain) for raw, one, chain in zip(raws, met, chains, strict=True))


def _of_sentence(view: Scan, number: int) -> list[Raw]:
    """Statements of a sentence, without those in the first person and those whose cues overlap."""
    if view.sentences[number][1] - view.sentences[number][0] > _LONGEST:
        return []
    cores, phrases = find_cores(view, number), find_phrases(view, number)
    if not cores and not phrases:
        return []
    kept: list[Raw] = []
    for raw in join(view, number, cores, phrases):
        own = raw.source[1] - raw.source[0] == 1 and view.low[raw.source[0]] in _OWN_VOICE
        if own or any(raw.cue[0] < one.cue[1] and one.cue[0] < raw.cue[1] for one in kept):
            continue
        kept.append(raw)
    kept = [raw for raw in kept if not _is_anonymity(view, raw)]
    # What a source asks for itself ("who asked not to be named") is no statement of its own.
    return [
        raw
        for raw in kept
        if raw.cites
        or not any(one.source[0] <= raw.cue[0] and raw.cue[1] <= one.source[1] for one in kept if one is not raw)
    ]


def _is_anonymity(view: Scan, raw: Raw) -> bool:
    """Whether somebody only asks not to be named: "a grandmother who asked that her surname not be printed"."""
    if raw.act not in ("ask", "want", "deny") or not any(
        word in ("who", "asking") for word in view.low[raw.cue[0] - 1 : raw.cue[1]]
    ):
        return False
    return any(view.low[at] in _ANONYMITY for first, last in raw.pieces for at in range(first, last))


def _continue_quotes(view: Scan, raws: Sequence[Raw]) -> None:
    """Give a quote that stands alone to the speaker of the quote before it, in its paragraph or the one before."""
    speaking = {raw.sentence for raw in raws}
    cues = [raw.cue[0] for raw in raws]
    claimed = {view.quote_of[place] for raw in raws for first, last in raw.pieces for place in range(first, last)}
    for number, quote in enumerate(view.quotes):
        sentence = view.sentence_of[quote.first]
        if number in claimed or view.quote_of[quote.first] != number or view.sentences[sentence][0] != quote.first:
            continue
        ending = view.sentence_of[quote.last - 1]
        if any(each in speaking for each in range(sentence, ending + 1)) or quote.last - quote.first < 5:
            continue
        if view.sentences[ending][1] - quote.last > 1:
            continue
        nearest = bisect_left(cues, quote.first)
        before = [raw for raw in raws[max(0, nearest - 8) : nearest] if raw.pieces[-1][1] <= quote.first]
        raw = max((raw for raw in before if not raw.cites), key=lambda one: one.pieces[-1][1], default=None)
        if raw is None or not any(view.tags[place] == "Q" for place in range(*raw.pieces[-1])):
            continue
        latest = max(raw.sentence, view.sentence_of[raw.pieces[-1][1] - 1])
        if view.paragraphs[sentence] - view.paragraphs[latest] <= 1 and sentence - latest <= 1:
            raw.pieces.append((quote.first, quote.last))


def _cast(view: Scan, raws: Sequence[Raw], entities: Sequence[Entity]) -> list[Met]:
    """Who speaks in each statement."""
    sources: list[tuple[int, Source]] = []
    starts = [one.first for one in entities]
    for raw in raws:
        first, last = raw.source
        named = entities[bisect_left(starts, first) : bisect_left(starts, last)]
        inside = [one for one in named if one.last <= last]
        sources.append((first, source_of(view, first, last, inside)))
    cast = Cast(view, entities)
    return [
        cast.meet(source, first, list(ahead_of(view, sources, place))) for place, (first, source) in enumerate(sources)
    ]


def _statement(view: Scan, raw: Raw, met: Met, chain: tuple[str, ...]) -> Statement:
    parts = tuple(_span(view, *piece) for piece in sorted(raw.pieces))
    who = met.who
    source = _span(view, *raw.source) if raw.source[0] < raw.source[1] else None
    return Statement(
        Speaker(who.name, who.kind if who.refers != "pronoun" else "anonymous", who.role, source),
        chain,
        _span(view, *raw.cue),
        parts[0],
        _quote(view, raw),
        raw.act,
        parts,
    )


def _span(view: Scan, first: int, last: int) -> Span:
    start, end = view.span(first, last)
    return Span(start, end, view.text[start:end])


def _quote(view: Scan, raw: Raw) -> Literal["direct", "indirect", "mixed"]:
    """Whether the content stands in quotation marks: all of it, some, or none."""
    whole = quoted = False
    for first, last in raw.pieces:
        marked = view.tags[first] == "Q" and view.quote_of[first] >= 0
        whole = whole or not (marked and view.quotes[view.quote_of[first]].last >= last - 1)
        quoted = quoted or any(tag == "Q" for tag in view.tags[first:last])
    return "direct" if not whole else "mixed" if quoted else "indirect"

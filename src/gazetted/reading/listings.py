"""Claims and signals of a document: one call for the reading of an article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.model.standing import Standing
from gazetted.reading.chains import Voices
from gazetted.reading.claims import Context, find_claims
from gazetted.reading.result import Claim, DateFound, PartyRead, Signal, Statement
from gazetted.reading.scene import scenes
from gazetted.reading.sentences import Sentence
from gazetted.reading.signals import find_signals
from gazetted.reading.statements import UNNAMED_OUTLET
from gazetted.reading.telling import tell
from gazetted.reading.tokens import Token
from gazetted.reading.verdicts import Sources
from gazetted.record.ledger import Ledger

_SPONSORS = re.compile(r"state (?:sponsor|supporter)", re.IGNORECASE)


def find_listings(
    ledger: Ledger,
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    *,
    parties: Sequence[PartyRead],
    known_parties: Mapping[str, Party],
    states: Mapping[str, str],
    listed: Mapping[str, str | None],
    dates: Sequence[DateFound],
    statements: Sequence[Statement],
    day: dt.date,
    publisher: str | None,
    known: dt.datetime | None,
) -> tuple[tuple[Claim, ...], tuple[Signal, ...]]:
    """Claims and signals of a document.

    Args:
        ledger: the record.
        text: the document.
        tokens: its tokens.
        sentences: its sentences.
        parties: parties that it names.
        known_parties: parties of the record by slug.
        states: name of a state, in lower case → slug.
        listed: party → the listed name by which the document speaks of it.
        dates: dates in it.
        statements: who says what in it.
        day: its date.
        publisher: who published it.
        known: what the record had been told by that moment.
    """
    named_states = states if _SPONSORS.search(text) else None
    every = list(scenes(tokens, sentences, parties, dates, named_states))
    if not any(scene.parties for scene in every):
        return (), ()
    named = {one.party for scene in every for one in scene.parties}
    kinds = {slug: known_parties[slug].kind for slug in named}
    told = list(tell(every, kinds, _alone(ledger, parties, known)))

    sources = _sources(ledger, known_parties, listed, known)
    outlet = publisher or UNNAMED_OUTLET
    spoken = {one.party: tuple(dict.fromkeys(mention.text for mention in one.mentions)) for one in parties}
    voices = Voices.of(statements)
    context = Context(text, day, outlet, voices, sources, spoken, kinds, lambda slug: known_parties[slug].relations)
    claims = find_claims(told, every, context)
    return claims, find_signals(told, voices, text=text, day=day, outlet=outlet, sources=sources)


def _alone(ledger: Ledger, parties: Sequence[PartyRead], known: dt.datetime | None) -> dict[str, str]:
    """Party → the only authority on whose lists it stood or stands."""
    infos = ledger.list_infos(known)
    found = {
        one.party: {infos[each.list_key].authority for each in one.standing_on_date if each.list_key in infos}
        for one in parties
    }
    return {party: next(iter(codes)) for party, codes in found.items() if len(codes) == 1}


def _sources(
    ledger: Ledger, parties: Mapping[str, Party], listed: Mapping[str, str | None], known: dt.datetime | None
) -> Sources:
    """What is asked of the record, each party by the name by which the document speaks of it."""

    def standings(party: str, on: dt.date) -> Sequence[Standing]:
        return ledger.standings(party, on, known=known, name=listed.get(party))

    def history(party: str) -> Sequence[Event]:
        return ledger.history(party, known=known)

    def name(slug: str) -> str:
        return parties[slug].name if slug in parties else slug

    return Sources(standings, history, name)

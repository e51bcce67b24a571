"""One name held against the record on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from gazetted.matching import qualify
from gazetted.matching.compare import compare, likeness_of_names
from gazetted.matching.comparison import Explanation, Qualifier
from gazetted.matching.index import NameIndex
from gazetted.matching.score import THRESHOLD
from gazetted.model.party import Kind, Particulars, Party, PartyName
from gazetted.model.standing import Standing
from gazetted.screening.result import Match, Query, Screening

WEAK_ALIAS = 0.69
"""The most that a weak alias reaches without anything that confirms it."""

_CANDIDATES = 50
_FLOOR = 0.5
_WEAK_RULE = (
    "a weak alias is no match by itself (OFAC FAQ 122-125): a birth date, country or identifier must confirm it"
)


class Names(Protocol):
    """What a screening asks of the record."""

    def parties(self) -> Mapping[str, Party]:
        """Every party by its slug."""

    def names(self) -> Sequence[PartyName]:
        """Every name ever in force or in common use."""

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        """Standing of a party on every list that ever carried it."""


_Judged = tuple[float, PartyName, Explanation]


def screen(
    ledger: Names,
    query: Query,
    *,
    on: dt.date,
    known: dt.datetime | None = None,
    lists: Sequence[str] = (),
    threshold: float = THRESHOLD,
    limit: int = 10,
    index: NameIndex | None = None,
    details: Callable[[str], Particulars] | None = None,
) -> Screening:
    """Hold one name against the record.

    Args:
        ledger: the record.
        query: the name, and what else is known of its bearer.
        on: the day whose standings are attached. No name is forgotten: a party matches whatever its status that day.
        known: what the record had been told by then; None: all.
        lists: where given, parties that never stood on any of these are left out, and so are their other standings.
        threshold: matches below it are left out.
        limit: at most so many matches.
        index: of the ledger's names; built here where none is given. Build it once for more than one query.
        details: birth dates, countries and identifiers of a party; without it only the party's own countries count.

    Returns:
        One match per party, by its best name; best first, ties by slug.
    """
    parties = ledger.parties()
    names = index or NameIndex.build(ledger.names())
    judged = _judge(parties, query, names, threshold, details)
    matches: list[Match] = []
    for score, name, explanation in judged:
        if len(matches) >= limit:
            break
        standings = ledger.standings(name.party, on, known=known, name=name.text)
        if lists:
            standings = [standing for standing in standings if standing.list_key in lists]
            if not standings:
                continue
        shown = parties[name.party].name if name.party in parties else name.text
        matches.append(Match(score, name.party, shown, name.text, name.name_type, tuple(standings), explanation))
    return Screening(query, on.isoformat(), tuple(matches))


def _judge(
    parties: Mapping[str, Party],
    query: Query,
    index: NameIndex,
    threshold: float,
    details: Callable[[str], Particulars] | None,
) -> list[_Judged]:
    """The best name of each party at or above the threshold, best first."""
    best: dict[str, _Judged] = {}
    for rough, name in _rough(parties, query, index, threshold):
        party = parties.get(name.party)
        at_most = best[name.party][0] if name.party in best else 0.0
        if at_most >= 1.0 or (at_most and rough + qualify.SAME_IDENTIFIER < at_most):
            continue
        score, explanation = _score(query, name, party, details)
        if score >= threshold and score > at_most:
            best[name.party] = (score, name, explanation)
    return sorted(best.values(), key=lambda row: (-row[0], row[1].party))


def _rough(
    parties: Mapping[str, Party], query: Query, index: NameIndex, threshold: float
) -> list[tuple[float, PartyName]]:
    """Candidates by the likeness of the name alone, best first; the hopeless left out."""
    floor = min(_FLOOR, threshold) if query.born or query.country or query.ids else threshold
    found = []
    for name in index.candidates(query.name, _CANDIDATES):
        party = parties.get(name.party)
        value = likeness_of_names(query.name, name.text, _kind(query, party))
        if value >= floor:
            found.append((value, name))
    found.sort(key=lambda row: -row[0])
    return found


def _kind(query: Query, party: Party | None) -> Kind:
    return party.kind if party and query.kind == "any" else query.kind


def _score(
    query: Query, name: PartyName, party: Party | None, details: Callable[[str], Particulars] | None
) -> tuple[float, Explanation]:
    """The score with all that speaks for or against, and its explanation."""
    compared = compare(query.name, name.text, _kind(query, party))
    score = compared.score
    qualifiers: list[Qualifier] = []
    for found in _qualifiers(query, name.party, party, details):
        moved = round(min(1.0, max(0.0, score + found.effect)), 4)
        qualifiers.append(msgspec.structs.replace(found, effect=round(moved - score, 4)))
        score = moved
    confirmed = any(q.what != "kind" and q.effect >= 0 for q in qualifiers)
    counterfactual = compared.explanation.counterfactual
    if name.name_type == "weak alias" and not confirmed and score > WEAK_ALIAS:
        qualifiers.append(Qualifier("weak alias", query.name, name.text, round(WEAK_ALIAS - score, 4)))
        score, counterfactual = WEAK_ALIAS, _WEAK_RULE
    return score, Explanation(compared.explanation.tokens, tuple(qualifiers), counterfactual)


def _qualifiers(
    query: Query, slug: str, party: Party | None, details: Callable[[str], Particulars] | None
) -> list[Qualifier]:
    held = details(slug) if details else Particulars()
    countries = held.countries + (party.countries if party else ())
    found = [
        qualify.born(query.born, held.born) if query.born else None,
        qualify.country(query.country, countries) if query.country else None,
        qualify.kind(query.kind, party.kind) if party else None,
        qualify.identifiers(query.ids, held.identifiers),
    ]
    return [qualifier for qualifier in found if qualifier is not None]

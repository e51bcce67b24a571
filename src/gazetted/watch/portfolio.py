"""A portfolio held against names of the record, the other way round: each listed name asks for the customers like it.

Whether a customer and a party match depends on the two alone, never on the rest of the portfolio or of the record, so
that looking only at what changed gives what looking at everything would give.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gazetted.matching.index import NameIndex
from gazetted.matching.prepared import Prepared, prepare
from gazetted.matching.score import score
from gazetted.model.party import PartyName
from gazetted.record.ledger import Ledger
from gazetted.screening.judging import floor_of
from gazetted.screening.result import Match, Query
from gazetted.screening.screen import screen
from gazetted.text.skeleton import skeleton

_SHARE = 0.4
"""Least part of the lighter name's weight whose words must be near a word of the other."""

_SHORTEST_EDITED = 3
_ONE = 1


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Customers by the words of their names.

    Attributes:
        queries: customer → query.
        totals: customer → weight of the words of its name.
        holders: word → customers that bear it, with its weight.
        near: skeleton, or word with one letter less → words.
        whole: the name written in one, or its initials → customers.
    """

    queries: Mapping[str, Query]
    totals: Mapping[str, float]
    holders: Mapping[str, Mapping[str, float]]
    near: Mapping[str, frozenset[str]]
    whole: Mapping[str, frozenset[str]]

    @classmethod
    def build(cls, queries: Mapping[str, Query]) -> Portfolio:
        """Index customers."""
        totals: dict[str, float] = {}
        holders: dict[str, dict[str, float]] = defaultdict(dict)
        whole: dict[str, set[str]] = defaultdict(set)
        for customer, query in queries.items():
            found = prepare(query.name)
            weights = _weights(found)
            totals[customer] = sum(weights.values())
            for text, weight in weights.items():
                holders[text][customer] = weight
            for key in _wholes(found):
                whole[key].add(customer)
        near: dict[str, set[str]] = defaultdict(set)
        for text in holders:
            for key in _nears(text):
                near[key].add(text)
        return cls(
            dict(queries), totals, dict(holders),
            {key: frozenset(texts) for key, texts in near.items()},
            {key: frozenset(customers) for key, customers in whole.items()},
        )  # fmt: skip

    def like(self, name: str) -> set[str]:
        """Customers worth comparing with a listed name."""
        listed = prepare(name)
        found: set[str] = set()
        for one in (listed, *listed.alternatives):
            for key in _wholes(one):
                found |= self.whole.get(key, frozenset())
            weights = _weights(one)
            total, met = sum(weights.values()), defaultdict[str, float](float)
            for text, weight in weights.items():
                best: dict[str, float] = {}
                for other in {near for key in _nears(text) for near in self.near.get(key, ())}:
                    for customer, held in self.holders[other].items():
                        best[customer] = max(best.get(customer, 0.0), min(held, weight))
                for customer, gained in best.items():
                    met[customer] += gained
            found |= {c for c, gained in met.items() if gained >= _SHARE * min(total, self.totals[c])}
        return found


def qualified(query: Query) -> bool:
    """Whether more than the name is known of a customer, so that particulars of a party count."""
    return bool(query.born or query.country or query.ids or query.gender)


def _weights(name: Prepared) -> dict[str, float]:
    return {word.text: word.weight for word in name.core}


def _nears(text: str) -> set[str]:
    """Keys under which a word meets others: as it is, by its sound, and with one letter less."""
    forms = {text, f"~{skeleton(text)}"}
    if len(text) >= _SHORTEST_EDITED:
        forms |= {text[:at] + text[at + 1 :] for at in range(len(text))}
    return forms


def _wholes(name: Prepared) -> set[str]:
    """Keys under which whole names meet: written in one, by initials, and as the one word that may be initials."""
    keys = {f"~{skeleton(''.join(word.text for word in name.core))}", *name.initials}
    if len(name.core) == _ONE:
        keys.add(name.core[0].text)
    return keys


def matches(
    ledger: Ledger,
    portfolio: Portfolio,
    names: Iterable[PartyName],
    *,
    on: dt.date,
    known: dt.datetime,
    lists: Sequence[str] = (),
    threshold: float = 0.70,
) -> dict[tuple[str, str], Match]:
    """Every match of a customer with one of the parties whose names are given.

    Args:
        ledger: the record.
        portfolio: the customers.
        names: all names of the parties to hold against it.
        on: the day whose standings are attached.
        known: the moment whose knowledge is used.
        lists: where given, only parties that stand or stood on one of these.
        threshold: least score.

    Returns:
        (customer, party) → match.
    """
    by_party: dict[str, list[PartyName]] = defaultdict(list)
    for name in names:
        by_party[name.party].append(name)
    found: dict[tuple[str, str], Match] = {}
    with ledger.snapshot():
        parties = ledger.parties(known)
        for party, own in by_party.items():
            kind = parties[party].kind if party in parties else "any"
            close = _close(portfolio, own, kind, threshold)
            index = NameIndex.build(own) if close else None
            for customer in close:
                one = screen(
                    ledger, portfolio.queries[customer], on=on, known=known, lists=lists, threshold=threshold, limit=1,
                    index=index, details=lambda slug: ledger.particulars(slug, known=known),
                )  # fmt: skip
                if one.matches:
                    found[customer, party] = one.matches[0]
    return found


def _close(portfolio: Portfolio, names: Sequence[PartyName], kind: str, threshold: float) -> list[str]:
    """Customers whose name comes near enough to one of a party's names, in order."""
    found: set[str] = set()
    for name in names:
        for customer in portfolio.like(name.text) - found:
            query = portfolio.queries[customer]
            asked = kind if query.kind == "any" else query.kind
            likeness = score(prepare(query.name, asked), prepare(name.text, asked))
            if likeness >= floor_of(query, threshold):
                found.add(customer)
    return sorted(found)

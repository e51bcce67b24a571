"""Names of the record held against a portfolio, the other way round: each listed name asks for the customers like it.

Whether a customer and a party match depends on the two alone, never on the rest of the portfolio or of the record, so
that looking only at what changed gives what looking at everything would give. Customers worth comparing are found by
their words, with a bound on the score of each pair; each pair that remains is judged as a screening judges it, with
the customer as the query.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from gazetted.matching.alike import Slot
from gazetted.matching.arrays import Array
from gazetted.matching.bounds import Asked, Shared, at_most
from gazetted.matching.index import Candidates, NameIndex, identifier_key
from gazetted.matching.prepared import Prepared, prepare
from gazetted.matching.score import THRESHOLD
from gazetted.matching.slots import LONE, ORGANISATION, UNIT, slots_of
from gazetted.model.party import Party, PartyName
from gazetted.record.ledger import Ledger
from gazetted.screening.judging import Judge, Judged
from gazetted.screening.result import Match, Query
from gazetted.watch.portfolio import Portfolio

BLOCK = 64
"""Listed names that are looked up at once."""

_NAME_BITS, _SLOT_BITS, _FINE_BITS = 24, 6, 14
_NAME = (1 << _NAME_BITS) - 1
_QUERY_SHIFT = _NAME_BITS + _SLOT_BITS + _FINE_BITS
_PLENTY = 2
_CUT = 108
"""How alike a word and its beginning are, in parts of 127."""

_NOTHING: Array = np.empty(0, np.int64)


def matches(
    ledger: Ledger,
    portfolio: Portfolio,
    parties: Iterable[str],
    *,
    on: dt.date,
    known: dt.datetime,
    lists: Sequence[str] = (),
    threshold: float = THRESHOLD,
) -> dict[tuple[str, str], Match]:
    """Every match of a customer with one of some parties.

    Args:
        ledger: the record.
        portfolio: the customers.
        parties: slugs of the parties to hold against it; those that the record does not hold match nobody.
        on: the day whose standings are attached.
        known: the moment whose knowledge is used.
        lists: where given, only parties that stand or stood on one of these.
        threshold: least score.

    Returns:
        (key of the customer, party) → match.
    """
    with ledger.snapshot():
        held = {slug: party for slug in sorted(set(parties)) if (party := ledger.party(slug, known=known)) is not None}
        names = [name for slug in held for name in ledger.names_of(slug, known=known) if name.party == slug]
        return _judged(ledger, portfolio, held, names, on=on, known=known, lists=lists, threshold=threshold)


def _judged(
    ledger: Ledger,
    portfolio: Portfolio,
    parties: Mapping[str, Party],
    names: Sequence[PartyName],
    *,
    on: dt.date,
    known: dt.datetime,
    lists: Sequence[str],
    threshold: float,
) -> dict[tuple[str, str], Match]:
    by_name = close(portfolio, [(name.text, parties[name.party]) for name in names], threshold)
    near = [(customer, number) for number, customers in by_name for customer in customers.tolist()]
    near += _by_identifier(ledger, portfolio, names, known)
    found: dict[tuple[str, str], Match] = {}
    for customer, judged in _verdicts(ledger, portfolio, parties, names, near, known=known, threshold=threshold):
        standings = ledger.standings(judged.name.party, on, known=known, name=judged.name.text)
        if lists:
            standings = [one for one in standings if one.list_key in lists]
            if not standings:
                continue
        found[customer, judged.name.party] = Match(
            judged.score, judged.name.party, judged.party.name, judged.name.text, judged.name.name_type,
            tuple(standings), judged.explanation(),
        )  # fmt: skip
    return found


def _verdicts(
    ledger: Ledger,
    portfolio: Portfolio,
    parties: Mapping[str, Party],
    names: Sequence[PartyName],
    near: Collection[tuple[int, int]],
    *,
    known: dt.datetime,
    threshold: float,
) -> Iterator[tuple[str, Judged]]:
    """Every pair of a customer and a party that reaches the threshold."""
    wanted = {names[number].party for _, number in near}
    mine = [number for number, name in enumerate(names) if name.party in wanted]
    places = {number: place for place, number in enumerate(mine)}
    identified = [
        (slug, one) for slug in sorted(wanted) for one in ledger.particulars(slug, known=known).identifiers
    ] if bool((portfolio.given >> 3 & 1).any()) else []  # fmt: skip
    index = NameIndex.build([names[number] for number in mine], parties, identified)
    judge = Judge(index, threshold, details=lambda slug: ledger.particulars(slug, known=known))
    alone: dict[str, Judge] = {}
    by_customer: dict[int, set[int]] = defaultdict(set)
    for customer, number in near:
        by_customer[customer].add(places[number])
    for customer in sorted(by_customer):
        key, query = portfolio.row(customer)
        if not _one_word(query):
            for one in judge.judge(query, _candidates(by_customer[customer])):
                yield key, one
            continue
        # How rare a word is must not depend on which other parties happen to be looked at.
        for slug in sorted({names[mine[place]].party for place in by_customer[customer]}):
            if slug not in alone:
                own = NameIndex.build([name for name in names if name.party == slug], parties,
                                      [row for row in identified if row[0] == slug])  # fmt: skip
                alone[slug] = Judge(own, threshold, details=judge.details)
            for one in alone[slug].judge(query, _candidates(range(len(alone[slug].index)))):
                yield key, one


def _candidates(numbers: Iterable[int]) -> Candidates:
    found = np.array(sorted(numbers), np.int64)
    return Candidates(found, np.ones(len(found)))


def _one_word(query: Query) -> bool:
    """Whether a customer may be a person of whom one word is known (`Judge` has a rule for such)."""
    return query.kind in ("person", "any") and len(prepare(query.name, "person").core) == 1


def close(
    portfolio: Portfolio, names: Sequence[tuple[str, Party]], threshold: float = THRESHOLD
) -> Iterator[tuple[int, Array]]:
    """For each listed name that has any: its number, and the customers whose name may come near enough to it.

    Args:
        portfolio: the customers.
        names: listed names, each with its party.
        threshold: least score of a match.
    """
    floors = portfolio.floors(threshold)[portfolio.index.held.party] if len(portfolio) else np.empty(0)
    rows: list[tuple[int, Prepared]] = []
    for number, (text, party) in enumerate(names):
        prepared = prepare.__wrapped__(text, party.kind)
        rows += [(number, one) for one in (prepared, *prepared.alternatives)]
    found: dict[int, list[Array]] = defaultdict(list)
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        for (number, prepared), near in zip(block, _block(portfolio, [p for _, p in block], floors), strict=True):
            found[number] += [near, _by_acronym(portfolio, prepared)]
    for number, pieces in found.items():
        held = np.concatenate(pieces)
        if len(held):
            yield number, np.unique(portfolio.index.held.party[held]).astype(np.int64)


def _block(portfolio: Portfolio, prepared: Sequence[Prepared], floors: Array) -> list[Array]:
    """Numbers of the names of customers that may score enough, for each of some listed names."""
    index, asked = portfolio.index, Asked.of(len(prepared))
    # A word that a field may have cut off is looked up as it is: it is the customer's field that is short.
    cut = [[slot._replace(cut=False) for slot in slots_of(one)] for one in prepared]
    posts = _postings(portfolio, list(dict.fromkeys(slot for slots in cut for slot in slots)))
    pieces: list[Array] = []
    for number, (one, slots) in enumerate(zip(prepared, cut, strict=True)):
        asked.add(number, one, slots)
        for at, slot in enumerate(slots):
            if len(post := posts[slot]):
                pieces.append(post + (number << _QUERY_SHIFT | at << _FINE_BITS))
    if not pieces:
        return [_NOTHING] * len(prepared)
    # Two rules are about the customer's name and not the listed one: that of the rare word follows here, and that of
    # one word that stands for an organisation is left to the score.
    asked.weighty[:], asked.solid[:] = _PLENTY, 0
    keys = np.concatenate(pieces)
    keys.sort()
    pairs = keys >> (_SLOT_BITS + _FINE_BITS)
    new = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    shared = Shared.of(keys, new, pairs[new], asked)
    bound = at_most(shared, asked, index.held.weights, index.held.flags)
    lone = (index.held.flags[shared.names] & (LONE | ORGANISATION)) == LONE
    bound = np.where(lone & (shared.same > 0), np.maximum(bound, THRESHOLD), bound)
    kept = np.flatnonzero(bound >= floors[shared.names])
    ends = np.searchsorted(shared.queries[kept], np.arange(len(prepared) + 1))
    return [shared.names[kept[low:high]] for low, high in pairwise(ends.tolist())]


def _postings(portfolio: Portfolio, slots: Sequence[Slot]) -> dict[Slot, Array]:
    """What each word can say for names of customers: number of the name, how alike, and weight of its word there."""
    if not slots:
        return {}
    index = portfolio.index
    of, words, alike = index.vocabulary.near(slots)
    names, weights, lengths = index.vocabulary.postings_of(words)
    fine = np.repeat(of << _QUERY_SHIFT | (alike * 127).astype(np.int64) << 7, lengths) | weights
    whole: Array = fine | names.astype(np.int64) << (_SLOT_BITS + _FINE_BITS)
    posts = np.concatenate((whole, _cut_short(portfolio, slots)))
    posts.sort()
    heads = posts >> (_SLOT_BITS + _FINE_BITS)
    if len(posts):  # of one word and name the pair that is most alike
        posts = posts[np.flatnonzero(np.concatenate((heads[1:] != heads[:-1], [True])))]
    bounds = posts.searchsorted(np.arange(len(slots) + 1) << _QUERY_SHIFT).tolist()
    posts = posts & (1 << _QUERY_SHIFT) - 1
    return {slot: posts[low:high] for slot, (low, high) in zip(slots, pairwise(bounds), strict=True)}


def _cut_short(portfolio: Portfolio, slots: Sequence[Slot]) -> Array:
    """The same of names whose last word, cut off with the end of a field, is the beginning of a word."""
    beginnings = [
        [] if slot.joined or slot.source else [crc32(slot.text[:end].encode()) for end in range(2, len(slot.text))]
        for slot in slots
    ]
    of, names = portfolio.cut.pairs_of(beginnings)
    found: Array = of << _QUERY_SHIFT | names << (_SLOT_BITS + _FINE_BITS) | _CUT << 7 | UNIT
    return found


def _by_acronym(portfolio: Portfolio, listed: Prepared) -> Array:
    """Names of customers that the listed name is the acronym of, or that are its acronym.

    As in a screening, no person has one, and who has one looks like an organisation or is said to be one.
    """
    index = portfolio.index
    if listed.kind == "person":
        return _NOTHING
    if len(listed.core) == 1:
        names = index.acronyms.all_of([crc32(listed.core[0].text.encode())])
        full = (index.held.flags[names] & ORGANISATION > 0) | portfolio.is_kind(names, "organization")
        return names[full] if len(names) else _NOTHING
    words = index.vocabulary
    codes = words.keys.all_of([crc32(letters.encode()) for letters in listed.initials])
    exact = [n for n in codes.tolist() if any(words.is_word(n, letters) for letters in listed.initials)]
    if not exact:
        return _NOTHING
    names = words.postings_of(np.array(exact, np.int64))[0].astype(np.int64)
    return names[(index.held.flags[names] & LONE > 0) & ~portfolio.is_kind(names, "person")]


def _by_identifier(
    ledger: Ledger, portfolio: Portfolio, names: Sequence[PartyName], known: dt.datetime
) -> Iterator[tuple[int, int]]:
    """Customers that share an identifier with a party: number of the customer, and of the party's first name."""
    if not len(portfolio.index.identifiers.keys):
        return
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        first.setdefault(name.party, number)
    for slug, number in first.items():
        codes = [
            key for one in ledger.particulars(slug, known=known).identifiers if (key := identifier_key(one)) is not None
        ]
        if codes:
            rows = portfolio.index.identifiers.all_of(codes)
            for customer in np.unique(portfolio.index.held.party[rows]).tolist():
                yield customer, number

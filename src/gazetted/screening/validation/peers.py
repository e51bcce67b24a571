"""Other scorers on one small list, the same for all: OFAC's recipe (FAQ 249) and plain string likeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from gazetted.matching import ofac
from gazetted.matching.index import NameIndex
from gazetted.matching.prepared import prepare
from gazetted.matching.score import score
from gazetted.matching.scorers import DEFAULT
from gazetted.model.party import Party, PartyName
from gazetted.screening.result import Query
from gazetted.screening.validation.measure import share
from gazetted.screening.validation.result import PeerResult, ScriptResult
from gazetted.screening.validation.sample import Chosen, Spoiled, script

USUAL = 0.85
"""The threshold at which string likeness is often used."""

_FLOOR = 0.3
_LIMIT = 100

_Best = dict[str, float]
"""Slug → best score of its names."""


class Pool:
    """The Latin names of some parties, and every way to hold a name against all of them."""

    def __init__(self, chosen: Sequence[Chosen]) -> None:
        rows = [(one, text) for one in chosen for text in one.names if script(text) == "LATIN"]
        self.names = [PartyName(one.party, text, "primary") for one, text in rows]
        self.lowered = [(name.party, name.text.lower()) for name in self.names]
        self._index = NameIndex.build(self.names, {one.party: Party(one.party, one.name, one.kind) for one in chosen})

    def ours(self, query: Query) -> _Best:
        """By our own comparison, through an index of these names."""
        prepared = prepare(query.name, query.kind)
        (found,) = self._index.search([prepared], floor=_FLOOR, limit=_LIMIT)
        best: _Best = {}
        for number in found.names.tolist():
            listed = self._index.prepared(number)
            left = prepared if listed.kind == query.kind else prepare(query.name, listed.kind)
            slug = self.names[number].party
            best[slug] = max(best.get(slug, 0.0), score(left, listed))
        return best

    def ofac(self, query: Query) -> _Best:
        """By OFAC's recipe, one by one."""
        best: _Best = {}
        for name in self.names:
            best[name.party] = max(best.get(name.party, 0.0), ofac.score(query.name, name.text))
        return best

    def plain(self, likeness: Callable[[str, str], float], query: Query) -> _Best:
        """By a likeness of strings in [0, 100], one by one."""
        low = query.name.lower()
        best: _Best = {}
        for slug, text in self.lowered:
            best[slug] = max(best.get(slug, 0.0), likeness(low, text) / 100)
        return best


def side_by_side(
    pool: Pool, asked: Sequence[Spoiled], customers: Sequence[Query], threshold: float
) -> tuple[PeerResult, ...]:
    """Each scorer on the same spoiled names, the same customers and the same small list.

    Args:
        pool: the list.
        asked: spoiled names, each of a party of the list.
        customers: names of nobody on it.
        threshold: at which ours is used.
    """
    ways: tuple[tuple[str, float, Callable[[Query], _Best]], ...] = (
        (DEFAULT, threshold, pool.ours),
        ("ofac-1", USUAL, pool.ofac),
        ("rapidfuzz WRatio", USUAL, lambda query: pool.plain(fuzz.WRatio, query)),
        ("rapidfuzz token_sort_ratio", USUAL, lambda query: pool.plain(fuzz.token_sort_ratio, query)),
    )
    return tuple(_peer(name, at, way, asked, customers) for name, at, way in ways)


def _peer(
    name: str, threshold: float, way: Callable[[Query], _Best], asked: Sequence[Spoiled], customers: Sequence[Query]
) -> PeerResult:
    right = [way(one.query).get(one.chosen.party, 0.0) for one in asked]
    wrong = sorted((max(way(query).values(), default=0.0) for query in customers), reverse=True)
    return PeerResult(
        name, threshold, share(sum(value >= threshold for value in right), len(right)),
        share(sum(value >= threshold for value in wrong), len(wrong)), _recall_at(right, wrong, 0.01),
        _recall_at(right, wrong, 0.05),
    )  # fmt: skip


def _recall_at(right: Sequence[float], wrong: Sequence[float], most: float) -> float:
    """Recall above the lowest threshold that lets no more than a share of the customers through."""
    allowed = int(most * len(wrong))
    cut = wrong[allowed] if allowed < len(wrong) else 0.0
    return share(sum(value > cut for value in right), len(right))


def by_script(pool: Pool, asked: Sequence[Spoiled], threshold: float) -> tuple[ScriptResult, ...]:
    """Names in their own script against the Latin names only, script by script."""
    scripts = sorted({one.key for one in asked})
    results = []
    for name in scripts:
        mine = [one for one in asked if one.key == name]
        found = sum(pool.ours(one.query).get(one.chosen.party, 0.0) >= threshold for one in mine)
        results.append(ScriptResult(name, len(mine), found, share(found, len(mine))))
    return tuple(results)

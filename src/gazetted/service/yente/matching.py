"""Examples held against the record: candidates, the party that each is, and whether it may be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from gazetted.matching.index import LIMIT
from gazetted.matching.prepared import prepare
from gazetted.matching.sentence import sentence
from gazetted.screening.judging import Judge, Judged, floor_of
from gazetted.screening.screen import Settings
from gazetted.service.screening import Prepared
from gazetted.service.state import State
from gazetted.service.yente.entities import HOLDING, Entity, Properties, entity_of
from gazetted.service.yente.examples import Example, Looked, looked
from gazetted.service.yente.model import model

_LEAST, _TIMES, _MOST = 20, 10, 500


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which candidates are told.

    Attributes:
        lists: the lists that count; None: all.
        delisted: whether parties that stand on none of them on the day are told as well.
        topics: parties with one of these topics; empty: any.
        without_schemata: no parties of these schemata.
        without: slugs that are left out.
        changed_since: parties whose listings changed on or after this day (ISO).
    """

    lists: frozenset[str] | None = None
    delisted: bool = False
    topics: frozenset[str] = frozenset()
    without_schemata: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    changed_since: str | None = None

    def let(self, entity: Entity) -> bool:
        """Whether a party is told."""
        if entity.id in self.without or self.without_schemata & {entity.schema}:
            return False
        if self.topics and not self.topics & set(entity.topics):
            return False
        if self.changed_since and not (entity.last_change and entity.last_change >= self.changed_since):
            return False
        counted = (one for one in entity.listings if self.lists is None or one.list_key in self.lists)
        if self.delisted:
            return any(True for _ in counted)
        return any(one.status in HOLDING for one in counted)


class Feature(msgspec.Struct, frozen=True):
    """What one thing compared did to a score."""

    score: float
    detail: str | None
    query: str | None
    candidate: str | None


class Result(msgspec.Struct, frozen=True):
    """A candidate with its score."""

    id: str
    caption: str
    schema: str
    properties: Properties
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None
    score: float
    match: bool
    explanations: dict[str, Feature]
    listings: tuple[Any, ...]


class Found(msgspec.Struct, frozen=True):
    """What was found for one example: the best results, and how many reach the threshold."""

    results: tuple[Result, ...]
    matches: int


def candidates(limit: int) -> int:
    """How many parties are compared with a query, as yente counts them.

    >>> candidates(1), candidates(5), candidates(500)
    (20, 50, 500)
    """
    return max(_LEAST, min(limit * _TIMES, _MOST))


def matched(
    held: Prepared, examples: Sequence[Looked], filters: Filters, *, threshold: float, cutoff: float, limit: int
) -> list[Found]:
    """What the record holds that may be each of some examples.

    Args:
        held: state, index, day and moment.
        examples: the examples.
        filters: which candidates are told.
        threshold: score from which a candidate is called a match.
        cutoff: score from which it is told at all.
        limit: most results of an example.
    """
    ledger, settings = held.state.record.ledger, held.settings
    queries = [query for one in examples for query in one.queries]
    with ledger.snapshot():
        prepared = [prepare(query.name, query.kind) for query in queries]
        floors = [floor_of(query, cutoff) for query in queries]
        hits = (
            iter(held.index.search(prepared, floor=floors, limit=max(LIMIT, candidates(limit))))
            if queries
            else iter(())
        )
        judge = Judge(held.index, cutoff, settings.scorer, lambda slug: ledger.particulars(slug, known=settings.known))
        found = []
        for one in examples:
            best: dict[str, Judged] = {}
            for query in one.queries:
                for judged in judge.judge(query, next(hits)):
                    slug = judged.name.party
                    if slug not in best or judged.score > best[slug].score:
                        best[slug] = judged
            found.append(_found(held, one.schema, best.values(), filters, threshold, limit))
    return found


def _found(
    held: Prepared, asked: str, judged: Iterable[Judged], filters: Filters, threshold: float, limit: int
) -> Found:
    results: list[Result] = []
    matches = 0
    moment = held.settings.known or held.state.moment
    for one in sorted(judged, key=lambda row: (-row.score, row.name.party)):
        schema = model().kinds.get(
            one.party.kind
        )  # a party takes a while to tell, so that it is asked what it is first
        if schema is None or not related(asked, schema):
            continue
        entity = entity_of(held.state, one.name.party, held.settings.on, moment)
        if entity is None or not filters.let(entity):
            continue
        matches += one.score >= threshold
        if len(results) < limit:
            results.append(_result(entity, one, one.score >= threshold))
    return Found(tuple(results), matches)


def related(asked: str, schema: str) -> bool:
    """Whether an entity of a schema may be what is asked for as another: one of them must be a kind of the other.

    >>> related("Company", "Organization"), related("Person", "LegalEntity"), related("Person", "Organization")
    (True, True, False)
    """
    return asked in schema_of(schema) or schema in schema_of(asked)


def _result(entity: Entity, one: Judged, match: bool) -> Result:
    return Result(
        entity.id, entity.caption, entity.schema, entity.properties, entity.datasets, entity.referents, entity.target,
        entity.first_seen, entity.last_seen, entity.last_change, round(one.score, 4), match, features(one),
        entity.listings,
    )  # fmt: skip


def features(one: Judged) -> dict[str, Feature]:
    """Why a candidate has its score, feature by feature; what did nothing and says nothing is left out."""
    explained = one.explanation()
    by_name = round(max(0.0, min(1.0, one.score - sum(each.effect for each in explained.qualifiers))), 4)
    found = {"name_match": Feature(by_name, sentence(one.score, explained), one.query.raw, one.name.text)}
    for each in explained.qualifiers:
        found[f"{each.what.replace(' ', '_')}_match"] = Feature(each.effect, None, each.query, each.listed)
    return {name: feature for name, feature in found.items() if feature.score or feature.detail}


def rehearse(state: State) -> None:
    """Match once, so that the tables which a first match reads are there when somebody asks."""
    example = Example(
        entity_schema="Person", properties={"name": ["Nobody Atall"], "birthDate": ["1900"], "nationality": ["Malta"]}
    )
    held = Prepared(state, state.index, Settings(state.moment.date(), state.moment), {})
    matched(held, [looked(example)], Filters(), threshold=0.7, cutoff=0.5, limit=5)


def described_features() -> Mapping[str, str]:
    """Name of each feature → what it says."""
    return {
        "name_match": "Likeness of the name that was asked and the listed name that met it, word by word.",
        "birth_date_match": "Birth dates that confirm or contradict.",
        "country_match": "Countries that confirm or contradict.",
        "kind_match": "A person is no vessel: kinds that contradict.",
        "identifier_match": "Numbers of papers, companies and vessels that confirm or contradict.",
        "gender_match": "Gender that confirms or contradicts.",
        "rare_name_match": "A family name that hardly anyone else bears stands for the whole name.",
        "weak_alias_match": "A weak alias is no match by itself.",
    }


def schema_of(name: str) -> tuple[str, ...]:
    """All schemata that a party of some schema is one of."""
    held = model().schema.get(name)
    return held.within if held else (name,)

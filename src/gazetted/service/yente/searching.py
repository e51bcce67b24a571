"""Parties whose names hold the words that were asked: for a box in which somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gazetted.matching.compare import explain
from gazetted.matching.comparison import TokenMatch
from gazetted.matching.index import NameIndex
from gazetted.matching.prepared import Prepared as Name
from gazetted.matching.prepared import prepare
from gazetted.matching.score import score
from gazetted.service.engine import Engine
from gazetted.service.screening import Prepared
from gazetted.service.yente.entities import Entity, entity_of
from gazetted.service.yente.matching import Filters, schema_of
from gazetted.service.yente.model import tables
from gazetted.sources.countries import country_code

MOST = 500
"""Names that are looked at for a search."""

_FLOOR = 0.2
_BEGUN = 3
_ALIKE = 0.88
"""Likeness from which a word is taken for the one that was typed."""


async def searched(
    engine: Engine, held: Prepared, text: str, filters: Filters, *, schema: str, fuzzy: bool, most: int = MOST
) -> list[Entity]:
    """The parties that a text may mean, best first; without a text, those of the lists asked, by number.

    Args:
        engine: the engine.
        held: state, index, day and moment.
        text: what was typed.
        filters: which parties are told.
        schema: the schema that they are one of.
        fuzzy: whether it is enough that half of the words are found.
        most: most parties.
    """
    if text.strip():
        slugs: Iterable[str] = await engine.screen(_slugs, held.index, text, fuzzy)
    else:
        slugs = _all(held.index, filters)
    return await engine.ask(_told, held, slugs, filters, schema, most)


def _told(held: Prepared, slugs: Iterable[str], filters: Filters, schema: str, most: int) -> list[Entity]:
    """The parties that may be told."""
    moment = held.settings.known or held.state.moment
    found: list[Entity] = []
    with held.state.record.ledger.snapshot():
        for slug in slugs:
            entity = entity_of(held.state, slug, held.settings.on, moment)
            if entity is not None and schema in schema_of(entity.schema) and filters.let(entity):
                found.append(entity)
                if len(found) >= most:
                    break
    return found


def _slugs(index: NameIndex, text: str, fuzzy: bool) -> Sequence[str]:
    query = prepare(text, "any")
    (candidates,) = index.search([query], floor=_FLOOR, limit=MOST)
    best: dict[int, tuple[float, float]] = {}
    for number in candidates.names.tolist():
        listed = index.prepared(number)
        share = _share(query, listed)
        if share < (0.5 if fuzzy else 1.0):
            continue
        party = int(index.held.party[number])
        rank = (share, score(query, listed))
        if party not in best or rank > best[party]:
            best[party] = rank
    ranked = sorted(best, key=lambda party: (-best[party][0], -best[party][1], party))
    return [index.party(party).party for party in ranked]


def _share(query: Name, listed: Name) -> float:
    """The part of a query's words that a name holds."""
    tokens = [token for token in explain(query, listed).tokens if token.query is not None]
    return sum(map(_meets, tokens)) / len(tokens) if tokens else 0.0


def _meets(token: TokenMatch) -> bool:
    """Whether a word that was typed, or begun, is the listed one."""
    if token.query is None or token.listed is None:
        return False
    return token.similarity >= _ALIKE or (len(token.query) >= _BEGUN and token.listed.startswith(token.query))


def _all(index: NameIndex, filters: Filters) -> Iterable[str]:
    """Every party with a name on one of the lists, by number."""
    groups = index.held.list_groups
    of_lists = np.array([filters.lists is None or bool(filters.lists & set(group)) for group in groups])
    parties = np.unique(index.held.party[of_lists[index.held.carriers]])
    return (index.party(int(number)).party for number in parties)


def facets(found: Iterable[Entity], names: Iterable[str], titles: Mapping[str, str]) -> dict[str, Any]:
    """How many of the parties there are of each country, topic and dataset."""
    rows = list(found)
    counts: dict[str, tuple[str, Counter[str]]] = {
        "countries": ("Countries", Counter(code for one in rows for code in countries(one))),
        "topics": ("Topics", Counter(topic for one in rows for topic in one.topics)),
        "datasets": ("Data sources", Counter(key for one in rows for key in one.datasets)),
        "schema": ("Types", Counter(one.schema for one in rows)),
    }
    labels = {**titles, **tables().topic_labels}
    return {
        name: {
            "label": counts[name][0],
            "values": [
                {"name": value, "label": labels.get(value, value), "count": count}
                for value, count in counts[name][1].most_common(50)
            ],
        }
        for name in names
        if name in counts
    }


def countries(entity: Entity) -> set[str]:
    """The countries that a party is tied to, in small letters."""
    held = (value for name in ("nationality", "country", "flag") for value in entity.properties.get(name, ()))
    return {(country_code(value) or value).lower() for value in held if isinstance(value, str)}

"""Parties whose names hold the words that were asked: for a box in which somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from gazetted.matching.beginnings import SHORTEST, beginning
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


class Searched(NamedTuple):
    """What a search found: parties, best first, and whether there may be more."""

    entities: list[Entity]
    more: bool


async def searched(
    engine: Engine, held: Prepared, text: str, filters: Filters, *, schema: str, fuzzy: bool, most: int = MOST
) -> Searched:
    """The parties that a text may mean, best first; without a text, those of the lists asked, by number.

    Args:
        engine: the engine.
        held: state, index, day and moment.
        text: what was typed.
        filters: which parties are told.
        schema: the schema that they are one of.
        fuzzy: whether it is enough that half of the words are found.
        most: most parties.

    The last word that was typed, and each that ends with `*`, may be the beginning of one.
    """
    if text.strip():
        slugs, more = await engine.screen(_slugs, held.index, text, fuzzy)
    else:
        slugs, more = _all(held.index, filters), False
    found = await engine.ask(_told, held, slugs, filters, schema, most)
    return Searched(found, more or len(found) >= most)


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


def _slugs(index: NameIndex, text: str, fuzzy: bool) -> tuple[Iterable[str], bool]:
    """Slugs, best first, and whether more names begin so than were looked at."""
    query = prepare(text.replace("*", " "), "any")
    (candidates,) = index.search([query], floor=_FLOOR, limit=MOST)
    whole = {number: _share(query, index.prepared(number)) for number in candidates.names.tolist()}
    begun, more = beginning(index, _begun_words(query), most=MOST)
    best: dict[int, tuple[float, float]] = {}
    for number in {**whole, **dict.fromkeys(begun.tolist())}:
        share = max(whole.get(number, 0.0), _beginnings(query, text, index.prepared(number)))
        if share < (0.5 if fuzzy else 1.0):
            continue
        party = int(index.held.party[number])
        rank = (share, score(query, index.prepared(number)))
        if party not in best or rank > best[party]:
            best[party] = rank
    ranked = sorted(best, key=lambda party: (-best[party][0], -best[party][1], party))
    return [index.party(party).party for party in ranked], more


def _begun_words(query: Name) -> list[str]:
    """The words of a query that names are looked up by where words may be beginnings."""
    core = [word.text for word in query.words if word.part == "core"]
    return core or [word.text for word in query.words]


def _beginnings(query: Name, text: str, listed: Name) -> float:
    """The part of a query's words that a name holds, the last and those with a star as beginnings of its words."""
    starred = {"".join(one.casefold().split("*")) for one in text.split() if "*" in one}
    held = [word.text for word in listed.words]
    words = query.words
    met = sum(
        word.text in held
        or (
            (word is words[-1] or word.text in starred or word.source in starred)
            and len(word.text) >= SHORTEST
            and any(one.startswith(word.text) for one in held)
        )
        for word in words
    )
    return met / len(words) if words else 0.0


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
    if not groups:  # nothing had been told by the moment that was asked for
        return ()
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

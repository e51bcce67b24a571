"""`GET /search/{dataset}`: parties by words of their names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.parameters import Day, Moment, Since, described, lenient
from gazetted.service.problems import ProblemError
from gazetted.service.screening import Asked, prepared
from gazetted.service.yente.datasets import scope
from gazetted.service.yente.entities import Entity
from gazetted.service.yente.matching import Filters, schema_of
from gazetted.service.yente.model import model
from gazetted.service.yente.searching import MOST, countries, facets, searched

_ANSWER = {JSON: {"type": "object", "description": "See docs/reference/http.md."}}
_SORTS = ("first_seen", "last_seen", "last_change", "caption", "id")

router = APIRouter(tags=["yente"], dependencies=[Depends(needs("read"))])


Several = Annotated[tuple[str, ...], Meta(max_length=200)]


class Parameters(msgspec.Struct, frozen=True):
    """The parameters of a search.

    Attributes:
        q: words of a name, the last of which, and each that ends with `*`, may be begun; empty: every entity.
        entity_schema: only entities of this schema.
        include_dataset: only these datasets; may be repeated.
        exclude_dataset: not these datasets; may be repeated.
        exclude_schema: no entities of this schema; may be repeated.
        changed_since: only entities whose listings changed since.
        countries: only entities tied to one of these countries; may be repeated.
        topics: only entities with one of these topics; may be repeated.
        datasets: only entities of these lists; may be repeated.
        filters: a filter as `field:value`, of properties, `schema` or `datasets`; may be repeated.
        limit: most results.
        offset: how many are left out first.
        sort: `caption`, `first_seen`, `last_seen`, `last_change`, each with `:desc` or `:asc`; may be repeated.
        target: deprecated: only entities that are on a list on the day, or are not.
        fuzzy: whether it is enough that half of the words are found.
        simple: taken and not used: there is no query language.
        facets: `countries`, `topics`, `datasets`, `schema`; may be repeated.
        filter_op: whether one filter is enough (OR) or all must hold (AND).
        as_of: the day whose law is asked, as 2024-12-09. Default: today. An addition to yente.
        known_at: answer with what the record had been told by then. Default: all. An addition to yente.
        delisted: also entities that are on no list any more on that day. An addition to yente.
    """

    q: Annotated[str, Meta(max_length=1000)] = ""
    entity_schema: str = msgspec.field(default="Thing", name="schema")
    include_dataset: Several = ()
    exclude_dataset: Several = ()
    exclude_schema: Several = ()
    changed_since: Since | None = None
    countries: Several = ()
    topics: Several = ()
    datasets: Several = ()
    filters: Several = msgspec.field(default=(), name="filter")
    limit: Annotated[int, Meta(ge=0, le=500)] = 10
    offset: Annotated[int, Meta(ge=0, le=9499)] = 0
    sort: Annotated[tuple[str, ...], Meta(max_length=10)] = ()
    target: bool | None = None
    fuzzy: bool = False
    simple: bool = False
    facets: Several = ("countries", "topics", "datasets")
    filter_op: Annotated[str, Meta(pattern="^(OR|AND)$")] = "OR"
    as_of: Day | None = None
    known_at: Moment | None = None
    delisted: bool = False


@router.get("/search/{dataset}", summary="Search entities", openapi_extra=described(params=Parameters, gives=_ANSWER))
async def search(request: Request, dataset: str) -> Response:
    """Entities by words of their names; to find out whether somebody is listed, use `match`."""
    asked, engine = lenient(request, Parameters), service_of(request).engine
    call_of(request).verb = "search"
    if not model().known(asked.entity_schema):
        raise ProblemError(400, "Invalid schema")
    held = await engine.ask(prepared, engine, Asked(asked.as_of, asked.known_at))
    filters = Filters(
        lists=scope(dataset, asked.include_dataset, asked.exclude_dataset, held.state.infos),
        delisted=asked.delisted or asked.target is False,
        topics=frozenset(asked.topics),
        without_schemata=frozenset(asked.exclude_schema),
        changed_since=asked.changed_since.replace(" ", "T") if asked.changed_since else None,
    )
    most = MOST if asked.q.strip() or asked.sort else asked.offset + asked.limit + 1
    found = await searched(engine, held, asked.q, filters, schema=asked.entity_schema, fuzzy=asked.fuzzy, most=most)
    rows = _sorted([one for one in found.entities if _let(one, asked)], asked.sort)
    if asked.q.strip():
        what = {"dataset": dataset[:100], "query": asked.q, "names": len(rows), "found": [one.id for one in rows[:3]]}
        await noted(request, "search", str(held.block["digest"]), what)
    titles = {key: info.title for key, info in held.state.infos.items()}
    return answered(
        {
            "results": rows[asked.offset : asked.offset + asked.limit],
            "facets": facets(rows, asked.facets, titles),
            "total": {"value": len(rows), "relation": "gte" if found.more else "eq"},
            "limit": asked.limit,
            "offset": asked.offset,
            "record": held.block,
            "as_of": held.settings.on.isoformat(),
        }
    )


def _let(entity: Entity, asked: Parameters) -> bool:
    if asked.target is not None and entity.target != asked.target:
        return False
    if asked.countries and not {one.lower() for one in asked.countries} & countries(entity):
        return False
    if asked.datasets and not set(asked.datasets) & set(entity.datasets):
        return False
    rows = [_holds(entity, *row.partition(":")[::2]) for row in asked.filters]
    return not rows or (any(rows) if asked.filter_op == "OR" else all(rows))


def _holds(entity: Entity, name: str, value: str) -> bool:
    if name == "schema":
        return value in schema_of(entity.schema)
    if name == "datasets":
        return value in entity.datasets
    if name == "countries":
        return value.lower() in countries(entity)
    return value in entity.properties.get(name.removeprefix("properties."), ())


def _sorted(rows: list[Entity], sorts: Sequence[str]) -> list[Entity]:
    for sort in reversed(sorts):
        name, _, way = sort.partition(":")
        if name not in _SORTS:
            raise ProblemError(400, f"Cannot sort by {name[:60]!r}: sort by one of {', '.join(_SORTS)}.")
        rows = sorted(rows, key=partial(_text_of, name), reverse=way == "desc")
    return rows


def _text_of(name: str, entity: Entity) -> str:
    return str(getattr(entity, name) or "")

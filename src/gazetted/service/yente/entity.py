"""`GET /entities/{id}` and what lies next to an entity."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gazetted.inquiry import as_day, as_moment
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.engine import Engine
from gazetted.service.parameters import Day, Moment, described, lenient
from gazetted.service.problems import ProblemError
from gazetted.service.yente.entities import Entity, entity_of, sanctions

_SANCTIONS = "sanctions"
_ANSWER = {JSON: {"type": "object", "description": "An entity of the FollowTheMoney model."}}

router = APIRouter(tags=["yente"], dependencies=[Depends(needs("read"))])


class Parameters(msgspec.Struct, frozen=True):
    """How an entity is told.

    Attributes:
        nested: with its listings as entities of their own.
        as_of: the day whose law is asked, as 2024-12-09. Default: today. An addition to yente.
        known_at: answer with what the record had been told by then. Default: all. An addition to yente.
    """

    nested: bool = True
    as_of: Day | None = None
    known_at: Moment | None = None


class Adjacent(msgspec.Struct, frozen=True):
    """Which of the entities next to one are told.

    Attributes:
        limit: most of them.
        offset: how many are left out first.
        sort: taken and not used: listings come in the order of their lists.
        as_of: the day whose law is asked, as 2024-12-09. Default: today. An addition to yente.
        known_at: answer with what the record had been told by then. Default: all. An addition to yente.
    """

    limit: Annotated[int, Meta(ge=0, le=500)] = 10
    offset: Annotated[int, Meta(ge=0, le=9499)] = 0
    sort: tuple[str, ...] = ()
    as_of: Day | None = None
    known_at: Moment | None = None


# An id may hold slashes, so that the longer addresses are tried first.


@router.get(
    "/entities/{entity_id:path}/adjacent/{property_name}",
    summary="Next to an entity, by one property",
    openapi_extra=described(params=Adjacent, gives=_ANSWER),
)
async def adjacent_by(request: Request, entity_id: str, property_name: str) -> Response:
    """The entities to which one property leads."""
    asked, engine = lenient(request, Adjacent), service_of(request).engine
    call_of(request).verb = "entity"
    found = await engine.ask(_fetched, engine, entity_id, asked.as_of, asked.known_at)
    if property_name != _SANCTIONS:
        raise ProblemError(
            404, f"There is no property {property_name[:60]!r} that leads to entities: only {_SANCTIONS} does."
        )
    return answered(_page(engine, found, asked))


@router.get(
    "/entities/{entity_id:path}/adjacent",
    summary="Next to an entity",
    openapi_extra=described(params=Adjacent, gives=_ANSWER),
)
async def adjacent(request: Request, entity_id: str) -> Response:
    """An entity, and its listings as entities."""
    asked, engine = lenient(request, Adjacent), service_of(request).engine
    call_of(request).verb = "entity"
    found = await engine.ask(_fetched, engine, entity_id, asked.as_of, asked.known_at)
    return answered({"entity": found, "adjacent": {_SANCTIONS: _page(engine, found, asked)}})


@router.get(
    "/entities/{entity_id:path}", summary="An entity", openapi_extra=described(params=Parameters, gives=_ANSWER)
)
async def fetch(request: Request, entity_id: str) -> Response:
    """An entity by its id. The id of an entry (`us.sdn:38499`), or one that was joined, leads to the entity (308)."""
    asked, engine = lenient(request, Parameters), service_of(request).engine
    call_of(request).verb = "entity"
    found = await engine.ask(_fetched, engine, entity_id, asked.as_of, asked.known_at)
    if found.id != entity_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/entities/{quote(found.id, safe='')}{query}", 308)
    return answered(_nested(engine, found) if asked.nested else found)


def _fetched(engine: Engine, entity_id: str, as_of: str | None, known_at: str | None) -> Entity:
    """The entity that an id means.

    Raises:
        ProblemError: there is none (404).
    """
    state = engine.state
    ledger = state.record.ledger
    on: dt.date = as_day(as_of) or engine.clock().date()
    moment = as_moment(known_at) or state.moment
    with ledger.snapshot():
        own = ledger.slug(entity_id, known=moment)
        slug = ledger.slugs(own, known=moment)[0] if own else None
        found = entity_of(state, slug, on, moment) if slug else None
    if found is None:
        raise ProblemError(404, "No such entity!")
    return found


def _nested(engine: Engine, entity: Entity) -> Entity:
    properties = {**entity.properties, _SANCTIONS: sanctions(entity, engine.state.infos)}
    return msgspec.structs.replace(entity, properties=properties)


def _page(engine: Engine, entity: Entity, asked: Adjacent) -> dict[str, Any]:
    rows = sanctions(entity, engine.state.infos)
    return {
        "results": rows[asked.offset : asked.offset + asked.limit], "total": {"value": len(rows), "relation": "eq"},
        "limit": asked.limit, "offset": asked.offset,
    }  # fmt: skip

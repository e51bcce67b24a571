"""`/reconcile/{dataset}`: the reconciliation service of OpenRefine (https://reconciliation-api.github.io/specs/0.2/)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qs

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.engine import Engine
from gazetted.service.parameters import Day, Moment, Since, described, lenient
from gazetted.service.problems import ProblemError
from gazetted.service.screening import Asked, prepared
from gazetted.service.yente import match, preview
from gazetted.service.yente.datasets import lists_of, scope
from gazetted.service.yente.entities import Entity, entity_of
from gazetted.service.yente.examples import Example, looked
from gazetted.service.yente.matching import Filters, Result, schema_of
from gazetted.service.yente.model import model
from gazetted.service.yente.searching import searched

_MAX_BATCH = 100
_OK = {"code": "/api/status/ok", "status": "200 OK"}
_MOST_FORM = 4_000_000
_FORM = {"type": "object", "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}}}
_ANSWER = {JSON: {"type": "object", "description": "See docs/reference/http.md."}}

router = APIRouter(tags=["yente"], dependencies=[Depends(needs("screen"))])


class PropertyValue(msgspec.Struct, frozen=True):
    """A property that a query of OpenRefine gives."""

    pid: str
    v: Any


class ReconQuery(msgspec.Struct, frozen=True):
    """A query of OpenRefine."""

    query: str | None = None
    type: str | tuple[str, ...] | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 5
    properties: tuple[PropertyValue, ...] = ()


class ExtendSettings(msgspec.Struct, frozen=True):
    """How a column is filled: at most so many values (0: all), read by people (`caption`) or machines (`raw`)."""

    limit: int = 0
    render: str = "caption"


class ExtendProperty(msgspec.Struct, frozen=True):
    """A column to fill."""

    id: str
    settings: ExtendSettings = ExtendSettings()


class Extend(msgspec.Struct, frozen=True):
    """Rows and columns to fill."""

    ids: tuple[str, ...]
    properties: tuple[ExtendProperty, ...] = ()


class How(msgspec.Struct, frozen=True):
    """How queries are answered.

    Attributes:
        algorithm: `best`, or a scorer by its name.
        changed_since: only entities whose listings changed since.
        as_of: the day whose law is asked, as 2024-12-09. Default: today. An addition to yente.
        known_at: answer with what the record had been told by then. Default: all. An addition to yente.
    """

    algorithm: str = "best"
    changed_since: Since | None = None
    as_of: Day | None = None
    known_at: Moment | None = None


class Prefix(msgspec.Struct, frozen=True):
    """What was typed so far.

    Attributes:
        prefix: the beginning of a word.
        limit: most suggestions.
        cursor: how many are left out first.
    """

    prefix: Annotated[str, Meta(max_length=500)] = ""
    limit: Annotated[int, Meta(ge=1, le=500)] = 10
    cursor: Annotated[int, Meta(ge=0, le=9499)] = 0


@router.get("/reconcile/{dataset}", summary="Reconciliation manifest", openapi_extra=described(gives=_ANSWER))
async def manifest(request: Request, dataset: str) -> Response:
    """What OpenRefine wants to know before it asks."""
    call_of(request).verb = "reconcile"
    lists_of(dataset, service_of(request).engine.state.infos)
    base = str(request.base_url).rstrip("/")
    service, keys = f"{base}/reconcile/{dataset}", f"?{request.url.query}" if request.url.query else ""
    suggest = {
        what: {"service_url": service, "service_path": f"/suggest/{what}{keys}"}
        for what in ("entity", "type", "property")
    }
    choices = [{"id": "caption", "name": "For people"}, {"id": "raw", "name": "For machines"}]
    return answered(
        {
            "versions": ["0.2"],
            "name": f"{dataset} (gazetted)",
            "identifierSpace": _space(request),
            "schemaSpace": "https://followthemoney.tech/explorer/schemata/",
            "batchSize": 3,
            "view": {"url": f"{base}/entities/{{{{id}}}}"},
            "preview": {
                "url": f"{service}/preview?id={{{{id}}}}{keys.replace('?', '&', 1)}",
                "width": preview.WIDTH,
                "height": preview.HEIGHT,
            },
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": service, "service_path": f"/extend/property{keys}"},
                "property_settings": [
                    {
                        "name": "limit",
                        "label": "Limit",
                        "type": "number",
                        "default": 0,
                        "help_text": "Most values of a row; 0: all.",
                    },
                    {
                        "name": "render",
                        "label": "Form of values",
                        "type": "select",
                        "default": "caption",
                        "choices": choices,
                        "help_text": "Names of countries, or their codes.",
                    },
                ],
            },
            "defaultTypes": [_type(name) for name in model().schema],
        }
    )


@router.post(
    "/reconcile/{dataset}",
    summary="Reconciliation queries",
    openapi_extra=described(params=How, takes={"application/x-www-form-urlencoded": _FORM}, gives=_ANSWER),
)
async def reconcile(request: Request, dataset: str) -> Response:
    """Names of a table, matched a few rows at a time; or columns filled for rows that were matched (`extend`)."""
    call_of(request).verb = "reconcile"
    engine = service_of(request).engine
    fields = await _form(request)
    how = lenient(request, How)
    if fields.get("extend", "").strip():
        asked = _decoded(fields["extend"], Extend)
        answer = await engine.ask(_extended, engine, asked, how)
        return answered(answer, {"x-batch-size": str(len(asked.ids))})
    queries = _decoded(fields.get("queries", ""), dict[str, ReconQuery])
    found = await _reconciled(request, dataset, queries, how)
    return answered(found, {"x-batch-size": str(len(found))})


async def _reconciled(
    request: Request, dataset: str, queries: Mapping[str, ReconQuery], how: How
) -> dict[str, dict[str, Any]]:
    if len(queries) > _MAX_BATCH:
        raise ProblemError(400, f"Too many queries in one batch (limit: {_MAX_BATCH})")
    engine = service_of(request).engine
    scorer, _ = match.algorithm(how.algorithm, {}, {})
    lists_of(dataset, engine.state.infos)
    answer: dict[str, dict[str, Any]] = {}
    for key, query in queries.items():
        parameters = match.Parameters(
            limit=query.limit, changed_since=how.changed_since, as_of=how.as_of, known_at=how.known_at, cutoff=0.5
        )
        examples = [looked(_example(query))]
        held, found = await match.find(engine, dataset, examples, parameters, scorer)
        await match.note(request, held, dataset, examples, found)
        named = preview.looks_like_id(query.query or "", _space(request))
        own = await engine.ask(preview.by_id, held, named) if named else None
        rows = [_candidate(one, one.score, match=one.match) for one in found[0].results if one.id != (own and own.id)]
        if own is not None and lists_of(dataset, held.state.infos) & {one.list_key for one in own.listings}:
            rows = [_candidate(own, 1.0, match=True), *({**row, "match": False} for row in rows)]
        answer[key] = {"result": rows[: query.limit]}
    return answer


def _candidate(one: Entity | Result, score: float, *, match: bool) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.caption, "description": model().schema[one.schema].label,
        "type": [_type(one.schema)], "score": score, "match": match,
    }  # fmt: skip


def _space(request: Request) -> str:
    """The address that ids stand under."""
    return f"{str(request.base_url).rstrip('/')}/entities/"


def _example(query: ReconQuery) -> Example:
    types = (query.type,) if isinstance(query.type, str) else query.type or ()
    properties: dict[str, Any] = {"name": [query.query]} if query.query else {}
    for one in query.properties:
        properties.setdefault(one.pid.rpartition(":")[2], []).extend(one.v if isinstance(one.v, list) else [one.v])
    return Example(entity_schema=types[0] if types else "Thing", properties=properties)


def _extended(engine: Engine, asked: Extend, how: How) -> dict[str, Any]:
    """Rows with the values of columns."""
    if len(asked.ids) > _MAX_BATCH:
        raise ProblemError(400, f"Too many queries in one batch (limit: {_MAX_BATCH})")
    held = prepared(engine, Asked(how.as_of, how.known_at))
    moment = held.settings.known or held.state.moment
    known = [one for one in asked.properties if one.id.rpartition(":")[2] in model().properties]
    meta = [
        {"id": one.id.rpartition(":")[2], "name": model().properties[one.id.rpartition(":")[2]][1]} for one in known
    ]
    rows: dict[str, dict[str, Any]] = {}
    for one in asked.ids:
        entity = entity_of(held.state, one, held.settings.on, moment)
        rows[one] = {column.id: _cells(entity, column) for column in known} if entity is not None else {}
    return {"meta": meta, "rows": rows}


def _cells(entity: Entity, column: ExtendProperty) -> list[dict[str, str]]:
    values = [str(value) for value in entity.properties.get(column.id.rpartition(":")[2], ())]
    kept = values[: column.settings.limit] if column.settings.limit > 0 else values
    return [{"str": value} for value in kept]


@router.get(
    "/reconcile/{dataset}/suggest/entity",
    summary="Suggest entities",
    openapi_extra=described(params=Prefix, gives=_ANSWER),
)
async def suggest_entity(request: Request, dataset: str) -> Response:
    """Entities whose names hold the words typed so far."""
    asked, engine = lenient(request, Prefix), service_of(request).engine
    call_of(request).verb = "reconcile"
    held = await engine.ask(prepared, engine, Asked())
    filters = Filters(lists=scope(dataset, (), (), held.state.infos))
    text = asked.prefix.strip()
    found = (await searched(engine, held, text, filters, schema="Thing", fuzzy=False)).entities if text else []
    result = [
        {
            "id": one.id,
            "name": one.caption,
            "description": model().schema[one.schema].label,
            "type": [_type(one.schema)],
        }
        for one in found[asked.cursor : asked.cursor + asked.limit]
    ]
    what = {"dataset": dataset[:100], "text": text, "found": len(found)}
    await noted(request, "suggest", held.state.digest, what)
    return answered({**_OK, "prefix": asked.prefix, "result": result})


@router.get(
    "/reconcile/{dataset}/suggest/property",
    summary="Suggest properties",
    openapi_extra=described(params=Prefix, gives=_ANSWER),
)
async def suggest_property(request: Request, dataset: str) -> Response:
    """Properties whose name or label holds what was typed so far."""
    asked = lenient(request, Prefix)
    call_of(request).verb = "reconcile"
    lists_of(dataset, service_of(request).engine.state.infos)
    result = [
        {"id": f"{schema}:{name}", "name": label, "description": None}
        for name, (schema, label) in model().properties.items()
        if _begun(asked.prefix, name, label)
    ]
    return answered({**_OK, "prefix": asked.prefix, "result": result[asked.cursor : asked.cursor + asked.limit]})


@router.get(
    "/reconcile/{dataset}/suggest/type", summary="Suggest types", openapi_extra=described(params=Prefix, gives=_ANSWER)
)
async def suggest_type(request: Request, dataset: str) -> Response:
    """Schemata whose name or label begins as was typed so far."""
    asked = lenient(request, Prefix)
    call_of(request).verb = "reconcile"
    lists_of(dataset, service_of(request).engine.state.infos)
    result = [_type(name) for name, one in model().schema.items() if _begun(asked.prefix, name, one.label, one.plural)]
    return answered({**_OK, "prefix": asked.prefix, "result": result[asked.cursor : asked.cursor + asked.limit]})


class Columns(msgspec.Struct, frozen=True):
    """Which columns are proposed.

    Attributes:
        type: for entities of this schema.
        limit: most columns.
    """

    type: str = "Thing"
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


@router.get(
    "/reconcile/{dataset}/extend/property",
    summary="Columns that can be filled",
    openapi_extra=described(params=Columns, gives=_ANSWER),
)
async def extend_property(request: Request, dataset: str) -> Response:
    """The columns that can be filled for entities of a schema."""
    asked = lenient(request, Columns)
    call_of(request).verb = "reconcile"
    lists_of(dataset, service_of(request).engine.state.infos)
    within = schema_of(asked.type)
    rows = [{"id": name, "name": label} for name, (schema, label) in model().properties.items() if schema in within]
    return answered({"limit": asked.limit, "type": asked.type, "properties": rows[: asked.limit]})


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; a form in parts is read by the framework, a plain one here."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        try:
            async with request.form(max_files=0, max_fields=5, max_part_size=_MOST_FORM) as form:
                return {name: value for name, value in form.items() if isinstance(value, str)}
        except ProblemError:
            raise
        except Exception as error:  # the parser of forms raises what it pleases
            raise ProblemError(400, "The form cannot be read.") from error
    data = (await request.body()).decode("utf-8", "replace")
    try:
        return {name: values[0] for name, values in parse_qs(data, max_num_fields=20).items()}
    except ValueError:
        raise ProblemError(400, "The form cannot be read.") from None


def _decoded(text: str, shape: Any) -> Any:
    try:
        return msgspec.json.decode(text.encode(), type=shape)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ProblemError(400, f"The queries cannot be read ({error}).") from None


def _begun(prefix: str, *words: str) -> bool:
    """Whether a word of one of several texts begins as was typed; nothing typed is no beginning."""
    typed = prefix.strip().casefold()
    return bool(typed) and any(part.startswith(typed) for word in words for part in _parts(word))


def _parts(text: str) -> list[str]:
    low = text.casefold()
    return [low, *low.replace("(", " ").split()]


def _type(schema: str) -> dict[str, str]:
    held = model().schema[schema]
    return {"id": schema, "name": held.plural, "description": held.description}

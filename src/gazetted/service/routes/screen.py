"""`screen`: one name, several, or a file of them."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta, field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gazetted.model.party import Kind
from gazetted.screening.result import Query, Screening
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.parameters import Day, Keys, Moment, Name, PartialDay, Threshold, body, described, query
from gazetted.service.problems import ProblemError
from gazetted.service.screening import Asked, Prepared, checked, prepared, screen_all
from gazetted.service.uploads import answers_of, kept_upload

_ANSWER = {JSON: {"type": "object", "description": "As `screen --json` prints it: see docs/reference/json.md."}}
_LINES = {
    "application/x-ndjson": {"type": "string", "description": "One JSON object a line; see docs/reference/http.md."}
}
_FILE = {"type": "string", "description": "Rows of names, with a header in CSV."}

Limit = Annotated[int, Meta(ge=1, le=500)]

router = APIRouter(prefix="/v1", tags=["Screening"], dependencies=[Depends(needs("screen"))])


class One(msgspec.Struct, frozen=True):
    """A name, or several of which the same is known.

    Attributes:
        name: the name; may be repeated.
        kind: what it is thought to be.
        born: birth date, as 1982, 1982-10 or 1982-10-29.
        country: ISO code or name of a country.
        ids: an identifier, as passport:1234; may be repeated.
        gender: f or m.
        on: the day whose law is asked, as 2024-12-09. Default: today.
        known: answer with what the record had been told by then. Default: all.
        lists: only this list, such as us.fto; may be repeated.
        threshold: lowest score to show.
        limit: most candidates for a name.
        scorer: how names are compared.
    """

    name: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=100)]
    kind: Kind = "any"
    born: PartialDay | None = None
    country: Annotated[str, Meta(max_length=200)] | None = None
    ids: Annotated[tuple[str, ...], Meta(max_length=50)] = field(default=(), name="id")
    gender: Annotated[str, Meta(max_length=20)] | None = None
    on: Day | None = None
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")
    threshold: Threshold = 0.7
    limit: Limit = 10
    scorer: str | None = None


class Many(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names in the body of a request.

    Attributes:
        queries: the names, each with what else is known of its bearer.
        on: the day whose law is asked.
        known: answer with what the record had been told by then.
        lists: only these lists.
        threshold: lowest score to show.
        limit: most candidates for a name.
        scorer: how names are compared.
    """

    queries: Annotated[tuple[Query, ...], Meta(min_length=1)]
    on: Day | None = None
    known: Moment | None = None
    lists: Keys = ()
    threshold: Threshold = 0.7
    limit: Limit = 10
    scorer: str | None = None


class Rows(msgspec.Struct, frozen=True):
    """How a file of names is screened.

    Attributes:
        on: the day whose law is asked, as 2024-12-09. Default: today.
        known: answer with what the record had been told by then. Default: all.
        lists: only this list, such as us.fto; may be repeated.
        threshold: lowest score to show.
        limit: most candidates for a name.
        scorer: how names are compared.
        mapping: the column that holds a field, as name=Client; may be repeated.
        hits: only rows with a match.
        progress: a line of progress after so many rows; 0: none.
    """

    on: Day | None = None
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")
    threshold: Threshold = 0.7
    limit: Limit = 10
    scorer: str | None = None
    mapping: Annotated[tuple[str, ...], Meta(max_length=20)] = field(default=(), name="map")
    hits: bool = False
    progress: Annotated[int, Meta(ge=0)] = 0


_MANY = msgspec.json.Decoder(Many)


@router.get("/screen", summary="Screen a name", openapi_extra=described(params=One, gives=_ANSWER))
async def screen(request: Request) -> Response:
    """Whether a name is listed: where, under which name, on that day. A match is a candidate, never a finding."""
    one = query(request, One)
    queries = [Query(name, one.kind, one.born, one.country, one.ids, None, one.gender) for name in one.name]
    asked = Asked(one.on, one.known, one.lists, one.threshold, one.limit, one.scorer)
    return await _screened(request, queries, asked)


@router.post("/screen", summary="Screen names", openapi_extra=described(takes={JSON: Many}, gives=_ANSWER))
async def screen_many(request: Request) -> Response:
    """As `GET /v1/screen`, for several names, each with what else is known of its bearer."""
    many = await body(request, _MANY)
    asked = Asked(many.on, many.known, many.lists, many.threshold, many.limit, many.scorer)
    return await _screened(request, list(many.queries), asked)


async def _screened(request: Request, queries: list[Query], asked: Asked) -> Response:
    service = service_of(request)
    engine = service.engine
    call_of(request).verb = "screen"
    checked(queries, service.settings.queries)
    held = await _prepared(request, asked)
    found = await screen_all(engine, held, queries)
    day = held.settings.on.isoformat()
    document = {"record": held.block, "on": day, "screenings": [one.to_dict() for one in found]}
    await _noted(request, held, found)
    return answered(document)


async def _prepared(request: Request, asked: Asked) -> Prepared:
    """What the names are screened with; an earlier moment may need an index, which is not made among screenings."""
    engine = service_of(request).engine
    if asked.known is None:
        return prepared(engine, asked)
    return await engine.ask(prepared, engine, asked)


async def _noted(request: Request, held: Prepared, found: list[Screening]) -> None:
    metrics = service_of(request).metrics
    matches = sum(len(one.matches) for one in found)
    metrics.count("names_screened_total", len(found), verb="screen")
    metrics.count("matches_total", matches, verb="screen")
    what: dict[str, Any] = {
        "on": held.settings.on.isoformat(), "names": len(found), "matches": matches,
        "queries": [
            {**one.query.to_dict(), "found": [[match.party, match.score] for match in one.matches[:3]]} for one in found
        ],
    }  # fmt: skip
    await noted(request, "screen", str(held.block["digest"]), what)


@router.post(
    "/screen/file",
    summary="Screen a file of names",
    openapi_extra=described(
        params=Rows,
        takes={"text/csv": _FILE, "application/x-ndjson": _FILE, "multipart/form-data": _FILE},
        gives=_LINES,
    ),
)
async def screen_file(request: Request) -> Response:
    """A CSV or JSONL file in the body, or in the field `file` of a form: a JSON object a line comes as rows are done.

    Lines hold `row` (counted from 1) with `query`, `matches` and `receipt`; or `progress`; the last one holds `done`,
    or `problem` where the file could not be taken to its end. The file is deleted when the answer ends.
    """
    rows, service = query(request, Rows), service_of(request)
    call_of(request).verb = "screen file"
    asked = Asked(rows.on, rows.known, rows.lists, rows.threshold, rows.limit, rows.scorer)
    columns = _columns(rows.mapping)
    held = await _prepared(request, asked)
    folder = tempfile.TemporaryDirectory(prefix="gazetted-")
    try:
        path, digest = await kept_upload(request, Path(folder.name))
        what = {"on": held.settings.on.isoformat(), "file": digest, "bytes": path.stat().st_size}
        await noted(request, "screen file", str(held.block["digest"]), what)
    except BaseException:
        folder.cleanup()
        raise

    async def lines() -> AsyncIterator[bytes]:
        try:
            async for line in answers_of(service, held, path, columns, hits=rows.hits, progress=rows.progress):
                yield line
        finally:
            folder.cleanup()

    return StreamingResponse(lines(), media_type="application/x-ndjson")


def _columns(mapping: tuple[str, ...]) -> dict[str, str]:
    """Field → column.

    Raises:
        ProblemError: one is not of the form FIELD=COLUMN.
    """
    pairs = [one.partition("=") for one in mapping]
    if not all(equals and field_ and column for field_, equals, column in pairs):
        raise ProblemError(422, "A `map` is not of the form FIELD=COLUMN, as name=Client.")
    return {field_: column for field_, _, column in pairs}

"""`/catalog`, `/algorithms`, `/updatez` and `/`: what the service holds and how it compares."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from gazetted import __version__
from gazetted.matching.scorers import DEFAULT, SCORERS
from gazetted.model.dates import PartialDate
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.engine import Engine
from gazetted.service.parameters import described, lenient
from gazetted.service.problems import ProblemError
from gazetted.service.settings import UPDATES
from gazetted.service.yente.datasets import groups
from gazetted.service.yente.matching import described_features

_ANSWER = {JSON: {"type": "object", "description": "See docs/reference/http.md."}}
_SCORERS = {
    "names-1": "Words aligned across spellings, scripts and readings; birth date, country and numbers confirm or not.",
    "ofac-1": "The scoring that OFAC describes for its own search page (FAQ 249): likeness of the string, and no more.",
}

router = APIRouter(tags=["yente"], dependencies=[Depends(needs("read"))])
open_router = APIRouter(tags=["yente"])


class Update(msgspec.Struct, frozen=True):
    """What `updatez` takes.

    Attributes:
        token: the token that the service was given in GAZETTED_UPDATE_TOKEN.
        sync: taken and not used: the record is looked at at once, and answers go on from the old state until then.
    """

    token: str = ""
    sync: bool = False


@router.get("/catalog", summary="Datasets", openapi_extra=described(gives=_ANSWER))
@router.get("/manifest", summary="Datasets", include_in_schema=False)
async def catalog(request: Request) -> Response:
    """Every dataset: the whole record (`default`), each authority's lists, and each list."""
    engine = service_of(request).engine
    call_of(request).verb = "catalog"
    data: bytes = await engine.ask(_catalog, engine)
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=300"}
    sent = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in sent or "*" in sent:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=JSON, headers=headers)


def _catalog(engine: Engine) -> bytes:
    state = engine.state
    stale = set(engine.block(state)["stale"])
    key = ("catalog", tuple(sorted(stale)))
    return state.large.once(key, lambda: msgspec.json.encode(_document(engine, stale)))


def _document(engine: Engine, stale: set[str]) -> dict[str, Any]:
    infos = engine.state.infos
    keys = [*groups(infos), *sorted(infos)]
    return {
        "datasets": list(_datasets(engine)),
        "current": ["default", *(key for key in keys if key not in stale)],
        "outdated": sorted(stale & infos.keys()),
        "index_stale": False,
    }


def _datasets(engine: Engine) -> Iterator[Mapping[str, Any]]:
    state = engine.state
    version = f"{state.moment:%Y%m%d%H%M%S}-{state.digest[:6]}"
    common = {"load": False, "index_version": version, "index_current": True, "entities_url": None}
    whole = {"name": "default", "title": "The whole record", "version": version, "children": list(groups(state.infos))}
    yield {**common, **whole, "load": True, "summary": "Every list in the record.", "updated_at": _moment(state.moment)}
    for name, keys in groups(state.infos).items():
        authority = state.infos[keys[0]].authority
        yield {**common, "name": name, "title": f"Lists of {authority}", "version": version, "children": list(keys)}
    knowledge = state.record.ledger.knowledge(state.moment)
    for key, info in sorted(state.infos.items()):
        newest = knowledge[key].newest if key in knowledge else None
        yield {
            **common, "name": key, "title": info.title, "summary": info.covers or None, "url": info.url or None,
            "version": (newest or "0").replace("-", ""), "updated_at": _day(newest), "last_export": _day(newest),
            "category": "source", "children": [],
            "publisher": {"name": info.body, "acronym": info.authority, "url": info.url or None, "official": True},
        }  # fmt: skip


@router.get("/algorithms", summary="How names are compared", openapi_extra=described(gives=_ANSWER))
async def algorithms(request: Request) -> Response:
    """The scorers that `match` takes as `algorithm`; `best` is the newest of our own."""
    call_of(request).verb = "algorithms"
    features = {
        name: {"description": told, "coefficient": 1.0, "url": None} for name, told in described_features().items()
    }
    return answered(
        {
            "algorithms": [
                {
                    "name": name,
                    "description": _SCORERS.get(name),
                    "features": features,
                    "docs": {
                        "name": name,
                        "description": _SCORERS.get(name),
                        "config": {},
                        "features": features,
                    },
                }
                for name in SCORERS
            ],
            "default": DEFAULT,
            "best": DEFAULT,
        }
    )


@open_router.post(
    "/updatez",
    summary="Look for a new edition",
    openapi_extra=described(params=Update, gives=_ANSWER, errors=(401, 403, 422, 429)),
)
async def updatez(request: Request) -> Response:
    """Look now whether the record was told something. Needs the token of the service, or a key with `admin`."""
    asked = lenient(request, Update)
    call_of(request).verb = "updatez"
    token = os.environ.get(UPDATES, "")
    right = bool(token) and hmac.compare_digest(asked.token.encode(), token.encode())
    if not right and not call_of(request).key.may("admin"):
        raise ProblemError(403, "Invalid token.")
    service_of(request).engine.look()
    return answered({"status": "ok"})


@open_router.get("/", summary="What this is", openapi_extra=described(gives=_ANSWER, errors=()))
async def root(request: Request) -> Response:
    """What answers here, and where its parts are."""
    call_of(request).verb = "root"
    links = {"openapi": "/openapi.json", "ready": "/readyz", "record": "/v1/record", "lists": "/v1/lists"}
    return answered({"name": "gazetted", "version": __version__, "links": links})


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _day(date: str | None) -> str | None:
    return f"{PartialDate.parse(date[:10]).earliest().isoformat()}T00:00:00" if date else None

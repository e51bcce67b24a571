"""Whether the service lives and is ready, what it is, and its measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from gazetted import __version__
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import Service, call_of, needs, service_of
from gazetted.service.parameters import described
from gazetted.service.problems import ProblemError

_STATUS = {JSON: {"type": "object", "properties": {"status": {"type": "string"}}}}
_OBJECT = {JSON: {"type": "object"}}

open_router = APIRouter(tags=["Service"])
router = APIRouter(tags=["Service"], dependencies=[Depends(needs("read"))])


@open_router.get("/healthz", summary="Whether the service lives", openapi_extra=described(gives=_STATUS, errors=()))
async def healthz(request: Request) -> Response:
    """Whether the process answers at all."""
    call_of(request).verb = "healthz"
    return answered({"status": "ok"})


@open_router.get("/readyz", summary="Whether it can answer", openapi_extra=described(gives=_STATUS, errors=(503,)))
async def readyz(request: Request) -> Response:
    """Whether every process of the service has the record open and its index built; 503 until then."""
    call_of(request).verb = "readyz"
    service = service_of(request)
    state = service.engine.state
    if service.settings.shared and service.metrics.ready(itself=True) < service.settings.workers:
        raise ProblemError(
            503, "Not every process of the service is ready: try again in a moment.", {"Retry-After": "2"}
        )
    return answered({"status": "ok", "record": state.digest})


@router.get("/v1/record", summary="What the answers rest on", openapi_extra=described(gives=_OBJECT))
async def record(request: Request) -> Response:
    """The record's digest, the moment up to which it was told, its size, and the versions of program and index."""
    call_of(request).verb = "record"
    service = service_of(request)
    engine, state = service.engine, service.engine.state
    summary = await engine.ask(state.record.summary)
    return answered(
        {
            "record": engine.block(state),
            "version": __version__,
            **summary,
            "names": len(state.index),
            "since": state.since.isoformat(timespec="seconds"),
            "keys": bool(service.keys.present()),
        }
    )


@router.get(
    "/metrics",
    summary="Measures for Prometheus",
    openapi_extra=described(gives={"text/plain": {"type": "string"}}),
)
async def metrics(request: Request) -> Response:
    """Requests, latencies, names, matches and refusals, and the age of every list."""
    call_of(request).verb = "metrics"
    service = service_of(request)
    rows = list(_gauges(service))
    text = await service.engine.ask(service.metrics.text, rows)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")


def _gauges(service: Service) -> Iterator[tuple[str, str, Mapping[str, str], float]]:
    engine = service.engine
    yield "ready", "Whether the service can answer.", {}, float(engine.ready)
    yield "waiting", "Questions that are being answered or wait for it.", {}, float(engine.waiting)
    yield "audit_trouble", "Whether the audit log cannot be written.", {}, float(bool(service.audit.trouble))
    yield "record_trouble", "Whether the record cannot be read.", {}, float(bool(engine.trouble))
    if not engine.ready:
        return
    state, today = engine.state, engine.clock().date()
    block = engine.block(state)
    yield "record_info", "The record in use.", {"digest": state.digest, "version": __version__}, 1.0
    yield "record_told_seconds", "When the record was last told something.", {}, state.moment.timestamp()
    yield "names", "Names in the index.", {}, float(len(state.index))
    for key, held in sorted(state.record.ledger.knowledge().items()):
        if held.newest:
            age = (today - dt.date.fromisoformat(_first_day(held.newest))).days
            yield "list_age_days", "Days since the newest fact or edition of a list.", {"list": key}, float(age)
    for key in state.infos:
        yield "list_stale", "Whether a list had no news for too long.", {"list": key}, float(key in block["stale"])


def _first_day(date: str) -> str:
    """The first day of a date that may be partial.

    >>> _first_day("2024"), _first_day("2024-06-30")
    ('2024-01-01', '2024-06-30')
    """
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date[:10]

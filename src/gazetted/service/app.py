"""The application: one engine, one guard, and the routes of every way in."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gazetted import __version__
from gazetted.errors import GazettedError
from gazetted.inquiry import Clock
from gazetted.record.opening import utc_now
from gazetted.service import pages, yente
from gazetted.service.audit import Audit
from gazetted.service.calls import Service
from gazetted.service.engine import Engine
from gazetted.service.guard import Guard
from gazetted.service.keys import Keys
from gazetted.service.metrics import Metrics
from gazetted.service.pages.problem import problem_page
from gazetted.service.problems import ProblemError
from gazetted.service.routes import identity, lists, party, read, receipts, screen, system, watch
from gazetted.service.sessions import Sessions
from gazetted.service.settings import Settings, from_environment
from gazetted.service.state import State
from gazetted.service.yente import matching

_SWITCH = 0.001
"""Seconds after which a thread that computes lets another one run, so that the network is not kept waiting."""

_YOUNG = 20_000
"""Objects that are made between two looks of the garbage collector: an answer of a hundred names makes thousands."""

_DESCRIPTION = (
    "Terrorist and sanctions listings through time: screen names, read news, see what stood, when, by which act."
    " Routes under /v1 answer as the command line does with --json; the others speak the protocol of yente."
    " A match is a candidate, never a finding; nothing here is legal advice."
)
_SENTENCES = {
    404: "There is nothing at this address: see /openapi.json.",
    405: "This address is not asked by this method: see /openapi.json.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do, in a sentence."},
        "instance": {"type": "string"}, "request_id": {"type": "string"},
    },
}  # fmt: skip


def create_app(settings: Settings | None = None, clock: Clock = utc_now) -> FastAPI:
    """The application.

    Args:
        settings: how it is set up; None: as the command line left it in the environment.
        clock: tells the moment.
    """
    told = settings or from_environment()
    service = Service(
        told,
        Engine(told, clock, _settle),
        Keys(told.keys_path()),
        Audit(told.audit_path(), 0.0 if told.audit_wait else 0.1),
        Metrics(Path(told.shared) if told.shared else None),
        Sessions(told.sessions_path()),
    )
    app = FastAPI(
        title="gazetted",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_life(service),
    )
    app.state.service = service
    for router in routers():
        app.include_router(router)
    app.add_middleware(Guard, service=service, page=problem_page)
    app.add_exception_handler(HTTPException, _passed_on)
    app.add_exception_handler(RequestValidationError, _passed_on)
    made = app.openapi
    app.openapi = lambda: _with_problem(made())  # type: ignore[method-assign]
    return app


def routers() -> tuple[APIRouter, ...]:
    """Every way in. Pages and other ways in are added here."""
    # In the order in which they are tried: what is asked most often comes first, and the first page before what else
    # answers at its address, which it passes on to for programs.
    return (
        pages.first_page(),
        *yente.routers(),
        screen.router,
        system.open_router,
        system.router,
        read.router,
        party.router,
        identity.router,
        lists.router,
        receipts.router,
        watch.router,
        pages.router(),
    )  # fmt: skip


def _life(service: Service) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        before, thresholds = sys.getswitchinterval(), gc.get_threshold()
        sys.setswitchinterval(_SWITCH)
        gc.set_threshold(_YOUNG, *thresholds[1:])
        service.audit.start()
        service.engine.start()
        leaving = asyncio.create_task(_leave(service))
        try:
            yield
        finally:
            leaving.cancel()
            service.engine.stop()
            service.audit.stop()
            service.metrics.leave()
            sys.setswitchinterval(before)
            gc.set_threshold(*thresholds)
            gc.unfreeze()

    return life


def _settle(state: State) -> None:
    """Ready a new state for its first request.

    What it is made of lives as long as it does, and is taken out of the garbage collector's sight: else that looks
    through all of it every few thousand requests, and one of them waits a quarter of a second.
    """
    matching.rehearse(state)
    gc.collect()
    gc.freeze()


async def _leave(service: Service) -> None:
    """Leave the measures of this process, every second, where the others find them."""
    while True:
        await asyncio.sleep(1.0)
        service.metrics.ready(itself=service.engine.ready)


async def _passed_on(_: Request, error: Exception) -> Response:
    """Errors of the framework become problems like all others, at the door."""
    if isinstance(error, HTTPException):
        detail = _SENTENCES.get(error.status_code, f"{error.detail}")
        raise ProblemError(error.status_code, detail, dict(error.headers or {})) from None
    raise ProblemError(422, "The parameters do not fit: see /openapi.json.") from None


def _with_problem(document: dict[str, Any]) -> dict[str, Any]:
    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "ApiKey gzt_…"}}
    document["components"]["securitySchemes"] = schemes
    return document


def wait_ready(app: FastAPI, seconds: float = 600.0) -> None:
    """Wait until an application that was started can answer; for tests and tools.

    Raises:
        GazettedError: it cannot.
    """
    engine = app.state.service.engine
    end = time.monotonic() + seconds
    while not engine.ready:
        if time.monotonic() > end:
            raise GazettedError(engine.trouble or "The service did not get ready in time.")
        time.sleep(0.01)

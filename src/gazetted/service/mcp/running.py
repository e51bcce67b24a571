"""The server of the protocol as a process: over standard input and output, or over HTTP behind the service's guard."""

from __future__ import annotations

import contextlib
import html
import importlib.util
import logging.config
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import msgspec

from gazetted.errors import UsageError
from gazetted.inquiry import Clock
from gazetted.record.opening import utc_now
from gazetted.service.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from gazetted.service.problems import ProblemError

PATH = "/mcp"
"""Where the protocol is spoken over HTTP."""


def check() -> None:
    """See that what the server needs is installed.

    Raises:
        UsageError: it is not.
    """
    if any(importlib.util.find_spec(name) is None for name in ("mcp", "mcp_types")):
        raise UsageError("The MCP server needs a package that is not installed: pip install 'gazetted[mcp]'.")


def run_stdio(settings: Settings, clock: Clock = utc_now) -> None:
    """Answer on standard input and output until the client closes them; everything else goes to stderr."""
    import anyio
    from mcp.server.stdio import stdio_server

    from gazetted.service.engine import Engine
    from gazetted.service.logs import configuration
    from gazetted.service.mcp.server import server

    logging.config.dictConfig(_quiet(configuration()))
    engine = Engine(settings, clock)

    async def serve() -> None:
        served = server(engine)
        async with stdio_server() as (incoming, outgoing):
            await served.run(incoming, outgoing, served.create_initialization_options())

    engine.start()
    try:
        anyio.run(serve)
    finally:
        engine.stop()


def _quiet(told: dict[str, Any]) -> dict[str, Any]:
    """Only warnings: the client of a process shows its stderr to somebody."""
    told["loggers"]["gazetted.service"] = {**told["loggers"]["gazetted.service"], "level": "WARNING"}
    return told


class Posts:
    """Lets only POST through: a stream that a GET opens would stay open, and nothing is ever sent on it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on.

        Raises:
            ProblemError: it is no POST (405).
        """
        if scope["type"] == "http" and scope["method"] != "POST":
            from gazetted.service.problems import ProblemError

            raise ProblemError(405, "This address is asked by POST alone.", {"Allow": "POST"})
        await self.app(scope, receive, send)


def http_app(settings: Settings, clock: Clock = utc_now) -> ASGIApp:
    """The application over HTTP: the protocol at `/mcp`, behind the guard with its keys, limits and audit log."""
    from starlette.middleware import Middleware

    from gazetted.service.audit import Audit
    from gazetted.service.calls import Service
    from gazetted.service.engine import Engine
    from gazetted.service.guard import Guard
    from gazetted.service.keys import Keys
    from gazetted.service.mcp.server import server
    from gazetted.service.metrics import Metrics
    from gazetted.service.sessions import Sessions

    service = Service(
        settings,
        Engine(settings, clock),
        Keys(settings.keys_path()),
        Audit(settings.audit_path(), 0.0 if settings.audit_wait else 0.1),
        Metrics(None),
        Sessions(settings.sessions_path()),
    )
    # Each request stands for itself, so that an answer never waits for a session; the guard knows the hosts.
    app = server(service.engine).streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, host=settings.host,
        max_request_body_size=settings.body,
    )  # fmt: skip
    app.state.service = service
    app.user_middleware[:0] = [Middleware(Guard, service=service, page=_sentence), Middleware(Posts)]
    sessions = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def life(inner: Any) -> AsyncIterator[Any]:
        service.audit.start()
        service.engine.start()
        try:
            async with sessions(inner) as held:
                yield held
        finally:
            service.engine.stop()
            service.audit.stop()
            service.metrics.leave()

    app.router.lifespan_context = life
    return app


def _sentence(_: Request, problem: ProblemError) -> bytes:
    """A problem for a person whose browser came here."""
    return f"<!doctype html><title>gazetted</title><p>{html.escape(problem.detail)}".encode()


def run_http(settings: Settings) -> None:
    """Answer over HTTP until the process is told to end.

    Raises:
        UsageError: the address cannot be listened on.
    """
    import uvicorn

    from gazetted.service.logs import configuration
    from gazetted.service.running import listen, protocol

    listen(settings)
    uvicorn.run(
        http_app(settings), host=settings.host, port=settings.port, server_header=False, proxy_headers=False,
        access_log=False, log_config=configuration(), lifespan="on", timeout_graceful_shutdown=20, http=protocol(),
    )  # fmt: skip


def address(text: str, settings: Settings) -> Settings:
    """Settings with an address as HOST:PORT; an IPv6 host stands in brackets.

    Raises:
        UsageError: it is none.

    >>> told = address("[::1]:8001", Settings())
    >>> told.host, told.port
    ('::1', 8001)
    """
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise UsageError(f"{text[:100]!r} is no HOST:PORT, such as 127.0.0.1:8001.")
    return msgspec.structs.replace(settings, host=host.removeprefix("[").removesuffix("]"), port=int(port))

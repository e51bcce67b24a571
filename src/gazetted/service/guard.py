"""The door of the service: every request passes it before any route, every answer after.

It gives each request an id, refuses what is too large, comes too often, calls the service by a name that is not its
own, or comes from a page of somebody else; it finds out who asks, adds the headers of security, turns every error into
problem details, and counts, logs and times the request.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gazetted.errors import GazettedError
from gazetted.service import browser
from gazetted.service.buckets import Buckets, network
from gazetted.service.calls import ANYBODY, NOBODY, Call, Service
from gazetted.service.keys import Key
from gazetted.service.problems import MEDIA_TYPE, ProblemError, body_of, of_error

LONGEST_ADDRESS = 60_000
"""Bytes of a path with its query."""

_LOG = logging.getLogger("gazetted.service")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[^\s:@/\[\]]*)(?::[0-9]{0,5})?")
_OPEN = ("/healthz", "/readyz")
_QUIET = ("/healthz", "/readyz", "/metrics")
_UPLOADS = ("/v1/screen/file",)
_SILENCE = 30.0
"""Seconds of silence that end a request whose body has not come."""

_SAFE = ("GET", "HEAD", "OPTIONS")
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Guard:
    """The middleware; see the module. `page` shows a problem to a person; None: there are no pages."""

    def __init__(
        self, app: ASGIApp, service: Service, page: Callable[[Request, ProblemError], bytes] | None = None
    ) -> None:
        self.app = app
        self.service = service
        self._page = page
        settings = service.settings
        share = settings.rate / settings.workers
        self._buckets = Buckets(share, settings.burst / settings.workers, time.monotonic)
        self._hosts = {name.lower() for name in settings.hosts}
        if settings.local:
            self._hosts |= _LOCAL_NAMES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        sent = headers.get(b"x-request-id", b"")
        call = Call(sent.decode() if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8), time.perf_counter())
        scope["call"] = call
        origin = headers.get(b"origin", b"").decode("latin-1")
        out = _Answer(send, call, origin if origin in self.service.settings.origins else "")
        try:
            if origin and scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
                await out.preflight()
            else:
                self._admit(scope, headers, call, origin)
                await self.app(scope, self._limited(scope, headers, receive), out.send)
        except Exception as error:
            await self._failed(out, scope, call, error)
        finally:
            self._tell(scope, call, out.status)

    def _admit(self, scope: Scope, headers: dict[bytes, bytes], call: Call, origin: str) -> None:
        """Raise the problem of a request that may not pass."""
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            raise ProblemError(
                414, f"The address is longer than {LONGEST_ADDRESS:,} bytes: send what is asked in the body."
            )
        if sum(name == b"host" for name, _ in scope["headers"]) > 1:
            raise ProblemError(400, "The request names several hosts: name one.")
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if self._hosts and _without_port(host) not in self._hosts:
            raise ProblemError(
                421, "The service is not known by this host name: name it with --allow-host at its start."
            )
        if scope["path"] in _OPEN:
            return
        address = network(scope["client"][0] if scope.get("client") else "")
        call.address = address
        if scope["method"] not in _SAFE and origin not in self.service.settings.origins and _foreign(headers, origin):
            raise ProblemError(403, "A page of another origin may not send this: allow it with --origin at the start.")
        call.key = self._key(scope, headers, call)
        wait = self._buckets.wait(call.key.id or address)
        if wait:
            raise ProblemError(
                429, "Too many requests: wait as long as Retry-After says.", {"Retry-After": str(int(wait) + 1)}
            )

    def _key(self, scope: Scope, headers: dict[bytes, bytes], call: Call) -> Key:
        """Who asks. Where there are no keys at all, anybody may do anything but what belongs to the administrator."""
        try:
            known = self.service.keys.present()
        except GazettedError:
            _LOG.exception("keys")
            raise ProblemError(503, "The keys cannot be read: see the service's log.") from None
        if not known:
            return ANYBODY
        now = self.service.engine.clock()
        found = self.service.keys.of(_given(scope, headers), now.date().isoformat())
        found = found or self._of_session(scope, headers, call, known, now)
        if found is not None:
            return found
        if self._page is not None and browser.is_open(scope["path"]):
            return NOBODY
        wait = self._buckets.wait(f"refused {call.address}")
        if wait:
            raise ProblemError(429, "Too many refused requests: wait.", {"Retry-After": str(int(wait) + 1)})
        raise ProblemError(
            401, "A valid key is needed: send it as `Authorization: ApiKey …`.", {"WWW-Authenticate": "ApiKey"}
        )

    def _of_session(
        self, scope: Scope, headers: dict[bytes, bytes], call: Call, known: Mapping[str, Key], now: dt.datetime
    ) -> Key | None:
        """The key of who has signed in. A browser sends a cookie by itself: only to pages may it send more with it."""
        if (
            self._page is None
            or b"cookie" not in headers
            or (scope["method"] not in _SAFE and not browser.is_page(scope["path"]))
        ):
            return None
        session = self.service.sessions.of(browser.cookie(Request(scope), browser.SESSION), now)
        found = known.get(session.key) if session is not None else None
        if found is None or not found.holds(now.date().isoformat()):
            return None
        call.session = True
        return found

    def _limited(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Receive:
        """The body of a request, as long as it is neither too large nor too slow."""
        settings = self.service.settings
        large = scope["path"] in _UPLOADS
        most = settings.upload if large else settings.body
        declared = headers.get(b"content-length", b"0")
        close = {"Connection": "close"}
        problem = ProblemError(413, f"The body is larger than {most:,} bytes: send less at once.", close)
        if declared.isdigit() and int(declared) > most:
            raise problem
        deadline = time.monotonic() + (settings.upload_seconds if large else settings.seconds)
        so_far, whole = 0, False

        async def limited() -> Message:
            nonlocal so_far, whole
            if whole:  # what is awaited from now on is that the caller goes away
                return await receive()
            try:
                async with asyncio.timeout(max(0.0, min(_SILENCE, deadline - time.monotonic()))):
                    message = await receive()
            except TimeoutError:
                raise ProblemError(408, "The body did not come in time: send it again.", close) from None
            so_far += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if so_far > most:
                raise problem
            return message

        return limited

    async def _failed(self, out: _Answer, scope: Scope, call: Call, error: Exception) -> None:
        problem = of_error(error)
        if problem.status == 500 or (problem.status == 503 and not isinstance(error, ProblemError)):
            _LOG.error("fault", extra={"told": {"request": call.id}}, exc_info=error)
        if out.status:  # the answer has begun: all that is left is to break it off
            raise error
        request = Request(scope)
        if self._page is None or not browser.wants_page(request.headers):
            await out.problem(problem)
        elif problem.status == 401:
            place = browser.way_in(scope["method"], scope["path"], scope["query_string"].decode("latin-1"))
            await out.whole(303, b"", {"Location": place})
        else:
            kind = {"Content-Type": "text/html; charset=utf-8", **browser.PAGE_HEADERS}
            await out.whole(problem.status, self._page(request, problem), {**kind, **problem.headers})

    def _tell(self, scope: Scope, call: Call, status: int) -> None:
        seconds = time.perf_counter() - call.began
        route = getattr(scope.get("route"), "path", "")
        metrics = self.service.metrics
        metrics.count("requests_total", route=route, method=scope["method"][:10], status=str(status))
        metrics.time(call.verb or route or "none", seconds)
        if status >= 400:
            metrics.count("rejects_total", reason=str(status))
        if scope["path"] in _QUIET:
            return
        told: dict[str, Any] = {
            "request": call.id, "method": scope["method"], "route": route, "status": status,
            "ms": round(seconds * 1000, 2), "caller": call.who,
        }  # fmt: skip
        _LOG.info("request", extra={"told": told})


class _Answer:
    """Sends an answer with the headers of security."""

    def __init__(self, send: Send, call: Call, origin: str) -> None:
        self._send, self._call, self._origin = send, call, origin
        self.status = 0

    async def send(self, message: Message) -> None:
        """Pass a message on; the head gets our headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = {name for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *((name, value) for name, value in _HEADERS if name not in own),
                (b"x-request-id", self._call.id.encode()),
                *self._cross_origin(),
            ]
            if b"cache-control" not in own:
                message["headers"].append((b"cache-control", b"no-store"))
        await self._send(message)

    async def problem(self, problem: ProblemError) -> None:
        """Answer with a problem."""
        await self.whole(
            problem.status, body_of(problem, self._call.id), {"Content-Type": MEDIA_TYPE, **problem.headers}
        )

    async def whole(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Answer at once with all there is to say."""
        more = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        head = [(b"content-length", str(len(body)).encode()), *more]
        await self.send({"type": "http.response.start", "status": status, "headers": head})
        await self._send({"type": "http.response.body", "body": body})

    async def preflight(self) -> None:
        """Answer a browser that asks whether a page may call."""
        allowed = [
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"authorization, content-type, x-api-key"),
            (b"access-control-max-age", b"600"),
        ]
        head = {"type": "http.response.start", "status": 204, "headers": allowed if self._origin else []}
        await self.send(head)
        await self._send({"type": "http.response.body", "body": b""})

    def _cross_origin(self) -> list[tuple[bytes, bytes]]:
        if not self._origin:
            return []
        return [(b"access-control-allow-origin", self._origin.encode()), (b"vary", b"Origin")]


def _given(scope: Scope, headers: dict[bytes, bytes]) -> str:
    """The key that a request carries; in the address only where a client (OpenRefine) can send it nowhere else."""
    scheme, _, text = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme.lower() in ("apikey", "bearer"):
        return text.strip()
    sent = headers.get(b"x-api-key", b"").decode("latin-1")
    if not sent and scope["path"].startswith("/reconcile/"):
        sent = parse_qs(scope["query_string"].decode("latin-1")).get("api_key", [""])[0]
    return sent.strip()


def _foreign(headers: dict[bytes, bytes], origin: str) -> bool:
    """Whether a browser says that a page of another origin sent the request."""
    if headers.get(b"sec-fetch-site", b"none") in (b"cross-site", b"same-site"):
        return True
    return bool(origin) and origin.partition("://")[2] != headers.get(b"host", b"").decode("latin-1")


def _without_port(host: str) -> str:
    """A host name without its port; empty where it is none.

    >>> _without_port("[::1]:8000"), _without_port("localhost:8000"), _without_port("localhost")
    ('[::1]', 'localhost', 'localhost')
    >>> _without_port("[::1].evil.example"), _without_port("localhost:evil.example")
    ('', '')
    """
    found = _HOST.fullmatch(host)
    return found[1] if found else ""

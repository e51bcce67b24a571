"""One request on its way through the service, and what the routes find there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from gazetted.service.audit import Audit
from gazetted.service.engine import Engine
from gazetted.service.keys import Key, Keys
from gazetted.service.keys import Scope as KeyScope
from gazetted.service.metrics import Metrics
from gazetted.service.problems import ProblemError
from gazetted.service.sessions import Sessions
from gazetted.service.settings import Settings

ANYBODY = Key("", "anybody", ("read", "screen", "watch", "decide"), "", "")
"""Who asks where no keys were made."""

NOBODY = Key("", "nobody", (), "", "")
"""Who asks for a page that is open to those who have not signed in."""


@dataclass(frozen=True, slots=True)
class Service:
    """What all requests share; lies in `app.state.service`."""

    settings: Settings
    engine: Engine
    keys: Keys
    audit: Audit
    metrics: Metrics
    sessions: Sessions


@dataclass(slots=True)
class Call:
    """One request.

    Attributes:
        id: told in the answer, the log and the audit log.
        began: when it came, in seconds of a clock that only rises.
        key: who asks.
        address: from where.
        verb: what is asked, for the measures.
        session: whether the key is that of a session, which a browser sends by itself.
    """

    id: str
    began: float
    key: Key = field(default=ANYBODY)
    address: str = ""
    verb: str = ""
    session: bool = False

    @property
    def who(self) -> str:
        """The caller's key by its id, or the address where there are no keys."""
        return self.key.id or self.address


def service_of(request: Request) -> Service:
    """What all requests share."""
    found: Service = request.app.state.service
    return found


def call_of(request: Request) -> Call:
    """The request as the guard knows it."""
    found: Call = request.scope["call"]
    return found


def needs(scope: KeyScope) -> Callable[[Request], Awaitable[None]]:
    """A dependency of routes: whoever asks must have a key for it."""

    async def checked(request: Request) -> None:
        key = call_of(request).key
        if not key.may(scope):
            raise ProblemError(403, f"This needs a key with the scope `{scope}`; see `gazetted serve-key`.")

    return checked


async def noted(request: Request, action: str, digest: str, what: dict[str, Any]) -> None:
    """Write a line of the audit log; wait for it where the settings say so.

    Args:
        request: the request.
        action: the verb.
        digest: of the record that the answer rests on.
        what: what was asked, and how much was found.

    Raises:
        ProblemError: it cannot be written: what leaves no trace is not answered (503).
    """
    service, call = service_of(request), call_of(request)
    line = {
        "time": service.engine.clock().isoformat(timespec="milliseconds"), "request": call.id, "caller": call.who,
        "name": call.key.name, "address": call.address, "action": action, "record": digest, **what,
    }  # fmt: skip
    done = service.audit.note(line)
    if service.audit.trouble or (done.done() and done.exception()):
        raise ProblemError(503, "The audit log cannot be written: see the service's log.", {"Retry-After": "5"})
    if service.settings.audit_wait:
        try:
            await asyncio.wait_for(asyncio.wrap_future(done), service.settings.seconds)
        except Exception:
            raise ProblemError(
                503, "The audit log cannot be written: see the service's log.", {"Retry-After": "5"}
            ) from None

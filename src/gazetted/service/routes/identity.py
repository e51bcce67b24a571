"""Deciding who is who: two parties or entries are said to be one, or not; what was decided is taken back."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.record.deciding import LONGEST_REASON
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.engine import Engine
from gazetted.service.parameters import Name, body, described

_ANSWER = {JSON: {"type": "object", "description": "As `identity join --json` prints it, and `in_use`."}}
_PATIENCE = 10.0
"""Seconds that an answer waits until this process answers from the record with the decision."""

router = APIRouter(prefix="/v1/identity", tags=["Parties"], dependencies=[Depends(needs("decide"))])

Verdict = Literal["same", "different"]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is decided of two.

    Attributes:
        other: the other party, by slug or name, or an entry as us.sdn:38499.
        reason: why; it is kept and shown.
    """

    other: Name
    reason: Annotated[str, Meta(min_length=1, max_length=LONGEST_REASON)]


class Undoing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is taken back.

    Attributes:
        other: the other party, by slug or name, or an entry as us.sdn:38499.
    """

    other: Name


_DECISION, _UNDOING = msgspec.json.Decoder(Decision), msgspec.json.Decoder(Undoing)


@router.post(
    "/{party:path}/join", summary="Say that two are one", openapi_extra=described(takes={JSON: Decision}, gives=_ANSWER)
)
async def join(request: Request, party: str) -> Response:
    """Two parties or entries are one: this goes before the engine's view, in every process of the service."""
    asked = await body(request, _DECISION)
    return await _decided(request, "join", party, asked.other, "same", asked.reason)


@router.post(
    "/{party:path}/part",
    summary="Say that two are not one",
    openapi_extra=described(takes={JSON: Decision}, gives=_ANSWER),
)
async def part(request: Request, party: str) -> Response:
    """Two parties or entries are not one: this goes before the engine's view, in every process of the service."""
    asked = await body(request, _DECISION)
    return await _decided(request, "part", party, asked.other, "different", asked.reason)


@router.post(
    "/{party:path}/undo",
    summary="Take a decision back",
    openapi_extra=described(takes={JSON: Undoing}, gives=_ANSWER),
)
async def undo(request: Request, party: str) -> Response:
    """What was decided of two is taken back: the engine's view holds again."""
    asked = await body(request, _UNDOING)
    return await _decided(request, "undo", party, asked.other, None, "")


async def _decided(
    request: Request, action: str, one: str, other: str, verdict: Verdict | None, reason: str
) -> Response:
    """Decide, with a line in the audit log before: what leaves no trace is not decided."""
    call_of(request).verb = "identity"
    engine = service_of(request).engine
    state = engine.state
    for text in (one, other):  # what is not there is refused before anything is written
        await engine.ask(_there, engine, text)
    what = {"one": one, "other": other, "verdict": verdict, "reason": reason}
    await noted(request, f"identity {action}", state.digest, what)
    record = state.record
    decide: Any = {"same": record.join, "different": record.part}.get(verdict or "")
    tie = await (engine.ask(decide, one, other, reason) if decide else engine.ask(record.undecide, one, other))
    moment = await engine.ask(record.ledger.newest_moment)
    in_use = await _taken_up(engine, moment)
    block = await engine.ask(record.block)
    return answered({"record": block, "tie": tie.to_dict() if tie else None, "in_use": in_use})


def _there(engine: Engine, text: str) -> None:
    """See that a party or entry is in the record.

    Raises:
        UnknownPartyError: it is not.
    """
    record = engine.state.record
    if record.ledger.slug(text) is None:
        record.party(text)


async def _taken_up(engine: Engine, moment: dt.datetime) -> bool:
    """Whether this process answers from the record as of a moment, once it had the time to."""
    engine.look()
    end = asyncio.get_running_loop().time() + _PATIENCE
    while engine.state.moment < moment and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.02)
    return engine.state.moment >= moment

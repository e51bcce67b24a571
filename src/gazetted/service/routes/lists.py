"""`changes` and `lists`: what the publishers changed, and what the record holds of every list."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Depends
from msgspec import field
from starlette.requests import Request
from starlette.responses import Response

from gazetted.service import verbs
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.parameters import Day, Keys, Moment, described, query
from gazetted.service.problems import ProblemError

_ANSWER = {JSON: {"type": "object", "description": "As the command prints it with --json: see docs/reference/json.md."}}

router = APIRouter(prefix="/v1", tags=["Lists"], dependencies=[Depends(needs("read"))])


class Changes(msgspec.Struct, frozen=True):
    """Which changes are asked for.

    Attributes:
        since: the first day, as 2025-07-01.
        until: the last day. Default: all later ones.
        known: answer with what the record had been told by then. Default: all.
        lists: only this list, such as us.fto; may be repeated.
    """

    since: Day
    until: Day | None = None
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")


class Lists(msgspec.Struct, frozen=True):
    """Of which day lists are asked.

    Attributes:
        on: the day of which the entries in force are counted, as 2024-12-09. Default: today.
        known: answer with what the record had been told by then. Default: all.
    """

    on: Day | None = None
    known: Moment | None = None


@router.get("/changes", summary="What publishers changed", openapi_extra=described(params=Changes, gives=_ANSWER))
async def changes(request: Request) -> Response:
    """What the publishers changed between two days, both included."""
    asked, engine = query(request, Changes), service_of(request).engine
    call_of(request).verb = "changes"
    if asked.until is not None and asked.since > asked.until:
        raise ProblemError(422, f"The period ends ({asked.until}) before it begins ({asked.since}): swap the two days.")
    return answered(await engine.ask(verbs.changes, engine, asked.since, asked.until, asked.known, asked.lists))


@router.get("/lists", summary="Every list", openapi_extra=described(params=Lists, gives=_ANSWER))
async def lists(request: Request) -> Response:
    """What the record holds of every list: entries in force, editions, age, and whether it is stale."""
    asked, engine = query(request, Lists), service_of(request).engine
    call_of(request).verb = "lists"
    return answered(await engine.ask(verbs.lists, engine, asked.on, asked.known))

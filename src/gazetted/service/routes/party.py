"""`standing`, `history`, `assess`, `find`, `identity`: what the record says about one party."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta, field
from starlette.requests import Request
from starlette.responses import Response

from gazetted.errors import UnknownPartyError
from gazetted.service import verbs
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.parameters import Day, Keys, Moment, Name, described, query

_ANSWER = {JSON: {"type": "object", "description": "As the command prints it with --json: see docs/reference/json.md."}}

router = APIRouter(prefix="/v1", tags=["Parties"], dependencies=[Depends(needs("read"))])


class Standing(msgspec.Struct, frozen=True):
    """What is asked of a party's standing.

    Attributes:
        party: its slug, or any name it goes by.
        on: the day whose law is asked, as 2024-12-09. Default: today.
        known: answer with what the record had been told by then. Default: all.
        lists: only this list, such as us.fto; may be repeated.
    """

    party: Name
    on: Day | None = None
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")


class History(msgspec.Struct, frozen=True):
    """What is asked of a party's history.

    Attributes:
        party: its slug, or any name it goes by.
        known: answer with what the record had been told by then. Default: all.
        lists: only this list, such as us.fto; may be repeated.
    """

    party: Name
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")


class Assess(msgspec.Struct, frozen=True):
    """What is asked of an assessment.

    Attributes:
        party: its slug, or any name it goes by.
        on: the day whose law is asked, as 2024-12-09. Default: today.
        known: answer with what the record had been told by then. Default: all.
        without: a list that is thought away; may be repeated.
        since: an earlier day: what changed after it is told.
    """

    party: Name
    on: Day | None = None
    known: Moment | None = None
    without: Keys = ()
    since: Day | None = None


class Find(msgspec.Struct, frozen=True):
    """What is looked for.

    Attributes:
        name: any name, acronym or spelling.
        known: answer with what the record had been told by then. Default: all.
    """

    name: Name
    known: Moment | None = None


class OneParty(msgspec.Struct, frozen=True):
    """Of whom is asked.

    Attributes:
        party: its slug, or any name it goes by.
        known: answer with what the record had been told by then. Default: all.
    """

    party: Name
    known: Moment | None = None


class Proposals(msgspec.Struct, frozen=True):
    """How many proposals are asked for.

    Attributes:
        limit: most proposals.
        known: answer with what the record had been told by then. Default: all.
    """

    limit: Annotated[int, Meta(ge=1, le=1000)] = 50
    known: Moment | None = None


@router.get("/standing", summary="Where a party stands", openapi_extra=described(params=Standing, gives=_ANSWER))
async def standing(request: Request) -> Response:
    """Where a party stands on every list on a day, by which act."""
    asked = query(request, Standing)
    return await _told(request, verbs.standing, asked.party, asked.on, asked.known, asked.lists)


@router.get("/history", summary="Events of a party", openapi_extra=described(params=History, gives=_ANSWER))
async def history(request: Request) -> Response:
    """The events of a party, in order, with the act and the source of each."""
    asked = query(request, History)
    return await _told(request, verbs.history, asked.party, asked.known, asked.lists)


@router.get("/assess", summary="What binds, and for whom", openapi_extra=described(params=Assess, gives=_ANSWER))
async def assess(request: Request) -> Response:
    """What binds whom on a day, what is permitted all the same, and what would still bind. Not legal advice."""
    asked = query(request, Assess)
    return await _told(request, verbs.assess, asked.party, asked.on, asked.known, asked.without, asked.since)


@router.get("/find", summary="Parties by name", openapi_extra=described(params=Find, gives=_ANSWER))
async def find(request: Request) -> Response:
    """The parties that a name can mean, best first; for likeness of names use `screen`."""
    asked, engine = query(request, Find), service_of(request).engine
    call_of(request).verb = "find"
    answer = await engine.ask(verbs.find, engine, asked.name, asked.known)
    found = [one["party"] for one in answer["parties"]]
    await noted(request, "find", str(answer["record"]["digest"]), {"query": asked.name, "found": found[:3]})
    return answered(answer)


@router.get("/identity", summary="Which entries are one party", openapi_extra=described(params=OneParty, gives=_ANSWER))
async def identity(request: Request) -> Response:
    """The entries that are taken for one party, each join with its reason."""
    asked = query(request, OneParty)
    return await _told(request, verbs.identity, asked.party, asked.known)


@router.get("/identity/proposals", summary="Pairs to decide", openapi_extra=described(params=Proposals, gives=_ANSWER))
async def proposals(request: Request) -> Response:
    """Pairs that may be one party and that nobody has decided: the likelier first."""
    asked, engine = query(request, Proposals), service_of(request).engine
    call_of(request).verb = "identity"
    return answered(await engine.ask(verbs.proposals, engine, asked.limit, asked.known))


async def _told(request: Request, verb: Callable[..., Any], party: str, *how: object) -> Response:
    """What the record says of a party.

    Who gives a name and no slug asks about a name: that leaves a line in the audit log, also where nobody goes by it.
    """
    engine = service_of(request).engine
    call_of(request).verb = verb.__name__
    try:
        answer = await engine.ask(verb, engine, party, *how)
    except UnknownPartyError:
        await noted(request, verb.__name__, engine.state.digest, {"query": party, "found": []})
        raise
    found = answer["party"]
    slug = found["party"] if isinstance(found, dict) else found
    if slug != party:
        await noted(request, verb.__name__, engine.state.digest, {"query": party, "found": [slug]})
    return answered(answer)

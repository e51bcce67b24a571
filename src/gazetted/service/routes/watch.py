"""What is watched: alerts, matches of portfolios, and decisions on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta, field
from starlette.requests import Request
from starlette.responses import Response

from gazetted.screening.decision import Verdict
from gazetted.service import watching
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.parameters import Name, body, described, query
from gazetted.service.problems import ProblemError
from gazetted.watch.result import What
from gazetted.watch.told import Filter

Number = Annotated[int, Meta(ge=1, le=2**53)]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]

_ANSWER = {JSON: {"type": "object", "description": "See docs/reference/http.md."}}

router = APIRouter(prefix="/v1", tags=["Watching"], dependencies=[Depends(needs("watch"))])


class Alerts(msgspec.Struct, frozen=True):
    """Which alerts are asked for, the newest first.

    Attributes:
        watch: only of the watch with this number.
        party: only on the party with this slug.
        list_key: only where something changed on this list, or where the party stands on it.
        what: only of this sort.
        before: only alerts with a lower number, as the last answer told.
        limit: most alerts.
    """

    watch: Number | None = None
    party: Name | None = None
    list_key: Name | None = field(default=None, name="list")
    what: What | None = None
    before: Number | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 50


class Matches(msgspec.Struct, frozen=True):
    """Which matches are asked for: those that nobody has decided first.

    Attributes:
        watch: only of the portfolio with this number.
        party: only with the party of this slug.
        decided: only decided ones (true), or only such as are open (false).
        everything: also matches that no list binds.
        after: leave out so many.
        limit: most matches.
    """

    watch: Number | None = None
    party: Name | None = None
    decided: bool | None = None
    everything: bool = field(default=False, name="all")
    after: Annotated[int, Meta(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a user decides of a match.

    Attributes:
        verdict: cleared: the customer is not the listed party; confirmed: it is, or is treated as if it were.
        reason: why.
        user: who decides; only where the service has no keys: else it is the name of the key.
    """

    verdict: Verdict
    reason: Text
    user: Annotated[str, Meta(min_length=1, max_length=200)] | None = None


_DECISION = msgspec.json.Decoder(Decision)


@router.get("/watches", summary="What is watched", openapi_extra=described(gives=_ANSWER))
async def watches(request: Request) -> Response:
    """Portfolios, parties, lists, feeds and folders that are watched, and when they were looked at last."""
    engine = service_of(request).engine
    call_of(request).verb = "watch"
    found = await engine.ask(watching.watches, engine)
    return answered({"watches": [watching.shown(one) for one in found]})


@router.get("/alerts", summary="Alerts, newest first", openapi_extra=described(params=Alerts, gives=_ANSWER))
async def alerts(request: Request) -> Response:
    """What changed, for whom, why it matters, by which act, and which sinks have it."""
    asked, engine = query(request, Alerts), service_of(request).engine
    call_of(request).verb = "watch"
    wanted = Filter(asked.watch, asked.party, asked.list_key, asked.what, asked.before)
    found = await engine.ask(watching.alerts, engine, wanted, asked.limit)
    await looked(request, "alerts", [one["number"] for one in found["alerts"]])
    return answered(found)


@router.get("/matches", summary="Matches to decide", openapi_extra=described(params=Matches, gives=_ANSWER))
async def matches(request: Request) -> Response:
    """Matches of the portfolios at their last run, each with what was decided of it."""
    asked, engine = query(request, Matches), service_of(request).engine
    call_of(request).verb = "watch"
    wanted = watching.Wanted(asked.watch, asked.party, asked.decided, asked.everything)
    found = await engine.ask(watching.matches, engine, wanted, asked.limit, asked.after)
    await looked(request, "matches", [one["id"] for one in found["matches"]])
    return answered(found)


async def looked(request: Request, what: str, shown: Sequence[str | int]) -> None:
    """Note for a route or a page that customers were looked at: which, by number or id, and never by name.

    Args:
        request: the request.
        what: `alerts`, by their numbers, or `matches`, by their ids.
        shown: those that the answer shows; where there is none, nobody was looked at.

    Raises:
        ProblemError: the audit log cannot be written (503).
    """
    if shown:
        await noted(request, f"look at {what}", service_of(request).engine.state.digest, {what: list(shown)})


@router.post(
    "/matches/{match_id}/decision",
    summary="Decide on a match",
    dependencies=[Depends(needs("decide"))],
    openapi_extra=described(takes={JSON: Decision}, gives=_ANSWER),
)
async def decision(request: Request, match_id: str) -> Response:
    """Clear a match, or confirm it. A cleared one is silent until its entry changes in a field that mattered."""
    sent = await body(request, _DECISION)
    call_of(request).verb = "decide"
    return answered(await decided(request, match_id, sent))


async def decided(request: Request, match_id: str, sent: Decision) -> dict[str, Any]:
    """Decide for a route or a page, and note who did.

    Raises:
        ProblemError: there is no such match (404), or nobody is named who decides (422).
        UsageError: as of `watch.decide`.
    """
    service, key = service_of(request), call_of(request).key
    # Who has a key decides under its name, and under no other.
    user = key.name if key.id else (sent.user or "").strip()
    if not user:
        raise ProblemError(422, "Say in `user` who decides.")
    engine = service.engine
    what = {"match": match_id, "verdict": sent.verdict, "reason": sent.reason, "user": user}
    await noted(request, "decide", engine.state.digest, what)
    return await engine.ask(watching.decided, engine, match_id, sent.verdict, sent.reason, user)

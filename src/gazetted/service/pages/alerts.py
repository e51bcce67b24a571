"""The pages of what is watched: alerts, and the matches of portfolios with the decisions on them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta, field
from starlette.requests import Request
from starlette.responses import Response

from gazetted.errors import RecordError, UsageError
from gazetted.service import watching
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.pages.asking import address, asked
from gazetted.service.pages.forms import posted, sent_to
from gazetted.service.pages.templating import render
from gazetted.service.parameters import Name
from gazetted.service.problems import ProblemError
from gazetted.service.routes.watch import Decision, Number, decided, looked
from gazetted.watch.result import What
from gazetted.watch.told import Filter

_ALERTS, _MATCHES = 30, 30


class Alerts(msgspec.Struct, frozen=True):
    """Which alerts are shown.

    Attributes:
        watch: of the watch with this number.
        party: slug of the party, or a name of it.
        list_key: key of a list.
        what: what happened.
        before: only alerts with a lower number.
    """

    watch: Number | None = None
    party: Name | None = None
    list_key: Name | None = field(default=None, name="list")
    what: What | None = None
    before: Number | None = None


class Matches(msgspec.Struct, frozen=True):
    """Which matches are shown.

    Attributes:
        watch: of the portfolio with this number.
        party: slug of the party.
        show: which: to be decided, decided, or all, also such as no list binds.
        page: which part.
        done: id of a match that was just decided.
    """

    watch: Number | None = None
    party: Name | None = None
    show: Literal["open", "decided", "all"] = "open"
    page: Annotated[int, Meta(ge=1, le=100_000)] = 1
    done: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")] | None = None


def router() -> APIRouter:
    """The routes."""
    made = APIRouter(dependencies=[Depends(needs("watch"))])
    made.get("/alerts")(alerts)
    made.get("/matches")(matches)
    made.get("/matches/{match_id}")(match)
    made.post("/matches/{match_id}", dependencies=[Depends(needs("decide"))])(decide)
    return made


async def alerts(request: Request) -> Response:
    """Alerts, the newest first: what changed, for whom, why it matters, by which act, and who was told."""
    call_of(request).verb = "watch"
    wanted, engine = asked(request, Alerts), service_of(request).engine
    party = await engine.ask(_slug, engine, wanted.party)
    chosen = Filter(wanted.watch, party, wanted.list_key, wanted.what, wanted.before)
    found = await engine.ask(watching.alerts, engine, chosen, _ALERTS)
    await looked(request, "alerts", [one["number"] for one in found["alerts"]])
    watches = await engine.ask(watching.watches, engine)
    state = engine.state
    more = address(
        "/alerts", watch=wanted.watch, party=party, list=wanted.list_key, what=wanted.what, before=found["before"]
    )
    return await render(
        request, "alerts.html", wanted=wanted, party=party, alerts=[_alert(one) for one in found["alerts"]],
        more=more if found["before"] is not None else "", watches=[watching.shown(one) for one in watches],
        infos=sorted(state.infos.values(), key=lambda info: info.key), kinds=get_args(What),
        labels={key: info.short for key, info in state.infos.items()},
    )  # fmt: skip


async def matches(request: Request) -> Response:
    """Matches of portfolios, those that nobody has decided first."""
    call_of(request).verb = "watch"
    wanted, engine = asked(request, Matches), service_of(request).engine
    chosen = watching.Wanted(
        wanted.watch, wanted.party, {"open": False, "decided": True}.get(wanted.show), wanted.show == "all"
    )
    found = await engine.ask(watching.matches, engine, chosen, _MATCHES, (wanted.page - 1) * _MATCHES)
    await looked(request, "matches", [one["id"] for one in found["matches"]])
    watches = await engine.ask(watching.watches, engine)
    portfolios = [watching.shown(one) for one in watches if one.kind == "portfolio"]
    pages = max(1, -(-found["total"] // _MATCHES))
    return await render(
        request, "matches.html", wanted=wanted, matches=found["matches"], total=found["total"], pages=pages,
        portfolios=portfolios, may=_may(request), labels=_labels(request),
        turn=lambda page: address(
            "/matches", watch=wanted.watch, party=wanted.party, show=wanted.show, page=page
        ),
    )  # fmt: skip


async def match(request: Request, match_id: str) -> Response:
    """One match, with the form that decides it."""
    call_of(request).verb = "watch"
    engine = service_of(request).engine
    found = await engine.ask(watching.match, engine, match_id)
    return await _match(request, found)


async def decide(request: Request, match_id: str) -> Response:
    """Take a decision; where it lacks something, the form says what."""
    call_of(request).verb = "decide"
    form = await posted(request)
    kept = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    engine = service_of(request).engine
    try:
        sent = _decision(kept)
        await decided(request, match_id, sent)
    except (UsageError, ProblemError) as error:
        if isinstance(error, RecordError) or (isinstance(error, ProblemError) and error.status != 422):
            raise
        found = await engine.ask(watching.match, engine, match_id)
        return await _match(request, found, kept, str(error), 422)
    return sent_to(address("/matches", done=match_id))


def _decision(kept: dict[str, str]) -> Decision:
    """What the form says.

    Raises:
        ProblemError: it lacks something (422).
    """
    if kept.get("verdict") not in ("cleared", "confirmed"):
        raise ProblemError(422, "Say whether the match is cleared or confirmed.")
    if not kept.get("reason"):
        raise ProblemError(422, "Give the reason: whoever looks at this later must understand it.")
    given = {name: kept[name] for name in ("verdict", "reason", "user") if kept.get(name)}
    try:
        return msgspec.convert(given, Decision)
    except msgspec.ValidationError:
        raise ProblemError(
            422, "The reason is longer than 2,000 characters, or the name than 200: shorten it."
        ) from None


async def _match(
    request: Request, found: dict[str, Any], kept: dict[str, str] | None = None, wrong: str = "", status: int = 200
) -> Response:
    await looked(request, "matches", [found["id"]])
    return await render(
        request, "matches-one.html", status, match=found, kept=kept or {}, wrong=wrong, may=_may(request),
        labels=_labels(request),
    )  # fmt: skip


def _may(request: Request) -> bool:
    return call_of(request).key.may("decide")


def _labels(request: Request) -> dict[str, str]:
    return {key: info.short for key, info in service_of(request).engine.state.infos.items()}


def _slug(engine: Any, party: str | None) -> str | None:
    """The slug of a party that is named by any name; a name that is nobody's stays what it is, and finds nothing."""
    if party is None:
        return None
    record = engine.state.record
    if record.ledger.slug(party) is not None:
        return str(record.ledger.slug(party))
    found = record.find(party)
    return str(found[0].party) if found else party


def _alert(row: dict[str, Any]) -> dict[str, Any]:
    """An alert as the page shows it: its standings before and after side by side."""
    customer = row.get("customer") or {}
    return {
        **row,
        "who": customer.get("name"),
        "key": customer.get("customer"),
        "match": watching.match_id(row["watch"], customer["customer"], row["party"])
        if customer and row.get("after") and row.get("party") else None,
        "changes": _changes(row.get("before"), row.get("after")),
    }  # fmt: skip


def _changes(before: Any, after: Any) -> list[dict[str, Any]]:
    """List by list, what stood and what stands, where it is not the same."""
    was, now = _stands(before), _stands(after)
    return [
        {"list": key[0], "as": key[1], "before": was.get(key), "after": now.get(key)}
        for key in dict.fromkeys((*was, *now))
        if was.get(key) != now.get(key)
    ]


def _stands(state: Any) -> dict[tuple[str, str], str]:
    rows = state.get("standings", ()) if isinstance(state, dict) else state or ()
    return {(row["list"], row["as"]): _words(row) for row in rows}


def _words(row: dict[str, Any]) -> str:
    day = row["until"] if row["status"] in ("removed", "lapsed") else row["since"]
    link = " " if row["status"] in ("removed", "lapsed") else " since "
    return f"{row['status']}{link}{day}" if day else str(row["status"])

"""The first page: one box to find everything."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib import resources
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.inquiry import as_day, as_moment
from gazetted.model.party import Party
from gazetted.service import browser, verbs
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.engine import Engine
from gazetted.service.pages.asking import address, asked
from gazetted.service.pages.paging import paged
from gazetted.service.pages.shown import Labels, labels, words
from gazetted.service.pages.templating import render
from gazetted.service.parameters import Day, Moment
from gazetted.service.state import State
from gazetted.service.yente import catalog

_SIZE = 10
_NEAR = 6
_ARTICLE = 160
"""Characters from which on what is looked for is taken for an article: no name is that long."""


class Find(msgspec.Struct, frozen=True):
    """What is looked for.

    Attributes:
        q: a name, an acronym or a slug.
        on: the day whose law is asked; None: today.
        known: answer with what the record had been told by then; None: all.
        page: which page of the answer.
    """

    q: Annotated[str, Meta(max_length=2000)] = ""
    on: Day | None = None
    known: Moment | None = None
    page: Annotated[int, Meta(ge=1, le=10_000)] = 1


def router() -> APIRouter:
    """The route of the first page."""
    made = APIRouter()
    made.get("/")(home)
    return made


async def home(request: Request) -> Response:
    """The first page; a program that asks for no page is told what answers here."""
    if not browser.wants_page(request.headers):
        return await catalog.root(request)
    await needs("read")(request)
    call_of(request).verb = "find"
    find, engine = asked(request, Find), service_of(request).engine
    if not find.q:
        return await render(request, "home.html", find=find, **await engine.ask(_welcome, engine, find))
    if len(find.q) > _ARTICLE:
        return await render(request, "home.html", find=find, article=len(find.q), **_NOTHING)
    answer = await engine.ask(_found, engine, find)
    found = [one["party"].party for one in answer["shown"]]
    await noted(request, "find", engine.state.digest, {"query": find.q, "found": found[:3]})
    return await render(request, "home.html", find=find, **answer)


_NOTHING: dict[str, Any] = {"found": None, "near": [], "examples": [], "lists": []}


def _found(engine: Engine, find: Find) -> dict[str, Any]:
    """The parties that go by a name, with where they stand; or the nearest names."""
    state = engine.state
    record, known = state.record, labels(state)
    day = as_day(find.on) or engine.clock().date()
    parties = record.find(find.q, known=find.known)
    page = paged(
        parties,
        find.page,
        _SIZE,
        lambda n: address("/", q=find.q, on=find.on, known=find.known, page=n if n > 1 else None),
    )
    shown = [_row(state, party, find, day, known) for party in page.rows]
    near = [] if parties else _differing(record.ledger.nearest_names(find.q, 3 * _NEAR))[:_NEAR]
    return {**_NOTHING, "article": 0, "found": page, "shown": shown, "near": near, "day": day.isoformat()}


def _differing(names: list[str]) -> list[str]:
    """Names without those that differ from one before only in case, spaces and marks."""
    kept: list[str] = []
    for name in names:
        if not any(words.same_name(name, one) for one in kept):
            kept.append(name)
    return kept


def _row(state: State, party: Party, find: Find, day: dt.date, known: Labels) -> dict[str, Any]:
    standings = state.record.ledger.standings(party.party, day, known=as_moment(find.known), name=find.q)
    name = None if find.q.strip() == party.party else find.q
    return {
        "party": party,
        "sentence": words.binding_sentence(standings, day.isoformat(), known),
        "doubtful": sorted({words.label(one.list_key, known) for one in standings if one.doubt}),
        "address": party_address(party.party, name=name, on=find.on, known=find.known),
    }


def party_address(slug: str, **more: object) -> str:
    """The address of a party's page.

    >>> party_address("own:a b/c?d", on="2024-12-09")
    '/parties/own%3Aa%20b%2Fc%3Fd?on=2024-12-09'
    """
    from urllib.parse import quote

    return address(f"/parties/{quote(slug, safe='')}", **more)


def _welcome(engine: Engine, find: Find) -> dict[str, Any]:
    """Examples that this record can answer, and how fresh its lists are."""
    state = engine.state
    kept = state.large.once(("page examples",), lambda: [one for one in _examples() if state.record.find(one["q"])])
    found = verbs.lists(engine, find.on, find.known)["lists"]
    known = labels(state)
    lists = [{**one, "label": words.label(one["list"], known)} for one in found]
    return {**_NOTHING, "article": 0, "examples": kept, "lists": lists}


@cache
def _examples() -> tuple[dict[str, str], ...]:
    """What to look for first, of those who come without a question."""
    text = resources.files("gazetted.resources").joinpath("service", "pages.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["example"])

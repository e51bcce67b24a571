"""The lists: what the record holds of each, how old that is, and what it does not cover."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from gazetted.service import verbs
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.engine import Engine
from gazetted.service.pages.asking import Chosen, chosen
from gazetted.service.pages.shown import labels, words
from gazetted.service.pages.templating import render

_SHOWN = 12
"""Editions of a list that are shown, the newest."""


def router() -> APIRouter:
    """The route of the page."""
    made = APIRouter(dependencies=[Depends(needs("read"))])
    made.get("/lists")(lists)
    return made


async def lists(request: Request) -> Response:
    """Every list of the record."""
    call_of(request).verb = "lists"
    picked, engine = chosen(request), service_of(request).engine
    return await render(request, "lists.html", **await engine.ask(_held, engine, picked))


def _held(engine: Engine, picked: Chosen) -> dict[str, Any]:
    told, known = verbs.lists(engine, picked.on, picked.known), labels(engine.state)
    rows = [_row(one, words.label(one["list"], known)) for one in told["lists"]]
    return {
        "day": told["on"],
        "rows": rows,
        "late": [one["label"] for one in rows if one["stale"]],
        "entries": sum(one["entries_in_force"] for one in rows),
        "editions": sum(len(one["editions"]) for one in rows),
    }


def _row(one: dict[str, Any], label: str) -> dict[str, Any]:
    editions = sorted(one["editions"], key=lambda edition: str(edition["date"]), reverse=True)
    return {**one, "label": label, "age": age_words(one["age_days"]), "shown": editions[:_SHOWN]}


def age_words(days: int | None) -> str:
    """An age in words.

    >>> age_words(None), age_words(0), age_words(1), age_words(45), age_words(800)
    ('age unknown', 'of that day', '1 day old', '45 days old', '2 years old')
    """
    if days is None:
        return "age unknown"
    if days < 1:
        return "of that day"
    if days < 700:
        return f"{words.counted(days, 'day')} old"
    return f"{words.counted(days // 365, 'year')} old"

"""What the publishers changed: a week a page, list by list."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta, field
from starlette.requests import Request
from starlette.responses import Response

from gazetted.errors import BadDateError
from gazetted.inquiry import as_day
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.engine import Engine
from gazetted.service.pages.asking import address, asked
from gazetted.service.pages.paging import paged
from gazetted.service.pages.shown import by_list, labels
from gazetted.service.pages.steps import in_order, steps
from gazetted.service.pages.templating import render
from gazetted.service.parameters import Day, Keys, Moment
from gazetted.service.problems import ProblemError

_SIZE = 100
_WEEK = dt.timedelta(days=7)
_LONGEST = dt.timedelta(days=366)


class Ask(msgspec.Struct, frozen=True):
    """Which changes are asked for.

    Attributes:
        since: the first day; None: the Monday of the week of the record's newest fact.
        until: the last day; None: six days later.
        known: answer with what the record had been told by then; None: all.
        lists: only these lists.
        page: which page of the answer.
    """

    since: Day | None = None
    until: Day | None = None
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")
    page: Annotated[int, Meta(ge=1, le=10_000)] = 1


def router() -> APIRouter:
    """The route of the page."""
    made = APIRouter(dependencies=[Depends(needs("read"))])
    made.get("/changes")(changes)
    return made


async def changes(request: Request) -> Response:
    """What changed in a week, or between two days."""
    call_of(request).verb = "changes"
    ask, engine = asked(request, Ask), service_of(request).engine
    return await render(request, "changes.html", ask=ask, **await engine.ask(_changed, engine, ask))


def _changed(engine: Engine, ask: Ask) -> dict[str, Any]:
    state = engine.state
    newest = _newest(engine)
    since, until = _period(ask, newest)
    known = labels(state)
    # Kept for the next page of the same answer: of every publisher's lists a week takes a second.
    events = state.large.once(
        ("page of changes", since, until, ask.known, ask.lists),
        lambda: state.record.changes(since=since, until=until, lists=ask.lists, known=ask.known),
    )
    names = state.record.party_names({one.about for one in events} | {one.party for one in events}, known=ask.known)
    told = [step for _, group in by_list(events, known) for step in steps(in_order(group, names), known, names)]

    def moved(by: int) -> str | None:
        period = _moved(since, until, by)
        return to(*period) if period else None

    def to(first: dt.date, last: dt.date, page: int | None = None) -> str:
        return address(
            "/changes", since=first.isoformat(), until=last.isoformat(), known=ask.known, list=ask.lists,
            page=page if page and page > 1 else None,
        )  # fmt: skip

    page = paged(told, ask.page, _SIZE, lambda n: to(since, until, n))
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "week": _week(since) == (since, until),
        "changed": page,
        "groups": _grouped(page.rows, known),
        "events": len(events),
        "lists_changed": len({one.list_key for one in events}),
        "lists": [(key, one.short, one.title, key in ask.lists) for key, one in known.items()],
        "earlier": moved(-1),
        "later": moved(1),
        "newest": to(*_week(newest)),
        "newest_day": newest.isoformat(),
        "json": address(
            "/v1/changes", since=since.isoformat(), until=until.isoformat(), known=ask.known, list=ask.lists
        ),
    }


def _newest(engine: Engine) -> dt.date:
    """The day of the newest fact of the record, as far as it is a day that has come."""
    told = engine.block(engine.state).get("newest") or ""
    today = engine.clock().date()
    try:
        return min(dt.date.fromisoformat(told[:10]), today)
    except ValueError:
        return today


def _period(ask: Ask, newest: dt.date) -> tuple[dt.date, dt.date]:
    since, until = as_day(ask.since), as_day(ask.until)
    if since is None and until is None:
        return _week(newest)
    try:
        since = since or (until or newest) - _WEEK + dt.timedelta(days=1)
        until = until or since + _WEEK - dt.timedelta(days=1)
    except OverflowError:
        raise BadDateError("The period leaves the calendar: choose other days.") from None
    if until < since:
        raise ProblemError(422, f"The period ends ({until}) before it begins ({since}): swap the two days.")
    if until - since > _LONGEST:
        raise ProblemError(422, f"{since} to {until} is more than a year: choose days less far apart.")
    return since, until


def _week(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of the week of a day.

    >>> [one.isoformat() for one in _week(dt.date(2025, 7, 9))]
    ['2025-07-07', '2025-07-13']
    """
    monday = dt.date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return monday, dt.date.fromordinal(min(dt.date.max.toordinal(), monday.toordinal() + 6))


def _moved(since: dt.date, until: dt.date, by: int) -> tuple[dt.date, dt.date] | None:
    """A period as long, right before (-1) or after (1) another; None where the calendar ends.

    >>> [one.isoformat() for one in _moved(dt.date(2025, 7, 1), dt.date(2025, 7, 10), -1) or ()]
    ['2025-06-21', '2025-06-30']
    >>> _moved(dt.date.min, dt.date(1, 1, 7), -1)
    """
    span = (until - since + dt.timedelta(days=1)) * by
    try:
        return since + span, until + span
    except OverflowError:
        return None


def _grouped(rows: Any, known: Any) -> list[dict[str, Any]]:
    """The rows of a page by list, with the list's title."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        if not groups or groups[-1]["key"] != row.list_key:
            title = known[row.list_key].title if row.list_key in known else "On no list"
            groups.append({"key": row.list_key, "label": row.label, "title": title, "rows": []})
        groups[-1]["rows"].append(row)
    return groups

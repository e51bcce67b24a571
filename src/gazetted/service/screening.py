"""Names held against a state of the record, for routes of every kind: the screenings are those of the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gazetted import __version__
from gazetted.errors import UsageError
from gazetted.inquiry import as_day, as_moment
from gazetted.matching.index import NameIndex
from gazetted.matching.scorers import named
from gazetted.record.append import format_moment
from gazetted.screening.grounds import grounded
from gazetted.screening.receipts import Ground
from gazetted.screening.result import Query, Screening
from gazetted.screening.screen import Settings, screen_block
from gazetted.service.engine import Engine
from gazetted.service.state import State, indexed

LONGEST_NAME = 1000
"""Characters of a name that is held against the record."""

MOST_IDS = 50
"""Identifiers of a name that is held against the record."""

STEP = 32
"""Names that are screened before others get their turn."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What all names of one request are screened with.

    Attributes:
        state: the state of the record.
        index: the names as known at the moment asked.
        settings: day, moment, lists, threshold, limit, scorer.
        block: what the answers rest on.
    """

    state: State
    index: NameIndex
    settings: Settings
    block: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caller says about how names are screened; see `Record.screen`."""

    on: str | None = None
    known: str | None = None
    lists: tuple[str, ...] = ()
    threshold: float = 0.70
    limit: int = 10
    scorer: str | None = None


def prepared(engine: Engine, asked: Asked) -> Prepared:
    """What the names of a request are screened with. Where an earlier moment is asked, its index is opened or built.

    Raises:
        UsageError: a list key is not in the record, there is no such scorer, or a number is out of its bounds.
        BadDateError: a date is none.
        ProblemError: the service is not ready.
    """
    state = engine.state
    if not 0 <= asked.threshold <= 1:
        raise UsageError(f"The threshold {asked.threshold} is not between 0 and 1.")
    if asked.limit < 1:
        raise UsageError(f"The limit {asked.limit} is not 1 or more.")
    ledger = state.record.ledger
    on = as_day(asked.on) or engine.clock().date()
    moment = as_moment(asked.known)
    if moment is not None and moment >= state.moment:
        moment = None
    unknown = [key for key in asked.lists if key not in state.infos]
    if unknown:
        ledger.checked_lists(unknown, known=moment)
    lists, scorer = tuple(sorted(set(asked.lists))), named(asked.scorer)
    if moment is None:
        settings = Settings(on, state.moment, lists, asked.threshold, asked.limit, scorer)
        return Prepared(state, state.index, settings, engine.block(state))
    index = state.past.once(ledger.digest(moment), lambda: indexed(ledger, moment))
    settings = Settings(on, moment, lists, asked.threshold, asked.limit, scorer)
    return Prepared(state, index, settings, state.record.block(moment))


def screened(held: Prepared, queries: Sequence[Query], now: dt.datetime) -> list[Screening]:
    """Screen a few names at once, each with the ground of its receipt."""
    settings = held.settings
    ledger = held.state.record.ledger
    base = Ground(
        time=format_moment(now),
        record=dict(held.block),
        settings={
            "on": settings.on.isoformat(), "lists": list(settings.lists), "threshold": settings.threshold,
            "limit": settings.limit,
        },
        engine={"name": "gazetted", "version": __version__, "scorer": settings.scorer},
    )  # fmt: skip
    with ledger.snapshot():
        found = screen_block(
            ledger, queries, settings, held.index, lambda slug: ledger.particulars(slug, known=settings.known)
        )
    return [grounded(one, base, now) for one in found]


async def screen_all(engine: Engine, held: Prepared, queries: Sequence[Query]) -> list[Screening]:
    """Screen names in their order, a few at a time, so that others get their turn between."""
    found: list[Screening] = []
    ask = engine.screen_one if len(queries) == 1 else engine.screen
    for some in steps(queries):
        found += await ask(screened, held, some, engine.clock())
    return found


def steps(queries: Sequence[Query]) -> Iterator[Sequence[Query]]:
    """The queries, a few at a time."""
    for start in range(0, len(queries), STEP):
        yield queries[start : start + STEP]


def checked(queries: Sequence[Query], most: int) -> Sequence[Query]:
    """The queries, if they are few and short enough.

    Raises:
        UsageError: they are not, or there is none.
    """
    if not queries:
        raise UsageError("No name was given: give one or more.")
    if len(queries) > most:
        raise UsageError(f"{len(queries)} names are more than one request may hold ({most}): send a file, or in parts.")
    for number, query in enumerate(queries, 1):
        if not query.name.strip():
            raise UsageError(f"Name {number} is empty.")
        if len(query.name) > LONGEST_NAME:
            raise UsageError(f"Name {number} is longer than {LONGEST_NAME} characters: give the name alone.")
        if len(query.ids) > MOST_IDS:
            raise UsageError(f"Name {number} has more than {MOST_IDS} identifiers: give those that count.")
        rest = (query.born, query.country, query.gender, query.key, *query.ids)
        if any(one is not None and len(one) > LONGEST_NAME for one in rest):
            raise UsageError(f"Name {number} has a field longer than {LONGEST_NAME} characters: give less.")
    return queries

"""Names held against the record on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

import msgspec

from gazetted.matching.collector import garbage_waiting
from gazetted.matching.index import BLOCK, NameIndex
from gazetted.matching.prepared import prepare
from gazetted.matching.score import THRESHOLD
from gazetted.matching.scorers import DEFAULT
from gazetted.model.party import Particulars, Party, PartyName
from gazetted.model.standing import Standing
from gazetted.screening.judging import Judge, Judged, floor_of
from gazetted.screening.result import Match, Query, Screening

WIDE = 200
"""Names compared with a query by a scorer other than our own: the index is not built for it."""


class Names(Protocol):
    """What a screening asks of the record."""

    def parties(self, known: dt.datetime | None = None) -> Mapping[str, Party]:
        """Every party by its slug."""

    def names(self, known: dt.datetime | None = None) -> Sequence[PartyName]:
        """Every name ever in force or in common use."""

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        """Standing of a party on every list that ever carried it."""


class Settings(msgspec.Struct, frozen=True):
    """How names are screened.

    Attributes:
        on: the day whose standings are attached. No name is forgotten: a party matches whatever its status that day.
        known: what the record had been told by then; None: all.
        lists: where given, parties that never stood on any of these are left out, and so are their other standings.
        threshold: matches below it are left out.
        limit: at most so many matches.
        scorer: how names are compared (`matching.scorers`).
    """

    on: dt.date
    known: dt.datetime | None = None
    lists: tuple[str, ...] = ()
    threshold: float = THRESHOLD
    limit: int = 10
    scorer: str = DEFAULT


def screen(
    ledger: Names,
    query: Query,
    *,
    on: dt.date,
    known: dt.datetime | None = None,
    lists: Sequence[str] = (),
    threshold: float = THRESHOLD,
    limit: int = 10,
    scorer: str = DEFAULT,
    index: NameIndex | None = None,
    details: Callable[[str], Particulars] | None = None,
) -> Screening:
    """Hold one name against the record.

    Args:
        ledger: the record.
        query: the name, and what else is known of its bearer.
        on: see `Settings`; so are `known`, `lists`, `threshold`, `limit`, `scorer`.
        known: as above.
        lists: as above.
        threshold: as above.
        limit: as above.
        scorer: as above.
        index: of the ledger's names; built here where none is given. Build it once for more than one query.
        details: birth dates, countries and identifiers of a party; without it only the party's own countries count.

    Returns:
        One match per party, by its best name; best first, ties by slug.
    """
    settings = Settings(on, known, tuple(lists), threshold, limit, scorer)
    held = index or NameIndex.build(ledger.names(known), ledger.parties(known))
    (screening,) = screen_block(ledger, [query], settings, held, details)
    return screening


def screen_all(
    ledger: Names,
    queries: Iterable[Query],
    settings: Settings,
    index: NameIndex,
    details: Callable[[str], Particulars] | None = None,
) -> Iterator[Screening]:
    """Screen many names, in their order, a block at a time; each as it would be screened alone."""
    rows = iter(queries)
    while block := list(islice(rows, BLOCK)):
        yield from screen_block(ledger, block, settings, index, details)


def screen_block(
    ledger: Names,
    queries: Sequence[Query],
    settings: Settings,
    index: NameIndex,
    details: Callable[[str], Particulars] | None = None,
) -> list[Screening]:
    """Screen some names at once; see `screen`."""
    with garbage_waiting():
        return _screened(ledger, queries, settings, index, details)


def _screened(
    ledger: Names,
    queries: Sequence[Query],
    settings: Settings,
    index: NameIndex,
    details: Callable[[str], Particulars] | None,
) -> list[Screening]:
    ours = settings.scorer.startswith("names")
    floors = [floor_of(query, settings.threshold) if ours else 0.0 for query in queries]
    prepared = [prepare(query.name, query.kind) for query in queries]
    found = index.search(prepared, floor=floors, **({} if ours else {"limit": WIDE}))
    judge = Judge(index, settings.threshold, settings.scorer, details)
    return [
        _screening(ledger, query, settings, judge.judge(query, candidates))
        for query, candidates in zip(queries, found, strict=True)
    ]


def _screening(ledger: Names, query: Query, settings: Settings, judged: Iterable[Judged]) -> Screening:
    matches: list[Match] = []
    for one in judged:
        if len(matches) >= settings.limit:
            break
        name = one.name
        standings = ledger.standings(name.party, settings.on, known=settings.known, name=name.text)
        if settings.lists:
            standings = [standing for standing in standings if standing.list_key in settings.lists]
            if not standings:
                continue
        matches.append(
            Match(one.score, name.party, one.party.name, name.text, name.name_type, tuple(standings), one.explanation())
        )
    return Screening(query, settings.on.isoformat(), tuple(matches))

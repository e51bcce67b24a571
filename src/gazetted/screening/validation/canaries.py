"""Whether each list is in the record, and found: names that must be there, and some chosen by chance."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from gazetted.model.party import PartyName
from gazetted.record.inventory import ListState
from gazetted.record.ledger import Ledger
from gazetted.screening.result import Query
from gazetted.screening.validation.measure import Screener
from gazetted.screening.validation.result import ListResult
from gazetted.sources.registry import SourceList, source_metadata, source_of

_BY_CHANCE = 20
"""Names of each list that are asked for besides those that must be there."""


def list_results(
    ledger: Ledger, names: Sequence[PartyName], screener: Screener, *, on: dt.date, known: dt.datetime,
    lists: Sequence[str], seed: int,
) -> tuple[ListResult, ...]:  # fmt: skip
    """Every list that the record holds anything of, with the names that were asked for.

    Args:
        ledger: the record.
        names: all its names.
        screener: screens names, all lists, with many matches of each.
        on: the day.
        known: the moment whose knowledge is used.
        lists: only these; empty: all.
        seed: of the chance.
    """
    held: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if name.name_type != "weak alias":
            for key in name.lists:
                held[key].append(name.text)
    described = source_metadata()
    states = [one for one in ledger.lists(on, known=known) if not lists or one.info.key in lists]
    wanted: list[tuple[ListState, SourceList | None, dict[str, str]]] = []
    for state in states:
        key = state.info.key
        source = source_of(described, key)
        must = _must_be_there(ledger, state, source, on=on, known=known)
        chance = random.Random(f"{seed} {key}")  # noqa: S311 - chance, not secrets
        some = sorted(set(held.get(key, ())))
        must |= {text: text for text in chance.sample(some, min(_BY_CHANCE, len(some)))}
        wanted.append((state, source, must))
    found = _found([(state.info.key, name) for state, _, must in wanted for name in must.values() if name], screener)
    return tuple(
        _result(state, source, must, [label for label, name in must.items() if (state.info.key, name) not in found])
        for state, source, must in wanted
    )


def _must_be_there(
    ledger: Ledger, state: ListState, source: SourceList | None, *, on: dt.date, known: dt.datetime
) -> dict[str, str]:
    """What a sound edition of a list must hold (a key or a name) → the name to ask for; empty where there is none.

    Only of a list of which the record has an edition: facts by hand need not hold them.
    """
    if source is None or not source.canaries or not state.editions:
        return {}
    listings = ledger.edition_of(state.info.key, on, known=known)
    by_name = {name.text.casefold(): name.text for listing in listings.values() for name in listing.names}
    by_key = {key.casefold(): listing.names[0].text for key, listing in listings.items() if listing.names}
    return {canary: by_key.get(canary.casefold()) or by_name.get(canary.casefold(), "") for canary in source.canaries}


def _found(asked: Sequence[tuple[str, str]], screener: Screener) -> set[tuple[str, str]]:
    """Which names found an entry that stands, or stood, on their list."""
    found = set()
    for (key, name), screening in zip(asked, screener([Query(name) for _, name in asked]), strict=True):
        if any(standing.list_key == key for match in screening.matches for standing in match.standings):
            found.add((key, name))
    return found


def _result(state: ListState, source: SourceList | None, must: Mapping[str, str], missing: Sequence[str]) -> ListResult:
    least = source.minimum.get("total") if source is not None and state.editions else None
    return ListResult(
        list_key=state.info.key,
        short=state.info.short or state.info.title,
        entries=state.entries_in_force,
        minimum=least,
        newest=state.newest,
        age_days=state.age_days,
        stale=state.stale,
        canaries=len(must),
        found=len(must) - len(missing),
        missing=tuple(missing),
    )

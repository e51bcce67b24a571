"""Ties of a party to others: those that the record states, and those that its listings make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from gazetted.assessment.binding import BINDING
from gazetted.assessment.result import Related
from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.model.standing import Standing
from gazetted.record.ledger import Ledger

LISTED_THROUGH, CARRIES = "listed through", "carries names of"


def relations(
    ledger: Ledger,
    party: Party,
    standings: Iterable[Standing],
    events: Sequence[Event],
    on: dt.date,
    known: dt.datetime | None,
) -> list[Related]:
    """The ties of a party on a day: its own, those of others to it, and those by which lists carry it or others.

    Ties that the record states have no dates; those that come from listings hold on the day.
    """
    slug = party.party
    ties: list[tuple[str, str, str, str | None]] = [(tie.what, slug, tie.party, None) for tie in party.relations]
    slugs = ledger.slugs(slug, known=known)
    for other in ledger.tied_to(slug, known=known):
        ties += [(tie.what, other.party, slug, None) for tie in other.relations if tie.party in slugs]
    ties += [
        (LISTED_THROUGH, slug, one.through, one.list_key) for one in standings if one.through and one.status in BINDING
    ]
    carried = dict.fromkeys(e.denotes for e in events if e.denotes and e.denotes != slug and e.party == slug)
    for denoted in carried:
        there = ledger.standings(denoted, on, known=known)
        ties += [
            (CARRIES, slug, denoted, one.list_key) for one in there if one.through == slug and one.status in BINDING
        ]
    wanted = list(dict.fromkeys(ties))
    names = ledger.party_names({slug for _, one, other, _ in wanted for slug in (one, other)}, known=known)
    return [
        Related(what, one, other, names.get(one, one), names.get(other, other), key) for what, one, other, key in wanted
    ]

"""What screenings rest on, taken down for their receipts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from gazetted.matching import scorers
from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.receipts import Ground
from gazetted.screening.result import Screening


def ground(
    ledger: Ledger,
    *,
    on: dt.date,
    known: dt.datetime,
    lists: Sequence[str],
    threshold: float,
    limit: int,
    version: str,
    now: dt.datetime,
    scorer: str = scorers.DEFAULT,
    good_guys: str | None = None,
) -> Ground:
    """What every screening of one call rests on.

    Args:
        ledger: the record.
        on: the day whose law is asked.
        known: the moment whose knowledge is used.
        lists: keys of the lists asked for; empty: all.
        threshold: least score of a match.
        limit: most matches.
        version: of the program.
        now: the present moment.
        scorer: how names are compared.
        good_guys: SHA-256 of the list of good guys; None where there is none.
    """
    decided = {"good_guys": good_guys} if good_guys else {}
    return Ground(
        time=format_moment(now),
        record=ledger.block(known, on=now.date()),
        settings={"on": on.isoformat(), "lists": sorted(lists), "threshold": threshold, "limit": limit, **decided},
        engine={"name": "gazetted", "version": version, "scorer": scorer},
    )


def grounded(screening: Screening, held: Ground, now: dt.datetime) -> Screening:
    """A screening with what it rests on, done at a moment."""
    return msgspec.structs.replace(screening, ground=msgspec.structs.replace(held, time=format_moment(now)))

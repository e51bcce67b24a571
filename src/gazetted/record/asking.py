"""When the publisher of each list was asked, what came of it, and whether what the record holds is stale.

It says nothing of what is listed, so that it is no part of the record's digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.record.standings import ListKnowledge
from gazetted.record.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

Outcome = Literal["loaded", "unchanged", "failed"]

# Lists are few and askings many: the first part steps from list to list through the index, and each of the others
# takes one look, so that the cost does not grow with the years.
_ASKED = (
    "WITH RECURSIVE k(list_key) AS (SELECT min(list_key) FROM asking UNION ALL"
    " SELECT (SELECT min(a.list_key) FROM asking a WHERE a.list_key > k.list_key) FROM k"
    " WHERE k.list_key IS NOT NULL)"
    " SELECT k.list_key,"
    " (SELECT max(a.moment) FROM asking a WHERE a.list_key = k.list_key AND a.good = 1 AND a.moment <= :moment),"
    " (SELECT max(a.moment) FROM asking a WHERE a.list_key = k.list_key AND a.good = 0 AND a.moment <= :moment)"
    " FROM k WHERE k.list_key IS NOT NULL"
)
_WHAT = (
    "SELECT a.outcome, a.why FROM asking a WHERE a.list_key = :list_key AND a.good = :good AND a.moment = :moment"
    " ORDER BY a.id DESC LIMIT 1"
)


class Asked(msgspec.Struct, frozen=True):
    """When the publisher of a list was asked.

    Attributes:
        good: the last moment at which the record had what the publisher offered; None: never.
        failed: the last moment at which asking failed; None: never.
    """

    good: str | None = None
    failed: str | None = None

    @property
    def last(self) -> str | None:
        """When it was last asked at all."""
        return max(filter(None, (self.good, self.failed)), default=None)


NEVER = Asked()


def asked(store: Store, moment: str) -> dict[str, Asked]:
    """List → when its publisher was asked, up to a moment; without the lists never asked."""
    rows = store.rows(_ASKED, moment=moment)
    return {key: Asked(good, failed) for key, good, failed in rows if good or failed}


def outcome(store: Store, list_key: str, when: Asked) -> tuple[Outcome, str] | None:
    """What came of the last asking of a list, and why; None where it was never asked."""
    if when.last is None:
        return None
    rows = store.rows(_WHAT, list_key=list_key, moment=when.last, good=int(when.last == when.good))
    return (rows[0][0], rows[0][1]) if rows else None


def tell_asking(connection: Connection, list_key: str, *, moment: str, outcome: Outcome, why: str) -> None:
    """Note that the publisher of a list was asked.

    Args:
        connection: a writing transaction.
        list_key: the list.
        moment: when, as the record keeps moments.
        outcome: what came of it.
        why: the reason of a failure; "" where there is none.
    """
    from sqlalchemy import insert

    from gazetted.record.schema import ASKING

    row = {"list_key": list_key, "moment": moment, "good": int(outcome != "failed"), "outcome": outcome, "why": why}
    connection.execute(insert(ASKING), [row])


def is_stale(newest: str | None, when: Asked, on: dt.date, term: int) -> bool:
    """Whether neither the newest fact or edition of a list nor a good answer of its publisher is new enough.

    Args:
        newest: date of the newest fact or edition.
        when: when the publisher was asked.
        on: the day.
        term: days after which a list is stale.

    >>> is_stale("2026-01-01", Asked(good="2026-01-09T12:00:00.000000Z"), dt.date(2026, 1, 10), 7)
    False
    >>> is_stale("2026-01-01", NEVER, dt.date(2026, 1, 10), 7)
    True
    """
    known = [PartialDate.parse(newest).latest()] if newest else []
    known += [dt.date.fromisoformat(when.good[:10])] if when.good else []
    return not known or (on - max(known)).days > term


def stale_lists(
    held: Mapping[str, ListKnowledge], when: Mapping[str, Asked], on: dt.date, terms: Mapping[str, int]
) -> list[str]:
    """The lists that are stale on a day, in the record's order; a list without a term never is."""
    return [
        key for key, known in held.items()
        if (term := terms.get(key)) and is_stale(known.newest, when.get(key, NEVER), on, term)
    ]  # fmt: skip

"""Which parties may match otherwise than at an earlier moment of the record."""

from __future__ import annotations

import datetime as dt

from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger


def changed_parties(ledger: Ledger, before: dt.datetime, now: dt.datetime, *, particulars: bool) -> set[str]:
    """Parties of which names, kind, countries, joins or particulars are not as they were.

    Args:
        ledger: the record.
        before: the earlier moment.
        now: the later one.
        particulars: whether birth dates, countries and identifiers matter: asking for them takes longer.
    """
    with ledger.snapshot():
        if ledger.digest(before) == ledger.digest(now):
            return set()
        then, after = set(ledger.names(before)), set(ledger.names(now))
        found = {name.party for name in then ^ after}
        old, new = ledger.parties(before), ledger.parties(now)
        found |= {slug for slug in old.keys() | new.keys() if old.get(slug) != new.get(slug)}
        joined, joins = ledger.joined(known=before), ledger.joined(known=now)
        for slug in joined.keys() | joins.keys():
            if joined.get(slug) != joins.get(slug):
                found |= {slug, joined.get(slug, slug), joins.get(slug, slug)}
        if particulars:
            loaded = _lists_loaded(ledger, before, now)
            on_them = {name.party for name in after if loaded & set(name.lists)} - found
            found |= {
                slug
                for slug in on_them
                if ledger.particulars(slug, known=before) != ledger.particulars(slug, known=now)
            }
        return found


def _lists_loaded(ledger: Ledger, before: dt.datetime, now: dt.datetime) -> set[str]:
    """Lists of which editions came between two moments."""
    since = format_moment(before)
    return {
        state.info.key
        for state in ledger.lists(now.date(), known=now)
        if any(edition.loaded > since for edition in state.editions)
    }

"""Parties that the record ties to one, without reading all."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from gazetted.model.party import Party
from gazetted.record.store import Store

# Ties are stated by facts about parties, which are few beside the entries of editions.
_TIED = (
    "SELECT f.body FROM fact f WHERE f.kind = 'party' AND f.body LIKE '%\"relations\"%' AND f.load_id <= :load"
    " AND NOT EXISTS (SELECT 1 FROM retraction r WHERE r.fact_id = f.id AND r.load_id <= :load) ORDER BY f.party, f.id"
)


def tied_to(store: Store, slugs: Collection[str], load: int) -> list[Party]:
    """The parties held at a load that state a tie to one of some slugs, by their own slugs."""
    held = [msgspec.json.decode(row[0], type=Party) for row in store.rows(_TIED, load=load)]
    return [party for party in held if any(tie.party in slugs for tie in party.relations)]

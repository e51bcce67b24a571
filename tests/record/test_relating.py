"""Ties to a party, read without reading every party."""

from __future__ import annotations

from gazetted.record.ledger import Ledger


def test_the_narrow_read_gives_what_reading_all_gives(builtin: Ledger) -> None:
    held = builtin.parties()
    tied = {tie.party for party in held.values() for tie in party.relations}
    assert len(tied) > 10
    for slug in sorted(tied | {"764"}):
        whole = {party.party for party in held.values() if any(tie.party == slug for tie in party.relations)}
        assert {party.party for party in builtin.tied_to(slug)} == whole

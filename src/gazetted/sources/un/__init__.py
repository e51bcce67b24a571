"""The UN Security Council's Consolidated List, and the lists of single committees from before it."""

from __future__ import annotations

from gazetted.sources.format import Reader
from gazetted.sources.un import consolidated

READERS: tuple[Reader, ...] = (
    Reader(
        name="un consolidated xml 1",
        recognise=consolidated.recognise,
        listings=consolidated.listings,
        edition_date=consolidated.edition_date,
    ),
    Reader(
        name="un committee xml 1",
        recognise=consolidated.recognise_part,
        listings=consolidated.part_listings,
        edition_date=consolidated.edition_date,
        aspects=consolidated.part_aspects,
    ),
)
"""The publisher's formats, the complete list first."""

"""FollowTheMoney data: entities as JSON lines, and the statements and simple tables of OpenSanctions."""

from __future__ import annotations

from gazetted.sources.format import Reader
from gazetted.sources.ftm import entities, simple, statements

READERS: tuple[Reader, ...] = (
    Reader("ftm entities 1", entities.recognise, entities.listings, entities.edition_date),
    Reader("ftm statements csv 1", statements.recognise, statements.listings, statements.edition_date),
    Reader("ftm targets simple csv 1", simple.recognise, simple.listings, simple.edition_date),
)

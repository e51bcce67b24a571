"""The United Kingdom: the UK Sanctions List, OFSI's closed consolidated list, and the proscribed organisations."""

from __future__ import annotations

from gazetted.sources.format import Reader
from gazetted.sources.uk import ofsi, proscribed, sheet, table, xml

READERS: tuple[Reader, ...] = (
    Reader(
        name="uk sanctions csv 1",
        recognise=table.recognise,
        listings=table.listings,
        edition_date=table.edition_date,
    ),
    Reader(
        name="uk sanctions xml 1",
        recognise=xml.recognise,
        listings=xml.listings,
        edition_date=xml.edition_date,
    ),
    Reader(
        name="uk sanctions ods 1",
        recognise=sheet.recognise,
        listings=sheet.listings,
        aspects=sheet.aspects,
    ),
    Reader(
        name="uk ofsi csv 1",
        recognise=ofsi.recognise,
        listings=ofsi.listings,
        edition_date=ofsi.edition_date,
    ),
    Reader(
        name="uk proscribed html 1",
        recognise=proscribed.recognise,
        listings=proscribed.listings,
        edition_date=proscribed.edition_date,
    ),
)
"""The publishers' formats."""

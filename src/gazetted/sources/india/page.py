"""The page of banned organisations: a table of number and organisation, and the day on which it stood so.

A cell may hold several names parted by slashes, an acronym in brackets, and words that extend the ban to formations of
the organisation; these words are no name and go into the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.pages import Page, Table, read_page

LIST_KEY = "in.uapa"
_TITLE = re.compile(rb"banned[ -]+(?:terrorist[ -]+)?organi[sz]ations", re.IGNORECASE)
_ACT = re.compile(rb"unlawful activities|Ministry of Home Affairs", re.IGNORECASE)
_AS_ON = re.compile(r"\bas on\s+([0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4})", re.IGNORECASE)
_EXTENT = re.compile(
    r"[,.;]?\s*\b(?:and\s+)?all its (?:formations(?: and front organi[sz]ations)?|manifestations)\b.*$", re.IGNORECASE
)
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Z/() -]{1,20})\)")
_INSTRUMENT = "Unlawful Activities (Prevention) Act 1967, First Schedule"
_LONGEST_NAME = 150


def recognise(head: Head) -> Recognised | None:
    """Whether the file begins as a page of the ministry about banned organisations."""
    if b"<" in head.start[:1000] and _TITLE.search(head.start) and _ACT.search(head.start):
        return Recognised(LIST_KEY)
    return None


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day that the page states ("As on 30-03-2015")."""
    for opener in parts.values():
        if found := _AS_ON.search(read_page(opener).text):
            return iso_date(found[1])
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The numbered organisations.

    Raises:
        ListFileError: the page has no such table, or is damaged.
    """
    for opener in parts.values():
        page = read_page(opener)
        table = _table(page)
        seen: set[str] = set()
        for row in table.rows:
            cells = [" ".join(cell) for cell in row]
            number = cells[0].rstrip(". ")
            if "organi" in " ".join(cells[1:]).lower()[:12] and not number.isdecimal():
                continue  # the header
            where = f"{page.name}: row {cells[0]!r:.40}"
            if len(cells) < 2 or not number.isdecimal() or not number.isascii():
                reject(Reject(where, "no number and organisation"))
            elif number in seen:
                reject(Reject(where, "the number is there already"))
            elif not any(map(str.isalnum, cells[1])):
                reject(Reject(where, "no name"))
            else:
                seen.add(number)
                yield _listing(number, cells[1])


def _table(page: Page) -> Table:
    for table in page.tables:
        if table.rows and any("organi" in " ".join(cell).lower() for cell in table.rows[0]):
            return table
    raise ListFileError(f"{page.name} has no table of banned organisations: save the whole page of the ministry.")


def _listing(number: str, cell: str) -> Listing:
    """One organisation; a text longer than any name (a reference to another schedule) is taken whole."""
    extent = _EXTENT.search(cell)
    text = cell if extent is None else cell[: extent.start()]
    text = text.strip(" .,;-")
    acronyms = [] if len(text) > _LONGEST_NAME else _ACRONYM.findall(text)
    whole = text if len(text) > _LONGEST_NAME else _ACRONYM.sub("", text)
    names = [whole] if len(whole) > _LONGEST_NAME else [part.strip(" ,") for part in whole.split("/")]
    typed = {name: ListedName(name, "alias" if place else "primary") for place, name in enumerate(filter(None, names))}
    for acronym in acronyms:
        typed.setdefault(acronym, ListedName(acronym, "acronym" if typed else "primary"))
    return Listing(
        entry=number,
        kind="organization",
        names=tuple(typed.values()) or (ListedName(cell),),
        instrument=_INSTRUMENT,
        note=extent[0].strip(" .,;") if extent else "",
    )

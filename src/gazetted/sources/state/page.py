"""The page of Foreign Terrorist Organizations: tables of date and name.

The first table has the organisations that stand (`Date Designated | Name`), another those that were removed
(`Date Removed | Name | Date Originally Designated`). A cell of names may go on with lines that begin with a dash: each
is an amendment that added a name, with its day in brackets. Behind a name may stand `aka`, `formerly` and acronyms in
brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import NameType
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.pages import Table, read_page

LIST_KEY = "us.fto"
_TITLE = re.compile(rb"Foreign Terrorist Organi[sz]ations?", re.IGNORECASE)
_PUBLISHER = re.compile(rb"state\.gov|Department of State|Secretary of State", re.IGNORECASE)
_AMENDMENT = re.compile(r"^[—–-]\s*(.{2,200}?)(?:\s+Amendments?)?\s*\(([^()]{4,40})\)\.?$")
_BRACKETS = re.compile(r"\s*\(([^()]{1,120})\)")
_PART = re.compile(
    r"[,;]?\s*(\b(?:a\.?k\.?a\.?|f\.?k\.?a\.?|formerly(?: known as)?|also known as))[:,]?\s+", re.IGNORECASE
)
_INSIDE = re.compile(r"\s*(?:[,;]| – )\s*")
_INSTRUMENT = "INA s.219 (8 U.S.C. 1189)"


def recognise(head: Head) -> Recognised | None:
    """Whether the file begins as the department's page."""
    if b"<" in head.start[:1000] and _TITLE.search(head.start) and _PUBLISHER.search(head.start):
        return Recognised(LIST_KEY)
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The organisations that stand, then those that were removed.

    Raises:
        ListFileError: the page has no table of designations, or is damaged.
    """
    for opener in parts.values():
        page = read_page(opener)
        tables = [(table, columns) for table in page.tables if (columns := _columns(table))]
        if not any("removed" not in columns for _, columns in tables):
            raise ListFileError(
                f"{page.name} has no table of designated organisations (Date Designated, Name): save the whole page."
            )
        taken: set[str] = set()
        for number, (table, columns) in enumerate(tables, 1):
            for line, row in enumerate(table.rows[1:], 2):
                where = f"{page.name}: table {number}, row {line}"
                try:
                    listing = _listing(row, columns, taken)
                except ValueError as error:
                    reject(Reject(where, str(error)))
                    continue
                taken.add(listing.entry)
                yield listing


def _columns(table: Table) -> dict[str, int]:
    """Which column is which, by the header; empty where the table is another one."""
    header = [" ".join(cell).lower() for cell in table.rows[0]] if table.rows else []
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        if "name" in title or "organi" in title:
            found.setdefault("name", place)
        elif "removed" in title or "delisted" in title or "revoked" in title:
            found.setdefault("removed", place)
        elif "designated" in title or "listed" in title:
            found.setdefault("designated", place)
    return found if "name" in found and len(found) > 1 else {}


def _listing(row: Sequence[Sequence[str]], columns: Mapping[str, int], taken: set[str]) -> Listing:
    """One organisation; ValueError with the reason where the row cannot be taken."""
    if len(row) <= max(columns.values()):
        raise ValueError(f"{len(row)} cells where the header has {max(columns.values()) + 1}")
    dates = {}
    for what in ("designated", "removed"):
        if what in columns:
            printed = " ".join(row[columns[what]])
            dates[what] = iso_date(printed, order="MDY")
            if dates[what] is None:
                raise ValueError(f"the date {printed[:60]!r} is none")
    names, amended = _names(row[columns["name"]])
    if not names:
        raise ValueError("no name")
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’‘`ʼ]", "", names[0].text.lower())).strip("-") or names[0].text
    # An organisation that was removed and listed again has two rows.
    keys = (slug, f"{slug}-{dates.get('removed') or dates.get('designated')}")
    entry = next((key for key in keys if key not in taken), None)
    if entry is None:
        raise ValueError(f"the entry {slug!r} is there already")
    return Listing(
        entry=entry,
        kind="organization",
        names=names,
        listed_on=dates.get("designated"),
        amended_on=amended,
        delisted_on=dates.get("removed"),
        instrument=_INSTRUMENT,
    )


def _names(lines: Sequence[str]) -> tuple[tuple[ListedName, ...], tuple[str, ...]]:
    """The names of a cell, and the days of its amendments."""
    names: dict[str, ListedName] = {}
    amended: list[str] = []
    for line in lines:
        found = _AMENDMENT.match(line)
        day = iso_date(found[2], order="MDY") if found else None
        if found and day:
            amended.append(day)
        for text, name_type in _split(found[1] if found and day else line.lstrip("—– ")):
            if any(map(str.isalnum, text)):
                kind: NameType = name_type if names else "primary"
                names.setdefault(text, ListedName(text, kind, day))
    return tuple(names.values()), tuple(dict.fromkeys(amended))


def _split(line: str) -> Iterator[tuple[str, NameType]]:
    """The names of a line: `Example Group, aka Sample Front (EG/SF)` is three and four."""
    brackets = [one.strip() for one in _BRACKETS.findall(line)]
    pieces = _PART.split(_BRACKETS.sub("", line))
    yield pieces[0].strip(" ,;"), "alias"
    for word, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield text.strip(" ,;"), "former" if word.lower().startswith("f") else "alias"
    for inside in brackets:
        yield from _bracketed(inside)


def _bracketed(inside: str) -> Iterator[tuple[str, NameType]]:
    """What stands in brackets: acronyms, other names, and former ones."""
    former = False
    for piece in _INSIDE.split(inside):
        pieces = _PART.split(piece)
        for word, text in zip(["", *pieces[1::2]], pieces[0::2], strict=True):
            former = former or word.lower().startswith("f")
            acronym = bool(re.fullmatch(r"[A-Za-z/-]{2,9}", text)) and sum(map(str.isupper, text)) > 1
            for name in text.split("/") if acronym and "/C" not in text else [text]:
                if name.strip():
                    yield name.strip(), "former" if former else "acronym" if acronym else "alias"

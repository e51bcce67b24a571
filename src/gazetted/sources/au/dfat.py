"""Australia's consolidated list (DFAT, `regulation8_consolidated.xlsx`): a row for each name of an entry.

The reference of a row is the number of its entry and a letter ("4", "4a", "4b"); the rows of an entry need not all
stand together. Dates stand in free text ("Listed on 2 Mar. 2016 (amended on 15 Apr. 2024)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import Kind, NameType
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.streams import label
from gazetted.sources.workbook import Row, head_parts, modified_on, serial_date, sheet_rows

LIST = "au.dfat"
LONGEST_CELL = 40_000
"""Characters of a cell that are looked at."""
MOST_ENTRIES = 200_000

_COLUMNS = {
    "reference": "reference",
    "name of individual or entity": "name",
    "name of individual, entity or vessel": "name",
    "type": "type",
    "name type": "name type",
    "alias strength": "strength",
    "date of birth": "born",
    "citizenship": "citizenship",
    "address": "address",
    "additional information": "information",
    "listing information": "listing",
    "imo number": "imo",
    "committees": "committees",
    "control date": "control",
    "instrument of designation": "instrument",
}
_NEEDED = frozenset({"reference", "name", "type", "name type"})
_REFERENCE = re.compile(r"\s*(\d{1,9})\s*[a-z]{0,3}\d{0,3}\s*", re.IGNORECASE)
_KINDS: Mapping[str, Kind] = {
    "individual": "person",
    "entity": "organization",
    "vessel": "vessel",
    "ship": "vessel",
    "aircraft": "aircraft",
}
_NOTHING = frozenset({"", "na", "n/a", "none", "unknown", "not available", "-"})
_ITEM = re.compile(r"(?:^|[\s;,])\(?[a-z]{1,2}\)\s*")
_BORN_PARTS = re.compile(r"\s*(?:;|>>|\bor\b|\balt(?:ernative)?\.?\s*DOB:?|\n)\s*", re.IGNORECASE)
_BORN_NOISE = re.compile(r"^\W*(?:DOB\W*)?|[\s,.;)]+$", re.IGNORECASE)
_SPREAD = re.compile(r"\b(\d{4})\s?[-–]\s?(\d{4})\b")
_HIJRI = re.compile(r"hijri", re.IGNORECASE)
_DATE = r"(\d{1,2}(?:st|nd|rd|th)?[ \u00a0]+[A-Za-z]{3,9}\.?,?[ \u00a0]+\d{4}|\d{1,2}/\d{1,2}/\d{4})"
_LISTED = re.compile(
    r"(?:\blisted(?: by (?:the )?UN\b[\w ()/]{0,40}?)?(?: this \w{1,12})?(?: on)?"
    r"|\bdesignated under the [\w ]{1,60}? on)[:\s]{1,4}" + _DATE,
    re.IGNORECASE,
)
_AMENDED = re.compile(r"\bamended(?: on)?[:\s]{0,4}((?:[^()]{4,40}\d{4}[\s,;and]{0,8}){1,40})", re.IGNORECASE)
_ANY_DATE = re.compile(_DATE)
_NOT_FIRST = re.compile(r"\b(?:re-?|last |previously |formerly )$", re.IGNORECASE)
_FIRST_ACT = re.compile(
    r"(?:instrument\s+of\s+first\s+(?:designation(?:\s+and\s+declaration)?|listing)\s?[:–-]?\s*)"
    r"((?:Autonomous|Charter)\b.{10,250}?(?:\(No\.? ?\d+\)|List|Instrument|Regulations?)\s\d{4}(?:\s?\(No\.? ?\d+\))?)",
    re.IGNORECASE | re.DOTALL,
)
_ACT = re.compile(
    r"\W*((?:Autonomous Sanctions|Charter of the United Nations)\b.{10,250}?\b(?:Instrument|List|Regulations?)\s\d{4}"
    r"(?:\s?\(No\.? ?\d+\))?)",
    re.DOTALL,
)
_AND = re.compile(r"\s*(?:;|/|\band\b|,(?! (?:Republic|Democratic|Islamic|People))|\n)\s*", re.IGNORECASE)


class _Entry(msgspec.Struct):
    """What has been read of an entry: the row that tells it, and its names."""

    where: str
    names: list[ListedName]
    cells: dict[str, str]
    primary: bool = False


def recognise(head: Head) -> Recognised | None:
    """Whether a file is this list: a workbook whose first row has the list's column titles.

    The beginning of a workbook does not hold them, so that it is opened.
    """
    if head.open is None or not head_parts(head.start):
        return None
    try:
        _, _, row = next(sheet_rows(head.open), ("", 0, {}))
    except ListFileError:
        return None
    return Recognised(LIST) if set(_titled(row).values()) >= _NEEDED else None


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day on which the workbook was last saved; the sheet states none."""
    return next(filter(None, map(modified_on, parts.values())), None)


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries.

    Raises:
        ListFileError: the file is no workbook, is damaged, or lacks the list's columns.
    """
    for opener in parts.values():
        with opener() as stream:
            name = label(stream)
        entries = _entries(opener, name, reject)
        for number, entry in entries.items():
            listing = _listing(number, entry)
            if listing is None:
                reject(Reject(entry.where, "no name", number))
            else:
                yield listing


READER = Reader(name="au dfat xlsx 1", recognise=recognise, listings=listings, edition_date=edition_date)


def _entries(opener: Opener, name: str, reject: RejectSink) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    columns: dict[int, str] = {}
    for sheet, place, row in sheet_rows(opener):
        if not columns:
            columns = _columns(row, name)
            continue
        cells = {columns[at]: text[:LONGEST_CELL] for at, text in row.items() if at in columns}
        if not any(map(str.strip, cells.values())):
            continue
        where = f"{name}, sheet {sheet}, row {place}"
        reference = _REFERENCE.fullmatch(cells.get("reference", "").removesuffix(".0"))
        if reference is None:
            reject(Reject(where, f"no reference number ({cells.get('reference', '')[:40]!r})"))
            continue
        _add(entries.setdefault(reference[1], _Entry(where, [], cells)), cells)
        if len(entries) > MOST_ENTRIES:
            raise ListFileError(f"{name} has more than {MOST_ENTRIES} entries: it is no list.")
    if not entries:
        raise ListFileError(f"{name} has no entry: give the consolidated list of the Department as .xlsx.")
    return entries


def _titled(row: Row) -> dict[int, str]:
    """The columns of a row of titles that are known."""
    titles = {at: " ".join(text[:LONGEST_CELL].lower().split()) for at, text in row.items()}
    return {at: _COLUMNS[title] for at, title in titles.items() if title in _COLUMNS}


def _columns(row: Row, name: str) -> dict[int, str]:
    columns = _titled(row)
    if not set(columns.values()) >= _NEEDED:
        raise ListFileError(f"{name} has not the columns of the consolidated list (Reference, Name of Individual …).")
    return columns


def _add(entry: _Entry, cells: dict[str, str]) -> None:
    text = " ".join(cells.get("name", "").split())
    if not any(map(str.isalnum, text)):
        return
    kind = _name_type(cells)
    if kind == "primary" and not entry.primary:
        entry.primary, entry.cells = True, cells
        entry.names.insert(0, ListedName(text))
    else:
        entry.names.append(ListedName(text, "alias" if kind == "primary" else kind))


def _name_type(cells: Mapping[str, str]) -> NameType:
    kind = cells.get("name type", "").strip().lower()
    if kind.startswith("primary"):
        return "primary"
    if kind.startswith(("formerly", "previously", "fka")):
        return "former"
    return "weak alias" if cells.get("strength", "").strip().lower().startswith(("weak", "low")) else "alias"


def _listing(number: str, entry: _Entry) -> Listing | None:
    if not entry.names:
        return None
    # Without a primary name the first name is the main one.
    first = ListedName(entry.names[0].text)
    names = {first.text: first}
    for name in entry.names[1:]:
        names.setdefault(name.text, name)
    cells = entry.cells
    kind = _KINDS.get(cells.get("type", "").strip().lower(), "any")
    listing = cells.get("listing", "")
    address = " ".join(cells.get("address", "").split())
    imo = "".join(filter(str.isdigit, cells.get("imo", "").partition(".")[0]))
    committee = " ".join(cells.get("committees", "").split())
    listed = _listed_on(listing)
    return Listing(
        entry=number,
        kind=kind,
        names=tuple(names.values()),
        programmes=(committee,) if committee else (),
        born=_born(cells.get("born", "")) if kind == "person" else (),
        countries=_countries(cells.get("citizenship", ""), address if kind != "person" else ""),
        identifiers=(f"imo:{imo}",) if imo else (),
        addresses=tuple(part.strip() for part in _ITEM.split(address) if part.strip().lower() not in _NOTHING),
        listed_on=listed,
        amended_on=_amended_on(listing),
        instrument=_instrument(cells),
        note="\n".join(filter(None, (_plain(cells.get("information", "")), _plain(listing), _control(cells)))),
    )


def _born(text: str) -> tuple[str, ...]:
    days = []
    for item in _ITEM.split(text):
        for part in _BORN_PARTS.split(item):
            if not _HIJRI.search(part):
                part = _SPREAD.sub(r"\1-\2", _BORN_NOISE.sub("", part))
                days.append(serial_date(part) or iso_date(part))
    return tuple(dict.fromkeys(filter(None, days)))


def _countries(citizenship: str, address: str) -> tuple[str, ...]:
    found = []
    for item in _ITEM.split(citizenship):
        item = " ".join(item.split()).strip(" .,;")
        parts = [item] if country_code(item) else _AND.split(item)
        found += [country_code(part) or part for part in (part.strip(" .,;()") for part in parts) if len(part) < 60]
    for item in _ITEM.split(address):
        found.append(country_code(item.rpartition(",")[2].strip(" .;")) or "")
    return tuple(dict.fromkeys(place for place in found if place.lower() not in _NOTHING))


def _listed_on(text: str) -> str | None:
    """The first listing day that the text states; days of re-listing are none."""
    if day := serial_date(text.strip()):
        return day
    for found in _LISTED.finditer(text):
        if not _NOT_FIRST.search(text[max(found.start() - 12, 0) : found.start()]):
            return iso_date(found[1])
    return None


def _amended_on(text: str) -> tuple[str, ...]:
    days = (iso_date(day) for found in _AMENDED.finditer(text) for day in _ANY_DATE.findall(found[1]))
    return tuple(sorted(set(filter(None, days))))


def _instrument(cells: Mapping[str, str]) -> str:
    if act := _plain(cells.get("instrument", "")):
        return act
    text = cells.get("listing", "")
    found = _FIRST_ACT.search(text) or _ACT.match(text)
    return _plain(found[1]) if found else ""


def _control(cells: Mapping[str, str]) -> str:
    day = serial_date(cells.get("control", "")) or iso_date(cells.get("control", "").strip())
    return f"Control date: {day}" if day else ""


def _plain(text: str) -> str:
    text = " ".join(text.split())
    return "" if text.lower() in _NOTHING else text

"""Poland's list under the Act of 13 April 2022: a workbook with a sheet of persons and one of bodies.

The publisher prints no numbers and keeps removed entries, with the day of removal. An entry's key is made of its
sheet, its name and, where a name stands twice, its listing day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import Kind, NameType
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.streams import label
from gazetted.sources.workbook import Row, head_parts, modified_on, serial_date, sheet_rows

LIST = "pl.mswia"
LONGEST_CELL = 40_000
"""Characters of a cell that are looked at."""

_HEADERS = {"nazwisko i imię": "person", "nazwa podmiotu": "organization"}
_LISTED, _REMOVED = "data umieszczenia", "data wykreślenia"
_IDENTITY = "dane identyfikacyjne"
_FOOTNOTE = re.compile(r"\s*\[\d{1,3}\]")
_MARK = re.compile(r"\[\d{1,3}\]")
_FORMER = re.compile(r"\W*(?:poprzedni|dawniej|wcześniej|do \d)", re.IGNORECASE)
_LABEL = re.compile(
    r"^[^:„\"“]{3,80}:\s*|^(?:w zapisie|znan[yae]|obecnie)[^„\"“]{0,60}(?=[„\"“])|^do [\d. ]+ ?r?\.? ?[–-]\s*"
)
_OR = re.compile(r"\s(?:lub|oraz|albo)\s|;\s")
_QUOTED = re.compile(r"[„“\"«]([^„“”\"»]{2,200})[”\"“»]?")
_BORN = re.compile(
    r"\bur(?:odz\w{2,6}|\.)\s+(?:w\s+)?(?:dnia\s+)?"
    r"(?:(\d{1,2})[. ]+)?(?:(\w{3,12}|\d{1,2})[. ]+)?(?:roku\s+)?(\d{4})\b",
    re.IGNORECASE,
)
_MONTHS = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru")
_NUMBERS = (
    ("national id", re.compile(r"\bPESEL\W{0,5}(\d{11})\b")),
    ("registration", re.compile(r"\b(?:KRS|OGRN|BIN|UNP)\b\W{0,4}([0-9]{6,15})\b")),
    ("registration", re.compile(r"\bREGON\b\W{0,4}(\d{9}(?:\d{5})?)\b")),
    ("tax", re.compile(r"\b(?:NIP|INN|TIN)\b\W{0,4}([0-9-]{8,15})\b")),
)
_SEAT = re.compile(r"(?:siedziba|adres)\s*:\s*", re.IGNORECASE)
_AFTER_SEAT = re.compile(
    r"\(|\b(?:nr\s+)?(?:KRS|NIP|REGON|INN|OGRN|UNP|BIN)\b|\bn(?:ume)?r (?:rejestr|identyf)", re.IGNORECASE
)
_NOT_SLUG = re.compile(r"[\W_]+")


class _Sheet(msgspec.Struct, frozen=True):
    kind: Kind
    columns: Mapping[str, int]


def recognise(head: Head) -> Recognised | None:
    """Whether a file is this list: a workbook with the sheets `osoby` and `podmioty`."""
    book = head_parts(head.start).get("xl/workbook.xml", b"").decode("utf-8", "replace").lower()
    return Recognised(LIST) if 'name="osoby"' in book and 'name="podmioty"' in book else None


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day on which the workbook was last saved; the sheets state none."""
    return next(filter(None, map(modified_on, parts.values())), None)


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries, removed ones with their day of removal.

    Raises:
        ListFileError: the file is no workbook, is damaged, or has no sheet with the list's columns.
    """
    for opener in parts.values():
        with opener() as stream:
            name = label(stream)
        sheets: dict[str, _Sheet | None] = {}
        taken: set[str] = set()
        for sheet, number, row in sheet_rows(opener):
            if sheet not in sheets:
                sheets[sheet] = _header(row)
                continue
            known, text = sheets[sheet], row.get(0, "").strip()
            if known is None or not text or (_FOOTNOTE.match(text) and known.columns[_LISTED] not in row):
                continue
            listing = _listing(row, known, taken)
            if listing is None:
                reject(Reject(f"{name}, sheet {sheet}, row {number}", "no name"))
                continue
            taken.add(listing.entry)
            yield listing
        if not any(sheets.values()):
            raise ListFileError(f"{name} has no sheet with the columns of the list: give the Ministry's workbook.")


READER = Reader(name="pl mswia xlsx 1", recognise=recognise, listings=listings, edition_date=edition_date)


def _header(row: Row) -> _Sheet | None:
    cells = {column: text.strip().lower() for column, text in row.items()}
    kind = _HEADERS.get(cells.get(0, ""))
    columns = {
        title: column
        for column, text in cells.items()
        for title in (_LISTED, _REMOVED, _IDENTITY)
        if text.startswith(title)
    }
    if kind is None or _LISTED not in columns:
        return None
    return _Sheet("person" if kind == "person" else "organization", columns)


def _listing(row: Row, sheet: _Sheet, taken: set[str]) -> Listing | None:
    names = _names(row[0][:LONGEST_CELL])
    if not names:
        return None
    identity = row.get(sheet.columns.get(_IDENTITY, -1), "")[:LONGEST_CELL]
    listed, removed = (_day(row.get(sheet.columns.get(title, -1), "")) for title in (_LISTED, _REMOVED))
    slug = f"{sheet.kind}/{_NOT_SLUG.sub('-', names[0].text.lower()).strip('-')}"
    key = slug if slug not in taken else f"{slug}/{listed or ''}"
    count = 2
    while key in taken:
        key, count = f"{slug}/{listed or ''}/{count}", count + 1
    person = sheet.kind == "person"
    return Listing(
        entry=key,
        kind=sheet.kind,
        names=names,
        born=_born(identity) if person else (),
        identifiers=_identifiers(identity),
        gender=_gender(identity) if person else "",
        addresses=() if person else _address(identity),
        listed_on=listed,
        delisted_on=removed,
        note=" ".join(identity.split()),
    )


def _names(text: str) -> tuple[ListedName, ...]:
    text = " ".join(_MARK.sub("", text).split())
    head, _, rest = text.partition("(")
    names = {name: ListedName(name) for name in [head.strip(" ,;")] if any(map(str.isalnum, name))}
    for group in re.split(r"\)\s*\(?|\(", rest):
        kind: NameType = "former" if _FORMER.match(group) else "alias"
        body = _LABEL.sub("", group.strip())
        quoted = [] if names and _is_prose(group) else _QUOTED.findall(body)
        pieces = quoted if quoted and body.strip()[:1] in '„“"«' else _OR.split(body)
        for piece in pieces:
            clean = _LABEL.sub("", piece.strip()).strip(" ,;") if len(pieces) > 1 else piece.strip(" ,;")
            clean = clean.strip('„“”«»"') if clean[:1] in '„“"«' else clean
            if sum(map(str.isalpha, clean)) > 1:
                names.setdefault(clean, ListedName(clean, kind if names else "primary"))
    return tuple(names.values())


def _is_prose(group: str) -> bool:
    return len(group) > 400


def _day(text: str) -> str | None:
    text = text.strip()
    return serial_date(text) or iso_date(text.removesuffix("r.").strip())


def _born(text: str) -> tuple[str, ...]:
    days = []
    for day, month, year in _BORN.findall(text):
        word = month.lower()[:3]
        number = month if month.isdigit() else str(_MONTHS.index(word) + 1) if word in _MONTHS else ""
        days.append(iso_date(".".join(filter(None, (day if number else "", number, year)))))
    return tuple(dict.fromkeys(filter(None, days)))


def _gender(text: str) -> str:
    found = re.search(r"\burodz(on[yea]\w{0,3})", text, re.IGNORECASE)
    if found is None:
        return ""
    return "female" if found[1].lower() in ("ona", "onej", "oną") else "male"


def _identifiers(text: str) -> tuple[str, ...]:
    found = (f"{kind}:{number}" for kind, pattern in _NUMBERS for number in pattern.findall(text))
    return tuple(dict.fromkeys(found))


def _address(text: str) -> tuple[str, ...]:
    seat = _SEAT.search(text)
    if seat is None:
        return ()
    line = " ".join(_AFTER_SEAT.split(text[seat.end() :])[0].split()).strip(" ,;")
    return (line,) if line else ()

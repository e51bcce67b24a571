"""The UK Sanctions List as XML (`Designations`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.dates import iso_date
from gazetted.sources.format import HEAD_BYTES, Head, Opener, Recognised, RejectSink
from gazetted.sources.uk.draft import Draft
from gazetted.sources.uk.table import LIST_KEY, add_row
from gazetted.sources.xmlstream import elements, local_name, text_of

_WHAT = "the UK Sanctions List"
_ROOT = re.compile(rb"<Designations\b[^<>]{0,2000}>")
_GENERATED = re.compile(rb"<DateGenerated>\s*([0-9/TZ:. -]{8,30}?)\s*</DateGenerated>")
_DEEPEST = 8
# Elements by the columns of the CSV that hold the same; those that repeat make one row each.
_COLUMNS = {
    "UniqueID": "unique id",
    "LastUpdated": "last updated",
    "DateDesignated": "date designated",
    "OFSIGroupID": "ofsi group id",
    "UNReferenceNumber": "un reference number",
    "NameType": "name type",
    "AliasStrength": "alias strength",
    "NameNonLatinScript": "name non-latin script",
    "Title": "title",
    "RegimeName": "regime name",
    "IndividualEntityShip": "designation type",
    "SanctionsImposed": "sanctions imposed",
    "OtherInformation": "other information",
    "UKStatementofReasons": "uk statement of reasons",
    "AddressPostalCode": "address postal code",
    "AddressCountry": "address country",
    "DOB": "d.o.b",
    "Nationality": "nationality(/ies)",
    "NationalIdentifierNumber": "national identifier number",
    "PassportNumber": "passport number",
    "Position": "position",
    "Gender": "gender",
    "BusinessRegistrationNumber": "business registration number (s)",
    "IMONumber": "imo number",
    "CurrentBelievedFlagOfShip": "current believed flag of ship",
    **{f"Name{number}": f"name {number}" for number in range(1, 7)},
    **{f"AddressLine{number}": f"address line {number}" for number in range(1, 7)},
}
_TOGETHER = frozenset({"Name", "NonLatinName", "Address"})


def recognise(head: Head) -> Recognised | None:
    """Know the list by its root element."""
    return Recognised(LIST_KEY, date=_date(head.start)) if _ROOT.search(head.start) else None


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day in `DateGenerated`."""
    for opener in parts.values():
        with opener() as stream:
            if date := _date(stream.read(HEAD_BYTES)):
                return date
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries, by Unique ID.

    Raises:
        ListFileError: the file is damaged, truncated, or holds no entry.
    """
    for opener in parts.values():
        with opener() as stream:
            yield from _entries(stream, reject)


def _entries(stream: Any, reject: RejectSink) -> Iterator[Listing]:
    number = 0
    seen: set[str] = set()
    for number, element in enumerate(elements(stream, ("Designation",), _WHAT), start=1):
        entry = " ".join(element.findtext("UniqueID", "").split())
        try:
            if not entry or len(entry) > 40:
                raise ValueError("it has no UniqueID")
            if entry in seen:
                raise ValueError("its UniqueID is there already")
            draft = Draft(entry)
            for row in _rows(element, 0):
                add_row(draft, row)
            listing = draft.listing()
        except ValueError as error:
            reject(Reject(f"designation {number} ({entry[:40] or 'no UniqueID'})", str(error), entry[:40]))
            continue
        seen.add(entry)
        yield listing
    if not number:
        raise ListFileError(f"{_WHAT} holds no entry: give the publisher's own file.")


def _rows(element: Any, depth: int) -> Iterator[dict[str, str]]:
    """The values of an element as rows: what belongs together in one, every other value in one of its own."""
    together: dict[str, str] = {}
    for child in element:
        tag = local_name(child.tag)
        if len(child):
            if depth < _DEEPEST:
                yield from _rows(child, depth + 1)
        elif (column := _COLUMNS.get(tag)) and (text := text_of(child)):
            if local_name(element.tag) in _TOGETHER:
                together[column] = text
            else:
                yield {column: text}
    if together:
        yield together


def _date(start: bytes) -> str | None:
    found = _GENERATED.search(start)
    return (iso_date(found[1].decode()) or "")[:10] or None if found else None

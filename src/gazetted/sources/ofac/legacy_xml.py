"""OFAC's legacy XML (`sdn.xml`, `consolidated.xml`), in the old namespace (tempuri) and the new one.

Format: OFAC's XSD of the SDN list. An entry's documents and features are written as the remarks of the CSV files have
them, so that the same words are mined in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.ofac.build import (
    Raw,
    address_line,
    alias_type,
    build,
    document,
    full_name,
    kind_of,
    numbered,
    remarks_text,
)
from gazetted.sources.ofac.remarks import segments
from gazetted.sources.ofac.which import which_list
from gazetted.sources.xmlstream import elements, local_name, text_of

_ROOT = re.compile(rb"<(?:\w+:)?sdnList[\s>]")
_UID = re.compile(rb"<sdnEntry>\s*<uid>(\d{1,9})</uid>")
_PROGRAMME = re.compile(r"<program>([^<]{1,60})</program>")
_DATE = re.compile(rb"<Publish_Date>(\d\d/\d\d/\d{4})</Publish_Date>")
_WHAT = "OFAC's XML list"
_LABELS = {"dateOfBirth": "DOB", "placeOfBirth": "POB", "nationality": "nationality", "citizenship": "citizen"}


def recognise(head: Head) -> Recognised | None:
    """Know the file by its root element; the list by entry numbers, programmes and at last the name."""
    if not _ROOT.search(head.start):
        return None
    date = _DATE.search(head.start)
    numbers = [int(number) for number in _UID.findall(head.start)]
    programmes = set(_PROGRAMME.findall(head.start.decode(errors="replace")))
    return Recognised(
        which_list(head.name, numbers, programmes), date=iso_date(date[1].decode(), order="MDY") if date else None
    )


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The publication date that the file states."""
    for opener in parts.values():
        with opener() as stream:
            for element in elements(stream, ("{*}publshInformation", "{*}sdnEntry"), _WHAT):
                return iso_date(_fields(element).get("Publish_Date", ""), order="MDY")
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries in the file's order.

    Raises:
        ListFileError: the file is truncated or malformed, or has fewer entries than it says.
    """
    for opener in parts.values():
        with opener() as stream:
            yield from _entries(stream, reject)


def _entries(stream: Any, reject: RejectSink) -> Iterator[Listing]:
    seen: set[str] = set()
    said = ""
    number = 0
    for element in elements(stream, ("{*}publshInformation", "{*}sdnEntry"), _WHAT):
        if local_name(element.tag) == "publshInformation":
            said = _fields(element).get("Record_Count", "")
            continue
        number += 1
        listing = _listing(element)
        if not listing.entry.isdigit():
            reject(Reject(f"entry {number}", "it has no number"))
        elif not listing.names or listing.names[0].name_type != "primary":
            reject(Reject(f"entry {number}", f"number {listing.entry} has no name", listing.entry))
        elif listing.entry in seen:
            reject(Reject(f"entry {number}", f"number {listing.entry} is there already"))
        else:
            seen.add(listing.entry)
            yield listing
    if said.isdigit() and int(said) != number:
        raise ListFileError(f"{_WHAT} says that it has {said} entries and has {number}: get the file again.")


def _listing(element: Any) -> Listing:
    fields = _fields(element)
    vessel = _fields(_child(element, "vesselInfo"))
    names = [ListedName(name) for name in (_name(fields),) if name]
    for alias in _items(element, "akaList"):
        weak = alias.get("category", "") == "weak"
        names.append(ListedName(_name(alias), alias_type(alias.get("type", ""), weak=weak)))
    remarks = fields.get("remarks", "")
    told = [*numbered(_told(element)), *([remarks] if remarks else [])]
    beside = (
        ("Vessel type", "vesselType"),
        ("Tonnage", "tonnage"),
        ("Gross registered tonnage", "grossRegisteredTonnage"),
        ("Vessel owner", "vesselOwner"),
    )
    note = (remarks_text(told), " ".join(f"{label}: {vessel[tag]}." for label, tag in beside if vessel.get(tag)))
    return build(
        Raw(
            entry=fields.get("uid", ""),
            kind=kind_of(fields.get("sdnType", "unknown")),
            names=names,
            programmes=_texts(element, "programList"),
            segments=[*told[: len(told) - bool(remarks)], *segments(remarks)],
            flag=vessel.get("vesselFlag", ""),
            call_sign=vessel.get("callSign", ""),
            addresses=[_address(item) for item in _items(element, "addressList")],
            titles=fields.get("title", "").split("; "),
            note="\n".join(filter(None, note)),
        )
    )


def _told(element: Any) -> Iterator[tuple[str, str]]:
    for name in ("dateOfBirth", "placeOfBirth", "nationality", "citizenship"):
        for item in _items(element, f"{name}List"):
            value = item.get(name) or item.get("country", "")
            if value:
                yield _LABELS[name], value
    for item in _items(element, "idList"):
        value = document(
            item.get("idNumber", ""),
            item.get("idCountry", ""),
            item.get("issueDate", ""),
            item.get("expirationDate", ""),
        )
        if label := item.get("idType", ""):
            yield label, value


def _name(fields: Mapping[str, str]) -> str:
    return full_name(fields.get("lastName", ""), fields.get("firstName", ""))


def _address(fields: Mapping[str, str]) -> str:
    streets = [fields.get(f"address{number}", "") for number in (1, 2, 3)]
    place = [fields.get(tag, "") for tag in ("city", "stateOrProvince", "postalCode")]
    return address_line(streets, place, fields.get("country", ""))


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if local_name(child.tag) == name), ())


def _fields(element: Any) -> dict[str, str]:
    return {local_name(child.tag): text_of(child) for child in element}


def _items(element: Any, name: str) -> list[dict[str, str]]:
    return [_fields(item) for item in _child(element, name)]


def _texts(element: Any, name: str) -> list[str]:
    return [text_of(item) for item in _child(element, name)]


READER = Reader("ofac legacy xml 1", recognise, listings, edition_date=edition_date)

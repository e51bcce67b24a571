"""OFAC's enhanced XML (`SDN_ENHANCED.XML`, `CONS_ENHANCED.XML`): listing days, legal authorities, original scripts.

Format: OFAC, ENHANCED_XML.xsd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

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
from gazetted.sources.ofac.remarks import segments, worded
from gazetted.sources.ofac.which import which_list
from gazetted.sources.xmlstream import elements, local_name, text_of

_ROOT = re.compile(rb"<(?:\w+:)?sanctionsData[\s>]")
_LIST = re.compile(rb"<sanctionsList[^>]{0,200}>([^<]{1,200})</sanctionsList>")
_DATE = re.compile(rb"<dataAsOf>(\d{4}-\d\d-\d\d)")
_WHAT = "OFAC's enhanced XML list"
_TAGS = ("{*}publicationInfo", "{*}referenceValue", "{*}featureType", "{*}entity")
_SDN = "SDN List"
_STREETS = ("ADDRESS1", "ADDRESS2", "ADDRESS3")


def recognise(head: Head) -> Recognised | None:
    """Know the file by its root element, and the list by the one that it says it was made of."""
    if not _ROOT.search(head.start):
        return None
    date = _DATE.search(head.start)
    lists = {name.decode(errors="replace") for name in _LIST.findall(head.start.partition(b"</publicationInfo>")[0])}
    key = which_list(head.name, []) if not lists else "us.sdn" if _SDN in lists else "us.cons"
    return Recognised(key, date=date[1].decode() if date else None)


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day that the data is as of."""
    for opener in parts.values():
        with opener() as stream:
            for element in elements(stream, _TAGS, _WHAT):
                return iso_date(_text(element, "dataAsOf"))
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries in the file's order.

    Raises:
        ListFileError: the file is truncated or malformed.
    """
    for opener in parts.values():
        with opener() as stream:
            yield from _entries(stream, reject)


def _entries(stream: Any, reject: RejectSink) -> Iterator[Listing]:
    seen: set[str] = set()
    sdn = False
    number = 0
    for element in elements(stream, _TAGS, _WHAT):
        tag = local_name(element.tag)
        if tag == "publicationInfo":
            sdn = any(text_of(item) == _SDN for item in element.iter("{*}sanctionsList"))
        if tag != "entity":
            continue
        number += 1
        listing = _listing(element, sdn=sdn)
        if not listing.entry.isdigit():
            reject(Reject(f"entity {number}", "it has no number"))
        elif not listing.names or listing.names[0].name_type != "primary":
            reject(Reject(f"entity {number}", f"number {listing.entry} has no primary name", listing.entry))
        elif listing.entry in seen:
            reject(Reject(f"entity {number}", f"number {listing.entry} is there already"))
        else:
            seen.add(listing.entry)
            yield listing


def _listing(element: Any, *, sdn: bool) -> Listing:
    general = element.find("{*}generalInfo")
    remarks = "" if general is None else _text(general, "remarks")
    told = numbered(_told(element))
    return build(
        Raw(
            entry=element.get("id", ""),
            kind="any" if general is None else kind_of(_text(general, "entityType") or "unknown"),
            names=_names(element),
            programmes=_all(element, "sanctionsPrograms"),
            segments=[*told, *segments(remarks)],
            addresses=[_address(item) for item in element.iterfind("{*}addresses/{*}address")],
            titles=[] if general is None else _text(general, "title").split("; "),
            listed_on=_listed_on(element, sdn=sdn),
            instrument="; ".join(dict.fromkeys(_all(element, "legalAuthorities"))),
            note=remarks_text([*told, *([remarks.removesuffix(".")] if remarks else [])]),
        )
    )


def _listed_on(element: Any, *, sdn: bool) -> str | None:
    """The first day on which the entry stood on a list that makes up this one.

    The Consolidated list is made of several; the day on which an entry came onto that collection says nothing.
    """
    days = [
        day
        for item in element.iterfind("{*}sanctionsLists/{*}sanctionsList")
        if (text_of(item) == _SDN) == sdn and (day := iso_date(item.get("datePublished", "")))
    ]
    return min(days, default=None)


def _names(element: Any) -> list[ListedName]:
    names = []
    for name in element.iterfind("{*}names/{*}name"):
        primary = _text(name, "isPrimary") == "true"
        alias = alias_type(_text(name, "aliasType"), weak=_text(name, "isLowQuality") == "true")
        for spelling in name.iterfind("{*}translations/{*}translation"):
            main = primary and _text(spelling, "isPrimary") == "true"
            full = _text(spelling, "formattedFullName") or full_name(
                _text(spelling, "formattedLastName"), _text(spelling, "formattedFirstName")
            )
            names.append(ListedName(full, "primary" if main else alias))
    return sorted(names, key=lambda name: name.name_type != "primary")


def _told(element: Any) -> Iterator[tuple[str, str]]:
    for item in element.iterfind("{*}features/{*}feature"):
        comments = _text(item, "comments").strip("() ")
        yield worded(_text(item, "type")), " ".join(filter(None, (_text(item, "value"), comments and f"({comments})")))
    for item in element.iterfind("{*}identityDocuments/{*}identityDocument"):
        dates = (_text(item, tag) for tag in ("issueDate", "expirationDate"))
        yield _text(item, "type"), document(_text(item, "documentNumber"), _text(item, "issuingCountry"), *dates)
    for item in element.iterfind("{*}relationships/{*}relationship"):
        yield f"{_text(item, 'type')}:", _text(item, "relatedEntity")


def _address(element: Any) -> str:
    land = _text(element, "country")
    for spelling in element.iterfind("{*}translations/{*}translation"):
        if _text(spelling, "isPrimary") == "true":
            parts = {
                _text(part, "type"): _text(part, "value")
                for part in spelling.iterfind("{*}addressParts/{*}addressPart")
            }
            streets = [parts.get(street, "") for street in _STREETS]
            place = (parts.get(word, "") for word in ("CITY", "STATE/PROVINCE", "POSTAL CODE"))
            return address_line(streets, place, land or (f"Region: {parts['REGION']}" if "REGION" in parts else ""))
    return land


def _all(element: Any, name: str) -> list[str]:
    return [text_of(item) for item in element.iterfind(f"{{*}}{name}/{{*}}*")]


def _text(element: Any, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return "" if found is None else text_of(found)


READER = Reader("ofac enhanced xml 1", recognise, listings, edition_date=edition_date)

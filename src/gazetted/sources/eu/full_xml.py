"""The EU's consolidated financial sanctions list in XML, schema FSF 1.1 (`xmlFullSanctionsList_1_1`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing
from gazetted.sources.dates import iso_date
from gazetted.sources.eu.entity import CP931, FSF, Entity
from gazetted.sources.eu.grouping import listings_of
from gazetted.sources.format import HEAD_BYTES, Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.streams import label
from gazetted.sources.xmlstream import elements, local_name

NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"

_ROOT = re.compile(rb"<(?:\w{1,20}:)?export\b[^<>]{0,2000}" + re.escape(NAMESPACE.encode()) + rb"[^<>]{0,2000}>")
_GENERATED = re.compile(rb"generationDate\s*=\s*[\"'](\d{4}-\d{2}-\d{2})")
_ENTRY = f"{{{NAMESPACE}}}sanctionEntity"
_SECTIONS = {
    "nameAlias": "names",
    "birthdate": "births",
    "citizenship": "citizenships",
    "identification": "identifications",
    "address": "addresses",
}


def recognise(head: Head, list_key: str) -> Recognised | None:
    """Whether a file is this list: its root element and namespace say so."""
    root = _ROOT.search(head.start[:8192])
    if root is None:
        return None
    found = _GENERATED.search(root.group())
    return Recognised(list_key, date=iso_date(found[1].decode()) if found else None)


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day on which the file was generated."""
    for opener in parts.values():
        with opener() as stream:
            found = _GENERATED.search(stream.read(HEAD_BYTES))
        if found:
            return iso_date(found[1].decode())
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink, list_key: str) -> Iterator[Listing]:
    """The entries of one list.

    Raises:
        ListFileError: the file is truncated or malformed, or has no entry at all.
    """
    for opener in parts.values():
        yield from listings_of(_entities(opener), list_key, reject)


def readers() -> tuple[Reader, ...]:
    """One reader per list: one file is an edition of both."""
    return tuple(
        Reader(
            name=f"{key.replace('.', ' ')} xml 1",
            recognise=partial(recognise, list_key=key),
            listings=partial(listings, list_key=key),
            edition_date=edition_date,
        )
        for key in (FSF, CP931)
    )


def _entities(opener: Opener) -> Iterator[tuple[str, Entity]]:
    with opener() as stream:
        name, empty = label(stream), True
        for element in elements(stream, (_ENTRY,), name):
            empty = False
            yield f"{name}:{element.sourceline}", _entity(element)
    if empty:
        raise ListFileError(f"{name} has no sanctionEntity: give the full list of the Commission (XML 1.1).")


def _entity(element: Any) -> Entity:
    attributes: dict[str, str] = dict(element.attrib)
    sections: dict[str, list[Mapping[str, str]]] = {section: [] for section in _SECTIONS.values()}
    remarks: list[str] = []
    for child in element:
        tag = local_name(child.tag)
        if tag in _SECTIONS:
            sections[_SECTIONS[tag]].append(_attributes(child))
        elif tag == "regulation":
            attributes["programme"] = child.get("programme", "")
            attributes["numberTitle"] = child.get("numberTitle", "")
        elif tag == "subjectType":
            attributes["classificationCode"] = child.get("classificationCode") or child.get("code", "")
        elif tag == "remark" and child.text:
            remarks.append(child.text)
    return Entity(attributes, **sections, remarks=remarks)


def _attributes(element: Any) -> Mapping[str, str]:
    values: dict[str, str] = dict(element.attrib)
    for child in element:
        tag = local_name(child.tag)
        if tag == "regulationSummary":
            values["publicationDate"] = child.get("publicationDate", "")
        elif tag == "remark" and child.text:
            values["remark"] = child.text.strip()
    return values

"""Switzerland's list of all sanctions (SECO, `swiss-sanctions-list`), in XML.

Built from the publisher's schema: `sanctions-program` elements come first and name the sanctions sets, then a `target`
for every party ever listed, then the `place` elements that addresses point to. A target keeps its modifications
(listed, amended, de-listed) with their days; what they changed repeats whole targets, which are not entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import Kind, NameType
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date
from gazetted.sources.format import HEAD_BYTES, Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.streams import label
from gazetted.sources.xmlstream import elements, text_of

LIST = "ch.seco"

_ROOT = re.compile(rb"<swiss-sanctions-list\b[^<>]{0,1000}>")
_DATE = re.compile(rb"\bdate\s*=\s*[\"'](\d{4}-\d{2}-\d{2})")
_WHOLE = re.compile(rb"list-type\s*=\s*[\"']whole-list")
_BODIES: Mapping[str, Kind] = {"individual": "person", "entity": "organization", "object": "any"}
_OBJECTS: Mapping[str, Kind] = {"vessel": "vessel", "aircraft": "aircraft"}
_DAYS = ("effective-date", "publication-date", "enactment-date")
_NAMED: Mapping[str, NameType] = {"formerly-known-as": "former", "former-name": "former"}
# In which order the parts of a name are said; a part of another type stands where it is printed among the first.
_SAID = {
    "given-name": 1,
    "further-given-name": 2,
    "father-name": 3,
    "grand-father-name": 4,
    "tribal-name": 5,
    "family-name": 6,
    "suffix": 7,
}
_UNSAID = frozenset({"title", "maiden-name"})
_DOCUMENTS = {"passport": "passport", "diplomatic-passport": "passport"}
_IMO = re.compile(r"\bIMO\b\D{0,20}(\d{7})\b")
_MOST_VARIANTS = 40

Places = Mapping[str, tuple[str, str]]
"""Text and country of each place, by its number."""


def recognise(head: Head) -> Recognised | None:
    """Whether a file is the whole list, not one of the publisher's extracts and deltas."""
    root = _ROOT.search(head.start[:8192])
    if root is None or not _WHOLE.search(root.group()):
        return None
    found = _DATE.search(root.group())
    return Recognised(LIST, date=iso_date(found[1].decode()) if found else None)


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day that the root element states."""
    for opener in parts.values():
        with opener() as stream:
            root = _ROOT.search(stream.read(HEAD_BYTES))
        if root and (found := _DATE.search(root.group())):
            return iso_date(found[1].decode())
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The targets; those whose last modification is a de-listing with its day.

    Raises:
        ListFileError: the file is truncated or malformed, or has no target.
    """
    for opener in parts.values():
        places = _places(opener)
        sets: dict[str, str] = {}
        taken: set[str] = set()
        with opener() as stream:
            name = label(stream)
            for element in _top(stream, ("sanctions-program", "target"), name):
                if element.tag == "sanctions-program":
                    sets |= _sets(element)
                    continue
                where = f"{name}, target {element.get('ssid', '')} (line {element.sourceline})"
                listing = _listing(element, sets, places)
                if listing is None or listing.entry in taken:
                    reason = "no name or number" if listing is None else "a target of that number is there already"
                    reject(Reject(where, reason))
                    continue
                taken.add(listing.entry)
                yield listing
        if not taken:
            raise ListFileError(f"{name} has no target: give the whole list in XML from SECO.")


READER = Reader(name="ch seco xml 1", recognise=recognise, listings=listings, edition_date=edition_date)


def _top(stream: Any, tags: tuple[str, ...], name: str) -> Iterator[Any]:
    """Elements that lie directly in the root: modifications repeat targets within targets."""
    for element in elements(stream, tags, name):
        parent = element.getparent()
        if parent is not None and parent.getparent() is None:
            yield element


def _places(opener: Opener) -> Places:
    places: dict[str, tuple[str, str]] = {}
    with opener() as stream:
        for element in _top(stream, ("place", "target"), label(stream)):
            if element.tag == "place":
                parts = [text_of(child) for child in element if child.tag in ("location", "area", "country")]
                country = next((child for child in element if child.tag == "country"), None)
                places[element.get("ssid", "")] = (", ".join(filter(None, parts)), _country(country))
    return places


def _sets(program: Any) -> dict[str, str]:
    keys = [(child.get("lang", ""), text_of(child)) for child in program if child.tag == "program-key"]
    key = next((text for lang, text in keys if lang == "eng"), keys[0][1] if keys else "")
    return {child.get("ssid", ""): key for child in program if child.tag == "sanctions-set" and key}


def _listing(target: Any, sets: Mapping[str, str], places: Places) -> Listing | None:
    body = next((child for child in target if child.tag in _BODIES), None)
    if body is None or not target.get("ssid"):
        return None
    identities = [child for child in body if child.tag == "identity"]
    names = _names(identities)
    if not names:
        return None
    kind = _OBJECTS.get(body.get("object-type", ""), _BODIES[body.tag])
    set_ids = [text_of(child) for child in target.iter("sanctions-set-id") if child.getparent() in (target, body)]
    notes = [text_of(child) for child in body if child.tag in ("justification", "other-information")]
    inner = [child for identity in identities for child in identity]
    addresses = [child for child in inner if child.tag == "address"]
    listed, amended, delisted = _days(target)
    countries = [_country(child.find("country")) for child in inner if child.tag == "nationality"]
    if kind != "person":
        countries += [places.get(address.get("place-id", ""), ("", ""))[1] for address in addresses]
    return Listing(
        entry=target.get("ssid"),
        kind=kind,
        names=names,
        programmes=_once([sets.get(number, number) for number in set_ids]),
        born=_once([_born(child) for child in inner if child.tag == "day-month-year"]) if kind == "person" else (),
        countries=_once(countries),
        identifiers=_once(
            [*map(_document, (child for child in inner if child.tag == "identification-document"))]
            + [f"imo:{number}" for note in notes for number in _IMO.findall(note) if kind == "vessel"]
        ),
        gender=body.get("sex", "") if body.get("sex") in ("male", "female") else "",
        addresses=_once([_address(child, places) for child in addresses]),
        listed_on=listed,
        amended_on=amended,
        delisted_on=delisted,
        note="\n".join(_once(notes)),
    )


def _days(target: Any) -> tuple[str | None, tuple[str, ...], str | None]:
    """The last listing, the amendments, and the de-listing if nothing came after it."""
    days: list[tuple[str, int, str]] = []
    for place, child in enumerate(target):
        if child.tag == "modification":
            day = next(filter(None, (iso_date(child.get(which, "")) for which in _DAYS)), None)
            if day:
                # The newest stands first; of two on one day the first in the file is the later.
                days.append((day, -place, child.get("modification-type", "")))
    days.sort()
    listed = [day for day, _, what in days if what == "listed"]
    delisted = days[-1][0] if days and days[-1][2] == "de-listed" else None
    amended = _once([day for day, _, what in days if what == "amended"])
    return (listed[-1] if listed else None), amended, delisted


def _names(identities: list[Any]) -> tuple[ListedName, ...]:
    names: dict[str, ListedName] = {}
    for identity in sorted(identities, key=lambda identity: identity.get("main") != "true"):
        for name in sorted(identity.iterfind("name"), key=lambda name: name.get("name-type") != "primary-name"):
            kind: NameType = _NAMED.get(name.get("name-type", ""), "alias")
            kind = "weak alias" if name.get("quality") == "low" else kind
            for text in _spellings(name):
                if any(map(str.isalnum, text)):
                    names.setdefault(text, ListedName(text, kind if names else "primary"))
    return tuple(names.values())


def _spellings(name: Any) -> Iterator[str]:
    """The name as it is written, then in each language and script in which a part of it is spelt otherwise."""
    parts = [part for part in name.iterfind("name-part") if part.get("name-part-type") not in _UNSAID]
    parts.sort(key=lambda part: (_SAID.get(part.get("name-part-type", ""), 0), part.get("order", "")))
    plain = [text_of(part.find("value")) if part.find("value") is not None else "" for part in parts]
    yield " ".join(filter(None, plain))
    variants: dict[tuple[str, str, int], list[str]] = {}
    for place, part in enumerate(parts):
        seen: dict[tuple[str, str], int] = {}
        for variant in part.iterfind("spelling-variant"):
            of = (variant.get("lang", ""), variant.get("script", ""))
            seen[of] = seen.get(of, -1) + 1
            variants.setdefault((*of, seen[of]), list(plain))[place] = text_of(variant)
            if len(variants) >= _MOST_VARIANTS:
                break
    for texts in variants.values():
        yield " ".join(filter(None, texts))


def _born(element: Any) -> str:
    if element.get("calendar", "Gregorian").lower() != "gregorian" or not element.get("year"):
        return ""
    parts = (element.get(part, "") for part in ("day", "month", "year"))
    day = iso_date(".".join(filter(None, parts))) or ""
    return f"circa {day}" if day and element.get("quality") == "low" else day


def _document(element: Any) -> str:
    number = element.find("number")
    text = text_of(number) if number is not None else ""
    kind = element.get("document-type", "") or "other"
    return f"{_DOCUMENTS.get(kind, 'national id' if kind.startswith('id') else kind)}:{text}" if text else ""


def _address(element: Any, places: Places) -> str:
    own = (text_of(child) for child in element if child.tag in ("c-o", "address-details", "p-o-box", "zip-code"))
    return ", ".join(filter(None, (*own, places.get(element.get("place-id", ""), ("", ""))[0])))


def _country(element: Any) -> str:
    if element is None:
        return ""
    code, name = element.get("iso-code", "").strip().upper(), text_of(element)
    return code if len(code) == 2 else country_code(name) or name


def _once(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))

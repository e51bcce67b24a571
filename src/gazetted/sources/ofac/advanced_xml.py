"""OFAC's advanced XML (`SDN_ADVANCED.XML`, `CONS_ADVANCED.XML`): parties, documents, places and listings apart.

Format: the UN's Advanced Sanctions Data Model as OFAC uses it, by OFAC's schema and "Advanced data standard notes".
The pieces refer to each other by number and the listings come last, so that the file is read twice: first for what is
referred to, then for the parties. Built from the schema; it has not met a real file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import Kind
from gazetted.sources.format import Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.ofac.advanced_parts import (
    TAGS,
    WHAT,
    Known,
    child_text,
    children,
    day,
    period,
    read_known,
)
from gazetted.sources.ofac.build import Raw, alias_type, build, full_name, kind_of, numbered, remarks_text
from gazetted.sources.ofac.remarks import name_parts, segments, told_elsewhere, worded
from gazetted.sources.ofac.which import which_list
from gazetted.sources.xmlstream import elements, local_name, text_of

_ROOT = re.compile(rb"<(?:\w+:)?Sanctions[\s>]")
_ADVANCED = re.compile(rb"ADVANCED_XML|un\.org/sanctions|<ReferenceValueSets[\s>]")


def recognise(head: Head) -> Recognised | None:
    """Know the file by its root element; which list it is, its name says (its beginning does not)."""
    if not (_ROOT.search(head.start) and _ADVANCED.search(head.start)):
        return None
    return Recognised(which_list(head.name, []))


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The date of issue."""
    for opener in parts.values():
        with opener() as stream:
            for element in elements(stream, TAGS, WHAT):
                return day(element) if local_name(element.tag) == "DateOfIssue" else None
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries in the file's order: the parties that a listing names.

    Raises:
        ListFileError: the file is truncated or malformed.
    """
    for opener in parts.values():
        with opener() as stream:
            known = read_known(stream)
        with opener() as stream:
            yield from _entries(stream, known, reject)


def _entries(stream: Any, known: Known, reject: RejectSink) -> Iterator[Listing]:
    seen: set[str] = set()
    number = 0
    for element in elements(stream, TAGS, WHAT):
        if local_name(element.tag) != "DistinctParty":
            continue
        number += 1
        entry = element.get("FixedRef", "")
        profile = next(children(element, "Profile"), None)
        if not entry.isdigit() or profile is None:
            reject(Reject(f"party {number}", "it has no number or no profile"))
            continue
        listing = _listing(entry, element, profile, known)
        if not listing.names or listing.names[0].name_type != "primary":
            reject(Reject(f"party {number}", f"number {entry} has no primary name", entry))
        elif entry in seen:
            reject(Reject(f"party {number}", f"number {entry} is there already"))
        else:
            seen.add(entry)
            yield listing


def _listing(entry: str, element: Any, profile: Any, known: Known) -> Listing:
    told = numbered(_told(element, profile, known))
    remarks = child_text(element, "Comment")
    measure = known.entries.get(profile.get("ID", ""))
    return build(
        Raw(
            entry=entry,
            kind=_kind(profile, known),
            names=_names(profile, known),
            programmes=measure.programmes if measure else (),
            segments=[*told, *segments(remarks)],
            addresses=[value for label, value in _features(element, known) if label == "Location"],
            titles=[value for label, value in _features(element, known) if label == "Title"],
            listed_on=min(measure.days, default=None) if measure else None,
            instrument="; ".join(dict.fromkeys(measure.acts)) if measure else "",
            note=remarks_text([*told, *([remarks.removesuffix(".")] if remarks else [])]),
        )
    )


def _kind(profile: Any, known: Known) -> Kind:
    number = profile.get("PartySubTypeID", "")
    for word in (known.value("PartySubType", number), known.value("PartyType", known.party_types.get(number, ""))):
        if word and (kind := kind_of(word)) != "any":
            return kind
    return "any"


def _told(element: Any, profile: Any, known: Known) -> Iterator[tuple[str, str]]:
    for label, value in _features(element, known):
        if not told_elsewhere(label) and value:
            yield worded(label), value
    for identity in children(profile, "Identity"):
        yield from known.documents.get(identity.get("ID", ""), ())
    yield from known.relations.get(profile.get("ID", ""), ())


def _features(element: Any, known: Known) -> Iterator[tuple[str, str]]:
    """Type and value of every feature; a place is written as an address."""
    for feature in element.iter("{*}Feature"):
        label = known.value("FeatureType", feature.get("FeatureTypeID", ""))
        for version in children(feature, "FeatureVersion"):
            values = [period(item) for item in children(version, "DatePeriod")]
            values += [_detail(item, known) for item in children(version, "VersionDetail")]
            values += [
                known.places.get(item.get("LocationID", ""), "") for item in children(version, "VersionLocation")
            ]
            if value := next(filter(None, values), ""):
                comment = child_text(version, "Comment").strip("() ")
                yield label, f"{value} ({comment})" if comment and label != "Location" else value


def _detail(element: Any, known: Known) -> str:
    return text_of(element) or known.value("DetailReference", element.get("DetailReferenceID", ""))


def _names(profile: Any, known: Known) -> list[ListedName]:
    names = []
    for identity in children(profile, "Identity"):
        kinds = {
            group.get("ID", ""): known.value("NamePartType", group.get("NamePartTypeID", ""))
            for group in identity.iter("{*}NamePartGroup")
        }
        for alias in children(identity, "Alias"):
            primary = alias.get("Primary") == "true"
            weak = alias.get("LowQuality") == "true"
            mark = alias_type(known.value("AliasType", alias.get("AliasTypeID", "")), weak=weak)
            for place, spelling in enumerate(children(alias, "DocumentedName")):
                names.append(ListedName(_name(spelling, kinds), "primary" if primary and not place else mark))
    return sorted((name for name in names if name.text), key=lambda name: name.name_type != "primary")


def _name(spelling: Any, kinds: Mapping[str, str]) -> str:
    """A name put together as OFAC's other files print it: surname first, then a comma."""
    surname: list[str] = []
    given: list[str] = []
    for part in spelling.iter("{*}NamePartValue"):
        kind = kinds.get(part.get("NamePartGroupID", ""), "")
        (given if kind in name_parts("given") else surname).append(text_of(part))
    return full_name(" ".join(filter(None, surname)), " ".join(filter(None, given)))


READER = Reader("ofac advanced xml 1", recognise, listings, edition_date=edition_date)

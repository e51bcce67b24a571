"""What the parties of OFAC's advanced XML refer to: words, places, documents, relations, listings; and its dates."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from typing import IO, Any

import msgspec

from gazetted.sources.dates import iso_date
from gazetted.sources.ofac.build import address_line, document
from gazetted.sources.xmlstream import elements, local_name, text_of

WHAT = "OFAC's advanced XML list"

_WORDS = frozenset(
    {
        *("AliasType", "Country", "DetailReference", "FeatureType", "IDRegDocType", "IDRegDocDateType", "LegalBasis"),
        *("List", "LocPartType", "NamePartType", "PartySubType", "PartyType", "RelationType", "SanctionsType"),
    }
)
_PARTS = ("DateOfIssue", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry")
TAGS = tuple(f"{{*}}{name}" for name in (*_PARTS, *sorted(_WORDS)))
"""Elements to stop at, in both readings: what is stopped at is forgotten when it is done with."""

_STREETS = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_REST = ("CITY", "STATE/PROVINCE", "POSTAL CODE")


class Measure(msgspec.Struct):
    """An entry's listings: its programme tags, listing days and legal acts."""

    programmes: list[str] = msgspec.field(default_factory=list)
    days: list[str] = msgspec.field(default_factory=list)
    acts: list[str] = msgspec.field(default_factory=list)


class Known(msgspec.Struct):
    """What parties refer to.

    Attributes:
        words: text of a reference value, by its kind and number.
        party_types: number of the party type, by that of the subtype.
        places: address lines, by number.
        documents: label and text of documents, by number of the identity.
        relations: label and text of relations, by number of the profile.
        entries: the listings, by number of the profile.
    """

    words: dict[tuple[str, str], str] = msgspec.field(default_factory=dict)
    party_types: dict[str, str] = msgspec.field(default_factory=dict)
    places: dict[str, str] = msgspec.field(default_factory=dict)
    documents: dict[str, list[tuple[str, str]]] = msgspec.field(default_factory=dict)
    relations: dict[str, list[tuple[str, str]]] = msgspec.field(default_factory=dict)
    entries: dict[str, Measure] = msgspec.field(default_factory=dict)

    def value(self, kind: str, number: str) -> str:
        """The text of a reference value; "" for an unknown one."""
        return self.words.get((kind, number), "")


def read_known(stream: IO[bytes]) -> Known:
    """Read everything but the parties.

    Raises:
        ListFileError: the file is truncated or malformed.
    """
    known = Known()
    for element in elements(stream, TAGS, WHAT):
        name = local_name(element.tag)
        if name in _WORDS:
            known.words[name, element.get("ID", "")] = text_of(element)
            if name == "PartySubType":
                known.party_types[element.get("ID", "")] = element.get("PartyTypeID", "")
        elif name in _READ:
            _READ[name](element, known)
    return known


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of a name, in any namespace."""
    found: Iterator[Any] = element.iterfind(f"{{*}}{name}")
    return found


def child_text(element: Any, name: str) -> str:
    """The text of the first child of a name; "" where there is none."""
    found = next(children(element, name), None)
    return "" if found is None else text_of(found)


def day(element: Any) -> str | None:
    """The ISO form of an element with children Year, Month and Day."""
    year, month, date = (child_text(element, name) for name in ("Year", "Month", "Day"))
    return iso_date("-".join(part.zfill(2) for part in (year, month, date) if part)) if year else None


def period(element: Any) -> str:
    """A period of days as few words as it means: a day, a month, a year or a range; "circa" where it is approximate."""
    first = last = None
    about = ""
    for name in ("Start", "End"):
        for edge in children(element, name):
            about = "circa " if edge.get("Approximate") == "true" else about
            days = [found for tag in ("From", "To") for item in children(edge, tag) if (found := day(item))]
            if days:
                first = min(first or days[0], *days)
                last = max(last or days[0], *days)
    if not first or not last:
        return ""
    return about + _short(first, last)


def _short(first: str, last: str) -> str:
    if first == last:
        return first
    if first[:4] == last[:4] and first[4:] == "-01-01" and last[4:] == "-12-31":
        return first[:4]
    if first[:7] == last[:7] and len(first) == len(last) == 10 and first.endswith("-01"):
        year, month = int(first[:4]), int(first[5:7])
        if int(last[8:]) == calendar.monthrange(year, month)[1]:
            return first[:7]
    if first[4:] == "-01-01" and last[4:] == "-12-31":
        return f"{first[:4]} to {last[:4]}"
    return f"{first} to {last}"


def _location(element: Any, known: Known) -> None:
    parts: dict[str, str] = {}
    for part in children(element, "LocationPart"):
        kind = known.value("LocPartType", part.get("LocPartTypeID", ""))
        values = list(children(part, "LocationPartValue"))
        values.sort(key=lambda value: value.get("Primary") != "true")
        if values:
            parts.setdefault(kind, child_text(values[0], "Value"))
    land = next(children(element, "LocationCountry"), None)
    country = "" if land is None else known.value("Country", land.get("CountryID", ""))
    other = [text for kind, text in parts.items() if kind not in (*_STREETS, *_REST)]
    streets = [*(parts.get(street, "") for street in _STREETS), *other]
    line = address_line(streets, [parts.get(word, "") for word in _REST], country)
    known.places[element.get("ID", "")] = line


def _document(element: Any, known: Known) -> None:
    dates: dict[str, str] = {}
    for date in children(element, "DocumentDate"):
        kind = known.value("IDRegDocDateType", date.get("IDRegDocDateTypeID", ""))
        dates[kind] = next((period(item) for item in children(date, "DatePeriod")), "")
    text = document(
        child_text(element, "IDRegistrationNo"),
        known.value("Country", element.get("IssuedBy-CountryID", "")),
        dates.get("Issue Date", ""),
        dates.get("Expiration Date", ""),
    )
    label = known.value("IDRegDocType", element.get("IDRegDocTypeID", ""))
    known.documents.setdefault(element.get("IdentityID", ""), []).append((label, text))


def _relation(element: Any, known: Known) -> None:
    label = known.value("RelationType", element.get("RelationTypeID", "")) or "Linked To"
    text = f"entry {element.get('To-ProfileID', '')}"
    known.relations.setdefault(element.get("From-ProfileID", ""), []).append((f"{label}:", text))


def _entry(element: Any, known: Known) -> None:
    measure = known.entries.setdefault(element.get("ProfileID", ""), Measure())
    for item in children(element, "SanctionsMeasure"):
        if (tag := child_text(item, "Comment")) and tag not in measure.programmes:
            measure.programmes.append(tag)
    for event in children(element, "EntryEvent"):
        for date in children(event, "Date"):
            if found := day(date):
                measure.days.append(found)
        if act := known.value("LegalBasis", event.get("LegalBasisID", "")):
            measure.acts.append(act)


_READ: dict[str, Callable[[Any, Known], None]] = {
    "Location": _location,
    "IDRegDocument": _document,
    "ProfileRelationship": _relation,
    "SanctionsEntry": _entry,
}

"""A `sanctionEntity` of the EU's list, whatever file it came from, as a listing.

The Commission publishes the list in several forms with the same content. Each reader brings its form to that of
`Entity`, whose mappings carry the attribute names of the XML schema (FSF 1.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gazetted.model.edition import ListedName, Listing
from gazetted.model.party import Kind, NameType
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date
from gazetted.sources.un_reference import references_in

FSF = "eu.fsf"
CP931 = "eu.cp931"
TERRORISM = "TERR"
"""The programme of Common Position 2001/931/CFSP, whose entries are a list of their own."""

_KINDS: Mapping[str, Kind] = {"P": "person", "E": "organization"}
_GENDERS = {"M": "male", "F": "female"}
_IDENTIFIERS = {
    "passport": "passport",
    "diplomatic-passport": "passport",
    "id": "national id",
    "ssn": "national id",
    "fiscalcode": "tax",
    "taxid": "tax",
    "regnumber": "registration",
    "tradelic": "registration",
    "swiftbic": "bic",
    "imo": "imo",
    "lei": "lei",
}
_NO_COUNTRY = frozenset({"", "00", "UNKNOWN"})
_WEAK = re.compile(r"\W*(?:low|poor)[ -]quality", re.IGNORECASE)
_FORMER = re.compile(r"\W*(?:formerly|previously|as previously|f\.?k\.?a)\b", re.IGNORECASE)
_QUALITY = re.compile(r"\W*(?:good|qood|low|poor)[ -]quality|\W*original script", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:date\s+of\s+(?:listing|designation)\s?:?\s?)?(\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"([^()]+?)\s*\(([a-z]{2,20})-[^()]*\)", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]")

# Best first: where two acts carry one name, the better word on it stands.
_BETTER: Mapping[NameType, int] = {"primary": 0, "alias": 1, "former": 2, "weak alias": 3}

Attributes = Mapping[str, str]


class Entity(msgspec.Struct, frozen=True):
    """An entry under one programme.

    Attributes:
        attributes: of the entity itself, with `classificationCode` (P, E), `programme` and `numberTitle` (the act).
        names: of each `nameAlias`, with `publicationDate` (of its act) and `remark`.
        births: of each `birthdate`.
        citizenships: of each `citizenship`.
        identifications: of each `identification`.
        addresses: of each `address`.
        remarks: the publisher's remarks on the entry.
    """

    attributes: Attributes
    names: Sequence[Attributes]
    births: Sequence[Attributes] = ()
    citizenships: Sequence[Attributes] = ()
    identifications: Sequence[Attributes] = ()
    addresses: Sequence[Attributes] = ()
    remarks: Sequence[str] = ()

    @property
    def key(self) -> str:
        """The reference number (`EU.27.28`), or the logical id where an old file has none."""
        return self.attributes.get("euReferenceNumber", "").strip() or self.attributes.get("logicalId", "").strip()

    @property
    def list_key(self) -> str:
        """The list that the entry stands on."""
        return CP931 if self.attributes.get("programme", "").strip() == TERRORISM else FSF


def listing_of(entities: Sequence[Entity]) -> Listing:
    """The listing of an entry; an entry under two programmes comes as two entities of one key.

    Raises:
        ValueError: it has no name or no key; the message says which.
    """
    names = _names(entities)
    first = entities[0]
    if not names:
        raise ValueError("no name")
    if not first.key:
        raise ValueError("no reference number")
    kind = _KINDS.get(first.attributes.get("classificationCode", "").strip().upper()[:1], "any")
    listed = sorted(filter(None, map(_listed_on, entities)))
    un = (text for entity in entities for text in references_in(entity.attributes.get("unitedNationId", "")))
    return Listing(
        entry=first.key,
        kind=kind,
        names=names,
        programmes=_once(entity.attributes.get("programme", "").strip() for entity in entities),
        born=_once(born for entity in entities for birth in entity.births for born in _born(birth)),
        countries=_once(_countries(entities)),
        identifiers=_once(_identifier(item) for entity in entities for item in entity.identifications),
        gender=next((_GENDERS[g] for e in entities for n in e.names if (g := n.get("gender", "")) in _GENDERS), ""),
        addresses=_once(_address(item) for entity in entities for item in entity.addresses),
        references=_once(f"un.sc:{reference}" for reference in un),
        titles=_once(
            _plain(name.get(part, "")) for e in entities for name in e.names for part in ("title", "function")
        ),
        listed_on=listed[0] if listed else None,
        instrument="; ".join(_once(_plain(entity.attributes.get("numberTitle", "")) for entity in entities)),
        note="\n".join(_once(_note(entity) for entity in entities)),
    )


def _names(entities: Sequence[Entity]) -> tuple[ListedName, ...]:
    best: dict[str, ListedName] = {}
    ranks: dict[str, tuple[bool, ...]] = {}
    for entity in entities:
        oldest = min((day for name in entity.names if (day := _day(name))), default="")
        for name in entity.names:
            text = _plain(name.get("wholeName", "")) or _plain(
                " ".join(name.get(part, "") for part in ("firstName", "middleName", "lastName"))
            )
            if not any(map(str.isalnum, text)):
                continue
            kind = _name_type(name)
            # Annexes are restated as a whole: then every name rests on the new act, which says nothing of when a name
            # was added. Only a name with a younger act than others of its entry has a first day of its own.
            day = _day(name)
            listed = ListedName(text, kind, day if day > oldest else None)
            known = best.get(text)
            if known is None or (_BETTER[kind], listed.since or "") < (_BETTER[known.name_type], known.since or ""):
                best[text] = listed
            rank = _rank(name, text, kind)
            ranks[text] = min(ranks.get(text, rank), rank)
    if not best:
        return ()
    main = min(best, key=lambda text: ranks[text])  # min keeps the file's order among equals
    del best[main]
    return (ListedName(main), *best.values())


def _rank(name: Attributes, text: str, kind: NameType) -> tuple[bool, ...]:
    """How little a name looks like the main one: the file does not say which is, and often prints it in the middle."""
    return (
        kind != "alias",
        name.get("nameLanguage", "").strip().upper() not in ("", "EN") or not _LATIN.search(text),
        bool(_QUALITY.match(name.get("remark", ""))),
        text == text.upper() and " " not in text,
        not name.get("lastName", "").strip(),
    )


def _name_type(name: Attributes) -> NameType:
    remark = name.get("remark", "")
    if name.get("strong", "true").strip().lower() == "false" or _WEAK.match(remark):
        return "weak alias"
    return "former" if _FORMER.match(remark) else "alias"


def _day(name: Attributes) -> str:
    return iso_date(name.get("publicationDate", "")) or ""


def _listed_on(entity: Entity) -> str | None:
    """The stated day: the attribute, else a date alone or behind "Date of listing" in the details or a remark."""
    if day := iso_date(entity.attributes.get("designationDate", "").strip()):
        return day
    details = entity.attributes.get("designationDetails", "").strip()
    for text in (details, *(remark for remark in entity.remarks if remark.strip()[:1] in "dD")):
        if (found := _LISTED.match(text.strip())) and (day := iso_date(found[1])):
            return day
    return None


def _born(birth: Attributes) -> Iterator[str]:
    if birth.get("calendarType", "").strip().upper() not in ("", "GREGORIAN"):
        return
    day = iso_date(birth.get("birthdate", "").strip()) or iso_date(birth.get("year", "").strip())
    first, last = (iso_date(birth.get(end, "").strip()) for end in ("yearRangeFrom", "yearRangeTo"))
    if day is None and first and last:
        day = f"{first}/{last}" if first < last else first
    if day is None:
        return
    circa = birth.get("circa", "").strip().lower() == "true" and not day.startswith("circa ")
    yield f"circa {day}" if circa else day


def _countries(entities: Sequence[Entity]) -> Iterator[str]:
    for entity in entities:
        for place in (*entity.citizenships, *entity.addresses):
            code, name = place.get("countryIso2Code", "").strip().upper(), place.get("countryDescription", "").strip()
            if code not in _NO_COUNTRY and len(code) == 2:
                yield code
            elif (name or code) not in _NO_COUNTRY:
                yield country_code(name or code) or name or code


def _identifier(item: Attributes) -> str:
    number, code = _plain(item.get("number", "")), item.get("identificationTypeCode", "").strip().lower()
    if not code and (found := _NUMBER.match(number)):
        number, code = found[1].strip(), found[2].lower()
    return f"{_IDENTIFIERS.get(code, code or 'other')}:{number}" if number else ""


def _address(item: Attributes) -> str:
    parts = (item.get(part, "") for part in ("street", "poBox", "zipCode", "city", "place", "region"))
    country = item.get("countryDescription", "").strip()
    return ", ".join(filter(None, (*map(_plain, parts), "" if country in _NO_COUNTRY else _plain(country))))


def _note(entity: Entity) -> str:
    details = _plain(entity.attributes.get("designationDetails", ""))
    return "\n".join(_once((*map(_plain, entity.remarks), details)))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _once(texts: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))

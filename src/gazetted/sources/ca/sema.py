"""Canada's Consolidated Autonomous Sanctions List (`sema-lmes.xml`): a `data-set` of `record` elements.

The publisher numbers a record by the regulation ("Country"), the schedule and the item; the three together are the
entry's key. No date of the file stands in it: the newest `DateOfListing` is only a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import Kind
from gazetted.sources.ca.item_names import split_item
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.streams import label
from gazetted.sources.xmlstream import elements, text_of

LIST = "ca.sema"

_START = re.compile(rb"<data-set\b[^<>]{0,500}>\s{0,200}<record>.{0,4000}?<(?:Item|LastName|Entity)", re.DOTALL)
_LANGUAGE = re.compile(r"^\W*(?:in )?[A-Z][a-z]{3,14}(?: spelling| name)?\s?:\s*")
_OR = re.compile(r"\s+or\s+|\s*/\s*", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:co|company|corp|corporation|gmbh|inc|incorporated|jsc|ojsc|pjsc|limited|llc|llp|ltd|lp|plc|pvt|sa|sarl|fze|fzco)"
    r"\b[. ]*(?:ltd\.?|limited)?",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\((?:also|formerly|previously) known", re.IGNORECASE)
_ALIKE = 60.0
"""Likeness (0 to 100) from which a part of a name counts as another spelling of that part."""
_MOST_ALIASES = 200


def recognise(head: Head) -> Recognised | None:
    """Whether a file is this list: a data set whose first record has an item."""
    return Recognised(LIST) if _START.search(head.start[:8192]) else None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The listed persons, entities and ships.

    Raises:
        ListFileError: the file is truncated or malformed, or has no record.
    """
    for opener in parts.values():
        with opener() as stream:
            name, number, taken = label(stream), 0, set[str]()
            for number, element in enumerate(elements(stream, ("record",), name), 1):
                listing = _listing(element)
                if listing is None or listing.entry in taken:
                    reason = f"an entry {listing.entry} is there already" if listing else "no name"
                    reject(Reject(f"{name}, record {number} (line {element.sourceline})", reason))
                    continue
                taken.add(listing.entry)
                yield listing
            if not number:
                raise ListFileError(f"{name} has no record: give the consolidated list in XML from Global Affairs.")


READER = Reader(name="ca sema xml 1", recognise=recognise, listings=listings)


def _listing(element: Any) -> Listing | None:
    record = {child.tag: text_of(child) for child in element}
    given, last = record.get("GivenName", ""), record.get("LastName", "")
    entity = record.get("EntityOrShip", "") or record.get("Entity", "")
    imo = record.get("ShipIMONumber", "")
    kind: Kind = "vessel" if imo else "person" if last or given else "organization"
    title = record.get("TitleOrShip", "") or record.get("Title", "")
    names = _names(record.get("Aliases", ""), given, last, entity)
    if not names:
        return None
    regulation = record.get("Country", "").split(" /")[0].strip()
    schedule = record.get("Schedule", "").replace("N/A", "").strip()
    date = record.get("DateOfBirthOrShipBuildDate", "") or record.get("DateOfBirth", "")
    born = tuple(filter(None, map(iso_date, _OR.split(date)))) if kind == "person" else ()
    return Listing(
        entry="/".join((regulation, re.sub(r",\s*", ", ", schedule), record.get("Item", ""))),
        kind=kind,
        names=names,
        programmes=(regulation,) if regulation else (),
        born=tuple(dict.fromkeys(born)),
        identifiers=(f"imo:{imo}",) if imo else (),
        titles=(_english(title),) if title else (),
        listed_on=iso_date(record.get("DateOfListing", "")),
        note="" if born or not date else f"Built: {date}" if kind == "vessel" else f"Born: {date}",
    )


def _english(title: str) -> str:
    """The English half of "Colonel/colonel"; a single title as it is ("General Cargo / Multi Purpose")."""
    first, parting, second = title.partition("/")
    return first if parting and second[:1].islower() else title


def _names(aliases: str, given: str, last: str, entity: str) -> tuple[ListedName, ...]:
    if entity:
        # Brackets belong to a ship's or company's name, unless they say that they hold others.
        main = split_item(entity) if _ALSO.search(entity) else _halves(entity)
        found = [*main, *(ListedName(text, "alias") for text in _company_aliases(aliases))]
    else:
        full = " ".join(filter(None, (given, last)))
        found = [ListedName(full), *(ListedName(text, "alias") for text in _person_aliases(aliases, given, last))]
    names: dict[str, ListedName] = {}
    for name in found[:_MOST_ALIASES]:
        if any(map(str.isalnum, name.text)):
            names.setdefault(name.text, name)
    return tuple(names.values())


def _halves(entity: str) -> tuple[ListedName, ...]:
    """A name and its French form behind a slash, as older files print them; a single name as it is."""
    halves = entity.strip(" \t;,").split("/")
    if len(halves) == 2 and all(half.strip().count(" ") for half in halves):
        return ListedName(halves[0].strip()), ListedName(halves[1].strip(), "alias")
    return (ListedName(entity.strip(" \t;,")),)


def _company_aliases(text: str) -> Iterator[str]:
    for part in text.split(";") if ";" in text else _rejoined(text.split(", ")):
        for piece in part.split(" / "):
            yield _clean(piece)


def _rejoined(parts: list[str]) -> list[str]:
    """Parts of a list, those that are only a legal form put back behind the name that they follow."""
    joined: list[str] = []
    for part in parts:
        if joined and _COMPANY.fullmatch(part.strip()):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


def _person_aliases(text: str, given: str, last: str) -> Iterator[str]:
    """Whole names; where an alias spells only the given or the last name anew, the other part is put beside it."""
    for part in re.split(r"[;,]", text):
        for piece in _alternatives(_clean(part)):
            if piece and last and _alike(piece, last):
                yield f"{given} {piece}".strip()
            elif piece and given and last and _alike(piece, given):
                yield f"{piece} {last}"
            elif piece and given and last and _alike(piece, given.partition(" ")[0]):
                yield " ".join((piece, given.partition(" ")[2], last))
            else:
                yield piece


def _alternatives(text: str) -> list[str]:
    pieces = _OR.split(text)
    # Alternatives of one word within a longer name ("Ann or Anne Doe") cannot be told apart from the rest of it.
    return [text] if any(" " not in piece for piece in pieces) else pieces


def _alike(piece: str, part: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return piece.count(" ") == part.count(" ") and ratio(piece.lower(), part.lower()) >= _ALIKE


def _clean(text: str) -> str:
    text = _LANGUAGE.sub("", text.strip()).strip(" \t;,")
    return text[1:-1] if text[:1] + text[-1:] == "()" and text.count("(") == 1 else text

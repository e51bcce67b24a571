"""An entry of a UK list while its rows are gathered: the publishers print one row for each name, address and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gazetted.model.edition import ListedName, Listing
from gazetted.model.party import Kind, NameType
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date
from gazetted.sources.documents import document_numbers, document_type
from gazetted.sources.uk.regimes import instrument, programme

_KINDS: dict[str, Kind] = {
    "individual": "person",
    "entity": "organization",
    "ship": "vessel",
    "aircraft": "aircraft",
}
_ITEM = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[a-h])\)(?:[-–]\(\d{1,2}\))?\s*")
_BRACKET = re.compile(r"\s*\([^()]*\)")
_UNKNOWN_DAY = re.compile(r"\b(?:dd|mm)\b", re.IGNORECASE)
_PARTS = re.compile(r"\s*[;|]\s*")
_NOTHING = frozenset({"", "-", "n/a", "na", "unknown", "none"})

Bag = dict[str, None]
"""Distinct texts in the order in which they came."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the rows read so far say of one entry; the fields are those of a listing, as printed."""

    entry: str
    kind: Bag = field(default_factory=dict)
    names: dict[str, NameType] = field(default_factory=dict)
    regimes: Bag = field(default_factory=dict)
    born: Bag = field(default_factory=dict)
    nationalities: Bag = field(default_factory=dict)
    residences: Bag = field(default_factory=dict)
    passports: Bag = field(default_factory=dict)
    documents: Bag = field(default_factory=dict)
    registrations: Bag = field(default_factory=dict)
    identifiers: Bag = field(default_factory=dict)
    genders: Bag = field(default_factory=dict)
    addresses: Bag = field(default_factory=dict)
    references: Bag = field(default_factory=dict)
    titles: Bag = field(default_factory=dict)
    listed: Bag = field(default_factory=dict)
    amended: Bag = field(default_factory=dict)
    notes: Bag = field(default_factory=dict)

    def add_name(self, text: str, printed_type: str, strength: str) -> None:
        """Add a name with what the publisher calls it; the first primary name stays the primary one."""
        text = text.strip(" ,;")
        if text.lower() in _NOTHING:
            return
        name_type = name_type_of(printed_type, strength)
        if name_type == "primary" and "primary" in self.names.values():
            name_type = "alias"
        if name_type == "primary" or text not in self.names:
            self.names[text] = name_type

    def add_cells(self, row: Mapping[str, str], bags: Mapping[str, str]) -> None:
        """Add the cells of a row that need no reading, each to the field that is named for its column."""
        for column, text in row.items():
            if (name := bags.get(column)) and text not in (bag := getattr(self, name)) and text.lower() not in _NOTHING:
                bag[text] = None

    def listing(self) -> Listing:
        """The entry as gathered, the same whatever the order of the rows: primary name first, the rest sorted.

        Raises:
            ValueError: it has no name, is of no known type, or its listing day is no date.
        """
        if not self.names:
            raise ValueError("it has no name")
        kind = _KINDS.get(next(iter(self.kind), "").lower())
        if kind is None:
            raise ValueError(f"it is of an unknown type: {next(iter(self.kind), '')[:40]!r}")
        names = sorted(self.names.items(), key=lambda item: (item[1] != "primary", item[0]))
        if names[0][1] != "primary":
            names[0] = (names[0][0], "primary")
        return Listing(
            entry=self.entry,
            kind=kind,
            names=tuple(ListedName(text, name_type) for text, name_type in names),
            programmes=_sorted(programme(regime) for regime in self.regimes),
            born=_sorted(birth_date(text) for text in self.born),
            countries=_distinct(self._countries()),
            identifiers=_sorted((*self._numbers(), *self.identifiers)),
            gender=_gender(self.genders),
            addresses=_sorted(self.addresses),
            references=_sorted(self.references),
            titles=_sorted(part for text in self.titles for part in items(text)),
            listed_on=_first_day(self.listed),
            amended_on=_sorted(iso_date(text) or "" for text in self.amended),
            instrument="; ".join(_distinct(instrument(regime) for regime in self.regimes)),
            note=" ".join(self.notes),
        )

    def _countries(self) -> Iterator[str]:
        for text in self.nationalities:
            for part in items(text):
                yield country_code(part) or country_code(_BRACKET.sub("", part)) or part
        for text in self.residences:
            for part in items(text):
                yield country_code(_BRACKET.sub("", part)) or ""

    def _numbers(self) -> Iterator[str]:
        for text in self.passports:
            yield from (f"passport:{number}" for number in document_numbers(text))
        for text in self.documents:
            yield from (f"{document_type(text)}:{number}" for number in document_numbers(text))
        for text in self.registrations:
            for part in _PARTS.split(text):
                kind = document_type(part, default="registration")
                yield from (f"{kind}:{number}" for number in document_numbers(part))


def put(bag: Bag, *texts: str | None) -> None:
    """Add texts that say something."""
    for text in texts:
        if text and text.lower() not in _NOTHING:
            bag[text] = None


def name_type_of(printed: str, strength: str) -> NameType:
    """What a name is, by the publisher's words for it.

    >>> name_type_of("Primary Name", ""), name_type_of("AKA", "Low quality"), name_type_of("FKA", "")
    ('primary', 'weak alias', 'former')
    >>> name_type_of("Primary Name Variation", ""), name_type_of("Alias", "Good quality a.k.a")
    ('alias', 'alias')
    """
    printed = printed.lower()
    if printed in ("primary name", "prime alias", "primary"):
        return "primary"
    if printed.replace(".", "").startswith(("fka", "former")):
        return "former"
    return "weak alias" if strength.lower().startswith("low") else "alias"


def birth_date(text: str) -> str:
    """The ISO form of a birth date in which unknown parts are `dd`, `mm` or zeros; "" where it is none.

    >>> birth_date("dd/mm/1957"), birth_date("00/08/1961"), birth_date("17/08/1957")
    ('1957', '1961-08', '1957-08-17')
    """
    return iso_date(_UNKNOWN_DAY.sub("00", text)) or ""


def items(text: str) -> tuple[str, ...]:
    """The parts of a cell that numbers its values, or parts them by a semicolon or a bar.

    >>> items("(1) Saudi Arabian (2) Yemeni"), items("a) General b)Major General"), items("Mullah")
    (('Saudi Arabian', 'Yemeni'), ('General', 'Major General'), ('Mullah',))
    """
    parts = (part.strip(" ,.;") for whole in _PARTS.split(text) for part in _ITEM.split(whole))
    return tuple(part for part in parts if part.lower() not in _NOTHING)


def put_address(draft: Draft, row: Mapping[str, str], columns: Sequence[str]) -> None:
    """Add the address of a row in one line; a country alone is a residence and no address.

    Args:
        draft: the entry.
        row: the row.
        columns: the columns of the address, the country last.
    """
    parts = [text for column in columns if (text := row.get(column)) and text.lower() not in _NOTHING]
    if parts and parts != [row.get(columns[-1])]:
        put(draft.addresses, ", ".join(parts))


def _first_day(days: Bag) -> str | None:
    found = [iso_date(text) for text in days]
    if None in found:
        raise ValueError(f"its listing day is no date: {next(iter(days))[:40]!r}")
    return min((date for date in found if date), default=None)


def _gender(genders: Bag) -> str:
    found = [text.lower() for text in genders if text.lower() in ("male", "female")]
    return found[0] if len(found) == 1 else ""


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(filter(None, texts))))

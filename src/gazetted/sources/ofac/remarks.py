"""OFAC's remarks: segments with a label each, parted by semicolons, mined for what a listing has a place for.

The labels are data (`labels.toml`). The remarks themselves stay in the listing's note, whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple, TypeVar

from gazetted.model.edition import ListedName
from gazetted.model.party import Kind
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date

T = TypeVar("T")

LONGEST = 200_000
"""Characters of remarks that are mined; the longest known have some 9,000."""

_QUOTED = re.compile(r"['\"](.+)['\"]")
_COUNTRY = re.compile(r"\(([^()]{2,60})\)")
_VALUE_ENDS = re.compile(r"\s*(?: \(| issued | expires |;|$)")
_IMO = re.compile(r"(?:IMO )?(\d{7})")
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
_WALLET = re.compile(r"(\S+) (\S+)")


class Mined(NamedTuple):
    """What remarks say. Fields as in `Listing`."""

    names: tuple[ListedName, ...]
    born: tuple[str, ...]
    countries: tuple[str, ...]
    identifiers: tuple[str, ...]
    gender: str


_NOTHING = Mined((), (), (), (), "")


class _Said(NamedTuple):
    """What one segment says.

    Attributes:
        field: the field of `Mined` that it is for.
        value: what it puts there.
        registered: the country where the identifier shows that an organisation, a vessel or an aircraft is registered.
    """

    field: str
    value: Any
    registered: str | None = None


def segments(remarks: str) -> list[str]:
    """The remarks cut at their semicolons, without the full stop at the end.

    >>> segments("DOB 1962; POB Shati.")
    ['DOB 1962', 'POB Shati']
    """
    if not remarks:
        return []
    first, *others = remarks[:LONGEST].strip().removesuffix(".").split(";")
    return [first, *map(str.lstrip, others)]


def mine(parts: Sequence[str], kind: Kind) -> Mined:
    """What the segments of an entry's remarks say.

    >>> mined = mine(["DOB circa 1951", "nationality Iran", "Passport A123 (Iran)", "a.k.a. 'THE FOX'"], "person")
    >>> mined.born, mined.countries, mined.identifiers, mined.names[0].text
    (('circa 1951',), ('IR',), ('passport:A123',), 'THE FOX')
    """
    if not parts:
        return _NOTHING
    names: list[ListedName] = []
    born: list[str] = []
    countries: list[str] = []
    identifiers: list[str] = []
    genders: list[str] = []
    of: dict[str, list[Any]] = {
        "names": names,
        "born": born,
        "countries": countries,
        "identifiers": identifiers,
        "gender": genders,
    }
    for field, value, registered in filter(None, map(_said, parts)):
        of[field].append(value)
        if registered is not None and kind != "person":
            countries.append(registered)
    return Mined(_once(names), _once(born), _once(countries), _once(identifiers), genders[0] if genders else "")


def _once(values: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values)) if len(values) > 1 else tuple(values)


def country_of(name: str) -> str | None:
    """The code of a country as OFAC prints it, the name where no code is known, None where it names none.

    >>> country_of("Korea, North"), country_of("Region: Kafia Kingi"), country_of("None Identified")
    ('KP', 'Region: Kafia Kingi', None)
    """
    name = name.strip()
    if not name or name in _labels().no_country:
        return None
    return country_code(name) or name


def worded(label: str) -> str:
    """The label that the remarks have for a feature of the XML formats."""
    return str(_table()["worded"].get(label, label))


def told_elsewhere(label: str) -> bool:
    """Whether a feature of the XML formats is no remark: a listing has another place for it."""
    return label in _table()["told_elsewhere"]["features"]


@lru_cache(maxsize=1 << 15)
def _said(part: str) -> _Said | None:
    """What a segment says; None where it says nothing that a listing has a place for."""
    labels = _labels()
    bare = part.removeprefix("alt. ")
    for label in labels.by_word.get(bare.split(" ", 1)[0], ()):
        if bare.startswith(label) and bare[len(label) : len(label) + 1] in ("", " "):
            what, subtype = labels.meaning[label]
            rest = bare[len(label) :].strip()
            return _READERS[what](subtype, rest) if rest else None
    return None


def _name(name_type: str, rest: str) -> _Said | None:
    found = _QUOTED.match(rest)
    name = found[1].strip() if found else ""
    return _Said("names", ListedName(name, name_type)) if name else None  # type: ignore[arg-type]


def _born(_: str, rest: str) -> _Said | None:
    date = iso_date(rest)
    return _Said("born", date) if date else None


def _country(_: str, rest: str) -> _Said | None:
    code = country_of(rest)
    return _Said("countries", code) if code else None


def _gender(_: str, rest: str) -> _Said | None:
    gender = _table()["gender"]["values"].get(rest)
    return _Said("gender", gender) if gender else None


def _wallet(_: str, rest: str) -> _Said | None:
    found = _WALLET.match(rest)
    return _Said("identifiers", f"wallet:{found[2]}") if found else None


def _identifier(subtype: str, rest: str) -> _Said | None:
    end = _VALUE_ENDS.search(rest)
    value = rest[: end.start() if end else None].strip(" .,:")
    value = " ".join(value.split()) if "  " in value else value
    alone = _COUNTRY.fullmatch(value)
    if not value or value.startswith(("issued ", "expires ")) or (alone and country_code(alone[1])):
        # a document without a number
        return None
    if found := _IMO.fullmatch(value) if value.startswith("IMO") else None:
        subtype, value = "imo", found[1]
    elif subtype == "lei" and not _LEI.fullmatch(value):
        subtype = "registration"
    where = _COUNTRY.findall(rest) if subtype in _labels().registered_by else ()
    return _Said("identifiers", f"{subtype}:{value}", country_code(where[-1]) if where else None)


_READERS = {
    "name": _name,
    "born": _born,
    "countries": _country,
    "gender": _gender,
    "wallet": _wallet,
    "identifier": _identifier,
}


class _Labels(NamedTuple):
    by_word: dict[str, list[str]]
    meaning: dict[str, tuple[str, str]]
    registered_by: frozenset[str]
    no_country: frozenset[str]


@cache
def _labels() -> _Labels:
    table = _table()
    meaning = {label: ("identifier", kind) for kind, labels in table["identifiers"].items() for label in labels}
    for what in ("wallet", "born", "countries", "gender"):
        meaning |= dict.fromkeys(table[what]["labels"], (what, ""))
    meaning |= {label: ("name", kind) for label, kind in table["names"].items()}
    by_word: dict[str, list[str]] = {}
    for label in sorted(meaning, key=len, reverse=True):
        by_word.setdefault(label.split(" ", 1)[0], []).append(label)
    return _Labels(
        by_word, meaning, frozenset(table["countries"]["registered_by"]), frozenset(table["countries"]["none"])
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("gazetted.sources.ofac") / "labels.toml").read_text(encoding="utf-8"))


def recognition() -> dict[str, Any]:
    """What tells the two lists apart: the section `recognise` of the table."""
    return dict(_table()["recognise"])


def name_parts(which: str) -> frozenset[str]:
    """Types of name parts: `surname` or `given`."""
    return frozenset(_table()["name_parts"][which])

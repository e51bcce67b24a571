"""OFAC's remarks: segments with a label each, parted by semicolons, mined for what a listing has a place for.

The labels are data (`labels.toml`). The remarks themselves stay in the listing's note, whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from gazetted.model.edition import ListedName
from gazetted.model.party import Kind
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date

LONGEST = 200_000
"""Characters of remarks that are mined; the longest known have some 9,000."""

_SEGMENTS = re.compile(r";\s*")
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


class _Finds:
    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.names: dict[ListedName, None] = {}
        self.born: dict[str, None] = {}
        self.countries: dict[str, None] = {}
        self.identifiers: dict[str, None] = {}
        self.gender = ""


def segments(remarks: str) -> list[str]:
    """The remarks cut at their semicolons, without the full stop at the end.

    >>> segments("DOB 1962; POB Shati.")
    ['DOB 1962', 'POB Shati']
    """
    return _SEGMENTS.split(remarks[:LONGEST].strip().removesuffix(".")) if remarks else []


def mine(parts: Sequence[str], kind: Kind) -> Mined:
    """What the segments of an entry's remarks say.

    >>> mined = mine(["DOB circa 1951", "nationality Iran", "Passport A123 (Iran)", "a.k.a. 'THE FOX'"], "person")
    >>> mined.born, mined.countries, mined.identifiers, mined.names[0].text
    (('circa 1951',), ('IR',), ('passport:A123',), 'THE FOX')
    """
    if not parts:
        return _NOTHING
    finds = _Finds(kind)
    labels = _labels()
    for part in parts:
        found = labels.pattern.match(part)
        if found is None:
            continue
        what, subtype = labels.meaning[found[1]]
        rest = part[found.end() :].strip()
        if rest:
            _TAKERS[what](finds, subtype, rest)
    return Mined(tuple(finds.names), tuple(finds.born), tuple(finds.countries), tuple(finds.identifiers), finds.gender)


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


def _take_name(finds: _Finds, name_type: str, rest: str) -> None:
    if found := _QUOTED.match(rest):
        name = found[1].strip()
        if name:
            finds.names[ListedName(name, name_type)] = None  # type: ignore[arg-type]


def _take_birth(finds: _Finds, _: str, rest: str) -> None:
    if date := iso_date(rest):
        finds.born[date] = None


def _take_country(finds: _Finds, _: str, rest: str) -> None:
    if code := country_of(rest):
        finds.countries[code] = None


def _take_gender(finds: _Finds, _: str, rest: str) -> None:
    finds.gender = finds.gender or _table()["gender"]["values"].get(rest, "")


def _take_wallet(finds: _Finds, _: str, rest: str) -> None:
    if found := _WALLET.match(rest):
        finds.identifiers[f"wallet:{found[2]}"] = None


def _take_identifier(finds: _Finds, subtype: str, rest: str) -> None:
    end = _VALUE_ENDS.search(rest)
    value = rest[: end.start() if end else None].strip(" .,:")
    value = " ".join(value.split()) if "  " in value else value
    alone = _COUNTRY.fullmatch(value)
    if not value or value.startswith(("issued ", "expires ")) or (alone and country_code(alone[1])):
        # a document without a number
        return
    if found := _IMO.fullmatch(value) if value.startswith("IMO") else None:
        subtype, value = "imo", found[1]
    elif subtype == "lei" and not _LEI.fullmatch(value):
        subtype = "registration"
    finds.identifiers[f"{subtype}:{value}"] = None
    if finds.kind != "person" and subtype in _labels().registered_by and (where := _COUNTRY.findall(rest)):
        code = country_code(where[-1])
        if code:
            finds.countries[code] = None


_TAKERS = {
    "name": _take_name,
    "born": _take_birth,
    "countries": _take_country,
    "gender": _take_gender,
    "wallet": _take_wallet,
    "identifier": _take_identifier,
}


class _Labels(NamedTuple):
    pattern: re.Pattern[str]
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
    longest_first = sorted(meaning, key=len, reverse=True)
    pattern = re.compile(rf"(?:alt\. )?({'|'.join(map(re.escape, longest_first))})(?=[ ]|$)")
    return _Labels(
        pattern, meaning, frozenset(table["countries"]["registered_by"]), frozenset(table["countries"]["none"])
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

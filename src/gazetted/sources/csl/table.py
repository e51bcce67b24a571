"""The Consolidated Screening List in CSV: one row for each entry of a source list, columns by name.

A party that stands on two source lists has a row for each, under the same number. The key of an entry is therefore
`SDN:21944`, the source list's short form and its number; lists without numbers have only the file's own `_id`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import Kind
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.streams import csv_rows, head_header

LIST_KEY = "us.csl"
_TELLING = frozenset({"_id", "source", "entity_number", "programs", "name", "source_list_url", "alt_names", "ids"})
_KINDS: Mapping[str, Kind] = {
    "individual": "person",
    "entity": "organization",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_SHORT = re.compile(r"\(([A-Z][A-Za-z -]{1,20})\)")
_FORMER = re.compile(r"\((?:f\.k\.a\.|formerly),?\s+([^()]{1,300})\)")
_IMO = re.compile(r"IMO\s*(\d{7})")
_SDN, _CONSOLIDATED = "us.sdn", "us.cons"
"""OFAC's own lists, whose numbers the file repeats."""
_NO_FLAG = frozenset({"", "none identified"})
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or " " for code in range(0x80, 0xA0)}
"""Marks of Windows-1252 that the publisher let through undecoded."""


def recognise(head: Head) -> Recognised | None:
    """Whether the file begins with the list's columns."""
    header = head_header(head.start)
    return Recognised(LIST_KEY) if header and set(header) >= _TELLING else None


def edition_date(_: Mapping[str, Opener]) -> str | None:
    """None: the file does not say when it was made."""
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries, each row one.

    Raises:
        ListFileError: the columns are not those of the list, or the file is damaged.
    """
    for opener in parts.values():
        rows = csv_rows(opener)
        name, _, first = next(rows)
        header = [cell.strip().lower() for cell in first]
        if not set(header) >= _TELLING:
            missing = ", ".join(sorted(_TELLING - set(header)))
            raise ListFileError(f"{name} is no Consolidated Screening List: it has no column {missing}.")
        seen: set[str] = set()
        for _, line, row in rows:
            where = f"{name}:{line}"
            if len(row) != len(header):
                reject(Reject(where, f"{len(row)} cells where the header has {len(header)}"))
                continue
            if not "".join(row).isascii():
                row = [cell.translate(_WINDOWS) for cell in row]
            listing = _listing({column: cell.strip() for column, cell in zip(header, row, strict=True) if cell})
            if listing is None:
                reject(Reject(where, "no key or no name"))
            elif listing.entry in seen:
                reject(Reject(where, f"the entry {listing.entry} is there already"))
            else:
                seen.add(listing.entry)
                yield listing


def _listing(row: Mapping[str, str]) -> Listing | None:
    get = row.get
    source, number = get("source", ""), get("entity_number", "")
    short, source_name = _source(source)
    entry = f"{short}:{number}" if number else get("_id", "")
    names = tuple(_names(get("name", ""), _values(get("alt_names", ""))))
    if not entry or not names or not any(map(str.isalnum, names[0].text)):
        return None
    identifiers, gender, rest = _identifiers(_values(get("ids", "")))
    if get("call_sign"):
        identifiers = (*identifiers, f"call sign:{get('call_sign')}")
    addresses = _values(get("addresses", ""))
    flag = get("vessel_flag", "")
    countries = dict.fromkeys(
        [
            *_values(get("nationalities", "")),
            *_values(get("citizenships", "")),
            *([country_code(flag) or flag] if flag.lower() not in _NO_FLAG else []),
            *(end for end in (address.rpartition(",")[2].strip() for address in addresses) if _is_code(end)),
        ]
    )
    end = iso_date(get("end_date", ""))
    notes = [get("remarks", ""), *rest, f"in force until {end}" if end else ""]
    return Listing(
        entry=entry,
        kind=_KINDS.get(get("type", "").lower(), "any"),
        names=names,
        programmes=tuple(dict.fromkeys([*_values(get("programs", "")), source_name])),
        born=tuple(dict.fromkeys(filter(None, map(iso_date, _values(get("dates_of_birth", "")))))),
        countries=tuple(countries),
        identifiers=identifiers,
        gender=gender,
        addresses=addresses,
        references=(f"{_SDN if short == 'SDN' else _CONSOLIDATED}:{number}",) if number else (),
        titles=_values(get("title", "")),
        listed_on=iso_date(get("start_date", "")),
        instrument=get("federal_register_notice", ""),
        note="; ".join(filter(None, notes)),
    )


def _names(primary: str, others: Iterable[str]) -> Iterator[ListedName]:
    """The primary name, then the others; a former name in brackets is one of its own."""
    seen: set[str] = set()
    for place, printed in enumerate((primary, *others)):
        found = _FORMER.search(printed) if "(" in printed else None
        text = " ".join((_FORMER.sub("", printed) if found else printed).split())
        if place:
            text = text.removeprefix("and ")
        for name, former in ((text, False), (found[1] if found else "", True)):
            if name and name not in seen:
                seen.add(name)
                yield ListedName(name, "former" if former else "alias" if place else "primary")


@lru_cache(maxsize=256)
def _source(printed: str) -> tuple[str, str]:
    """Short form and name of a source list: `Capta List (CAP) - Treasury Department` is `CAP`, `Capta List (CAP)`."""
    found = _SHORT.search(printed)
    return found[1] if found else printed, printed.partition(" - ")[0]


def _identifiers(items: Iterable[str]) -> tuple[tuple[str, ...], str, list[str]]:
    """Identifiers as `type:value`, the gender, and what is neither."""
    taken: dict[str, None] = {}
    gender, rest = "", []
    for item in items:
        front, _, kind = item.rpartition(",")
        kind, front = kind.strip().lower(), front.strip()
        country, comma, number = front.partition(",")
        value = number.strip() if comma and _is_code(country) else front
        known = "wallet" if kind.startswith("digital currency address") else _types().get(kind)
        if kind == "gender":
            gender = value.lower() if value.lower() in ("male", "female") else ""
        elif known and value:
            imo = _IMO.fullmatch(value) if known == "imo" else None
            number_kind = known if known != "imo" or imo else "registration"
            taken[f"{number_kind}:{imo[1] if imo else value}"] = None
        else:
            rest.append(item)
    return tuple(taken), gender, rest


def _values(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    return tuple(value for part in cell.split(";") if (value := part.strip()))


def _is_code(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isupper()


@cache
def _types() -> Mapping[str, str]:
    text = (resources.files("gazetted.sources.csl") / "identifiers.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["types"])

"""An OFAC entry's raw pieces put together: the same listing, whichever of OFAC's formats told them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gazetted.model.edition import ListedName, Listing
from gazetted.model.party import Kind, NameType
from gazetted.sources.ofac.remarks import country_of, mine

_KINDS: dict[str, Kind] = {
    "": "organization",
    "entity": "organization",
    "individual": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_TAGS = re.compile(r"\]\s*\[|;\s*")


class Raw(NamedTuple):
    """The pieces of an entry as a file prints them.

    Attributes:
        entry: OFAC's number.
        kind: what is listed.
        names: the names outside the remarks, the primary one first.
        programmes: tags, one each.
        segments: the remarks and features, each as `label value`.
        flag: country of a vessel's flag.
        call_sign: a vessel's call sign.
        addresses: one line each.
        titles: titles as printed.
        listed_on: the listing day, where the format tells it.
        instrument: the legal authorities, where the format tells them.
        note: the free text.
    """

    entry: str
    kind: Kind
    names: Sequence[ListedName]
    programmes: Sequence[str]
    segments: Sequence[str]
    flag: str = ""
    call_sign: str = ""
    addresses: Sequence[str] = ()
    titles: Sequence[str] = ()
    listed_on: str | None = None
    instrument: str = ""
    note: str = ""


def build(raw: Raw) -> Listing:
    """The listing of an entry."""
    mined = mine(raw.segments, raw.kind)
    flag = country_of(raw.flag) if raw.flag else None
    call_sign = (f"call sign:{raw.call_sign}",) if raw.call_sign else ()
    return Listing(
        entry=raw.entry,
        kind=raw.kind,
        names=_names(raw.names, mined.names),
        programmes=unique(raw.programmes),
        born=mined.born,
        countries=unique((flag, *mined.countries)) if flag else mined.countries,
        identifiers=unique((*call_sign, *mined.identifiers)) if call_sign else mined.identifiers,
        gender=mined.gender,
        addresses=unique(raw.addresses) if raw.addresses else (),
        titles=unique(raw.titles) if raw.titles else (),
        listed_on=raw.listed_on,
        instrument=raw.instrument,
        note=raw.note,
    )


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values without empty and repeated ones, in their order."""
    found = tuple(filter(None, values))
    return tuple(dict.fromkeys(found)) if len(found) > 1 else found


def tags(text: str) -> tuple[str, ...]:
    """Programme tags of one cell.

    >>> tags("SDGT] [NPWMD] [IFSR")
    ('SDGT', 'NPWMD', 'IFSR')
    """
    return unique(tag.strip(" []") for tag in _TAGS.split(text))


def alias_type(mark: str, *, weak: bool) -> NameType:
    """What an alias is, by OFAC's mark (`aka`, `f.k.a.` …): a former name is so however weak it is."""
    if mark.replace(".", "").lower() == "fka":
        return "former"
    return "weak alias" if weak else "alias"


def remarks_text(parts: Sequence[str]) -> str:
    """Segments written as the remarks of the CSV files are.

    >>> remarks_text(["DOB 1962", "POB Shati"])
    'DOB 1962; POB Shati.'
    """
    return f"{'; '.join(parts)}." if parts else ""


def kind_of(word: str) -> Kind:
    """The kind, by OFAC's word for it; "" is an entity in the CSV files.

    >>> kind_of("Individual"), kind_of(""), kind_of("Spacecraft")
    ('person', 'organization', 'any')
    """
    return _KINDS.get(word.lower(), "any")


def full_name(last: str, first: str) -> str:
    """A name as the CSV files print it.

    >>> full_name("DOE", "Ann"), full_name("ACME LTD", "")
    ('DOE, Ann', 'ACME LTD')
    """
    return ", ".join(filter(None, (last, first)))


def address_line(streets: Iterable[str], place: Iterable[str], country: str) -> str:
    """An address as the CSV files print it; the place is city, state and postal code.

    >>> address_line(["Calle 5"], ["Mexico", "D.F.", "11570"], "Mexico")
    'Calle 5, Mexico, D.F. 11570, Mexico'
    """
    city, state, postal = place
    line = " ".join(filter(None, (", ".join(filter(None, (city, state))), postal)))
    return ", ".join(filter(None, (*streets, line, country)))


def numbered(labels_and_values: Iterable[tuple[str, str]]) -> list[str]:
    """Segments; from the second of a label on with "alt." before it, as in the remarks of the CSV files.

    >>> numbered([("DOB", "1961"), ("DOB", "1962")])
    ['DOB 1961', 'alt. DOB 1962']
    """
    seen: set[str] = set()
    made = []
    for label, value in labels_and_values:
        made.append(f"{'alt. ' if label in seen else ''}{label} {value}".strip())
        seen.add(label)
    return made


def document(number: str, land: str, issued: str = "", expires: str = "") -> str:
    """What a document's segment says after its label.

    >>> document("A123", "Iran", expires="01 Sep 2025")
    'A123 (Iran) expires 01 Sep 2025'
    """
    ends = (f"({land})" if land else "", f"issued {issued}" if issued else "", f"expires {expires}" if expires else "")
    return " ".join(filter(None, (number, *ends)))


def _names(outside: Sequence[ListedName], mined: Sequence[ListedName]) -> tuple[ListedName, ...]:
    if len(outside) == 1 and not mined and outside[0].text:
        return tuple(outside)
    seen: dict[str, ListedName] = {}
    for name in (*outside, *mined):
        if name.text:
            seen.setdefault(name.text, name)
    return tuple(seen.values())

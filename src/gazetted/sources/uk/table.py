"""The UK Sanctions List as CSV: a report date, 58 columns, one row for each name, address and date of an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gazetted.model.edition import Listing
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.uk.draft import Draft, put, put_address
from gazetted.sources.uk.gather import Row, gathered
from gazetted.sources.uk.rows import first_date, has_columns, head_lines, stated_date
from gazetted.sources.un_reference import new_reference

LIST_KEY = "uk.sanctions"
_WHAT = "the UK Sanctions List"
_NEEDED = frozenset({"unique id", "name 6", "name type", "regime name", "designation type"})
_NAMES = ("name 1", "name 2", "name 3", "name 4", "name 5", "name 6")
_ADDRESS = (*(f"address line {number}" for number in range(1, 7)), "address postal code", "address country")

_BAGS = {
    "designation type": "kind",
    "regime name": "regimes",
    "d.o.b": "born",
    "nationality(/ies)": "nationalities",
    "current believed flag of ship": "nationalities",
    "address country": "residences",
    "passport number": "passports",
    "national identifier number": "documents",
    "business registration number (s)": "registrations",
    "gender": "genders",
    "title": "titles",
    "position": "titles",
    "date designated": "listed",
    "last updated": "amended",
}


def recognise(head: Head) -> Recognised | None:
    """Know the list by its date line and its columns."""
    if not has_columns(head, _NEEDED):
        return None
    return Recognised(LIST_KEY, date=stated_date(head_lines(head.start)[0]))


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The report date in the file's first line."""
    return next(filter(None, map(first_date, parts.values())), None)


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries, by Unique ID.

    Raises:
        ListFileError: the file is damaged, truncated, of another form, or empty.
    """
    for opener in parts.values():
        yield from gathered(opener, reject, key="unique id", needed=_NEEDED, add=add_row, what=_WHAT)


def add_row(draft: Draft, row: Row) -> None:
    """Add a row, by the CSV's column names in lower case; the XML's elements are brought to the same names."""
    get = row.get
    if name := " ".join(row[column] for column in _NAMES if column in row):
        draft.add_name(name, get("name type", ""), get("alias strength", ""))
    if other := get("name non-latin script"):
        draft.add_name(other, "alias", "")
    draft.add_cells(row, _BAGS)
    put_address(draft, row, _ADDRESS)
    if imo := get("imo number"):
        put(draft.identifiers, *(f"imo:{number}" for number in imo.replace("IMO", " ").split() if number.isdigit()))
    if (printed := get("un reference number")) and (reference := new_reference(printed)):
        put(draft.references, f"un.sc:{reference}")
    if group := get("ofsi group id"):
        put(draft.references, f"uk.ofsi:{group}")
    if sanctions := get("sanctions imposed"):
        put(draft.notes, f"Sanctions imposed: {', '.join(part.strip() for part in sanctions.split('|'))}.")
    put(draft.notes, get("other information"), get("uk statement of reasons"))

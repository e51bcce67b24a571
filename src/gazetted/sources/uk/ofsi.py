"""OFSI's consolidated list, closed in January 2026: the form of 2014-2018 (29 columns) and that of 2022 (36)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gazetted.model.edition import Listing
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.uk.draft import Draft, put, put_address
from gazetted.sources.uk.gather import Row, gathered
from gazetted.sources.uk.rows import first_date, has_columns, head_lines, stated_date
from gazetted.sources.un_reference import references_in

LIST_KEY = "uk.ofsi"
_WHAT = "the OFSI list"
_NEEDED = frozenset({"name 6", "name 1", "group id", "group type", "alias type", "regime", "listed on"})
_NAMES = ("name 1", "name 2", "name 3", "name 4", "name 5", "name 6")
_ADDRESS = (*(f"address {number}" for number in range(1, 7)), "post/zip code", "country")
_BAGS = {
    "regime": "regimes",
    "dob": "born",
    "nationality": "nationalities",
    "country": "residences",
    "passport number": "passports",
    "national identification number": "documents",
    "ni number": "documents",
    "title": "titles",
    "position": "titles",
    "listed on": "listed",
    "last updated": "amended",
}
# Its own number in the words of the note; a number that merely occurs there is another entry's.
_UN = re.compile(
    r"\bUN[\s-]{0,3}(?:perm\w*\W{0,3})?ref\w*\W{0,4}(?:no\W{0,3}|number\W{0,3})?([A-Z][\w., ]{3,14})", re.I
)
_UK = re.compile(r"\bUK Sanctions List Ref\w*\W{0,4}([A-Z]{3}\d{4})\b", re.I)
_IMO = re.compile(r"\bIMO(?: number)?: ?(\d{7})\b", re.IGNORECASE)
_SHIP_NOTE = re.compile(r"^(?:UN and EU listing\. UN Ref LYe\.\d{3}\. )?IMO: ?\d{7}\b")


def recognise(head: Head) -> Recognised | None:
    """Know the list by its date line and its columns."""
    if not has_columns(head, _NEEDED):
        return None
    return Recognised(LIST_KEY, date=stated_date(head_lines(head.start)[0]))


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day in the file's first line."""
    return next(filter(None, map(first_date, parts.values())), None)


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entries, by Group ID.

    Raises:
        ListFileError: the file is damaged, truncated, of another form, or empty.
    """
    for opener in parts.values():
        yield from gathered(opener, reject, key="group id", needed=_NEEDED, add=_add, what=_WHAT)


def _add(draft: Draft, row: Row) -> None:
    get = row.get
    if name := " ".join(row[column] for column in _NAMES if column in row):
        draft.add_name(name, get("alias type", ""), get("alias quality", ""))
    if other := get("name non-latin script"):
        draft.add_name(other, "alias", "")
    if "group type" not in row:
        return
    note = get("other information", "")
    # ships were "entities" until 2019: their note begins with the number that only a ship has so
    put(draft.kind, "Ship" if _SHIP_NOTE.match(note) else row["group type"])
    draft.add_cells(row, _BAGS)
    if "passport number" not in row:
        put(draft.passports, get("passport details"))
    put_address(draft, row, _ADDRESS)
    if note and note not in draft.notes:
        put(draft.notes, note)
        _add_note(draft, note)


def _add_note(draft: Draft, note: str) -> None:
    # where the number of a body stands in a person's note, it is that of a body to which the person belongs
    letter = "i" if "Individual" in draft.kind else "e"
    for printed in _UN.findall(note):
        put(draft.references, *(f"un.sc:{found}" for found in references_in(printed)[:1] if found[2] == letter))
    put(draft.references, *(f"uk.sanctions:{reference.upper()}" for reference in _UK.findall(note)))
    if "Ship" in draft.kind:
        put(draft.identifiers, *(f"imo:{number}" for number in _IMO.findall(note)[:1]))

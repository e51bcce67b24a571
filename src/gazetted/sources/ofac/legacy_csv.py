"""OFAC's legacy CSV set: `sdn.csv` or `cons_prim.csv`, with `alt`, `add` and `comments` beside it, or some of them.

Format: OFAC, "Specification of the SDN list in delimited form" (dat_spec.txt). The remarks of the primary file end
after 1,000 characters; the comments file goes on where they end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from io import BytesIO
from itertools import islice
from typing import cast

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import NameType
from gazetted.sources.format import HEAD_BYTES, Aspect, Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.ofac.build import Raw, alias_type, build, kind_of, tags
from gazetted.sources.ofac.remarks import segments
from gazetted.sources.ofac.rows import (
    WIDTHS,
    BadRowError,
    Cells,
    Rows,
    entry_number,
    grouped,
    raw_rows,
    split,
    told,
)
from gazetted.sources.ofac.which import which_list

REMARKS_END = 1000
"""Characters after which the primary file cuts the remarks."""

Memo = dict[tuple[str, int], tuple[dict[str, Sequence[Cells]], Listing]]
"""By leading part and entry number, the rows met last and their listing: handed from one edition to the next, it makes
equal rows free."""

_KINDS = frozenset({"", "entity", "individual", "vessel", "aircraft"})
_ALIAS_MARKS = frozenset({"aka", "fka", "nka", "a.k.a.", "f.k.a.", "n.k.a."})
_VESSEL = ("Vessel type", "Tonnage", "Gross registered tonnage", "Vessel owner")
_CELLS_SHOWN = 200
_NO_PRIMARY = [""] * WIDTHS["primary"]


def recognise(head: Head) -> Recognised | None:
    """Know a part by the number of its columns, its entry numbers, its "-0-" marks and its words."""
    if b"<" in head.start[:200] or b"\x00" in head.start:
        return None
    rows = _first_rows(head)
    if not rows:
        return None
    for part, known in _PARTS.items():
        try:
            table = [list(map(told, split(raw, WIDTHS[part]))) for raw in rows]
        except BadRowError:
            continue
        if known(table, head):
            programmes = {tag for row in table for tag in tags(row[3])} if part == "primary" else set()
            numbers = [int(row[0]) for row in table]
            return Recognised(which_list(head.name, numbers, programmes), part)
    return None


def aspects(parts: Collection[str]) -> frozenset[Aspect]:
    """What these parts tell completely.

    Aliases are told only by `primary` and `alt` together: OFAC writes the good aliases into the one and the weak ones
    into the remarks of the other.
    """
    told: set[Aspect] = set()
    if "primary" in parts:
        told |= {"entries", "primary names", "programmes", "details"}
        if "alt" in parts:
            told.add("aliases")
    if "add" in parts:
        # every entry has a row in the address file, with nothing in it where no address is known
        told |= {"entries", "addresses"}
    return frozenset(told)


def listings(parts: Mapping[str, Opener], reject: RejectSink, *, memo: Memo | None = None) -> Iterator[Listing]:
    """The entries of a set of parts, by rising entry number.

    An entry that only `add` tells has no name, one that only `alt` tells has no primary name.

    Args:
        parts: `primary`, `alt`, `add`, `comments`, any of them.
        reject: takes rows that cannot be taken, and rows of entries that the leading part does not have.
        memo: listings of rows met before; it is read and added to.

    Raises:
        ListFileError: a part is unknown, binary, truncated or endless, or the comments stand alone.
    """
    leading = next((part for part in WIDTHS if part in parts), "comments")
    if set(parts) - set(WIDTHS) or leading == "comments":
        raise ListFileError(
            f"the parts {', '.join(sorted(parts)) or 'none'} make no edition: give the primary file, add or alt."
        )
    if leading == "alt" and "add" in parts:
        leading = "add"
    # alone, the primary rows are not put in order, and an entry's second row may stand anywhere
    alone, seen = set(parts) == {"primary"}, set[int]()
    for entry, rows in grouped(parts, reject):
        if alone:
            if entry in seen:
                _reject_all(rows, reject, f"entry {entry} is there already")
                continue
            seen.add(entry)
        listing = _listing(entry, rows, leading, reject) if memo is None else _met(entry, rows, leading, reject, memo)
        if listing is not None:
            yield listing


def _met(entry: int, rows: dict[str, Rows], leading: str, reject: RejectSink, memo: Memo) -> Listing | None:
    """The listing of rows that may have been met before."""
    cells = {part: found.cells for part, found in rows.items()}
    # rows that lead an edition in one set of parts are rejects in another
    held = memo.get((leading, entry))
    if held is not None and held[0] == cells:
        return held[1]
    rejects: list[Reject] = []
    listing = _listing(entry, rows, leading, rejects.append)
    for row in rejects:
        reject(row)
    if listing is not None and not rejects:
        memo[leading, entry] = cells, listing
    return listing


def _reject_all(rows: dict[str, Rows], reject: RejectSink, reason: str) -> None:
    for found in rows.values():
        for number in range(len(found.lines)):
            reject(Reject(found.where(number), reason))


def _listing(entry: int, rows: dict[str, Rows], leading: str, reject: RejectSink) -> Listing | None:
    if leading not in rows:
        _reject_all(rows, reject, f"entry {entry} is not in the {leading} part")
        return None
    primary = _primary(entry, rows["primary"], reject) if "primary" in rows else ()
    alt, add, comments = (_taken(entry, rows.get(part), reject) for part in ("alt", "add", "comments"))
    if not {"primary": primary, "alt": alt, "add": add}[leading]:
        return None
    return _built(str(entry), primary[0] if primary else _NO_PRIMARY, alt, add, comments)


def _taken(entry: int, rows: Rows | None, reject: RejectSink) -> Sequence[list[str]]:
    """The rows that can be taken."""
    if rows is None:
        return ()
    if rows.sound:
        return cast("Sequence[list[str]]", rows.cells)
    taken: list[list[str]] = []
    for number, cells in enumerate(rows.cells):
        if isinstance(cells, BadRowError):
            reject(Reject(rows.where(number), str(cells), str(entry)))
        else:
            taken.append(cells)
    return taken


def _primary(entry: int, rows: Rows, reject: RejectSink) -> Sequence[list[str]]:
    """The first row that can be taken: it has a name."""
    if rows.sound and len(rows.cells) == 1 and cast("list[str]", rows.cells[0])[1]:
        return cast("Sequence[list[str]]", rows.cells)
    taken: list[list[str]] = []
    for number, cells in enumerate(rows.cells):
        if isinstance(cells, BadRowError):
            reject(Reject(rows.where(number), str(cells), str(entry)))
        elif taken:
            reject(Reject(rows.where(number), f"entry {entry} is there already"))
        elif not cells[1]:
            reject(Reject(rows.where(number), f"entry {entry} has no name", str(entry)))
        else:
            taken.append(cells)
    return taken


def _built(
    entry: str,
    primary: list[str],
    alt: Sequence[list[str]],
    add: Sequence[list[str]],
    comments: Sequence[list[str]],
) -> Listing:
    _, name, kind, programmes, title, call_sign, vessel_type, tonnage, gross, flag, owner, remarks = primary
    more = "".join([row[1] for row in comments]) if comments else ""
    names = [ListedName(name)] if name else []
    if alt:
        names += [ListedName(row[3], _alias_type(row[2])) for row in alt]
    mined = segments(remarks + more)
    if not more and len(remarks) >= REMARKS_END and not remarks.endswith("."):
        # cut in the middle of a word, and the rest is not at hand: half an identifier is none
        mined = mined[:-1]
    beside = _beside(alt, add, vessel_type, tonnage, gross, owner)
    note = (remarks + more).strip()
    return build(
        Raw(
            entry=entry,
            kind=_kind(kind) if name else "any",
            names=names,
            programmes=_tags(programmes),
            segments=mined,
            flag=flag,
            call_sign=call_sign,
            addresses=[", ".join(filter(None, row[2:5])) for row in add],
            titles=title.split("; ") if title else (),
            note=f"{note}\n{beside}" if note and beside else note or beside,
        )
    )


def _beside(alt: Sequence[list[str]], add: Sequence[list[str]], *vessel: str) -> str:
    """What the other columns say and a listing has no place for."""
    found = [f"{label}: {value}." for label, value in zip(_VESSEL, vessel, strict=True) if value] if any(vessel) else []
    if alt:
        found += [f"Alias remark: {row[4]}." for row in alt if row[4]]
    if add:
        found += [f"Address remark: {row[5]}." for row in add if row[5]]
    return " ".join(found)


_tags = lru_cache(maxsize=4096)(tags)
_kind = lru_cache(maxsize=256)(kind_of)


@lru_cache(maxsize=256)
def _alias_type(cell: str) -> NameType:
    return alias_type(cell, weak=False)


def _first_rows(head: Head) -> list[bytes]:
    """The first rows of a head, without a header and without the row that the head's end cuts."""
    start = head.start.removeprefix(b"\xef\xbb\xbf")
    try:
        rows = [raw for _, raw in islice(raw_rows(BytesIO(start), head.name), _CELLS_SHOWN + 2)]
    except ListFileError:
        # the head may end within a quotation; whole lines are enough to know the file
        rows = start.splitlines(keepends=True)
    if len(head.start) >= HEAD_BYTES and len(rows) <= _CELLS_SHOWN + 1:
        rows = rows[:-1]
    if len(rows) > 1 and entry_number(rows[0]) is None:
        rows = rows[1:]
    rows = rows[:_CELLS_SHOWN]
    return rows if all(entry_number(raw) is not None for raw in rows) else []


def _is_primary(table: list[list[str]], head: Head) -> bool:
    return b"-0-" in head.start and all(row[2].lower() in _KINDS for row in table)


def _is_alt(table: list[list[str]], _: Head) -> bool:
    return all(row[1].isdigit() and row[2].lower() in _ALIAS_MARKS for row in table)


def _is_add(table: list[list[str]], head: Head) -> bool:
    return b"-0-" in head.start and all(row[1].isdigit() for row in table)


def _is_comments(table: list[list[str]], head: Head) -> bool:
    return "comments" in head.name.lower() and all(row[1] for row in table)


_PARTS: dict[str, Callable[[list[list[str]], Head], bool]] = {
    "primary": _is_primary,
    "alt": _is_alt,
    "add": _is_add,
    "comments": _is_comments,
}

READER = Reader("ofac legacy csv 1", recognise, listings, aspects=aspects, series=lambda: partial(listings, memo={}))

"""OFAC's legacy CSV set: `sdn.csv` or `cons_prim.csv`, with `alt`, `add` and `comments` beside it, or some of them.

Format: OFAC, "Specification of the SDN list in delimited form" (dat_spec.txt). The remarks of the primary file end
after 1,000 characters; the comments file goes on where they end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from io import BytesIO

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.format import HEAD_BYTES, Aspect, Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.ofac.build import Raw, alias_type, build, kind_of, tags
from gazetted.sources.ofac.remarks import segments
from gazetted.sources.ofac.rows import WIDTHS, BadRowError, Row, cells, entry_number, grouped, raw_rows, split
from gazetted.sources.ofac.which import which_list

REMARKS_END = 1000
"""Characters after which the primary file cuts the remarks."""

Memo = dict[tuple[bytes, ...], Listing]
"""Listings by the bytes of their rows: handed from one edition to the next, it makes equal rows free."""

_KINDS = frozenset({"", "entity", "individual", "vessel", "aircraft"})
_ALIAS_MARKS = frozenset({"aka", "fka", "nka", "a.k.a.", "f.k.a.", "n.k.a."})
_VESSEL = ("Vessel type", "Tonnage", "Gross registered tonnage", "Vessel owner")
_CELLS_SHOWN = 200


def recognise(head: Head) -> Recognised | None:
    """Know a part by the number of its columns, its entry numbers, its "-0-" marks and its words."""
    if b"<" in head.start[:200] or b"\x00" in head.start:
        return None
    rows = _first_rows(head)
    if not rows:
        return None
    for part, known in _PARTS.items():
        try:
            table = [split(raw, WIDTHS[part]) for raw in rows]
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
    elif "add" in parts:
        # every entry has a row in the address file, with nothing in it where no address is known
        told.add("entries")
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
    # rows that lead an edition in one set of parts are rejects in another
    mark = leading.encode()
    # alone, the primary rows are not put in order, and an entry's second row may stand anywhere
    alone, seen = set(parts) == {"primary"}, set[int]()
    for entry, rows in grouped(parts, reject):
        if alone:
            if entry in seen:
                for row in rows:
                    reject(Reject(row.where, f"entry {entry} is there already"))
                continue
            seen.add(entry)
        if memo is None:
            listing = _listing(str(entry), rows, leading, reject)
        else:
            listing = _remembered(str(entry), rows, leading, reject, memo, (mark, *[row.raw for row in rows]))
        if listing is not None:
            yield listing


def _remembered(
    entry: str, rows: list[Row], leading: str, reject: RejectSink, memo: Memo, key: tuple[bytes, ...]
) -> Listing | None:
    listing = memo.get(key)
    if listing is None:
        rejects: list[Reject] = []
        listing = _listing(entry, rows, leading, rejects.append)
        for row in rejects:
            reject(row)
        if listing is not None and not rejects:
            memo[key] = listing
    return listing


def _listing(entry: str, rows: list[Row], leading: str, reject: RejectSink) -> Listing | None:
    if not any(row.part == leading for row in rows):
        for row in rows:
            reject(Reject(row.where, f"entry {entry} is not in the {leading} part"))
        return None
    taken: dict[str, list[list[str]]] = {part: [] for part in WIDTHS}
    for row in rows:
        try:
            found = cells(row)
        except BadRowError as error:
            reject(Reject(row.where, str(error)))
            continue
        if row.part == "primary" and taken["primary"]:
            reject(Reject(row.where, f"entry {entry} is there already"))
        elif row.part == "primary" and not found[1]:
            reject(Reject(row.where, f"entry {entry} has no name"))
        else:
            taken[row.part].append(found)
    if not taken[leading]:
        return None
    return _built(entry, taken)


def _built(entry: str, taken: dict[str, list[list[str]]]) -> Listing:
    primary = taken["primary"][0] if taken["primary"] else [""] * WIDTHS["primary"]
    _, name, kind, programmes, title, call_sign, vessel_type, tonnage, gross, flag, owner, remarks = primary
    more = "".join(row[1] for row in taken["comments"])
    names = [ListedName(name)] if name else []
    names += [ListedName(row[3], alias_type(row[2], weak=False)) for row in taken["alt"]]
    mined = segments(remarks + more)
    if not more and len(remarks) >= REMARKS_END and not remarks.endswith("."):
        # cut in the middle of a word, and the rest is not at hand: half an identifier is none
        mined = mined[:-1]
    beside = _beside(taken, vessel_type, tonnage, gross, owner)
    return build(
        Raw(
            entry=entry,
            kind=kind_of(kind) if name else "any",
            names=names,
            programmes=tags(programmes),
            segments=mined,
            flag=flag,
            call_sign=call_sign,
            addresses=[", ".join(filter(None, row[2:5])) for row in taken["add"]],
            titles=title.split("; ") if title else (),
            note="\n".join(filter(None, ((remarks + more).strip(), beside))),
        )
    )


def _beside(taken: dict[str, list[list[str]]], *vessel: str) -> str:
    """What the other columns say and a listing has no place for."""
    told = [(label, value) for label, value in zip(_VESSEL, vessel, strict=True) if value]
    told += [("Alias remark", row[4]) for row in taken["alt"] if row[4]]
    told += [("Address remark", row[5]) for row in taken["add"] if row[5]]
    return " ".join([f"{label}: {value}." for label, value in told])


def _first_rows(head: Head) -> list[bytes]:
    """The first rows of a head, without a header and without the row that the head's end cuts."""
    try:
        rows = [raw for _, raw in raw_rows(BytesIO(head.start.removeprefix(b"\xef\xbb\xbf")), head.name)]
    except ListFileError:
        # the head may end within a quotation; whole lines are enough to know the file
        rows = head.start.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    if len(head.start) >= HEAD_BYTES:
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

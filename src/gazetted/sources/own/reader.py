"""An own list in CSV as an edition.

Columns: `id,kind,name,aliases,born,countries,identifiers,listed,delisted,note`. Only `name` is required; several values
in one cell are parted by `;`; `identifiers` are `type:value`; dates may be partial. A row that cannot be taken is a
reject with its line and reason; a file that is no such list is an error.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from gazetted.errors import BadDateError, ListFileError, UsageError
from gazetted.model.dates import PartialDate
from gazetted.model.edition import Edition, ListedName, Listing, Reject
from gazetted.model.lists import ListInfo
from gazetted.model.party import Kind

COLUMNS = ("id", "kind", "name", "aliases", "born", "countries", "identifiers", "listed", "delisted", "note")
READER = "own csv 1"
MAX_CELL = 100_000
"""Characters in a cell; more is an error of quoting rather than a name."""


def read_own_list(path: Path, *, key: str | None, date: str) -> tuple[ListInfo, Edition]:
    """Read an own list.

    Args:
        path: the CSV file.
        key: short name of the list; None: made from the file's name.
        date: the edition's date (ISO day).

    Raises:
        UsageError: there is no such file.
        ListFileError: the file is empty, binary, not UTF-8, malformed, has no column `name`, or no row that can be taken.
    """
    text, sha256 = _text(path)
    rejects: list[Reject] = []
    listings: dict[str, Listing] = {}
    for line, row in _rows(path, text):
        where = f"{path.name}:{line}"
        try:
            listing = _listing(row, line)
        except (ValueError, BadDateError) as error:
            rejects.append(Reject(where, str(error)))
            continue
        if listing.entry in listings:
            rejects.append(Reject(where, f"the id {listing.entry!r} is there already"))
            continue
        listings[listing.entry] = listing
    if not listings:
        reason = f" (first: {rejects[0].where}: {rejects[0].reason})" if rejects else ""
        raise ListFileError(f"{path} has no entry that can be taken{reason}: give at least one row with a name.")
    name = _key(key or path.stem)
    info = ListInfo(
        key=f"own.{name}",
        authority="own",
        body="own list",
        title=path.stem,
        short=name[:12],
        covers="A list of your own.",
    )
    return info, Edition(info.key, date, sha256, READER, tuple(listings.values()), tuple(rejects))


def _text(path: Path) -> tuple[str, str]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    if not content.strip():
        raise ListFileError(f"{path} is empty: an own list is a CSV file with a header, `name` at least.")
    if b"\x00" in content:
        raise ListFileError(f"{path} is binary: an own list is a CSV file in UTF-8.")
    try:
        return content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ListFileError(f"{path} is not UTF-8 (line {line}): save it as UTF-8.") from None


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader)]
        if "name" not in header:
            raise ListFileError(
                f"{path} has no column `name` (its columns: {', '.join(header)[:200]}): the header of an own list is"
                f" {','.join(COLUMNS)}."
            )
        if len(set(header)) < len(header):
            raise ListFileError(f"{path} names a column twice in its header: {', '.join(header)[:200]}.")
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
                cells["\0width"] = (
                    "" if len(row) == len(header) else f"{len(row)} cells where the header has {len(header)}"
                )
                yield reader.line_num, cells
    except csv.Error as error:
        raise ListFileError(f"{path} is malformed at line {reader.line_num} ({error}): check its quoting.") from None


def _listing(row: dict[str, str], line: int) -> Listing:
    """One entry; ValueError with the reason where the row cannot be taken."""
    if row["\0width"]:
        raise ValueError(row["\0width"])
    name = row["name"]
    if not any(character.isalnum() for character in name):
        raise ValueError("no name")
    kind = row.get("kind", "").lower() or "any"
    if kind not in get_args(Kind):
        raise ValueError(f"unknown kind {kind!r}: person, organization, vessel, aircraft or any")
    identifiers = _values(row, "identifiers")
    for identifier in identifiers:
        if not re.fullmatch(r"[^:]+:.+", identifier):
            raise ValueError(f"identifier {identifier!r} is not type:value")
    names = dict.fromkeys([name, *_values(row, "aliases")])
    return Listing(
        entry=row.get("id") or f"row-{line}",
        kind=kind,  # type: ignore[arg-type]
        names=tuple(ListedName(text, "primary" if text == name else "alias") for text in names),
        born=tuple(PartialDate.parse(day).iso for day in _values(row, "born")),
        countries=_values(row, "countries"),
        identifiers=identifiers,
        listed_on=_date(row.get("listed")),
        delisted_on=_date(row.get("delisted")),
        note=row.get("note", ""),
    )


def _values(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in row.get(column, "").split(";") if value.strip())


def _date(text: str | None) -> str | None:
    return PartialDate.parse(text).iso if text else None


def _key(name: str) -> str:
    """A short name in lower case, of letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "list"

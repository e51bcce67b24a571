"""OpenSanctions' `targets.simple.csv`: one row for each target, several values in a cell parted by `;`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.ftm.entry import entry_of, key_of, model
from gazetted.sources.ftm.statements import newest_of
from gazetted.sources.streams import csv_rows, head_header

_NEEDED = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "dataset")
_IMO = re.compile(r"IMO\d{7}")


def recognise(head: Head) -> Recognised | None:
    """Whether the file begins with the table's columns; the list is the dataset that the first rows name."""
    header = head_header(head.start)
    if header is None or not set(_NEEDED) <= set(header):
        return None
    text = head.start.decode("utf-8-sig", "replace")
    place, datasets = header.index("dataset"), set[str]()
    try:
        for row in list(csv.reader(io.StringIO(text, newline="")))[1:-1] or list(csv.reader(io.StringIO(text)))[1:]:
            if len(row) == len(header):
                datasets.update(_values(row[place]))
    except csv.Error:
        pass  # listings() tells of damage
    return Recognised(key_of(datasets, head.name))


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The newest day on which a target was seen."""
    return newest_of(parts, "last_seen")


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The targets.

    Raises:
        ListFileError: a column is missing, or the file is damaged.
    """
    for opener in parts.values():
        several = _several(opener)
        rows = csv_rows(opener)
        name, _, first = next(rows)
        header = [cell.strip().lower() for cell in first]
        missing = [column for column in _NEEDED if column not in header]
        if missing:
            raise ListFileError(f"{name} is no table of targets: it has no column {', '.join(missing)}.")
        seen: set[str] = set()
        for _, line, row in rows:
            where = f"{name}:{line}"
            if len(row) != len(header):
                reject(Reject(where, f"{len(row)} cells where the header has {len(header)}"))
                continue
            cells = dict(zip(header, row, strict=True))
            key, schema = cells["id"].strip(), cells["schema"].strip()
            listing = _listing(key, schema, cells, several) if key and schema in model().kinds else None
            if listing is None:
                reason = f"unknown schema {schema!r:.60}" if schema not in model().kinds else "no id or no name"
                reject(Reject(where, reason))
            elif key in seen:
                reject(Reject(where, f"the target {key!r:.100} is there already"))
            else:
                seen.add(key)
                yield listing


def _listing(key: str, schema: str, cells: Mapping[str, str], several: bool) -> Listing | None:
    identifiers = _values(cells["identifiers"])
    properties = {
        "name": [cells["name"]],
        "alias": _values(cells["aliases"]),
        "birthDate": _values(cells["birth_date"]),
        "country": _values(cells["countries"]),
        "address": _values(cells.get("addresses", "")),
        "programId": _values(cells.get("program_ids", "")),
        "imoNumber": [one for one in identifiers if _IMO.fullmatch(one)],
        "anyNumber": [one for one in identifiers if not _IMO.fullmatch(one)],
        "notes": [text for text in _values(cells.get("sanctions", "")) if any(map(str.isalnum, text))],
    }
    return entry_of(key, schema, properties, datasets=_values(cells["dataset"]) if several else ())


def _several(opener: Opener) -> bool:
    """Whether the file holds more than one dataset."""
    place, first = -1, ""
    for _, _, row in csv_rows(opener):
        if place < 0:
            header = [cell.strip().lower() for cell in row]
            place = header.index("dataset") if "dataset" in header else len(header)
        elif len(row) > place:
            first = first or row[place]
            if row[place] != first or ";" in first:
                return True
    return False


def _values(cell: str) -> list[str]:
    """The values of a cell; a value that holds a `;` of its own stands in quotation marks."""
    if not cell:
        return []
    if '"' in cell:
        try:
            return [value for part in next(csv.reader([cell], delimiter=";"), []) if (value := part.strip())]
        except csv.Error:
            pass
    return [value for part in cell.split(";") if (value := part.strip())]

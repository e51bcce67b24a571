"""The EU's consolidated financial sanctions list in CSV: version 1.1 (`csvFullSanctionsList_1_1`) and 1.0.

A row carries one name, address, birth date, document or citizenship of an entry and repeats what the entry is; the
rows of an entry follow one another. Columns are told by the header, whose names differ between the versions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing
from gazetted.sources.dates import iso_date
from gazetted.sources.eu.entity import CP931, FSF, Entity
from gazetted.sources.eu.grouping import listings_of
from gazetted.sources.format import Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.streams import LONGEST_ROW, check_end, text_lines

_SECTIONS = {
    "namealias": "names",
    "naal": "names",
    "birthdate": "births",
    "birt": "births",
    "citizenship": "citizenships",
    "citi": "citizenships",
    "identification": "identifications",
    "iden": "identifications",
    "address": "addresses",
    "addr": "addresses",
}
# Column (without its section, in lower case, of either version): attribute of the XML schema.
_COLUMNS = {
    "wholename": "wholeName",
    "firstname": "firstName",
    "middlename": "middleName",
    "lastname": "lastName",
    "namelanguage": "nameLanguage",
    "language": "nameLanguage",
    "gender": "gender",
    "title": "title",
    "function": "function",
    "strong": "strong",
    "remark": "remark",
    "regulation_publicationdate": "publicationDate",
    "leba_publication_date": "publicationDate",
    "birthdate": "birthdate",
    "date": "birthdate",
    "year": "year",
    "yearrangefrom": "yearRangeFrom",
    "yearrangeto": "yearRangeTo",
    "circa": "circa",
    "calendartype": "calendarType",
    "countryiso2code": "countryIso2Code",
    "countrydescription": "countryDescription",
    "country": "countryDescription",
    "number": "number",
    "typecode": "identificationTypeCode",
    "street": "street",
    "pobox": "poBox",
    "zipcode": "zipCode",
    "city": "city",
    "place": "place",
    "region": "region",
    "other": "region",
}
_ENTITY = {
    "entity_logicalid": "logicalId",
    "entity_logical_id": "logicalId",
    "entity_eu_referencenumber": "euReferenceNumber",
    "eu_ref_num": "euReferenceNumber",
    "entity_unitednationid": "unitedNationId",
    "entity_designationdate": "designationDate",
    "entity_designationdetails": "designationDetails",
    "entity_subjecttype_classificationcode": "classificationCode",
    "entity_subjecttype": "subjectType",
    "subject_type": "subjectType",
    "entity_regulation_programme": "programme",
    "programme": "programme",
    "entity_regulation_numbertitle": "numberTitle",
    "leba_numtitle": "numberTitle",
    "entity_remark": "remark",
}
_DATES = ("filegenerationdate", "date_file")
# The house number comes before the street, but is a section's own "number" only among documents.
_HOUSE = {"addr_number", "address_number"}

Row = tuple[str, Mapping[str, Mapping[str, str]]]
"""Place of a row, and its cells by section; "" is the entry itself."""


def recognise(head: Head, list_key: str) -> Recognised | None:
    """Whether a file is this list, by the columns of its header."""
    lines = head.start.split(b"\n", 2)
    header = _cells(lines[0].decode("utf-8-sig", "replace").strip().lower())
    logical = {"entity_logicalid", "entity_logical_id"} & set(header)
    whole = {"namealias_wholename", "naal_wholename"} & set(header)
    if header[:1] and header[0] in _DATES and logical and whole:
        first = _cells(lines[1].decode("utf-8", "replace")) if len(lines) > 1 else []
        return Recognised(list_key, date=iso_date(first[0]) if first else None)
    return None


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day in the first row's first cell."""
    for opener in parts.values():
        for _, row in _rows(opener):
            return iso_date(row[""].get("date", ""))
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink, list_key: str) -> Iterator[Listing]:
    """The entries of one list.

    Raises:
        ListFileError: the file is not UTF-8, its quoting or header is broken, it breaks off within a row, or it has
            none.
    """
    for opener in parts.values():
        yield from listings_of(_entities(opener), list_key, reject)


def readers() -> tuple[Reader, ...]:
    """One reader per list: one file is an edition of both."""
    return tuple(
        Reader(
            name=f"{key.replace('.', ' ')} csv 1",
            recognise=partial(recognise, list_key=key),
            listings=partial(listings, list_key=key),
            edition_date=edition_date,
        )
        for key in (FSF, CP931)
    )


def _entities(opener: Opener) -> Iterator[tuple[str, Entity]]:
    empty = True
    for _, group in groupby(_rows(opener), key=_entry):
        empty = False
        rows = list(group)
        sections: dict[str, list[Mapping[str, str]]] = {section: [] for section in _SECTIONS.values()}
        for _, row in rows:
            for section, cells in row.items():
                if section and cells not in sections[section]:
                    sections[section].append(cells)
        where, first = rows[0][0], dict(rows[0][1][""])
        first.setdefault("classificationCode", first.get("subjectType", ""))
        remarks = dict.fromkeys(row[""]["remark"] for _, row in rows if "remark" in row[""])
        yield where, Entity(first, **sections, remarks=tuple(remarks))
    if empty:
        raise ListFileError("The file has a header and no rows: give the full list of the Commission (CSV).")


def _entry(row: Row) -> tuple[str, str, str]:
    entry = row[1][""]
    return entry.get("euReferenceNumber", ""), entry.get("logicalId", ""), entry.get("programme", "")


def _rows(opener: Opener) -> Iterator[Row]:
    name, line, pending, ended = "the file", 0, 0, True

    def lines() -> Iterator[str]:
        nonlocal name, line, pending, ended
        for name, line, text in text_lines(opener):
            pending, ended = pending + len(text), text.endswith("\n")
            if pending > LONGEST_ROW:
                raise ListFileError(f"{name} has an endless row at line {line}: check its quoting.")
            yield text

    columns: list[tuple[str, str]] | None = None
    try:
        for row in csv.reader(lines(), delimiter=";", strict=True):
            pending = 0
            if columns is None:
                columns = _columns(row, name)
            elif any(map(str.strip, row)):
                check_end(name, line, ended or len(row) >= len(columns))
                yield f"{name}:{line}", _sections(columns, row)
    except csv.Error as error:
        raise ListFileError(f"{name} is malformed at line {line} ({error}): check its quoting.") from None
    if columns is None:
        raise ListFileError(f"{name} is empty: give the full list of the Commission (CSV).")


def _columns(header: list[str], name: str) -> list[tuple[str, str]]:
    """Section and attribute of each column; ("", "") for one that is not read."""
    columns = []
    for cell in header:
        column = cell.strip().lower()
        prefix, _, rest = column.partition("_")
        if column in _DATES:
            columns.append(("", "date"))
        elif column in _ENTITY:
            columns.append(("", _ENTITY[column]))
        elif column in _HOUSE:
            columns.append(("addresses", "house"))
        elif prefix in _SECTIONS and rest in _COLUMNS:
            columns.append((_SECTIONS[prefix], _COLUMNS[rest]))
        else:
            columns.append(("", ""))
    if not {("", "logicalId"), ("names", "wholeName")} <= set(columns):
        raise ListFileError(f"{name} has no columns for the entry and its names: give the Commission's CSV 1.0 or 1.1.")
    return columns


def _sections(columns: list[tuple[str, str]], row: list[str]) -> Mapping[str, Mapping[str, str]]:
    sections: dict[str, dict[str, str]] = {"": {}}
    for (section, attribute), cell in zip(columns, row, strict=False):
        # The files write a line break within a cell as a backslash and an n.
        if attribute and (text := cell.replace("\\n", "\n").strip()):
            sections.setdefault(section, {}).setdefault(attribute, text)
    address = sections.get("addresses")
    if address and (house := address.pop("house", "")):
        address["street"] = " ".join(filter(None, (address.get("street"), house)))
    return sections


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(";")]

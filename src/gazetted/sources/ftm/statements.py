"""OpenSanctions' `statements.csv`: one row for each value of each entity, in no order.

The statements of an entity can be anywhere in the file, so that what is kept of it is held in memory, up to a limit.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from sys import intern

import msgspec

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.ftm.entry import Adjunct, entry_of, key_of, model
from gazetted.sources.streams import csv_rows, head_header

MOST_STATEMENTS = 10_000_000
"""Statements kept of a file."""

_NEEDED = ("canonical_id", "entity_id", "prop", "schema", "value", "dataset")
_YES = frozenset({"t", "true", "1", "y", "yes"})


class _Gathered(msgspec.Struct):
    where: str
    schema: str
    properties: dict[str, list[str]]
    datasets: dict[str, None]


def recognise(head: Head) -> Recognised | None:
    """Whether the file begins with the columns of statements; the list is the dataset that the first rows name."""
    header = head_header(head.start)
    if header is None or not set(_NEEDED) <= set(header):
        return None
    place = header.index("dataset")
    shown = head.start[: head.start.rfind(b"\n") + 1] or head.start

    datasets: set[str] = set()
    # The shown part may end within quotes; listings() tells of real damage.
    with suppress(ListFileError):
        for _, line, row in csv_rows(lambda: io.BytesIO(shown)):
            if line > 1 and len(row) == len(header):
                datasets.add(row[place])
    return Recognised(key_of(datasets, head.name))


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The newest day on which a statement was seen."""
    return newest_of(parts, "last_seen")


def newest_of(parts: Mapping[str, Opener], column: str) -> str | None:
    """The newest day in a column of moments; None where there is no such column or value."""
    newest = ""
    for opener in parts.values():
        rows = csv_rows(opener)
        header = [cell.strip().lower() for cell in next(rows)[2]]
        if column not in header:
            continue
        place = header.index(column)
        for _, _, row in rows:
            day = row[place][:10] if len(row) > place else ""
            if day > newest and len(day) == 10 and day[:4].isdecimal():
                newest = day
    return newest or None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entities that can be listed, in the order of their first statement.

    Raises:
        ListFileError: a column is missing, there are too many statements, or the file is damaged.
    """
    for opener in parts.values():
        entities = _gather(opener, reject)
        adjuncts: dict[str, Adjunct] = {}
        pointers = model().adjuncts
        several = len({dataset for entity in entities.values() for dataset in entity.datasets}) > 1
        for entity in entities.values():
            if entity.schema in pointers:
                for party in entity.properties.get(pointers[entity.schema], ()):
                    adjuncts.setdefault(party, Adjunct()).take(entity.schema, entity.properties)
        for key, entity in entities.items():
            if entity.schema not in model().kinds:
                continue
            pointed = [entities[one].properties.get("full", []) for one in _addresses(entity) if one in entities]
            if pointed:
                written = [text for texts in pointed for text in texts]
                entity.properties["address"] = [*entity.properties.get("address", []), *written]
            datasets = tuple(entity.datasets) if several else ()
            listing = entry_of(key, entity.schema, entity.properties, adjuncts.get(key), datasets)
            if listing is None:
                reject(Reject(entity.where, "no name"))
            else:
                yield listing


def _addresses(entity: _Gathered) -> list[str]:
    return entity.properties.get("addressEntity", [])


def _gather(opener: Opener, reject: RejectSink) -> dict[str, _Gathered]:
    rows = csv_rows(opener)
    name, _, first = next(rows)
    header = [cell.strip().lower() for cell in first]
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise ListFileError(f"{name} is no file of statements: it has no column {', '.join(missing)}.")
    places = [header.index(column) for column in (*_NEEDED, "external") if column in header]
    kept_properties, kinds, pointers = model().kept(), model().kinds, model().adjuncts
    entities: dict[str, _Gathered] = {}
    kept = 0
    for _, line, row in rows:
        if len(row) != len(header):
            reject(Reject(f"{name}:{line}", f"{len(row)} cells where the header has {len(header)}"))
            continue
        canonical, entity_id, prop, schema, value, dataset, *external = (row[place] for place in places)
        if external and external[0].lower() in _YES:
            continue  # a candidate of enrichment, not part of the dataset
        key = canonical or entity_id
        if not key:
            reject(Reject(f"{name}:{line}", "no id"))
            continue
        entity = entities.get(key)
        if entity is None:
            entity = entities[key] = _Gathered(f"{name}:{line}", schema, {}, {})
        elif (entity.schema not in kinds and entity.schema not in pointers) or _finer(schema, entity.schema):
            entity.schema = schema
        entity.datasets[intern(dataset)] = None
        if prop in kept_properties and value:
            values = entity.properties.setdefault(intern(prop), [])
            if value not in values[:100]:
                values.append(value)
                kept += 1
        if kept > MOST_STATEMENTS:
            raise ListFileError(f"{name} holds over {MOST_STATEMENTS} statements: load its entities as JSON lines.")
    return entities


def _finer(schema: str, than: str) -> bool:
    """Whether a schema says more than another: statements of one entity may come from sources that know less."""
    kinds = model().kinds
    return schema in kinds and kinds.get(than) == "any" and kinds[schema] != "any"

"""FollowTheMoney entities, one JSON object on each line; nested or not.

Sanctions, passports, wallets and addresses are entities of their own that point to a party, or to which it points. A
first pass over the file gathers them, a second makes the entries: memory holds what is told about the parties, never
the parties themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Opener, Recognised, RejectSink
from gazetted.sources.ftm.entry import Adjunct, entry_of, key_of, model
from gazetted.sources.streams import text_lines

LONGEST_LINE = 16_000_000
"""Bytes of one entity: nested ones can be large."""

_SCHEMA = re.compile(r'"schema"\s*:\s*"([A-Za-z]{1,40})"')
_SEEN = re.compile(r'"last_seen"\s*:\s*"(\d{4}-\d{2}-\d{2})', re.ASCII)
_ADDRESS = "Address"
_ADDRESS_PARTS = ("remarks", "postOfficeBox", "street", "street2", "city", "postalCode", "region", "state", "country")


class _Entity(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list[Any]]
    caption: str = ""
    datasets: list[str] = []
    target: bool | None = None


def recognise(head: Head) -> Recognised | None:
    """Whether the lines at the beginning are entities; the list is the dataset that they all name."""
    lines = head.start.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if not lines[0].startswith(b"{"):
        return None
    datasets: set[str] = set()
    whole = lines if len(lines) == 1 else lines[:-1]
    for line in whole:
        try:
            datasets.update(_DECODER.decode(line).datasets)
        except (msgspec.DecodeError, UnicodeDecodeError):
            if line is whole[0]:
                # An entity longer than what is shown still begins as one.
                begins = b'"schema"' in line and (b'"properties"' in line or b'"caption"' in line)
                return Recognised(key_of((), head.name)) if begins and len(lines) == 1 and len(line) > 60_000 else None
    return Recognised(key_of(datasets, head.name))


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The newest day on which an entity was seen by whoever made the export."""
    newest = ""
    for opener in parts.values():
        for _, _, text in text_lines(opener, longest=LONGEST_LINE):
            if found := _SEEN.search(text):
                newest = max(newest, found[1])
    return newest or None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The entities that are targets; where none is marked as one or not, those of a schema that can be listed.

    Raises:
        ListFileError: a line is no JSON, the file has no entity, or it is binary, not UTF-8 or endless.
    """
    for opener in parts.values():
        around = _Around()
        around.gather(opener)
        seen: set[str] = set()
        several = len(around.datasets) > 1
        for where, entity in _entities(opener, reject):
            if entity.schema not in model().kinds or entity.target is False:
                continue
            adjunct = around.adjuncts.get(entity.id)
            properties = around.flat(entity)
            if properties.pop("\0nested", None):
                adjunct = _nested(entity, adjunct)
            listing = entry_of(entity.id, entity.schema, properties, adjunct, entity.datasets if several else ())
            if listing is None:
                reject(Reject(where, "no name"))
            elif listing.entry in seen:
                reject(Reject(where, f"the entity {listing.entry!r:.100} is there already"))
            else:
                seen.add(listing.entry)
                yield listing


class _Around:
    """What a first pass gathers: what other entities say about the parties, and which datasets there are."""

    def __init__(self) -> None:
        self.adjuncts: dict[str, Adjunct] = {}
        self.addresses: dict[str, str] = {}
        self.datasets: set[str] = set()

    def gather(self, opener: Opener) -> None:
        pointers = model().adjuncts
        for _, entity in _entities(opener, lambda _: None):
            self.datasets.update(entity.datasets)
            if entity.schema == _ADDRESS:
                self.addresses[entity.id] = _address(entity.properties)
            elif entity.schema in pointers:
                values = _texts(entity.properties)
                for party in values.get(pointers[entity.schema], ()):
                    self.adjuncts.setdefault(party, Adjunct()).take(entity.schema, values)

    def flat(self, entity: _Entity) -> dict[str, list[str]]:
        """The properties as texts, the addresses pointed to written out."""
        properties = _texts(entity.properties)
        if entity.caption:
            properties["caption"] = [entity.caption]
        pointed = entity.properties.get("addressEntity", [])
        written = [self.addresses.get(one, "") if isinstance(one, str) else _nested_address(one) for one in pointed]
        if written:
            properties["address"] = [*properties.get("address", []), *filter(None, written)]
        if any(isinstance(value, dict) for values in entity.properties.values() for value in values):
            properties["\0nested"] = ["yes"]
        return properties


def _nested(entity: _Entity, adjunct: Adjunct | None) -> Adjunct:
    """What entities within the entity say about it."""
    adjunct = adjunct or Adjunct()
    for values in entity.properties.values():
        for value in values:
            if isinstance(value, dict) and value.get("schema") in model().adjuncts:
                inner = value.get("properties")
                adjunct.take(str(value["schema"]), _texts(inner) if isinstance(inner, dict) else {})
    return adjunct


def _entities(opener: Opener, reject: RejectSink) -> Iterator[tuple[str, _Entity]]:
    name, empty = "the file", True
    for name, line, text in text_lines(opener, longest=LONGEST_LINE):
        if not text.strip():
            continue
        where, empty = f"{name}:{line}", False
        try:
            entity = _DECODER.decode(text)
        except msgspec.ValidationError as error:
            reject(Reject(where, f"no entity: {error}"[:200]))
        except (msgspec.DecodeError, RecursionError):
            raise ListFileError(f"{name} is no JSON at line {line}: fetch the file anew, it may be cut off.") from None
        else:
            if entity.id.strip():
                yield where, entity
            else:
                reject(Reject(where, "no id"))
    if empty:
        raise ListFileError(f"{name} is empty: give one JSON entity on each line.")


def _texts(properties: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        name: [value for value in values if isinstance(value, str) and value]
        for name, values in properties.items()
        if isinstance(values, list)
    }


def _nested_address(value: Any) -> str:
    properties = value.get("properties") if isinstance(value, dict) else None
    return _address(properties) if isinstance(properties, dict) else ""


def _address(properties: Mapping[str, Any]) -> str:
    values = _texts(properties)
    return "; ".join(values.get("full", ())) or ", ".join(
        value for name in _ADDRESS_PARTS for value in values.get(name, ())[:1]
    )


_DECODER = msgspec.json.Decoder(_Entity)

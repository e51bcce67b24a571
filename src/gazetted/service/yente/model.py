"""What of the FollowTheMoney model and of yente's datasets the service speaks: tables in `resources/service`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

from gazetted.model.party import Kind, NameType


class Schema(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A schema: what it is called, which kind of party it means, and all schemata that it is one of."""

    label: str
    plural: str
    description: str
    kind: Kind
    within: tuple[str, ...]


class QueryNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Properties of a query, by what they give."""

    names: tuple[str, ...]
    parts: tuple[str, ...]
    countries: tuple[str, ...]


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`ftm.toml`."""

    schema: dict[str, Schema]
    names: dict[str, tuple[str, ...]]
    kinds: dict[Kind, str]
    name_types: dict[NameType, str]
    query: QueryNames
    identifiers: dict[str, str]
    properties: dict[str, tuple[str, str]]

    def known(self, schema: str) -> bool:
        """Whether the model has a schema of that name."""
        return schema in self.schema or schema in self.names["others"]


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`datasets.toml`."""

    alias: dict[str, str]
    topics: dict[str, tuple[str, ...]]
    topic_labels: dict[str, str]
    algorithm: dict[str, str]
    config: dict[str, tuple[str, ...]]

    def topics_of(self, list_key: str) -> tuple[str, ...]:
        """The topics of parties on a list."""
        held = self.topics
        return held.get(list_key) or held.get(list_key.partition(".")[0]) or held[""]


@cache
def model() -> Model:
    """The model."""
    return msgspec.convert(_table("ftm.toml"), Model)


@cache
def tables() -> Tables:
    """Datasets, topics and algorithms."""
    return msgspec.convert(_table("datasets.toml"), Tables)


@cache
def properties_of_identifiers() -> Mapping[str, str]:
    """Type of an identifier → the property that tells it: the first of that type."""
    found: dict[str, str] = {}
    for name, what in model().identifiers.items():
        found.setdefault(what, name)
    return found


def _table(name: str) -> dict[str, object]:
    return tomllib.loads((resources.files("gazetted.resources") / "service" / name).read_text(encoding="utf-8"))

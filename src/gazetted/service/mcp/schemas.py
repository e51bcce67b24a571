"""JSON schemas of what tools take and give: without references, each field with the sentence of its docstring."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin

import msgspec

from gazetted.service.parameters import documented


@cache
def schema_of(shape: type) -> dict[str, Any]:
    """The JSON schema of a struct, for clients that show it to a model.

    Args:
        shape: a struct whose docstring describes its fields; structs within it likewise. None may hold itself.

    >>> from gazetted.service.mcp.asked import Find
    >>> schema_of(Find)["properties"]["limit"]["description"]
    'most rows.'
    """
    (schema,), parts = msgspec.json.schema_components([shape], ref_template="{name}")
    return _described(_resolved(schema, parts), shape)


def _resolved(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to in place of the references."""
    found = dict(parts[schema["$ref"]] if "$ref" in schema else schema)
    if "properties" in found:  # of a struct, whose name and docstring are of no use to a model
        found = {key: value for key, value in found.items() if key not in ("title", "description")}
        found["properties"] = {name: _resolved(one, parts) for name, one in found["properties"].items()}
    if isinstance(found.get("items"), Mapping):
        found["items"] = _resolved(found["items"], parts)
    if "anyOf" in found:
        found["anyOf"] = [_resolved(one, parts) for one in found["anyOf"]]
    return found


def _described(schema: dict[str, Any], shape: type) -> dict[str, Any]:
    docs = documented(shape)
    for one in msgspec.structs.fields(shape):
        told = schema["properties"][one.encode_name]
        _inner(told, one.type)
        if one.name in docs:
            told["description"] = docs[one.name]
    return schema


def _inner(schema: dict[str, Any], shape: Any) -> None:
    """Describe the structs within a type where they stand in its schema."""
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        holder = next((one for one in schema.get("anyOf", ()) if "properties" in one), schema)
        _described(holder, shape)
    elif get_origin(shape) is Annotated:
        _inner(schema, get_args(shape)[0])
    elif get_origin(shape) is tuple and "items" in schema:
        _inner(schema["items"], get_args(shape)[0])
    else:
        for one in get_args(shape):
            if isinstance(one, type) and issubclass(one, msgspec.Struct):
                _inner(schema, one)

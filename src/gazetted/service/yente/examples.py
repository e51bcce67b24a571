"""Entities that clients send as examples of whom they look for, made queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from gazetted.errors import BadDateError
from gazetted.model.dates import PartialDate
from gazetted.screening.result import Query
from gazetted.service.problems import ProblemError
from gazetted.service.screening import LONGEST_NAME
from gazetted.service.yente.model import model
from gazetted.sources.countries import country_code

_MOST_NAMES = 12
_MOST_VALUES = 200


class Example(msgspec.Struct, frozen=True, kw_only=True, rename={"entity_schema": "schema"}):
    """An entity as a client sends it; `id` is the client's own, echoed and never used."""

    entity_schema: str
    properties: dict[str, Any]
    id: str | None = None


class Looked(msgspec.Struct, frozen=True):
    """An example, made queries.

    Attributes:
        queries: one for each name that it gives.
        echo: the example as it was understood.
        schema: its schema.
    """

    queries: tuple[Query, ...]
    echo: dict[str, Any]
    schema: str


def looked(example: Example) -> Looked:
    """The queries that an example stands for.

    Raises:
        ProblemError: its schema is unknown, or a value is no text or number (400).
    """
    schema = model().schema.get(example.entity_schema)
    if schema is None and not model().known(example.entity_schema):
        raise _bad(f"no such schema: {example.entity_schema[:60]!r}")
    values = {name[:60]: _texts(name, value) for name, value in example.properties.items()}
    values = {name: held for name, held in values.items() if held}
    for name in model().query.countries:
        if name in values:
            values[name] = [(country_code(one) or country_code(one.upper()) or one).lower() for one in values[name]]
    dates = [date for text in values.get("birthDate", ()) if (date := _date(text))]
    if dates:
        values["birthDate"] = dates
    echo = {"id": example.id, "schema": example.entity_schema, "properties": values}
    if schema is None:
        return Looked((), echo, example.entity_schema)
    base = Query(
        "", schema.kind,
        born=dates[0] if dates else None,
        country=next((one.upper() for one in _first(values, model().query.countries) if len(one) == 2), None),
        ids=tuple(_identifiers(values)),
        gender=next((one for one in values.get("gender", ()) if one[:1].lower() in "fm"), None),
    )  # fmt: skip
    names = _names(values)
    return Looked(tuple(msgspec.structs.replace(base, name=name) for name in names), echo, example.entity_schema)


def _names(values: Mapping[str, Sequence[str]]) -> list[str]:
    """The names to look for: those under which the client knows the party; else one made from its parts."""
    given = [name for prop in model().query.names for name in values.get(prop, ())]
    if not given:
        parts = [text for prop in model().query.parts for text in values.get(prop, ())[:1]]
        given = [" ".join(parts)] if parts else []
    found: dict[str, str] = {}
    for name in given:
        text = " ".join(name.split())
        if len(text) > LONGEST_NAME:
            raise _bad(f"a name is longer than {LONGEST_NAME} characters")
        if text:
            found.setdefault(text.casefold(), text)
    return list(found.values())[:_MOST_NAMES]


def _identifiers(values: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for name, what in model().identifiers.items():
        for number in values.get(name, ())[:5]:
            yield f"{what}:{number}"


def _texts(name: str, value: Any) -> list[str]:
    """The values of a property: a client may send one, or several, as text or number; null is none."""
    held = value if isinstance(value, list) else [value]
    if len(held) > _MOST_VALUES:
        raise _bad(f"the property {name[:60]!r} has more than {_MOST_VALUES} values")
    found = []
    for one in held:
        if one is None:
            continue
        if isinstance(one, bool) or not isinstance(one, str | int | float):
            raise _bad(f"the property {name[:60]!r} has a value that is no text")
        found.append(str(one).replace("\0", ""))
    return [text for text in found if text.strip()]


def _date(text: str) -> str | None:
    for form in (text.strip(), text.strip()[:10]):
        try:
            return PartialDate.parse(form).iso
        except BadDateError:
            continue
    return None


def _first(values: Mapping[str, Sequence[str]], names: Iterable[str]) -> Sequence[str]:
    return next((values[name] for name in names if name in values), ())


def _bad(why: str) -> ProblemError:
    return ProblemError(400, f"Cannot parse example entity: {why}")

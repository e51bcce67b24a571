"""One entry of an own list, from the values of its columns.

Columns: `id,kind,name,aliases,born,countries,identifiers,listed,delisted,note`. Only `name` is required; several values
in one cell are parted by `;`; `identifiers` are `type:value`; dates may be partial.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import get_args

from gazetted.model.dates import PartialDate
from gazetted.model.edition import ListedName, Listing
from gazetted.model.party import Kind
from gazetted.text.normal import normalise

COLUMNS = ("id", "kind", "name", "aliases", "born", "countries", "identifiers", "listed", "delisted", "note")

Values = Mapping[str, tuple[str, ...]]
"""The values of each column, stripped and not empty; a column of one value has one."""

_KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
_SEVERAL = frozenset({"aliases", "born", "countries", "identifiers"})
_IDENTIFIER = re.compile(r"[^:]+:.+")


def split(column: str, cell: str) -> tuple[str, ...]:
    """The values in a cell.

    >>> split("aliases", "A; B"), split("name", "A; B")
    (('A', 'B'), ('A; B',))
    """
    parts = cell.split(";") if column in _SEVERAL else (cell,)
    return tuple(value for part in parts if (value := part.strip()))


def own_listing(values: Values, fallback: str, taken: Container[str] = ()) -> Listing:
    """The entry; its key is the `id`, else made from its name, so that rows that move in the file stay who they are.

    Args:
        values: the values of its columns.
        fallback: the key where neither gives one.
        taken: keys of other entries, which a key that is made keeps clear of.

    Raises:
        ValueError: there is no name, or the kind or an identifier is not what it should be; the text is the reason.
        BadDateError: a date is none.

    >>> own_listing({"name": ("Example Group",), "aliases": ("EG",)}, "row-2").names[1]
    ListedName(text='EG', name_type='alias', since=None)
    """
    name = _one(values, "name")
    if not any(character.isalnum() for character in name):
        raise ValueError("no name")
    kind = _one(values, "kind").lower() or "any"
    if kind not in _KINDS:
        raise ValueError(f"unknown kind {kind!r}: person, organization, vessel, aircraft or any")
    identifiers = values.get("identifiers", ())
    for identifier in identifiers:
        if not _IDENTIFIER.fullmatch(identifier):
            raise ValueError(f"identifier {identifier!r} is not type:value")
    names = dict.fromkeys([name, *(alias for alias in values.get("aliases", ()) if normalise(alias))])
    listed_on, delisted_on = _date(values, "listed"), _date(values, "delisted")
    if listed_on and delisted_on and PartialDate(delisted_on).latest() < PartialDate(listed_on).earliest():
        raise ValueError(f"delisted {delisted_on} before it was listed {listed_on}")
    return Listing(
        entry=_one(values, "id") or _made_key(name, fallback, taken),
        kind=_KINDS[kind],
        names=tuple(ListedName(text, "primary" if text == name else "alias") for text in names),
        born=tuple(PartialDate.parse(day).iso for day in values.get("born", ())),
        countries=values.get("countries", ()),
        identifiers=identifiers,
        listed_on=listed_on,
        delisted_on=delisted_on,
        note=_one(values, "note"),
    )


def _made_key(name: str, fallback: str, taken: Container[str]) -> str:
    made = "-".join(normalise(name).split()) or fallback
    return made if made not in taken else f"{made}-{fallback}"


def _one(values: Values, column: str) -> str:
    return "; ".join(values.get(column, ()))


def _date(values: Values, column: str) -> str | None:
    text = _one(values, column)
    return PartialDate.parse(text).iso if text else None

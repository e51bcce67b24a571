"""The word and letter tables of `resources/text`, read once, on first use."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("gazetted.resources") / "text" / name).read_text(encoding="utf-8"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """A set of words: `key` of `resources/text/<table>.toml`, an array of strings or one string of words.

    Raises:
        KeyError: the table has no such key.
    """
    value = _read(f"{table}.toml")[key]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def mapping(table: str, key: str) -> dict[str, str]:
    """A mapping of strings: the section `key` of `resources/text/<table>.toml`. Do not change what it returns.

    Raises:
        KeyError: the table has no such section.
    """
    return {str(k): str(v) for k, v in _read(f"{table}.toml")[key].items()}


@cache
def groups(table: str, key: str) -> tuple[tuple[str, ...], ...]:
    """Groups of words that stand for each other: an array, each row one string of forms parted by commas.

    Raises:
        KeyError: the table has no such key.
    """
    return tuple(tuple(form.strip() for form in row.split(",")) for row in _read(f"{table}.toml")[key])

"""After how many days without news each list is stale: read without the readers, for every answer says it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

USUAL = 7
"""Days after which a list that its publisher offers at an address is stale, unless its `source.toml` says otherwise."""


def term(addresses: object, stale_days: int | None) -> int:
    """Days after which a list is stale; 0: it is never called so.

    >>> term(["https://example.org/list.csv"], None), term([], None), term([], 30)
    (7, 0, 30)
    """
    if stale_days is not None:
        return stale_days
    return USUAL if addresses else 0


@cache
def stale_terms() -> Mapping[str, int]:
    """List → days after which it is stale, for the lists that have such a term."""
    found: dict[str, int] = {}
    for file in sorted(Path(__file__).parent.glob("*/source.toml")):
        for table in tomllib.loads(file.read_text(encoding="utf-8")).get("list", ()):
            if days := term(table.get("addresses"), table.get("stale_days")):
                found[table["key"]] = days
    return MappingProxyType(found)

"""The JSON form of results: plain dictionaries, lists and strings."""

from __future__ import annotations

from typing import Any

import msgspec


def plain(value: Any) -> Any:
    """A value as `json.loads` would give it: structs become dictionaries by their field names, tuples become lists."""
    return msgspec.json.decode(msgspec.json.encode(value))

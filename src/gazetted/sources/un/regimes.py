"""Names of the UN's sanctions regimes, from `regimes.toml` beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


def programme(printed: str) -> str:
    """The record's name of a regime; the printed name where the record has no other.

    >>> programme("Al-Qaida"), programme("SouthSudan"), programme("Elsewhere")
    ('ISIL-AQ', 'South Sudan', 'Elsewhere')
    """
    return str(_table()["programmes"].get(printed, printed))


def part_schemas() -> tuple[str, ...]:
    """File names of the schemas that mark the list of a single committee."""
    return tuple(_table()["part"]["schemas"])


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = (resources.files("gazetted.sources.un") / "regimes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

"""Names of the UK's sanctions regimes, from `regimes.toml` beside this file."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_ACT = re.compile(r"^(?:The )?(.{1,150}?) (?:and )?Regulations(?: \d{4})?$", re.IGNORECASE)
_FORMULA = re.compile(r"\s*\((?:United Nations )?(?:Sanctions|EU Exit)(?: Sanctions)?\)|\s+Sanctions$", re.IGNORECASE)


@lru_cache(maxsize=1024)
def programme(printed: str) -> str:
    """The record's name of a regime, from its short name or from the title of its regulations.

    >>> programme("The Afghanistan (Sanctions) (EU Exit) Regulations 2020"), programme("Al-Qaida")
    ('Afghanistan', 'ISIL-AQ')
    >>> programme("The ISIL (Da’esh) and Al-Qaida (United Nations Sanctions) (EU Exit) Regulations 2019")
    'ISIL-AQ'
    >>> programme("Global Human Rights Sanctions Regulations 2020")
    'Global Human Rights'
    """
    printed = " ".join(printed.replace("’", "'").split())
    act = _ACT.match(printed)
    short = _FORMULA.sub("", act[1]).strip() if act else printed
    return str(_table()["programmes"].get(short, short))


def instrument(printed: str) -> str:
    """The regulations, where their title is what is printed; "" for a short name.

    >>> instrument("The Libya (Sanctions) (EU Exit) Regulations 2020"), instrument("Libya")
    ('The Libya (Sanctions) (EU Exit) Regulations 2020', '')
    """
    return printed if _ACT.match(printed) else ""


def undated_sections() -> tuple[str, ...]:
    """Words in the headings under which the page of proscribed organisations lists names without a date."""
    return tuple(_table()["proscribed"]["undated_sections"])


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = (resources.files("gazetted.sources.uk") / "regimes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

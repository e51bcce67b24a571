"""Country names as publishers print them, turned into ISO 3166-1 alpha-2 codes.

The names are data: `resources/countries.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_LONGEST = 200
_NOT_LETTERS = re.compile(r"[\W_]+")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_LABEL = re.compile(r"^\s*(?:region|country|province)\s*:\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"^([^()]+)\(([^()]+)\)\s*$")
_FORM = re.compile(
    r"^(?:(?:the )?(?:islamic |former |federal |federative |united |socialist |people s |democratic )?"
    r"(?:republic|kingdom|state|commonwealth|union) of (?:the )?)(.+)$"
)
_REPUBLIC = re.compile(r"^(.+?) (?:republic|ssr)$")


@lru_cache(maxsize=8192)
def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country, territory or nationality; None where the name is not known.

    Letter case, accents, punctuation and a leading "the" do not matter; inverted forms ("Congo, Democratic Republic
    of the", "Iran (Islamic Republic of)"), a second name in brackets or behind a slash ("Myanmar (Burma)",
    "Syria / Syrie") and official forms ("Republic of Malta") are understood. A code of two or three capitals stands
    for itself.
    States that are gone keep their last code (SU, YU, CS, DD, AN); Kosovo is XK. A word that means two countries
    ("Congolese") is not known.

    >>> country_code("Korea, North"), country_code("Iran (Islamic Republic of)"), country_code("Syria / Syrie")
    ('KP', 'IR', 'SY')
    >>> country_code("Atlantis") is None
    True
    """
    name = _LABEL.sub("", name.strip())
    if not name or len(name) > _LONGEST:
        return None
    names = _names()
    if name in _codes():
        return _codes()[name]
    folded = [_fold(form) for form in _forms(name)]
    return next(filter(None, (*map(names.get, folded), *map(_of_official_form, folded))), None)


@cache
def country_names(code: str) -> tuple[str, ...]:
    """Every name and nationality word of a code, the short English name first; empty for an unknown code.

    >>> country_names("FR")[:2]
    ('France', 'French Republic')
    """
    row = _table().get(code)
    return () if row is None else (str(row["name"]), *row["also"], *row["people"], *row["fr"])


def _forms(name: str) -> list[str]:
    """The ways to read a name that may be inverted, bracketed or given twice, the plainest first."""
    forms = [name]
    if found := _BRACKETS.match(name):
        outer, inner = found.groups()
        forms += [f"{inner} {outer}", outer]
    head, comma, tail = name.partition(",")
    if comma:
        forms += [f"{tail} {head}"]
    parts = [part.strip() for part in name.split("/") if part.strip()]
    if len(parts) > 1:
        forms += [form for part in parts[:3] for form in _forms(part)]
    return forms


def _of_official_form(folded: str) -> str | None:
    for pattern in (_FORM, _REPUBLIC):
        if found := pattern.match(folded):
            # "Republic of Korea" and the like have entries of their own and never come here
            return _names().get(found.group(1))
    return None


def _fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    plain = _INITIALS.sub(lambda found: found.group().replace(".", ""), plain.replace("&", " and "))
    words = _NOT_LETTERS.sub(" ", plain).split()
    if words and words[0] == "the":
        del words[0]
    if words and words[-1] == "the":
        del words[-1]
    return " ".join("saint" if word == "st" else word for word in words)


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = (resources.files("gazetted.resources") / "countries.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["code"])


@cache
def _codes() -> dict[str, str]:
    return {form: code for code, row in _table().items() for form in (code, str(row["three"]))}


@cache
def _names() -> dict[str, str]:
    return {_fold(name): code for code in _table() for name in country_names(code)}

"""The tables that names are made of and spoiled with, read from `resources/validation` on first use."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec


class Culture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of one culture; the words of each field are parted by blanks.

    Attributes:
        name: what it is called in the report.
        countries: ISO codes of countries that go with it.
        given: given names.
        family: family names.
        forms: how a name is put together: G given, F family, M middle name.
        given_f: given names of women, where they go with other family names.
        family_f: family names of women.
        middle: fathers' names and the like.
        middle_f: those of women.
    """

    name: str
    countries: tuple[str, ...]
    given: str
    family: str
    forms: tuple[str, ...]
    given_f: str = ""
    family_f: str = ""
    middle: str = ""
    middle_f: str = ""


class Company(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of companies: words (W), places (P), trades (T) and legal forms (L), the last two parted by bars."""

    name: str
    countries: tuple[str, ...]
    words: str
    places: str
    trades: str
    legal: str
    forms: tuple[str, ...]


class Customers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What customers' names are made of."""

    culture: tuple[Culture, ...]
    company: tuple[Company, ...]


class Roads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Spellings that stand for each other, anywhere in a word and at its end."""

    pairs: tuple[tuple[str, str], ...]
    ends: tuple[tuple[str, str], ...] = ()


class WordTables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are put to a name or left out of it."""

    particles: tuple[str, ...]
    titles: tuple[str, ...]
    suffixes: tuple[str, ...]
    extra: tuple[str, ...]


class Spoilers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What names are spoiled with; the file explains each table."""

    lookalikes: dict[str, str]
    leet: dict[str, str]
    keys: dict[str, str]
    scanned: dict[str, str]
    roads: Roads
    sounds: Roads
    words: WordTables
    legal: dict[str, str]


@cache
def customers() -> Customers:
    """What customers' names are made of."""
    return msgspec.toml.decode(_bytes("customers"), type=Customers)


@cache
def spoilers() -> Spoilers:
    """What names are spoiled with."""
    return msgspec.toml.decode(_bytes("mutations"), type=Spoilers)


def _bytes(name: str) -> bytes:
    return (resources.files("gazetted.resources") / "validation" / f"{name}.toml").read_bytes()

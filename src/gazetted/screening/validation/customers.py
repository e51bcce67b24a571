"""Synthetic customers: made-up people and companies of many cultures, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping

import msgspec

from gazetted.screening.result import Query
from gazetted.screening.validation.tables import Company, Culture, customers

_OLDEST, _YOUNGEST = dt.date(1940, 1, 1), dt.date(2006, 12, 31)
_COMPANIES = 10
"""One customer in so many is a company."""


class Customer(msgspec.Struct, frozen=True):
    """A synthetic customer.

    Attributes:
        culture: where the name comes from.
        query: name, kind, birth date and country.
    """

    culture: str
    query: Query


def synthetic(count: int, seed: int) -> Iterator[Customer]:
    """So many customers, cultures in turn; names may occur twice, as in life.

    >>> [one.query.name for one in synthetic(2, seed=1)] == [one.query.name for one in synthetic(2, seed=1)]
    True
    """
    chance = random.Random(f"{seed} customers")  # noqa: S311 - chance, not secrets
    tables = customers()
    for number in range(count):
        if number % _COMPANIES == _COMPANIES - 1:
            yield _company(chance, tables.company[number // _COMPANIES % len(tables.company)])
        else:
            yield _person(chance, tables.culture[number % len(tables.culture)])


def _person(chance: random.Random, culture: Culture) -> Customer:
    woman = bool(culture.given_f) and chance.random() < 0.5
    words = {
        "G": (culture.given_f if woman else culture.given).split(),
        "F": (culture.family_f if woman and culture.family_f else culture.family).split(),
        "M": (culture.middle_f if woman and culture.middle_f else culture.middle).split(),
    }
    words["F"] = [word.replace("-", " ") if word[0].islower() else word for word in words["F"]]
    name = _filled(chance, chance.choice(culture.forms), words)
    days = (_YOUNGEST - _OLDEST).days
    born = (_OLDEST + dt.timedelta(days=chance.randrange(days))).isoformat()
    return Customer(culture.name, Query(name, "person", born, chance.choice(culture.countries)))


def _company(chance: random.Random, company: Company) -> Customer:
    words = {
        "W": company.words.split(), "P": company.places.split(),
        "T": company.trades.split("|"), "L": company.legal.split("|"),
    }  # fmt: skip
    name = _filled(chance, chance.choice(company.forms), words)
    return Customer(company.name, Query(name, "organization", None, chance.choice(company.countries)))


def _filled(chance: random.Random, form: str, words: Mapping[str, list[str]]) -> str:
    """A form with its capital letters, where they stand alone, replaced by words; no word twice in one name."""
    used: set[str] = set()
    pieces: list[str] = []
    for piece in form.split(" "):
        if piece.strip("".join(words) + "-"):
            pieces.append(piece)  # a word of the form itself
            continue
        made = ""
        for char in piece:
            known = words.get(char, [char])
            word = chance.choice([word for word in known if word not in used] or known)
            used.update([word] if char in words else [])
            made += word
        pieces.append(made)
    return " ".join(pieces)

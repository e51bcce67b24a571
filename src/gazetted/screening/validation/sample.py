"""Listed names chosen by chance, and what each is spoiled to."""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gazetted.model.party import Kind, Party, PartyName
from gazetted.screening.result import Query
from gazetted.screening.validation.mutations import MUTATIONS, spoiled


class Chosen(msgspec.Struct, frozen=True):
    """A listed party chosen for the test.

    Attributes:
        party: slug.
        kind: what it is.
        name: its first name in Latin letters.
        names: all its names.
    """

    party: str
    kind: Kind
    name: str
    names: tuple[str, ...]


class Spoiled(msgspec.Struct, frozen=True):
    """A query made of a listed name, and whom it must find."""

    key: str
    query: Query
    chosen: Chosen


def choose(
    names: Sequence[PartyName], parties: Mapping[str, Party], *, lists: Sequence[str], count: int, seed: int
) -> list[Chosen]:
    """So many parties that some list carries, by chance; the same for the same seed and record.

    Args:
        names: all names of the record.
        parties: slug → party.
        lists: only parties that one of these ever carried; empty: any list.
        count: how many at most.
        seed: of the chance.
    """
    wanted = set(lists)
    held: dict[str, list[PartyName]] = defaultdict(list)
    for name in names:
        if name.lists and (not wanted or wanted.intersection(name.lists)):
            held[name.party].append(name)
    slugs = sorted(held)
    random.Random(f"{seed} sample").shuffle(slugs)  # noqa: S311 - chance, not secrets
    found = []
    for slug in slugs:
        rows = sorted(held[slug], key=lambda row: (row.name_type != "primary", row.text))
        latin = [row.text for row in rows if row.name_type != "weak alias" and script(row.text) == "LATIN"]
        if latin:
            kind = parties[slug].kind if slug in parties else "any"
            found.append(Chosen(slug, kind, latin[0], tuple(dict.fromkeys(row.text for row in rows))))
        if len(found) == count:
            break
    return found


def queries(chosen: Sequence[Chosen], seed: int) -> Iterator[Spoiled]:
    """Each name in every class that fits it, class by class."""
    for key, mutation in MUTATIONS.items():
        for one in chosen:
            text = spoiled(mutation, one.name, one.kind, seed)
            if text:
                yield Spoiled(key, Query(text, one.kind), one)


def native(chosen: Sequence[Chosen]) -> Iterator[Spoiled]:
    """Names in other scripts than Latin, by script."""
    for one in chosen:
        for text in one.names:
            found = script(text)
            if found not in ("LATIN", ""):
                yield Spoiled(found.capitalize(), Query(text, one.kind), one)


def script(text: str) -> str:
    """The script of most letters of a text, as Unicode names it; empty where it has none.

    >>> script("Ivan"), script("иван"), script("12")
    ('LATIN', 'CYRILLIC', '')
    """
    counts: dict[str, int] = defaultdict(int)
    for char in text[:200]:
        if char.isalpha():
            counts[unicodedata.name(char, "?").partition(" ")[0].partition("-")[0]] += 1
    return max(sorted(counts), key=lambda name: counts[name]) if counts else ""

"""Who lists: authorities named in a text, and the lists that they may mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.reading.cutting import places
from gazetted.reading.language import load_table
from gazetted.reading.lexicon import lexicon
from gazetted.reading.phrase_table import PhraseTable, fold

Scope = Literal["terror", "sanctions", "any"]
"""What sort of list a text speaks of."""


_LISTED = frozenset({"designated", "listed", "proscribed", "banned", "sanctioned", "blacklisted", "outlawed"})


class _Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    terror: tuple[str, ...]
    sanctions: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[str, ...]
    country: str = ""
    states: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class _Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    list: str
    since: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    authority: tuple[_Authority, ...]
    whole: tuple[_Whole, ...]


class Meaning(msgspec.Struct, frozen=True, gc=False):
    """What words that name an authority mean.

    Attributes:
        code: the authority.
        lists: keys of the lists that the words point at; empty where they name the authority only.
        kind: a body or its lists, a person in office, or a country that has no list in the record.
    """

    code: str
    lists: tuple[str, ...] = ()
    kind: Literal["body", "person", "country"] = "body"


class AuthorityNamed(msgspec.Struct, frozen=True, gc=False):
    """Words that name an authority: tokens `first` to `last`, the second not included."""

    first: int
    last: int
    meaning: Meaning


class Authorities(msgspec.Struct, frozen=True):
    """The tables of `authorities.toml`.

    Attributes:
        exact: names that are matched with their capitals.
        words: names that are not.
        terror: authority → its lists of terrorists, the likeliest first.
        sanctions: authority → its lists of sanctions, the likeliest first.
        states: authority → its lists of states.
        whole: lists that the record holds whole → the day since when.
        openings: first words of names, without the difference of capitals.
    """

    exact: PhraseTable[Meaning]
    words: PhraseTable[Meaning]
    terror: Mapping[str, tuple[str, ...]]
    sanctions: Mapping[str, tuple[str, ...]]
    states: Mapping[str, tuple[str, ...]]
    whole: Mapping[str, PartialDate]
    openings: frozenset[str]

    def lists_of(self, code: str, scope: Scope) -> tuple[str, ...]:
        """Keys of the lists that an authority may mean, the likeliest first; empty for one without any."""
        first, second = self.terror.get(code, ()), self.sanctions.get(code, ())
        if scope == "sanctions":
            first, second = second, first
        return tuple(dict.fromkeys((*first, *second)))


@cache
def authorities() -> Authorities:
    """The tables, read once."""
    file = load_table("authorities.toml", _File)
    exact: list[tuple[str, Meaning]] = []
    words: list[tuple[str, Meaning]] = []
    for one in file.authority:
        exact += [(name, Meaning(one.code)) for name in one.names]
        exact += [(name, Meaning(one.code, kind="person")) for name in one.people]
        for entry in one.words:
            phrase, _, lists = entry.partition(" > ")
            words.append((phrase, Meaning(one.code, tuple(lists.split()))))
    covered = {one.country for one in file.authority}
    for name, code in lexicon().countries.items():
        if code not in covered and len(name) > 3:
            words.append((name, Meaning(code, kind="country")))
    named, spoken = PhraseTable[Meaning].of(exact, fold=False), PhraseTable[Meaning].of(words)
    return Authorities(
        exact=named,
        words=spoken,
        terror={one.code: one.terror for one in file.authority},
        sanctions={one.code: one.sanctions for one in file.authority},
        states={one.code: one.states for one in file.authority if one.states},
        whole={one.list: PartialDate.parse(one.since) for one in file.whole},
        openings=frozenset((*spoken.by_first, *map(fold, named.by_first))),
    )


def find_authorities(texts: Sequence[str], low: Sequence[str], first: int, last: int) -> Iterator[AuthorityNamed]:
    """Authorities named by the tokens of a sentence, in order, without overlap.

    Args:
        texts: the tokens of the document, as written.
        low: the same without the difference of capitals.
        first: the first token of the sentence.
        last: the one after it.
    """
    table, end = authorities(), first
    for at in places(low, table.openings, first, last):
        if at < end:
            continue
        found = [one for one in (table.exact.at(texts, at, last), table.words.at(low, at, last)) if one is not None]
        if not found or (found[0][1].kind == "country" and not texts[at][0].isupper()):
            continue
        end, meaning = max(found, key=lambda one: one[0])
        if end + 1 < last and low[end] == "-" and low[end + 1] not in _LISTED and not meaning.lists:
            end += 2  # "US-backed"
            continue
        yield AuthorityNamed(at, end, meaning)

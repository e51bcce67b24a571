"""Whether a name found in a document is surely the party, or only somebody of that name.

An organisation named by an alias that may fire is identified. A person is identified when the document says something
beside the name that the record confirms: an office, a tie to another party named there, the country beside a word of
politics or war, or another name. A description that speaks of a namesake keeps the person a candidate. Words are in
`resources/reading/certainty.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import Literal

import msgspec

from gazetted.model.party import Party
from gazetted.reading.aliases import AliasIndex
from gazetted.reading.hits import Hit
from gazetted.reading.language import load_table
from gazetted.reading.words import Word
from gazetted.text.normal import normalise
from gazetted.text.skeleton import skeleton

_NEAR = 6  # words on each side that describe a name
_BESIDE = 4  # words before a name in which an occupation is the bearer's own
_APPOSED = 7  # the same after it
_TIED = 14  # words on each side for an office or a setting in the same sentence


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    roles: str
    fillers: str
    setting: str
    occupations: str
    copulas: str


class _Words(msgspec.Struct, frozen=True):
    roles: frozenset[str]
    fillers: frozenset[str]
    setting: frozenset[str]
    occupations: frozenset[str]
    copulas: frozenset[str]


class Certainty(msgspec.Struct, frozen=True, gc=False):
    """How sure a party is, and why.

    Attributes:
        level: `identified` or `candidate`.
        reason: what it rests on, in words.
    """

    level: Literal["identified", "candidate"]
    reason: str


@cache
def _table() -> _Words:
    file = load_table("certainty.toml", _File)
    return _Words(*(frozenset(getattr(file, name).split()) for name in _Words.__struct_fields__))


def judge(
    party: Party, hits: Sequence[Hit], every: Sequence[Hit], words: Sequence[Word], index: AliasIndex
) -> Certainty:
    """Say how sure it is that a party is meant.

    Args:
        party: the party.
        hits: its mentions.
        every: all mentions of the document.
        words: the words of the document.
        index: the record's names.
    """
    if party.kind != "person":
        return Certainty("identified", _reason_of_body(hits))
    full = [hit for hit in hits if hit.via != "short form"] or list(hits)
    against = next(filter(None, (_contradiction(party, hit, words, index) for hit in full)), None)
    if against:
        return Certainty("candidate", f"found by name, but described as {against!r}, which the record does not know")
    for reason in _grounds(party, hits, full, every, words, index):
        return Certainty("identified", reason)
    return Certainty("candidate", "found by name alone: nothing beside the name tells a namesake")


def _reason_of_body(hits: Sequence[Hit]) -> str:
    best = next((hit.alias for hit in hits if hit.alias is not None and hit.alias.risk == "safe"), None)
    if best is not None:
        return (
            f"named as {best.text!r}, which is {'an acronym' if best.acronym else 'a name'} of this party in the record"
        )
    some = next((hit.alias for hit in hits if hit.alias is not None), None)
    return f"named as {some.text!r}, supported by the words round it" if some else "defined in the document"


def _grounds(
    party: Party,
    hits: Sequence[Hit],
    full: Sequence[Hit],
    every: Sequence[Hit],
    words: Sequence[Word],
    index: AliasIndex,
) -> Iterator[str]:
    """What the document says beside the name and the record confirms, the strongest first."""
    yield from _by_role(party, hits, words, index)
    yield from _by_relation(party, hits, every, words, index)
    yield from _by_other_name(full, words, index)
    yield from _by_country(party, hits, words, index)
    yield from _by_company(party, hits, every, words, index)


def _around(hit: Hit, words: Sequence[Word], reach: int) -> list[Word]:
    """Words of the same sentence near a mention."""
    sentence = words[hit.first].sentence
    near = [*words[max(0, hit.first - reach) : hit.first], *words[hit.last : hit.last + reach]]
    return [word for word in near if word.sentence == sentence]


def _countries_in(near: Sequence[Word], index: AliasIndex) -> set[str]:
    keys = [word.key for word in near if word.capital]
    names = [*keys, *(f"{one} {other}" for one, other in pairwise(keys))]
    return {index.lexicon.countries[name] for name in names if name in index.lexicon.countries}


def _by_role(party: Party, hits: Sequence[Hit], words: Sequence[Word], index: AliasIndex) -> Iterator[str]:
    held = {key: role for role in party.roles for key in _telling_words(role, index)}
    for hit in hits:
        near = _around(hit, words, _NEAR)
        role = next((held[word.key] for word in near if word.key in held), None)
        if role is None:
            continue
        spoken = next(word.text for word in near if word.key in held)
        elsewhere = _countries_in(near, index) - set(party.countries)
        tied = _countries_in(near, index) & set(party.countries)
        if tied:
            yield f"named with the role {spoken.lower()!r} and the country {sorted(tied)[0]}, as in the record ({role})"
        elif not elsewhere or not party.countries:
            yield f"named with the role {spoken.lower()!r}, as in the record ({role})"


def _telling_words(role: str, index: AliasIndex) -> Iterator[str]:
    """Words of a role that tell an office or a calling, not a place."""
    for key in normalise(role).split():
        small = len(key) < 4 or key in index.lexicon.light or key in index.lexicon.countries
        if not small and key not in index.lexicon.places and key not in _table().fillers:
            yield key


def _by_relation(
    party: Party, hits: Sequence[Hit], every: Sequence[Hit], words: Sequence[Word], index: AliasIndex
) -> Iterator[str]:
    """A tie of the record to another party named in the sentence of a mention, or in the one before or after it."""
    near = {words[hit.first].sentence + step for hit in hits for step in (-1, 0, 1)}
    named: Mapping[str, None] = dict.fromkeys(hit.party for hit in every if words[hit.first].sentence in near)
    ties = {tie.party: tie.what for tie in party.relations}
    for other in named:
        if other in ties:
            yield f"named beside {index.parties[other].name}: {ties[other]} it, in the record"
        for tie in index.parties[other].relations if other != party.party else ():
            if tie.party == party.party:
                yield f"named beside {index.parties[other].name}: {tie.what} this party, in the record"


def _by_other_name(full: Sequence[Hit], words: Sequence[Word], index: AliasIndex) -> Iterator[str]:
    """Two names of the record that share no word."""
    kinds: dict[frozenset[str], Hit] = {}
    for hit in full:
        told = frozenset(
            skeleton(word.key) for word in words[hit.first : hit.last] if word.key not in index.lexicon.light
        )
        if len(told) > 1:
            kinds.setdefault(told, hit)
    for one, other in combinations(kinds, 2):
        if not one & other:
            yield f"named under two names of the record, the second {_written(kinds[other], words)!r}"


def _written(hit: Hit, words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words[hit.first : hit.last])


def _by_country(party: Party, hits: Sequence[Hit], words: Sequence[Word], index: AliasIndex) -> Iterator[str]:
    """The person's country in the document, and a word of politics or war in the sentence of a mention."""
    named = _countries_in(words, index) & set(party.countries)
    for hit in hits:
        near = _around(hit, words, _TIED)
        setting = next((word.key for word in near if word.key in _table().setting), None)
        if setting and (tied := _countries_in(near, index) & set(party.countries) or named):
            yield f"named with the country {sorted(tied)[0]} and the word {setting!r}"


def _by_company(
    party: Party, hits: Sequence[Hit], every: Sequence[Hit], words: Sequence[Word], index: AliasIndex
) -> Iterator[str]:
    """Another party of the same country in the document, and a word of politics or war beside the name."""
    if not any(word.key in _table().setting for hit in hits for word in _around(hit, words, _TIED)):
        return
    for other in dict.fromkeys(hit.party for hit in every):
        body = index.parties[other]
        shared = set(body.countries) & set(party.countries)
        if other != party.party and body.kind != "person" and shared:
            yield f"named beside {body.name}, which the record ties to the same country ({sorted(shared)[0]})"


def _contradiction(party: Party, hit: Hit, words: Sequence[Word], index: AliasIndex) -> str | None:
    """A description joined to the name that is none of the record's: an occupation, or another nationality with one."""
    held = {key for role in party.roles for key in normalise(role).split()}
    sentence = words[hit.first].sentence
    for word in (*_title(words, hit.first), *_apposition(words, hit.last)):
        if word.sentence == sentence and word.key in _table().occupations and word.key not in held:
            return word.key
    before = words[hit.first - 2 : hit.first] if hit.first > 1 else []
    if len(before) == 2 and before[1].key in _table().roles and before[0].sentence == sentence and party.countries:
        country = index.lexicon.countries.get(before[0].key)
        if country is not None and country not in party.countries:
            return f"{before[0].text} {before[1].text}"
    return None


def _title(words: Sequence[Word], first: int) -> Iterator[Word]:
    """The description right before a name: "the footballer and model Ahmed …"."""
    place = first - 1
    while place >= 0 and words[place + 1].joined and first - place <= _BESIDE:
        yield words[place]
        if words[place].key != "and" and words[place].key not in _table().occupations:
            return
        place -= 1


def _apposition(words: Sequence[Word], last: int) -> Iterator[Word]:
    """The description right after a name: between commas, or after "is", "was" or "works as"."""
    if last >= len(words):
        return
    if words[last].joined:
        if words[last].key not in _table().copulas:
            return
    else:
        yield words[last]
    for word in words[last + 1 : last + 1 + _APPOSED]:
        if not word.joined:
            return
        yield word

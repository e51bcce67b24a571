"""An index from names: prepared, cut into words, and laid into arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args
from zlib import crc32

import msgspec
import numpy as np

from gazetted.matching.alike import PARTED
from gazetted.matching.arrays import Array, Lookup, blobs, encoded, lookup
from gazetted.matching.bounds import flags_of
from gazetted.matching.collector import garbage_waiting
from gazetted.matching.index import NameIndex, Names, identifier_key
from gazetted.matching.nearness import (
    abjad_keys,
    bare_keys,
    edit_keys,
    given_name_keys,
    mandarin_keys,
    reading_keys,
    scanned_key,
    sound_key,
    text_key,
    vowel_code,
)
from gazetted.matching.packing import pack
from gazetted.matching.prepared import Prepared, prepare_once
from gazetted.matching.slots import LETTERS, SYLLABLES, UNIT, runs_of, spares
from gazetted.matching.vocabulary import Vocabulary
from gazetted.matching.wholes import wholes
from gazetted.matching.words import SPELT_OUT, SYLLABIC
from gazetted.model.party import NameType, Party, PartyName
from gazetted.text.readings import script_of

_MOST_WEIGHT = 127

_Word = tuple[str, str, bool]
"""Text, source, whether it is a run."""


@dataclass(frozen=True, slots=True)
class _Postings:
    """Numbers of words, and as many codes of a name and the weight that the word has there; in the order of names."""

    words: array[int] = field(default_factory=lambda: array("q"))
    codes: array[int] = field(default_factory=lambda: array("q"))


def build(
    names: Sequence[PartyName], parties: Mapping[str, Party], identifiers: Iterable[tuple[str, str]]
) -> NameIndex:
    """See `NameIndex.build`."""
    with garbage_waiting():
        return _built(names, parties, identifiers)


def _built(
    names: Sequence[PartyName], parties: Mapping[str, Party], identifiers: Iterable[tuple[str, str]]
) -> NameIndex:
    slugs = list(dict.fromkeys(name.party for name in names))
    numbers = {slug: number for number, slug in enumerate(slugs)}
    told = [parties.get(slug) for slug in slugs]
    first: dict[str, str] = {}
    for name in names:
        if name.party not in first or name.name_type == "primary":
            first[name.party] = name.text
    rows = [party or Party(slug, first[slug]) for slug, party in zip(slugs, told, strict=True)]
    words: dict[_Word, int] = {}
    postings = _Postings()
    acronyms: list[tuple[int, int]] = []
    packed: list[bytes] = []
    totals, flags = np.zeros(len(names)), np.zeros(len(names), np.uint8)
    for number, name in enumerate(names):
        prepared = prepare_once(name.text, rows[numbers[name.party]].kind)
        packed.append(pack(prepared))
        totals[number] = _collect(prepared, number, words, postings)
        flags[number] = flags_of(prepared)
        acronyms += [(crc32(letters.encode()), number) for letters in prepared.initials]
    types: tuple[NameType, ...] = get_args(NameType)
    groups = list(dict.fromkeys(name.lists for name in names))
    at_group = {group: at for at, group in enumerate(groups)}
    held = Names(
        texts=blobs(encoded(name.text) for name in names),
        packed=blobs(packed),
        party=np.array([numbers[name.party] for name in names], np.int32),
        types=np.array([types.index(name.name_type) for name in names], np.uint8),
        carriers=np.array([at_group[name.lists] for name in names], np.int32),
        weights=totals,
        flags=flags,
        name_types=types,
        list_groups=groups,
        parties=blobs(msgspec.json.encode(row) for row in rows),
    )
    return NameIndex(
        held, _vocabulary(words, postings), _pairs(acronyms), _pairs(_identified(names, numbers, identifiers))
    )


def _collect(prepared: Prepared, number: int, words: dict[_Word, int], postings: _Postings) -> float:
    """Put the words of a name where they belong; what they cost together."""
    total = 0.0
    mine: dict[int, float] = {}
    for word, spare in spares(prepared):
        total += spare
        at = words.setdefault((word.text, word.source, False), len(words))
        mine[at] = mine.get(at, 0.0) + spare
    for word in prepared.side:
        if word.part == "title":
            mine.setdefault(words.setdefault((word.text, word.source, False), len(words)), word.weight)
    for slot, _ in runs_of(prepared):
        at = words.setdefault((slot.text, slot.source, True), len(words))
        mine[at] = slot.spare
    for text in wholes(prepared):
        mine.setdefault(words.setdefault((text, "", True), len(words)), total)
    for at, spare in mine.items():
        postings.words.append(at)
        postings.codes.append(number << 7 | min(_MOST_WEIGHT, round(UNIT * spare)))
    return total


def _vocabulary(words: Mapping[_Word, int], postings: _Postings) -> Vocabulary:
    order = sorted(words)
    rank = np.empty(len(order), np.int64)
    rank[np.fromiter((words[word] for word in order), np.int64, len(order))] = np.arange(len(order))
    of = rank[np.frombuffer(postings.words, np.int64)]
    lengths = np.bincount(of, minlength=len(order))
    flat = np.frombuffer(postings.codes, np.int64)[of.argsort(kind="stable")]
    vowels = [
        vowel_code(text) if not run and _native(source) in (0, LETTERS) else (0, 0) for text, source, run in order
    ]
    return Vocabulary(
        texts=blobs(encoded(word[0]) for word in order),
        sources=blobs(encoded(word[1]) for word in order),
        native=np.array([_native(word[1]) for word in order], np.uint8),
        runs=np.array([word[2] for word in order], np.uint8),
        vowels=np.array([code for code, _ in vowels], np.int64),
        vowel_counts=np.array([count for _, count in vowels], np.uint8),
        keys=_keys(order),
        ends=np.cumsum(lengths),
        names=(flat >> 7).astype(np.int32),
        weights=(flat & _MOST_WEIGHT).astype(np.uint8),
    )


def _native(source: str) -> int:
    if not source:
        return 0
    scripts = {script_of(part) for part in source.split(PARTED)}
    if not scripts.isdisjoint(SYLLABIC):
        return SYLLABLES
    return LETTERS if scripts <= SPELT_OUT else 1


def _keys(words: Sequence[_Word]) -> Lookup:
    found: list[int] = []
    counts = np.zeros(len(words), np.int64)
    for at, (text, source, run) in enumerate(words):
        keys = {text_key(text)}
        if _native(source) != SYLLABLES:
            keys.add(sound_key(text))
        if not run and _native(source) != SYLLABLES:
            keys |= edit_keys(text)
        if not run and _native(source) in (0, LETTERS):
            keys.update(mandarin_keys(text, held=True), given_name_keys(text))
            keys.update((scanned_key(text), *bare_keys(text, held=True)))
        if source and not run:
            keys |= abjad_keys(source)
        if source:
            keys.update(reading_keys(tuple(source.split(PARTED)), tuple(source.split(PARTED)) if run else (text,)))
        counts[at] = len(keys)
        found.extend(keys)
    return lookup(np.array(found, np.uint32), np.repeat(np.arange(len(words), dtype=np.int32), counts))


def _identified(
    names: Sequence[PartyName], numbers: Mapping[str, int], identifiers: Iterable[tuple[str, str]]
) -> list[tuple[int, int]]:
    """Key of an identifier and number of its party's first name."""
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        if name.party not in first or (name.name_type == "primary" and names[first[name.party]].name_type != "primary"):
            first[name.party] = number
    return [
        (key, first[slug])
        for slug, identifier in identifiers
        if slug in numbers and (key := identifier_key(identifier)) is not None
    ]


def _pairs(pairs: Sequence[tuple[int, int]]) -> Lookup:
    rows: Any = np.array(pairs, np.int64).reshape(-1, 2)
    keys: Array = rows[:, 0].astype(np.uint32)
    return lookup(keys, rows[:, 1].astype(np.int32))

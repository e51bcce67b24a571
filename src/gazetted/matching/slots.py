"""The words of an index, and which of them a word of a query may be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from gazetted.matching.arrays import Array, Blobs, Lookup, places
from gazetted.matching.nearness import (
    abjad_keys,
    edit_keys,
    given_name_keys,
    mandarin_keys,
    reading_keys,
    scanned_key,
    sound_key,
    text_key,
    vowel_code,
)
from gazetted.matching.prepared import Prepared, Word
from gazetted.matching.weights import weights
from gazetted.matching.words import (
    ALIKE,
    SOFT,
    SPELT_OUT,
    SYLLABIC,
    by_edits,
    likeness,
    likeness_across,
    likeness_within,
)
from gazetted.text.readings import reads_as, script_of

LONE, INITIALS, ORGANISATION, PERSON = 1, 2, 4, 8
"""Flags of a name: one weighty word at most; has initials; looks like an organisation's; its party is a person."""

SYLLABLES = 2
"""Marks a word of a script of syllables among the native ones (1): it is met by its readings only."""

UNIT = 40
"""Weights of words are kept in parts of so many."""

LETTERS = 3
"""Marks a word of a script that writes its vowels: it is compared by the usual Latin spelling."""

MOST_SLOTS = 60
PARTED = "\x1f"
"""Stands between the words of a run that was taken as one."""

_JOINED = 0.95
_MANDARIN, _GIVEN, _SCANNED, _BARE = 0.88, 0.85, 0.90, 0.86
_EACH_VOWEL = int("001" * 20, 2)
_NEAR_JOINED = 0.80
_CUT = 0.85
_SHORTEST_FIELD = 17
_MOST_CUT = 300
_LONGEST_RUN = 24
_SHORTEST_RUN = 4
_TELLING = 0.4
_EDITS = 2
_LONGEST_ROW = 12
_WORD_BITS = 32
_WORD = (1 << _WORD_BITS) - 1
_SHORTEST_KNOWN = 4
_BY_EDITS = np.array([[by_edits(edits, length) for length in range(_LONGEST_ROW + 1)] for edits in range(_EDITS + 2)])
_PATRONYMICS = ("vich", "ovna", "evna", "vych", "ivna")


class Slot(NamedTuple):
    """A word of a query, or neighbours of it taken as one, to be looked up.

    Attributes:
        text: in Latin letters.
        source: as written in its own script; of several words parted by `PARTED`; else empty.
        weight: how much it counts.
        spare: how much it counts where it is left over.
        joined: whether it is several words taken as one.
        cut: whether it may be the beginning of a word, cut off with the end of a field.
    """

    text: str
    source: str
    weight: float
    spare: float
    joined: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of the names, in order of the alphabet, and in which names it stands.

    Attributes:
        texts: in Latin letters.
        sources: in their own script, where that is read place by place (as of `Slot`).
        native: whether it has a source (1), in a script of syllables (`SYLLABLES`), in one with vowels (`LETTERS`).
        runs: whether it is neighbours taken as one.
        vowels: the vowels of each that is no run and has no source (`nearness.vowel_code`).
        vowel_counts: how many they are.
        keys: the keys under which words meet (`nearness`).
        ends: where the postings of each word end.
        names: the postings: numbers of names.
        weights: how much the word counts in each, times `UNIT`.
    """

    texts: Blobs
    sources: Blobs
    native: Array
    runs: Array
    vowels: Array
    vowel_counts: Array
    keys: Lookup
    ends: Array
    names: Array
    weights: Array
    _read: list[list[str]] = field(default_factory=list)
    _plain: list[Array] = field(default_factory=list)

    def words(self) -> list[str]:
        """All texts; read on first use."""
        if not self._read:
            self._read.append(self.texts.all_texts())
        return self._read[0]

    @property
    def alone(self) -> Array:
        """Which words are no runs, and compared by their Latin spelling."""
        if len(self._plain) == 0:
            self._plain.append(((self.native == 0) | (self.native == LETTERS)) & (self.runs == 0))
        return self._plain[0]

    def is_word(self, number: int, text: str) -> bool:
        """Whether a number is that of a very word, and of no run."""
        return not self.runs[number] and self.texts.text(number) == text

    def names_of(self, words: Array) -> tuple[Array, Array, Array]:
        """See `postings_of`."""
        return self.postings_of(words)

    def postings_of(self, words: Array) -> tuple[Array, Array, Array]:
        """Numbers of the names that have words, the weights of these there, and how many names each word has."""
        starts = np.where(words > 0, self.ends[words - 1], 0)
        lengths = self.ends[words] - starts
        at = places(starts, lengths)
        return self.names[at], self.weights[at], lengths

    def near(self, slots: Sequence[Slot]) -> list[tuple[Array, Array]]:
        """For each of several words of queries: numbers of the words that it may be, and how alike each is, at most."""
        found = [*self._by_keys(slots), *self._cut_off(slots)]
        known = np.concatenate([codes for codes, _ in found])
        found.append(self._by_edits(slots, known))
        codes, value = (np.concatenate(rows) for rows in zip(*found, strict=True))
        kept = np.flatnonzero(value >= ALIKE)
        kept = kept[np.lexsort((-value[kept], codes[kept]))]
        codes, value = codes[kept], value[kept]
        first = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1]))) if len(codes) else kept
        codes, value = codes[first], value[first]
        bounds = codes.searchsorted(np.arange(len(slots) + 1) << _WORD_BITS).tolist()
        numbers = codes & _WORD
        return [(numbers[low:high], value[low:high]) for low, high in pairwise(bounds)]

    def _by_keys(self, slots: Sequence[Slot]) -> Iterator[tuple[Array, Array]]:
        """Pairs of a word asked and a word held, as codes, that meet by a key, and how alike they are at most."""
        plain = np.array([_is_plain(slot) for slot in slots], np.bool_)
        rows: list[tuple[float, list[Collection[int]]]] = [
            (_MANDARIN, [mandarin_keys(s.text, held=False) if _is_plain(s) else () for s in slots]),
            (_GIVEN, [given_name_keys(s.text) if _is_plain(s) else () for s in slots]),
            (_SCANNED, [(scanned_key(s.text),) if _is_plain(s) else () for s in slots]),
        ]
        for value, keys in rows:
            of, numbers = self.keys.pairs_of(keys)
            kept = np.flatnonzero(self.alone[numbers])
            yield of[kept] << _WORD_BITS | numbers[kept], np.full(len(kept), value)
        of, numbers = self.keys.pairs_of([_keys_of(slot) for slot in slots])
        both = plain[of] & self.alone[numbers]
        kept = np.flatnonzero(both)
        yield of[kept] << _WORD_BITS | numbers[kept], self._sounding(slots, of[kept], numbers[kept])
        joined = np.array([slot.joined for slot in slots], np.bool_)
        kept = np.flatnonzero(~both & ~(joined[of] & (self.runs[numbers] > 0)))
        alike = [self._alike(slots[at], n) for at, n in zip(of[kept].tolist(), numbers[kept].tolist(), strict=True)]
        yield of[kept] << _WORD_BITS | numbers[kept], np.array(alike, np.float64)

    def _sounding(self, slots: Sequence[Slot], of: Array, numbers: Array) -> Array:
        """How alike words of one skeleton are: by their vowels, else by their letters."""
        words, texts = self.words(), [slot.text for slot in slots]
        coded = [vowel_code(text) for text in texts]
        mine = np.array([code for code, _ in coded], np.int64)[of]
        counts = np.array([count for _, count in coded], np.int64)[of]
        theirs, their_counts = self.vowels[numbers], self.vowel_counts[numbers].astype(np.int64)
        common = mine & theirs
        same = np.bitwise_count((common | common >> 1 | common >> 2) & _EACH_VOWEL)
        none = (np.minimum(counts, their_counts) == 0) & (np.abs(counts - their_counts) > 1)
        agree = np.where(counts == their_counts, (2 * same > counts) | (mine == theirs), none)
        left, right = [texts[at] for at in of.tolist()], [words[number] for number in numbers.tolist()]
        apart = _apart(left, right)
        lengths = np.array([max(len(a), len(b)) for a, b in zip(left, right, strict=True)], np.int64)
        spelt = _BY_EDITS[apart, np.minimum(lengths, _LONGEST_ROW)]
        bare = np.where(np.minimum(counts, their_counts) <= 1, _BARE, 0.0)
        value = np.maximum(np.maximum(spelt, bare), np.where(agree, _JOINED, 0.0))
        return np.where(apart == 0, 1.0, value)

    def _cut_off(self, slots: Sequence[Slot]) -> Iterator[tuple[Array, Array]]:
        for at, slot in enumerate(slots):
            if slot.cut and (len(slot.text) < _SHORTEST_KNOWN or self._number(slot.text) is None):
                beginning = np.array(list(self._beginning_with(slot.text)), np.int64)
                yield at << _WORD_BITS | beginning, np.full(len(beginning), _CUT)

    def _by_edits(self, slots: Sequence[Slot], known: Array) -> tuple[Array, Array]:
        """Pairs of a word asked and a word held, as codes, that are one or two edits apart, and how alike they are."""
        of, numbers = self.keys.pairs_of(
            [[] if slot.joined or script_of(slot.source) in SYLLABIC else edit_keys(slot.text) for slot in slots]
        )
        codes = of << _WORD_BITS | numbers
        lengths = np.array([len(slot.text) for slot in slots], np.int64)
        theirs = self.texts.lengths(numbers)
        near = (
            (np.abs(theirs - lengths[of]) <= _EDITS) & (self.runs[numbers] == 0) & (self.native[numbers] != SYLLABLES)
        )
        kept = np.flatnonzero(near & ~np.isin(codes, known))
        codes, of, numbers = codes[kept], of[kept], numbers[kept]
        words = self.words()
        texts = [slot.text for slot in slots]
        left, right = [texts[at] for at in of.tolist()], [words[at] for at in numbers.tolist()]
        apart = _apart(left, right)
        longest = np.minimum(np.maximum(theirs[kept], lengths[of]), _LONGEST_ROW)
        value = _BY_EDITS[apart, longest]
        two = np.flatnonzero(apart == _EDITS).tolist()
        softer = _apart([left[at].translate(SOFT) for at in two], [right[at].translate(SOFT) for at in two])
        value[two] = np.maximum(value[two], np.where(softer < _EDITS, _BY_EDITS[softer, longest[two]] - 0.03, 0.0))
        return codes, value

    def _number(self, text: str) -> int | None:
        """The number of a very word; None where there is none."""
        words = self.words()
        at = bisect_left(words, text)
        return at if at < len(words) and words[at] == text else None

    def _alike(self, slot: Slot, number: int) -> float:
        """How alike a word of a query and a word of the vocabulary are."""
        sources = tuple(slot.source.split(PARTED)) if slot.source else ()
        other, written = self.words()[number], self.sources.text(number) if self.native[number] else ""
        if self.runs[number] or slot.joined:
            return _alike_joined(slot, sources, other, written, bool(self.runs[number]))
        if other == slot.text and written == slot.source:
            return 1.0
        if not written and not sources:
            return likeness(slot.text, other)[0]
        if written and sources:
            same = script_of(written) == script_of(slot.source) in ("arabic", "hebrew")
            return likeness_within(slot.source, written)[0] if same else likeness(slot.text, other)[0]
        if written:
            return likeness_across((written,), other, slot.text)[0]
        return likeness_across(sources, slot.text, other)[0]

    def _beginning_with(self, text: str) -> Iterator[int]:
        """Numbers of the words that begin with a text and go on."""
        words = self.words()
        first = bisect_left(words, text)
        for number in range(first, min(len(words), first + _MOST_CUT)):
            word = words[number]
            if not word.startswith(text):
                return
            if word != text and not self.runs[number]:
                yield number


def _is_plain(slot: Slot) -> bool:
    return not slot.joined and (not slot.source or script_of(slot.source) in SPELT_OUT)


def _keys_of(slot: Slot) -> set[int]:
    sources = tuple(slot.source.split(PARTED)) if slot.source else ()
    keys = {text_key(slot.text)}
    if not any(script_of(source) in SYLLABIC for source in sources):
        keys.add(sound_key(slot.text))
    if len(sources) == 1:
        keys |= abjad_keys(slot.source)
    if sources:
        keys.update(reading_keys(sources, sources if slot.joined else (slot.text,)))
    return keys


def _apart(left: Sequence[str], right: Sequence[str]) -> Array:
    """How many edits lie between words, pair by pair; `_EDITS` + 1 for more."""
    if not left:
        return np.empty(0, np.int64)
    return cpdist(left, right, scorer=OSA.distance, score_cutoff=_EDITS, dtype=np.uint8).astype(np.int64)


def _alike_joined(slot: Slot, sources: tuple[str, ...], other: str, written: str, run: bool) -> float:
    if run and slot.joined:
        return 0.0
    if slot.text == other:
        return _JOINED
    if sources and not written:
        return _JOINED if reads_as(sources, other) else 0.0
    if written and not sources:
        return _JOINED if reads_as(tuple(written.split(PARTED)), slot.text) else 0.0
    alike = likeness(slot.text, other)[0]
    return alike * _JOINED if alike >= _NEAR_JOINED else 0.0


def slots_of(prepared: Prepared, vocabulary: Vocabulary | None = None) -> list[Slot]:
    """What is looked up of a name: its words, and its neighbours taken as one.

    >>> from gazetted.matching.prepared import prepare
    >>> [slot.text for slot in slots_of(prepare("Rami al-Haddad"))]
    ['rami', 'haddad', 'ramialhaddad', 'alhaddad']
    """
    del vocabulary
    found = [Slot(w.text, w.source, w.weight, spare) for w, spare in spares(prepared)]
    found += [Slot(w.text, w.source, w.weight, 0.0) for w in prepared.side if w.part == "title"]
    if len(prepared.raw) >= _SHORTEST_FIELD and len(prepared.words) > 1:
        last = prepared.words[-1]
        if last.part == "core" and len(last.text) >= 2 and not last.source:
            found = [slot._replace(cut=True) if slot.text == last.text else slot for slot in found]
    return (found + [run for run, _ in runs_of(prepared)])[:MOST_SLOTS]


def spares(prepared: Prepared) -> Iterator[tuple[Word, float]]:
    """The words of a name that are aligned, but initials, each with what it costs where it is left over."""
    by = weights()
    first, last = (prepared.core[0].place, prepared.core[-1].place) if prepared.core else (0, 0)
    for word in prepared.core:
        if word.part == "initial":
            continue
        weight = word.weight
        if first < word.place < last:
            weight *= by.interior
        if word.text.endswith(_PATRONYMICS) and len(word.text) > 6:
            weight *= by.patronymic
        yield word, weight


def runs_of(prepared: Prepared) -> Iterator[tuple[Slot, tuple[Word, ...]]]:
    """Neighbours of a name that may be written as one word, each run with its words."""
    words = prepared.words
    spare = {id(word): cost for word, cost in spares(prepared)}
    for start in range(len(words) - 1):
        for size in (2, 3, 4):
            run = words[start : start + size]
            if len(run) < size or (size > 2 and not any(w.part == "light" or w.source or len(w.text) < 4 for w in run)):
                break
            text = "".join([w.text for w in run])
            if len(text) > _LONGEST_RUN:
                break
            cost = sum([spare.get(id(w), 0.0) for w in run])
            if len(text) < _SHORTEST_RUN or not cost or run[-1].part == "light":
                continue
            source = PARTED.join([w.source or w.text for w in run]) if any(w.source for w in run) else ""
            yield Slot(text, source, sum([w.weight for w in run if id(w) in spare]), cost, joined=True), run

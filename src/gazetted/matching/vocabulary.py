"""The words of an index, and which of them a word of a query may be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from gazetted.matching.alike import JOINED, PARTED, Slot, alike_across, alike_joined, alike_words
from gazetted.matching.arrays import Array, Blobs, Lookup, places
from gazetted.matching.nearness import (
    abjad_keys,
    bare_keys,
    digit_keys,
    edit_keys,
    given_name_keys,
    keys_of_sound,
    mandarin_keys,
    reading_keys,
    scanned_key,
    sound_key,
    text_key,
    vowel_code,
)
from gazetted.matching.slots import LETTERS, SYLLABLES
from gazetted.matching.told import told
from gazetted.matching.words import ALIKE, SOFT, SPELT_OUT, SYLLABIC, by_edits
from gazetted.text.kernel import apart, near
from gazetted.text.readings import script_of

_MANDARIN, _GIVEN, _SCANNED, _BARE = 0.88, 0.85, 0.90, 0.86
_EACH_VOWEL = int("001" * 20, 2)
_CUT = 0.85
_MOST_CUT = 300
_EDITS = 2
_LONGEST_ROW = 12
_WORD_BITS = 32
_WORD = (1 << _WORD_BITS) - 1
_SHORTEST_KNOWN = 4
_MOST_BITS, _BITS_EACH = 19, 3
_BY_EDITS = np.array([[by_edits(edits, length) for length in range(_LONGEST_ROW + 1)] for edits in range(_EDITS + 2)])
_DTYPES = [np.dtype(name) for name in ("u4", "i4", "u1", "i8", "u1", "i8", "u1", "u1", "i8", "u1", "f8", "i4")]
"""Kinds of the arrays that the compiled loop reads."""


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
    _parted: list[Array] = field(default_factory=list)
    _common: list[bool] = field(default_factory=list)

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

    def near(self, slots: Sequence[Slot]) -> tuple[Array, Array, Array]:
        """The words that words of queries may be: number of the asked one, in order, of the held one, and how alike."""
        if near is None or not self._is_common():
            return self._near(slots)
        rows = list(slots)
        answers = near(
            self._arrays(),
            rows,
            {at: group for at, slot in enumerate(rows) if slot[1] and (group := _group(slot)) is not None},
            {at: keys for at, slot in enumerate(rows) if not slot[4] and (keys := _further_keys(slot[0]))},
            lambda at, number, how: self._one(rows[at], number, how),
            told(),
        )
        of, words = (np.frombuffer(row, np.int64) for row in answers[:2])
        value = np.frombuffer(answers[2], np.float64)
        if not (rest := answers[3]):
            return of, words, value
        further = self._near([rows[at] for at in rest])
        of = np.concatenate((of, np.array(rest, np.int64)[further[0]]))
        words, value = np.concatenate((words, further[1])), np.concatenate((value, further[2]))
        order = np.lexsort((words, of))
        return of[order], words[order], value[order]

    def _near(self, slots: Sequence[Slot]) -> tuple[Array, Array, Array]:
        found = [*self._by_keys(slots), *self._cut_off(slots)]
        known = np.concatenate([codes for codes, _ in found])
        found.append(self._by_edits(slots, known))
        codes, value = (np.concatenate(rows) for rows in zip(*found, strict=True))
        kept = np.flatnonzero(value >= ALIKE)
        kept = kept[np.lexsort((-value[kept], codes[kept]))]
        codes, value = codes[kept], value[kept]
        first = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1]))) if len(codes) else kept
        codes = codes[first]
        return codes >> _WORD_BITS, codes & _WORD, value[first]

    def _by_keys(self, slots: Sequence[Slot]) -> Iterator[tuple[Array, Array]]:
        """Pairs of a word asked and a word held, as codes, that meet by a key, and how alike they are at most."""
        plain = np.array([_is_plain(slot) for slot in slots], np.bool_)
        places_of_plain = np.flatnonzero(plain)
        words = [slots[at].text for at in places_of_plain.tolist()]
        rows = [dict(_further_keys(word)) for word in words]
        groups: list[tuple[float, list[Collection[int]]]] = [
            *((value, [row.get(value, ()) for row in rows]) for value in (_MANDARIN, _GIVEN)),
            (_SCANNED, [(scanned_key(word), *row.get(_SCANNED, ())) for word, row in zip(words, rows, strict=True)]),
            (_BARE, [bare_keys(word, held=False) for word in words]),
        ]
        for value, keys in groups:
            of, numbers = self.keys.pairs_of(keys)
            kept = np.flatnonzero(self.alone[numbers])
            yield places_of_plain[of[kept]] << _WORD_BITS | numbers[kept], np.full(len(kept), value)
        of, numbers = self.keys.pairs_of([_keys_of(slot) for slot in slots])
        both = plain[of] & self.alone[numbers]
        kept = np.flatnonzero(both)
        yield of[kept] << _WORD_BITS | numbers[kept], self._sounding(slots, of[kept], numbers[kept])
        joined = np.array([slot.joined for slot in slots], np.bool_)
        kept = np.flatnonzero(~both & ~(joined[of] & (self.runs[numbers] > 0)))
        yield of[kept] << _WORD_BITS | numbers[kept], self._across(slots, of[kept], numbers[kept])

    def _across(self, slots: Sequence[Slot], of: Array, numbers: Array) -> Array:
        """How alike words are of which one is of another script, or a run."""
        words = self.words()
        of_sources = [tuple(slot.source.split(PARTED)) if slot.source else () for slot in slots]
        found = np.zeros(len(of))
        rows = zip(of.tolist(), numbers.tolist(), self._written(numbers), self.runs[numbers].tolist(), strict=True)
        latin: dict[int, list[tuple[int, str]]] = {}
        for at, (asked, number, written, run) in enumerate(rows):
            slot = slots[asked]
            if run or slot.joined:
                found[at] = alike_joined(slot, of_sources[asked], words[number], written, run=bool(run))
            elif slot.source and not written:  # most
                latin.setdefault(asked, []).append((at, words[number]))
            else:
                found[at] = alike_words(slot, of_sources[asked], words[number], written)
        for asked, some in latin.items():
            values = alike_across(of_sources[asked], slots[asked].text, [word for _, word in some])
            found[[at for at, _ in some]] = values
        return found

    def _written(self, numbers: Array) -> list[str]:
        """Words in their own scripts; empty where that is Latin."""
        found = [""] * len(numbers)
        at = np.flatnonzero(self.native[numbers])
        for place, text in zip(at.tolist(), self.sources.texts(numbers[at]), strict=True):
            found[place] = text
        return found

    def _sounding(self, slots: Sequence[Slot], of: Array, numbers: Array) -> Array:
        """How alike words of one skeleton are: by their vowels, else by their letters."""
        words, texts = self.words(), [slot.text for slot in slots]
        met = set(of.tolist())
        coded = [vowel_code(text) if at in met else (0, 0) for at, text in enumerate(texts)]
        mine = np.array([code for code, _ in coded], np.int64)[of]
        counts = np.array([count for _, count in coded], np.int64)[of]
        theirs, their_counts = self.vowels[numbers], self.vowel_counts[numbers].astype(np.int64)
        common = mine & theirs
        same = np.bitwise_count((common | common >> 1 | common >> 2) & _EACH_VOWEL)
        none = (np.minimum(counts, their_counts) == 0) & (np.abs(counts - their_counts) > 1)
        agree = np.where(counts == their_counts, (2 * same > counts) | (mine == theirs), none)
        edits, _ = _apart(texts, of, words, numbers)
        theirs_long = np.array([len(words[number]) for number in numbers.tolist()], np.int64)
        lengths = np.maximum(np.array([len(text) for text in texts], np.int64)[of], theirs_long)
        spelt = _BY_EDITS[edits, np.minimum(lengths, _LONGEST_ROW)]
        bare = np.where(np.minimum(counts, their_counts) <= 1, _BARE, 0.0)
        value = np.maximum(np.maximum(spelt, bare), np.where(agree, JOINED, 0.0))
        return np.where(edits == 0, 1.0, value)

    def _cut_off(self, slots: Sequence[Slot]) -> Iterator[tuple[Array, Array]]:
        for at, slot in enumerate(slots):
            if slot.cut and (len(slot.text) < _SHORTEST_KNOWN or self._number(slot.text) is None):
                beginning = np.array(list(self._beginning_with(slot.text)), np.int64)
                yield at << _WORD_BITS | beginning, np.full(len(beginning), _CUT)

    def _one(self, slot: Slot, number: int, how: int) -> float:
        """How alike a word asked and a word held are that the compiled loop leaves, for each of its ways."""
        of, numbers = np.zeros(1, np.int64), np.array([number], np.int64)
        if how == 0:
            return float(self._sounding([slot], of, numbers)[0])
        return float(self._across([slot], of, numbers)[0] if how == 1 else self._edited([slot], of, numbers)[0])

    def may_hold(self) -> tuple[Array, Array] | None:
        """The keys and where they begin, for `slots.slots_of`; None where a file holds them in another kind."""
        return (self.keys.keys, self._starts()) if self._is_common() else None

    def _is_common(self) -> bool:
        """Whether the arrays are such as an index has that was built here; a file may hold others."""
        if not self._common:
            self._common.append([array.dtype for array in self._arrays()] == _DTYPES)
        return self._common[0]

    def _arrays(self) -> tuple[Array, ...]:
        """What the compiled loop reads."""
        keys, texts, sources = self.keys, self.texts, self.sources
        return (
            *(keys.keys, keys.numbers, texts.body, texts.ends, sources.body, sources.ends),
            *(self.native, self.runs, self.vowels, self.vowel_counts, _BY_EDITS, self._starts()),
        )

    def _starts(self) -> Array:
        """Where the keys begin that have the same highest bits: a few of them each."""
        if not self._parted:
            keys = self.keys.keys
            bits = min(_MOST_BITS, max(1, len(keys).bit_length() - _BITS_EACH))
            firsts = np.arange(1 << bits, dtype=np.uint32) << np.uint32(32 - bits)
            self._parted.append(keys.searchsorted(firsts).astype(np.int32))
        return self._parted[0]

    def _by_edits(self, slots: Sequence[Slot], known: Array) -> tuple[Array, Array]:
        """Pairs of a word asked and a word held, as codes, that are one or two edits apart, and how alike they are."""
        of, numbers = self.keys.pairs_of(
            [[] if slot.joined or script_of(slot.source) in SYLLABIC else edit_keys(slot.text) for slot in slots]
        )
        codes = of << _WORD_BITS | numbers
        lengths = np.array([len(slot.text) for slot in slots], np.int64)
        theirs = self.texts.lengths(numbers)
        alike = (
            (np.abs(theirs - lengths[of]) <= _EDITS) & (self.runs[numbers] == 0) & (self.native[numbers] != SYLLABLES)
        )
        kept = np.flatnonzero(alike & ~np.isin(codes, known))
        return codes[kept], self._edited(slots, of[kept], numbers[kept])

    def _edited(self, slots: Sequence[Slot], of: Array, numbers: Array) -> Array:
        """How alike words are by their edits."""
        lengths = np.array([len(slot.text) for slot in slots], np.int64)
        edits, soft = _apart([slot.text for slot in slots], of, self.words(), numbers)
        longest = np.minimum(np.maximum(self.texts.lengths(numbers), lengths[of]), _LONGEST_ROW)
        value: Array = _BY_EDITS[edits, longest]
        two = np.flatnonzero((edits == _EDITS) & (soft < _EDITS))
        value[two] = np.maximum(value[two], _BY_EDITS[soft[two], longest[two]] - 0.03)
        return value

    def _number(self, text: str) -> int | None:
        """The number of a very word; None where there is none."""
        words = self.words()
        at = bisect_left(words, text)
        return at if at < len(words) and words[at] == text else None

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


def _further_keys(word: str) -> list[tuple[float, Collection[int]]]:
    """The keys that only some words have, with how alike the words are that meet by them."""
    rows: list[tuple[float, Collection[int]]] = [
        (_MANDARIN, mandarin_keys(word, held=False)),
        (_GIVEN, given_name_keys(word)),
        (_SCANNED, digit_keys(word)),
    ]
    return [row for row in rows if row[1]]


def _group(slot: Slot) -> tuple[set[int], bool, bool] | None:
    """Of a word of another script: its keys, whether it is compared as a Latin one, whether it may be a letter apart.

    None for words taken as one whose keys are those of their Latin spelling.
    """
    if slot.joined and SYLLABIC.isdisjoint(map(script_of, slot.source.split(PARTED))):
        return None
    return _keys_of(slot), _is_plain(slot), not slot.joined and script_of(slot.source) not in SYLLABIC


def _keys_of(slot: Slot) -> set[int]:
    if not slot.source:  # most
        keys = keys_of_sound([slot.text])
        keys.add(text_key(slot.text))
        return keys
    sources = tuple(slot.source.split(PARTED))
    keys = {text_key(slot.text)}
    if not any(script_of(source) in SYLLABIC for source in sources):
        keys.add(sound_key(slot.text))
    if len(sources) == 1:
        keys |= abjad_keys(slot.source)
    return keys | reading_keys(sources, sources if slot.joined else (slot.text,))


def _apart(texts: list[str], of: Array, words: list[str], numbers: Array) -> tuple[Array, Array]:
    """How many edits lie between a text and a word, pair by pair; `_EDITS` + 1 for more.

    Where they are `_EDITS`, also how many lie between their softened letters; else that is 0.
    """
    told = np.empty(0, np.uint8) if apart is None else np.frombuffer(apart(texts, of, words, numbers), np.uint8)
    found = told.astype(np.int64)
    open_ = np.flatnonzero(found == _UNTOLD) if apart is not None else np.arange(len(of))
    if apart is None:
        found = np.empty(len(of), np.int64)
    if len(open_):
        pairs = zip(of[open_].tolist(), numbers[open_].tolist(), strict=True)
        found[open_] = _apart_by_letters([(texts[one], words[other]) for one, other in pairs])
    return found & 3, found >> 2


_UNTOLD = 255


def _apart_by_letters(pairs: Sequence[tuple[str, str]]) -> Array:
    """As `_apart`, of pairs of words: edits, and four times those of their softened letters."""
    left, right = zip(*pairs, strict=True)
    found = _edits(left, right)
    two = np.flatnonzero(found == _EDITS)
    if len(two):
        soft = [[side[at].translate(SOFT) for at in two.tolist()] for side in (left, right)]
        found[two] |= _edits(*soft) << 2
    return found


def _edits(left: Sequence[str], right: Sequence[str]) -> Array:
    return cpdist(left, right, scorer=OSA.distance, score_cutoff=_EDITS, dtype=np.uint8).astype(np.int64)

"""Which names of the record are worth comparing with a query.

Every word of a query is looked up among all words ever listed: as written, by its sound, by its forms with one or two
letters less, by what it may be read as in another script; so are words that stand next to each other, written in one.
Each word that is found is compared once, and what it can say for a name is kept. A query's names are then those that
share enough of its words: by the rules of the score, the most that each can reach is told from the words alone, and
names that cannot reach what is asked are never compared.

The index lies in flat arrays: built in memory, or read from a file where it lies (`index_file`). A block of queries is
looked up at once; one query is a block of one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import msgspec
import numpy as np

from gazetted.matching.alike import Slot
from gazetted.matching.arrays import Array, Blobs, Lookup
from gazetted.matching.bounds import Asked, Shared, at_most, rules
from gazetted.matching.identifiers import parse
from gazetted.matching.packing import unpack
from gazetted.matching.prepared import Prepared, prepare
from gazetted.matching.score import THRESHOLD
from gazetted.matching.slots import slots_of
from gazetted.matching.vocabulary import Vocabulary
from gazetted.model.party import Kind, NameType, Party, PartyName
from gazetted.text.kernel import bounded

LIMIT = 50
"""Most names that are compared with a query."""

BLOCK = 256
"""Queries that are looked up at once."""

_KEPT = 4_000_000
"""Entries of postings that are kept for words met before: 32 MB."""

_LONG = 300
"""A posting of more is not merged where the query has another weighty word: names found by the others are looked up in
it. A word that stands alone beside particles and forms is what the name is found by, however many bear it."""

_NEAR = 0.5
_WEIGHTY = 0.4
_SLOT_BITS, _FINE_BITS, _NAME_BITS = 6, 14, 24
_NAME = (1 << _NAME_BITS) - 1
_QUERY_SHIFT = _NAME_BITS + _SLOT_BITS + _FINE_BITS
_POST_BITS = _QUERY_SHIFT

_OVERHEAD = 64
_MANY = 100
_NOTHING: Array = np.empty(0, np.int64)
_Key = tuple[str, str, bool, bool]


class Candidates(NamedTuple):
    """Names worth comparing with a query.

    Attributes:
        names: their numbers, the most able first.
        at_most: what each can score by its words, roughly.
    """

    names: Array
    at_most: Array


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of an index by its number.

    Attributes:
        texts: as printed.
        packed: prepared, in bytes (`packing`).
        party: number of the party of each.
        types: what each is to its party, as a place in `name_types`.
        carriers: the lists of each, as a place in `list_groups`.
        weights: what the words of each weigh together where they are left over.
        flags: see `slots`.
        name_types: the types.
        list_groups: the groups of lists.
        parties: each party in bytes (JSON of `model.party.Party`).
    """

    texts: Blobs
    packed: Blobs
    party: Array
    types: Array
    carriers: Array
    weights: Array
    flags: Array
    name_types: Sequence[NameType]
    list_groups: Sequence[tuple[str, ...]]
    parties: Blobs


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Candidates by shared words. Build it with `build`; it is never changed, but keeps what it met for the next query.

    Attributes:
        held: the names.
        vocabulary: the words of the names.
        acronyms: CRC-32 of initials → numbers of names that they abbreviate.
        identifiers: CRC-32 of an identifier → numbers of the first names of parties that have it.
    """

    held: Names
    vocabulary: Vocabulary
    acronyms: Lookup
    identifiers: Lookup
    _postings: OrderedDict[_Key, Array] = field(default_factory=OrderedDict)
    _kept: list[int] = field(default_factory=lambda: [0])

    @classmethod
    def build(
        cls,
        names: Sequence[PartyName],
        parties: Mapping[str, Party] | None = None,
        identifiers: Iterable[tuple[str, str]] = (),
    ) -> NameIndex:
        """Index names; all of them, whatever their type, lists or dates.

        Args:
            names: the names.
            parties: slug → party, for what each is and is called.
            identifiers: (slug, `type:value`) pairs.
        """
        from gazetted.matching.index_build import build

        return build(names, parties or {}, identifiers)

    def __len__(self) -> int:
        return len(self.held.texts)

    # -- names and parties by number --------------------------------------------------------------------------------

    def name(self, number: int) -> PartyName:
        """A name by its number."""
        held = self.held
        return PartyName(
            self.party(int(held.party[number])).party,
            held.texts.text(number),
            held.name_types[held.types[number]],
            held.list_groups[held.carriers[number]],
        )

    def text(self, number: int) -> str:
        """A name as printed, by its number."""
        return self.held.texts.text(number)

    def name_type(self, number: int) -> NameType:
        """What a name is to its party, by the number of the name."""
        found: NameType = self.held.name_types[int(self.held.types[number])]
        return found

    def party(self, number: int) -> Party:
        """A party by its number."""
        return _PARTY.decode(self.held.parties.bytes_of(number))

    def prepared(self, number: int) -> Prepared:
        """A name ready for comparison, by its number."""
        return unpack(self.held.texts.text(number), self.held.packed.bytes_of(number))

    def bearers(self, word: str) -> int:
        """How many parties bear a name with that very word (in its Latin normal form)."""
        found = [n for n in self.vocabulary.keys.all_of([crc32(word.encode())]) if self.vocabulary.is_word(n, word)]
        held = [self.vocabulary.names_of(np.array([number]))[0] for number in found]
        return len(np.unique(self.held.party[np.concatenate(held)])) if held else 0

    # -- candidates ---------------------------------------------------------------------------------------------------

    def candidates(
        self, query: str, limit: int = LIMIT, *, kind: Kind = "any", floor: float = _NEAR
    ) -> list[PartyName]:
        """The names most worth comparing with a query, best first; at most `limit`, none that must score below `floor`.

        >>> index = NameIndex.build([PartyName("a", "Usama bin Ladin", "primary"), PartyName("b", "Bosco", "primary")])
        >>> [name.party for name in index.candidates("Osama Laden")]
        ['a']
        """
        (found,) = self.search([prepare(query, kind)], floor=floor, limit=limit)
        return [self.name(int(number)) for number in found.names]

    def search(
        self, queries: Sequence[Prepared], *, floor: float | Sequence[float] = THRESHOLD, limit: int = LIMIT
    ) -> list[Candidates]:
        """The names that may score `floor` or more, for each of several queries.

        Args:
            queries: prepared names.
            floor: of all, or of each.
            limit: most names of each.
        """
        floors = [float(floor)] * len(queries) if isinstance(floor, int | float) else list(floor)
        found: list[Candidates] = []
        for start in range(0, len(queries), BLOCK):
            found += self._block(queries[start : start + BLOCK], np.array(floors[start : start + BLOCK]), limit)
        return found

    def with_identifiers(self, identifiers: Iterable[str]) -> Array:
        """Numbers of names whose parties have one of these `type:value` identifiers."""
        keys = [key for one in identifiers if (key := identifier_key(one)) is not None]
        return self.identifiers.all_of(keys) if keys else np.empty(0, np.int64)

    def _block(self, queries: Sequence[Prepared], floors: Array, limit: int) -> list[Candidates]:
        asked = Asked.of(len(queries))
        held = self.vocabulary.may_hold()
        cut = [slots_of(prepared, held) for prepared in queries]
        keys = [[_key(slot) for slot in slots] for slots in cut]
        known = self._postings_of(
            {key: slot for row, slots in zip(keys, cut, strict=True) for key, slot in zip(row, slots, strict=True)}
        )
        asked.add_all(queries, cut)
        merged: list[Array] = []
        heads: list[int] = []
        later: list[tuple[int, int, Array]] = []
        for number, slots in enumerate(cut):
            posts = [(known[key], at) for at, key in enumerate(keys[number])]
            alone = sum([not slot.joined and slot.weight >= _WEIGHTY for slot in slots]) <= 1
            if alone and posts and len(posts[0][0]) > _MANY:
                asked.weighty[number] = 2  # too many bear it for it to tell who is meant
            longest = max(posts, key=lambda row: len(row[0]), default=None)
            for post, at in posts:
                if not len(post):
                    continue
                if longest is not None and post is longest[0] and len(post) > _LONG and not alone:
                    later.append((number, at, post))
                    continue
                merged.append(post)
                heads.append(number << _QUERY_SHIFT | at << _FINE_BITS)
        shared = _merged(merged, heads)
        if bounded is not None and self.held.weights.dtype == np.float64 and self.held.flags.dtype == np.uint8:
            told = bounded((*asked.arrays(), floors, self.held.weights, self.held.flags, shared), later, rules(), limit)
            able = [(np.frombuffer(names, np.int64), np.frombuffer(values, np.float64)) for names, values in told]
        else:
            able = self._able(shared, later, asked, floors, limit)
        return [self._with_acronyms(prepared, *row, limit) for prepared, row in zip(queries, able, strict=True)]

    def _able(
        self, keys: Array, later: Sequence[tuple[int, int, Array]], asked: Asked, floors: Array, limit: int
    ) -> list[tuple[Array, Array]]:
        """For each query the names that can score its floor, the most able first, and what they score at most."""
        shared = _shared(keys, later, asked)
        bound = at_most(shared, asked, self.held.weights, self.held.flags)
        kept = np.flatnonzero(bound >= floors[shared.queries])
        order = kept[np.lexsort((shared.names[kept], -bound[kept], shared.queries[kept]))]
        of, names, values = shared.queries[order], shared.names[order], bound[order]
        ends = np.searchsorted(of, np.arange(asked.count + 1)).tolist()
        stops = [(low, min(high, low + limit)) for low, high in pairwise(ends)]
        return [(names[low:stop], values[low:stop]) for low, stop in stops]

    def _postings_of(self, wanted: Mapping[_Key, Slot]) -> dict[_Key, Array]:
        """What each word can say for names: number of the name, how alike, and weight of its word there."""
        found: dict[_Key, Array] = {}
        for key in wanted:
            held = self._postings.get(key)
            if held is not None:
                found[key] = held
                with suppress(KeyError):  # another thread may have dropped it by now
                    self._postings.move_to_end(key)
        new = {key: slot for key, slot in wanted.items() if key not in found}
        if new:
            for (key, slot), post in zip(new.items(), self._looked_up(list(new.values())), strict=True):
                found[key] = post
                if not slot.joined:  # words come again, neighbours seldom do
                    self._postings[key] = post
                    self._kept[0] += len(post) + _OVERHEAD
            while self._kept[0] > _KEPT and len(self._postings) > 1:
                self._kept[0] -= len(self._postings.popitem(last=False)[1]) + _OVERHEAD
        return found

    def _looked_up(self, slots: Sequence[Slot]) -> Iterator[Array]:
        """The postings of words that were not met before."""
        of, words, alike = self.vocabulary.near(slots)
        names, weights, lengths = self.vocabulary.postings_of(words)
        fine = np.repeat(of << _POST_BITS | (alike * 127).astype(np.int64) << 7, lengths) | weights
        posts: Array = fine | names.astype(np.int64) << (_SLOT_BITS + _FINE_BITS)
        posts.sort()
        names = posts >> (_SLOT_BITS + _FINE_BITS)
        posts = posts[np.flatnonzero(np.concatenate((names[1:] != names[:-1], [True])))] if len(posts) else posts
        bounds = posts.searchsorted(np.arange(len(slots) + 1) << _POST_BITS).tolist()
        posts &= (1 << _POST_BITS) - 1
        for low, high in pairwise(bounds):
            yield posts[low:high].copy() if high > low else _NOTHING

    def _with_acronyms(self, prepared: Prepared, names: Array, values: Array, limit: int) -> Candidates:
        acronyms = self._by_acronym(prepared)
        if not len(acronyms):
            return Candidates(names, values)
        fresh = acronyms[~np.isin(acronyms, names)]
        return Candidates(
            np.concatenate((names, fresh))[: limit + 20],
            np.concatenate((values, np.full(len(fresh), THRESHOLD)))[: limit + 20],
        )

    def _by_acronym(self, prepared: Prepared) -> Array:
        """Names whose initials the query is, and acronyms that are the query's initials."""
        if prepared.kind == "person":
            return np.empty(0, np.int64)
        if len(prepared.core) == 1:
            return self.acronyms.all_of([crc32(prepared.core[0].text.encode())])
        if not prepared.initials or not (prepared.organisation or prepared.kind == "organization"):
            return np.empty(0, np.int64)
        found = self.vocabulary.keys.all_of([crc32(letters.encode()) for letters in prepared.initials])
        exact = [n for n in found if any(self.vocabulary.is_word(n, letters) for letters in prepared.initials)]
        names = self.vocabulary.names_of(np.array(exact, np.int64))
        return names[0][self.held.flags[names[0]] & 1 > 0].astype(np.int64) if exact else np.empty(0, np.int64)


_PARTY = msgspec.json.Decoder(Party)


def _merged(posts: list[Array], heads: list[int]) -> Array:
    """What the words of all queries say of names, as sorted keys: query, name, slot, likeness, weight."""
    if not posts:
        return _NOTHING
    lengths = np.fromiter(map(len, posts), np.int64, len(posts))
    keys: Array = np.concatenate(posts) + np.repeat(np.array(heads, np.int64), lengths)
    keys.sort()
    return keys


def _shared(keys: Array, later: Sequence[tuple[int, int, Array]], asked: Asked) -> Shared:
    """What names share with each query, from keys as of `_merged` and from the words that were put off."""
    if not len(keys):
        return Shared.none()
    pairs = keys >> (_SLOT_BITS + _FINE_BITS)
    new = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    shared = Shared.of(keys, new, pairs[new], asked)
    bounds = np.searchsorted(shared.queries, np.arange(asked.count + 1))
    for number, at, post in later:
        low, high = int(bounds[number]), int(bounds[number + 1])
        if low < high:
            shared.add(low, high, post, asked.weight[number, at], asked.spare[number, at], asked.covers[number, at])
    return shared


def _key(slot: Slot) -> _Key:
    return slot.text, slot.source, slot.joined, slot.cut


def identifier_key(identifier: str) -> int | None:
    """The key of a `type:value` identifier; None where it has no value."""
    key = parse(identifier).key
    return crc32(key.encode()) if key else None

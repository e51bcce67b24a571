"""Prepared names as bytes: an index keeps them, so that no listed name is prepared twice."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from gazetted.matching.prepared import Part, Prepared, Word, prepare
from gazetted.model.party import Kind

_Row = tuple[str, Part, float, str]


class _Packed(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What cannot be told from the name itself; `core` and `side` are places among the words."""

    normal: str
    words: tuple[_Row, ...]
    core: tuple[int, ...]
    side: tuple[int, ...]
    organisation: bool
    initials: tuple[str, ...]
    kind: Kind
    weighty: int
    logographs: bool
    syllabic: bool
    native: bool
    heads: str
    bundled: bool = False


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Packed)


def pack(prepared: Prepared) -> bytes:
    """A prepared name as bytes, without the name itself."""
    words = prepared.words
    at = {id(word): number for number, word in enumerate(words)}
    return _ENCODER.encode(
        _Packed(
            normal=prepared.normal,
            words=tuple((word.text, word.part, word.weight, word.source) for word in words),
            core=tuple(at[id(word)] for word in prepared.core),
            side=tuple(at[id(word)] for word in prepared.side),
            organisation=prepared.organisation,
            initials=prepared.initials,
            kind=prepared.kind,
            weighty=prepared.weighty,
            logographs=prepared.logographs,
            syllabic=prepared.syllabic,
            native=prepared.native,
            heads="".join(sorted(prepared.heads)),
            bundled=bool(prepared.alternatives),
        )
    )


def unpack(raw: str, packed: bytes | memoryview) -> Prepared:
    """The prepared name again.

    Args:
        raw: the name as given.
        packed: what `pack` made of it.

    Raises:
        msgspec.DecodeError: the bytes are not what `pack` makes.

    >>> again = unpack("Zarya LLC", pack(prepare("Zarya LLC", "organization")))
    >>> [word.text for word in again.core], again.side_texts
    (['zarya'], ('llc',))
    """
    held = _DECODER.decode(packed)
    if held.bundled:
        return prepare(raw, held.kind)
    words = tuple([Word(row[0], row[1], row[2], place, row[3]) for place, row in enumerate(held.words)])
    side = tuple([words[place] for place in held.side])
    return Prepared(
        raw=raw,
        normal=held.normal,
        words=words,
        core=tuple([words[place] for place in held.core]),
        side=side,
        organisation=held.organisation,
        initials=held.initials,
        kind=held.kind,
        side_texts=tuple([word.text for word in side]),
        weighty=held.weighty,
        logographs=held.logographs,
        syllabic=held.syllabic,
        native=held.native,
        heads=_heads(held.heads),
        alternatives=(),
    )


@lru_cache(maxsize=1 << 14)
def _heads(letters: str) -> frozenset[str]:
    return frozenset(letters)

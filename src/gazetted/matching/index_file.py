"""An index in one file, read where it lies.

The file begins with a line that names it, a sum of all that follows, the length of a head in JSON, and the head:
version, the digest of what it was built from, and where each array lies. Whatever is amiss with it, it is not used: it
is only a cache. One flipped bit may hide a name, so that the sum is taken at each opening. Values are read with their
bounds checked, so that a file that was changed on purpose gives wrong names at worst, and runs nothing.

The sum is the CRC-32 of the sums, modulo 2^64, of every block of 4,096 bytes taken as numbers of 64 bits: it sees every
flipped bit, a block that is lost, and one in the place of another, at the speed at which the file is read.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import tempfile
import zlib
from collections.abc import Iterator
from io import BufferedRandom, BufferedReader
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np

from gazetted.matching.arrays import Array, Blobs, Lookup
from gazetted.matching.index import NameIndex, Names
from gazetted.matching.vocabulary import Vocabulary
from gazetted.model.party import NameType

VERSION = 4
"""Raised with every change of the form, of the words' keys, or of how names are prepared."""

_MAGIC = b"gazetted names\n"
_ALIGN = 64
_SUM = 4
_BEGIN = len(_MAGIC) + _SUM
"""Bytes before what the sum is taken of."""
_LARGEST_HEAD = 1 << 24
_BLOCK = 1 << 12
_STEP = 1 << 20


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where an array lies."""

    name: str
    dtype: str
    start: int
    count: int


class _Head(msgspec.Struct, frozen=True):
    version: int
    digest: str
    size: int
    groups: tuple[tuple[str, ...], ...]
    types: tuple[str, ...]
    arrays: tuple[_Place, ...]


def save(index: NameIndex, path: Path, digest: str) -> None:
    """Write an index, whole or not at all.

    Args:
        index: the index.
        path: the file; its folder is made where it is missing.
        digest: of what the index was built from, and of what built it.

    Raises:
        OSError: it cannot be written.
    """
    arrays = dict(_arrays_of(index))
    places, at = [], 0
    for name, array in arrays.items():
        places.append(_Place(name, array.dtype.str, at, len(array)))
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = _Head(VERSION, digest, at, tuple(index.held.list_groups), tuple(index.held.name_types), tuple(places))
    body = msgspec.json.encode(head)
    start = _start(len(body))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            file.write(_MAGIC + bytes(_SUM) + len(body).to_bytes(8, "little") + body)
            for place, array in zip(places, arrays.values(), strict=True):
                file.seek(start + place.start)
                file.write(np.ascontiguousarray(array).data)
            file.truncate(start + at)
            total = _sum(file)
            file.seek(len(_MAGIC))
            file.write(total)
        os.replace(made, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(made)
        raise


def opened(path: Path, digest: str) -> NameIndex | None:
    """The index in a file; None where there is none, or none that can be used for this digest."""
    try:
        with path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if whole[len(_MAGIC) : _BEGIN] != _sum(file):
                return None
        return _read(whole, digest)
    except (OSError, ValueError, TypeError, KeyError, IndexError, msgspec.MsgspecError):
        return None


def _read(whole: mmap.mmap, digest: str) -> NameIndex | None:
    if whole[: len(_MAGIC)] != _MAGIC:
        return None
    size = int.from_bytes(whole[_BEGIN : _BEGIN + 8], "little")
    if size > _LARGEST_HEAD:
        return None
    head = msgspec.json.decode(whole[_BEGIN + 8 : _BEGIN + 8 + size], type=_Head)
    start = _start(size)
    if head.version != VERSION or head.digest != digest or start + head.size != len(whole):
        return None
    found: dict[str, Array] = {}
    for place in head.arrays:
        dtype = np.dtype(place.dtype)
        if dtype.kind not in "iuf" or place.start < 0 or place.start + place.count * dtype.itemsize > head.size:
            return None
        found[place.name] = np.frombuffer(whole, dtype, place.count, start + place.start)
    types: tuple[Any, ...] = head.types
    if not set(types) <= set(get_args(NameType)):
        return None
    return _index(found, types, head.groups)


def _sum(file: BufferedRandom | BufferedReader) -> bytes:
    """The sum of a file, read and not mapped: what is only summed takes no memory."""
    total, held = 0, bytearray(_STEP)
    file.seek(_BEGIN)
    while size := file.readinto(held):
        whole = -(-size // _BLOCK) * _BLOCK
        held[size:whole] = bytes(whole - size)
        sums = np.frombuffer(held, "<u8", whole // 8).reshape(-1, _BLOCK // 8).sum(axis=1, dtype=np.uint64)
        total = zlib.crc32(sums.astype("<u8").tobytes(), total)
    return (total ^ file.tell()).to_bytes(8, "little")[:_SUM]


def _start(size: int) -> int:
    return -(-(_BEGIN + 8 + size) // _ALIGN) * _ALIGN


def _arrays_of(index: NameIndex) -> Iterator[tuple[str, Array]]:
    held, words = index.held, index.vocabulary
    for name, piece in (
        ("texts", held.texts),
        ("packed", held.packed),
        ("parties", held.parties),
        ("words", words.texts),
        ("sources", words.sources),
    ):
        yield f"{name} body", piece.body
        yield f"{name} ends", piece.ends
    for name in ("party", "types", "carriers", "weights", "flags"):
        yield name, getattr(held, name)
    yield from (
        ("native", words.native),
        ("runs", words.runs),
        ("vowels", words.vowels),
        ("vowel counts", words.vowel_counts),
        ("ends", words.ends),
        ("post names", words.names),
        ("post weights", words.weights),
    )
    for name, table in (("keys", words.keys), ("acronyms", index.acronyms), ("identifiers", index.identifiers)):
        yield name, table.keys
        yield f"{name} numbers", table.numbers


def _index(found: dict[str, Array], types: tuple[NameType, ...], groups: tuple[tuple[str, ...], ...]) -> NameIndex:
    def blobs(name: str) -> Blobs:
        return Blobs(found[f"{name} body"], found[f"{name} ends"])

    def table(name: str) -> Lookup:
        return Lookup(found[name], found[f"{name} numbers"])

    held = Names(
        texts=blobs("texts"),
        packed=blobs("packed"),
        party=found["party"],
        types=found["types"],
        carriers=found["carriers"],
        weights=found["weights"],
        flags=found["flags"],
        name_types=types,
        list_groups=groups,
        parties=blobs("parties"),
    )
    words = Vocabulary(
        texts=blobs("words"),
        sources=blobs("sources"),
        native=found["native"],
        runs=found["runs"],
        vowels=found["vowels"],
        vowel_counts=found["vowel counts"],
        keys=table("keys"),
        ends=found["ends"],
        names=found["post names"],
        weights=found["post weights"],
    )
    return NameIndex(held, words, table("acronyms"), table("identifiers"))

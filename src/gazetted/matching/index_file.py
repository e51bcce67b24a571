"""An index in one file, read where it lies.

The file begins with a line that names it, the length of a head in JSON, and the head: version, the digest of what it
was built from, and where each array lies. Whatever is amiss with it, it is not used: it is only a cache. Values are
read with their bounds checked, so that a file that was changed on purpose gives wrong names at worst, and runs nothing.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np

from gazetted.matching.arrays import Array, Blobs, Lookup
from gazetted.matching.index import NameIndex, Names
from gazetted.matching.slots import Vocabulary
from gazetted.model.party import NameType

VERSION = 2
"""Raised with every change of the form, of the words' keys, or of how names are prepared."""

_MAGIC = b"gazetted names\n"
_ALIGN = 64
_LARGEST_HEAD = 1 << 24


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
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + len(body).to_bytes(8, "little") + body)
            for place, array in zip(places, arrays.values(), strict=True):
                file.seek(start + place.start)
                file.write(np.ascontiguousarray(array).data)
            file.truncate(start + at)
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
        return _read(whole, digest)
    except (OSError, ValueError, TypeError, KeyError, IndexError, msgspec.MsgspecError):
        return None


def _read(whole: mmap.mmap, digest: str) -> NameIndex | None:
    if whole[: len(_MAGIC)] != _MAGIC:
        return None
    size = int.from_bytes(whole[len(_MAGIC) : len(_MAGIC) + 8], "little")
    if size > _LARGEST_HEAD:
        return None
    head = msgspec.json.decode(whole[len(_MAGIC) + 8 : len(_MAGIC) + 8 + size], type=_Head)
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


def _start(size: int) -> int:
    return -(-(len(_MAGIC) + 8 + size) // _ALIGN) * _ALIGN


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

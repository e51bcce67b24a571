"""A portfolio: customers with their names prepared and indexed once, in files that are read where they lie.

The files lie beside the watches and are derived: each names what it was made from (the customers' file, its mapping,
the program and its tables), and one that does not fit is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np

from gazetted.matching import index_file, qualify
from gazetted.matching.arrays import Array, Blobs, Lookup, blobs, encoded, lookup
from gazetted.matching.index import NameIndex
from gazetted.matching.prepared import prepare
from gazetted.matching.slots import slots_of
from gazetted.model.party import Kind, Party, PartyName
from gazetted.screening.file import read_queries
from gazetted.screening.result import Query

_MAGIC = b"gazetted portfolio 2\n"
_STEP = 1 << 20
_PIECE = 1 << 16
_TABLES = ("text", "matching")
_LIFTS = (qualify.SAME_DAY, qualify.SAME_COUNTRY, qualify.SAME_GENDER, qualify.SAME_IDENTIFIER)
"""How much each particular that is given of a customer may lift the likeness of its name."""

_KINDS: tuple[Kind, ...] = ("organization", "person")

_ROW = msgspec.json.Decoder(tuple[str, Query])


class _Head(msgspec.Struct, frozen=True):
    digest: str
    rows: int
    cut: int
    size: int
    sum: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Customers, by number in the order of their file.

    Attributes:
        digest: of what it was made from.
        rows: key and query of each, as JSON.
        given: which particulars are given of each, as bits in the order of `_LIFTS`; then whether it is said to be an
            organisation, or a person (`_KINDS`).
        keys: CRC-32 of a key → numbers.
        cut: CRC-32 of a last word that the end of a field may have cut off → numbers of names in the index.
        index: the names of all; the party of a name is the number of its customer.
    """

    digest: str
    rows: Blobs
    given: Array
    keys: Lookup
    cut: Lookup
    index: NameIndex

    @classmethod
    def build(cls, queries: Mapping[str, Query], digest: str = "") -> Portfolio:
        """Prepare and index customers."""
        names, parties, identifiers = list[PartyName](), dict[str, Party](), list[tuple[str, str]]()
        given = np.zeros(len(queries), np.uint8)
        for number, query in enumerate(queries.values()):
            slug = str(number)
            parties[slug] = Party(slug, query.name, query.kind)
            names.append(PartyName(slug, query.name, "primary"))
            for one in prepare.__wrapped__(query.name, query.kind).alternatives:
                names.append(PartyName(slug, one.raw, "alias"))
            identifiers += [(slug, identifier) for identifier in query.ids]
            told = (query.born, query.country, query.gender, query.ids, *(query.kind == kind for kind in _KINDS))
            given[number] = sum(1 << at for at, value in enumerate(told) if value)
        cut = [
            (crc32(slot.text.encode()), number)
            for number, name in enumerate(names)
            for slot in slots_of(prepare.__wrapped__(name.text, parties[name.party].kind))
            if slot.cut
        ]
        return cls(
            digest, blobs(msgspec.json.encode(row) for row in queries.items()), given,
            _table((crc32(encoded(key)), number) for number, key in enumerate(queries)), _table(cut),
            NameIndex.build(names, parties, identifiers),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, number: int) -> tuple[str, Query]:
        """Key and query of a customer."""
        return _ROW.decode(self.rows.bytes_of(number))

    def query(self, key: str) -> Query | None:
        """The query of a customer by its key; None where there is none."""
        for number in self.keys.all_of([crc32(encoded(key))]).tolist():
            found, query = self.row(number)
            if found == key:
                return query
        return None

    def all_rows(self) -> Iterator[tuple[str, Query]]:
        """Key and query of every customer."""
        return map(self.row, range(len(self)))

    def is_kind(self, names: Array, kind: Kind) -> Array:
        """Whether the customers of names are said to be of a kind (one of `_KINDS`)."""
        found: Array = self.given[self.index.held.party[names]] >> (len(_LIFTS) + _KINDS.index(kind)) & 1 > 0
        return found

    def floors(self, threshold: float) -> Array:
        """The least likeness of a name from which a customer can match (`judging.floor_of`), for each."""
        lift = sum(np.where(self.given >> at & 1, value, 0.0) for at, value in enumerate(_LIFTS))
        found: Array = np.maximum(0.0, threshold - np.round(lift, 9))
        return found


def _table(pairs: Iterable[tuple[int, int]]) -> Lookup:
    rows = np.array(list(pairs), np.int64).reshape(-1, 2)
    return lookup(rows[:, 0].astype(np.uint32), rows[:, 1].astype(np.int32))


def customers_of(path: str | Path, mapping: Mapping[str, str] | None) -> dict[str, Query]:
    """The customers of a file, by their key, or by their row where they have none or share one.

    Raises:
        UsageError: there is no such file, or the mapping names an unknown field.
        ListFileError: it is no file of names.
    """
    found: dict[str, Query] = {}
    for row, query in read_queries(path, mapping=mapping):
        key = query.key or f"row {row}"
        found[key if key not in found else f"{key} (row {row})"] = query
    return found


def opened(path: str | Path, mapping: Mapping[str, str] | None, place: Path, version: str) -> Portfolio:
    """The portfolio of a file: from what was kept of it, else made and kept.

    Args:
        path: the customers' file.
        mapping: field of the query → column of the file.
        place: where it is kept; two files are named after it.
        version: of the program: another may prepare names otherwise.

    Raises:
        UsageError: there is no such file, or the mapping names an unknown field.
        ListFileError: it is no file of names.
    """
    digest = _digest(Path(path), mapping, version)
    found = _read(place, digest) if digest else None
    if found is not None:
        return found
    made = Portfolio.build(customers_of(path, mapping), digest)
    with contextlib.suppress(OSError):
        _write(made, place)
        return _read(place, digest) or made
    return made


def kept(path: str | Path, mapping: Mapping[str, str] | None, place: Path, version: str) -> Portfolio | None:
    """As `opened`; None where it would have to be made."""
    digest = _digest(Path(path), mapping, version)
    return _read(place, digest) if digest else None


def forget(place: Path) -> None:
    """Remove what was kept of a portfolio."""
    for file in _files(place):
        with contextlib.suppress(OSError):
            file.unlink()


def engine_digest(version: str) -> str:
    """Of what prepares and compares names: the program and its tables."""
    return hashlib.sha256(f"{version} {index_file.VERSION} {_tables()}".encode()).hexdigest()


def _digest(path: Path, mapping: Mapping[str, str] | None, version: str) -> str:
    """Of what a portfolio is made from; empty where the file cannot be read."""
    digest = hashlib.sha256(f"{engine_digest(version)} {path.suffix.lower()} ".encode())
    digest.update(msgspec.json.encode(sorted((mapping or {}).items())))
    try:
        with path.open("rb") as file:
            while piece := file.read(_STEP):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


@cache
def _tables() -> str:
    digest = hashlib.sha256()
    for name in _TABLES:
        for file in sorted((resources.files("gazetted.resources") / name).iterdir(), key=lambda one: one.name):
            if file.is_file():
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(place: Path) -> tuple[Path, Path]:
    return place.with_name(f"{place.name}.names"), place.with_name(f"{place.name}.rows")


def _write(portfolio: Portfolio, place: Path) -> None:
    names, rows = _files(place)
    for left in place.parent.glob(f".{place.name}.*"):  # by a run that was killed in the middle of writing
        left.unlink(missing_ok=True)
    index_file.save(portfolio.index, names, portfolio.digest)
    counts, total = (len(portfolio), len(portfolio.cut.keys), len(portfolio.rows.body)), 0
    for array in _arrays(portfolio):
        total = crc32(np.ascontiguousarray(array).data, total)
    head = msgspec.json.encode(_Head(portfolio.digest, *counts, total)) + b"\n"
    handle, made = tempfile.mkstemp(dir=place.parent, prefix=f".{rows.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + head)
            for array in _arrays(portfolio):
                file.write(np.ascontiguousarray(array).data)
        os.replace(made, rows)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(made)
        raise


def _arrays(portfolio: Portfolio) -> tuple[Array, ...]:
    held = portfolio.rows
    return (
        held.ends.astype("<i8"), portfolio.keys.keys.astype("<u4"), portfolio.keys.numbers.astype("<i4"),
        portfolio.cut.keys.astype("<u4"), portfolio.cut.numbers.astype("<i4"), portfolio.given, held.body,
    )  # fmt: skip


def _sum(path: Path, start: int) -> int:
    """CRC-32 of a file from a place on, read and not mapped: what is only summed takes no memory."""
    total = 0
    with path.open("rb") as file:
        file.seek(start)
        while piece := file.read(_PIECE):
            total = crc32(piece, total)
    return total


def _read(place: Path, digest: str) -> Portfolio | None:
    """What was kept of a portfolio; None where there is nothing, or nothing that fits."""
    names, rows = _files(place)
    try:
        with rows.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = whole.find(b"\n", len(_MAGIC)) + 1
        head = msgspec.json.decode(whole[len(_MAGIC) : start], type=_Head)
        counts = (head.rows, head.rows, head.rows, head.cut, head.cut, head.rows, head.size)
        parts = tuple(zip(("<i8", "<u4", "<i4", "<u4", "<i4", "u1", "u1"), counts, strict=True))
        size = start + sum(np.dtype(kind).itemsize * count for kind, count in parts)
        if whole[: len(_MAGIC)] != _MAGIC or head.digest != digest or size != len(whole):
            return None
        if _sum(rows, start) != head.sum:  # one flipped bit may hide a customer
            return None
        found: list[Array] = []
        for kind, count in parts:
            found.append(np.frombuffer(whole, kind, count, start))
            start += found[-1].nbytes
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    index = index_file.opened(names, digest)
    if index is None:
        return None
    keys, cut = Lookup(found[1], found[2]), Lookup(found[3], found[4])
    return Portfolio(digest, Blobs(found[6], found[0]), found[5], keys, cut, index)

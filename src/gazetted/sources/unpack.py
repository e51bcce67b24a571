"""The files in a path: a file, a folder, an archive, or something packed; as streams, with limits.

Nothing is written to disk. What unpacks to more than it should, or names places outside, is an error, never skipped.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

import msgspec

from gazetted.errors import ListFileError, UsageError
from gazetted.sources.archives import Shelf, check_name, is_tar, open_zip, unpacked_by, zip_member, zip_stream
from gazetted.sources.format import Opener
from gazetted.sources.limited import Budget, Limits, Open, Opened, buffered

_MAGIC: tuple[tuple[bytes, str], ...] = ((b"\x1f\x8b", "gz"), (b"\xfd7zXZ\x00", "xz"), (b"BZh", "bz2"))
_ENDINGS = re.compile(r"\.(?:gz|gzip|xz|bz2|tgz|txz|tbz2?|tar|zip)$", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_DOCUMENT = frozenset({"mimetype", "META-INF/manifest.xml", "[Content_Types].xml"})
"""A zip that holds one of these is a document (ODS, XLSX) and no archive."""
_LINK = 0o12
_MOST_NAMES = 1_000_000


class Member(msgspec.Struct, frozen=True):
    """A file that was found.

    Attributes:
        name: its name without folders and without the ending of its packing.
        place: the folder or archive that it lies in; files of one edition lie in one place.
        opener: opens it anew, unpacked.
        stream: it, opened for the pass in which it was found; good until the next member is asked for.
    """

    name: str
    place: str
    opener: Opener
    stream: BinaryIO


def members(path: Path, limits: Limits | None = None) -> Iterator[Member]:
    """Every file in a path, in the order of names in folders and of the archive in archives.

    Raises:
        UsageError: there is nothing at the path, or it cannot be read.
        ListFileError: a limit is passed, an archive is damaged, encrypted or nested too deep, or a member or link leads
            outside.
    """
    limits = limits or Limits()
    try:
        if path.is_dir():
            yield from _folder(path, limits)
        elif path.is_file():
            yield from _file(path, limits)
        else:
            raise UsageError(f"There is no file {path}.")
    except OSError as error:
        raise _unreadable(path, error) from None


def _folder(folder: Path, limits: Limits) -> Iterator[Member]:
    root = folder.resolve()
    found = 0
    for path in sorted(islice(folder.rglob("*"), _MOST_NAMES)):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_symlink():
            if not Path(os.path.realpath(path)).is_relative_to(root):
                raise ListFileError(
                    f"{path} is a link that leads outside of the folder: load what it leads to instead."
                )
            continue  # what it leads to is met by itself
        if path.is_file():
            found += 1
            if found > limits.members:
                raise ListFileError(f"{folder} holds over {limits.members} files: load its lists one by one.")
            yield from _file(path, limits)


def _file(path: Path, limits: Limits) -> Iterator[Member]:
    walk = _Walk(limits, path.stat().st_size)
    yield from walk.within(path.name, str(path.parent), partial(_open, path), 0)


def _open(path: Path) -> Opened:
    try:
        return Opened(path.open("rb"))
    except OSError as error:  # it was there a moment ago
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{error.filename or path} cannot be read ({error.strerror or error}): check the path and its permissions."
    )


class _Walk:
    """One pass over a file of the disc and what is packed in it."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self.limits, self.packed = limits, packed
        self.budget = Budget(limits, packed)

    def within(self, name: str, place: str, opener: Open, depth: int, *, now: Open | None = None) -> Iterator[Member]:
        """What is in one file: itself, or what it unpacks to.

        `now` opens it faster while the archive that it lies in is open.
        """
        now = now or opener
        with self.limited(now, name)() as stream:
            start = stream.read(512)
        packing = next((packing for magic, packing in _MAGIC if start.startswith(magic)), None)
        if packing:
            self.deeper(name, depth)
            inner = unpacked_by(self.limited(opener, name), packing)
            inner_now = unpacked_by(self.limited(now, name), packing)
            bare = _ENDINGS.sub("", name)
            with self.limited(inner_now, name)() as stream:
                tar = is_tar(stream.read(512))
            if tar:
                yield from self.tar(name, f"{place}/{name}", self.limited(inner, name), depth + 1)
            else:
                yield from self.within(bare, place, inner, depth + 1, now=inner_now)
        elif start.startswith(_ZIP):
            yield from self.zip(name, place, opener, depth, now)
        elif is_tar(start):
            self.deeper(name, depth)
            yield from self.tar(name, f"{place}/{name}", self.limited(opener, name), depth + 1)
        else:
            yield from self.file(name, place, opener, now)

    def file(self, name: str, place: str, opener: Open, now: Open) -> Iterator[Member]:
        """A file that is not packed."""
        self.budget.member(name)
        with buffered(now(), name, self.budget) as stream:
            yield Member(name, place, self.limited(opener, name), stream)

    def limited(self, opener: Open, name: str) -> Opener:
        """An opener whose every stream has the limits for itself."""
        return lambda: buffered(opener(), name, Budget(self.limits, self.packed))

    def deeper(self, name: str, depth: int) -> None:
        if depth >= self.limits.depth:
            raise ListFileError(f"{name} is packed within too many packings: unpack the outer ones first.")

    def zip(self, name: str, place: str, opener: Open, depth: int, now: Open) -> Iterator[Member]:
        anywhere = self.anywhere(name, opener, depth + 1)
        with anywhere() as packed:
            archive = open_zip(packed, name)
            if not _DOCUMENT.isdisjoint(archive.namelist()):
                yield from self.file(name, place, opener, now)
                return
            self.deeper(name, depth)
            for info in archive.infolist():
                check_name(info.filename, name)
                if info.is_dir():
                    continue
                if info.flag_bits & 1:
                    raise ListFileError(f"{name} is encrypted: unpack it first.")
                if info.external_attr >> 28 == _LINK:
                    raise ListFileError(f"{name} holds a link ({info.filename[:100]}): it is no archive of lists.")
                inner = PurePosixPath(info.filename)
                yield from self.within(
                    inner.name,
                    _join(f"{place}/{name}", inner),
                    partial(zip_member, anywhere, info.filename, name),
                    depth + 1,
                    now=partial(zip_stream, archive, info.filename, name),
                )

    def anywhere(self, name: str, opener: Open, depth: int) -> Callable[[], IO[bytes]]:
        """An archive that can be read at any place: one within another is held in memory."""
        if depth <= 1:
            return lambda: cast(IO[bytes], opener().stream)  # a file of the disc, with nothing under it
        with self.limited(opener, name)() as stream:
            content = stream.read(self.limits.inner + 1)
        if len(content) > self.limits.inner:
            raise ListFileError(f"{name} is too large for an archive within an archive: unpack the outer one first.")
        return lambda: io.BytesIO(content)

    def tar(self, name: str, place: str, opener: Opener, depth: int) -> Iterator[Member]:
        shelf = Shelf(name, opener, self.limits)
        for number, member, content in shelf.files():
            inner = PurePosixPath(member)
            one = partial(shelf.open, number, inner.name)
            with buffered(Opened(content), inner.name, self.budget) as stream:
                if _packed(stream.peek(512)[:512]):
                    yield from self.within(inner.name, _join(place, inner), one, depth)
                else:
                    self.budget.member(name)
                    yield Member(inner.name, _join(place, inner), self.limited(one, inner.name), stream)


def _join(place: str, inner: PurePosixPath) -> str:
    return place if len(inner.parts) == 1 else f"{place}/{inner.parent}"


def _packed(start: bytes) -> bool:
    return start.startswith((*(magic for magic, _ in _MAGIC), _ZIP)) or is_tar(start)

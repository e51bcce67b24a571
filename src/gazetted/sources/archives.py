"""Archives of a stranger: zips, which have an index, and tars, which have none; nothing is written to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Generator
from pathlib import PurePosixPath
from typing import IO, Self

from gazetted.errors import ListFileError
from gazetted.sources.format import Opener
from gazetted.sources.limited import DAMAGE, Limits, Open, Opened, damaged

_LONGEST_NAME = 1024
_TAR_EXTENSIONS = frozenset(
    (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
)


class Shelf:
    """An archive without an index. Its files are met in their order; the latest asked for are kept.

    To open files in the order in which they lie costs one pass; a file before the place reached begins another.
    """

    def __init__(self, name: str, opener: Opener, limits: Limits) -> None:
        self.name, self.packed, self.limits = name, opener, limits
        self.kept: dict[int, bytes] = {}
        self.reached: Generator[tuple[int, str, IO[bytes]]] | None = None
        self.next = 0

    def files(self) -> Generator[tuple[int, str, IO[bytes]]]:
        """Number, name and content of each file; the content must be read before the next is asked for."""
        number = 0
        try:
            with self.packed() as packed, tarfile.open(fileobj=packed, mode="r|", tarinfo=_TarHeader) as archive:
                for info in archive:
                    check_name(info.name, self.name)
                    if info.isdir():
                        continue
                    stream = archive.extractfile(info) if info.isreg() else None
                    if stream is None:
                        raise ListFileError(
                            f"{self.name} holds a link or a device ({info.name[:100]}): it is no archive of lists."
                        )
                    yield number, info.name, stream
                    number += 1
        except (*DAMAGE, ValueError) as error:
            raise damaged(self.name, error) from None

    def open(self, number: int, name: str) -> Opened:
        """A file by its number."""
        if number in self.kept:
            return Opened(io.BytesIO(self.kept[number]))
        if self.reached is None or number < self.next:
            self.reached, self.next = self.files(), 0
        for found, _, stream in self.reached:
            self.next = found + 1
            if found == number:
                content = self.content(stream)
                if len(content) <= self.limits.kept:
                    self.keep(number, content)
                    return Opened(io.BytesIO(content))
                self.reached = None
                return self.large(number)
        raise ListFileError(f"{self.name} has changed while it was read ({name} is gone): load it anew.")

    def content(self, stream: IO[bytes]) -> bytes:
        """A file, as far as what may be kept goes."""
        try:
            return stream.read(self.limits.kept + 1)
        except DAMAGE as error:
            raise damaged(self.name, error) from None

    def large(self, number: int) -> Opened:
        """A file too large to be kept, in a pass of its own."""
        files = self.files()
        return Opened(next(stream for found, _, stream in files if found == number), (files,))

    def keep(self, number: int, content: bytes) -> None:
        """Keep a file; those kept longest give way."""
        self.kept[number] = content
        while sum(map(len, self.kept.values())) > self.limits.kept:
            del self.kept[next(iter(self.kept))]


class _TarHeader(tarfile.TarInfo):
    """A header that is whole, and whose long name or extension, read into memory, is no longer than such things are."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            info = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if len(buf) == tarfile.BLOCKSIZE and not any(buf):  # a block of zeros is the end of the archive
                raise
            # the standard library takes any of these as the end, so that files behind it would be lost in silence
            raise tarfile.ReadError(f"no whole header where one is due: {error}") from None
        if info.type in _TAR_EXTENSIONS and info.size > 1 << 16:
            raise tarfile.ReadError("a header without end")
        return info


def unpacked_by(opener: Opener, packing: str) -> Open:
    """Opens what is packed by `gz`, `xz` or `bz2`, unpacked."""

    def unpack() -> Opened:
        stream = opener()
        if packing == "gz":
            return Opened(gzip.GzipFile(fileobj=stream), (stream,))
        return Opened(lzma.LZMAFile(stream) if packing == "xz" else bz2.BZ2File(stream), (stream,))

    return unpack


def open_zip(packed: IO[bytes], name: str) -> zipfile.ZipFile:
    """A zip; ListFileError where it is damaged."""
    try:
        return zipfile.ZipFile(packed)
    except (*DAMAGE, ValueError) as error:
        raise damaged(name, error) from None


def zip_member(opener: Callable[[], IO[bytes]], member: str, name: str) -> Opened:
    """A file of a zip that is opened for it alone."""
    packed = opener()
    try:
        opened = zip_stream(open_zip(packed, name), member, name)
    except ListFileError:
        packed.close()
        raise
    return Opened(opened.stream, (packed,))


def zip_stream(archive: zipfile.ZipFile, member: str, name: str) -> Opened:
    """A file of a zip that is open."""
    try:
        return Opened(archive.open(member))
    except (*DAMAGE, ValueError, KeyError, RuntimeError) as error:
        raise damaged(name, error) from None


def check_name(member: str, name: str) -> None:
    """ListFileError where the name of an archive's file leads outside of it."""
    parts = PurePosixPath(member.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0] or len(member) > _LONGEST_NAME:
        raise ListFileError(f"{name} holds a file that leads outside ({member[:100]!r}): it is no archive of lists.")


def is_tar(start: bytes) -> bool:
    """Whether a file that begins so is a tar."""
    return start[257:262] == b"ustar"

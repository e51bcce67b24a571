"""How much of what a stranger packed may be unpacked: limits, and streams that keep to them."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Protocol

import msgspec

from gazetted.errors import ListFileError

DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, NotImplementedError)
"""What the standard library raises where something packed is damaged."""


class Limits(msgspec.Struct, frozen=True):
    """How much may be in a path.

    Attributes:
        total: bytes of all files together, unpacked.
        ratio: how many times larger than packed something may become before it is suspicious.
        suspicious: bytes that something suspicious may unpack to; lists of many editions pack very well.
        members: number of files.
        depth: how many packings may lie within each other; 2 is an archive that holds packed files.
        inner: bytes of an archive within an archive, which is held in memory.
        kept: bytes of files of an archive without an index that are kept, so that it is not read anew for each.
    """

    total: int = 16 << 30
    ratio: int = 200
    suspicious: int = 2 << 30
    members: int = 10_000
    depth: int = 2
    inner: int = 64 << 20
    kept: int = 64 << 20


class Budget:
    """How much has been unpacked so far in one pass, against what is allowed."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self.limits = limits
        self.packed = max(packed, 1)
        self.unpacked = 0
        self.members = 0

    def take(self, count: int, name: str) -> None:
        """Count bytes; ListFileError where they are too many."""
        self.unpacked += count
        limits = self.limits
        if self.unpacked > limits.total:
            raise ListFileError(f"{name} unpacks to over {limits.total >> 20} MB: load its files one by one.")
        if self.unpacked > limits.suspicious and self.unpacked > limits.ratio * self.packed:
            raise ListFileError(
                f"{name} unpacks to over {limits.ratio} times its size (over {limits.suspicious >> 20} MB): it is no"
                " list file, do not trust it."
            )

    def member(self, name: str) -> None:
        """Count a file; ListFileError where there are too many."""
        self.members += 1
        if self.members > self.limits.members:
            raise ListFileError(f"{name} holds over {self.limits.members} files: load its lists one by one.")


class Readable(Protocol):
    """What can be read and closed."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes."""

    def close(self) -> None:
        """Close it."""


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Close it."""


class Opened(msgspec.Struct, frozen=True):
    """An open stream, and what lies under it and is closed with it."""

    stream: Readable
    under: tuple[Closable, ...] = ()


Open = Callable[[], Opened]


class Counted(io.RawIOBase):
    """A stream that counts what is read, under a name, and turns damage into ListFileError."""

    def __init__(self, opened: Opened, name: str, budget: Budget) -> None:
        self.inner, self.under, self.name, self.budget = opened.stream, opened.under, name, budget

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read into a buffer; ListFileError where the stream is damaged or passes a limit."""
        try:
            data = self.inner.read(len(buffer))
        except DAMAGE as error:
            raise damaged(self.name, error) from None
        self.budget.take(len(data), self.name)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it and what lies under it."""
        if not self.closed:
            for one in (self.inner, *self.under):
                one.close()
        super().close()


def damaged(name: str, error: Exception) -> ListFileError:
    """The error for a packed file that cannot be unpacked."""
    return ListFileError(f"{name} cannot be unpacked ({str(error)[:100] or 'cut off'}): fetch it anew.")


def buffered(opened: Opened, name: str, budget: Budget) -> io.BufferedReader:
    """A stream that has a name and keeps to a budget."""
    return io.BufferedReader(Counted(opened, name, budget), 1 << 16)

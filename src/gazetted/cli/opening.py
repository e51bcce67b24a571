"""Opening what a command works on: the record, and files named on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gazetted.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from gazetted.api import Record

EXAMPLE = "hts-2024-12-09.txt"
"""The article that comes with the package, in its resources."""

LARGEST = 64 * 1024 * 1024
"""Bytes of an article that are taken in; a longer one is a mistake or an attack."""


def open_record(url: str | None) -> Record:
    """The record that the user named, or the default one.

    Raises:
        RecordError: it cannot be used.
    """
    import gazetted

    return gazetted.open(url)


def existing(path: str) -> Path:
    """A file that must be there.

    Raises:
        UsageError: it is not there.
    """
    found = Path(path)
    if not found.exists():
        raise UsageError(f"{path} is not there: check the path.")
    return found


def example_bytes() -> bytes:
    """The bytes of the example article."""
    from importlib import resources

    return resources.files("gazetted.resources").joinpath("examples", EXAMPLE).read_bytes()


def document_bytes(path: str) -> bytes:
    """The bytes of an article, from a file or (`-`) from stdin.

    Raises:
        UsageError: the file is not there, is a folder or may not be read.
        DocumentError: it is larger than an article can be.
    """
    if path == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        found = existing(path)
        if found.is_dir():
            raise UsageError(f"{path} is a folder: name one article in it.")
        try:
            with found.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror}): check its permissions.") from None
    if len(data) > LARGEST:
        raise DocumentError(f"{path} is larger than {LARGEST // 2**20} MiB: give one article, not a collection.")
    return data

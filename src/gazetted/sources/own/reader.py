"""An own list as an edition, read in one go."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from gazetted.errors import ListFileError, UsageError
from gazetted.model.edition import Edition, Listing, Reject
from gazetted.model.lists import ListInfo
from gazetted.sources.format import Head
from gazetted.sources.own import READERS
from gazetted.sources.own.table import list_key, recognise_jsonl

LONGEST_KEY = 64
"""Characters in the key of a list, as the record's schema has it."""


def read_own_list(path: Path, *, key: str | None, date: str) -> tuple[ListInfo, Edition]:
    """Read an own list: CSV, or JSON lines.

    Args:
        path: the file.
        key: short name of the list; None: made from the file's name.
        date: the edition's date (ISO day).

    Raises:
        UsageError: there is no such file.
        ListFileError: the file is empty, binary, not UTF-8 or malformed, or has no column `name`, no row that can be
            taken, or a name too long for a list.
    """

    def opener() -> BinaryIO:
        return path.open("rb")

    sha256, start = _read(path)
    reader = READERS[1 if recognise_jsonl(Head(path.name, start)) else 0]
    rejects: list[Reject] = []
    listings: list[Listing] = list(reader.listings({"": opener}, rejects.append))
    if not listings:
        reason = f" (first: {rejects[0].where}: {rejects[0].reason})" if rejects else ""
        raise ListFileError(f"{path} has no entry that can be taken{reason}: give at least one row with a name.")
    name = list_key(key or path.name)
    if len(name) > LONGEST_KEY:
        raise ListFileError(
            f"{path} gives its list a key of {len(name)} characters: give one of {LONGEST_KEY} at most."
        )
    info = ListInfo(
        key=name,
        authority="own",
        body="own list",
        title=path.stem,
        short=name.removeprefix("own.")[:12],
        covers="A list of your own.",
    )
    return info, Edition(info.key, date, sha256, reader.name, tuple(listings), tuple(rejects))


def _read(path: Path) -> tuple[str, bytes]:
    """The file's digest, and its beginning."""
    try:
        with path.open("rb") as stream:
            start = stream.read(65_536)
            digest = hashlib.sha256(start)
            while block := stream.read(1 << 20):
                digest.update(block)
    except (FileNotFoundError, ValueError):  # no path of a file holds a NUL character
        raise UsageError(f"There is no file {path}.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    if not start.strip():
        raise ListFileError(f"{path} is empty: an own list is a CSV file with a header, `name` at least.")
    return digest.hexdigest(), start

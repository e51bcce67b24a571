"""The index of a record's names: from a file where it was built before, else built and kept in one.

The file lies in the user's cache folder (or in `GAZETTED_CACHE`) and is named after the digest of the record. It is
derived: it may be deleted at any time, and one that does not fit is built anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path

from gazetted.matching import index_file
from gazetted.matching.index import NameIndex
from gazetted.record.ledger import Ledger

ENVIRONMENT = "GAZETTED_CACHE"

_KEPT_FILES = 4
_ABANDONED = 3600.0
"""Seconds after which an index on its way belongs to nobody any more."""
_TABLES = ("text", "matching")


def folder() -> Path:
    """Where indexes are kept."""
    place = os.environ.get(ENVIRONMENT)
    if place:
        return Path(place)
    from platformdirs import user_cache_path

    return user_cache_path("gazetted", appauthor=False)


def name_index(ledger: Ledger, known: dt.datetime | None, version: str, *, place: Path | None = None) -> NameIndex:
    """The index of the names that a record held at a moment.

    Args:
        ledger: the record.
        known: the moment; None: now.
        version: of the program: another may prepare names otherwise.
        place: folder of the index; None: the user's cache folder.
    """
    digest = _digest(ledger, known, version)
    path = (place or folder()) / f"names-{digest[:24]}.idx"
    found = index_file.opened(path, digest)
    if found is not None:
        return found
    built = NameIndex.build(ledger.names(known), ledger.parties(known), sorted(ledger.identifiers(known)))
    with contextlib.suppress(OSError):
        index_file.save(built, path, digest)
        _tidy(path)
        return index_file.opened(path, digest) or built
    return built


def forget_kept(place: Path | None = None) -> None:
    """Remove every index that is kept: after something was erased none shall hold its names. They are made anew.

    Args:
        place: the folder; None: where indexes are kept.
    """
    with contextlib.suppress(OSError):
        for pattern in ("names-*.idx", ".names-*.idx.*"):
            for file in (place or folder()).glob(pattern):
                file.unlink(missing_ok=True)


def _digest(ledger: Ledger, known: dt.datetime | None, version: str) -> str:
    """Of what an index is built from: the record, the tables, and the program."""
    whole = f"{ledger.digest(known)} {_tables()} {version} {index_file.VERSION} with identifiers"
    return hashlib.sha256(whole.encode()).hexdigest()


@cache
def _tables() -> str:
    digest = hashlib.sha256()
    for name in _TABLES:
        for file in sorted((resources.files("gazetted.resources") / name).iterdir(), key=lambda one: one.name):
            if file.is_file():
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _tidy(newest: Path) -> None:
    """Remove all but the last few indexes, and what processes left that died while they wrote one."""
    with contextlib.suppress(OSError):
        files = sorted(newest.parent.glob("names-*.idx"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[_KEPT_FILES:]:
            if file != newest:
                file.unlink(missing_ok=True)
        new = newest.stat().st_mtime
        for left in newest.parent.glob(".names-*.idx.*"):
            if left.stat().st_mtime < new - _ABANDONED:
                left.unlink(missing_ok=True)

"""A record and the index of its names as one immutable file, for machines that share nothing else.

The file is a ZIP archive without compression: `manifest.json`, `record.sqlite`, and the index under its own name. The
manifest holds the SHA-256 of each part. It is taken apart once on each machine, into a folder named after its digest;
processes of that machine then map the same index. A bundle never changes: a new edition makes a new one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import IO

import msgspec

from gazetted import __version__
from gazetted.api import Record, open_record
from gazetted.errors import InputError, UsageError
from gazetted.inquiry import Moment, as_moment
from gazetted.screening import indexing

FORM = 1
"""Version of the form of bundles."""

_RECORD = "record.sqlite"
_MANIFEST = "manifest.json"
_MOST_MANIFEST = 100_000
_READ = 1 << 20


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle holds.

    Attributes:
        bundle: version of the form.
        engine: version of the program that packed it; another version builds its own index.
        record: digest of the record at `known`.
        known: the moment up to which the record was told (ISO, UTC); every answer uses this knowledge.
        index: name of the file of the index.
        hashes: SHA-256 of each part.
    """

    bundle: int
    engine: str
    record: str
    known: str
    index: str
    hashes: dict[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 over all that the bundle holds."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    @property
    def moment(self) -> dt.datetime:
        """`known` as a moment."""
        return dt.datetime.fromisoformat(self.known)


def pack(record: Record, path: str | os.PathLike[str], *, known: Moment = None) -> Manifest:
    """Write a record and the index of its names as one file, whole or not at all.

    Args:
        record: the record; it must be a file.
        path: where the bundle goes; what stands there is replaced.
        known: the moment whose knowledge is used; None: the newest.

    Returns:
        What the bundle holds.

    Raises:
        UsageError: the record is on a server.
    """
    place = Path(record.ledger.url)
    if not place.is_file():
        raise UsageError("Only a record in a file can be packed: load the lists into one with --record FILE.")
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".packing-") as made:
        folder = Path(made)
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("VACUUM INTO ?", [str(folder / _RECORD)])
        with open_record(folder / _RECORD, builtin=False) as copy:
            moment = as_moment(known) or copy.ledger.newest_moment()
            index = indexing.name_index(copy.ledger, moment, __version__, place=folder)
            del index
            digest = copy.ledger.digest(moment)
        (found,) = folder.glob("*.idx")
        parts = [folder / _RECORD, found]
        manifest = Manifest(
            bundle=FORM,
            engine=__version__,
            record=digest,
            known=moment.isoformat(),
            index=found.name,
            hashes={part.name: _hash(part) for part in parts},
        )
        _write(folder / "bundle", manifest, parts)
        (folder / "bundle").replace(target)
    return manifest


def _write(path: Path, manifest: Manifest, parts: list[Path]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_MANIFEST, msgspec.json.encode(manifest, order="sorted"))
        for part in parts:
            archive.write(part, part.name)


def read_manifest(path: str | os.PathLike[str]) -> Manifest:
    """What a bundle holds.

    Raises:
        InputError: it is no bundle, or one of a newer form.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_MANIFEST) as file:
            manifest = msgspec.json.decode(file.read(_MOST_MANIFEST), type=Manifest)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError) as error:
        raise InputError(f"{path} is no bundle of gazetted: pack one with `gazetted bundle`. ({error})") from error
    if manifest.bundle != FORM:
        raise InputError(f"{path} was packed by a newer version of gazetted (form {manifest.bundle}): update gazetted.")
    known = {_RECORD, manifest.index}
    if set(manifest.hashes) != known or len(known) != 2 or Path(manifest.index).name != manifest.index:
        raise InputError(f"{path} is no bundle of gazetted: its manifest names other parts than it should.")
    return manifest


def unpacked(path: str | os.PathLike[str], folder: Path) -> Path:
    """The folder of a bundle's parts, taken apart there if it was not before. Safe for several processes at once.

    Raises:
        InputError: it is no bundle, or a part is not what the manifest says.
    """
    manifest = read_manifest(path)
    home = folder / f"bundle-{manifest.digest[:24]}"
    if home.is_dir():
        return home
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder, prefix=".unpacking-"))
    try:
        with zipfile.ZipFile(path) as archive:
            for name, digest in manifest.hashes.items():
                with archive.open(name) as source, (made / name).open("wb") as out:
                    if _copied(source, out) != digest:
                        raise InputError(f"{path} is damaged: {name} is not what its manifest says. Copy it again.")
        # A folder appears whole. Where another process was quicker, its folder holds the same bytes.
        try:
            made.rename(home)
        except OSError:
            if not home.is_dir():
                raise
    except (KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is damaged: {error}. Copy it again.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return home


@lru_cache(maxsize=2)
def opened(path: str, folder: str | None = None) -> tuple[Record, Manifest]:
    """The record of a bundle, open, with its index beside it; kept open by the process.

    Args:
        path: the bundle.
        folder: where bundles are taken apart; None: the user's cache folder.

    Raises:
        InputError: as of `unpacked`.
    """
    home = unpacked(path, Path(folder) if folder else indexing.folder())
    return open_record(home / _RECORD, builtin=False, cache=home), read_manifest(path)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(source: IO[bytes], out: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(_READ):
        digest.update(block)
        out.write(block)
    return digest.hexdigest()

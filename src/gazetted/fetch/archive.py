"""Raw files as they came, each under its SHA-256, and a list of what came from where and when.

    raw/ab/abcdef….gz      the file, packed; its name is the digest of what it unpacks to
    raw/manifest.jsonl     one line for each file or new validator: address, moment, digest, size, ETag, Last-Modified
    raw/.part/             files on their way; what a killed process left there is swept away

A file appears whole or not at all. What is handed out was checked against its digest.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from gazetted.fetch.policy import FetchError

_BLOCK = 1 << 20
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
ABANDONED = dt.timedelta(hours=2)
"""Age at which a file on its way belongs to nobody any more: longer than any download may take."""


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that came from an address.

    Attributes:
        address: where it came from, as the publisher offers it (before redirects).
        moment: when, ISO with zone.
        sha256: digest of its bytes.
        size: its bytes.
        etag: the publisher's mark of this state of it; "" where it gave none.
        modified: the publisher's Last-Modified, as given; "" where it gave none.
    """

    address: str
    moment: str
    sha256: str
    size: int
    etag: str = ""
    modified: str = ""


class Incoming:
    """A file on its way: its bytes go to disk packed, and are counted and digested."""

    def __init__(self, raw: IO[bytes], path: Path) -> None:
        self.path = path
        self.size = 0
        self._raw = raw
        self._digest = hashlib.sha256()
        # No name and no time in the packing, so that equal files are equal packed.
        self._packed = gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6)

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self.size += len(data)
        self._digest.update(data)
        self._packed.write(data)

    def finish(self) -> str:
        """Bring it to disk for good; its digest."""
        self._packed.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()
        return self._digest.hexdigest()

    def drop(self) -> None:
        """Leave nothing of it."""
        self._raw.close()
        self.path.unlink(missing_ok=True)


class Archive:
    """The archive in a folder, which is made at its first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = folder / "manifest.jsonl"
        self._part = folder / ".part"

    def path(self, sha256: str) -> Path:
        """Where the file of a digest lies, or would lie."""
        if not _DIGEST.fullmatch(sha256):
            raise FetchError(f"{sha256[:80]!r} is no digest of a file: {self.manifest} is damaged.")
        return self.folder / sha256[:2] / f"{sha256}.gz"

    def last(self, address: str) -> Kept | None:
        """What last came from an address, where the archive holds it as it came."""
        found: Kept | None = None
        for kept in self.entries():
            found = kept if kept.address == address else found
        return found if found is not None and self.is_sound(found.sha256) else None

    def entries(self) -> Iterator[Kept]:
        """What came, in order; a line that a crash cut off is passed over."""
        if not self.manifest.exists():
            return
        decoder = msgspec.json.Decoder(Kept)
        with self.manifest.open("rb") as lines:
            for line in lines:
                with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
                    yield decoder.decode(line)

    def is_sound(self, sha256: str) -> bool:
        """Whether the file of a digest is there and still has it."""
        digest = hashlib.sha256()
        try:
            with gzip.open(self.path(sha256)) as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
        except (OSError, EOFError, zlib.error, FetchError):
            return False
        return digest.hexdigest() == sha256

    @contextlib.contextmanager
    def incoming(self) -> Iterator[Incoming]:
        """Room for a file on its way; what is not kept by the end is gone."""
        self._part.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=self._part, suffix=".part")
        file = Incoming(os.fdopen(number, "wb"), Path(name))
        try:
            yield file
        finally:
            file.drop()

    def keep(self, file: Incoming, address: str, *, moment: dt.datetime, etag: str = "", modified: str = "") -> Kept:
        """Keep a file that came whole; one that is held already is held once."""
        sha256 = file.finish()
        place = self.path(sha256)
        if not self.is_sound(sha256):
            place.parent.mkdir(parents=True, exist_ok=True)
            file.path.replace(place)
        kept = Kept(address, moment.isoformat(), sha256, file.size, etag, modified)
        self._note(kept)
        return kept

    def _note(self, kept: Kept) -> None:
        line = msgspec.json.encode(kept) + b"\n"
        with self.manifest.open("ab+") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)  # in one piece, and always at the end: two processes do not mix
            file.flush()
            os.fsync(file.fileno())

    @contextlib.contextmanager
    def handed_out(self, files: Sequence[Kept]) -> Iterator[Path]:
        """A folder with files under the names that their publisher gives them, packed, while the context is open.

        Raises:
            FetchError: a file is no longer as it came.
        """
        self._part.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._part, ignore_cleanup_errors=True) as outer:
            folder = Path(outer) / "files"  # a name without figures: a date in it would be taken for the edition's
            folder.mkdir()
            for kept in files:
                if not self.is_sound(kept.sha256):
                    raise FetchError(f"{self.path(kept.sha256)} is damaged: run `gazetted update` again to replace it.")
                name = file_name(kept.address)
                while (place := folder / f"{name}.gz").exists():
                    name = f"again_{name}"
                _link(self.path(kept.sha256), place)
            yield folder

    def sweep(self, now: dt.datetime) -> None:
        """Remove what killed processes left."""
        for path in self._part.glob("*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < (now - ABANDONED).timestamp():
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def file_name(address: str) -> str:
    """The name that a publisher gives a file, safe on every disk.

    >>> file_name("https://example.org/lists/SDN.CSV?key=1"), file_name("https://example.org/")
    ('SDN.CSV', 'file')
    """
    last = address.partition("#")[0].partition("?")[0].partition("://")[2].rstrip("/").split("/")[1:]
    return _UNSAFE.sub("_", last[-1]).lstrip(".")[-100:] or "file" if last else "file"


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, place)

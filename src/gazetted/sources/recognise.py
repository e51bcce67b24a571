"""What is in a file, a folder or an archive: editions of lists, by the content of each file."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

import msgspec

from gazetted.errors import ListFileError
from gazetted.sources.format import HEAD_BYTES, Head, Opener, Reader, Recognised
from gazetted.sources.limited import Limits
from gazetted.sources.looks import looks_like
from gazetted.sources.unpack import members

_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_NUMBERS = re.compile(r"\d+")
_BLOCK = 1 << 20
HELD = 8_000_000
"""Bytes of unpacked files that are held in memory while they are loaded, so that they are unpacked once."""

_OWN = "own."
_SHOWN = 5

DateFrom = Literal["content", "name", "folder", ""]
"""Whence a date is known: the publisher's statement, the file's name, its folder's name; "": it is not."""


class Found(msgspec.Struct, frozen=True):
    """An edition that was found.

    Attributes:
        reader: the reader of its format.
        list_key: the list that it is an edition of.
        date: its date (ISO day); None where nothing tells.
        parts: openers of its files, by the reader's words for them.
        sha256: digest of the files as unpacked: of one file its own, of several that of their digests in order.
        label: what to call it in messages.
        date_from: whence the date is known.
    """

    reader: Reader
    list_key: str
    date: str | None
    parts: Mapping[str, Opener]
    sha256: str
    label: str
    date_from: DateFrom = ""


class _File(msgspec.Struct, frozen=True):
    """A file that a reader knows."""

    name: str
    place: str
    reader: Reader
    known: Recognised
    opener: Opener
    sha256: str


def recognise(
    path: Path, readers: Sequence[Reader], *, source: str | None = None, limits: Limits | None = None
) -> list[Found]:
    """The editions in a path, in the order in which their first files were met.

    Files of one reader, one list and one folder or archive that are different parts of an edition belong together;
    where a part is there more than once, files with the same numbers in their names do. A file in which its publisher
    keeps several lists is an edition of each.

    Args:
        path: a file, a folder, or something packed (gz, xz, bz2, zip, tar).
        readers: the readers to ask.
        source: key of the list that the files are of, where more than one reader may know them.
        limits: how much may be in the path.

    Raises:
        UsageError: there is no such path.
        ListFileError: nothing in it is known; more than one reader knows a file; parts do not fit together; or it
            cannot be unpacked within the limits.
    """
    files: list[_File] = []
    strangers: list[str] = []
    room = HELD
    for member in members(path, limits):
        start = member.stream.read(HEAD_BYTES)
        chosen = _choose(Head(member.name, start, member.opener), readers, source)
        if not chosen:
            if len(strangers) < _SHOWN:
                strangers.append(f"{member.name} is {_in_words(start)}")
            continue
        digest, content = _digest(start, member.stream, room)
        room -= len(content or b"")
        opener = partial(_Held, member.name, content) if content is not None else member.opener
        files += [_File(member.name, member.place, *choice, opener, digest) for choice in chosen]
    if not files:
        raise ListFileError(_nothing_known(path, strangers, readers, source))
    return [_found(group) for group in _groups(files)]


def _choose(head: Head, readers: Iterable[Reader], source: str | None) -> list[tuple[Reader, Recognised]]:
    """The readers that know a file: one, or one for each list of a publisher that keeps several in one file.

    Own lists have the plainest format, so that they give way to publishers'.
    """
    known = [(reader, found) for reader in readers if (found := reader.recognise(head))]
    if source is not None:
        known = [one for one in known if one[1].list_key == source]
    known = [one for one in known if not one[1].list_key.startswith(_OWN)] or known
    keys = sorted({found.list_key for _, found in known})
    publishers = {reader.name.partition(" ")[0] for reader, _ in known}
    if len(known) > len(keys) or len(publishers) > 1:
        names = ", ".join(reader.name for reader, _ in known)
        raise ListFileError(f"{head.name} may be of {' or '.join(keys)} ({names}): say which with --source.")
    return known


class _Held(BytesIO):
    """A small file, unpacked, in memory."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def _digest(start: bytes, rest: BinaryIO, room: int) -> tuple[str, bytes | None]:
    """The SHA-256 of a file, and its content where there is room for it."""
    digest, blocks, size = hashlib.sha256(start), [start], len(start)
    while block := rest.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if size <= room:
            blocks.append(block)
        else:
            blocks.clear()
    return digest.hexdigest(), b"".join(blocks) if size <= room else None


def _groups(files: Iterable[_File]) -> Iterator[list[_File]]:
    """Files that belong to one edition."""
    together: dict[tuple[object, ...], list[_File]] = {}
    for number, file in enumerate(files):
        alone = (number,) if not file.known.part else ()
        together.setdefault((file.reader.name, file.known.list_key, file.place, *alone), []).append(file)
    for group in together.values():
        if _fits(group):
            yield group
            continue
        stamped: dict[tuple[str, ...], list[_File]] = {}
        for file in group:
            stamped.setdefault(tuple(_NUMBERS.findall(file.name)), []).append(file)
        for inner in stamped.values():
            if not _fits(inner):
                twice = ", ".join(sorted(file.name for file in inner))
                raise ListFileError(f"{twice} hold the same part of {inner[0].known.list_key}: load them one by one.")
            yield inner


def _fits(group: Sequence[_File]) -> bool:
    return len({file.known.part for file in group}) == len(group)


def _found(group: Sequence[_File]) -> Found:
    first = group[0]
    parts = {file.known.part: file.opener for file in group}
    stated = {file.known.date for file in group if file.known.date}
    if len(stated) > 1:
        raise ListFileError(
            f"{', '.join(file.name for file in group)} are of different days ({', '.join(sorted(stated))}): load the"
            " files of one edition together."
        )
    date = stated.pop() if stated else first.reader.edition_date(parts)
    date_from: DateFrom = "content" if date else ""
    if date is None:
        date, date_from = _named_date(group)
    digests = sorted(file.sha256 for file in group)
    sha256 = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    names = ", ".join(file.name for file in group)
    label = f"{names} in {PurePath(first.place).name}" if first.place not in ("", ".") else names
    return Found(first.reader, first.known.list_key, date, parts, sha256, label, date_from)


def _named_date(group: Sequence[_File]) -> tuple[str | None, DateFrom]:
    """The one day that the files' names hold, else their folder's."""
    days = {day for file in group if (day := date_in(file.name))}
    if len(days) == 1:
        return days.pop(), "name"
    day = date_in(PurePath(group[0].place).name)
    return (day, "folder") if day and not days else (None, "")


def date_in(name: str) -> str | None:
    """The day in a file's name; None where there is none, or more than one.

    >>> date_in("sdn_2021-08-18T0939Z.csv"), date_in("20250811-list.ods"), date_in("sdn.csv")
    ('2021-08-18', '2025-08-11', None)
    """
    days = set()
    for year, month, day in _DATE_IN_NAME.findall(name):
        try:
            days.add(dt.date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def _nothing_known(path: Path, strangers: Sequence[str], readers: Iterable[Reader], source: str | None) -> str:
    if not strangers:
        return f"{path} holds no file: give a list file, or a folder or archive of them."
    formats = ", ".join(sorted({reader.name.rpartition(" ")[0] or reader.name for reader in readers}))
    wanted = f" of {source}" if source else ""
    own = "; a table of your own with other columns needs a name for its list (--source)"
    known = formats + (own if any(" is a table" in stranger for stranger in strangers) else "")
    return f"No list file{wanted} that is known is in {path}: {'; '.join(strangers)}. Known formats: {known}."


def _in_words(start: bytes) -> str:
    looks = looks_like(start)
    if looks != "a table":
        return looks
    line = start.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    return f"a table that begins {''.join(one if one.isprintable() else ' ' for one in line[:80])!r}"

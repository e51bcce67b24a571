"""Many editions of one file in one archive, one after the other: `<name>_<time>.csv` within a `.tar.xz`."""

from __future__ import annotations

import datetime as dt
import lzma
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from gazetted.errors import ListFileError, UsageError

LARGEST = 200_000_000
"""Bytes of one edition; the largest known have some 4 million."""

_TIME = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T_ -]?(\d{2})[:-]?(\d{2})(?:[:-]?(\d{2}))?Z?)?(?=\.\w+$)")


def history(path: Path) -> Iterator[tuple[dt.date, str, bytes]]:
    """Day, member name and content of each edition, in the archive's order; no more than one edition in memory.

    Args:
        path: a tar archive, plain or packed; the day is the one in a member's name (UTC).

    Raises:
        UsageError: there is no such file.
        ListFileError: the archive is damaged, a member is too large, or its name has no day.
    """
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                if not member.isfile():
                    continue
                if member.size > LARGEST:
                    raise ListFileError(f"{path}: {member.name} has more than {LARGEST // 1_000_000} MB: unpack it.")
                stream = archive.extractfile(member)
                if stream is not None:
                    yield _day(path, member.name), member.name, stream.read()
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise UsageError(f"There is no file {path}.") from None
        raise ListFileError(f"{path} cannot be read ({error}): get the archive again.") from None
    except (tarfile.TarError, lzma.LZMAError, EOFError, ValueError) as error:
        raise ListFileError(f"{path} is no tar archive or damaged ({error}): get the archive again.") from None


def _day(path: Path, name: str) -> dt.date:
    found = _TIME.search(name)
    try:
        if found:
            return dt.date(*map(int, found.groups()[:3]))
    except ValueError:
        pass
    raise ListFileError(f"{path}: the name {name} has no day: name members like sdn_20210818T120000Z.csv.")

"""The audit log: who asked what, when, of which state of the record; one JSON line each, chained by hashes.

`digest`, the last member of a line, is the SHA-256 of the line's bytes without that member; `previous` is the digest of
the line before, so that no line can be changed, moved or taken out unseen. Several processes may write one log.
"""

from __future__ import annotations

import hashlib
import logging
import os
import queue
import re
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from gazetted.errors import GazettedError, InputError, UsageError
from gazetted.record.private import make_folder
from gazetted.screening.holding import held

_LOG = logging.getLogger("gazetted.service")
_AT_ONCE = 512
_PAUSE = 0.1
"""Seconds in which lines gather that are written together; none where answers wait for them."""

_BLOCK = 1 << 16
_LONGEST = 1 << 26
"""Bytes of the longest line: several times those of the largest body, which may stand in it escaped."""

_MOST_WAITING = 20_000
_DIGEST = re.compile(rb',"digest":"([0-9a-f]{64})"}')
_DIGEST_LENGTH = len(',"digest":""}') + 64


class Checked(NamedTuple):
    """What an audit log is worth: how many lines, digest of the last, and what is wrong, in sentences."""

    lines: int
    last: str
    problems: tuple[str, ...]


class Audit:
    """Writes a log from a thread of its own, many lines at once; all are on the disk before they are acknowledged."""

    def __init__(self, path: Path | None, pause: float = _PAUSE) -> None:
        self._path = path
        self._pause = pause
        self._queue: queue.Queue[tuple[dict[str, Any], Future[None]] | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._work, name="audit", daemon=True)
        self.trouble = ""

    def start(self) -> None:
        """Begin to write.

        Raises:
            UsageError: the log cannot be written, or its end is none of a log.
        """
        if self._path is not None:
            append(self._path, [])
            self._thread.start()

    def stop(self) -> None:
        """Write what is left, and end."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(timeout=30)

    def note(self, line: dict[str, Any]) -> Future[None]:
        """Have a line written.

        Returns:
            Done when the line is on the disk; it fails where it cannot be written.
        """
        done: Future[None] = Future()
        if self._path is None:
            done.set_result(None)
            return done
        try:
            self._queue.put_nowait((line, done))
        except queue.Full:
            done.set_exception(UsageError("The audit log cannot keep up: try again in a moment."))
        return done

    def _work(self) -> None:
        ended = False
        while not ended:
            some = [self._queue.get()]
            if self._pause and self._queue.qsize() < _AT_ONCE:
                time.sleep(self._pause)
            while len(some) < _AT_ONCE and not self._queue.empty():
                some.append(self._queue.get())
            ended = None in some
            rows = [row for row in some if row is not None]
            self._write(rows)

    def _write(self, rows: list[tuple[dict[str, Any], Future[None]]]) -> None:
        assert self._path is not None
        try:
            append(self._path, [line for line, _ in rows])
            self.trouble = ""
        except (GazettedError, OSError, ValueError) as error:
            self.trouble = f"The audit log cannot be written ({error})."
            _LOG.error("audit", extra={"told": {"why": str(error), "lines": len(rows)}})
            for _, done in rows:
                done.set_exception(UsageError(self.trouble))
            return
        for _, done in rows:
            done.set_result(None)


def append(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Add lines to a log; they are on the disk when this returns.

    Raises:
        UsageError: the log cannot be written.
        InputError: its last line is none of a log.
    """
    try:
        make_folder(path.parent)
        with held(path), _opened(path) as file:
            number, previous = _last(path, file)
            written: list[bytes] = []
            for line in lines:
                number += 1
                row = msgspec.json.encode({"number": number, "previous": previous, **line})
                previous = hashlib.sha256(row).hexdigest()
                written.append(row[:-1] + f',"digest":"{previous}"}}\n'.encode())
            if written:
                file.write(b"".join(written))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): name another file with --audit.") from None


def check(path: Path) -> Checked:
    """Go through a log.

    Raises:
        UsageError: it cannot be read.
    """
    count, previous, problems = 0, "", list[str]()
    for count, data in _lines(path):
        found = _DIGEST.fullmatch(data[-_DIGEST_LENGTH:])
        body = data[:-_DIGEST_LENGTH] + b"}"
        try:
            row = msgspec.json.decode(body, type=dict[str, Any]) if found else None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            row = None
        if found is None or row is None:
            problems.append(f"Line {count} is none of an audit log.")
            continue
        digest = hashlib.sha256(body).hexdigest()
        if digest != found[1].decode():
            problems.append(f"Line {count} is not what was written.")
        elif row.get("number") != count or row.get("previous") != previous:
            problems.append(f"Line {count} does not follow on the one before it.")
        previous = digest
    return Checked(count, previous, tuple(problems[:100]))


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, data in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
                yield number, data.removesuffix(b"\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): check the path.") from None


def _opened(path: Path) -> BinaryIO:
    """A log to read and append to; a new one is for its owner alone, for it names who was screened."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b")


def _last(path: Path, file: BinaryIO) -> tuple[int, str]:
    """Number and digest of the last line; a line that was cut off behind it was never acknowledged and is taken out."""
    size = file.seek(0, os.SEEK_END)
    data, start = b"", size
    while start and data.count(b"\n") < 2:
        step = min(_BLOCK, start)
        start -= step
        file.seek(start)
        data = file.read(step) + data
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        file.truncate(start + len(whole))
    if not whole:
        return 0, ""
    try:
        row = msgspec.json.decode(whole[:-1].rpartition(b"\n")[2], type=dict[str, Any])
        return int(row["number"]), str(row["digest"])
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError):
        raise InputError(f"{path} does not end with a line of an audit log: move it away first.") from None

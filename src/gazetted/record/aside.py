"""Reading an edition in a second process while this one writes what was read.

The second process is a copy of this one (`fork`), made when the first entries have shown that there is more to read.
It sends chunks through a pipe, which fills up where the record is slower, so that memory stays flat; while it has to
wait it also works out what names are found by, which is else done here. Where there is one processor only, another
thread, or no `fork` that is safe, one process does all, with the same outcome.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO

import msgspec

from gazetted import errors
from gazetted.errors import ListFileError
from gazetted.model.edition import Reject
from gazetted.record.chunks import FIRST, Chunk, found_in
from gazetted.sources.registry import Counted

_MOST_WAITING = 4
"""Chunks that wait to be sent."""
_HEAD = 9
_CHUNK, _DONE, _FAILED = b"c", b"d", b"f"
_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ; fcntl names it from Python 3.10 on, on Linux alone


class Gathered(msgspec.Struct, frozen=True):
    """What reading gathers beside the chunks.

    Attributes:
        rejects: rows that could not be taken.
        counted: what was counted for the soundness of the edition.
    """

    rejects: list[Reject]
    counted: Counted | None = None


class Handover(msgspec.Struct, frozen=True):
    """How what reading gathers is brought from the process that read.

    Attributes:
        give: what was gathered.
        take: puts it in the place of what this process gathered.
    """

    give: Callable[[], Gathered]
    take: Callable[[Gathered], None]


_DECODER = msgspec.msgpack.Decoder(Chunk)
_GATHERED = msgspec.msgpack.Decoder(Gathered)
_ERROR = msgspec.msgpack.Decoder(tuple[str, str, bool])


def aside(chunks: Iterator[Chunk], handover: Handover, *, ready: bool) -> Generator[Chunk]:
    """The chunks, read by another process where that is possible.

    Args:
        chunks: the chunks; the first few are made here.
        handover: what else reading gathers.
        ready: whether every chunk must be found by its names, so that this is worth working out ahead.

    Raises:
        ListFileError: the other process was killed; else what reading raises.
    """
    first = next(chunks, None)
    if first is None:
        return
    if len(first.entries) < FIRST or not _can_fork():
        yield first
        yield from chunks
        return
    reader, child = _start(chunks, handover, ready)
    try:
        yield first
        yield from _received(reader, handover)
    finally:
        reader.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def _can_fork() -> bool:
    """Whether a copy of this process would be sound, and has a processor to run on."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # locks of other threads would stay locked for ever
    except OSError:
        return False


def _start(chunks: Iterator[Chunk], handover: Handover, ready: bool) -> tuple[BinaryIO, int]:
    """The end of a pipe from which to read, and the process that writes to it."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read_end)
            _work(write_end, chunks, handover, ready)
            code = 0
        finally:
            os._exit(code)  # nothing of this copy may be tidied up: files and connections are the other's
    os.close(write_end)
    return open(read_end, "rb", buffering=1 << 16), child


def _work(write_end: int, chunks: Iterator[Chunk], handover: Handover, ready: bool) -> None:
    gc.disable()  # this process ends before it could pay
    outbox = _Outbox(write_end)
    encode = msgspec.msgpack.Encoder().encode
    try:
        for chunk in chunks:
            if ready and outbox.behind():
                chunk.found = found_in(chunk.bodies)
            outbox.put(_CHUNK, encode(chunk))
        outbox.put(_DONE, encode(handover.give()))
    except BaseException as error:
        outbox.put(_FAILED, encode((type(error).__name__, str(error), isinstance(error, OSError))))
    outbox.empty()


class _Outbox:
    """Messages on their way into a pipe, without waiting for it as long as there are few."""

    def __init__(self, end: int) -> None:
        import fcntl

        self._end = end
        self._waiting: deque[memoryview] = deque()
        with contextlib.suppress(OSError):
            fcntl.fcntl(end, _SET_PIPE_SIZE, _PIPE_BYTES)

    def put(self, kind: bytes, body: bytes) -> None:
        self._waiting.append(memoryview(kind + len(body).to_bytes(_HEAD - 1, "big") + body))
        self._send(wait=False)
        while len(self._waiting) > _MOST_WAITING:
            self._send(wait=True)

    def behind(self) -> bool:
        """Whether the other side has not taken yet what it was sent."""
        self._send(wait=False)
        return bool(self._waiting)

    def empty(self) -> None:
        """Send all."""
        while self._waiting:
            self._send(wait=True)

    def _send(self, *, wait: bool) -> None:
        os.set_blocking(self._end, wait)
        with contextlib.suppress(BlockingIOError):
            while self._waiting:
                sent = os.write(self._end, self._waiting[0])
                self._waiting[0] = self._waiting[0][sent:]
                if not self._waiting[0]:
                    self._waiting.popleft()
                    if wait:
                        return


def _error(name: str, text: str, of_files: bool) -> Exception:
    """What the other process raised."""
    known = getattr(errors, name, None)
    if isinstance(known, type) and issubclass(known, errors.GazettedError):
        return known(text)
    return OSError(text) if of_files else RuntimeError(f"{name}: {text}")


def _received(reader: BinaryIO, handover: Handover) -> Iterator[Chunk]:
    while True:
        head = reader.read(_HEAD)
        body = reader.read(int.from_bytes(head[1:], "big")) if len(head) == _HEAD else b""
        kind = head[:1]
        if kind == _CHUNK:
            yield _DECODER.decode(body)
        elif kind == _DONE:
            handover.take(_GATHERED.decode(body))
            return
        elif kind == _FAILED:
            raise _error(*_ERROR.decode(body))
        else:
            raise ListFileError("The process that reads the file was killed: try again, with more memory.")

"""Screening by several processes over one index in a file.

Each worker is a process of its own that opens the record and maps the index; blocks of queries go to it and screenings
come back as JSON over pipes, in the order of the queries. The answers are those of one process, whatever their number.
"""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import IO, cast

import msgspec

from gazetted.errors import GazettedError, RecordError
from gazetted.matching.index import BLOCK
from gazetted.screening.result import Match, Query, Screening
from gazetted.screening.screen import Settings, screen_all

_AHEAD = 3
"""Portions that wait for each worker, so that none waits for its queries."""

_PORTION = 4 * BLOCK
"""Queries that go to a worker at once, when all have work: a message costs little against them."""

_LENGTH = 8
_QUERIES = msgspec.json.Decoder(list[Query])
_ANSWERS = msgspec.json.Decoder(list[tuple[Match, ...]])


class Job(msgspec.Struct, frozen=True):
    """What a worker must know.

    Attributes:
        record: path or URL of the record.
        version: of the program.
        settings: how names are screened; its moment must be given, so that all workers use the same knowledge.
    """

    record: str
    version: str
    settings: Settings


def screen_parallel(job: Job, queries: Iterable[Query], workers: int) -> Iterator[Screening]:
    """Screen many names by several processes; the screenings come in the order of the queries.

    Args:
        job: what the workers must know.
        queries: the names.
        workers: how many processes, at least one.

    Raises:
        RecordError: a worker ended before its work was done.
    """
    rows = iter(queries)
    with _Pool(job, workers) as pool:
        waiting: deque[Future[list[Screening]]] = deque()
        sent = 0
        while True:
            while len(waiting) < workers * _AHEAD:
                # The first portions are small, so that a short file is shared by all.
                portion = list(islice(rows, BLOCK if sent < workers * _AHEAD else _PORTION))
                if not portion:
                    break
                waiting.append(pool.submit(portion))
                sent += 1
            if not waiting:
                return
            yield from waiting.popleft().result()


class _Pool:
    """Processes, each with a thread that talks to it."""

    def __init__(self, job: Job, workers: int) -> None:
        self._on = job.settings.on.isoformat()
        self._job = msgspec.json.encode(job)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._running: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="screening")

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            running = list(self._running)
        for process in running:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            process.terminate()
        for process in running:
            process.wait()
        self._threads.shutdown(wait=True)

    def submit(self, block: list[Query]) -> Future[list[Screening]]:
        return self._threads.submit(self._ask, block)

    def _ask(self, block: list[Query]) -> list[Screening]:
        process = getattr(self._local, "process", None) or self._start()
        try:
            _send(process.stdin, msgspec.json.encode(block))
            answer = _receive(process.stdout)
        except (OSError, ValueError):
            answer = b""
        if not answer:
            raise RecordError("A screening process ended before its work was done: screen with one worker.")
        if answer[:1] == b"!":
            raise RecordError(answer[1:].decode("utf-8", "replace"))
        matches = _ANSWERS.decode(answer)
        return [Screening(query, self._on, found) for query, found in zip(block, matches, strict=True)]

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = subprocess.Popen(
            [sys.executable, "-m", "gazetted.screening.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        with self._lock:
            self._running.append(process)
        self._local.process = process
        _send(process.stdin, self._job)
        return process


def _send(pipe: IO[bytes] | None, message: bytes) -> None:
    assert pipe is not None
    pipe.write(len(message).to_bytes(_LENGTH, "little") + message)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> bytes:
    assert pipe is not None
    head = pipe.read(_LENGTH)
    return pipe.read(int.from_bytes(head, "little")) if len(head) == _LENGTH else b""


def main(source: IO[bytes], out: IO[bytes]) -> None:
    """A worker: a job first, then blocks of queries, each answered by a block of screenings."""
    from gazetted.record.ledger import Ledger
    from gazetted.record.store import Store
    from gazetted.screening.indexing import name_index

    job = msgspec.json.decode(_receive(source), type=Job)
    settings = job.settings
    ledger = Ledger(Store(job.record))
    try:
        index = name_index(ledger, settings.known, job.version)
        gc.freeze()  # what is there by now stays: the collector need not look through it
        while message := _receive(source):
            try:
                with ledger.snapshot():
                    found = screen_all(
                        ledger,
                        _QUERIES.decode(message),
                        settings,
                        index,
                        lambda slug: ledger.particulars(slug, known=settings.known),
                    )
                    answer = msgspec.json.encode([screening.matches for screening in found])
            except GazettedError as error:
                answer = b"!" + str(error).encode()
            _send(out, answer)
    except BrokenPipeError:
        return
    finally:
        ledger.close()


if __name__ == "__main__":
    main(cast("IO[bytes]", sys.stdin.buffer), cast("IO[bytes]", sys.stdout.buffer))

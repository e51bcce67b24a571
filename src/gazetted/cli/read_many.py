"""`read` over a collection: a folder, a file of JSON lines or a feed in, a JSON object a line out."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetted.errors import DocumentError, GazettedError, InputError, UsageError

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.reading.collection import Form, Given

_TOGETHER = 8  # documents that a worker takes at once
_AHEAD = 3  # portions for each worker that are under way, so that memory stays flat
_TELL_EVERY = 50


class Asked(NamedTuple):
    """What all documents of one call are read with."""

    record: str | None
    date: str | None
    publisher: str | None
    known: str | None
    with_text: bool
    keep: bool = False


def read_many(path: Path, form: Form, asked: Asked, out: str | None, workers: int) -> None:
    """Read every document of a collection, in its order, and write a JSON object a line.

    Args:
        path: the collection.
        form: what sort it is.
        asked: what all documents are read with; a date or publisher of the document's own comes first.
        out: where to write; None: stdout.
        workers: processes that read.

    Raises:
        InputError: no document of it could be read.
        UsageError: `out` cannot be written.
    """
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, progress, progress_done
    from gazetted.reading.collection import documents_in

    with open_record(asked.record):
        pass  # made before the workers need it, and refused here where it cannot be used
    done = failed = 0
    with _sink(out) as write:
        try:
            for line, good in _read(_kept_going(documents_in(path, form), path.name), asked, workers):
                write(line + "\n")
                done, failed = done + 1, failed + (not good)
                if done % _TELL_EVERY == 0:
                    progress(f"{done:,} documents read" + (f", {failed:,} could not be" if failed else ""))
        finally:
            progress_done()
    told = f", {failed:,} of them could not be read (see their error lines)" if failed else ""
    note(f"{done:,} {'document' if done == 1 else 'documents'}{told}" + (f"; written to {out}." if out else "."))
    if not done:
        raise InputError(f"{path} holds no document: text or HTML files, JSON lines or a feed are read.")
    if failed == done:
        raise InputError(f"no document of {path} could be read: see the error lines.")


@contextlib.contextmanager
def _sink(out: str | None) -> Iterator[Callable[[str], object]]:
    if out is None:
        yield sys.stdout.write
        return
    part = Path(f"{out}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            yield file.write
        os.replace(part, out)
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror}): choose another path.") from None
    finally:
        part.unlink(missing_ok=True)


def _kept_going(documents: Iterator[Given], name: str) -> Iterator[Given]:
    """The documents; where their collection breaks off, its error as the last of them."""
    from gazetted.reading.collection import Given

    try:
        yield from documents
    except DocumentError as error:
        yield Given(name, error=str(error))
    except OSError as error:
        yield Given(name, error=f"{name} cannot be read ({error.strerror}).")


def _read(documents: Iterator[Given], asked: Asked, workers: int) -> Iterator[tuple[str, bool]]:
    """A line for each document, in order, and whether it was read."""
    if workers == 1:
        for given in documents:
            yield _line(given, asked)
        _opened(asked.record).close()
        _opened.cache_clear()
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = deque(
            pool.submit(_lines, portion, asked) for portion in itertools.islice(_portions(documents), workers * _AHEAD)
        )
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(pool.submit(_lines, portion, asked) for portion in itertools.islice(_portions(documents), 1))


def _portions(documents: Iterator[Given]) -> Iterator[list[Given]]:
    while portion := list(itertools.islice(documents, _TOGETHER)):
        yield portion


def _lines(portion: Iterable[Given], asked: Asked) -> list[tuple[str, bool]]:
    return [_line(given, asked) for given in portion]


@cache
def _opened(record: str | None) -> Record:
    """The record of this process."""
    from gazetted.cli.opening import open_record

    return open_record(record)


def _line(given: Given, asked: Asked) -> tuple[str, bool]:
    """The reading of one document as a line of JSON; of one that cannot be read, why."""
    held: dict[str, object] = {"source": given.source}
    if given.content is None:
        return json.dumps(held | {"error": given.error}), False
    try:
        reading = _opened(asked.record).read(
            given.content,
            date=given.date or asked.date,
            publisher=given.publisher or asked.publisher,
            name=given.source,
            known=asked.known,
        )
        if asked.keep:
            held |= {"kept": _opened(asked.record).keep(reading, source=given.source).to_dict()}
    except GazettedError as error:
        return json.dumps(held | {"error": str(error)}), False
    return json.dumps(held | reading.to_dict(with_text=asked.with_text)), True

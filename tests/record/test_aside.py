"""Reading in a second process gives what reading in one gives, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.record import aside as aside_module
from gazetted.record.aside import Gathered, Handover, aside
from gazetted.record.chunks import FIRST, chunks_of, found_in

MANY = FIRST + 2500

forking = pytest.mark.skipif(sys.platform != "linux", reason="a process is copied on Linux only")


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside_module, "_can_fork", lambda: True)


def listings(count: int, rejects: list[Reject] | None = None) -> Iterator[Listing]:
    for number in range(count):
        if rejects is not None and number % 100 == 7:
            rejects.append(Reject(f"row {number}", "odd"))
        name = ListedName(f"Name of {number}")
        yield Listing(str(number), "person", (name,), identifiers=(f"passport:A{number:06}",), note="x" * 300)


def read(count: int, *, ready: bool) -> tuple[list[tuple[str, str]], list[Reject], set[bool]]:
    rejects: list[Reject] = []

    def take(gathered: Gathered) -> None:
        rejects[:] = gathered.rejects

    handover = Handover(lambda: Gathered(rejects), take)
    found, worked_out = [], set()
    for chunk in aside(chunks_of(listings(count, rejects), "it", named=True), handover, ready=ready):
        found += list(zip(chunk.entries, chunk.bodies, strict=True))
        if chunk.found is not None:
            worked_out.add(chunk.found == found_in(chunk.bodies))
    return found, rejects, worked_out


def children() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG) != (0, 0)
    except ChildProcessError:
        return False


@forking
@pytest.mark.parametrize("ready", [False, True])
@pytest.mark.parametrize("count", [0, 1, FIRST, MANY])
def test_the_outcome_is_that_of_one_process(count: int, ready: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    apart = read(count, ready=ready)
    monkeypatch.setattr(aside_module, "_can_fork", lambda: False)
    assert apart[:2] == read(count, ready=ready)[:2]
    assert len(apart[0]) == count
    assert apart[2] <= {True}
    assert not children()


def nothing() -> Handover:
    return Handover(lambda: Gathered([]), lambda _: None)


def breaking(error: BaseException) -> Iterator[Listing]:
    yield from listings(MANY)
    raise error


@forking
@pytest.mark.parametrize(
    ("error", "expected", "text"),
    [
        (ListFileError("It is cut short."), ListFileError, "^It is cut short.$"),
        (OSError("no such disc"), OSError, "no such disc"),
        (KeyError("hue"), RuntimeError, "KeyError: 'hue'"),
    ],
)
def test_what_reading_raises_is_raised(error: Exception, expected: type[Exception], text: str) -> None:
    with pytest.raises(expected, match=text):
        list(aside(chunks_of(breaking(error), "it", named=True), nothing(), ready=False))
    assert not children()


def killed(parent: int) -> Iterator[Listing]:
    yield from listings(MANY)
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    yield from listings(MANY)


@forking
def test_a_reading_process_that_is_killed_is_an_error() -> None:
    with pytest.raises(ListFileError, match="was killed"):
        list(aside(chunks_of(killed(os.getpid()), "it", named=True), nothing(), ready=False))
    assert not children()


@forking
def test_who_stops_early_leaves_no_process() -> None:
    chunks = aside(chunks_of(listings(MANY), "it", named=True), nothing(), ready=False)
    next(chunks)
    next(chunks)
    chunks.close()
    assert not children()

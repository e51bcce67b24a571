"""Publishers whose line stalls, drips, breaks or leads astray: `update` ends in time, says why, and goes on."""

from __future__ import annotations

import datetime as dt
import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gazetted.fetch.archive import Archive
from gazetted.fetch.fetcher import Fetcher
from gazetted.fetch.policy import FetchPolicy
from gazetted.record import loading
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger
from gazetted.record.updating import UpdateReport, update
from gazetted.sources.registry import SourceList, source_metadata

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sources"
UN = (SAMPLES / "un" / "consolidated.xml").read_bytes()
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
MOST = 1.0
"""Seconds that a request may take; a server that keeps us longer would do so for ever."""

Answer = Callable[[socket.socket, threading.Event], None]


def head(length: int, *more: str) -> bytes:
    lines = ("HTTP/1.1 200 OK", f"Content-Length: {length}", "Content-Type: text/xml", *more, "", "")
    return "\r\n".join(lines).encode()


def whole(to: socket.socket, over: threading.Event) -> None:
    to.sendall(head(len(UN)) + UN)


def silent(to: socket.socket, over: threading.Event) -> None:
    over.wait(20)


def stalls_in_the_middle(to: socket.socket, over: threading.Event) -> None:
    to.sendall(head(len(UN)) + UN[: len(UN) // 2])
    over.wait(20)


def stalls_in_the_head(to: socket.socket, over: threading.Event) -> None:
    to.sendall(head(len(UN))[:30])
    over.wait(20)


def drips(to: socket.socket, over: threading.Event) -> None:
    to.sendall(head(len(UN)))
    for byte in UN:
        to.sendall(bytes([byte]))
        if over.wait(0.05):
            return


def reset_in_the_middle(to: socket.socket, over: threading.Event) -> None:
    to.sendall(head(len(UN)) + UN[: len(UN) // 2])
    to.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_at_once(to: socket.socket, over: threading.Event) -> None:
    to.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def says_nothing_and_closes(to: socket.socket, over: threading.Event) -> None:
    return


def shorter_than_it_says(to: socket.socket, over: threading.Event) -> None:
    to.sendall(head(len(UN) + 500) + UN)


def longer_than_it_says(to: socket.socket, over: threading.Event) -> None:
    to.sendall(head(len(UN) // 2) + UN)


def cut_without_a_length(to: socket.socket, over: threading.Event) -> None:
    to.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + UN[: len(UN) // 2])


def cut_in_its_chunks(to: socket.socket, over: threading.Event) -> None:
    to.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    to.sendall(f"{len(UN):x}\r\n".encode() + UN[: len(UN) // 2])


def not_http(to: socket.socket, over: threading.Event) -> None:
    to.sendall(b"\x00\xff" * 500)


def leads_in_a_circle(to: socket.socket, over: threading.Event) -> None:
    to.sendall(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")


def tls_cut(to: socket.socket, over: threading.Event) -> None:
    to.sendall(b"\x16\x03\x03\x00\x7a\x02\x00")  # the beginning of an answer to a greeting


def tls_stalls(to: socket.socket, over: threading.Event) -> None:
    to.sendall(b"\x16\x03\x03\x00\x7a\x02\x00")
    over.wait(20)


class Line:
    """A server on this machine that answers every connection in one way."""

    def __init__(self) -> None:
        self.answer: Answer = whole
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                to, _ = self._listening.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(to,)))
            self._threads[-1].start()

    def _serve(self, to: socket.socket) -> None:
        with to:
            try:
                to.settimeout(10)
                to.recv(65536)
                self.answer(to, self.over)
            except OSError:
                return

    def close(self) -> None:
        self.over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(10)


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


class World:
    """A record, and two lists: the first comes over the bad line, the second from a sound publisher."""

    def __init__(self, ledger: Ledger, folder: Path, sources: dict[str, SourceList]) -> None:
        self.ledger, self.archive, self.sources = ledger, Archive(folder / "raw"), sources
        self.now = NOW

    def update(self) -> dict[str, UpdateReport]:
        self.now += dt.timedelta(hours=1)
        policy = FetchPolicy(
            attempts=2, pause=0.0, backoff=0.0, connect=MOST, read=MOST / 3, total=MOST, allow=frozenset({"127.0.0.1"})
        )
        fetcher = Fetcher(
            self.archive, policy, version="1", now=lambda: self.now, clock=time.monotonic, sleep=lambda _: None
        )
        reports = update(self.ledger, fetcher, now=lambda: self.now, sources=self.sources)
        return {report.list_key: report for report in reports}

    def why(self, key: str) -> str | None:
        states = {one.info.key: one for one in self.ledger.lists(NOW.date())}
        found: str | None = states[key].asked_why
        return found


@pytest.fixture
def world(line: Line, publisher: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    bare = {
        key: msgspec.structs.replace(one, addresses=(), minimum={}, fill={}, canaries=())
        for key, one in source_metadata().items()
    }
    sound = publisher.offers("/ch.xml", (SAMPLES / "ch" / "whole_list.xml").read_bytes())
    for key, address in (("un.sc", f"http://127.0.0.1:{line.port}/un.xml"), ("ch.seco", sound)):
        bare[key] = msgspec.structs.replace(bare[key], addresses=(address,))
    monkeypatch.setattr(loading, "source_metadata", lambda: bare)
    ledger = open_ledger(tmp_path / "record.sqlite", builtin=False, clock=lambda: NOW)
    yield World(ledger, tmp_path, bare)
    ledger.close()


FAULTS: list[tuple[Answer, str]] = [
    (silent, "silent or too slow"),
    (stalls_in_the_middle, "silent or too slow"),
    (stalls_in_the_head, "silent or too slow"),
    (drips, "silent or too slow"),
    (reset_in_the_middle, "broke off"),
    (reset_at_once, "broke off"),
    (says_nothing_and_closes, "broke off"),
    (shorter_than_it_says, "broke off"),
    (longer_than_it_says, ""),
    (cut_without_a_length, ""),
    (cut_in_its_chunks, "broke off"),
    (not_http, "broke off"),
    (leads_in_a_circle, "redirects more than 5 times"),
]


@pytest.mark.parametrize(("answer", "said"), FAULTS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_bad_line_is_told_and_stops_nobody(world: World, line: Line, answer: Answer, said: str) -> None:
    assert world.update()["un.sc"].outcome == "loaded", "over a sound line"
    digest, editions = world.ledger.digest(), [one.info.key for one in world.ledger.lists(NOW.date()) if one.editions]
    assert sorted(editions) == ["ch.seco", "un.sc"]
    line.answer = answer
    begun = time.monotonic()
    found = world.update()
    assert time.monotonic() - begun < 20, "it ends by its own clock, and not by the server's"
    report = found["un.sc"]
    assert report.outcome == "failed"
    assert report.why is not None
    assert said in report.why
    assert "\n" not in report.why
    assert report.why.endswith(".")
    assert world.why("un.sc") == report.why, "the record knows why"
    assert found["ch.seco"].outcome == "unchanged", "the next publisher was asked"
    assert world.ledger.digest() == digest, "the edition that was there stays"
    assert list((world.archive.folder / ".part").glob("*")) == [], "nothing is left half-way"
    line.answer = whole
    assert world.update()["un.sc"].outcome == "unchanged"
    assert world.why("un.sc") is None


@pytest.mark.parametrize(
    ("answer", "said"), [(tls_cut, ""), (tls_stalls, "silent or too slow"), (reset_at_once, ""), (not_http, "")]
)
def test_a_greeting_that_breaks_is_told_and_stops_nobody(world: World, line: Line, answer: Answer, said: str) -> None:
    world.update()
    address = f"https://127.0.0.1:{line.port}/un.xml"
    world.sources["un.sc"] = msgspec.structs.replace(world.sources["un.sc"], addresses=(address,))
    line.answer = answer
    found = world.update()
    assert found["un.sc"].outcome == "failed"
    assert said in str(found["un.sc"].why)
    assert str(found["un.sc"].why).startswith("127.0.0.1 ")
    assert str(found["un.sc"].why).endswith(".")
    assert found["ch.seco"].outcome == "unchanged"
    assert world.why("un.sc") == found["un.sc"].why


def test_the_server_that_stands_in_for_a_publisher_can_answer(line: Line) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", line.port, timeout=5)
    asked.request("GET", "/")
    assert asked.getresponse().read() == UN
    asked.close()

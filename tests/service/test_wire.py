"""The bounds on the head of a request, which hold before any key is looked at."""

from __future__ import annotations

import asyncio
import importlib.util
from typing import Any

import pytest

pytest.importorskip("httptools")
pytest.importorskip("uvicorn")

from uvicorn.config import Config
from uvicorn.server import ServerState

from gazetted.service import running, wire


class Pipe(asyncio.Transport):
    """A connection whose other end is the test."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.sent += bytes(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def answering(scope: Any, receive: Any, send: Any) -> None:
    """Takes the body, waits, and answers with its length."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    await asyncio.sleep(0.05)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"%d" % size})


def told(*parts: bytes, wait: float = 0.3) -> Pipe:
    """What a connection looks like after some parts came, one after the other, and some time."""

    async def spoken() -> Pipe:
        pipe = Pipe()
        config = Config(answering, log_config=None, lifespan="off")
        config.load()
        protocol = wire.BoundedProtocol(config=config, server_state=ServerState(), app_state={})
        protocol.connection_made(pipe)
        for part in parts:
            protocol.data_received(part)
            await asyncio.sleep(0)
        await asyncio.sleep(wait)
        closed = pipe.closed
        protocol.connection_lost(None)
        pipe.closed = closed
        return pipe

    return asyncio.run(spoken())


HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
STEP = b"a" * 65_536


def test_a_request_is_answered() -> None:
    assert b"200 OK" in told(HEAD + b"Content-Length: 3\r\n\r\nabc").sent


def test_a_header_without_end_is_cut_off() -> None:
    pipe = told(HEAD + b"X-Long: ", *[STEP] * 8)
    assert pipe.sent.startswith(b"HTTP/1.1 431 ")
    assert pipe.sent.count(b"HTTP/1.1") == 1
    assert pipe.closed


def test_an_address_without_end_is_cut_off() -> None:
    pipe = told(b"GET /", *[STEP] * 8)
    assert pipe.closed
    assert b"200 OK" not in pipe.sent


def test_many_headers_are_cut_off() -> None:
    pipe = told(HEAD, *[b"X: y\r\n" * 10_000] * 8)
    assert pipe.sent.startswith(b"HTTP/1.1 431 ")


def test_a_body_is_no_head() -> None:
    pipe = told(HEAD + b"Content-Length: 655360\r\n\r\n", *[STEP] * 10)
    assert b"655360" in pipe.sent
    assert not pipe.closed


def test_each_request_of_a_connection_has_a_head_of_its_own() -> None:
    one = HEAD + b"X-Long: " + b"a" * 60_000 + b"\r\nContent-Length: 0\r\n\r\n"
    pipe = told(*[one] * 5, wait=0.6)
    assert pipe.sent.count(b"200 OK") == 5


@pytest.mark.parametrize("said", [(), (b"GET / HT",), (HEAD + b"X: y\r\n",)])
def test_who_does_not_say_what_he_asks_is_not_waited_for(said: tuple[bytes, ...], monkeypatch: Any) -> None:
    monkeypatch.setattr(wire, "SLOWEST_HEAD", 0.02)
    pipe = told(*said)
    assert pipe.closed
    assert not pipe.sent


def test_an_answer_that_takes_its_time_is_waited_for(monkeypatch: Any) -> None:
    monkeypatch.setattr(wire, "SLOWEST_HEAD", 0.02)
    pipe = told(HEAD + b"Content-Length: 3\r\n\r\nabc")
    assert b"200 OK" in pipe.sent


def test_a_slow_body_is_left_to_the_guard(monkeypatch: Any) -> None:
    monkeypatch.setattr(wire, "SLOWEST_HEAD", 0.02)
    pipe = told(HEAD + b"Content-Length: 3\r\n\r\n")
    assert not pipe.closed


def test_where_the_fast_parser_is_missing_the_other_one_speaks(monkeypatch: Any) -> None:
    assert running.protocol().endswith(":BoundedProtocol")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert running.protocol() == "h11"

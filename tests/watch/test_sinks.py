"""Webhooks: signed, retried, in order, at least once."""

from __future__ import annotations

import datetime as dt
import functools
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from gazetted.fetch.policy import FetchError, FetchPolicy
from gazetted.fetch.posting import post
from gazetted.watch.result import Alert, Observed
from gazetted.watch.sinks import Webhook, deliver, signature
from gazetted.watch.state import State, state_of

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
POLICY = FetchPolicy(allow=frozenset({"127.0.0.1"}))


class Receiver(ThreadingHTTPServer):
    statuses: list[int]
    taken: list[tuple[dict[str, str], bytes]]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            served.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(served.statuses.pop(0) if served.statuses else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with Receiver(("127.0.0.1", 0), Handler) as served:
        served.statuses, served.taken = [], []
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        served.shutdown()
        thread.join()


@pytest.fixture
def state(store_url: str) -> Iterator[State]:
    with closing(state_of(store_url)) as found:
        yield found


def _raise(state: State, sink: Webhook, *ids: str) -> None:
    """Alerts of a look at a list."""
    state.open_sink(sink.name)
    watch = state.watches()[0] if state.watches() else state.add("list", "us.fto")
    alerts = tuple(
        Alert(id=one, created="", watch=1, kind="list", target="us.fto", what="list changed", party="p", name="P",
              why="so", on="2026-03-01", record={}) for one in ids
    )  # fmt: skip
    assert state.keep(watch, Observed("2026-03-01T12:00:00Z", {}, {}, alerts))


def _sink(receiver: Receiver, waits: list[float]) -> Webhook:
    send = functools.partial(post, policy=POLICY, clock=lambda: 0.0, sleep=waits.append)
    return Webhook(f"http://127.0.0.1:{receiver.server_address[1]}/hook", b"secret", send, lambda: NOON)


def test_what_is_posted_is_signed_and_carries_its_id(receiver: Receiver, state: State) -> None:
    sink = _sink(receiver, [])
    _raise(state, sink, "one", "two")
    assert deliver(state, [sink]) == []
    assert [headers["x-gazetted-alert"] for headers, _ in receiver.taken] == ["one", "two"]
    headers, body = receiver.taken[0]
    assert headers["x-gazetted-signature"] == "sha256=" + signature(b"secret", headers["x-gazetted-time"], body)
    assert msgspec.json.decode(body, type=Alert).id == "one"
    assert deliver(state, [sink]) == []
    assert len(receiver.taken) == 2, "what was taken is not sent again"


def test_a_receiver_that_fails_is_asked_again_and_then_at_the_next_run(receiver: Receiver, state: State) -> None:
    waits: list[float] = []
    sink = _sink(receiver, waits)
    _raise(state, sink, "one", "two")
    receiver.statuses = [503, 204, 503, 503, 503]
    (failure,) = deliver(state, [sink])
    assert "answers 503" in failure
    assert waits == [2.0, 2.0, 8.0]
    assert [headers["x-gazetted-alert"] for headers, _ in receiver.taken] == ["one", "one", "two", "two", "two"]
    assert [alert.id for _, alert in state.pending(sink.name)] == ["two"]
    assert deliver(state, [sink]) == []
    assert state.pending(sink.name) == []


def test_a_refusal_is_not_repeated(receiver: Receiver, state: State) -> None:
    sink = _sink(receiver, [])
    _raise(state, sink, "one")
    receiver.statuses = [400]
    assert len(deliver(state, [sink])) == 1
    assert len(receiver.taken) == 1


def test_a_private_address_is_not_posted_to(receiver: Receiver) -> None:
    address = f"http://127.0.0.1:{receiver.server_address[1]}/hook"
    with pytest.raises(FetchError):
        post(address, b"{}", {}, policy=FetchPolicy(), clock=lambda: 0.0, sleep=lambda _: None)
    with pytest.raises(FetchError, match="not in the public network"):
        post("https://inner.example/", b"{}", {}, policy=FetchPolicy(attempts=1), clock=lambda: 0.0,
             sleep=lambda _: None, resolver=lambda host, port: ["10.0.0.1"])  # fmt: skip
    assert receiver.taken == []


def test_a_look_that_was_overtaken_is_not_kept(state: State) -> None:
    watch = state.add("list", "us.fto")
    found = Observed("2026-03-01T12:00:00Z", {}, {"a": "1"}, ())
    assert state.keep(watch, found)
    assert not state.keep(watch, found)
    assert state.seen(watch) == {"a": "1"}
    state.remove(watch.number)
    assert state.seen(watch) == {}

"""Where alerts go: each is given to every sink until the sink has it, under one id."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from gazetted.errors import UsageError
from gazetted.fetch.policy import FetchError
from gazetted.record.private import make_folder
from gazetted.watch.mail import Mail
from gazetted.watch.result import Alert
from gazetted.watch.state import State

Post = Callable[[str, bytes, dict[str, str]], None]
"""Sends a body with headers to an address; raises `FetchError` where the other side did not take it."""

TERMINAL = "terminal"


class File(msgspec.Struct, frozen=True):
    """A file of alerts, one JSON line each; an alert stands in it once.

    Attributes:
        path: the file.
    """

    path: Path

    @property
    def name(self) -> str:
        """By which the state knows it."""
        return f"file:{self.path.absolute()}"

    def deliver(self, state: State) -> int:
        """Append what is pending; how many lines were written.

        What an earlier run wrote before it died is found in the file and not written again; a line that was cut off is
        taken out.

        Raises:
            UsageError: the file cannot be written.
        """
        pending = state.pending(self.name)
        if not pending:
            return 0
        try:
            make_folder(self.path.parent)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(self.path, flags, 0o600), "r+b") as file:
                size, place = file.seek(0, os.SEEK_END), state.place(self.name)
                start = place if place <= size else 0
                file.seek(start)
                tail = file.read()
                whole = tail[: tail.rfind(b"\n") + 1]
                file.truncate(start + len(whole))
                file.seek(0, os.SEEK_END)
                held = _ids(whole)
                new = [alert for _, alert in pending if alert.id not in held]
                file.write(b"".join(msgspec.json.encode(alert) + b"\n" for alert in new))
                file.flush()
                os.fsync(file.fileno())
                end = file.tell()
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written ({error.strerror}): give another --jsonl.") from None
        state.confirm(self.name, [number for number, _ in pending], end)
        return len(new)


def _ids(data: bytes) -> set[str]:
    found = set()
    for line in data.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            found.add(str(value.get("id")))
    return found


class Webhook(msgspec.Struct, frozen=True):
    """An address to which each alert is posted; at least once, in order.

    Attributes:
        address: where to.
        secret: signs what is sent; empty: unsigned.
        post: sends.
        now: tells the moment.
    """

    address: str
    secret: bytes
    post: Post
    now: Callable[[], dt.datetime]

    @property
    def name(self) -> str:
        """By which the state knows it."""
        return f"webhook:{self.address}"

    def deliver(self, state: State) -> int:
        """Post what is pending, until the other side fails; how many it took.

        Raises:
            FetchError: it did not take one; that one and what follows stay pending.
        """
        count = 0
        for number, alert in state.pending(self.name):
            body = msgspec.json.encode(alert)
            self.post(self.address, body, headers_of(alert, body, self.secret, self.now()))
            state.confirm(self.name, [number])
            count += 1
        return count


def headers_of(alert: Alert, body: bytes, secret: bytes, now: dt.datetime) -> dict[str, str]:
    """The headers of a post: the alert's id, the time in seconds, and the signature of `time.body` (HMAC-SHA256)."""
    time = str(int(now.timestamp()))
    found = {"content-type": "application/json", "x-gazetted-alert": alert.id, "x-gazetted-time": time}
    if secret:
        found["x-gazetted-signature"] = "sha256=" + signature(secret, time, body)
    return found


def signature(secret: bytes, time: str, body: bytes) -> str:
    """HMAC-SHA256 of `time.body`, in hexadecimal."""
    return hmac.new(secret, time.encode() + b"." + body, hashlib.sha256).hexdigest()


Sink = File | Webhook | Mail


def deliver(state: State, sinks: list[Sink]) -> list[str]:
    """Give every sink what is pending for it; what failed, in sentences."""
    failures = []
    for sink in sinks:
        try:
            sink.deliver(state)
        except (FetchError, UsageError) as error:
            failures.append(str(error))
    return failures

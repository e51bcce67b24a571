"""The protocol of a connection: the server's own, with bounds on the head of a request.

The parser collects the head of a request for as long as it comes, and before any of our code is asked: somebody without
a key could fill the memory by a header without end, or hold connections that say nothing.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 128 << 10
"""Bytes of a head, from which on no more of it is taken: the longest address, and as much again for headers."""

SLOWEST_HEAD = 30.0
"""Seconds that a connection may take to say what it asks, from its beginning or from the first byte of a request."""

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """As the server's own, but for the bounds of the module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head = 0
        self._in_head = False
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head, but not for ever."""
        super().connection_made(transport)
        self._patience = self.loop.call_later(SLOWEST_HEAD, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._patient()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless the head that it goes on with is too large already."""
        if self._in_head and self._head > LARGEST_HEAD:
            if not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()
            return
        super().data_received(data)
        if self._in_head:
            self._head += len(data)
            if self._patience is None and not self.transport.is_closing():
                self._patience = self.loop.call_later(SLOWEST_HEAD, self._too_slow)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head, self._head = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._in_head = False
        self._patient()
        super().on_headers_complete()

    def _patient(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

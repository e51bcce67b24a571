"""Answers kept for the next who asks the same, as long as the record is the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")


class Kept:
    """Answers by what was asked, at most so many; the longest unused goes first. Safe for several threads."""

    def __init__(self, most: int = 16) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under a key; made where there is nothing yet.

        >>> kept = Kept()
        >>> kept.get("a", lambda: 1), kept.get("a", lambda: 2)
        (1, 1)
        """
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return cast("T", self._held[key])
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """As `get`, for what takes long to make: whoever wants it meanwhile waits, and does not make it again."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        try:
            with making:
                return self.get(key, make)
        finally:
            with self._lock:
                self._making.pop(key, None)

"""The open record behind the service: its present state, swapped as a whole, and the threads that ask it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from gazetted.errors import GazettedError
from gazetted.inquiry import Clock
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger, utc_now
from gazetted.service.problems import ProblemError
from gazetted.service.settings import Settings
from gazetted.service.state import State, made, readable

P = ParamSpec("P")
T = TypeVar("T")

_OTHERS = 4
_MOST_WAITING = 512
_LOG = logging.getLogger("gazetted.service")


class Engine:
    """Holds the record open, follows it, and lets it be asked from asynchronous code.

    Screening has one thread of its own: it is bound by the processor, and its index keeps what it met. Everything else
    shares a few threads, so that an article or a year of changes keeps no screening waiting.
    """

    def __init__(
        self, settings: Settings, clock: Clock = utc_now, settle: Callable[[State], None] = lambda _: None
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._settle = settle
        self.trouble = ""
        self._state: State | None = None
        self._ledger: Ledger | None = None
        self._waiting = 0
        self._ended, self._look = threading.Event(), threading.Event()
        self._screening = ThreadPoolExecutor(1, thread_name_prefix="screening")
        self._index_in_use = threading.Lock()
        self._others = ThreadPoolExecutor(_OTHERS, thread_name_prefix="asking")
        self._follower = threading.Thread(target=self._follow, name="following", daemon=True)
        self._block: tuple[str, dict[str, Any]] = ("", {})

    # -- its life -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to open the record and to build its index; answers come once `ready`."""
        self._follower.start()

    def stop(self) -> None:
        """End the threads and close the record."""
        self._ended.set()
        self._look.set()
        if self._follower.ident is not None:
            self._follower.join(timeout=60)
        for pool in (self._screening, self._others):
            pool.shutdown(wait=True, cancel_futures=True)
        if self._ledger is not None:
            self._ledger.close()

    def look(self) -> None:
        """Look now whether the record was told something."""
        self._look.set()

    @property
    def ready(self) -> bool:
        """Whether there is a state to answer from."""
        return self._state is not None

    @property
    def state(self) -> State:
        """The present state. Take it once for an answer, so that all of the answer is of one state.

        Raises:
            ProblemError: the record is being opened, or cannot be (503).
        """
        if self._state is None:
            why = self.trouble or "The index of names is being built: try again in a moment."
            raise ProblemError(503, why, {"Retry-After": "5"})
        return self._state

    @property
    def ledger(self) -> Ledger:
        """The open record; raises as `state`."""
        return self.state.record.ledger

    def block(self, state: State) -> dict[str, Any]:
        """What answers of a state rest on: digest, moment, newest date, and which lists are stale today."""
        digest, block = self._block
        return block if digest == state.digest else state.record.block(state.moment)

    def _follow(self) -> None:
        while not self._ended.is_set():
            try:
                self._look_once()
            except Exception as error:
                self._fail(error)
            self._look.wait(self.settings.poll if self._state is not None else min(2.0, self.settings.poll))
            self._look.clear()

    def _look_once(self) -> None:
        """Make the state of the record as it is now, unless it is the one in use."""
        if self._ledger is None:
            self._ledger = open_ledger(self.settings.record or None, clock=self.clock)
        ledger, held = self._ledger, self._state
        moment = ledger.newest_moment()
        if held is None or moment != held.moment or ledger.digest(moment) != held.digest:
            found = made(ledger, moment, self.clock())
            if held is not None and held.reading.ready:
                readable(found)
            self._settle(found)
            self._block = (found.digest, ledger.block(moment, on=self.clock().date()))
            self._state = found
            _LOG.info("state", extra={"told": {"digest": found.digest, "names": len(found.index)}})
        # Without a moment, so that a list gets stale as days go by although nothing is told.
        block = ledger.block(None, on=self.clock().date())
        if self._state is not None and block["digest"] == self._state.digest:
            self._block = (self._state.digest, block)
        self.trouble = ""

    def _fail(self, error: Exception) -> None:
        """Keep the state there is; say what failed."""
        self.trouble = "The record cannot be opened: see the service's log."
        why = str(error) if isinstance(error, GazettedError) else f"{type(error).__name__}: {error}"
        _LOG.error("record", extra={"told": {"why": why}}, exc_info=not isinstance(error, GazettedError))

    # -- asking it ----------------------------------------------------------------------------------------------------

    async def screen(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask in the thread of screenings, one after the other.

        Raises:
            ProblemError: too many wait (503), or it took too long (503).
        """

        def alone() -> T:
            with self._index_in_use:
                return ask(*args, **kwargs)

        return await self._run(self._screening, alone)

    async def screen_one(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `screen`, for what takes a few milliseconds: asked at once where nothing else is being asked.

        To hand a single name to another thread and back takes as long as to screen it.
        """
        if not self._waiting and self._index_in_use.acquire(blocking=False):
            try:
                return ask(*args, **kwargs)
            finally:
                self._index_in_use.release()
        return await self.screen(ask, *args, **kwargs)

    async def ask(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask in one of the other threads; raises as `screen`."""
        return await self._run(self._others, lambda: ask(*args, **kwargs))

    async def _run(self, pool: ThreadPoolExecutor, task: Callable[[], T]) -> T:
        if self._waiting >= _MOST_WAITING:
            raise ProblemError(503, "Too many requests are waiting: try again in a moment.", {"Retry-After": "2"})
        self._waiting += 1
        future = asyncio.get_running_loop().run_in_executor(pool, task)
        future.add_done_callback(lambda _: self._done())
        try:
            async with asyncio.timeout(self.settings.seconds):
                return await asyncio.shield(future)
        except TimeoutError:
            if not future.cancel():
                future.add_done_callback(_swallow)
            raise ProblemError(
                503,
                f"The answer took longer than {self.settings.seconds:g} seconds: ask for less.",
                {"Retry-After": "5"},
            ) from None

    def _done(self) -> None:
        self._waiting -= 1

    @property
    def waiting(self) -> int:
        """How many questions are being answered or wait for it."""
        return self._waiting


def _swallow(future: asyncio.Future[Any]) -> None:
    """Take the error of an answer that nobody waits for any more."""
    if not future.cancelled():
        future.exception()


def today(engine: Engine) -> dt.date:
    """The present day, in UTC."""
    return engine.clock().date()

"""Asking publishers with patience: only for what is new, not too often, never for more than is good."""

from __future__ import annotations

import datetime as dt
import email.utils
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import msgspec

from gazetted.fetch.address import Resolve, Target, redirected, resolve, shown, target_of
from gazetted.fetch.archive import Archive, Incoming, Kept
from gazetted.fetch.policy import FetchError, FetchPolicy

if TYPE_CHECKING:
    from gazetted.fetch.wire import Answer

T = TypeVar("T")

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_STEP = 1 << 18
_NOT_MODIFIED = 304
_LONGEST_VALIDATOR = 1000


class Fetched(msgspec.Struct, frozen=True):
    """What an address gave.

    Attributes:
        kept: the file, as the archive holds it.
        new: whether it came just now and differs from what came before.
    """

    kept: Kept
    new: bool


class Fetcher:
    """Asks addresses one after the other, and remembers when it asked which host.

    Args:
        archive: where files are kept.
        policy: how often, how long, how much.
        version: of the program, for the User-Agent.
        now: tells the moment.
        clock: seconds that only rise.
        sleep: waits for so many seconds.
        resolver: gives the IP addresses of a host.
    """

    def __init__(
        self,
        archive: Archive,
        policy: FetchPolicy,
        *,
        version: str,
        now: Callable[[], dt.datetime],
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        resolver: Resolve = resolve,
    ) -> None:
        self.archive, self.policy = archive, policy
        self._agent = f"gazetted/{version} (reader of sanctions lists)"
        self._now, self._clock, self._sleep, self._resolver = now, clock, sleep, resolver
        self._asked: dict[str, float] = {}

    def fetch(self, address: str) -> Fetched:
        """The file of an address: what is held already where the publisher says that it is unchanged.

        Raises:
            FetchError: it may not be asked, or could not be fetched; what is held stays.
        """
        held = self.archive.last(address)
        try:
            return self._patiently(lambda: self._fetch(address, held))
        except OSError as error:
            raise FetchError(f"{self.archive.folder} cannot be written ({error.strerror or error}).") from error

    def is_new(self, address: str) -> bool | None:
        """Whether an address has something else than what is held; nothing is fetched. None: it does not say.

        Raises:
            FetchError: it may not be asked, or did not answer.
        """
        held = self.archive.last(address)

        def ask() -> bool | None:
            with self._answer(address, held) as answer:
                if answer.status == _NOT_MODIFIED:
                    return False
                return True if held is None or held.etag or held.modified else None

        return self._patiently(ask)

    def _patiently(self, ask: Callable[[], T]) -> T:
        """Ask until there is an answer, or none to hope for."""
        for attempt in range(1, self.policy.attempts + 1):
            try:
                return ask()
            except FetchError as error:
                wait = self.policy.backoff * 4 ** (attempt - 1) if error.after is None else error.after
                if not error.again or attempt == self.policy.attempts:
                    raise
                if wait > self.policy.longest_wait:
                    raise FetchError(f"{error} It wants to be asked again in {round(wait)} seconds.") from None
                self._sleep(wait)
        raise FetchError("No attempt is allowed: give a policy with at least one.")

    def _fetch(self, address: str, held: Kept | None) -> Fetched:
        with self._answer(address, held) as answer:
            if held is not None and answer.status == _NOT_MODIFIED:
                return Fetched(held, new=False)
            with self.archive.incoming() as file:
                for piece in pieces(answer, self.policy.largest, shown(address)):
                    file.write(piece)
                if not file.size:
                    raise FetchError(f"{shown(address)} gave an empty file.", again=True)
                return self._kept(file, address, answer, held)

    def _kept(self, file: Incoming, address: str, answer: Answer, held: Kept | None) -> Fetched:
        etag, modified = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
        kept = self.archive.keep(file, address, moment=self._now(), etag=etag, modified=modified)
        return Fetched(kept, new=held is None or held.sha256 != kept.sha256)

    @contextmanager
    def _answer(self, address: str, held: Kept | None) -> Iterator[Answer]:
        """The answer of an address or of where it leads: a file, or that nothing is new."""
        target = target_of(address, self.policy.allow)
        headers = self._headers(held)
        for _ in range(self.policy.redirects + 1):
            with self._request(target, headers) as answer:
                if answer.status not in _REDIRECTS:
                    self._check(answer, target, held)
                    yield answer
                    return
                location = answer.headers.get("location", "")
            if not location:
                raise FetchError(f"{shown(target.url)} redirects, but does not say where to.")
            target = redirected(target, location, self.policy.allow)
        raise FetchError(f"{shown(address)} redirects more than {self.policy.redirects} times.")

    @contextmanager
    def _request(self, target: Target, headers: Mapping[str, str]) -> Iterator[Answer]:
        """One request, after a pause since the last to the same host."""
        from gazetted.fetch.wire import asked

        last = self._asked.get(target.host)
        if last is not None and (rest := last + self.policy.pause - self._clock()) > 0:
            self._sleep(rest)
        try:
            with asked(target, headers, self.policy, clock=self._clock, resolver=self._resolver) as answer:
                yield answer
        finally:
            self._asked[target.host] = self._clock()

    def _headers(self, held: Kept | None) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip, identity;q=0.5"}
        if held is not None and _can_be_sent(held.etag):
            headers["If-None-Match"] = held.etag
        if held is not None and _can_be_sent(held.modified):
            headers["If-Modified-Since"] = held.modified
        return headers

    def _check(self, answer: Answer, target: Target, held: Kept | None) -> None:
        """See that an answer is a file, or that nothing is new."""
        if answer.status == 200 or (answer.status == _NOT_MODIFIED and held is not None):
            return
        where = f"{shown(target.url)} answers {answer.status}"
        if answer.status in _AGAIN:
            after = retry_after(answer.headers.get("retry-after", ""), self._now())
            raise FetchError(f"{where}: try again later.", again=True, after=after)
        if answer.status in (401, 403):
            raise FetchError(f"{where}: it does not let programs in. Get the file by hand and use `gazetted load`.")
        raise FetchError(f"{where}: the publisher may have moved the file. Get it by hand and use `gazetted load`.")


def _can_be_sent(validator: str) -> bool:
    """Whether what a publisher once sent may be sent back."""
    return bool(validator) and len(validator) <= _LONGEST_VALIDATOR and validator.isascii() and validator.isprintable()


def retry_after(text: str, now: dt.datetime) -> float | None:
    """Seconds that a `Retry-After` header asks to wait; None where it says nothing that can be understood.

    >>> retry_after("120", dt.datetime.now(dt.UTC)), retry_after("soon", dt.datetime.now(dt.UTC))
    (120.0, None)
    """
    if text.strip().isascii() and text.strip().isdigit():
        return float(text.strip()[:9])
    day = http_date(text)
    return max((day - now).total_seconds(), 0.0) if day is not None else None


def http_date(text: str) -> dt.datetime | None:
    """The moment of a date in HTTP's form; None where it is none.

    >>> http_date("Wed, 09 Oct 2024 07:28:00 GMT").isoformat()
    '2024-10-09T07:28:00+00:00'
    """
    try:
        found = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)


def pieces(answer: Answer, largest: int, name: str) -> Iterator[bytes]:
    """The bytes of an answer, unpacked, in pieces that stay small whatever they unpack to.

    Args:
        answer: the answer.
        largest: bytes that it may have in all.
        name: what to call it in messages.

    Raises:
        FetchError: it is larger, is packed in a way that was not asked for, or is damaged.
    """
    packing = answer.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"{name} comes packed as {packing[:40]!r}, which was not asked for.")
    taken = 0
    for piece in _unpacked(answer.body, name) if "gzip" in packing else answer.body:
        taken += len(piece)
        if taken > largest:
            raise FetchError(f"{name} has more than {largest:,} bytes: it is no list file.")
        yield piece


def _unpacked(body: Iterator[bytes], name: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for packed in body:
            rest, more = packed, True
            while more:  # what is unpacked may wait within, also when all that came was taken
                piece = unpacker.decompress(rest, _STEP)
                rest = unpacker.unconsumed_tail
                more = len(piece) == _STEP or (bool(rest) and not unpacker.eof)
                if piece:
                    yield piece
            if unpacker.unused_data:
                raise FetchError(f"{name} goes on after its end: try again later.", again=True)
    except zlib.error:
        raise FetchError(f"{name} comes damaged: try again later.", again=True) from None
    if not unpacker.eof:
        raise FetchError(f"{name} comes cut off: try again later.", again=True)

"""One run: every watch is looked at, and every sink is given what it does not have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from gazetted.errors import InputError, UsageError
from gazetted.fetch.policy import FetchError
from gazetted.reading.aliases import AliasIndex
from gazetted.reading.document import Document
from gazetted.reading.read import read
from gazetted.reading.result import Reading
from gazetted.record.ledger import Ledger
from gazetted.watch.articles import Fetch, observe_articles
from gazetted.watch.customers import Before, observe_portfolio
from gazetted.watch.observing import look, observe
from gazetted.watch.result import Alert, Look, Observed, Watch
from gazetted.watch.sinks import TERMINAL, Sink, deliver
from gazetted.watch.state import State


class RunReport(msgspec.Struct, frozen=True):
    """What a run did.

    Attributes:
        watches: how many watches were looked at.
        alerts: what the terminal was not told yet, with the numbers to confirm.
        failures: in sentences: watches that could not be looked at, sinks that did not take alerts.
    """

    watches: int
    alerts: tuple[tuple[int, Alert], ...]
    failures: tuple[str, ...]


def no_network(address: str, _: Path) -> Path:
    """Stands where nothing may be fetched.

    Raises:
        FetchError: always.
    """
    raise FetchError(f"{address} is not fetched: this run was given no way to the network.")


def run(
    ledger: Ledger,
    state: State,
    *,
    on: dt.date,
    now: dt.datetime,
    sinks: Sequence[Sink] = (),
    full: bool = False,
    version: str = "",
    fetch: Fetch = no_network,
    tell: Callable[[str], None] = lambda _: None,
) -> RunReport:
    """Look at every watch and deliver alerts. Killed at any moment, the next run goes on where it stopped.

    Args:
        ledger: the record.
        state: the watches.
        on: the day whose law is asked.
        now: the present moment.
        sinks: where alerts go, besides the terminal.
        full: screen everything again; the result is the same.
        version: of the program: another may compare names otherwise.
        fetch: gets feeds of the net.
        tell: is told what is being done.

    Raises:
        RecordError: another run is under way, or the state cannot be used.
    """
    failures: list[str] = []
    busy = "Another run of these watches is under way"
    with state.alone(busy):
        for name in (TERMINAL, *(sink.name for sink in sinks)):
            state.open_sink(name)
        watches = state.watches()
        looked = _Looker(ledger, state, watches, version, fetch, full=full)
        for watch in watches:
            tell(f"{watch.kind} {watch.target}")
            try:
                found = looked(watch, look(ledger, on, now))
            except (InputError, UsageError) as error:
                failures.append(f"{watch.target}: {error}")
                continue
            state.keep(watch, found)
            failures += found.failures
        failures += deliver(state, list(sinks))
        return RunReport(len(watches), tuple(state.pending(TERMINAL)), tuple(failures))


class _Looker:
    """Looks at one watch after the other; what several of them need is made once."""

    def __init__(
        self, ledger: Ledger, state: State, watches: Sequence[Watch], version: str, fetch: Fetch, *, full: bool
    ) -> None:
        self.ledger, self.state, self.version, self.fetch, self.full = ledger, state, version, fetch, full
        self.parties = [watch.target for watch in watches if watch.kind == "party"]
        self.index: tuple[dt.datetime, AliasIndex] | None = None

    def __call__(self, watch: Watch, at: Look) -> Observed:
        seen = self.state.seen(watch)
        if watch.kind in ("party", "list"):
            return observe(self.ledger, watch, at, seen)
        place = self.state.place_of(watch)
        if watch.kind == "portfolio":
            before = Before(lambda: self.state.customers(watch), seen, self.state.decisions(watch))
            return observe_portfolio(self.ledger, watch, at, before, place, self.version, full=self.full)
        return observe_articles(
            watch, at, seen, self._parties(at), read=lambda document: self._read(document, at), fetch=self.fetch,
            place=place,
        )  # fmt: skip

    def _parties(self, at: Look) -> dict[str, str]:
        """The parties that are watched, by the slug they go by now."""
        with self.ledger.snapshot():
            own = {self.ledger.slugs(slug, known=at.known)[0] for slug in self.parties}
            return self.ledger.party_names(own, known=at.known)

    def _read(self, document: Document, at: Look) -> Reading:
        with self.ledger.snapshot():
            if self.index is None or self.index[0] != at.known:
                names = AliasIndex.build(self.ledger.names(at.known), self.ledger.parties(at.known))
                self.index = (at.known, names)
            return read(self.ledger, document, known=at.known, today=at.on, index=self.index[1])

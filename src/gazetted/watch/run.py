"""One run: every watch is looked at, and every sink is given what it does not have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from gazetted.errors import InputError, UsageError
from gazetted.record.ledger import Ledger
from gazetted.screening.holding import held
from gazetted.watch.observing import look, observe
from gazetted.watch.result import Alert
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


def run(
    ledger: Ledger,
    state: State,
    *,
    on: dt.date,
    now: dt.datetime,
    sinks: Sequence[Sink] = (),
    full: bool = False,
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
        tell: is told what is being done.

    Raises:
        RecordError: another run is under way, or the state cannot be used.
    """
    failures: list[str] = []
    busy = "Another run of these watches is under way"
    with held(state.path, patience=1.0, what=busy):
        for name in (TERMINAL, *(sink.name for sink in sinks)):
            state.open_sink(name)
        watches = state.watches()
        for watch in watches:
            tell(f"{watch.kind} {watch.target}")
            try:
                found = observe(
                    ledger, watch, look(ledger, on, now), state.customers(watch), state.seen(watch), full=full
                )
            except (InputError, UsageError) as error:
                failures.append(f"{watch.target}: {error}")
                continue
            state.keep(watch, found)
        failures += deliver(state, list(sinks))
        return RunReport(len(watches), tuple(state.pending(TERMINAL)), tuple(failures))

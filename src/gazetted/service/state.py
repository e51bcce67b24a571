"""What answers are made from: one state of the record with its index. It is never changed, only replaced."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from gazetted import __version__
from gazetted.api import Record
from gazetted.matching.index import NameIndex
from gazetted.model.lists import ListInfo
from gazetted.record.ledger import Ledger
from gazetted.screening.holding import held
from gazetted.screening.indexing import folder, name_index
from gazetted.service.kept import Kept

_SENTENCE = "Nothing happened."
_PATIENCE = 900.0
"""Seconds that a process waits for another which builds the same index."""


class Reading:
    """Whether what reading articles needs was built for a state: it is large, and made when somebody reads."""

    def __init__(self) -> None:
        self.ready = False
        self._lock = threading.Lock()

    def build(self, record: Record, moment: dt.datetime) -> None:
        """Build it, unless it is there; others who want it wait."""
        with self._lock:
            if not self.ready:
                record.read(_SENTENCE, date=moment.date(), known=moment)
                self.ready = True


@dataclass(frozen=True, slots=True)
class State:
    """One state of the record.

    Attributes:
        moment: the moment up to which the record had been told.
        digest: of the record at that moment.
        index: of its names.
        record: the verbs over it.
        infos: every list by its key.
        since: when this state came into use.
        reading: whether articles can be read at once.
        kept: entities of this state that were made before.
        large: whole documents of this state that were made before; few, for they are large.
        past: indexes of earlier moments; fewer still.
    """

    moment: dt.datetime
    digest: str
    index: NameIndex
    record: Record
    infos: Mapping[str, ListInfo]
    since: dt.datetime
    reading: Reading = field(default_factory=Reading)
    kept: Kept = field(default_factory=lambda: Kept(4096))
    large: Kept = field(default_factory=lambda: Kept(16))
    past: Kept = field(default_factory=lambda: Kept(2))


def made(ledger: Ledger, moment: dt.datetime, now: dt.datetime) -> State:
    """The state of a record at a moment, with its index: from a file where it was built before, else built.

    Raises:
        RecordError: the record cannot be read, or another process builds the index for too long.
    """
    index = indexed(ledger, moment)
    with ledger.snapshot():
        digest, infos = ledger.digest(moment), ledger.list_infos(moment)
    return State(moment, digest, index, Record(ledger), infos, now)


def readable(state: State) -> None:
    """Let articles be read against a state at once."""
    state.reading.build(state.record, state.moment)


def indexed(ledger: Ledger, moment: dt.datetime) -> NameIndex:
    """The index of a record's names at a moment. Of several processes one builds it, and the others take its file."""
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return name_index(ledger, moment, __version__)
    with held(place / "building", patience=_PATIENCE, what="The index of names is being built by another process"):
        return name_index(ledger, moment, __version__)

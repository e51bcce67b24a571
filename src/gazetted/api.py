"""The public face in Python: a record, and the verbs over it. Composes the packages below; computes nothing itself."""

from __future__ import annotations

from gazetted.record.ledger import Ledger


class Record:
    """A record of listings through time, and the verbs over it (see `docs/`)."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

"""The ledger: what was told, when, and what stood on a day. (signatures; being built)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from gazetted.model.event import Event
from gazetted.model.party import Party, PartyName
from gazetted.model.standing import Standing


class Ledger:
    """Read and append; one instance per open record."""

    def parties(self) -> Mapping[str, Party]:
        """Every party by its slug."""
        raise NotImplementedError

    def names(self) -> Sequence[PartyName]:
        """Every name ever in force or in common use, one row per (party, text)."""
        raise NotImplementedError

    def find(self, name: str) -> list[Party]:
        """Parties that go or went by that name, best first."""
        raise NotImplementedError

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        """Standing of a party on every list that ever carried it; `name`: the name asked about."""
        raise NotImplementedError

    def history(self, party: str, *, known: dt.datetime | None = None) -> list[Event]:
        """Events about a party, in order of date."""
        raise NotImplementedError

    def digest(self, known: dt.datetime | None = None) -> str:
        """SHA-256 over the content told by then."""
        raise NotImplementedError

    def newest_moment(self) -> dt.datetime:
        """When the record was last told something."""
        raise NotImplementedError

"""Questions about parties and lists: the part of the public face that reads the record and computes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from gazetted.errors import UnknownPartyError
from gazetted.model.dates import parse_day, parse_moment
from gazetted.record.ledger import Ledger, ListState
from gazetted.record.opening import utc_now

if TYPE_CHECKING:
    from gazetted.model.event import Event
    from gazetted.model.identity import Tie, Verdict
    from gazetted.model.party import Party
    from gazetted.model.standing import Standing
    from gazetted.record.deciding import Identity
    from gazetted.record.kept import KeptDocument

Day = str | dt.date | None
Moment = str | dt.datetime | None
Clock = Callable[[], dt.datetime]


class Inquiry:
    """Who stands where, since when, by which act, and who is who."""

    def __init__(self, ledger: Ledger, clock: Clock = utc_now) -> None:
        self.ledger = ledger
        self._clock = clock

    # -- who, where, when --------------------------------------------------------------------------------------------

    def find(self, name: str, *, known: Moment = None) -> list[Party]:
        """Parties that go or went by a name or slug, best first; empty where there is none."""
        return self.ledger.find(name, known=as_moment(known))

    def party(self, name: str, *, known: Moment = None) -> Party:
        """The party that best fits a name or slug.

        Raises:
            UnknownPartyError: there is none; the error names the nearest.
        """
        found = self.find(name, known=known)
        if not found:
            raise UnknownPartyError(name, self.ledger.nearest_names(name))
        return found[0]

    def party_names(self, slugs: Iterable[str], *, known: Moment = None) -> dict[str, str]:
        """Slug → name of each of these parties that the record holds; quick for many."""
        return self.ledger.party_names(slugs, known=as_moment(known))

    def standing(
        self, party: str, *, on: Day = None, known: Moment = None, lists: Iterable[str] = ()
    ) -> list[Standing]:
        """Where a party stood on a day, on every list that ever carried it.

        Asked by a name, `since` is the first day of that name on the list; asked by a slug, that of the party.

        Raises:
            UnknownPartyError: no party of that name is in the record.
            UsageError: a list key is not in the record.
        """
        day, moment = self._day(on), as_moment(known)
        with self.ledger.snapshot():
            wanted = self.ledger.checked_lists(lists, known=moment)
            found = self.party(party, known=known)
            name = None if party.strip() == found.party else party
            standings = self.ledger.standings(found.party, day, known=moment, name=name)
        return [s for s in standings if not wanted or s.list_key in wanted]

    def history(self, party: str, *, known: Moment = None) -> list[Event]:
        """Every event about a party, in order of date.

        Raises:
            UnknownPartyError: no party of that name is in the record.
        """
        with self.ledger.snapshot():
            return self.ledger.history(self.party(party, known=known).party, known=as_moment(known))

    def changes(
        self, *, since: Day = None, until: Day = None, lists: Iterable[str] = (), known: Moment = None
    ) -> list[Event]:
        """Events dated within two days, both included, in order of date.

        Raises:
            BadDateError: the period ends before it begins.
            UsageError: a list key is not in the record.
        """
        return self.ledger.changes(as_day(since), as_day(until), lists=lists, known=as_moment(known))

    def lists(self, *, on: Day = None, known: Moment = None) -> list[ListState]:
        """Every list: its editions, the entries in force on a day, the age of its newest fact."""
        return self.ledger.lists(self._day(on), known=as_moment(known))

    # -- who is who ----------------------------------------------------------------------------------------------

    def identity(self, party: str, *, known: Moment = None) -> Identity:
        """The entries that are taken for one party, what joins them, and what may belong to it.

        Raises:
            UnknownPartyError: no party of that name is in the record.
        """
        from gazetted.record.deciding import identity

        return identity(self.ledger, self.party(party, known=known).party, known=as_moment(known))

    def proposals(self, *, known: Moment = None) -> list[Tie]:
        """Pairs that may be one party and that nobody has decided, the likelier first."""
        from gazetted.record.deciding import proposals

        return proposals(self.ledger, known=as_moment(known))

    def join(self, one: str, other: str, reason: str) -> Tie | None:
        """Say that two parties or entries (`us.sdn:38499`) are one; `undecide` takes it back.

        Raises:
            UnknownPartyError: one of them is not in the record.
            UsageError: both are the same, or there is no reason.
        """
        return self._decide(one, other, "same", reason)

    def part(self, one: str, other: str, reason: str) -> Tie | None:
        """Say that two parties or entries are not one (raises as `join`); `undecide` takes it back."""
        return self._decide(one, other, "different", reason)

    def undecide(self, one: str, other: str) -> Tie | None:
        """Take back what was decided of two (raises as `join`): what the engine holds counts again."""
        return self._decide(one, other, None, "")

    def _decide(self, one: str, other: str, verdict: Verdict | None, reason: str) -> Tie | None:
        from gazetted.record.deciding import decide

        slugs = [self.ledger.slug(text) or self.party(text).party for text in (one, other)]
        return decide(self.ledger, slugs[0], slugs[1], verdict, reason, clock=self._clock)

    def names_of_ties(self, ties: Iterable[Tie], *, known: Moment = None) -> dict[str, str]:
        """Slug → name of every slug that ties speak of."""
        from gazetted.record.deciding import slugs_in

        return self.ledger.own_names(slugs_in(ties), known=as_moment(known))

    # -- documents kept --------------------------------------------------------------------------------------------

    def kept(self, *, known: Moment = None) -> list[KeptDocument]:
        """The documents whose reports and statements are kept, by date."""
        return self.ledger.shelf.documents(as_moment(known))

    def remove_kept(self, digests: Iterable[str]) -> list[KeptDocument]:
        """Erase kept documents, named by their digests or beginnings of them: all, or none. Their digests stay.

        Raises:
            UsageError: a digest is that of no kept document, or begins several.
        """
        return self.ledger.shelf.remove(list(digests), now=self._clock())

    # -- what the answers rest on ------------------------------------------------------------------------------------

    def block(self, known: Moment = None) -> dict[str, Any]:
        """What an answer rests on: digest, moment up to which it was told, newest date, and which lists are stale."""
        return self.ledger.block(as_moment(known), on=self._clock().date())

    def summary(self) -> dict[str, Any]:
        """Counts of parties and lists, and the date of the newest fact."""
        held = self.ledger.knowledge()
        return {
            "parties": self.ledger.party_count(),
            "lists": len(held),
            "newest": max((k.newest for k in held.values() if k.newest), default=None),
        }

    def _day(self, day: Day) -> dt.date:
        return as_day(day) or self._clock().date()


def as_day(day: Day) -> dt.date | None:
    """A day as a date.

    Raises:
        BadDateError: it is no ISO day.
    """
    if isinstance(day, str):
        return parse_day(day)
    return day.date() if isinstance(day, dt.datetime) else day


def as_moment(known: Moment) -> dt.datetime | None:
    """A moment, in UTC where it names no zone.

    Raises:
        BadDateError: it is no ISO moment.
    """
    if isinstance(known, str):
        return parse_moment(known)
    return known.replace(tzinfo=dt.UTC) if known is not None and known.tzinfo is None else known

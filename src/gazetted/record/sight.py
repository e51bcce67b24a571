"""One entry in an edition, seen after the editions before: what each told of it, and who read them.

What only differs because another reader read the file is no act of the publisher. Where one reader read both editions,
its readings are compared; where none did, the difference may be the reader's, and the event says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gazetted.model.dates import PartialDate
from gazetted.model.edition import ALL_ASPECTS, Act, Aspect, Listing
from gazetted.model.event import Confidence, Detail, Event, What
from gazetted.model.party import NameType

OTHER_READER = "The two editions were read by different readers: it may be a difference of reading."
SAME_READER = "A newer reader saw it in the same file: no act of the publisher."


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive editions that hold the very same listing.

    Attributes:
        first: date of the first of them (ISO).
        last: date of the last.
        listing: what they hold.
    """

    first: str
    last: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class EditionDates:
    """The editions of a list.

    Attributes:
        dates: their dates, rising.
        partial: for those that do not tell everything: what they tell completely.
        readers: for each, the readers that read it, the one whose reading counts last.
        rejected: for each entry of which a row could not be taken, the editions: they print it, and do not tell how.
        acts: for those that name them, acts that can only have removed entries.
    """

    dates: Sequence[str]
    partial: Mapping[str, frozenset[Aspect]] = field(default_factory=dict)
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rejected: Mapping[str, frozenset[str]] = field(default_factory=dict)
    acts: Mapping[str, Sequence[Act]] = field(default_factory=dict)
    _telling: dict[Aspect, list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        telling = {a: [date for date in self.dates if a in self.aspects(date)] for a in ALL_ASPECTS}
        object.__setattr__(self, "_telling", telling)

    def aspects(self, date: str) -> frozenset[Aspect]:
        """What the edition of a date tells completely."""
        return self.partial.get(date, ALL_ASPECTS)

    def telling(self, aspect: Aspect) -> Sequence[str]:
        """Dates of the editions that tell an aspect completely."""
        return self._telling[aspect]

    def deciding(self, entry: str, runs: Iterable[Run], aspect: Aspect = "entries") -> Sequence[str]:
        """Of the editions that tell an aspect completely, those of which no row about an entry was rejected.

        Args:
            entry: the entry.
            runs: where it is printed, under whichever key.
            aspect: the aspect.
        """
        told = self._telling[aspect]
        if not self.rejected:
            return told
        keys = {entry, *(run.listing.entry for run in runs)}
        unread = frozenset[str]().union(*(self.rejected.get(key, ()) for key in keys))
        return [d for d in told if d not in unread or any(run.first <= d <= run.last for run in runs)]


Older = Mapping[tuple[str, str], Listing]
"""Listings of an entry in readings that a later one of the same date replaced, by date and reader."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An edition before another that tells of the same.

    Attributes:
        date: its date.
        before: what it holds of the entry.
        now: what the later edition holds.
        readers: whether the listings compared are of one reader (`same`), are older ones of one reader where the newest
            readings are of two (`twins`), or of two readers (`other`).
    """

    date: str
    before: Listing | None
    now: Listing | None
    readers: str

    def no_act(self, differ: Callable[[Listing | None, Listing | None], bool]) -> bool:
        """Whether what is seen to differ is the reader's alone: one that read both editions saw no difference."""
        return self.readers == "twins" and not differ(self.before, self.now)


@dataclass(frozen=True, slots=True)
class Sight:
    """One entry in one edition.

    Attributes:
        list_key: the list.
        entry: the entry.
        party: slug of the party it belongs to.
        date: date of the edition.
        editions: the editions of the list.
        runs: where the entry is printed, rising.
        aspects: what the edition tells completely.
        older: its listings in replaced readings.
    """

    list_key: str
    entry: str
    party: str
    date: str
    editions: EditionDates
    runs: Sequence[Run]
    aspects: frozenset[Aspect]
    older: Older

    @property
    def before(self) -> str | None:
        """The last edition before that tells which entries stand."""
        aspect: Aspect = "entries" if "entries" in self.aspects else "aliases"
        told = self.editions.telling(aspect)
        if self.editions.rejected and self._listing(self.date) is not None:  # what came since cannot be told from those
            told = self.editions.deciding(self.entry, self.runs, aspect)
        at = bisect_left(told, self.date)
        return told[at - 1] if at else None

    def act(self) -> Act | None:
        """The act that removed what is gone since the edition before, where the publisher names just one."""
        since = self.before or ""
        told = [act for act in self.editions.acts.get(self.date, ()) if since < act.date <= self.date]
        return told[0] if len(told) == 1 else None

    def standing(self) -> Earlier | None:
        """The last edition before that tells which entries stand, and both listings."""
        return self._pair(self.before) if self.before is not None else None

    def earlier(self, aspect: Aspect) -> Earlier | None:
        """The last edition before that tells an aspect and prints the entry, if it was not away since."""
        told = self.editions.telling(aspect)
        until = self.date
        for run in reversed(self.runs):
            if run.first >= self.date:
                continue
            last = min(run.last, told[at - 1] if (at := bisect_left(told, self.date)) else "")
            if self._away(run.last, until):
                return None
            at = bisect_right(told, last)
            if at and told[at - 1] >= run.first:
                return self._pair(told[at - 1])
            until = run.first
        return None

    def _away(self, after: str, until: str) -> bool:
        """Whether an edition between two days tells that the entry does not stand."""
        standing = self.editions.deciding(self.entry, self.runs)
        return bisect_left(standing, until) > bisect_right(standing, after)

    def _pair(self, date: str) -> Earlier:
        """The listings of an earlier edition and of this one, by one reader where there is one that read both."""
        then, now = self.editions.readers.get(date, ("",)), self.editions.readers.get(self.date, ("",))
        if then[-1] == now[-1]:
            return Earlier(date, self._listing(date), self._listing(self.date), "same")
        both = [reader for reader in now if reader in then]
        if both:
            return Earlier(date, self._listing(date, both[-1]), self._listing(self.date, both[-1]), "twins")
        return Earlier(date, self._listing(date), self._listing(self.date), "other")

    def printed(self, date: str) -> Listing | None:
        """The entry as the edition of a date prints it."""
        return self._listing(date)

    def _listing(self, date: str, reader: str | None = None) -> Listing | None:
        if reader is not None and reader != self.editions.readers[date][-1]:
            return self.older.get((date, reader))
        return next((run.listing for run in self.runs if run.first <= date <= run.last), None)

    def event(
        self,
        what: What,
        name: str,
        *,
        earlier: Earlier | None = None,
        stated: str | None = None,
        by: str | None = None,
        again: bool = False,
        former: str = "",
        name_type: NameType = "primary",
        denotes: str | None = None,
        programmes: tuple[str, ...] = (),
        details: tuple[Detail, ...] = (),
        instrument: str = "",
        note: str = "",
    ) -> Event:
        """An event at this edition: stated by the publisher, or inferred since an edition before.

        Args:
            what: what happened.
            name: the name that it is about.
            earlier: the edition since which it happened; None: the last that tells which entries stand.
            stated: the day that the publisher states.
            by: the last day on which it can have happened, where nothing else is known of the day.
            again: whether it undoes what was told of an earlier day, so that it cannot have been so from the beginning.
            former: the old name.
            name_type: what the name is to the entry.
            denotes: the other party that the name stands for.
            programmes: programmes from then on.
            details: what is not as it was.
            instrument: the act.
            note: what a reader should know besides.
        """
        since = earlier.date if earlier else self.before
        date: PartialDate | None = None
        first: PartialDate | None = None
        last: PartialDate | None = PartialDate(by or self.date)
        if stated:
            date, last = PartialDate.parse(stated), None
        elif again or (by is None and since is not None):
            date, first = PartialDate(self.date), PartialDate(since) if since is not None else None
        doubtful = earlier is not None and earlier.readers == "other"
        confidence: Confidence = "low" if doubtful else "high"
        return Event(
            list_key=self.list_key,
            entry=self.entry,
            party=self.party,
            what=what,
            name=name,
            former=former,
            name_type=name_type,
            denotes=denotes,
            date=date,
            not_before=first,
            not_after=last,
            programmes=programmes,
            details=details,
            instrument=instrument,
            source=f"edition of {self.date}",
            confidence=confidence,
            note=" ".join(filter(None, (note, OTHER_READER if doubtful else ""))),
        )


def stated_day(day: str | None, since: str | None, until: str) -> str | None:
    """A day that the publisher states, where it can be true of what happened after one edition and by another."""
    return day if day and day <= until and (since is None or day > since) else None

"""Loading list files: recognised by content, checked for soundness, told to the ledger edition by edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from gazetted.errors import BadDateError, ListFileError, UsageError
from gazetted.model.edition import ALL_ASPECTS, Edition, Listing, Reject
from gazetted.model.form import plain
from gazetted.record.aside import Gathered, Handover
from gazetted.record.facts import Facts
from gazetted.record.ledger import Ledger
from gazetted.record.telling import Coming
from gazetted.sources.format import Opener, RejectSink
from gazetted.sources.own.table import list_key as own_key
from gazetted.sources.own.table import recognise_csv, recognise_table
from gazetted.sources.recognise import Found, recognise
from gazetted.sources.registry import Soundness, SourceList, all_readers, source_metadata, source_of

Listings = Callable[[Mapping[str, Opener], RejectSink], Iterator[Listing]]

OWN = "own."
"""Head of the keys of a user's own lists: an edition of one is of today, unless told otherwise."""

LONGEST_KEY = 64
"""Characters in the key of a list, as the record's schema has it."""


class LoadReport(msgspec.Struct, frozen=True):
    """What loading an edition did.

    Attributes:
        list_key: the list.
        edition: date of the edition (ISO).
        entries: entries in the edition.
        added: entries that the edition before had not.
        changed: entries that differ from the edition before.
        removed: entries of the edition before that are gone.
        rejected: rows that could not be taken, each with its place and reason.
        known_already: whether the record knew this edition, so that nothing was written.
        partial: what the files at hand do not tell completely; empty where they are a whole edition.
        counts: whether it is the edition of its date; false where another file of that date tells more and counts.
        also: the other editions that the path held.
    """

    list_key: str
    edition: str
    entries: int
    added: int
    changed: int
    removed: int
    rejected: tuple[Reject, ...]
    known_already: bool
    partial: tuple[str, ...] = ()
    counts: bool = True
    also: tuple[LoadReport, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The JSON form, without the other editions."""
        form = dict(plain(self)) | {"list": self.list_key}
        del form["list_key"], form["also"]
        return form


def load(
    ledger: Ledger, path: Path, *, source: str | None, date: dt.date | None, force: bool, now: dt.datetime
) -> LoadReport:
    """Load the editions that a path holds, each whole or not at all.

    Args:
        ledger: the record.
        path: a file, a folder, or something packed.
        source: key of the list, where the content does not tell.
        date: the edition's date, where the files do not state one.
        force: take an edition that is not what a sound one must be, and the date given against the one stated.
        now: the moment of telling.

    Raises:
        UsageError: there is no such path; an edition's date is not known, or not the one given; the one given lies in
            the future.
        ListFileError: it holds no list file that is known, one is damaged, or the record refuses an edition.
    """
    reports = list(_loaded(ledger, path, source, date, force, now))
    return msgspec.structs.replace(reports[0], also=tuple(reports[1:]))


def _loaded(
    ledger: Ledger, path: Path, source: str | None, date: dt.date | None, force: bool, now: dt.datetime
) -> Iterator[LoadReport]:
    described = source_metadata()
    founds = _found(path, source)
    remembering: dict[str, Listings] = {}
    for found in founds:
        if len(found.list_key) > LONGEST_KEY:
            raise UsageError(
                f"{found.label} gives its list a key of {len(found.list_key)} characters: give it a name of at most"
                f" {LONGEST_KEY - len(OWN)} with --source."
            )
        day = _date(found, date, now, force)
        name = found.reader.name
        # what is remembered grows with the edition: only for others to come is that worth its memory
        alone = sum(other.reader.name == name for other in founds) == 1
        if found.reader.series is not None and name not in remembering and not alone:
            remembering[name] = found.reader.series()
        read = remembering.get(name, found.reader.listings)
        yield _load(ledger, found, day, read, described, force, now, name not in remembering)


def _load(
    ledger: Ledger,
    found: Found,
    day: str,
    read: Listings,
    described: Mapping[str, SourceList],
    force: bool,
    now: dt.datetime,
    apart: bool,
) -> LoadReport:
    """Load an edition as it is read: what is read is written at once, and undone where the edition is refused.

    Another process may read it (`apart`), unless the reader remembers what it read.
    """
    known = source_of(described, found.list_key)
    aspects = found.reader.aspects(found.parts.keys())
    acts = found.reader.acts(found.parts)
    edition = Edition(found.list_key, day, found.sha256, found.reader.name, (), (), aspects, acts)
    rejects: list[Reject] = []
    listings = read(found.parts, rejects.append)
    # an edition of which parts are missing cannot be judged
    sound = Soundness(known) if known is not None and {"entries", "primary names"} <= aspects and not force else None

    def check(entries: int) -> None:
        if not entries:
            reason = f" (first: {rejects[0].where}: {rejects[0].reason})" if rejects else ""
            raise ListFileError(
                f"{found.label} has no entry that can be taken{reason}: give the publisher's whole file."
            )
        if sound is not None and (faults := sound.faults()):
            raise ListFileError(
                f"{found.label} is refused as an edition of {found.list_key}: {' '.join(faults)} The record is as it"
                " was; use --force to take the edition all the same."
            )

    def take(gathered: Gathered) -> None:
        rejects[:] = gathered.rejects
        if sound is not None and gathered.counted is not None:
            sound.resume(gathered.counted)

    handover = Handover(lambda: Gathered(rejects, sound.state() if sound is not None else None), take)
    facts = Facts(lists=(known.info,)) if known is not None else None
    told = ledger.tell_edition(
        edition,
        origin=found.label,
        now=now,
        facts=facts,
        coming=Coming(sound.counted(listings) if sound else listings, rejects, check, handover if apart else None),
    )
    return LoadReport(
        found.list_key,
        day,
        told.entries,
        told.added,
        told.changed,
        told.removed,
        tuple(rejects),
        told.load is None,
        tuple(sorted(ALL_ASPECTS - aspects)),
        told.counts,
    )


def _found(path: Path, source: str | None) -> list[Found]:
    """The editions in a path; a source that is no list of a publisher is the name of an own list."""
    readers = all_readers()
    if source is None or (source in source_metadata() and not source.startswith(OWN)):
        return recognise(path, readers, source=source)
    if "." in source and not source.startswith(OWN):
        keys = ", ".join(sorted(key for key in source_metadata() if "*" not in key))
        raise UsageError(f"No list of a publisher has the key {source!r}: give one of {keys}, or a name of your own.")
    own = [
        msgspec.structs.replace(reader, recognise=recognise_table) if reader.recognise is recognise_csv else reader
        for reader in readers
        if reader.name.startswith("own ")
    ]
    return [msgspec.structs.replace(one, list_key=own_key(source)) for one in recognise(path, own)]


def _date(found: Found, given: dt.date | None, now: dt.datetime, force: bool) -> str:
    """The edition's date: as given, else as stated, else today for an own list.

    A day to come is no edition's: the list would seem fresh until then. One day more is let pass, for it is tomorrow
    already in the east.
    """
    last = (now.astimezone(dt.UTC) + dt.timedelta(days=1)).date()
    if given is not None:
        if given > last:
            raise BadDateError(
                f"The date {given} lies in the future: give the day on which {found.label} was published."
            )
        if found.date_from == "content" and found.date != given.isoformat() and not force:
            raise UsageError(
                f"{found.label} states {found.date} as its date, not {given}: leave --date out, or use --force."
            )
        return given.isoformat()
    if found.date is not None:
        if found.date > last.isoformat() and not force:
            raise ListFileError(
                f"{found.label} is refused: its date {found.date} lies in the future. Get the file from its publisher"
                " again, or give its date with --date and --force."
            )
        return found.date
    if found.list_key.startswith(OWN):
        return now.date().isoformat()
    raise UsageError(f"{found.label} does not state the date of its edition: give it with --date.")

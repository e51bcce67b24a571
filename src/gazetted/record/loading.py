"""Loading list files: recognised by content, checked for soundness, told to the ledger edition by edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from gazetted.errors import ListFileError, UsageError
from gazetted.model.edition import ALL_ASPECTS, Edition, Listing, Reject
from gazetted.model.form import plain
from gazetted.record.facts import Facts
from gazetted.record.ledger import Ledger
from gazetted.sources.format import Opener, RejectSink
from gazetted.sources.own.table import list_key as own_key
from gazetted.sources.recognise import Found, recognise
from gazetted.sources.registry import SourceList, all_readers, assert_sound, source_metadata, source_of

Listings = Callable[[Mapping[str, Opener], RejectSink], Iterator[Listing]]

OWN = "own."
"""Head of the keys of a user's own lists: an edition of one is of today, unless told otherwise."""


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
        force: take an edition that is not what a sound one must be.
        now: the moment of telling.

    Raises:
        UsageError: there is no such path, or an edition's date is not known.
        ListFileError: it holds no list file that is known, one is damaged, or the record refuses an edition.
    """
    reports = list(_loaded(ledger, path, source, date, force, now))
    return msgspec.structs.replace(reports[0], also=tuple(reports[1:]))


def _loaded(
    ledger: Ledger, path: Path, source: str | None, date: dt.date | None, force: bool, now: dt.datetime
) -> Iterator[LoadReport]:
    described = source_metadata()
    remembering: dict[str, Listings] = {}
    for found in _found(path, source):
        day = _date(found, date, now)
        if found.reader.series is not None and found.reader.name not in remembering:
            remembering[found.reader.name] = found.reader.series()
        edition = _edition(found, day, remembering.get(found.reader.name, found.reader.listings))
        known = source_of(described, found.list_key)
        if known is not None and not force:
            _check(known, edition, found)
        facts = Facts(lists=(known.info,)) if known is not None else None
        told = ledger.tell_edition(edition, origin=found.label, now=now, facts=facts)
        yield LoadReport(
            found.list_key,
            day,
            len(edition.listings),
            told.added,
            told.changed,
            told.removed,
            edition.rejects,
            told.load is None,
            tuple(sorted(ALL_ASPECTS - edition.aspects)),
        )


def _found(path: Path, source: str | None) -> list[Found]:
    """The editions in a path; a source that is no list of a publisher is the name of an own list."""
    readers = all_readers()
    if source is None or (source in source_metadata() and not source.startswith(OWN)):
        return recognise(path, readers, source=source)
    if "." in source and not source.startswith(OWN):
        keys = ", ".join(sorted(key for key in source_metadata() if "*" not in key))
        raise UsageError(f"No list of a publisher has the key {source!r}: give one of {keys}, or a name of your own.")
    own = [reader for reader in readers if reader.name.startswith("own ")]
    return [msgspec.structs.replace(one, list_key=own_key(source)) for one in recognise(path, own)]


def _date(found: Found, given: dt.date | None, now: dt.datetime) -> str:
    """The edition's date: as given, else as stated, else today for an own list."""
    if given is not None:
        return given.isoformat()
    if found.date is not None:
        return found.date
    if found.list_key.startswith(OWN):
        return now.date().isoformat()
    raise UsageError(f"{found.label} does not state the date of its edition: give it with --date.")


def _edition(found: Found, day: str, read: Listings) -> Edition:
    """Read an edition."""
    rejects: list[Reject] = []
    listings = tuple(read(found.parts, rejects.append))
    if not listings:
        reason = f" (first: {rejects[0].where}: {rejects[0].reason})" if rejects else ""
        raise ListFileError(f"{found.label} has no entry that can be taken{reason}.")
    aspects = found.reader.aspects(found.parts.keys())
    return Edition(found.list_key, day, found.sha256, found.reader.name, listings, tuple(rejects), aspects)


def _check(known: SourceList, edition: Edition, found: Found) -> None:
    """Refuse an edition that lacks what a sound one has. One of which parts are missing cannot be judged."""
    if not {"entries", "primary names"} <= edition.aspects:
        return
    faults = assert_sound(known, edition.listings)
    if faults:
        raise ListFileError(
            f"{found.label} is refused as an edition of {edition.list_key}: {' '.join(faults)} The record is as it was;"
            " use --force to take the edition all the same."
        )

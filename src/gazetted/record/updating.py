"""Bringing lists up to date: each publisher is asked for its files, and what is new becomes an edition.

Publishers do not stand in each other's way: what fails with one is reported, and the next is asked.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from gazetted.errors import GazettedError, ListFileError, RecordError, UsageError
from gazetted.fetch.archive import Archive, Kept
from gazetted.fetch.fetcher import Fetched, Fetcher, http_date
from gazetted.fetch.policy import FetchPolicy
from gazetted.model.edition import Reject
from gazetted.model.form import plain
from gazetted.record.ledger import Ledger
from gazetted.record.loading import LoadReport, load
from gazetted.record.store import default_path
from gazetted.sources.recognise import Found, recognise
from gazetted.sources.registry import SourceList, all_readers, source_metadata

Tell = Callable[[str], None]
"""Is told, in words, what is being done."""


class UpdateReport(msgspec.Struct, frozen=True):
    """What updating a list did.

    Attributes:
        list_key: the list.
        outcome: `loaded`: an edition was told to the record; `unchanged`: the record has what the publisher offers;
            `new`: in a dry run, the publisher offers, or may offer, something else; `failed`: see `why`.
        asked: the moment of asking (ISO).
        edition: date of the edition that the publisher offers (ISO); None where none was read.
        date_from: whence that date is known: `file`, `header` (Last-Modified), or `today`.
        entries: entries in the edition.
        added: entries that the edition before had not.
        changed: entries that differ from the edition before.
        removed: entries of the edition before that are gone.
        rejected: rows that could not be taken.
        why: what failed, or what else is to be known, in a sentence.
    """

    list_key: str
    outcome: Literal["loaded", "unchanged", "new", "failed"]
    asked: str
    edition: str | None = None
    date_from: Literal["file", "header", "today"] | None = None
    entries: int | None = None
    added: int = 0
    changed: int = 0
    removed: int = 0
    rejected: tuple[Reject, ...] = ()
    why: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        form = dict(plain(self))
        del form["list_key"]
        return {"list": self.list_key, **form}


def open_fetcher(
    policy: FetchPolicy | None, archive: str | os.PathLike[str] | None, *, version: str, now: Callable[[], dt.datetime]
) -> Fetcher:
    """What asks publishers, with the clocks of the process.

    Args:
        policy: how often, how long and how much is asked; None: the usual.
        archive: folder of the raw files; None: `raw` in the user's data folder.
        version: of the program, as publishers are told it.
        now: tells the moment.
    """
    folder = Path(archive) if archive is not None else default_path().parent / "raw"
    return Fetcher(
        Archive(folder), policy or FetchPolicy(), version=version, now=now, clock=time.monotonic, sleep=time.sleep
    )


def update(
    ledger: Ledger,
    fetcher: Fetcher,
    keys: Collection[str] = (),
    *,
    now: Callable[[], dt.datetime],
    dry_run: bool = False,
    tell: Tell = lambda _: None,
    sources: Mapping[str, SourceList] | None = None,
) -> Iterator[UpdateReport]:
    """Ask publishers for the current editions of their lists, and load what is new; a report for each list.

    Args:
        ledger: the record.
        fetcher: asks.
        keys: the lists; none: every list whose publisher offers it at an address.
        now: tells the moment.
        dry_run: only ask; nothing is fetched or loaded.
        tell: is told what is being done.
        sources: what is known of each list; None: what comes with the program.

    Raises:
        UsageError: a key is that of no list, or of one that is offered at no address.
        RecordError: the record cannot be used.
    """
    chosen = wanted(sources if sources is not None else source_metadata(), keys)
    fetcher.archive.sweep(now())
    return (
        report
        for together in _by_address(chosen)
        for report in _updated(ledger, fetcher, together, now=now, dry_run=dry_run, tell=tell)
    )


def wanted(sources: Mapping[str, SourceList], keys: Collection[str]) -> list[SourceList]:
    """The lists of some keys, or all that can be asked for, in the order of tables.

    Raises:
        UsageError: a key is that of no list, or of one that is offered at no address.
    """
    offered = {key: one for key, one in sources.items() if one.addresses}
    for key in keys:
        if key not in sources:
            raise UsageError(f"No list of a publisher has the key {key!r}: give one of {', '.join(sorted(offered))}.")
        if key not in offered:
            raise UsageError(f"{key} is offered at no known address: get its file and use `gazetted load`.")
    found = [offered[key] for key in (dict.fromkeys(keys) if keys else offered)]
    return sorted(found, key=lambda one: (one.info.rank, one.info.key))


def _by_address(lists: Iterable[SourceList]) -> Iterator[list[SourceList]]:
    """Lists that come in the same files, together."""
    together: dict[tuple[str, ...], list[SourceList]] = {}
    for one in lists:
        together.setdefault(one.addresses, []).append(one)
    yield from together.values()


def _updated(
    ledger: Ledger,
    fetcher: Fetcher,
    lists: Sequence[SourceList],
    *,
    now: Callable[[], dt.datetime],
    dry_run: bool,
    tell: Tell,
) -> Iterator[UpdateReport]:
    """The reports on lists that come in the same files."""
    keys, addresses = [one.info.key for one in lists], lists[0].addresses
    moment = now()
    try:
        if dry_run:
            answers = [fetcher.is_new(address) for address in _each(addresses, keys, tell)]
            yield from (_asked_only(key, answers, moment) for key in keys)
            return
        files = [fetcher.fetch(address) for address in _each(addresses, keys, tell)]
    except GazettedError as error:
        why = str(error)
        for key in keys:
            if not dry_run:
                ledger.tell_asking(key, now=moment, outcome="failed", why=why)
            yield UpdateReport(key, "failed", _iso(moment), why=why)
        return
    for key in keys:
        tell(f"{key}: reading")
        report = _taken(ledger, fetcher, key, files, now())
        outcome: Literal["loaded", "unchanged", "failed"] = "failed" if report.outcome == "new" else report.outcome
        ledger.tell_asking(key, now=moment, outcome=outcome, why=report.why or "" if outcome == "failed" else "")
        yield msgspec.structs.replace(report, asked=_iso(moment))


def _each(addresses: Sequence[str], keys: Sequence[str], tell: Tell) -> Iterator[str]:
    for number, address in enumerate(addresses, 1):
        tell(f"{', '.join(keys)}: asking for file {number} of {len(addresses)}")
        yield address


def _asked_only(key: str, answers: Sequence[bool | None], moment: dt.datetime) -> UpdateReport:
    if not any(answer is None or answer for answer in answers):
        return UpdateReport(key, "unchanged", _iso(moment))
    doubt = None if any(answers) else "The publisher does not say whether its files changed."
    return UpdateReport(key, "new", _iso(moment), why=doubt)


def _taken(ledger: Ledger, fetcher: Fetcher, key: str, files: Sequence[Fetched], now: dt.datetime) -> UpdateReport:
    """Load what came, where the record does not hold it yet. The record stays as it was where that fails."""
    kept = [file.kept for file in files]
    try:
        with fetcher.archive.handed_out(kept) as folder:
            return _load(ledger, folder, key, kept, now)
    except RecordError:
        raise
    except (GazettedError, OSError) as error:
        why = _with_place(str(error).replace("--force", "`gazetted load --force`"), fetcher, kept)
    except Exception as error:  # a reader's fault with one publisher's file must not keep the others away
        why = _with_place(f"A fault of the program ({type(error).__name__}: {error}); report it.", fetcher, kept)
    return UpdateReport(key, "failed", _iso(now), why=why)


def _load(ledger: Ledger, folder: Path, key: str, kept: Sequence[Kept], now: dt.datetime) -> UpdateReport:
    found = recognise(folder, all_readers(), source=key)
    if len(found) != 1:
        raise ListFileError(f"What came for {key} is {len(found)} editions and not one: load the files by hand.")
    day, whence = _date(found[0], kept, now)
    if ledger.holds(key, found[0].sha256, found[0].reader.name):
        return UpdateReport(key, "unchanged", _iso(now), edition=None if whence == "today" else day, date_from=whence)
    given = dt.date.fromisoformat(day) if whence != "file" else None
    return _report(load(ledger, folder, source=key, date=given, force=False, now=now), whence, now)


def _date(found: Found, kept: Sequence[Kept], now: dt.datetime) -> tuple[str, Literal["file", "header", "today"]]:
    """The edition's date: as the files state it, else the last day on which one was modified, else today."""
    if found.date is not None:
        return found.date, "file"
    today = now.astimezone(dt.UTC).date().isoformat()
    days = [day.astimezone(dt.UTC).date().isoformat() for one in kept if (day := http_date(one.modified))]
    return (min(max(days), today), "header") if days else (today, "today")


def _report(done: LoadReport, whence: Literal["file", "header", "today"], now: dt.datetime) -> UpdateReport:
    return UpdateReport(
        done.list_key,
        "unchanged" if done.known_already else "loaded",
        _iso(now),
        done.edition,
        whence,
        done.entries,
        done.added,
        done.changed,
        done.removed,
        done.rejected,
    )


def _with_place(why: str, fetcher: Fetcher, kept: Sequence[Kept]) -> str:
    places = ", ".join(str(fetcher.archive.path(one.sha256)) for one in kept)
    return f"{why} What came is kept as {places}."


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

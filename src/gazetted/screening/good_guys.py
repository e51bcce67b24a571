"""A list of good guys: customers of whom a user decided that they are not the listed party that they are like.

A decision holds back a match, and says so; it never hides it. It ends on its day, and when the listed entry is not any
more what it was when the decision was made. The record tells what it was: the file needs no copy of the entry.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from gazetted.errors import BadDateError, ListFileError, UsageError
from gazetted.model.dates import parse_day, parse_moment
from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.decision import Decision, Entry, decision, entry_of, reopened
from gazetted.screening.result import Decided, Match, Query, Screening
from gazetted.text.normal import normalise

COLUMNS: tuple[str, ...] = ("customer", "party", "reason", "user", "decided")
"""Columns that a file must have: the customer's key, or its name where it has none; slug or name of the listed party;
why; who decided; when (day or moment)."""

FURTHER: tuple[str, ...] = ("until", "name", "verdict")
"""Columns that it may have: the last day on which the decision holds; the customer's name, for a decision says nothing
of a customer of another name; `cleared`, or `confirmed`, which holds nothing back."""

LARGEST = 64 * 1024 * 1024


class GoodGuy(msgspec.Struct, frozen=True):
    """A row of the file.

    Attributes:
        line: its line.
        decided: the decision; its `entry` is what the record held of the party then.
        moment: when it was made, as a moment of the record.
        until: the last day on which it holds; None: no such day.
    """

    line: int
    decided: Decision
    moment: dt.datetime
    until: str | None


@dataclass(frozen=True, slots=True)
class GoodGuys:
    """Decisions by customer, to be applied to screenings.

    Attributes:
        ledger: the record.
        sha256: of the file.
        rows: customer (in its normal form) → decisions.
    """

    ledger: Ledger
    sha256: str
    rows: Mapping[str, Sequence[GoodGuy]]
    _entries: dict[tuple[str, dt.date, dt.datetime], Entry | None] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The most decisions on one customer: so many matches more are asked for, so that none is crowded out."""
        return max(map(len, self.rows.values()), default=0)

    def applied(self, screening: Screening, *, on: dt.date, known: dt.datetime, limit: int) -> Screening:
        """A screening without the matches that decisions hold back; these are told beside it.

        Args:
            screening: with up to `limit` and `most` matches.
            on: the day asked.
            known: the moment whose knowledge was used.
            limit: most matches that stay.
        """
        mine = self._of(screening.query)
        if not mine:
            return msgspec.structs.replace(screening, matches=screening.matches[:limit])
        kept: list[Match] = []
        told: list[Decided] = []
        for match in screening.matches:
            found = [self._told(row, match, on, known) for row in mine if row.decided.party == match.party]
            holding = next((one for one in found if one.holds), None)
            if holding is not None:
                told.append(holding)
                continue
            kept.append(match)
            told += found
        return msgspec.structs.replace(screening, matches=tuple(kept[:limit]), decisions=tuple(told))

    def _of(self, query: Query) -> list[GoodGuy]:
        rows = self.rows.get(normalise(query.key or query.name), ())
        return [row for row in rows if not row.decided.name or normalise(row.decided.name) == normalise(query.name)]

    def _told(self, row: GoodGuy, match: Match, on: dt.date, known: dt.datetime) -> Decided:
        why = self._ended(row, on, known)
        made = row.decided
        return Decided(
            party=match.party, verdict=made.verdict, holds=why is None, why=why or f"{_by(made)}: {made.reason}",
            reason=made.reason, user=made.user, time=made.time, until=row.until,
            match=match if why is None else None,
        )  # fmt: skip

    def _ended(self, row: GoodGuy, on: dt.date, known: dt.datetime) -> str | None:
        """Why a decision holds no more, in a sentence; None where it holds."""
        made = row.decided
        if row.until is not None and on.isoformat() > row.until:
            return f"{_by(made)}, until {row.until}: it has ended."
        now = self._entry(made.party, on, known)
        then = self._entry(made.party, row.moment.date(), row.moment) if row.moment < known else now
        if then is not None:
            return reopened(msgspec.structs.replace(made, entry=then), now)
        day = made.time[:10]
        events = self.ledger.history(made.party, known=known)
        since = [event for event in events if event.date is not None and event.date.iso > day]
        if not since:
            return None
        told = "; ".join(
            f"{event.list_key or 'the record'}: {event.what} {event.date.iso if event.date else ''}"
            for event in since[:3]
        )
        return f"{_by(made)}, and open again: since then {told}."

    def _entry(self, party: str, on: dt.date, known: dt.datetime) -> Entry | None:
        key = (party, on, known)
        if key not in self._entries:
            held = self.ledger.party(party, known=known)
            names = tuple(name.text for name in self.ledger.names_of(party, known=known)) if held else ()
            self._entries[key] = entry_of(self.ledger, held, names, on=on, known=known) if held else None
        return self._entries[key]


def _by(made: Decision) -> str:
    return f"{made.verdict.capitalize()} by {made.user} on {made.time[:10]}"


def read_good_guys(ledger: Ledger, path: Path, *, known: dt.datetime) -> GoodGuys:
    """Read a file of decisions: CSV in UTF-8 with a header (`COLUMNS`, `FURTHER`).

    Args:
        ledger: the record, which knows the parties.
        path: the file.
        known: the moment whose parties are meant.

    Raises:
        UsageError: there is no such file.
        ListFileError: it is not such a file; the error names the line.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}: give the path of a CSV file of decisions.")
    raw = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    if not raw:
        raise ListFileError(f"{path} is empty, or larger than {LARGEST // 2**20} MiB: give a CSV file of decisions.")
    rows: dict[str, list[GoodGuy]] = defaultdict(list)
    with ledger.snapshot():
        for line, cells in _cells(path, raw):
            row = _row(ledger, f"{path}, line {line}", line, cells, known)
            if row.decided.verdict == "cleared":
                rows[normalise(row.decided.customer)].append(row)
    return GoodGuys(ledger, hashlib.sha256(raw).hexdigest(), dict(rows))


def _cells(path: Path, raw: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ListFileError(f"{path}, line {line}: not UTF-8; save the file as CSV in UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip().casefold() for cell in cells]
                if absent := [column for column in COLUMNS if column not in header]:
                    raise ListFileError(
                        f"{path}, line {reader.line_num}: no column {absent[0]!r}; a file of decisions has the columns"
                        f" {', '.join(COLUMNS)}."
                    )
                continue
            if len(cells) > len(header):
                raise ListFileError(f"{path}, line {reader.line_num}: {len(cells)} cells under {len(header)} columns.")
            yield reader.line_num, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    except csv.Error as error:
        raise ListFileError(f"{path}, line {max(1, reader.line_num)}: malformed quoting ({error}).") from None
    if header is None:
        raise ListFileError(f"{path} is empty: it needs a header line and a row for each decision.")


def _row(ledger: Ledger, where: str, line: int, cells: Mapping[str, str], known: dt.datetime) -> GoodGuy:
    try:
        moment = parse_moment(cells.get("decided", ""))
        until = parse_day(cells["until"]).isoformat() if cells.get("until") else None
        made = decision(
            cells.get("customer", ""), _party(ledger, cells.get("party", ""), known), cells.get("verdict") or "cleared",
            reason=cells.get("reason", ""), user=cells.get("user", ""), time=format_moment(moment),
            name=cells.get("name", ""), entry=None,
        )  # fmt: skip
    except (UsageError, BadDateError) as error:
        raise ListFileError(f"{where}: {error}") from None
    return GoodGuy(line, made, moment, until)


def _party(ledger: Ledger, text: str, known: dt.datetime) -> str:
    """The slug of the party that a cell means.

    Raises:
        UsageError: there is none, or there are several.
    """
    if not text:
        raise UsageError("the party is empty: give its slug.")
    slug = ledger.slug(text, known=known)
    if slug is not None:
        return ledger.slugs(slug, known=known)[0]
    wanted = normalise(text)
    found = [one for one in ledger.find(text, known=known) if normalise(one.name) == wanted]
    if len(found) == 1:
        return found[0].party
    what = f"{len(found)} parties are called" if found else "the record holds no party"
    raise UsageError(f"{what} {text!r}: give the slug, as `gazetted screen` shows it.")

"""What each tool gives: rows, which of all they are, and what they rest on."""

from __future__ import annotations

import msgspec

from gazetted.service.mcp.told import (
    ClaimTold,
    EventTold,
    Item,
    ListTold,
    MatchTold,
    Mentioned,
    OtherTold,
    Page,
    PartyTold,
    RecordTold,
    SignalTold,
    StandingTold,
    StatementTold,
)


class FindAnswer(msgspec.Struct, frozen=True):
    """What `find` gives.

    Attributes:
        record: what the answer rests on.
        parties: the parties that the name can mean, best first.
        page: which rows of all these are.
    """

    record: RecordTold
    parties: tuple[PartyTold, ...]
    page: Page


class ScreenAnswer(msgspec.Struct, frozen=True):
    """What `screen` gives.

    Attributes:
        record: what the answer rests on.
        on: the day whose law was asked.
        matches: candidates, best first; a match is a candidate, never a finding.
        page: which rows of all these are.
        note: how the answer is to be read.
    """

    record: RecordTold
    on: str
    matches: tuple[MatchTold, ...]
    page: Page
    note: str


class ReadAnswer(msgspec.Struct, frozen=True):
    """What `read` gives.

    Attributes:
        record: what the answer rests on.
        date: day of the document.
        date_from: where that day was found.
        language: of the document; texts that are not English give their parties only.
        characters: length of its text.
        totals: how many rows each part has.
        parties: listed parties that it names.
        claims: what it says about listings, held against the record.
        signals: what it says of changes that may come.
        statements: who says what.
        others: who else is named, on no list of the record.
        page: which rows these are of the part asked for; null for the overview.
        note: how the answer is to be read.
    """

    record: RecordTold
    date: str | None
    date_from: str | None
    language: str | None
    characters: int
    totals: dict[str, int]
    parties: tuple[Mentioned, ...]
    claims: tuple[ClaimTold, ...]
    signals: tuple[SignalTold, ...]
    statements: tuple[StatementTold, ...]
    others: tuple[OtherTold, ...]
    page: Page | None
    note: str


class StandingAnswer(msgspec.Struct, frozen=True):
    """What `standing` gives.

    Attributes:
        record: what the answer rests on.
        party: the party.
        on: the day whose law was asked.
        standings: where it stands.
        silent: lists of the record that say nothing of it; silence of a list held in part is no clearance.
        page: which rows of all these are.
        note: how the answer is to be read.
    """

    record: RecordTold
    party: PartyTold
    on: str
    standings: tuple[StandingTold, ...]
    silent: tuple[str, ...]
    page: Page
    note: str


class HistoryAnswer(msgspec.Struct, frozen=True):
    """What `history` gives.

    Attributes:
        record: what the answer rests on.
        party: the party.
        events: its events in the order asked.
        page: which rows of all these are.
        note: how the answer is to be read.
    """

    record: RecordTold
    party: PartyTold
    events: tuple[EventTold, ...]
    page: Page
    note: str


class AssessAnswer(msgspec.Struct, frozen=True):
    """What `assess` gives.

    Attributes:
        record: what the answer rests on.
        party: the party.
        on: the day whose law was asked.
        law_known_to: the day to which the law of the package is known.
        without: lists that were thought away; standings and effects are then those that would still bind.
        totals: how many rows each part has.
        standings: where it stands.
        items: rows of the part asked for; of the overview the effects.
        page: which rows these are of the part asked for; null for the overview.
        advice: that this is not legal advice; repeat it.
        note: how the answer is to be read.
    """

    record: RecordTold
    party: PartyTold
    on: str
    law_known_to: str | None
    without: tuple[str, ...]
    totals: dict[str, int]
    standings: tuple[StandingTold, ...]
    items: tuple[Item, ...]
    page: Page | None
    advice: str
    note: str


class ChangesAnswer(msgspec.Struct, frozen=True):
    """What `changes` gives.

    Attributes:
        record: what the answer rests on.
        since: first day.
        until: last day.
        events: what the publishers changed, by date.
        page: which rows of all these are.
    """

    record: RecordTold
    since: str
    until: str
    events: tuple[EventTold, ...]
    page: Page


class ListsAnswer(msgspec.Struct, frozen=True):
    """What `lists` gives.

    Attributes:
        record: what the answer rests on.
        on: the day on which entries were counted.
        lists: the lists.
        page: which rows of all these are.
    """

    record: RecordTold
    on: str
    lists: tuple[ListTold, ...]
    page: Page

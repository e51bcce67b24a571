"""What each tool takes."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gazetted.model.party import Kind
from gazetted.service.parameters import Day, Moment, Name, PartialDay, Threshold

ListKey = Annotated[str, Meta(min_length=2, max_length=80)]
Lists = Annotated[tuple[ListKey, ...], Meta(max_length=50)]
Offset = Annotated[int, Meta(ge=0, le=100_000)]
Rows = Annotated[int, Meta(ge=1, le=50)]

ReadPart = Literal["overview", "parties", "claims", "signals", "statements", "others"]
AssessPart = Literal["overview", "standings", "effects", "exceptions", "ended", "leaving", "context", "uncovered"]


class Find(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `find` takes.

    Attributes:
        name: any name, acronym or spelling of a party, such as HTS.
        known: answer with what the record had been told by this moment, ISO. Default: all.
        limit: most rows.
        offset: rows that are left out first; take it from `page.next_offset` of the answer before.
    """

    name: Name
    known: Moment | None = None
    limit: Rows = 10
    offset: Offset = 0


class Screen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `screen` takes.

    Attributes:
        name: the one name to screen, as written; nothing else in it.
        kind: what its bearer is thought to be.
        born: birth date of a person, as 1982, 1982-10 or 1982-10-29; give it where it is known.
        country: ISO 3166 alpha-2 code or English name of the bearer's country.
        ids: identifiers, each as type:value, such as passport:A1234567 or imo:9187629.
        gender: gender of a person.
        on: the day whose law is asked, as 2024-12-09. Default: today.
        known: answer with what the record had been told by this moment, ISO. Default: all.
        lists: only these lists, by key, such as us.fto. Default: all.
        threshold: lowest score that is told; 0.7 is usual. A score is a likeness, not a probability.
        limit: most rows.
        offset: rows that are left out first; take it from `page.next_offset` of the answer before.
    """

    name: Name
    kind: Kind = "any"
    born: PartialDay | None = None
    country: Annotated[str, Meta(min_length=2, max_length=100)] | None = None
    ids: Annotated[tuple[Annotated[str, Meta(pattern=r"^[^:]{1,40}:.{1,100}$")], ...], Meta(max_length=10)] = ()
    gender: Literal["f", "m"] | None = None
    on: Day | None = None
    known: Moment | None = None
    lists: Lists = ()
    threshold: Threshold = 0.7
    limit: Annotated[int, Meta(ge=1, le=20)] = 5
    offset: Annotated[int, Meta(ge=0, le=80)] = 0


class Read(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `read` takes.

    Attributes:
        text: the article itself, as plain text or HTML; no address, for nothing is fetched.
        date: the day it was published, as 2024-12-09. Default: found in the text, and asked for where it is not.
        publisher: who published it. Default: found in the text, if it says so.
        known: answer with what the record had been told by this moment, ISO. Default: all.
        part: which part is told: the overview has the first rows of each, every other has all of its own.
        limit: most rows of a part.
        offset: rows of a part that are left out first; not for the overview.
    """

    text: Annotated[str, Meta(min_length=1, max_length=400_000)]
    date: Day | None = None
    publisher: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    known: Moment | None = None
    part: ReadPart = "overview"
    limit: Rows = 20
    offset: Offset = 0


class Standing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `standing` takes.

    Attributes:
        party: slug of a party, as `find` and `screen` give it, or any name it goes by.
        on: the day whose law is asked, as 2024-12-09. Default: today.
        known: answer with what the record had been told by this moment, ISO. Default: all.
        lists: only these lists, by key, such as us.fto. Default: all.
        limit: most rows.
        offset: rows that are left out first; take it from `page.next_offset` of the answer before.
    """

    party: Name
    on: Day | None = None
    known: Moment | None = None
    lists: Lists = ()
    limit: Rows = 20
    offset: Offset = 0


class History(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `history` takes.

    Attributes:
        party: slug of a party, as `find` and `screen` give it, or any name it goes by.
        since: only events dated on or after this day.
        until: only events dated on or before this day.
        order: which end comes first.
        context: whether events around the listings that changed none are told as well.
        known: answer with what the record had been told by this moment, ISO. Default: all.
        lists: only these lists, by key, such as us.fto. Default: all.
        limit: most rows.
        offset: rows that are left out first; take it from `page.next_offset` of the answer before.
    """

    party: Name
    since: Day | None = None
    until: Day | None = None
    order: Literal["oldest first", "newest first"] = "oldest first"
    context: bool = False
    known: Moment | None = None
    lists: Lists = ()
    limit: Rows = 20
    offset: Offset = 0


class Assess(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `assess` takes.

    Attributes:
        party: slug of a party, as `find` and `screen` give it, or any name it goes by.
        on: the day whose law is asked, as 2024-12-09. Default: today.
        known: answer with the facts that the record had been told by this moment, ISO. Default: all.
        without: lists, by key, that are thought away: what would still bind is told instead.
        part: which part is told: the overview has the first rows of the most important, every other has all of its own.
        limit: most rows of a part.
        offset: rows of a part that are left out first; not for the overview.
    """

    party: Name
    on: Day | None = None
    known: Moment | None = None
    without: Lists = ()
    part: AssessPart = "overview"
    limit: Rows = 20
    offset: Offset = 0


class Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `changes` takes.

    Attributes:
        since: first day, as 2025-07-01.
        until: last day. Default: today.
        known: answer with what the record had been told by this moment, ISO. Default: all.
        lists: only these lists, by key, such as us.fto. Default: all.
        limit: most rows.
        offset: rows that are left out first; take it from `page.next_offset` of the answer before.
    """

    since: Day
    until: Day | None = None
    known: Moment | None = None
    lists: Lists = ()
    limit: Rows = 20
    offset: Offset = 0


class ListsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `lists` takes.

    Attributes:
        on: the day on which entries in force are counted, as 2024-12-09. Default: today.
        known: answer with what the record had been told by this moment, ISO. Default: all.
        lists: only these lists, by key, such as us.fto. Default: all.
        limit: most rows.
        offset: rows that are left out first; take it from `page.next_offset` of the answer before.
    """

    on: Day | None = None
    known: Moment | None = None
    lists: Lists = ()
    limit: Rows = 30
    offset: Offset = 0

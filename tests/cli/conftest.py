"""A small record of made-up parties that answers like the real one, and a way to run the program on it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.cli.run import run
from gazetted.errors import ListFileError, UnknownPartyError, UsageError
from gazetted.matching.comparison import Explanation, Qualifier, TokenMatch
from gazetted.model.dates import PartialDate
from gazetted.model.edition import Reject
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party
from gazetted.model.standing import Standing
from gazetted.reading.result import DateFound, DocumentInfo, Mention, Other, PartyRead, Reading, Span
from gazetted.screening.result import Match, Query, Screening

HARBOUR = Party(party="harbour-front", name="Harbour Front", kind="organization", countries=("XA",))
ORSO = Party(party="emil-orso", name="Emil Orso", kind="person", roles=("treasurer of Harbour Front",))

INFOS = (
    ListInfo(key="aa.banned", authority="AA", body="Home Office of A", title="Banned organisations", short="A banned",
             covers="First days before 2010 are not established."),
    ListInfo(key="bb.frozen", authority="BB", body="Treasury of B", title="Register of frozen persons and bodies",
             short="B frozen"),
)  # fmt: skip


@dataclass(frozen=True)
class FakeEdition:
    date: str
    entries: int
    sha256: str = "00" * 32
    loaded: str = "2026-01-02T00:00:00Z"


@dataclass(frozen=True)
class FakeListState:
    info: ListInfo
    entries_in_force: int
    editions: tuple[FakeEdition, ...]
    newest: str | None
    age_days: int | None
    asked: str | None = None
    asked_outcome: str | None = None
    asked_why: str | None = None
    stale: bool | None = None

    def to_dict(self) -> dict[str, object]:
        return {
            "list": self.info.key,
            "authority": self.info.authority,
            "title": self.info.title,
            "entries_in_force": self.entries_in_force,
            "editions": [vars(edition) for edition in self.editions],
            "newest": self.newest,
            "age_days": self.age_days,
        }


@dataclass(frozen=True)
class FakeLoadReport:
    list_key: str
    rejected: tuple[Reject, ...] = ()
    also: tuple[FakeLoadReport, ...] = ()

    def to_dict(self) -> dict[str, object]:
        rejected = [{"where": row.where, "reason": row.reason} for row in self.rejected]
        counts = {"entries": 2, "added": 2, "changed": 0, "removed": 0}
        return {
            "list": self.list_key,
            "known_already": "again" in self.list_key,
            "edition": "2026-01-01",
            **counts,
            "rejected": rejected,
            "partial": ["aliases"] if "part" in self.list_key else [],
        }


def standing(list_key: str, status: str, **more: Any) -> Standing:
    form: dict[str, Any] = {
        "since": None, "until": None, "as_": "Harbour Front", "name": "Harbour Front", "through": None, "entry": "1",
        "programmes": (), "instrument": "Order 7 of 2015", "source": "https://gazette.example/2015/7",
        "confidence": "high", "unconfirmed": None, "doubt": None, "newest": "2026-01-01",
    }  # fmt: skip
    return Standing(list_key=list_key, status=status, **(form | more))  # type: ignore[arg-type]


def event(list_key: str | None, what: str, date: str | None, **more: Any) -> Event:
    form: dict[str, Any] = {
        "entry": "1", "party": "harbour-front", "name": "Harbour Front", "instrument": "Order 7 of 2015",
        "source": "https://gazette.example/2015/7",
    }  # fmt: skip
    day = PartialDate.parse(date) if date else None
    return Event(list_key=list_key, what=what, date=day, **(form | more))  # type: ignore[arg-type]


EVENTS = (
    event("aa.banned", "listed", "2012-03-01", name="Dock Union", confidence="medium", unconfirmed="day"),
    event("aa.banned", "name added", "2015-06-10"),
    event("aa.banned", "name added", "2015-06-10", name="HF", name_type="acronym"),
    event("aa.banned", "name added", None, name="The Quay", confidence="low", unconfirmed="all",
          not_after=PartialDate("2020-01-01")),
    event("aa.banned", "delisted", "2025-10-21", step="announced", instrument="Statement of the minister"),
    event("aa.banned", "delisted", "2025-11-11", instrument="Order 3 of 2025", source="Gazette A, p. 12"),
    event("bb.frozen", "listed", "2016", entry="9", programmes=("SEA",), instrument="Notice 44"),
    event("bb.frozen", "delisted", "2021-02-16", entry="9", instrument="", source="", note="upper bound",
          not_before=PartialDate("2021-01-19"), not_after=PartialDate("2021-02-16")),
    event(None, "context", "2024-12-08", name="", instrument="", source="https://news.example/harbour"),
)  # fmt: skip


def harbour_standings(on: str) -> list[Standing]:
    """What the made-up law says on a day."""
    if on < "2012-03-01":
        return []
    named = {} if on >= "2015-06-10" else {"name": "Dock Union"}
    first = standing(
        "aa.banned", "in force", since="2015-06-10" if not named else "2012-03-01", as_="Dock Union", **named
    )
    if named:
        first = replace_struct(first, confidence="medium", unconfirmed="day", instrument="Order 1 of 2012")
    if on >= "2025-11-11":
        first = standing("aa.banned", "removed", since="2015-06-10", until="2025-11-11", as_="Dock Union",
                         instrument="Order 3 of 2025", source="Gazette A, p. 12")  # fmt: skip
    found = [first]
    if on >= "2016-01-01":
        removed = on >= "2021-02-16"
        found.append(
            standing("bb.frozen", "removed" if removed else "in force", since="2016", entry="9", programmes=("SEA",),
                     until="2021-02-16" if removed else None, confidence="low", unconfirmed="all", instrument="",
                     source="", newest=None, doubt="The day of removal lies between 2021-01-19 and 2021-02-16.")
        )  # fmt: skip
    return found


def replace_struct(one: Standing, **more: Any) -> Standing:
    import msgspec

    return msgspec.structs.replace(one, **more)


TEXT = (
    "Ministers weigh ban on harbour group\n"
    "The Harbour Front (HF) may be unbanned, a minister said on Monday.\n"
    "Its treasurer, Emil Orso, told the Dockside Post that HF had changed.\n"
)


def reading_of(text: str, document: DocumentInfo) -> Reading:
    def found(word: str, via: str) -> Iterator[Mention]:
        for place in re.finditer(rf"\b{re.escape(word)}\b", text):
            yield Mention(place.start(), place.end(), word, via)  # type: ignore[arg-type]

    front = sorted([*found("Harbour Front", "name"), *found("HF", "acronym")], key=lambda one: one.start)
    orso = list(found("Emil Orso", "name"))
    parties = [
        PartyRead("harbour-front", "Harbour Front", "identified", "full name and acronym", tuple(front),
                  tuple(harbour_standings(document.date)), tuple(harbour_standings("2026-01-01"))),
        PartyRead("emil-orso", "Emil Orso", "candidate", "name alone; nothing beside it tells a namesake", tuple(orso),
                  (), (standing("bb.frozen", "in force", since="2025-05-05", as_="ORSO, Emil", name="ORSO, Emil"),)),
    ]  # fmt: skip
    post = re.search("Dockside Post", text)
    monday = re.search("Monday", text)
    return Reading(
        document=document,
        parties=tuple(party for party in parties if party.mentions),
        others=(Other("Dockside Post", "outlet", (Span(*post.span(), post[0]),)),) if post else (),
        dates=(DateFound(*monday.span(), monday[0], "2024-12-09"),) if monday else (),
        record={"digest": "ab" * 32, "known": "2026-01-02T00:00:00Z"},
        text=text,
    )


@dataclass
class FakeRecord:
    """Answers as the real record would; `calls` keeps what it was asked, `faults` what it shall raise."""

    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    faults: dict[str, BaseException] = field(default_factory=dict)
    parties: tuple[Party, ...] = (HARBOUR, ORSO)
    events: tuple[Event, ...] = EVENTS
    states: tuple[FakeListState, ...] = (
        FakeListState(INFOS[0], 1, (FakeEdition("2025-12-01", 1),), "2026-01-01", 30),
        FakeListState(INFOS[1], 1234, (), None, None),
    )

    def __enter__(self) -> FakeRecord:
        return self

    def __exit__(self, *_: object) -> None:
        self.calls.append(("close", (), {}))

    def _called(self, what: str, *given: Any, **named: Any) -> None:
        self.calls.append((what, given, named))
        if what in self.faults:
            raise self.faults[what]

    def asked(self, what: str) -> dict[str, Any]:
        return next(named for called, _, named in reversed(self.calls) if called == what)

    def block(self, known: str | None = None) -> dict[str, str]:
        return {"digest": "ab" * 32, "known": known or "2026-01-02T00:00:00Z"}

    def summary(self) -> dict[str, object]:
        return {"parties": 2, "lists": 2, "newest": "2026-01-01"}

    def lists(self, *, on: str | None = None, known: str | None = None) -> list[FakeListState]:
        self._called("lists", on=on, known=known)
        return list(self.states)

    @property
    def ledger(self) -> FakeRecord:
        return self

    def list_infos(self) -> dict[str, ListInfo]:
        self._called("list_infos")
        return {state.info.key: state.info for state in self.states}

    def standings(self, party: str, on: dt.date, *, known: dt.datetime | None, name: str) -> list[Standing]:
        self._called("standings", party, on, known=known, name=name)
        return harbour_standings(on.isoformat())

    def find(self, name: str) -> list[Party]:
        self._called("find", name)
        found = [one for one in self.parties if name.casefold() in (one.party, one.name.casefold())]
        return [HARBOUR] if name == "HF" else found

    def party(self, name: str, *, known: str | None = None) -> Party:
        found = self.find(name)
        if not found:
            raise UnknownPartyError(name, ["Harbour Front"])
        return found[0]

    def party_names(self, slugs: Iterable[str], *, known: str | None = None) -> dict[str, str]:
        self._called("party_names", tuple(sorted(slugs)), known=known)
        return {one.party: one.name for one in self.parties if one.party in set(slugs)}

    def standing(self, party: str, *, on: str, known: str | None = None, lists: Sequence[str] = ()) -> list[Standing]:
        self._called("standing", party, on=on, known=known, lists=lists)
        self._check(lists)
        return [one for one in harbour_standings(on) if not lists or one.list_key in lists]

    def _check(self, lists: Sequence[str]) -> None:
        if unknown := set(lists) - {state.info.key for state in self.states}:
            raise UsageError(f"No list {sorted(unknown)[0]!r} is in the record: see `gazetted lists` for the keys.")

    def history(self, party: str, *, known: str | None = None) -> list[Event]:
        self._called("history", party, known=known)
        return list(self.events)

    def changes(self, **named: Any) -> list[Event]:
        self._called("changes", **named)
        self._check(named["lists"])
        since, until = named["since"] or "0000", named["until"] or "9999"
        return [one for one in self.events if one.list_key and one.date and since <= one.date.iso <= until]

    def screen(self, name: str, **named: Any) -> Screening:
        self._called("screen", name, **named)
        self._check(named["lists"])
        query = Query(name, named["kind"], named["born"], named["country"], named["ids"])
        tokens = (TokenMatch("harbor", "harbour", "spelling", 0.95), TokenMatch("front", "front", "exact", 1.0))
        more = (Qualifier("country", "XB", "XA", -0.04),) if named["country"] else ()
        explanation = Explanation(tokens, more, "Without front it would fall below 0.70.")
        match = Match(0.93, "harbour-front", "Harbour Front", "HARBOUR FRONT", "primary",
                      tuple(harbour_standings(named["on"])), explanation)  # fmt: skip
        return Screening(query, named["on"], (match,) if "front" in name.casefold() else ())

    def screen_file(self, path: str, **named: Any) -> Iterator[tuple[int, Screening]]:
        self._called("screen_file", path, **named)
        names = Path(path).read_text("utf-8").splitlines()[1:]
        common = {key: named[key] for key in ("on", "known", "lists", "threshold", "limit")}
        for number, name in enumerate(names, 2):
            yield number, self.screen(name, kind="any", born=None, country=None, ids=(), **common)

    def load(self, path: Path, **named: Any) -> FakeLoadReport:
        self._called("load", path, **named)
        if not path.read_bytes():
            raise ListFileError(f"{path.name} is empty: give a list file.")
        rejected = (Reject(f"{path.name}:3", "no name"),) if "bad" in path.name else ()
        return FakeLoadReport("own.again" if "again" in path.name else "own.test", rejected)

    def read(self, data: bytes, **named: Any) -> Reading:
        self._called("read", data, **named)
        text = data.decode()
        day = named["date"]
        document = DocumentInfo(None if "untitled" in named["name"] else text.partition("\n")[0], named["publisher"],
                                day or "2024-12-09", "option" if day else "text", "cd" * 32, len(text))  # fmt: skip
        return reading_of(text, document)


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Runner = Callable[..., Done]


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> FakeRecord:
    """The small record, opened by every command that runs in the test."""
    fake = FakeRecord()

    def opened(url: str | None = None) -> FakeRecord:
        fake._called("open", url=url)
        return fake

    monkeypatch.setattr(gazetted, "open", opened, raising=False)
    for module in ("lists", "party", "screen"):
        monkeypatch.setattr(f"gazetted.cli.{module}.today", lambda: "2026-01-31")
    monkeypatch.delenv("GAZETTED_RECORD", raising=False)
    return fake


@pytest.fixture
def gz(record: FakeRecord, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the program in this process: `gz("standing", "HF")`."""

    def call(*args: str) -> Done:
        code = run(args)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A short article that names both parties."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path

"""Random sequences of editions: the record tells exactly the events that made them.

A sequence is made by what a publisher does between one edition and the next: it lists, delists, lists again, renumbers,
renames, adds and removes names, changes programmes and birth dates, and states a day or none. Some editions print less
than all: then what was done shows at the next edition that tells it, with the bounds that follow from those in between.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from gazetted.model.edition import ALL_ASPECTS, Aspect, Edition, ListedName, Listing
from gazetted.model.event import Event
from gazetted.record.ledger import Ledger

if TYPE_CHECKING:
    from tests.conftest import Bench

KEY = "us.sample"
DAYS = tuple(f"2020-{month:02d}-01" for month in range(1, 11))
ENTRIES = ("101", "102", "103")
WORDS = {
    "101": ("Harbour", "Lantern", "Cobalt", "Meridian", "Juniper", "Saffron"),
    "102": ("Obsidian", "Thistle", "Gondola", "Falconer", "Quarry", "Marigold"),
    "103": ("Zephyr", "Birchwood", "Pelican", "Tundra", "Velvet", "Compass"),
}
"""Words of the names of each entry."""
PROGRAMMES = (("P1",), ("P2",), ("P1", "P2"))
BORN = ((), ("1970",), ("1971-05-17",))

FULL = ALL_ASPECTS
NO_ALIASES: frozenset[Aspect] = ALL_ASPECTS - {"aliases"}
NUMBERS: frozenset[Aspect] = frozenset({"entries"})
"""Only the numbers of the entries, as OFAC's addresses without its names."""


class Entry(msgspec.Struct, frozen=True):
    """An entry as it truly stands."""

    key: str
    primary: str
    aliases: frozenset[str] = frozenset()
    programmes: tuple[str, ...] = ("P1",)
    born: tuple[str, ...] = ()
    listed_on: str | None = None


Truth = dict[str, Entry]
"""The entries of a list, by what they are whatever their key."""


class Step(msgspec.Struct, frozen=True):
    """An edition: its day, what it tells, and how things truly stand."""

    day: str
    aspects: frozenset[Aspect]
    truth: Truth

    def edition(self) -> Edition:
        listings = tuple(printed(entry, self.aspects) for _, entry in sorted(self.truth.items()))
        return Edition(KEY, self.day, f"sha {self.day}", "sample 1", listings, aspects=self.aspects)


Told = tuple[str, str, str, str, str | None, str | None, str | None, tuple[str, ...], tuple[str, ...]]
"""What, entry, name, former name, date, not before, not after, programmes, fields amended."""


def printed(entry: Entry, aspects: frozenset[Aspect]) -> Listing:
    if "primary names" not in aspects:
        return Listing(entry.key, "organization", ())
    names = [ListedName(entry.primary)]
    if "aliases" in aspects:
        names += [ListedName(name, "alias") for name in sorted(entry.aliases)]
    return Listing(
        entry.key, "organization", tuple(names), entry.programmes, entry.born, listed_on=entry.listed_on
    )  # fmt: skip


# -- making a sequence -----------------------------------------------------------------------------------------------


def name_of(who: str, number: int) -> str:
    return f"{WORDS[who][number]} {WORDS[who][number - 2]}"


@st.composite
def sequences(draw: st.DrawFn, partial: bool) -> tuple[Step, ...]:
    days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=6, unique=True)))
    truth: Truth = {}
    keys = {who: who for who in ENTRIES}  # who comes back has the key of the last stay: no publisher gives one up twice
    steps: list[Step] = []
    for at, day in enumerate(days):
        kinds = [FULL, FULL, NO_ALIASES, NUMBERS] if partial and at else [FULL]
        aspects = draw(st.sampled_from(kinds))
        truth = dict(truth)
        for key in draw(st.lists(st.sampled_from(ENTRIES), max_size=3, unique=True)):
            acted(
                draw,
                truth,
                key,
                days[at - 1] if at else None,
                day,
                unnamed="primary names" not in aspects,
                whole=not partial,
            )
        truth = {who: back(entry, keys[who]) for who, entry in truth.items()}
        keys |= {who: entry.key for who, entry in truth.items()}
        steps.append(Step(day, aspects, truth))
    return tuple(steps)


def back(entry: Entry, last: str) -> Entry:
    return entry if len(entry.key) >= len(last) else msgspec.structs.replace(entry, key=last)


def acted(draw: st.DrawFn, truth: Truth, key: str, before: str | None, day: str, *, unnamed: bool, whole: bool) -> None:
    """What the publisher does with one entry between two editions."""
    names = [name_of(key, number) for number in range(6)]
    if key not in truth:
        if not unnamed:  # what is new without a name is a matter of its own
            truth[key] = Entry(
                key,
                primary=draw(st.sampled_from(names[:2])),
                aliases=frozenset(draw(st.lists(st.sampled_from(names[2:]), max_size=2))),
                programmes=draw(st.sampled_from(PROGRAMMES)),
                born=draw(st.sampled_from(BORN)),
                listed_on=draw(st.sampled_from((None, day, "2019-05-01", *(within(before, day) if before else ())))),
            )
        return
    held = truth[key]
    if whole and draw(st.integers(0, 5)) == 0:
        truth[key] = msgspec.structs.replace(held, key=f"{held.key}0")
        return
    for act in draw(
        st.lists(st.sampled_from(("drop", "rename", "alias", "no alias", "programme", "born")), max_size=2)
    ):
        if act == "drop":
            truth.pop(key)
            return
        free = [name for name in names if name != held.primary and name not in held.aliases]
        if act == "rename":
            held = msgspec.structs.replace(held, primary=draw(st.sampled_from(free)))
        elif act == "alias":
            held = msgspec.structs.replace(held, aliases=held.aliases | {draw(st.sampled_from(free))})
        elif act == "no alias" and held.aliases:
            held = msgspec.structs.replace(held, aliases=held.aliases - {draw(st.sampled_from(sorted(held.aliases)))})
        elif act == "programme":
            held = msgspec.structs.replace(held, programmes=draw(st.sampled_from(PROGRAMMES)))
        elif act == "born":
            held = msgspec.structs.replace(held, born=draw(st.sampled_from(BORN)))
    truth[key] = held


def within(before: str, day: str) -> tuple[str, ...]:
    """A day between two editions."""
    return ((dt.date.fromisoformat(before) + dt.timedelta(days=9)).isoformat(),) if before < day else ()


# -- what must be told of it -----------------------------------------------------------------------------------------


def expected(steps: tuple[Step, ...]) -> Iterator[Told]:
    for key in ENTRIES:
        yield from Oracle(key).events(steps)


class Oracle:
    """What must be told of one entry, from how things truly stood when something of it was last told."""

    def __init__(self, who: str) -> None:
        self.who, self.key = who, ""
        self.seen: dict[str, tuple[str, Entry]] = {}
        """By aspect, the last edition of this stay that told it, and the entry then."""
        self.held: set[str] = set()
        self.ever_held: set[str] = set()
        self.listed = False

    def events(self, steps: tuple[Step, ...]) -> Iterator[Told]:
        before: str | None = None
        for step in steps:
            now = step.truth.get(self.who)
            if now is not None:
                former, self.key = self.key, now.key
                if self.seen and former != now.key:
                    yield ("renumbered", now.key, now.primary, former, *when(step.day, before), (), ())
                yield from self.standing(step, now, before)
            elif self.seen:
                name = self.seen["primary names"][1].primary
                yield ("delisted", self.key, name, "", *when(step.day, before), (), ())
                self.seen = {}
            before = step.day

    def standing(self, step: Step, now: Entry, before: str | None) -> Iterator[Told]:
        new, told = not self.seen, set[str]()
        if new:
            yield self.listing(step, now, before)
            told = {now.primary}
        elif "primary names" in step.aspects:
            since, then = self.seen["primary names"]
            if then.primary != now.primary:
                yield ("renamed", self.key, now.primary, then.primary, *when(step.day, since), (), ())
                told = {now.primary}
            yield from self.amended(step, now)
        if "primary names" in step.aspects:
            yield from self.names(step, now, told, before, new=new)
            for aspect in step.aspects:
                self.seen[aspect] = (step.day, now)

    def listing(self, step: Step, now: Entry, before: str | None) -> Told:
        what = "relisted" if self.listed else "listed"
        self.listed = True
        if now.listed_on and (before or "") < now.listed_on <= step.day:
            return (what, self.key, now.primary, "", now.listed_on, None, None, now.programmes, ())
        return (what, self.key, now.primary, "", *when(step.day, before), now.programmes, ())

    def amended(self, step: Step, now: Entry) -> Iterator[Told]:
        since, then = self.seen["details"]
        fields = tuple(field for field in ("programmes", "born") if getattr(then, field) != getattr(now, field))
        if fields:
            programmes = now.programmes if "programmes" in fields else ()
            yield ("amended", self.key, now.primary, "", *when(step.day, since), programmes, fields)

    def names(self, step: Step, now: Entry, told: set[str], before: str | None, *, new: bool) -> Iterator[Told]:
        whole = "aliases" in step.aspects
        shown = {now.primary} | (now.aliases if whole else set())
        since = None if new else self.seen.get("aliases" if whole else "primary names", (None,))[0]
        for name in shown - self.held - told:
            again = name in self.ever_held
            dated = when(step.day, since or before) if since or new or again else (None, None, step.day)
            yield ("name added", self.key, name, "", *dated, (), ())
        gone = self.held - shown if whole else set()
        for name in gone:
            yield ("name removed", self.key, name, "", *when(step.day, since or before), (), ())
        self.held = (self.held | shown) - gone
        self.ever_held |= shown


def when(day: str, before: str | None) -> tuple[str | None, str | None, str]:
    """Date, not before, not after of what shows at an edition: no date where none came before."""
    return (day, before, day) if before else (None, None, day)


# -- what is told ----------------------------------------------------------------------------------------------------


def told(one: Event) -> Told:
    date, first, last = (day.iso if day else None for day in (one.date, one.not_before, one.not_after))
    fields = tuple(detail.field for detail in one.details)
    return (one.what, one.entry, one.name, one.former, date, first, last, one.programmes, fields)


def loaded(bench: Bench, steps: Iterable[Step]) -> Ledger:
    ledger = bench.new()
    for at, step in enumerate(steps):
        now = dt.datetime(2026, 1, 1, at, tzinfo=dt.UTC)
        ledger.tell_edition(step.edition(), origin=step.day, now=now)
    return ledger


def check(bench: Bench, steps: tuple[Step, ...], order: Sequence[int]) -> None:
    with bench.cleared():
        ledger = loaded(bench, [steps[at] for at in order])
        wanted = Counter(expected(steps))
        slugs = {who: {f"{KEY}:{s.truth[who].key}" for s in steps if who in s.truth} for who in ENTRIES}
        found = dict.fromkeys(one for who in ENTRIES for slug in slugs[who] for one in ledger.history(slug))
        assert Counter(map(told, found)) == wanted
        assert Counter(map(told, ledger.changes(None, None))) == Counter(
            {one: count for one, count in wanted.items() if one[4] is not None}
        )
        for step in steps:
            day = dt.date.fromisoformat(step.day)
            standing = {
                who
                for who in ENTRIES
                for slug in slugs[who]
                for one in ledger.standings(slug, day)
                if one.status == "in force"
            }
            assert standing == step.truth.keys()
            assert ledger.edition_of(KEY, day) == {one.entry: one for one in step.edition().listings}
        event(f"{sum(wanted.values()) // 5 * 5} events or more")


quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(quick, max_examples=35)
@given(st.data())
def test_whole_editions_tell_exactly_what_was_done(bench: Bench, data: st.DataObject) -> None:
    steps = data.draw(sequences(partial=False))
    check(bench, steps, data.draw(st.permutations(range(len(steps)))))


@settings(quick, max_examples=35)
@given(st.data())
def test_editions_in_part_tell_it_when_it_shows(bench: Bench, data: st.DataObject) -> None:
    steps = data.draw(sequences(partial=True))
    check(bench, steps, data.draw(st.permutations(range(len(steps)))))

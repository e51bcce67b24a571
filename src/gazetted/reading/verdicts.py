"""Claims about listings held against the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from gazetted.errors import BadDateError
from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.standing import Standing
from gazetted.reading.authorities import authorities
from gazetted.reading.result import Verdict
from gazetted.text.normal import normalise

_IN_FORCE = frozenset({"in force", "suspended", "contested"})
_STARTS = frozenset({"listed", "relisted"})
_ENDS = frozenset({"delisted", "lapsed", "suspended", "name removed"})
_BEFORE, _AFTER = 31, 60
_UNSURE_DAYS = 62


class Sources(msgspec.Struct, frozen=True):
    """What is asked of the record.

    Attributes:
        standings: a party's standings on a day.
        history: its events.
        names: slug → the name to show.
    """

    standings: Callable[[str, dt.date], Sequence[Standing]]
    history: Callable[[str], Sequence[Event]]
    names: Callable[[str], str]


class Question(msgspec.Struct, frozen=True, gc=False):
    """A claim in the terms of the record.

    Attributes:
        says: what it says of the party.
        party: slug.
        keys: lists that it may mean, the likeliest first.
        resolved: whether it leaves no doubt which list it means.
        accusable: whether authority, party and words are sure enough for the record to contradict it.
        when: the time it names.
        day: date of the document.
        state: whether it tells of a state on the day rather than of an event.
        alias_of: slug of the party as whose name it is said to be listed.
        spoken: names by which the document speaks of the party.
    """

    says: str
    party: str
    keys: tuple[str, ...]
    resolved: bool
    accusable: bool
    when: str | None
    day: dt.date
    state: bool = False
    alias_of: str | None = None
    spoken: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What the record says to a claim.

    Attributes:
        verdict: supported, contradicted, or not in record.
        list_key: the list that decides it; None where none does.
        evidence: the standings and events it rests on, in their JSON form.
        note: what a reader should know besides, in a sentence; empty where there is nothing.
    """

    verdict: Verdict
    list_key: str | None
    evidence: tuple[dict[str, Any], ...] = ()
    note: str = ""


def answer(question: Question, sources: Sources) -> Answer:
    """Hold a claim against the record."""
    if question.says == "alias of":
        return _alias(question, sources)
    window = window_of(question.when)
    if question.when is not None and window is not None and not question.state:
        return _dated(question, sources, window)
    day = min(window[1], question.day) if window is not None else question.day
    if question.says == "not listed":
        return _absent(question, sources, day)
    if question.says == "delisted":
        return _gone(question, sources, day)
    return _present(question, sources, day)


def window_of(when: str | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of a time named; None where none is, or where it is no calendar time."""
    if when is None:
        return None
    first, _, last = when.partition("/")
    try:
        return PartialDate.parse(first).earliest(), PartialDate.parse(last or first).latest()
    except BadDateError:
        return None


def _present(question: Question, sources: Sources, day: dt.date) -> Answer:
    """Of "is on the list": where it stood on the day."""
    standings = _on_lists(question, sources.standings(question.party, day))
    held = [one for one in standings if one.status in _IN_FORCE]
    if held:
        best = min(held, key=lambda one: question.keys.index(one.list_key))
        return Answer("supported", best.list_key, tuple(one.to_dict() for one in held), _through(best, sources))
    near = _near(question, sources, _STARTS | {"name added"}, day)
    if near is not None:
        return near
    if standings and _may_contradict(question, day):
        shown = tuple(one.to_dict() for one in standings)
        return Answer("contradicted", standings[0].list_key, shown, _standing_note(standings[0]))
    return Answer("not in record", _single(question), tuple(one.to_dict() for one in standings))


def _absent(question: Question, sources: Sources, day: dt.date) -> Answer:
    """Of "is not on the list"."""
    standings = _on_lists(question, sources.standings(question.party, day))
    held = [one for one in standings if one.status in _IN_FORCE]
    if held:
        verdict: Verdict = "contradicted" if _may_contradict(question, day) and not held[0].doubt else "not in record"
        return Answer(verdict, held[0].list_key, (held[0].to_dict(),), f"In force since {held[0].since}.")
    whole = [key for key in question.keys if _is_whole(key, day)]
    if whole and question.keys[0] in whole:
        return Answer("supported", whole[0], tuple(one.to_dict() for one in standings))
    return Answer("not in record", _single(question), tuple(one.to_dict() for one in standings))


def _gone(question: Question, sources: Sources, day: dt.date) -> Answer:
    """Of "was removed", without a date."""
    standings = _on_lists(question, sources.standings(question.party, day))
    past = [one for one in standings if one.status in ("removed", "lapsed", "suspended", "contested")]
    if past:
        return Answer("supported", past[0].list_key, tuple(one.to_dict() for one in past), _standing_note(past[0]))
    near = _near(question, sources, _ENDS | {"struck down"}, day)
    if near is not None:
        return near
    return Answer("not in record", _single(question), tuple(one.to_dict() for one in standings))


def _dated(question: Question, sources: Sources, window: tuple[dt.date, dt.date]) -> Answer:
    """A listing or removal at a time."""
    wanted = _ENDS if question.says == "delisted" else _STARTS | {"name added"}
    events = _events(question, sources, wanted)
    hits = [one for one in events if _within(one, window)]
    if question.says != "delisted":
        hits = [one for one in hits if one.what in _STARTS or _is_spoken(one, question)] or hits
    if hits:
        best = min(hits, key=lambda one: (question.keys.index(one.list_key or ""), one.step != "effective"))
        return Answer("supported", best.list_key, tuple(one.to_dict() for one in hits), _hit_note(best, hits, sources))
    if (window[1] - window[0]).days < 40:
        low, high = window[0] - dt.timedelta(_BEFORE), window[1] + dt.timedelta(_AFTER)
        near = [one for one in events if _within(one, (low, high))]
        if near:
            shown = tuple(one.to_dict() for one in near)
            return Answer("supported", near[0].list_key, shown, _near_note(near[0], sources))
    evidence = tuple(one.to_dict() for one in events)
    if not events:
        return Answer("not in record", _single(question))
    if _accuses(question, events, window):
        return Answer("contradicted", events[0].list_key, evidence, _other_day(question, events, sources))
    return Answer("not in record", _single(question), evidence, _other_day(question, events, sources))


def _alias(question: Question, sources: Sources) -> Answer:
    """Of "as an alias of"."""
    window = window_of(question.when)
    day = min(window[1], question.day) if window is not None else question.day
    for one in _on_lists(question, sources.standings(question.party, day)):
        other = one.through or question.party
        if one.status in _IN_FORCE and other == question.alias_of:
            return Answer("supported", one.list_key, (one.to_dict(),))
    return Answer("not in record", _single(question))


def _near(question: Question, sources: Sources, wanted: frozenset[str], day: dt.date) -> Answer | None:
    """An act that was under way on the day, or took effect soon after."""
    window = (day - dt.timedelta(_BEFORE), day + dt.timedelta(_AFTER))
    events = [one for one in _events(question, sources, wanted) if _within(one, window)]
    if not events or question.state:
        return None
    return Answer(
        "supported", events[-1].list_key, tuple(one.to_dict() for one in events), _near_note(events[-1], sources)
    )


def _on_lists(question: Question, standings: Iterable[Standing]) -> list[Standing]:
    return [one for one in standings if one.list_key in question.keys]


def _events(question: Question, sources: Sources, wanted: frozenset[str]) -> list[Event]:
    """Events of the lists meant that are about the party itself."""
    return [
        one
        for one in sources.history(question.party)
        if one.list_key in question.keys and one.what in wanted and one.about == question.party
    ]


def _is_spoken(event: Event, question: Question) -> bool:
    name = normalise(event.name)
    return any(normalise(spoken) == name for spoken in question.spoken)


def _within(event: Event, window: tuple[dt.date, dt.date]) -> bool:
    if event.date is None:
        return False
    return event.date.earliest() <= window[1] and event.date.latest() >= window[0]


def _is_whole(key: str, day: dt.date) -> bool:
    since = authorities().whole.get(key)
    return since is not None and since.earliest() <= day


def _may_contradict(question: Question, day: dt.date) -> bool:
    return question.accusable and question.resolved and all(_is_whole(key, day) for key in question.keys[:1])


def _accuses(question: Question, events: Sequence[Event], window: tuple[dt.date, dt.date]) -> bool:
    """Whether the record is sure that it was not then: every event of the list is dated, and far from that time."""
    if not _may_contradict(question, dt.date.max):  # before the first day of a list nobody stood on it
        return False
    telling = [one for one in events if one.what != "name added" or one.denotes or _is_spoken(one, question)]
    for one in telling:
        if one.date is None or one.unconfirmed == "all" or one.confidence == "low" or one.not_before or one.not_after:
            return False
        slack = dt.timedelta(_UNSURE_DAYS if one.unconfirmed else 31)
        if _within(one, (window[0] - slack, window[1] + slack)):
            return False
    return any(one.what in _STARTS or one.what in _ENDS for one in telling)


def _single(question: Question) -> str | None:
    return question.keys[0] if question.resolved and question.keys else None


def _through(standing: Standing, sources: Sources) -> str:
    if standing.through is None:
        return ""
    since = f" on {standing.since}" if standing.since else ""
    return f"Listed{since} as a name of {sources.names(standing.through)}, not as an entry of its own."


def _standing_note(standing: Standing) -> str:
    if standing.status == "not listed":
        return "Not on the list on that day."
    until = f" on {standing.until}" if standing.until else ""
    return f"{standing.status.capitalize()}{until}."


def _hit_note(best: Event, hits: Sequence[Event], sources: Sources) -> str:
    if best.denotes:
        return f"Listed on {best.date} as a name of {sources.names(best.party)}, not as an entry of its own."
    if best.what == "name added":
        return f"Added on {best.date} as a name of an entry that stood already."
    return "" if any(one.step == "effective" for one in hits) else f"{best.step.capitalize()} on {best.date}."


def _near_note(event: Event, sources: Sources) -> str:
    if event.denotes:
        return _hit_note(event, (event,), sources)
    word = "in force" if event.step == "effective" else event.step
    return f"In the record: {event.what}, {word} on {event.date}."


def _other_day(question: Question, events: Sequence[Event], sources: Sources) -> str:
    dates = [f"{one.date}" for one in events if one.step == "effective" and one.date]
    del sources
    if not dates:
        return ""
    word = "removed" if question.says == "delisted" else "listed"
    return f"{word.capitalize()} on {', '.join(dict.fromkeys(dates[:3]))}, not {question.when}."

"""Reports out of kept documents: what several articles repeat is one report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from gazetted.assessment.course import Carrier, Report
from gazetted.model.dates import PartialDate
from gazetted.model.standing import Standing
from gazetted.record.kept import Direction, KeptDocument, KeptSignal, Stage
from gazetted.text.normal import normalise

NEAR_DAYS = 14
"""Articles that repeat one report do so within so many days."""

STEP_DAYS = 31
"""Reports of one stage within so many days of each other tell of one step."""

_BINDING = frozenset({"in force", "contested"})


class Told(NamedTuple):
    """A signal of a document, and the list that it is taken to be about."""

    document: KeptDocument
    signal: KeptSignal
    list_key: str | None
    day: dt.date


class Step(NamedTuple):
    """Reports of one stage, near each other."""

    list_key: str | None
    authority: str
    stage: Stage
    direction: Direction
    day: dt.date
    reports: tuple[Report, ...]


def signals_of(
    documents: Iterable[KeptDocument],
    parties: Collection[str],
    on: dt.date,
    authorities: Mapping[str, str],
    standing: Callable[[dt.date], Sequence[Standing]],
    arrivals: Mapping[str, Sequence[dt.date]],
) -> list[Told]:
    """The signals about a party up to a day, each with the list that it can only mean, or with every one it can mean.

    Args:
        documents: kept documents.
        parties: slugs of the party.
        on: the day.
        authorities: list → its authority.
        standing: where the party stood on a day.
        arrivals: list → the days on which the party came on to it.
    """
    found = [
        Told(document, signal, signal.list_key, PartialDate.parse(signal.date).earliest())
        for document in documents
        for signal in document.signals
        if signal.party in parties
    ]
    found = sorted((one for one in found if one.day <= on), key=lambda one: (one.day, one.document.sha256))
    named = [one for one in found if one.list_key]
    resolved = list(named)
    for one in found:
        if one.list_key is None:
            keys = _meant(one, named) or _possible(one, authorities, standing, arrivals) or [None]
            resolved += [one._replace(list_key=key) for key in keys]
    return resolved


def _meant(one: Told, named: Iterable[Told]) -> list[str | None]:
    """The list that the same source names for the same stage nearby."""
    return list(
        dict.fromkeys(
            other.list_key
            for other in named
            if (other.signal.authority, other.signal.direction, other.signal.stage)
            == (one.signal.authority, one.signal.direction, one.signal.stage)
            and _outlet(other.signal.source) == _outlet(one.signal.source)
            and abs((other.day - one.day).days) <= NEAR_DAYS
        )
    )


def _possible(
    one: Told,
    authorities: Mapping[str, str],
    standing: Callable[[dt.date], Sequence[Standing]],
    arrivals: Mapping[str, Sequence[dt.date]],
) -> list[str | None]:
    """Lists of the authority: off which it could come that day, or on to which it came after."""
    mine = {key for key, authority in authorities.items() if authority == one.signal.authority}
    if one.signal.direction == "list":
        begun = one.day - dt.timedelta(STEP_DAYS)
        return [key for key in arrivals if key in mine and any(begun <= day for day in arrivals[key])]
    there = standing(one.day)
    return list(dict.fromkeys(s.list_key for s in there if s.list_key in mine and s.status in _BINDING))


def steps_of(told: Iterable[Told]) -> list[Step]:
    """The signals as steps: those of one list, way and stage that are near each other are one."""
    groups: dict[tuple[str | None, str, Direction, Stage], list[list[Told]]] = {}
    for one in sorted(told, key=lambda one: (one.day, one.document.sha256)):
        key = (one.list_key, one.signal.authority, one.signal.direction, one.signal.stage)
        runs = groups.setdefault(key, [])
        if runs and (one.day - runs[-1][-1].day).days <= STEP_DAYS:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [
        Step(key, authority, stage, direction, run[0].day, tuple(reports_of(run)))
        for (key, authority, direction, stage), runs in groups.items()
        for run in runs
    ]


def reports_of(run: Iterable[Told]) -> list[Report]:
    """The reports behind signals of one step: articles that have it from one source, or one voice, carry one report."""
    reports: list[list[Told]] = []
    for one in run:
        same = next((held for held in reports if any(same_report(one, other) for other in held)), None)
        if same is None:
            reports.append([one])
        else:
            same.append(one)
    return [_report(held) for held in reports]


def same_report(one: Told, other: Told) -> bool:
    """Whether two signals of one stage go back to one report: to one voice, or to one outlet with no other voice."""
    if abs((one.day - other.day).days) > NEAR_DAYS:
        return False
    voice, second = one.signal.voice, other.signal.voice
    if voice and second:
        return same_voice(voice, second)
    return _outlet(one.signal.source) == _outlet(other.signal.source)


def same_voice(one: str, other: str) -> bool:
    """Whether two names of a speaker can be one: all words of the shorter are in the longer.

    >>> same_voice("Emil Orso", "Orso"), same_voice("Emil Orso", "Emil Brun")
    (True, False)
    """
    words, others = set(normalise(one).split()), set(normalise(other).split())
    return words <= others or others <= words


def _outlet(name: str) -> str:
    return normalise(name).removeprefix("the ")


def _report(held: Sequence[Told]) -> Report:
    first = held[0].signal
    carriers: dict[str, Carrier] = {}
    for one in held:
        document = one.document
        carriers.setdefault(
            document.sha256,
            Carrier(document.sha256, document.publisher, document.title, document.date, one.signal.chain),
        )
    voices = [one.signal.voice for one in held if one.signal.voice]
    return Report(
        source=first.source,
        voice=max(voices, key=len) if voices else None,
        date=first.date,
        hedge=next((one.signal.hedge for one in held if one.signal.hedge), ""),
        words=first.words,
        list_named=any(one.signal.list_key for one in held),
        documents=tuple(carriers.values()),
    )

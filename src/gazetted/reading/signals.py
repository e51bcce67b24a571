"""Reports that a listing may change, from what a document tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from gazetted.reading.authorities import authorities
from gazetted.reading.chains import Voices, chain_at, statement_at
from gazetted.reading.result import Signal, Span, Stage
from gazetted.reading.telling import Told
from gazetted.reading.verdicts import Sources, window_of

NEWS_DAYS = 31
"""What happened longer than this before the document is background, not news."""

_ORDER: dict[str, int] = {"announced": 1, "signed": 2, "published": 3, "effective": 4}
_LATER_DAYS = 60


def find_signals(
    told: Iterable[Told],
    voices: Voices,
    *,
    text: str,
    day: dt.date,
    outlet: str,
    sources: Sources,
) -> tuple[Signal, ...]:
    """Signals in order of the text.

    Args:
        told: what the document tells.
        voices: who says what in it.
        text: the text.
        day: its date.
        outlet: how the first link of a chain is called where the document speaks itself.
        sources: the record.
    """
    found: list[Signal] = []
    for one in told:
        stage = one.outcome.stage
        if stage is None or not is_news(one, day):
            continue
        start, end = one.scene.span(one.outcome.first, one.outcome.last)
        near = voices.around(start)
        statement = statement_at(near, start, end)
        if statement is not None and statement.act in ("ask", "deny") and not is_aside(one):
            continue
        stage, note = _in_force(one, stage, day, sources)
        found.append(
            Signal(
                authority=one.code,
                list_key=list_of(one),
                party=one.party,
                direction=one.outcome.direction,
                stage=stage,
                hedge=one.outcome.hedge,
                chain=chain_at(near, start, end) or (outlet,),
                trigger=Span(start, end, text[start:end]),
                date=day.isoformat(),
                note=note,
            )
        )
    return tuple(_told_once(found))


def is_aside(told: Told) -> bool:
    """Whether something is told beside what a speaker asks, denies or wants: "to ban X, which is on the EU's list"."""
    scene, first = told.scene, told.outcome.first
    if told.act.group is None:
        return told.outcome.finite and any(
            word in ("which", "who") for word in scene.low[told.act.end : told.outcome.last]
        )
    return told.outcome.finite and any(
        word in ("which", "who") for word in scene.low[max(scene.first, first - 6) : first]
    )


def is_news(told: Told, day: dt.date) -> bool:
    """Whether something is told as news, not as background."""
    if told.outcome.background:
        return False
    if told.outcome.stage == "struck down":
        return True  # a date beside it is that of the listing
    window = window_of(told.when)
    if told.outcome.direction == "maintain":
        past = window is not None and told.outcome.finite and not told.outcome.state
        return not past or window is None or (day - window[1]).days <= NEWS_DAYS
    if window is None:
        return told.act.group is None or told.act.group.form != "pluperfect" or not told.outcome.background
    if told.when is not None and len(told.when) == 4 and told.outcome.finite:
        return False  # "in 2024" dates a fact of the past, also in that year
    return (day - window[1]).days <= NEWS_DAYS


def list_of(told: Told) -> str | None:
    """The list that the words name, or that they can only mean; None where they leave it open."""
    if told.resolved and told.keys:
        return told.keys[0]
    scope = told.act.scope
    if told.act.labelled or scope != "any":
        return next(iter(authorities().lists_of(told.code, "sanctions" if scope == "sanctions" else "terror")), None)
    return None


def _in_force(told: Told, stage: Stage, day: dt.date, sources: Sources) -> tuple[Stage, str]:
    """Told as done, but by the record in force only later: announced. Decided, and in force that day: effective."""
    if stage not in ("effective", "announced") or told.outcome.direction == "maintain":
        return stage, ""
    wanted = ("listed", "relisted") if told.outcome.direction == "list" else ("delisted", "lapsed")
    later = earlier = None
    for event in sources.history(told.party):
        if (
            event.what not in wanted
            or event.step != "effective"
            or event.date is None
            or event.list_key not in told.keys
        ):
            continue
        begins = event.date.earliest()
        if dt.timedelta(0) < begins - day <= dt.timedelta(_LATER_DAYS):
            later = event
        elif dt.timedelta(0) <= day - begins <= dt.timedelta(NEWS_DAYS):
            earlier = event
    if stage == "announced":
        done = earlier is not None and earlier.date is not None and (day - earlier.date.earliest()).days <= 1
        return ("effective", f"By the record in force on {earlier.date}.") if done and earlier else (stage, "")
    if later is None or earlier is not None:
        return stage, ""
    return "announced", f"By the record in force on {later.date}."


def _told_once(found: Sequence[Signal]) -> Iterable[Signal]:
    """Leave out what the same document tells twice, and the steps before the one that has been reached."""
    reached: dict[tuple[str, str, str], int] = {}
    for one in found:
        key = (one.authority, one.party, one.direction)
        reached[key] = max(reached.get(key, 0), _ORDER.get(one.stage, 0))
    seen: set[tuple[object, ...]] = set()
    for one in found:
        key = (one.authority, one.party, one.direction)
        if 0 < _ORDER.get(one.stage, 9) < reached[key] or (one.stage == "considered" and reached[key] > 1):
            continue
        mark = (*key, one.stage, one.trigger.start)
        if mark not in seen:
            seen.add(mark)
            yield one

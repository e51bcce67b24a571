"""The verbs' documents row by row, made small: the fields that a model needs, each cut where it is long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gazetted.service.mcp.quoting import LONGEST_NAME, clean, quoted
from gazetted.service.mcp.told import (
    ClaimTold,
    EventTold,
    Item,
    ListTold,
    MatchTold,
    Mentioned,
    OtherTold,
    PartyTold,
    RecordTold,
    SignalTold,
    StandingTold,
    StatementTold,
)

Document = Mapping[str, Any]

_DIGEST = 16
_KEYS = 100
_FEW = 8
_LINES = 6
"""Standings of a party that a document names, and of a candidate."""

_CHAIN = 4


def record_told(block: Document, keys: Sequence[str]) -> RecordTold:
    """What an answer rests on: the block of the service, and the keys of the lists of the record."""
    return RecordTold(
        digest=str(block["digest"])[:_DIGEST],
        known=str(block["known"]),
        newest=block["newest"],
        lists=tuple(keys[:_KEYS]),
        stale=tuple(block["stale"][:_KEYS]),
    )


def party_told(party: Document) -> PartyTold:
    """A party."""
    countries = tuple(clean(one, 40) for one in party.get("countries", ())[:_FEW])
    return PartyTold(party["party"], clean(party["name"]), party.get("kind", "any"), countries)


def standing_told(one: Document) -> StandingTold:
    """A standing."""
    doubts = [one["doubt"], f"unconfirmed: {one['unconfirmed']}" if one["unconfirmed"] else None]
    return StandingTold(
        list=one["list"],
        status=one["status"],
        since=one["since"],
        until=one["until"],
        listed_as=clean(one["as"], LONGEST_NAME),
        through=one["through"],
        programmes=tuple(clean(name, 40) for name in one["programmes"][:_FEW]),
        instrument=clean(one["instrument"], 160),
        source=clean(one["source"], 160),
        confidence=one["confidence"],
        doubt=clean(" ".join(text for text in doubts if text)) or None,
    )


def standing_line(one: Document) -> str:
    """A standing on one line.

    >>> held = {"list": "us.fto", "status": "removed", "since": "2018-06-01", "until": "2025-07-08", "as": "HTS"}
    >>> standing_line({**held, "through": None})
    'us.fto: removed 2025-07-08, in force since 2018-06-01, as HTS'
    """
    since, until = one["since"] or "an unknown day", one["until"]
    if one["status"] == "in force":
        state = f"in force since {since}"
    elif until:
        state = f"{one['status']} {until}, in force since {since}"
    else:
        state = one["status"]
    name = f", as {clean(one['as'], LONGEST_NAME)}" if one["as"] else ""
    through = f", through {one['through']}" if one["through"] else ""
    return f"{one['list']}: {state}{name}{through}"


def event_told(one: Document) -> EventTold:
    """An event."""
    notes = [one["note"], f"formerly {one['former']}" if one["former"] else "", one["unconfirmed"] and "unconfirmed"]
    return EventTold(
        date=one["date"],
        date_kind=one["date_kind"],
        list=one["list"],
        party=one["party"],
        what=one["what"],
        name=clean(one["name"], LONGEST_NAME),
        step=one["step"],
        through=one["through"],
        instrument=clean(one["instrument"], 120),
        source=clean(one["source"], 120),
        confidence=one["confidence"],
        note=clean("; ".join(text for text in notes if text), 160),
    )


def match_told(one: Document, kind: str) -> MatchTold:
    """A candidate.

    Args:
        one: a match of a screening.
        kind: what the party is.
    """
    explained = one["explanation"]
    agrees = tuple(
        clean(f"{each['what']}: {each['query']} / {each['listed']} ({each['effect']:+.2f})", 120)
        for each in explained["qualifiers"][:_FEW]
    )
    differs = tuple(
        clean(f"{each['query'] or '-'} / {each['listed'] or '-'}: {each['kind']}", 120)
        for each in explained["tokens"]
        if each["kind"] != "exact"
    )
    standings = one["standings"]
    return MatchTold(
        score=round(one["score"], 2),
        party=one["party"],
        name=clean(one["name"]),
        kind=kind,
        matched_name=clean(one["matched_name"]),
        name_type=one["name_type"],
        finding=finding(kind, explained["qualifiers"]),
        agrees=agrees,
        differs=differs[:_FEW],
        would_change_it=clean(explained["counterfactual"]) or None,
        standings=tuple(map(standing_told, standings[:_LINES])),
        standings_left=max(0, len(standings) - _LINES),
    )


def finding(kind: str, qualifiers: Sequence[Document]) -> str:
    """In words what a match is worth. What was compared and takes nothing off the score agrees.

    >>> finding("person", [])
    'A candidate on name alone: other people bear such names, and nothing else about the person was compared.'
    """
    for_it = [each["what"] for each in qualifiers if each["effect"] >= 0]
    against = [each["what"] for each in qualifiers if each["effect"] < 0]
    if for_it and not against:
        return f"A candidate on name and {' and '.join(for_it)}: still to be decided by a person."
    if against:
        return f"A candidate on name, against which {' and '.join(against)} speaks: still to be decided by a person."
    if kind == "person":
        return (
            "A candidate on name alone: other people bear such names, and nothing else about the person was compared."
        )
    return "A candidate on name alone: nothing else was compared."


def mentioned(one: Document) -> Mentioned:
    """A party that a document names."""
    mentions = one["mentions"]
    return Mentioned(
        party=one["party"],
        name=clean(one["name"], LONGEST_NAME),
        certainty=one["certainty"],
        mentions=len(mentions),
        first=quoted(mentions[0]) if mentions else None,
        on_date=_lines(one["standing_on_date"]),
        today=_lines(one["standing_today"]),
    )


def _lines(standings: Sequence[Document]) -> tuple[str, ...]:
    lines = tuple(map(standing_line, standings[:_LINES]))
    left = len(standings) - len(lines)
    return (*lines, f"and {left} more: ask standing") if left else lines


def claim_told(one: Document) -> ClaimTold:
    """A claim."""
    return ClaimTold(
        party=one["party"],
        list=one["list"],
        authority=one["authority"],
        says=one["says"],
        when=one["when"],
        verdict=one["verdict"],
        note=clean(one["note"]),
        words=quoted(one),
        said_by=_chain(one["said_by"]),
    )


def signal_told(one: Document) -> SignalTold:
    """A signal."""
    return SignalTold(
        party=one["party"],
        list=one["list"],
        authority=one["authority"],
        direction=one["direction"],
        stage=one["stage"],
        date=one["date"],
        words=quoted(one["trigger"]),
        said_by=_chain(one["chain"]),
    )


def statement_told(one: Document) -> StatementTold:
    """A statement."""
    speaker = one["speaker"]
    return StatementTold(clean(speaker["name"], LONGEST_NAME), speaker["kind"], one["quote"], quoted(one["content"]))


def other_told(one: Document) -> OtherTold:
    """Somebody who is on no list."""
    return OtherTold(clean(one["name"], LONGEST_NAME), one["kind"], len(one["mentions"]))


def _chain(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean(name, LONGEST_NAME) for name in names[:_CHAIN])


def item_told(one: Document) -> Item:
    """A row of an assessment, whatever it is: an effect, an exception, what ended, a step, a circumstance, a gap."""
    steps = " ".join(one.get("steps", ())) or "; ".join(one.get("effects", ()))
    what = " ".join(text for text in (one.get("what"), steps, one.get("note"), one.get("why")) if text)
    title = one.get("title") or one.get("status") or one.get("date") or ("the way off the list" if steps else "")
    days = f" {one['until']}" if one.get("status") and one.get("until") else ""
    doubts = " ".join(text for text in (one.get("doubt"), one.get("unconfirmed")) if text)
    return Item(
        list=one.get("list"),
        title=clean(f"{title}{days}", 120),
        who=clean(one.get("who"), 160),
        what=clean(what, 320),
        instrument=clean(one.get("instrument"), 160),
        source=clean(one.get("source"), 160),
        confidence=one.get("confidence"),
        doubt=clean(doubts, 160) or None,
    )


def list_told(one: Document) -> ListTold:
    """A list."""
    return ListTold(
        list=one["list"],
        authority=one["authority"],
        body=clean(one["body"], 80),
        title=clean(one["title"], 120),
        entries_in_force=one["entries_in_force"],
        editions=len(one["editions"]),
        newest=one["newest"],
        age_days=one["age_days"],
        stale=one["stale"],
        covers=clean(one["covers"]),
        url=clean(one["url"], 160),
    )

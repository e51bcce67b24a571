"""Standings, doubts, dates and counts in words. Terminal and page say the same, with these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetted.render.clean import one_line

if TYPE_CHECKING:
    from gazetted.model.event import Event
    from gazetted.model.lists import ListInfo
    from gazetted.model.standing import Standing

BINDING = frozenset({"in force", "contested"})
"""Statuses under which a listing binds."""


class Label(NamedTuple):
    """How a list is called in an answer."""

    short: str
    title: str


def labels(infos: Iterable[ListInfo]) -> dict[str, Label]:
    """The labels of the lists of a record, by key, in the record's order."""
    return {info.key: Label(one_line(info.short), one_line(info.title)) for info in infos}


def label(key: str | None, known: Mapping[str, Label]) -> str:
    """The short label of a list; its key where the record has no label."""
    if key is None:
        return "no list"
    return known[key].short if key in known else one_line(key)


def same_name(one: str, other: str) -> bool:
    """Whether two names differ only in case, spaces and marks.

    >>> same_name("HAY'AT TAHRIR AL-SHAM", "Hay’at Tahrir al-Sham")
    True
    """
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def status_words(standing: Standing) -> str:
    """The status with its day: what a reader needs first.

    A day that the record does not know is said to be unknown, never left out.
    """
    since, until = standing.since or "unknown", standing.until
    match standing.status:
        case "in force":
            return f"in force since {since}" if standing.since else "in force, since unknown"
        case "contested":
            return f"contested: struck down, still in force since {since}"
        case "suspended":
            return f"suspended; listed since {since}"
        case "removed":
            return f"removed {until}" if until else "removed, day unknown"
        case "lapsed":
            return f"lapsed {until}" if until else "lapsed, day unknown"
        case _:
            return "not listed"


def doubt_mark(confidence: str, unconfirmed: str | None) -> str:
    """The doubt about a fact in a bracket, or nothing.

    >>> doubt_mark("low", "day")
    '(day unconfirmed, low confidence)'
    """
    words = []
    if unconfirmed:
        words.append("unconfirmed" if unconfirmed == "all" else f"{unconfirmed} unconfirmed")
    if confidence != "high":
        words.append(f"{confidence} confidence")
    return f"({', '.join(words)})" if words else ""


def with_doubt(standing: Standing) -> str:
    """The status with its day and the mark of its doubt."""
    return f"{status_words(standing)} {doubt_mark(standing.confidence, standing.unconfirmed)}".strip()


def name_words(standing: Standing, party_name: str) -> str:
    """Under which name the list carries the party, where that is not the name shown; else nothing."""
    carried, name = one_line(standing.as_), one_line(standing.name)
    if carried and not same_name(carried, name):
        return f"as a name of {carried}" if same_name(name, party_name) else f'as "{name}", a name of {carried}'
    if standing.through:
        return f"as a name of {carried or one_line(standing.through)}"
    if name and not same_name(name, party_name):
        return f'as "{name}"'
    return ""


def programme_words(programmes: Sequence[str]) -> str:
    """The programmes of an entry, or nothing."""
    if not programmes:
        return ""
    return f"programme{'s' if len(programmes) > 1 else ''} {', '.join(one_line(p) for p in programmes)}"


def newest_words(standing: Standing) -> str:
    """Up to which day the record knows the list."""
    return f"by facts to {standing.newest}" if standing.newest else "the record holds no dated fact"


def event_day(event: Event) -> str:
    """When an event happened, with its bounds where only those are known.

    A day inferred between two editions never looks like a stated one.
    """
    first, last = event.not_before, event.not_after
    if event.date is not None and event.date_kind == "stated":
        return event.date.iso
    if first and last:
        return f"between {first} and {last}"
    if last:
        return f"not after {last}"
    if first:
        return f"not before {first}"
    return "date unknown"


_FIELDS = {
    "born": "birth date",
    "identifiers": "identifier",
    "countries": "country",
    "addresses": "address",
    "references": "reference",
    "titles": "title",
    "programmes": "programme",
    "name_type": "kind of name",
    "listed_on": "listing day",
    "amended_on": "days of amendment",
}
"""How a field of a listing is called where it is told what was before and after."""


def detail_lines(event: Event) -> list[str]:
    """What was before and after, one line a field; of many values those that came and went.

    The fields of an event without details are not known, and none are told.
    """
    from gazetted.record.details import gone_and_new

    lines = []
    for detail in event.details:
        gone, new = ([one_line(text) for text in texts] for texts in gone_and_new(detail))
        if not detail.before:
            told = f"{'; '.join(new)} (none before)"
        elif not detail.after:
            told = f"{'; '.join(gone)} → none"
        elif len(gone) == len(new) == 1:
            told = f"{gone[0]} → {new[0]}"
        else:
            parts = (f"gone: {'; '.join(gone)}" if gone else "", f"new: {'; '.join(new)}" if new else "")
            told = " · ".join(filter(None, parts))
        lines.append(f"{_FIELDS.get(detail.field, detail.field)}: {told}")
    return lines


def counted(count: int, singular: str, plural: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "party", "parties"), counted(3880, "character")
    ('1 party', '3,880 characters')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def foot_line(summary: Mapping[str, Any]) -> str:
    """What every answer ends with: how much the record holds, how new it is, and that it is not legal advice."""
    parts = [counted(_size(summary["parties"]), "party", "parties"), counted(_size(summary["lists"]), "list")]
    newest = summary.get("newest")
    return f"Record: {', '.join(parts)}; newest {newest or 'fact undated'}; not legal advice."


def _size(value: Any) -> int:
    return value if isinstance(value, int) else len(value)


def binding_sentence(standings: Sequence[Standing], on: str, known: Mapping[str, Label]) -> str:
    """The answer in one sentence: on how many lists the party stood on the day, and which let go of it."""
    bound = list(dict.fromkeys(one.list_key for one in standings if one.status in BINDING))
    past = list(
        dict.fromkeys(
            one.list_key for one in standings if one.status in {"removed", "lapsed"} and one.list_key not in bound
        )
    )
    held = list(dict.fromkeys(one.list_key for one in standings if one.status == "suspended"))
    names = ", ".join(label(key, known) for key in bound)
    if bound:
        sentence = f"On {on} it stood on {counted(len(bound), 'list')}: {names}."
    else:
        sentence = f"On {on} it stood on no list of this record."
    struck = list(dict.fromkeys(one.list_key for one in standings if one.status == "contested"))
    if struck:
        sentence += f" Struck down by a court and still in force: {', '.join(label(key, known) for key in struck)}."
    if held:
        sentence += f" Suspended: {', '.join(label(key, known) for key in held)}."
    if past:
        sentence += f" No longer: {', '.join(label(key, known) for key in past)}."
    return sentence.replace("..", ".")  # where a label that ends in a stop comes last

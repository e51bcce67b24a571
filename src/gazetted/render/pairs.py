"""Two days side by side: the standings of a party on a document's date and today, list by list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from gazetted.render import words

if TYPE_CHECKING:
    from gazetted.model.standing import Standing
    from gazetted.reading.result import Mention, PartyRead


class Pair(NamedTuple):
    """One list: what stood on the day, and what stands today; None where the party was not listed."""

    list_key: str
    then: Standing | None
    today: Standing | None


def pairs(party: PartyRead) -> list[Pair]:
    """Match the standings of the two days by list, entry and name; those without a partner stand alone.

    Rows that say "not listed" on both days are left out.
    """
    rest = [one for one in party.standing_today if one.status != "not listed"]
    found: list[Pair] = []
    for then in party.standing_on_date:
        partner = _partner(then, rest)
        if partner is not None:
            rest.remove(partner)
        if then.status != "not listed" or partner is not None:
            found.append(Pair(then.list_key, then, partner))
    found.extend(Pair(one.list_key, None, one) for one in rest)
    order = {key: place for place, key in reversed(list(enumerate(pair.list_key for pair in found)))}
    return sorted(found, key=lambda pair: order[pair.list_key])


def absent_words(pair: Pair, rows: Sequence[Pair]) -> str:
    """What stands in the empty cell of a pair.

    The party may have stood on that list under another name on that day: then it is not "not listed".
    """
    side = 1 if pair.then is None else 2
    others = [row for row in rows if row is not pair and row.list_key == pair.list_key and row[side] is not None]
    return "see the other row of this list" if others else "not listed"


def _partner(then: Standing, rest: Sequence[Standing]) -> Standing | None:
    same_entry = [one for one in rest if one.list_key == then.list_key and one.entry == then.entry]
    for one in same_entry:
        if words.same_name(one.name, then.name):
            return one
    if same_entry:
        return same_entry[0]
    same_list = [one for one in rest if one.list_key == then.list_key]
    return same_list[0] if then.status == "not listed" and same_list else None


def marked(mentions: Sequence[tuple[int, Mention]], length: int) -> Iterator[tuple[int, int, int]]:
    """The places to mark in a text, in order and without overlap; the longer of two that overlap wins.

    Args:
        mentions: numbers of parties with their mentions.
        length: characters of the text; places beyond it are left out.

    Yields:
        Start, end, and the party's number.
    """
    last = 0
    for number, one in sorted(mentions, key=lambda item: (item[1].start, -item[1].end)):
        if last <= one.start < one.end <= length:
            yield one.start, one.end, number
            last = one.end


def certainty_words(party: PartyRead) -> str:
    """`candidate (name alone)` for one that may be a namesake; nothing for a party that is identified."""
    return "candidate (name alone)" if party.certainty == "candidate" else ""

"""Receipts gone through again: the same screening with the record as known then, and what differs, if anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from gazetted.errors import InputError
from gazetted.matching.scorers import DEFAULT
from gazetted.screening.canonical import canonical
from gazetted.screening.receipts import Receipt, sha256
from gazetted.screening.result import Query, Screening

_MOST = 50
_FURTHER = 1_000
"""Matches asked for beyond the limit where decisions held some back: these may have stood behind it."""


class Difference(msgspec.Struct, frozen=True):
    """A value of an answer that is not as it was.

    Attributes:
        where: its path, such as `answer.matches[0].score`.
        then: what the receipt says; None where it says nothing.
        now: what came this time; None where nothing came.
    """

    where: str
    then: Any
    now: Any


class Replay(msgspec.Struct, frozen=True):
    """A receipt, and its screening done again.

    Attributes:
        number: the receipt's place in its log; None outside of one.
        time: when the screening was done first.
        query: what was asked.
        known: the moment whose knowledge was used, both times.
        same: whether the answer is the same, byte for byte.
        then: SHA-256 of the answer in the receipt.
        now: SHA-256 of the answer of this time.
        matches: how many matches came this time.
        differences: of the answer, and of the record and engine where the answer differs; at most fifty.
    """

    number: int | None
    time: str
    query: dict[str, Any]
    known: str
    same: bool
    then: str
    now: str
    matches: int
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(msgspec.to_builtins(self))


def replay(receipt: Receipt, screen: Callable[..., Screening]) -> Replay:
    """Screen once more what a receipt says was screened.

    Args:
        receipt: the receipt, already verified.
        screen: screens by the arguments of `Record.screen`.

    Raises:
        InputError: the receipt asks for what cannot be asked.
    """
    settings, known = receipt.settings, str(receipt.record.get("known"))
    try:
        query = msgspec.convert(receipt.query, Query)
        again = screen(
            query.name, kind=query.kind, born=query.born, country=query.country, ids=query.ids,
            gender=query.gender, scorer=str(receipt.engine.get("scorer") or DEFAULT),
            on=str(settings["on"]), known=known, lists=tuple(settings["lists"]), threshold=float(settings["threshold"]),
            limit=int(settings["limit"]) + (_FURTHER if receipt.answer.get("decisions") else 0),
        ).receipt()  # fmt: skip
        answer = _decided(again.answer, receipt.answer.get("decisions", ()), int(settings["limit"]))
    except (msgspec.ValidationError, KeyError, TypeError, ValueError) as error:
        why = f"The receipt of {receipt.time} cannot be replayed ({error}): use the gazetted that wrote it."
        raise InputError(why) from None
    now, found = sha256(answer), list[Difference]()
    if now != receipt.hashes["answer"]:
        found += differing("answer", receipt.answer, answer)
        found += differing("engine", receipt.engine, again.engine)
        found += differing("record.digest", receipt.record.get("digest"), again.record.get("digest"))
    return Replay(
        receipt.number, receipt.time, receipt.query, known, not found, receipt.hashes["answer"], now,
        len(answer["matches"]), tuple(found[:_MOST]),
    )  # fmt: skip


def _decided(answer: Mapping[str, Any], decisions: Sequence[Mapping[str, Any]], limit: int) -> dict[str, Any]:
    """An answer with the decisions of a receipt applied: they were put in by a user, as the query was."""
    if not decisions:
        return dict(answer)
    matches = {match["party"]: match for match in answer["matches"]}
    held = [one["party"] for one in decisions if one["holds"]]
    told = [{**one, "match": matches.get(one["party"]) if one["holds"] else None} for one in decisions]
    kept = [match for match in answer["matches"] if match["party"] not in held]
    return {"matches": kept[:limit], "decisions": told}


def differing(where: str, then: Any, now: Any) -> Iterator[Difference]:
    """The values in which two JSON values differ, by their paths.

    >>> [one.where for one in differing("a", {"b": [1, 2]}, {"b": [1, 3], "c": None})]
    ['a.b[1]', 'a.c']
    """
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*then, *now)):
            if key not in then or key not in now:
                yield Difference(f"{where}.{key}", then.get(key), now.get(key))
            else:
                yield from differing(f"{where}.{key}", then[key], now[key])
    elif isinstance(then, list) and isinstance(now, list):
        for place in range(max(len(then), len(now))):
            if place >= len(then) or place >= len(now):
                old, new = (side[place] if place < len(side) else None for side in (then, now))
                yield Difference(f"{where}[{place}]", old, new)
            else:
                yield from differing(f"{where}[{place}]", then[place], now[place])
    elif canonical(then) != canonical(now):
        yield Difference(where, then, now)

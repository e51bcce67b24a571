"""Looking back: what past screenings would find with today's knowledge, and since when that could have been known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from gazetted.errors import InputError
from gazetted.model.form import plain
from gazetted.model.standing import Standing
from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.decision import BINDING
from gazetted.screening.receipts import Receipt
from gazetted.screening.result import Match, Query, Screening

Cause = Literal["record", "day", "engine"]
"""`record`: it was told since. `day`: it was told then, and binds only since a later day. `engine`: it was told then,
and the program or its settings of today find what those of then did not."""


class News(msgspec.Struct, frozen=True):
    """A match that a past screening did not have, or that bound nobody then.

    Attributes:
        match: as today's screening gives it, with the standings of today.
        then: its standings on the day that was asked then, with today's knowledge.
        since: first day (ISO) on which one of these lists bound; None where it is not known.
        known_since: moment (ISO) from which on the record held what makes it a match that binds.
        cause: why it was not found then.
        why: the same in a sentence.
    """

    match: Match
    then: tuple[Standing, ...]
    since: str | None
    known_since: str | None
    cause: Cause
    why: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(plain(self))


class LookBack(msgspec.Struct, frozen=True):
    """A receipt, and what is new of its query.

    Attributes:
        number: the receipt's place in its log; None outside of one.
        time: when the screening was done.
        query: what was asked.
        on: the day whose law was asked then.
        known: the moment whose knowledge was used then.
        news: matches that are new, the best first.
    """

    number: int | None
    time: str
    query: dict[str, Any]
    on: str
    known: str
    news: tuple[News, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {**plain(self), "news": [one.to_dict() for one in self.news]}


def look_back(receipt: Receipt, ledger: Ledger, screen: Callable[..., Screening], *, on: dt.date) -> LookBack:
    """Screen once more what a receipt says was screened, with all that the record holds by now.

    What the receipt shows already, bound on the same day, is left out; so is what binds neither today nor bound then.

    Args:
        receipt: the receipt, already verified.
        ledger: the record.
        screen: screens by the arguments of `Record.screen`.
        on: the present day.

    Raises:
        InputError: the receipt asks for what cannot be asked.
    """
    settings, known = receipt.settings, str(receipt.record.get("known"))
    try:
        query = msgspec.convert(receipt.query, Query)
        day = dt.date.fromisoformat(str(settings["on"]))
        moment = dt.datetime.fromisoformat(known)
        found = screen(
            query.name, kind=query.kind, born=query.born, country=query.country, ids=query.ids, gender=query.gender,
            on=on, lists=tuple(settings["lists"]), threshold=float(settings["threshold"]), limit=int(settings["limit"]),
        )  # fmt: skip
        before = {str(one["party"]): _bound(one["standings"]) for one in receipt.answer["matches"]}
    except (msgspec.ValidationError, KeyError, TypeError, ValueError) as error:
        why = f"The receipt of {receipt.time} cannot be looked at again ({error}): use the gazetted that wrote it."
        raise InputError(why) from None
    news = (
        _news(ledger, match, before.get(match.party), settings["lists"], day, on, moment) for match in found.matches
    )
    return LookBack(
        receipt.number,
        receipt.time,
        receipt.query,
        day.isoformat(),
        known,
        tuple(one for one in news if one is not None),
    )


def _bound(standings: Iterable[Any]) -> frozenset[str]:
    """Keys of the lists that bind, of standings in their JSON form."""
    return frozenset(str(one["list"]) for one in standings if one["status"] in BINDING)


def _news(
    ledger: Ledger,
    match: Match,
    before: frozenset[str] | None,
    lists: Iterable[str],
    day: dt.date,
    on: dt.date,
    moment: dt.datetime,
) -> News | None:
    wanted = frozenset(lists)
    then = _of(ledger, match, wanted, day, None)
    binding = [one for one in (*match.standings, *then) if one.status in BINDING]
    fresh = [one for one in binding if one.list_key not in (before or frozenset())]
    if not fresh:
        return None
    since = min((one.since for one in fresh if one.since), default=None)
    told = _told(ledger, match, wanted, on, {one.list_key for one in fresh})
    cause = _cause(ledger, match, wanted, day, moment, {one.list_key for one in fresh}, told)
    names = ", ".join(sorted({one.list_key for one in fresh}))
    heads: dict[Cause, str] = {
        "record": f"the record was told of it on {told.date() if told else 'an unknown day'}",
        "day": f"the record held it already, and it bound only since {since or 'a later day'}",
        "engine": "the record held it already; the program or its settings of then did not find it",
    }
    why = (
        f"{match.name} as “{match.matched_name}”: {names}, in force since {since or 'an unknown day'}; {heads[cause]}."
    )
    return News(match, tuple(then), since, format_moment(told) if told else None, cause, why)


def _of(
    ledger: Ledger, match: Match, wanted: frozenset[str], day: dt.date, known: dt.datetime | None
) -> list[Standing]:
    found = ledger.standings(match.party, day, known=known, name=match.matched_name)
    return [one for one in found if not wanted or one.list_key in wanted]


def _told(ledger: Ledger, match: Match, wanted: frozenset[str], on: dt.date, lists: set[str]) -> dt.datetime | None:
    """The first moment from which on the record held the name that met, and one of the lists that bind by it."""
    found = None
    for moment in reversed(ledger.moments()):
        held = {name.text for name in ledger.names_of(match.party, known=moment)}
        stands = {one.list_key for one in _of(ledger, match, wanted, on, moment) if one.status in BINDING}
        if match.matched_name not in held or not stands & lists:
            return found
        found = moment
    return found


def _cause(
    ledger: Ledger,
    match: Match,
    wanted: frozenset[str],
    day: dt.date,
    moment: dt.datetime,
    lists: set[str],
    told: dt.datetime | None,
) -> Cause:
    """Why a match that binds now was not found then, or did not bind."""
    if told is None or told > moment:
        return "record"
    bound = {one.list_key for one in _of(ledger, match, wanted, day, moment) if one.status in BINDING}
    return "engine" if bound & lists else "day"

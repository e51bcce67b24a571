"""Which provisions apply: to an entry under its programmes, to a kind of party, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from gazetted.law.provisions import Effect, Exemption, ListLaw, Provision, Removal
from gazetted.model.party import Party


def effects_on(law: ListLaw, party: Party, programmes: Collection[str], on: dt.date) -> list[Effect]:
    """What an entry does on a day.

    Args:
        law: the law of its list.
        party: whom it lists.
        programmes: the programmes under which it stands.
        on: the day.
    """
    return [one for one in law.effect if one.holds(on) and concerns(one, party, programmes)]


def exceptions_on(law: ListLaw, party: Party, programmes: Collection[str], on: dt.date) -> list[Exemption]:
    """What is permitted on a day although the entry stands; only what limits an effect that applies, or its scope."""
    bound = {one.key for one in effects_on(law, party, programmes, on)}
    return [
        one
        for one in law.exception
        if one.holds(on) and concerns(one, party, programmes) and (not one.lifts or bound.intersection(one.lifts))
    ]


def removal_on(law: ListLaw, on: dt.date) -> Removal | None:
    """Who decides a removal on a day, and by which steps."""
    return next((one for one in law.removal if one.holds(on)), None)


def concerns(one: Provision, party: Party, programmes: Collection[str]) -> bool:
    """Whether a provision speaks of a party that stands under some programmes.

    A provision for parties of certain countries does not speak of one whose countries are not known.
    """
    if one.programmes and not set(one.programmes).intersection(programmes):
        return False
    if one.except_programmes and set(one.except_programmes).intersection(programmes):
        return False
    if one.kinds and party.kind != "any" and party.kind not in one.kinds:
        return False
    return not one.countries or bool(set(one.countries).intersection(party.countries))

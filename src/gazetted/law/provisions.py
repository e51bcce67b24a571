"""The law of a list as data: what an entry does, what is permitted all the same, how it ends.

Days are ISO and may be partial; `since` is the first day, `until` the day on which a provision no longer held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.model.event import Confidence, Step, What
from gazetted.model.party import Kind

Sort = Literal["statute", "licence", "resolution", "defence", "scope"]
"""What an exception rests on: an act; a licence of the authority; a resolution; a defence to a charge; or `scope`: what
the effect does not reach, or an exception that does not reach this far."""


class Cited(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every provision carries.

    Attributes:
        instrument: the act.
        source: where it is stated; "our general knowledge" where nobody has looked it up.
        confidence: how well the source supports it.
        unconfirmed: in words, what of it was not checked against a source; empty where all was.
        since: the first day on which it held; empty where that is not told.
        until: the day on which it no longer held; empty while it holds or where that is not known.
        note: what a reader should know besides.
    """

    instrument: str
    source: str
    confidence: Confidence
    unconfirmed: str = ""
    since: str = ""
    until: str = ""
    note: str = ""

    def holds(self, on: dt.date) -> bool:
        """Whether it held on a day; one whose days are not told always does."""
        if self.since and PartialDate.parse(self.since).earliest() > on:
            return False
        return not self.until or PartialDate.parse(self.until).earliest() > on


class Provision(Cited, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An effect or an exception.

    Attributes:
        key: unique within the list.
        title: the gist in a few words.
        who: who is bound, or who may rely on it, in words.
        what: what becomes unlawful or blocked, or what is permitted.
        binds: groups of persons concerned (`readers.toml`).
        acts: what people may want to do that it touches (`acts.toml`).
        programmes: only for entries under one of these; none: for all.
        except_programmes: not for entries under one of these.
        kinds: only for parties of these kinds; none: for all.
        countries: only for parties tied to one of these (ISO 3166-1 alpha-2); none: for all.
    """

    key: str
    title: str
    who: str
    what: str
    binds: tuple[str, ...]
    acts: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    except_programmes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    countries: tuple[str, ...] = ()


class Effect(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a standing on the list does.

    Attributes:
        penalty: the penalty, where a source gives one.
    """

    penalty: str = ""


class Exemption(Provision, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is permitted all the same.

    Attributes:
        sort: what it rests on.
        lifts: keys of the effects of the same list that it limits; none for `scope`.
    """

    sort: Sort
    lifts: tuple[str, ...] = ()


class Removal(Cited, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who decides a removal, and by which steps.

    Attributes:
        who: who decides.
        steps: the steps, in order.
    """

    who: str
    steps: tuple[str, ...]


class Past(Cited, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a removal leaves of the past, in words."""

    what: str


class Term(Cited, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day that the law computes from a step.

    Attributes:
        key: unique within the list.
        title: what happens on that day.
        after: the step from which it is counted.
        what: events from which it is counted.
        days: days after the step; 0 where years are counted.
        years: years after the step; 0 where days are counted.
    """

    key: str
    title: str
    after: Step
    what: tuple[What, ...]
    days: int = 0
    years: int = 0


class ListHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list of which a file tells.

    Attributes:
        key: its key; one that ends in `.*` stands for all lists that begin so.
        carries: kinds of party that stand on it.
        note: what a reader should know of the list as a whole.
    """

    key: str
    carries: tuple[Kind, ...] = ()
    note: str = ""


class ListLaw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The law of one list."""

    list: ListHead
    effect: tuple[Effect, ...] = ()
    exception: tuple[Exemption, ...] = ()
    removal: tuple[Removal, ...] = ()
    past: tuple[Past, ...] = ()
    term: tuple[Term, ...] = ()


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of bound persons."""

    key: str
    title: str
    meaning: str


class Reader(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"groups": "is"}):
    """Somebody to whom an assessment speaks.

    Attributes:
        key: unique.
        title: who it is.
        meaning: who belongs to it.
        groups: the groups that such a one belongs to.
        acts: only provisions that touch one of these are told to it; none: all.
    """

    key: str
    title: str
    meaning: str
    groups: tuple[str, ...]
    acts: tuple[str, ...] = ()

    def minds(self, binds: Iterable[str], acts: Iterable[str]) -> bool:
        """Whether a provision that binds some groups and touches some acts is told to this reader."""
        return bool(set(self.groups).intersection(binds)) and (not self.acts or bool(set(self.acts).intersection(acts)))


class Readers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`readers.toml`."""

    group: tuple[Group, ...]
    reader: tuple[Reader, ...]


class Conduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that people want to do with a party.

    Attributes:
        key: how provisions name it.
        question: the question, as people ask it.
        meaning: what belongs to it.
        always: whether it is answered even where no provision touches it.
    """

    key: str
    question: str
    meaning: str
    always: bool = False


class Acts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`acts.toml`."""

    act: tuple[Conduct, ...]

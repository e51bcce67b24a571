"""Claims about listings, from what a document tells, each held against the record."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from gazetted.model.party import Relation
from gazetted.model.standing import Standing
from gazetted.reading.authorities import authorities
from gazetted.reading.chains import Voices, chain_at, is_quoted, statement_at
from gazetted.reading.deeds import BACKED, BARRED, find_deeds
from gazetted.reading.result import Claim
from gazetted.reading.scene import PartyAt, Scene
from gazetted.reading.signals import is_aside, is_news
from gazetted.reading.states import State, find_states
from gazetted.reading.telling import Told
from gazetted.reading.verdicts import Answer, Question, Sources, answer

_PARTS = frozenset(
    {
        "whole",
        "entire",
        "entirety",
        "wing",
        "wings",
        "full",
        "all",
        "fully",
        "rest",
        "remainder",
        "extended",
        "extending",
        "branch",
    }
)
_DEEDS = {
    BACKED: "Support by a state is no fact of listing: the record does not say.",
    BARRED: "What a listing forbids is law: the assessment of a party shows it for each list and day.",
}
_IN_FORCE = frozenset({"in force", "suspended", "contested"})


class Context(msgspec.Struct, frozen=True):
    """What claims are read in.

    Attributes:
        text: the document.
        day: its date.
        outlet: how it is called where it speaks itself.
        voices: who says what in it.
        sources: the record.
        spoken: party → names by which the document speaks of it.
        kinds: party → kind.
        ties: the ties of a party to others that the record holds.
    """

    text: str
    day: dt.date
    outlet: str
    voices: Voices
    sources: Sources
    spoken: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]
    ties: Callable[[str], Sequence[Relation]]


def find_claims(told: Sequence[Told], every: Sequence[Scene], context: Context) -> tuple[Claim, ...]:
    """Claims in order of the text."""
    found = [claim for one in told for claim in _of_told(one, context)]
    found += _presupposed(told, context)
    found += _by_the_way(told, every, context)
    starts = [scene.tokens[scene.first].start for scene in every if scene.first < scene.last]
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(found, key=lambda one: (one.presupposed, one.start, one.end)):
        mark = (claim.authority, claim.party, claim.says, claim.when, claim.of)
        sentence = bisect_right(starts, claim.start)
        kept.setdefault(mark if claim.presupposed or claim.when is None else (*mark, sentence), claim)
    return tuple(sorted(kept.values(), key=lambda one: (one.start, one.end, one.says, one.party)))


def _of_told(told: Told, context: Context) -> Iterator[Claim]:
    says: str = told.outcome.says
    if not says and told.outcome.stage == "announced" and not is_news(told, context.day):
        says = {"list": "listed", "delist": "delisted"}.get(told.outcome.direction, "")
    if not says:
        return
    start, end = told.scene.span(told.outcome.first, told.outcome.last)
    statement = statement_at(context.voices.around(start), start, end)
    if statement is not None and statement.act in ("ask", "deny", "want") and not is_aside(told):
        return
    opinion = statement is not None and (statement.act != "say" or statement.quote != "indirect")
    sure = (
        not _is_of_a_part(told) and told.named and told.sure and told.explicit and not opinion and told.outcome.finite
    )
    since = _since(told)
    question = Question(
        says,
        told.party,
        told.keys,
        told.resolved,
        sure and told.act.scope != "sanctions",
        told.when,
        context.day,
        state=told.outcome.state and told.when is not None and not since,
        spoken=context.spoken.get(told.party, ()),
    )
    made = answer(question, context.sources)
    if made.verdict == "supported" or not told.outcome.background or told.when is not None:
        yield _claim(told, context, (start, end), says, made, told.when)
    if told.alias_of is not None:
        alias = msgspec.structs.replace(question, says="alias of", alias_of=told.alias_of)
        yield _claim(told, context, (start, end), "alias of", answer(alias, context.sources), told.when, told.alias_of)


def _is_of_a_part(told: Told) -> bool:
    """Whether a listing is told of the whole of a party or of a part: the rest may have been listed at another time."""
    scene, act = told.scene, told.act
    return not _PARTS.isdisjoint(scene.low[max(scene.first, act.first - 8) : min(scene.last, act.end + 6)])


def _since(told: Told) -> bool:
    """Whether the date is the first day of a state ("on the list since 2002")."""
    low = told.scene.low
    days = [day for day in told.scene.dates if day.iso == told.when]
    return any("since" in low[max(told.scene.first, day.first - 2) : day.last] for day in days)


def _claim(
    told: Told,
    context: Context,
    span: tuple[int, int],
    says: str,
    made: Answer,
    when: str | None,
    of: str | None = None,
    *,
    presupposed: bool = False,
) -> Claim:
    start, end = span
    whole = max(end, told.scene.span(told.outcome.first, max(told.outcome.last, told.act.end))[1])
    return Claim(
        start=start,
        end=whole,
        text=context.text[start:whole],
        authority=told.code,
        list_key=made.list_key,
        party=told.party,
        says=says,
        of=of,
        when=when,
        said_by=chain_at(context.voices.around(start), start, end) or (context.outlet,),
        verdict=made.verdict,
        note=made.note,
        evidence=made.evidence,
        presupposed=presupposed,
    )


def _presupposed(told: Iterable[Told], context: Context) -> Iterator[Claim]:
    """To consider taking a party off a list says that it is on it."""
    for one in told:
        stage = one.outcome.stage
        if one.outcome.says or stage is None or not is_news(one, context.day):
            continue
        if one.outcome.direction == "list" or (
            stage in ("effective", "struck down") and one.outcome.direction == "delist"
        ):
            continue
        before = context.day - dt.timedelta(1 if one.outcome.direction == "delist" else 0)
        question = Question("listed", one.party, one.keys, one.resolved, False, None, before, state=True)
        made = answer(question, context.sources)
        span = one.scene.span(one.outcome.first, one.outcome.last)
        yield _claim(one, context, span, "listed", made, None, presupposed=True)


def _by_the_way(told: Sequence[Told], every: Sequence[Scene], context: Context) -> Iterator[Claim]:
    """Listings mentioned by the way, and names said to be names of one party."""
    by_scene: dict[int, list[Told]] = {}
    for one in told:
        by_scene.setdefault(one.scene.number, []).append(one)
    latest: PartyAt | None = None
    codes: tuple[str, ...] = ()
    listing = False
    for scene in every:
        if scene.parties or latest is not None:
            for state in (*find_states(scene, latest, listing), *find_deeds(scene)):
                yield from _of_state(scene, state, codes, context)
        here = by_scene.get(scene.number, [])
        if here:
            codes, listing = (here[-1].code,), here[-1].outcome.direction == "list" or listing
        groups = [one for one in scene.parties if context.kinds.get(one.party) != "person"]
        latest = groups[-1] if groups else latest


def _of_state(scene: Scene, state: State, usual: tuple[str, ...], context: Context) -> Iterator[Claim]:
    start, end = scene.span(state.first, state.last)
    statement = statement_at(context.voices.around(start), start, end)
    if statement is not None and (statement.act == "ask" or is_quoted(context.voices.around(start), start, end)):
        return
    if "?" in scene.low[scene.last - 2 : scene.last]:
        return
    for party in {one.party: one for one in state.parties}.values():
        if state.of is not None:
            known = any((one.what, one.party) == (state.says, state.of) for one in context.ties(party.party))
            yield _tie(state, party, context, (start, end), known)
            continue
        if state.says in _DEEDS:
            note = _DEEDS[state.says]
            yield msgspec.structs.replace(
                _plain(state, party, context, (start, end), state.codes[0], ()), note=note, list_key=None
            )
            continue
        held = _held(party.party, context)
        if state.says == "alias of" or state.terror:
            lists = [key for key in held if not state.by or _carries(party.party, key, state.by, context)]
            yield _plain(state, party, context, (start, end), "/".join(_codes_of(lists)) or None, lists)
            continue
        for code in state.codes or usual:
            keys = authorities().lists_of(code, "terror")
            lists = [key for key in keys if key in held]
            yield _plain(state, party, context, (start, end), code, lists)


def _held(party: str, context: Context) -> dict[str, Standing]:
    """Lists on which a party stands on the document's day, with the standing."""
    standings = context.sources.standings(party, context.day)
    return {one.list_key: one for one in standings if one.status in _IN_FORCE}


def _carries(party: str, key: str, names: tuple[str, str], context: Context) -> bool:
    """Whether a list carries a party under both names, as far as its events tell."""
    told = {one.name.casefold() for one in context.sources.history(party) if one.list_key == key}
    return len(told) > 1 and bool(names)


def _codes_of(lists: Iterable[str]) -> list[str]:
    table = authorities()
    wanted = set(lists)
    return [code for code, keys in table.terror.items() if wanted & {*keys, *table.sanctions[code]}]


def _plain(
    state: State, party: PartyAt, context: Context, span: tuple[int, int], code: str | None, lists: Sequence[str]
) -> Claim:
    start, end = span
    held = _held(party.party, context)
    evidence = tuple(held[key].to_dict() for key in lists)
    return Claim(
        start=start,
        end=end,
        text=context.text[start:end],
        authority=code,
        list_key=lists[0] if lists else None,
        party=party.party,
        says=state.says,
        of=party.party if state.by else None,
        when=None,
        said_by=chain_at(context.voices.around(start), start, end) or (context.outlet,),
        verdict="supported" if lists else "not in record",
        evidence=evidence,
    )


def _tie(state: State, party: PartyAt, context: Context, span: tuple[int, int], known: bool) -> Claim:
    """A tie to another party: the record holds few, and is never evidence against one."""
    start, end = span
    return Claim(
        start=start,
        end=end,
        text=context.text[start:end],
        authority=None,
        list_key=None,
        party=party.party,
        says=state.says,
        of=state.of,
        when=None,
        said_by=chain_at(context.voices.around(start), start, end) or (context.outlet,),
        verdict="supported" if known else "not in record",
        note="" if known else "A tie between parties, not a listing: the record holds few of these.",
    )

"""What a document tells of listings, with its references resolved: which party, whose list, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gazetted.reading.acts import Act
from gazetted.reading.agents import Agent, agent_of, followers
from gazetted.reading.authorities import Scope, authorities
from gazetted.reading.echoes import find_echoes, of_change
from gazetted.reading.frames import find_acts
from gazetted.reading.modality import outcomes
from gazetted.reading.operators import background_in, operators_before
from gazetted.reading.outcomes import Outcome, Says, is_announced, is_unreal
from gazetted.reading.result import Direction
from gazetted.reading.scene import DateAt, PartyAt, Scene

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_OPENING = frozenset({'"', "“", "„", "«"})
_SHORT = frozenset({"it", "them", "him", "her", "they", "he", "she", "its", "their", "his"})
_EARLIER = frozenset({"earlier", "last", "ago", "previous"})
_SPANS = frozenset({"years", "year", "months", "decades", "decade"})
_CLAUSE = frozenset({"after", "before", "when", "while", "until", "although", "but", "because", ";"})


class Told(msgspec.Struct, frozen=True, gc=False):
    """One thing told about the listing of one party by one authority.

    Attributes:
        scene: the sentence.
        act: the act.
        outcome: what is said of it.
        party: slug.
        named: whether the party is named in the sentence, not only referred to.
        sure: whether the party is identified.
        code: the authority.
        explicit: whether the authority is named with the act.
        keys: lists that the words may mean, the likeliest first.
        resolved: whether the words leave no doubt which list is meant.
        when: the date given with it, ISO; None where there is none.
        alias_of: slug of the party as whose name it is listed.
    """

    scene: Scene
    act: Act
    outcome: Outcome
    party: str
    named: bool
    sure: bool
    code: str
    explicit: bool
    keys: tuple[str, ...]
    resolved: bool
    when: str | None
    alias_of: str | None = None


class Memory:
    """What was told before, for pronouns and for authorities that are not named again."""

    def __init__(self, kinds: Mapping[str, str], usual: str, alone: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.alone = alone
        self.usual = usual
        self.parties: tuple[PartyAt, ...] = ()
        self.code = ""
        self.direction: Direction | None = None
        self.at = -2
        self.latest: list[PartyAt] = []
        self.subjects: set[str] = set()
        self.coming: tuple[PartyAt, ...] = ()

    def referred(self, scene: Scene, act: Act) -> tuple[PartyAt, ...]:
        """Parties that a pronoun or "the group" stands for."""
        person = act.pronoun in _PERSONAL
        before = [one for one in scene.parties if one.last <= act.at and self._fits(one, person)]
        if act.undoes and self.parties:
            return self.parties
        if before and not (act.kind in ("measure", "noun") and act.pronoun == "it" and self.parties):
            return (before[-1],)
        behind = [one for one in scene.parties if one.first >= act.end and self._fits(one, person)]
        if behind and not before and any(word in _OPENING for word in scene.low[scene.first : act.first]):
            return (behind[0],)  # "I do not support them being delisted," he said of X
        if self.parties and all(self._fits(one, person) for one in self.parties):
            return self.parties
        latest = [one for one in self.latest if self._fits(one, person)]
        if latest:
            return (latest[-1],)
        if behind:
            return (behind[0],)
        return tuple(one for one in self.coming if self._fits(one, person))[:1] if act.pronoun not in _SHORT else ()

    def _fits(self, party: PartyAt, person: bool) -> bool:
        return (self.kinds.get(party.party) == "person") is person

    def told(self, parties: tuple[PartyAt, ...], code: str | None) -> None:
        """Remember an act."""
        self.parties = parties
        self.subjects |= {one.party for one in parties}
        self.code = code or self.code

    def heard(self, scene: Scene) -> None:
        """Remember the parties of a sentence."""
        self.latest = [*self.latest[-4:], *scene.parties]


def tell(every: Sequence[Scene], kinds: Mapping[str, str], alone: Mapping[str, str] | None = None) -> Iterator[Told]:
    """What a document tells, in order.

    Args:
        every: its sentences.
        kinds: party → kind.
        alone: party → the only authority that lists it, where there is only one; meant where the text names none.
    """
    counts = Counter(one.meaning.code for scene in every for one in scene.authorities if one.meaning.kind == "body")
    memory = Memory(kinds, counts.most_common(1)[0][0] if counts else "", alone or {})
    for scene, following in zip(every, [*every[1:], None], strict=True):
        memory.coming = following.parties if following is not None else ()
        if scene.parties or memory.latest or memory.coming:
            yield from _of_scene(scene, memory)
        memory.heard(scene)


def _of_scene(scene: Scene, memory: Memory) -> Iterator[Told]:
    acts = sorted((*find_acts(scene), *find_echoes(scene)), key=lambda one: one.at)
    dates = _dates(scene, acts)
    for number, act in enumerate(acts):
        if act.kind in ("same", "change"):
            if memory.direction is None or not memory.parties or scene.number - memory.at > 1:
                continue
            act = msgspec.structs.replace(act, direction=memory.direction, parties=memory.parties)
        parties = act.parties or memory.referred(scene, act)
        if not parties:
            continue
        made = of_change(scene, act, act.direction) if act.kind == "change" else outcomes(scene, act)
        usual = memory.code or memory.usual or memory.alone.get(parties[0].party, "")
        agent = agent_of(scene, act, usual)
        if agent is None or not agent.codes:
            continue
        if act.kind == "same" and not agent.explicit:
            continue
        made = made or _dated(scene, act, agent, dates.get(number))
        if act.weak and not agent.explicit and not _is_certain(act, made) and not _is_alone(act, made, agent, memory):
            continue
        if not _follows(act, parties, memory):
            continue
        day = dates.get(number)
        when = day.iso if day else None
        earlier = day is not None and len(day.iso) < 10 and not _EARLIER.isdisjoint(scene.low[day.first : day.last])
        told_of = memory.subjects | {one.party for one in parties}
        named = bool(act.parties) or len(told_of) == 1
        yield from _told(scene, memory, act, made, parties, agent, when, named=named, earlier=earlier)
        for code, day in followers(scene, act):
            follower = Agent((code,), True)
            when = day.iso if day else None
            yield from _told(scene, memory, act, made, parties, follower, when, named=named, earlier=earlier)
        if made or act.kind != "measure":
            memory.told(parties, None if _is_past(made, when) else agent.codes[0])
        if made and act.kind != "change":
            memory.direction = act.direction
            memory.at = scene.number


def _dated(scene: Scene, act: Act, agent: Agent, day: DateAt | None) -> tuple[Outcome, ...]:
    """A noun for an act with its year, told by the way: "its designation by the US in 1997", "the 2019 listing"."""
    if act.kind != "noun" or act.group is not None or not agent.explicit or day is None or act.direction == "maintain":
        return ()
    near = act.first - 3 <= day.first <= act.end + 6
    if (
        not near
        or is_unreal(scene, act)
        or operators_before(scene, act)
        or "?" in scene.low[scene.last - 2 : scene.last]
    ):
        return ()
    says: Says = "listed" if act.direction == "list" else "delisted"
    return (Outcome(act.direction, None, says, act.first, act.last, finite=True, background=True),)


def _is_past(made: Sequence[Outcome], when: str | None) -> bool:
    """Whether an act is told as of an earlier time, so that its authority is not the one the document is about."""
    return when is not None and len(when) < 10 and any(one.finite for one in made)


def _follows(act: Act, parties: Sequence[PartyAt], memory: Memory) -> bool:
    """Whether an act that only makes sense after another has that other before it."""
    before = {one.party for one in memory.parties}
    if act.undoes:
        return memory.direction == "list"
    return not (act.loose or act.kind == "no change") or any(one.party in before for one in parties)


def _is_alone(act: Act, made: Sequence[Outcome], agent: Agent, memory: Memory) -> bool:
    """Whether a change of "the ban on X" can only be that of the one authority that lists X."""
    changed = act.group is not None and act.group.form != "finite" and act.direction == "delist"
    named = changed or any(one.stage == "struck down" for one in made)
    return named and all(memory.alone.get(one.party) == agent.codes[0] for one in act.parties) and bool(act.parties)


def _is_certain(act: Act, made: Sequence[Outcome]) -> bool:
    """Whether an act of an ambiguous word needs no authority beside it: the listing was spoken of before."""
    return bool(act.pronoun) and any(one.stage is not None for one in made) and act.kind != "noun"


def _told(
    scene: Scene,
    memory: Memory,
    act: Act,
    made: Sequence[Outcome],
    parties: Sequence[PartyAt],
    agent: Agent,
    when: str | None,
    *,
    named: bool,
    earlier: bool,
) -> Iterator[Told]:
    past = background_in(scene.low[scene.first : act.at]) and not is_announced(scene, act)
    past = past or _is_long_before(scene, act)
    for outcome in made:
        if earlier:
            outcome = msgspec.structs.replace(outcome, background=True)
        if past and outcome.finite and outcome.direction != "maintain":
            outcome = msgspec.structs.replace(outcome, background=True)
        for party in {one.party: one for one in reversed(parties)}.values():
            for code in agent.codes:
                state = memory.kinds.get(party.party) == "state"
                keys, resolved = _states_list(act, code) if state else _lists(act, code)
                if state and not keys:
                    continue
                yield Told(
                    scene,
                    act,
                    outcome,
                    party.party,
                    named,
                    party.sure,
                    code,
                    agent.explicit,
                    keys,
                    resolved,
                    when,
                    act.alias_of.party if act.alias_of else None,
                )


def _states_list(act: Act, code: str) -> tuple[tuple[str, ...], bool]:
    """The list of states that an act may mean; none where it is about other sanctions on a state."""
    if act.scope == "sanctions" or act.weak:
        return (), False
    return authorities().states.get(code, ()), True


def _is_long_before(scene: Scene, act: Act) -> bool:
    """Whether the sentence tells of something that came years after the act: "four years after Mr Biden lifted it"."""
    for at in range(act.first - 1, scene.first, -1):
        if scene.low[at] in ("after", "before", "since") and scene.low[at - 1] in _SPANS:
            return True
        if scene.low[at] in (",", ";"):
            return False
    return False


def _lists(act: Act, code: str) -> tuple[tuple[str, ...], bool]:
    """Lists that an act may mean, and whether its words name one."""
    table = authorities()
    scope: Scope = act.scope
    if scope == "any" and act.labelled:
        scope = "terror"
    of_code = table.lists_of(code, scope)
    named = tuple(key for key in act.keys if key in of_code)
    if named:
        return named, True
    return of_code, len(of_code) == 1 or scope == "terror"


def _dates(scene: Scene, acts: Sequence[Act]) -> dict[int, DateAt]:
    """The date that belongs to each act, by its number."""
    found: dict[int, DateAt] = {}
    left = list(scene.dates)
    for number, act in enumerate(acts):
        following = acts[number + 1].first if number + 1 < len(acts) else scene.last
        inside = [one for one in left if act.first <= one.first < act.end]
        behind = [
            one
            for one in left
            if act.at < one.first < following
            and not any(w in _CLAUSE for w in scene.low[act.at : one.first])
            and "," not in scene.low[act.end : one.first]
        ]
        start = acts[number - 1].end if number else scene.first
        before = [
            one
            for one in left
            if start <= one.first < act.first and not any(w in _CLAUSE for w in scene.low[one.last : act.first])
        ]
        here = inside or behind[:1] or before[-1:]
        if here:
            found[number] = here[0]
            if behind and here[0] is behind[0]:
                left.remove(here[0])
    for number, act in enumerate(acts):
        if number not in found:
            same = [
                found[other] for other in found if acts[other].direction == act.direction and abs(other - number) == 1
            ]
            if same and act.group is not None and act.group.form == "finite":
                found[number] = same[0]
            elif left and len(acts) == 1 and act.group is not None and act.group.form != "present":
                found[number] = left[-1]
    return found

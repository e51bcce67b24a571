"""Who is meant by "he", "the official", "the newspaper", a surname: somebody named before, seldom after."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

import msgspec

from gazetted.reading.grammar import Scan
from gazetted.reading.speakers import Entity, Source, nouns, singular

_NEAR, _FAR = 3, 12  # sentences back to the last speaker, and to somebody described
_MOST = 60  # speakers and names looked at, back or ahead
_HE = frozenset({"he", "she", "his", "her", "him"})
_IT = frozenset({"it", "its"})


class Met(msgspec.Struct, frozen=True, gc=False):
    """A speaker as met in a sentence.

    Attributes:
        who: the source, resolved.
        sentence: number of the sentence.
        group: number that statements of one speaker share.
    """

    who: Source
    sentence: int
    group: int


class Cast:
    """The speakers of a document met so far."""

    def __init__(self, scan: Scan, entities: Sequence[Entity]) -> None:
        """Begin with nobody met; `entities` are all those named, in order."""
        self._scan = scan
        self._entities = entities
        self._starts = [one.first for one in entities]
        self._met: list[Met] = []
        self._by_name: dict[str, Met] = {}
        self._surnames: dict[str, str] = {}
        self._outlets: dict[str, str] = {}  # last word of a name → name: "the Post" of "The Washington Post"
        for one in entities:
            if one.kind == "named":
                self._surnames.setdefault(one.name.split()[-1].lower(), one.name)
            elif one.kind == "outlet" and " " in one.name:
                self._outlets.setdefault(one.name.split()[-1], one.name)

    def meet(self, source: Source, first: int, ahead: Sequence[tuple[int, Source]]) -> Met:
        """Say who a source is, and remember it.

        Args:
            source: what its words say.
            first: index of its first word.
            ahead: first word and words of the sources of the next sentences.
        """
        sentence = self._scan.sentence_of[first]
        before = self._before(source, first, sentence)
        if before is None and source.refers == "definite":
            found = self._after(source, ahead)
            who, group = found or source, len(self._met)
        elif before is None:
            who, group = self._known(source), len(self._met)
            group = self._by_name[who.name].group if who.name in self._by_name else group
        else:
            who, group = before.who, before.group
            if source.refers == "part":
                who = source
        if who.kind == "named" and source.kind == "named" and source.role and not who.role:
            who = msgspec.structs.replace(who, role=source.role)
        met = Met(who, sentence, group)
        self._met.append(met)
        self._by_name[who.name] = met
        if who.kind == "named":
            self._surnames.setdefault(who.name.split()[-1].lower(), who.name)
        return met

    def _known(self, source: Source) -> Source:
        """A name in its fullest form: "Rubio" is the Rubio named in full before."""
        if source.refers or source.head or (" " in source.name and source.kind != "named"):
            return source
        if source.name in self._outlets:
            return Source(self._outlets[source.name], "outlet")
        full = self._surnames.get(source.name.split()[-1].lower())
        if full is None or (" " in source.name and len(full) <= len(source.name)):
            return source
        earlier = self._by_name.get(full)
        role = source.role or (earlier.who.role if earlier is not None else None)
        return msgspec.structs.replace(source, name=full, kind="named", role=role)

    def _before(self, source: Source, first: int, sentence: int) -> Met | None:
        """Whom a source refers to that was met or named before."""
        if not source.refers:
            return None
        latest = islice(reversed(self._met), _MOST)
        recent = list(takewhile(lambda one: sentence - one.sentence <= _FAR, latest))
        if source.refers == "pronoun":
            return self._pronoun(source, first, sentence, recent)
        if source.refers == "outlet":
            return self._last("outlet", first, recent)
        if source.refers == "document":
            near = [one for one in recent if sentence - one.sentence <= _NEAR]
            return next((one for one in near if one.who.kind == "outlet"), None)
        if source.refers == "definite":
            return self._described(source, first, recent)
        if source.refers == "part":
            return next((one for one in recent if one.who.kind == "anonymous" and one.who.plural), None)
        return None

    def _pronoun(self, source: Source, first: int, sentence: int, recent: Sequence[Met]) -> Met | None:
        near = [one for one in recent if sentence - one.sentence <= _NEAR]
        if source.name in _HE:
            people = [one for one in near if one.who.kind in ("named", "anonymous") and not one.who.plural]
            latest = self._named(("named",), first, sentence)
            if latest is not None and (
                not people or (people[0].sentence < latest[1] and people[0].who.name != latest[0])
            ):
                return self._as_met(latest[0], "named", latest[1])
            return people[0] if people else next((one for one in recent if one.who.kind == "named"), None)
        if source.name in _IT:
            bodies = [one for one in near if one.who.kind in ("organization", "outlet")]
            latest = self._named(("organization", "outlet"), first, sentence)
            if latest is not None and (not bodies or bodies[0].sentence < latest[1]):
                return self._as_met(latest[0], "organization", latest[1])
            return bodies[0] if bodies else None
        return next((one for one in near if one.who.plural or one.who.kind == "organization"), None)

    def _named(self, kinds: tuple[str, ...], first: int, sentence: int) -> tuple[str, int] | None:
        """Who was named last: the first of that kind in this sentence before the source, else in the one before."""
        for number in (sentence, sentence - 1):
            if number < 0:
                break
            low, high = self._scan.sentences[number]
            for one in self._entities[bisect_left(self._starts, low) : bisect_left(self._starts, min(first, high))]:
                if one.kind in kinds:
                    return one.name, number
        return None

    def _as_met(self, name: str, kind: str, sentence: int) -> Met:
        if name in self._by_name:
            return self._by_name[name]
        return Met(Source(name, "named" if kind == "named" else "organization"), sentence, len(self._met))

    def _last(self, kind: str, first: int, recent: Sequence[Met]) -> Met | None:
        met = next((one for one in recent if one.who.kind == kind), None)
        if met is not None:
            return met
        named = next((one for one in self._named_before(first) if one.kind == kind), None)
        if named is None:
            return None
        return Met(Source(named.name, named.kind), self._scan.sentence_of[named.first], len(self._met))

    def _named_before(self, first: int) -> Iterator[Entity]:
        """Those named before a word, the last first."""
        end = bisect_left(self._starts, first)
        return reversed(self._entities[max(0, end - _MOST) : end])

    def _described(self, source: Source, first: int, recent: Sequence[Met]) -> Met | None:
        """Whom "the official", "the minister" or "the ministry" means."""
        for one in recent:
            if one.who.head == source.head and one.who.kind == source.kind and _within(source.name, one.who.name):
                return one
            if one.who.kind == "named" and source.kind != "organization" and _names(one.who.role, source.head):
                return one
        for one in recent:
            if one.who.kind == "named" and source.kind != "organization" and _holds(one.who.role, source.head):
                return one
        if source.kind == "organization" and len(source.name.split()) <= 2:
            for body in self._named_before(first):
                if body.kind == "organization" and source.head in body.name.lower().split():
                    return self._as_met(body.name, "organization", self._scan.sentence_of[body.first])
        return None

    def _after(self, source: Source, ahead: Sequence[tuple[int, Source]]) -> Source | None:
        """Somebody named just after with an office that fits: "The envoy said …. Ambassador X said"."""
        if source.kind == "organization" or source.plural:
            return None
        for _, other in ahead:
            if (
                other.kind == "named"
                and other.name not in self._by_name
                and not other.refers
                and _holds(other.role, source.head)
            ):
                return msgspec.structs.replace(other, role=f"{source.name.removeprefix('the ')}; {other.role}")
        return None


def _within(short: str, name: str) -> bool:
    """Whether a description says nothing that a fuller one does not: "the official" of "a US official"."""
    words = {singular(word) for word in name.lower().split()}
    return all(singular(word) in words for word in short.lower().split()[1:])


def _names(role: str | None, head: str) -> bool:
    """Whether a role says a noun itself: "the senator" of "Senator from Ohio"."""
    return head in {word.strip(".,").lower() for word in (role or "").split()}


def _holds(role: str | None, head: str) -> bool:
    """Whether a role fits a noun: the same word, or one of the same office."""
    if not role:
        return False
    words = {word.strip(".,").lower() for word in role.split()}
    return head in words or any(head in group and words & group for group in nouns().offices.values())


def ahead_of(
    scan: Scan, sources: Sequence[tuple[int, Source]], place: int, reach: int = 2
) -> Iterator[tuple[int, Source]]:
    """The sources of the next sentences."""
    here = scan.sentence_of[sources[place][0]]
    for first, source in sources[place + 1 : place + 1 + _MOST]:
        if scan.sentence_of[first] - here > reach:
            return
        if scan.sentence_of[first] > here:
            yield first, source

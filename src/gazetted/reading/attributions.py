"""Verbs of saying with their subjects: the cores around which statements are built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from gazetted.reading.cues import Cue, cues
from gazetted.reading.cutting import places
from gazetted.reading.grammar import Scan, grammar
from gazetted.reading.result import Act
from gazetted.reading.speakers import nouns, singular
from gazetted.reading.subjects import phrase_after, subject_before

Style = Literal["finite", "inverted", "participle", "by"]
_PARTICIPLE_AFTER = frozenset(
    {"by", "in", "after", "without", "while", "when", "before", "and", "but", "as", "for", "or"}
)
_UNSURE = frozenset({"could", "may", "might", "should", "can", "must"})
_CONDITIONAL = _UNSURE | {"would"}
_FROM = frozenset({"from", "by", "with", "to", "for", "against", "among"})
_ALONE = frozenset({"one", "some", "many", "others", "another", "several", "both", "most"})
_BEFORE_NOUN = frozenset(
    {"first", "last", "new", "same", "key", "earlier", "repeated", "public", "recent", "final", "early", "previous"}
)
_PARTICLES = frozenset({"aside", "off", "away", "down", "out"})
_GROUP = 6  # words of a verb group before the verb


class Core(msgspec.Struct, gc=False):
    """A verb of saying where it stands.

    Attributes:
        cue: what the lexicon says of the verb.
        act: what the speaker does with the content; a refusal to say turns it round.
        first: index of the first word of the verb group.
        verb: index of the verb.
        subject: the words that name the speaker; None where it is that of another core.
        style: how subject and verb stand to each other.
        shared: the core whose subject it shares.
        limits: where its clause may begin, and end.
        patient: what a passive speaks of.
    """

    cue: Cue
    act: Act
    first: int
    verb: int
    subject: tuple[int, int] | None
    style: Style
    limits: tuple[int, int]
    shared: Core | None = None
    patient: tuple[int, int] | None = None

    @property
    def begin(self) -> int:
        """Index of the first word of subject or verb."""
        return min(self.first, self.subject[0]) if self.subject and self.shared is None else self.first

    @property
    def end(self) -> int:
        """Index after the last word of verb, and of a subject that follows it."""
        after = self.verb + 1
        return max(after, self.subject[1]) if self.subject and self.style == "inverted" else after


def find_cores(scan: Scan, number: int) -> list[Core]:
    """The verbs of saying of a sentence, in order, each with its subject; verbs without one are left out."""
    first, last = scan.sentences[number]
    verbs, adjectives, found = cues().verbs, cues().adjectives, list[Core]()
    low = scan.low
    for at in places(low, cues().telling, first, last):
        cue = verbs.get(low[at]) or adjectives[low[at]]
        if scan.tags[at] not in "wv" or _is_compound(scan, at, last):
            continue
        core = _core(scan, at, cue, _limits(scan, at, first, last), found)
        if core is not None:
            found.append(core)
    return found


def _is_compound(scan: Scan, at: int, last: int) -> bool:
    """Whether a word is part of "so-called", "long-planned"."""
    return (at > 0 and scan.tags[at - 1] == "h") or (at + 1 < last and scan.tags[at + 1] == "h")


def _limits(scan: Scan, at: int, first: int, last: int) -> tuple[int, int]:
    """Where the clause of a word may begin and end: a sentence, and inside it the quote that the word stands in."""
    number = scan.quote_of[at]
    if number < 0:
        return first, last
    quote = scan.quotes[number]
    return max(first, quote.first + 1), min(last, quote.last - 1)


def _core(scan: Scan, at: int, cue: Cue, limits: tuple[int, int], before: Sequence[Core]) -> Core | None:
    first, closest = _group(scan, limits[0], at)
    act = cue.act
    if first > limits[0] and scan.low[first - 1] == "to" and scan.tags[first - 1] == "P":
        lead = _leading(scan, limits[0], first - 1)
        if lead is None or cue.form != "base":
            return None
        first, withheld = lead
        act = "deny" if withheld else act
        return _finite(scan, at, msgspec.structs.replace(cue, form="past"), act, first, limits, before)
    passive = closest in grammar().passive
    adjective = cues().adjectives.get(scan.low[at])
    if adjective is not None and (passive or cue is adjective):
        return _finite(scan, at, adjective, adjective.act, first, limits, before) if passive else None
    if cue.form == "past" and (passive or scan.low[at + 1 : at + 2] == ["by"] or _is_reduced(scan, at, first, limits)):
        return _passive(scan, at, cue, first, limits)
    if cue.form == "ing" and not passive:
        return _participle(scan, at, cue, limits, before)
    if (closest in _UNSURE and act == "say") or (closest and act == "judge" and closest in _CONDITIONAL):
        return None
    if closest == "would" and act in ("believe", "want") and _is_open(scan, limits[0], first):
        return None  # "whether he would consider"
    if closest in ("will", "would") and "that" in cue.takes and "clause" not in cue.takes and act == "say":
        return None  # "time will show"
    if closest not in ("", "has", "have", "had", "not") and (cue.form == "s" or (cue.form == "past" and passive)):
        return None
    if cue.ambiguous and not closest and _is_noun(scan, at, cue, limits):
        return None
    return _finite(scan, at, cue, act, first, limits, before, bare=not closest)


def _group(scan: Scan, low: int, at: int) -> tuple[int, str]:
    """Where the verb group begins, and its auxiliary closest to the verb."""
    place, closest = at, ""
    while place > low and at - place < _GROUP and scan.tags[place - 1] in "AB":
        place -= 1
        if scan.tags[place] == "A" and (not closest or closest == "not"):
            closest = scan.low[place]
    while place < at and scan.tags[place] == "B" and scan.low[place] in ("here", "there", "then", "later", "ago"):
        place += 1
    return place, closest


def _is_open(scan: Scan, low: int, first: int) -> bool:
    """Whether a clause is an indirect question or a condition."""
    return any(word in ("whether", "if") for word in scan.low[max(low, first - 4) : first])


def _leading(scan: Scan, low: int, to: int) -> tuple[int, bool] | None:
    """The verb before "to say" whose subject says it: where its group begins, and whether it withholds."""
    place = to - 1
    while place > low and scan.tags[place] == "B":
        place -= 1
    if place < low:
        return None
    word = scan.low[place]
    if word in grammar().withheld:
        return _group(scan, low, place)[0], True
    return (_group(scan, low, place)[0], False) if word in grammar().leads_on else None


def _is_reduced(scan: Scan, at: int, first: int, limits: tuple[int, int]) -> bool:
    """Whether it reads ", often referred to in the press as"."""
    opens = first > limits[0] and scan.tags[first - 1] == ","
    return opens and scan.low[at] == "referred" and scan.low[at + 1 : at + 3] in (["to", "in"], ["to", "by"])


def _is_noun(scan: Scan, at: int, cue: Cue, limits: tuple[int, int]) -> bool:
    """Whether a word that may be a noun is one here."""
    if at == limits[0]:
        return True
    told = cues().verbs.get(scan.low[at - 1])
    if told is not None and "object" in told.takes and told.form in ("past", "s") and not told.ambiguous:
        return True  # "announced plans"
    if scan.low[at - 1] in _BEFORE_NOUN:
        return True
    if scan.low[at - 1] in _PARTICLES and at - 1 > limits[0] and scan.low[at - 2] in cues().verbs:
        return True  # "brushed aside calls"
    before, after = scan.tags[at - 1], scan.tags[at + 1] if at + 1 < limits[1] else "."
    if before in "DGP0hS" and scan.low[at - 1] not in ("who", "that", "many", "some", "few", "both", "all", "most"):
        return True
    if after in "Av)C" or (after == "P" and scan.low[at + 1] not in ("to", "in", "on", "about", "over")):
        return scan.tags[at - 1] not in "NW"
    if cue.form == "s":
        return before == "w" and scan.low[at - 1].endswith("s") and not scan.low[at - 1].endswith(("ss", "is", "us"))
    return False


def _finite(
    scan: Scan,
    at: int,
    cue: Cue,
    act: Act,
    first: int,
    limits: tuple[int, int],
    before: Sequence[Core],
    *,
    bare: bool = False,
) -> Core | None:
    low, high = limits
    previous = scan.tags[first - 1] if first > low else ""
    described = None
    if previous == ",":
        described = subject_before(scan, low, first)
        described = described if described is not None and described[0] == low else None
    if (
        described is None
        and "aside" in cue.takes
        and "addressed" not in cue.takes
        and (not previous or previous in ",Q?!-." or scan.quote_of[first - 1] >= 0)
    ):
        inverted = _inverted(scan, at, high)
        if inverted is not None and (previous or _follows_quote(scan, first)):
            return Core(cue, act, at, at, inverted, "inverted", limits)
    if described is None and (
        previous == "C" or (previous == "," and before and before[-1].shared is None and first - 1 == before[-1].end)
    ):
        return _sharing(scan, at, cue, act, first, limits, before)
    if previous == "W" or (scan.low[first - 1] == "that" and first - 1 > low and scan.tags[first - 2] in "wKG"):
        if scan.low[first - 1] not in ("who", "which", "that"):
            return None
        end = first - 1 - (scan.tags[first - 2] == ",")
        subject = _antecedent(scan, low, end)
    else:
        subject = subject_before(scan, low, first)
    if subject is None or (cue.form == "base" and bare and not _is_plural(scan, subject)):
        return None
    return Core(cue, act, first, at, subject, "finite", limits)


def _antecedent(scan: Scan, low: int, end: int) -> tuple[int, int] | None:
    """Whom "who" stands for: in "praise from party leaders, who", the leaders."""
    found = subject_before(scan, low, end)
    if found is None:
        return None
    for place in range(found[1] - 2, found[0], -1):
        if scan.tags[place] == "P" and scan.low[place] in _FROM:
            person = singular(scan.low[place - 1]) in nouns().anonymous
            return found if person else (place + 1, found[1])
    return found


def _follows_quote(scan: Scan, first: int) -> bool:
    return first > 0 and scan.tags[first - 1] == "Q"


def _inverted(scan: Scan, at: int, high: int) -> tuple[int, int] | None:
    """The subject after the verb: "said Tomas Reyle, the chief engineer"."""
    last = phrase_after(scan, at + 1, high, whole=True)
    named = any(scan.tags[place] in "KNw" or scan.low[place] in _ALONE for place in range(at + 1, last))
    if last <= at + 1 or not named:
        return None
    after = scan.tags[last] if last < high else "."
    if after in "Av" or (after == "w" and last < high) or scan.low[last : last + 1] == ["that"] or after == "N":
        return None
    if after == "," and last + 1 < high and scan.tags[last + 1] in "DwK0":
        close = next((at for at in range(last + 1, high) if scan.tags[at] in ",.;Q"), high)
        clause = any(scan.tags[place] in "AN" for place in range(last + 1, close))
        if not clause and close - last < 20 and not scan.low[last + 1].endswith("ing"):
            last = close
    return at + 1, last


def _sharing(
    scan: Scan, at: int, cue: Cue, act: Act, first: int, limits: tuple[int, int], before: Sequence[Core]
) -> Core | None:
    """A verb whose subject stands before an earlier verb: "said it was late and refused to stay"."""
    if cue.form == "base" and first == at:
        return None
    for core in reversed(before):
        if core.limits == limits and core.subject is not None and core.style != "participle":
            return Core(cue, act, first, at, core.subject, "finite", limits, core.shared or core)
    subject = _opening_subject(scan, limits[0], first - 1)
    return Core(cue, act, first, at, subject, "finite", limits) if subject else None


def _opening_subject(scan: Scan, low: int, high: int) -> tuple[int, int] | None:
    """The noun phrase that a sentence begins with, where its verb is none of saying."""
    while low < high and scan.tags[low] in "QBC":
        low += 1
    verb = cues().verbs.get(scan.low[low]) if low < high else None
    if low < high and (scan.tags[low] == "P" or (verb is not None and verb.form in ("past", "ing"))):
        comma = next((place + 1 for place in range(low, min(high, low + 10)) if scan.tags[place] == ","), high)
        low = comma
    last = phrase_after(scan, low, high)
    past = (at for at in range(low + 1, last) if scan.tags[at] == "w" and scan.low[at].endswith("ed"))
    last = next(past, last)
    return (low, last) if low < last < high else None


def _participle(scan: Scan, at: int, cue: Cue, limits: tuple[int, int], before: Sequence[Core]) -> Core | None:
    low, _ = limits
    if cue.ambiguous:
        return None  # "a ban on lobbying"
    first = at
    while first > low and scan.tags[first - 1] == "B":
        first -= 1
    if first == low:
        return None
    previous = scan.low[first - 1]
    if previous == "as" and first - 2 >= low and scan.low[first - 2] in ("quoted", "cited", "reported"):
        group = _group(scan, low, first - 2)[0]
        subject = subject_before(scan, low, group)
        return Core(cue, cue.act, group, at, subject, "finite", limits) if subject else None
    if scan.tags[first - 1] in ",Q-" or previous in _PARTICIPLE_AFTER:
        for core in reversed(before):
            if core.subject is not None and core.limits == limits:
                return Core(cue, cue.act, first, at, core.subject, "participle", limits, core.shared or core)
        subject = _opening_subject(scan, low, first - 1)
        return Core(cue, cue.act, first, at, subject, "participle", limits) if subject else None
    alone = previous in _ALONE and first - 2 >= low and scan.low[first - 2] == "with"  # "with one adding that"
    if (scan.tags[first - 1] not in "wK" and not alone) or previous.endswith("ing"):
        return None
    subject = subject_before(scan, low, first)
    return Core(cue, cue.act, first, at, subject, "finite", limits) if subject else None


def _passive(scan: Scan, at: int, cue: Cue, first: int, limits: tuple[int, int]) -> Core | None:
    """A passive with its agent: "was praised by rivals", "referred to in the press as"."""
    place = at + 1
    place += scan.low[place : place + 1] == ["to"]
    for by in range(place, min(place + 4, limits[1] - 1)):
        if scan.low[by] in ("by", "in") and scan.tags[by] == "P":
            last = phrase_after(scan, by + 1, limits[1], whole=scan.low[by] == "by")
            named = scan.low[last : last + 1] == ["as"]
            if last == by + 1 or (scan.low[by] == "in" and not named):
                return None
            ends = {words[0] for words in cue.particles}
            last = next((each for each in range(by + 2, last) if scan.low[each] in ends), last)
            patient = subject_before(scan, limits[0], first)
            return Core(cue, cue.act, first, at, (by + 1, last), "by", limits, patient=patient)
        if scan.tags[by] not in "wB":
            return None
    return None


def _is_plural(scan: Scan, subject: tuple[int, int]) -> bool:
    """Whether a subject can have a verb without -s."""
    last = scan.low[subject[1] - 1]
    if scan.low[subject[0]] in ("few", "many", "some", "most", "several", "both", "others", "those"):
        return True
    if last in grammar().plural or (last.endswith("s") and not last.endswith("ss")):
        return True
    return any(
        scan.low[place] in ("and", "who", "people", "both", "many", "some") or scan.low[place].endswith("s")
        for place in range(subject[0], subject[1])
        if scan.tags[place] != "G"
    )

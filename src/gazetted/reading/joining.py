"""Cores and their contents put together, sentence by sentence: who ends where the next one begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gazetted.reading.attributed import Raw
from gazetted.reading.attributions import Core
from gazetted.reading.contents import Opening, beside_aside, left_of, may_follow, opening_after, right_of_aside
from gazetted.reading.grammar import Scan
from gazetted.reading.phrases import Phrase

_PREDICATES = frozenset({"was", "were", "is", "are", "has", "have", "had"})
_OWN_VOICE = frozenset({"i", "we", "you"})
_NAMING = frozenset(
    {"call", "label", "brand", "dub", "describe", "regard", "view", "portray", "characterise", "characterize"}
)
_BREAKING = frozenset({"but", "while", "though", "although", "and", "whereas", "as", "yet", "or"})


def join(scan: Scan, number: int, cores: Sequence[Core], phrases: Sequence[Phrase]) -> list[Raw]:
    """The statements of a sentence.

    Args:
        scan: the document.
        number: the sentence.
        cores: its verbs of saying.
        phrases: its other cues.
    """
    openings = [opening_after(scan, core) for core in cores]
    stops = sorted(set(_stops(scan, cores, openings, phrases)))
    found: list[Raw] = []
    for place, (core, opening) in enumerate(zip(cores, openings, strict=True)):
        raw = (
            _with_right(scan, number, core, opening, stops)
            if opening is not None
            else _with_left(scan, number, core, cores[:place], stops, phrases)
        )
        if raw is not None:
            found.append(raw)
    for phrase in phrases:
        raw = _with_phrase(scan, number, phrase, stops, found)
        if raw is not None:
            found.append(raw)
    return found


def _stops(
    scan: Scan, cores: Sequence[Core], openings: Sequence[Opening | None], phrases: Sequence[Phrase]
) -> Iterator[int]:
    """Where another statement begins that is no part of the content before it."""
    for core, opening in zip(cores, openings, strict=True):
        begin = core.begin
        if begin == 0 or begin <= core.limits[0]:
            continue
        before = scan.tags[begin - 1]
        aside = (opening is None and may_follow(scan, core)) or core.style == "participle"
        if (aside and before in ",Q-") or before == ";":
            yield begin
        elif (core.shared is not None and before == "C") or _breaks(scan, begin - 1, core.limits[0]):
            yield begin - 1
    for phrase in phrases:
        if phrase.kind in ("before", "cited"):
            yield phrase.first


def _breaks(scan: Scan, place: int, low: int) -> bool:
    """Whether a word such as "but" or "while" parts two clauses."""
    if scan.low[place] not in _BREAKING or place <= low:
        return False
    before = scan.tags[place - 1]
    return before in ",;-" or scan.low[place] == "but" or (before == "Q" and scan.tags[place - 2] == ",")


def _end(scan: Scan, first: int, high: int, stops: Sequence[int]) -> int:
    """Where content ends that begins at `first`: before the next stop, with the quote that it opens."""
    end = next((stop for stop in stops if first < stop < high), high)
    number = scan.quote_of[first] if scan.tags[first] == "Q" else -1
    if number >= 0 and scan.quotes[number].first == first and scan.quotes[number].last >= high:
        end = scan.quotes[number].last
    elif end == high and scan.quote_of[end - 1] >= 0 and scan.quotes[scan.quote_of[end - 1]].first > first:
        end = max(end, scan.quotes[scan.quote_of[end - 1]].last)
    return _trim_end(scan, first, end)


def _trim_end(scan: Scan, first: int, end: int) -> int:
    while end > first + 1 and scan.tags[end - 1] in ",;:.-C" and not scan.tokens[end - 1].text.startswith("…"):
        end -= 1
    return end


def _with_right(scan: Scan, number: int, core: Core, opening: Opening, stops: Sequence[int]) -> Raw | None:
    first = opening.at
    last = _end(scan, first, core.limits[1], stops)
    if last <= first or core.subject is None or (last - first == 1 and core.cue.lemma in _NAMING):
        return None
    first += scan.tags[first] == "," and last - first > 1
    pieces = [(first, last)]
    left = None
    if core.style in ("inverted", "finite") and core.shared is None and scan.tags[first] == "Q":
        left = left_of(scan, core, ())  # “A,” she said: “B.”
        if left is not None and scan.tags[left[1] - 1] == "Q" and scan.tags[left[0]] == "Q":
            pieces.insert(0, left)
    act = "want" if scan.low[first] == "to" and core.act in ("say", "believe") else core.act
    return Raw(core.subject, (core.first, opening.cue_end), pieces, act, number, opening.beside)


def _with_left(
    scan: Scan,
    number: int,
    core: Core,
    earlier: Sequence[Core],
    stops: Sequence[int],
    phrases: Sequence[Phrase],
) -> Raw | None:
    if core.style == "by" and core.patient is not None and core.subject is not None:
        if scan.low[core.patient[0]] in _OWN_VOICE and core.patient[1] - core.patient[0] == 1:
            return None  # "I have been asked by a dozen readers"
        return Raw(core.subject, (core.first, core.verb + 1), [core.patient], core.act, number)
    if not may_follow(scan, core) or core.style == "participle" or core.subject is None or core.shared is not None:
        return None
    begin = core.begin
    if begin - 1 == core.limits[0] and scan.low[begin - 1] == "as":
        return _after_as(scan, number, core, stops)
    left = left_of(scan, core, earlier)
    if left is None or (
        not core.cue.takes & {"clause", "that"}
        and scan.tags[left[1] - 1] != "Q"
        and core.cue.lemma not in ("put", "read")
    ):
        return None
    place, beside = beside_aside(scan, core)
    cue = (core.first, core.verb + 1)
    if any(phrase.kind == "before" and phrase.first <= left[0] and left[1] <= phrase.last for phrase in phrases):
        return None  # "According to X, Y told Z."
    pieces = [left]
    right = right_of_aside(scan, place, core.limits[1], left)
    if right is not None and not any(place <= stop <= right[0] for stop in stops):
        end = _end(scan, right[0], right[1], stops)
        if end > right[0]:
            pieces.append((right[0], end))
    if len(pieces) == 1 and left[1] - left[0] < 2:
        return None
    return Raw(core.subject, cue, pieces, core.act, number, beside)


def _after_as(scan: Scan, number: int, core: Core, stops: Sequence[int]) -> Raw | None:
    """The content of "As she said, the road is open"."""
    place, beside = beside_aside(scan, core)
    place += core.cue.lemma == "put" and scan.low[place] == "it"
    high = core.limits[1]
    if core.subject is None or place + 2 >= high or scan.tags[place] != ",":
        return None
    end = _end(scan, place + 1, high, stops)
    return Raw(core.subject, (core.first, core.verb + 1), [(place + 1, end)], core.act, number, beside)


def _with_phrase(scan: Scan, number: int, phrase: Phrase, stops: Sequence[int], found: Sequence[Raw]) -> Raw | None:
    """The content of "according to X", of a noun, of a citation."""
    low, high = scan.sentences[number]
    cue = phrase.cue
    if phrase.kind == "impersonal":
        last = _end(scan, phrase.last, high, [stop for stop in stops if stop > phrase.last])
        pieces = [] if last <= phrase.last else [(phrase.last, last)]
        pieces = [phrase.topic, *pieces] if phrase.topic is not None and pieces else pieces
        return Raw(phrase.source, cue, pieces, phrase.act, number) if pieces else None
    if phrase.kind == "noun":
        last = _end(scan, phrase.last, high, stops)
        if scan.low[phrase.last] == "to" and phrase.act in ("want", "deny"):
            last = _predicate(scan, phrase.last, last)
        if last <= phrase.last:
            return None
        return Raw(phrase.source, cue, [(phrase.last, last)], phrase.act, number)
    if phrase.kind == "cited":
        under = next((raw for raw in reversed(found) if raw.cue[0] < phrase.first and not raw.cites), None)
        if under is None:  # "The paper, citing two officials, said"
            under = next((raw for raw in found if raw.source[0] <= phrase.first < raw.cue[0] and not raw.cites), None)
        pieces = list(under.pieces) if under is not None else _around(scan, low, high, phrase, stops)
        return Raw(phrase.source, cue, pieces, phrase.act, number, under=under, cites=True) if pieces else None
    pieces = _around(scan, low, high, phrase, stops)
    return Raw(phrase.source, cue, pieces, phrase.act, number) if pieces else None


def _predicate(scan: Scan, first: int, last: int) -> int:
    """Where the verb begins that "X's plan to …" is the subject of; `last` where there is none."""
    for place in range(first + 2, last):
        if scan.low[place] in _PREDICATES and scan.tags[place - 1] not in "WSN":
            return place
    return last


def _around(scan: Scan, low: int, high: int, phrase: Phrase, stops: Sequence[int]) -> list[tuple[int, int]]:
    """The clause that "according to X" stands before, after, or inside."""
    parted = [at + 1 for at in range(low, phrase.first) if scan.tags[at] == ";" and scan.quote_of[at] < 0]
    low = parted[-1] if parted else low
    first = low
    while first < phrase.first and scan.tags[first] in "CB,Q":
        first += 1
    after = phrase.last
    if first >= phrase.first - 1:  # it opens the sentence
        if after < high and scan.tags[after] == "," and after + 1 < high:
            after += 1
        end = _end(scan, after, high, [stop for stop in stops if stop > after]) if after < high else after
        return [(after, end)] if end - after > 1 else []
    begin = low
    while scan.tags[begin] in "C," and begin < phrase.first:
        begin += 1
    number = scan.quote_of[phrase.first - 1] if scan.tags[phrase.first - 1] == "Q" else -1
    if number >= 0 and scan.quotes[number].first < low:
        begin = scan.quotes[number].first
    left = (begin, _trim_end(scan, begin, phrase.first))
    pieces = [left]
    if (
        after + 1 < high
        and scan.tags[after] == ","
        and scan.tags[phrase.first - 1] == ","
        and scan.tags[after + 1] in "AvwB"
    ):
        end = _end(scan, after + 1, high, [stop for stop in stops if stop > after])
        pieces.append((after + 1, end))
    return pieces

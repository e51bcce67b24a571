"""Cues that are no verbs: "according to X", "X's claim that", "voiced concern about", a headline's "…: X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from gazetted.reading.cues import cues
from gazetted.reading.cutting import places
from gazetted.reading.grammar import Scan, grammar
from gazetted.reading.result import Act
from gazetted.reading.speakers import nouns
from gazetted.reading.subjects import phrase_after, subject_before

_BE = frozenset({"is", "was", "remains", "has"})
_HAVE = frozenset({"has", "have", "had"})
_ABOUT = frozenset({"that", "about", "over", "at", "for", "with", "in", "on", "to", "of", "toward", "towards"})
_OF = frozenset({"of", "by", "from", "among"})
_SPEAKER = 12  # tokens of the longest speaker before a colon
_HEADLINE = 22  # tokens of the longest headline


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """A cue with its source.

    Attributes:
        kind: `before`: a phrase before the source; `cited`: a source that another cites; `noun`: a noun before its
            content; `impersonal`: "it is said that", with nobody who says it.
        first: index of the first word of the whole.
        last: index after the last word; of a noun, where its content begins.
        cue: the words of the cue.
        source: the words of the source.
        act: what the speaker does with the content.
        topic: words before an impersonal cue that belong to its content: "HTS" in "HTS is said to have dissolved".
    """

    kind: Literal["before", "cited", "noun", "impersonal"]
    first: int
    last: int
    cue: tuple[int, int]
    source: tuple[int, int]
    act: Act
    topic: tuple[int, int] | None = None


def find_phrases(scan: Scan, number: int) -> list[Phrase]:
    """The cues of a sentence that are no verbs, in order."""
    first, last = scan.sentences[number]
    table, found = cues(), list[Phrase]()
    low, telling = scan.low, table.phrase_words
    for at in places(low, telling, first, last):
        word, phrase = low[at], None
        if word in table.before:
            phrase = _before(scan, at, last)
        elif word in table.to_nouns and scan.low[at + 1 : at + 2] == ["to"] and scan.tags[at] == "w":
            phrase = _to_noun(scan, first, at, last)
        if phrase is None and word in table.nouns and scan.tags[at] == "w":
            phrase = _noun(scan, first, at, last)
        if phrase is None and word == "in":
            phrase = _in_view(scan, at, last)
        if phrase is None and word in table.impersonal:
            phrase = _impersonal(scan, first, at, last)
        if phrase is not None:
            found.append(phrase)
    found.extend(_headline(scan, first, last))
    found.extend(_before_colon(scan, first, last))
    return found


def _before(scan: Scan, at: int, last: int) -> Phrase | None:
    for words in cues().before[scan.low[at]]:
        end = at + len(words)
        if tuple(scan.low[at:end]) != words:
            continue
        cited = words[0] in cues().cited
        if words[0] == "per" and not _names_somebody(scan, end, last):
            return None
        if words[0] in ("quoted", "cites", "quotes", "cited") and (end >= last or scan.low[end] in ("as", "in", "by")):
            return None
        close = _source_end(scan, end, last)
        if close == end:
            return None
        cue_end = next((place + 1 for place in range(close - 1, end, -1) if _is_document(scan, place)), end)
        return Phrase("cited" if cited else "before", at, close, (at, cue_end), (end, close), "say")
    return None


def _names_somebody(scan: Scan, at: int, last: int) -> bool:
    """Whether a name stands at a place, with or without "the": not "per cent", "per person"."""
    at += at < last and scan.low[at] == "the"
    return at < last and scan.tags[at] == "K"


def _is_document(scan: Scan, place: int) -> bool:
    """Whether a word is a "report" or "statement" that the source has published, and that so belongs to the cue."""
    return scan.tags[place] == "w" and scan.low[place] in nouns().documents


def _source_end(scan: Scan, first: int, last: int) -> int:
    """Index after a source, with what describes it: up to the next comma, citation or clause."""
    place = phrase_after(scan, first, last, whole=True)
    while place < last and scan.tags[place] in "wPKDTWAB0v" and place > first:
        if scan.low[place] in cues().before or scan.tags[place] in "C" or scan.low[place] == "that":
            break
        if scan.tags[place] in "Av" and not any(scan.tags[at] == "W" for at in range(first, place)):
            break
        place += 1
    return place


def _noun(scan: Scan, low: int, at: int, last: int) -> Phrase | None:
    act = cues().nouns[scan.low[at]]
    after = scan.low[at + 1] if at + 1 < last else ""
    light = _light_before(scan, low, at)
    if light is not None and after in _ABOUT:
        source = subject_before(scan, low, _group_start(scan, low, light))
        if source is not None:
            return Phrase("noun", source[0], at + 1 + (after == "that"), (light, at + 1), source, act)
    owner = _owner(scan, low, at)
    if owner is not None and owner[0] == at:
        owner = None
    of = phrase_after(scan, at + 2, last) if after in _OF and at + 2 < last else at + 2
    end = of if of > at + 2 else at + 1
    source = owner or ((at + 2, end) if end > at + 1 else None)
    if source is None or end + 1 >= last:
        return None
    if scan.low[end] == "that" and scan.tags[end + 1] not in "Av" and not (of > at + 2 and after == "of" and owner):
        return Phrase("noun", min(source[0], at), end + 1, (at, at + 1), source, act)
    if scan.low[end] in _BE and scan.low[end + 1] == "that" and end + 2 < last:
        return Phrase("noun", min(source[0], at), end + 2, (at, end + 1 if end == at + 1 else at + 1), source, act)
    return None


def _to_noun(scan: Scan, low: int, at: int, last: int) -> Phrase | None:
    """It reads "the mayor's plan to"."""
    if at + 2 >= last or scan.tags[at + 2] not in "wvBA":
        return None
    owner = _owner(scan, low, at)
    if owner is None or owner[0] == at:
        return _having(scan, low, at)
    return Phrase("noun", owner[0], at + 1, (at, at + 1), owner, cues().to_nouns[scan.low[at]])


def _having(scan: Scan, low: int, at: int) -> Phrase | None:
    """It reads "the candidate has no plans to"."""
    verb = at - 1
    while verb > low and scan.tags[verb] in "DwB" and at - verb < 4 and scan.low[verb] not in _HAVE:
        verb -= 1
    if scan.low[verb] not in _HAVE:
        return None
    source = subject_before(scan, low, verb)
    return Phrase("noun", source[0], at + 1, (verb, at + 1), source, cues().to_nouns[scan.low[at]]) if source else None


def _light_before(scan: Scan, low: int, at: int) -> int | None:
    """The verb of "expressed their deep concern"."""
    for place in range(at - 1, max(low, at - 5) - 1, -1):
        if scan.low[place] in cues().light:
            return place
        if scan.tags[place] not in "wDCBG":
            return None
    return None


def _group_start(scan: Scan, low: int, verb: int) -> int:
    while verb > low and scan.tags[verb - 1] in "AB":
        verb -= 1
    return verb


def _owner(scan: Scan, low: int, at: int) -> tuple[int, int] | None:
    """Whose it is: "the mayor's latest claim", "his claim"."""
    place = at - 1
    while place > low and at - place < 4 and scan.tags[place] == "w":
        place -= 1
    if place < low:
        return None
    if scan.tags[place] == "G" or (scan.low[place] in ("'", "’") and scan.low[place - 1].endswith("s")):
        return subject_before(scan, low, place)
    if scan.low[place] in ("his", "her", "their", "its"):
        return place, place + 1
    return None


def _in_view(scan: Scan, at: int, last: int) -> Phrase | None:
    """It reads "in her view", "in the ministry's opinion"."""
    for place in range(at + 2, min(last, at + 8)):
        if scan.low[place] in ("view", "opinion", "words", "eyes"):
            source = _owner(scan, at + 1, place)
            if source is None:
                return None
            return Phrase("before", at, place + 1, (at, place + 1), source, "believe")
        if scan.tags[place] not in "wDGK":
            return None
    return None


def _impersonal(scan: Scan, low: int, at: int, last: int) -> Phrase | None:
    """It reads "it was reported that", "HTS is said to have", "they are understood to be"."""
    after, act = scan.low[at + 1 : at + 2], cues().impersonal[scan.low[at]]
    first = at
    while first > low and scan.tags[first - 1] in "AB":
        first -= 1
    if first == at or not any(word in grammar().passive for word in scan.low[first:at]) or at + 3 >= last:
        return None
    if any(word in ("not", "n't") or word.endswith("n't") for word in scan.low[first:at]):
        return None
    if scan.low[first - 1] == "it" and first > low and after != ["to"]:
        begin = at + 1 + (after == ["that"])
        fits = after == ["that"] or scan.tags[begin] in "NDK"
        return Phrase("impersonal", first - 1, begin, (first - 1, begin), (first - 1, first - 1), act) if fits else None
    topic = subject_before(scan, low, first) if after == ["to"] and scan.tags[at + 2] in "AwvB" else None
    if topic is None or (scan.tags[first - 1] == "N" and scan.low[first - 1] in ("i", "we", "you")):
        return None
    return Phrase("impersonal", topic[0], at + 2, (first, at + 2), (first, first), act, topic)


def _before_colon(scan: Scan, first: int, last: int) -> Iterator[Phrase]:
    """A speaker, a colon and a quote: "The minister: “No.”", "Prof. Brandt of Leuven: “…”"."""
    if ":" not in scan.tags[first + 1 : min(last - 2, first + _SPEAKER)]:
        return
    for colon in range(first + 1, min(last - 2, first + _SPEAKER)):
        tag = scan.tags[colon]
        if tag == ":" and scan.tags[colon + 1] == "Q" and phrase_after(scan, first, colon, whole=True) == colon:
            yield Phrase("noun", first, colon + 1, (colon, colon + 1), (first, colon), "say")
        if tag not in "wKDPG&h,0" or scan.low[colon] in cues().verbs or scan.quote_of[colon] >= 0:
            return


def _headline(scan: Scan, first: int, last: int) -> Iterator[Phrase]:
    """A line without a full stop that ends in a colon and a source: "Bridge to close: officials"."""
    if not 4 < last - first < _HEADLINE or scan.tags[last - 1] in ".?!Q":
        return
    for colon in range(last - 2, max(first + 2, last - 6), -1):
        if scan.tags[colon] == ":" and not any(scan.tags[at] in "AvSP,0" for at in range(colon + 1, last)):
            yield Phrase("before", colon, last, (colon, colon + 1), (colon + 1, last), "say")
            return

"""What is said: the content that belongs to a verb of saying, after it, before it, or around it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gazetted.reading.attributions import Core
from gazetted.reading.cues import cues
from gazetted.reading.grammar import Scan
from gazetted.reading.speakers import nouns, singular
from gazetted.reading.subjects import phrase_after

_FINITE_REACH = 28
_ASIDES = frozenset({"however", "though", "meanwhile", "too", "instead", "nevertheless", "nonetheless", "moreover"})
_ROUNDS = 5
_SUBJECTS = (["he"], ["she"], ["they"], ["we"], ["i"], ["there"])  # nobody is addressed so
_TIMELY = (["last"], ["next"], ["late"], ["earlier"])


class Opening(msgspec.Struct, frozen=True, gc=False):
    """Where the content after a verb begins.

    Attributes:
        at: index of its first word.
        cue_end: index after the last word of the cue.
        beside: words between cue and content: the person addressed, the channel, the time.
    """

    at: int
    cue_end: int
    beside: tuple[tuple[int, int], ...]


def opening_after(scan: Scan, core: Core) -> Opening | None:
    """Where the content after a verb begins; None where none follows, so that it stands before the verb."""
    high = core.limits[1]
    place, takes = core.end, core.cue.takes
    if core.style == "by":
        return _after_agent(scan, core, high)
    if scan.low[place : place + 2] in (["when", "asked"], ["if", "asked"], ["when", "pressed"]):
        return None
    end = _particle(scan, core, place, high)
    if end is not None:
        return Opening(end, end, ()) if end < high and scan.tags[end] not in ".,;" else None
    if "particle" in takes and len(takes) == 1:
        return None
    beside: list[tuple[int, int]] = []
    early = _opened(scan, core, place, high, takes - {"clause", "object", "quote"})
    if early is not None and scan.low[place] in ("to", "not"):
        return Opening(early, core.end, ())
    if "person" in takes and scan.low[place : place + 1] not in _SUBJECTS:
        last = phrase_after(scan, place, high)
        if last > place:
            early = _opened(scan, core, last, high, takes - {"clause", "object", "quote"})
            if early is not None:
                return Opening(early, core.end, ((place, last),))
            found = _open(scan, core, *_skipped(scan, last, high, [*beside, (place, last)]), takes | {"that"})
            late = _particle(scan, core, last, high)
            if found or late:
                return found or Opening(late or last, core.end, ((place, last),))
            if "addressed" in takes or scan.tags[place] in "NO" or not takes & {"clause", "that", "infinitive"}:
                return None
    return _open(scan, core, *_skipped(scan, place, high, beside), takes)


def beside_aside(scan: Scan, core: Core) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Where the words end that belong to a verb without content after it, and what they are."""
    high, place = core.limits[1], core.end
    beside: list[tuple[int, int]] = []
    if "person" in core.cue.takes and core.style != "inverted":
        last = phrase_after(scan, place, high)
        if last > place:
            beside.append((place, last))
            place = last
    return _skipped(scan, place, high, beside)


def _particle(scan: Scan, core: Core, place: int, high: int) -> int | None:
    for words in core.cue.particles:
        if tuple(scan.low[place : place + len(words)]) == words and place + len(words) < high:
            end = place + len(words)
            if words == ("to",) and scan.tags[end] in "NO":
                continue  # "admitted to me"
            return end + (scan.low[end] == "that")
    return None


def _after_agent(scan: Scan, core: Core, high: int) -> Opening | None:
    """The content of a passive: what follows the agent, else what it speaks of."""
    assert core.subject is not None
    place = core.subject[1]
    if place < high and scan.low[place] in ("that", "as", "for", "of", "to", "whether"):
        return Opening(place + (scan.low[place] in ("that", "as")), core.verb + 1, ())
    return None


def _skipped(
    scan: Scan, place: int, high: int, beside: list[tuple[int, int]]
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Index after adverbs, times and phrases such as "in a statement", "to reporters on Friday"."""
    prepositions = cues().channel_prepositions
    for _ in range(_ROUNDS):
        before = place
        while (
            place < high
            and scan.tags[place] in "BT0"
            and scan.low[place] != "there"
            and not (scan.tags[place] == "0" and _is_quantity(scan, place))
        ):
            place += 1
        if place < high and scan.tags[place] in "PS" and scan.low[place] in prepositions:
            last = phrase_after(scan, place + 1, high, whole=scan.tags[place + 1 : place + 2] != ["K"])
            while last == place + 1 and last < high and scan.tags[last] in "T0B":
                last += 1
            if last > place + 1:
                beside.append((place, last))
                place = last
        if scan.low[place : place + 1] in _TIMELY and scan.tags[place + 1 : place + 2] == ["T"]:
            place += 2
        if place == before:
            break
    return place, tuple(beside)


def _is_quantity(scan: Scan, place: int) -> bool:
    return scan.tags[place + 1 : place + 2] in (["w"], ["P"], ["D"])


def _open(
    scan: Scan, core: Core, place: int, beside: tuple[tuple[int, int], ...], takes: frozenset[str]
) -> Opening | None:
    """What follows a verb at a place, as far as the verb takes it."""
    high = core.limits[1]
    at = _opened(scan, core, place, high, takes)
    return None if at is None else Opening(at, core.end, beside)


def _opened(scan: Scan, core: Core, place: int, high: int, takes: frozenset[str]) -> int | None:
    place = _past_aside(scan, place, high)
    if place >= high:
        return None
    word, tag = scan.low[place], scan.tags[place]
    clause = bool(takes & {"clause", "that"})
    if word == "that":
        return _after_that(scan, core, place, high, takes)
    if (word in ("if", "whether") or tag == "W") and (clause or takes & {"gerund"}) and place + 2 < high:
        return place if word != "who" or core.act == "ask" or core.act == "deny" else None
    if tag in ":,":
        return _after_sign(scan, place, high, clause)
    if tag == "Q" and takes & {"quote", "object", "clause"}:
        return place
    if _is_verbal(scan, place, high, takes):
        return place
    if word in cues().no_content and not _is_subject(scan, place, high):
        return None
    if "clause" in takes and _is_clause(scan, core, place, high):
        return place
    return place if place == core.end and _is_object(scan, core, place, takes) else None


def _past_aside(scan: Scan, place: int, high: int) -> int:
    """Index after words between commas that part a verb from its content: "stressed, however, that"."""
    if place + 3 >= high or scan.tags[place] != ",":
        return place
    if scan.low[place + 1] in _ASIDES and scan.tags[place + 2] == ",":
        return place + 3
    if scan.low[place + 1] != "as":
        return place
    close = next((at for at in range(place + 2, min(high - 1, place + 9)) if scan.tags[at] == ","), None)
    return close + 1 if close is not None and scan.low[close + 1] == "that" else place


def _after_that(scan: Scan, core: Core, place: int, high: int, takes: frozenset[str]) -> int | None:
    """Content after "that", or "that" itself where nothing follows it: "disputes that"."""
    alone = scan.tags[place + 1 : place + 2] in ([], ["."])
    if alone or not takes & {"clause", "that"}:
        return place if alone and "object" in takes and place == core.end else None
    return place + 1 if place + 2 < high else None


def _is_object(scan: Scan, core: Core, place: int, takes: frozenset[str]) -> bool:
    """Whether what stands right behind a verb is its content without being a clause: "confirmed the dates"."""
    word, tag = scan.low[place], scan.tags[place]
    if word == "as":
        return core.act == "judge"
    if core.cue.lemma in ("say", "think") and scan.low[place : place + 2] == ["the", "same"]:
        return True
    fits = tag in "DKwNO0" or (tag == "B" and scan.tags[place + 1 : place + 2] == ["w"])
    return word != "so" and fits and ("object" in takes or _is_found(scan, core))


def _is_subject(scan: Scan, place: int, high: int) -> bool:
    """Whether a word such as "nothing" begins a clause: "said nothing prevents it", not "said nothing of it"."""
    if place + 2 >= high:
        return False
    after = scan.low[place + 1]
    return scan.tags[place + 1] in "Av" or (scan.tags[place + 1] == "w" and after.endswith("s"))


def _after_sign(scan: Scan, place: int, high: int, clause: bool) -> int | None:
    """The content after a colon, or after a comma where it is a quote or begins with "that"."""
    if place + 2 >= high:
        return None
    if scan.tags[place] == ":" or (scan.tags[place + 1] == "Q" and _is_long(scan, place + 1)):
        return place + 1
    return place + 2 if clause and scan.low[place + 1] == "that" else None


def _is_verbal(scan: Scan, place: int, high: int, takes: frozenset[str]) -> bool:
    """Whether an infinitive or a gerund stands at a place, and the verb takes it."""
    word = scan.low[place]
    if "infinitive" in takes and place + 2 < high:
        if word == "to" and scan.tags[place + 1] in "wvBA":
            return True
        if word in ("not", "never") and scan.low[place + 1] == "to":
            return True
    return "gerund" in takes and scan.tags[place] == "w" and word.endswith("ing")


def may_follow(scan: Scan, core: Core) -> bool:
    """Whether a verb may stand after or inside its content."""
    if core.cue.lemma == "put":
        return scan.low[core.end : core.end + 1] == ["it"]
    return "aside" in core.cue.takes or _is_found(scan, core)


def _is_found(scan: Scan, core: Core) -> bool:
    """Whether a poll or study is said to find something."""
    if "document" not in core.cue.takes or core.subject is None:
        return False
    return any(singular(scan.low[at]) in nouns().documents for at in range(*core.subject))


def _is_long(scan: Scan, mark: int) -> bool:
    """Whether a quote is more than a word or two."""
    number = scan.quote_of[mark]
    return number >= 0 and scan.quotes[number].last - scan.quotes[number].first > 3


def _is_clause(scan: Scan, core: Core, place: int, high: int) -> bool:
    """Whether a clause begins at a place: a noun phrase, and a finite verb after it."""
    tag = scan.tags[place]
    if scan.low[place] == "there":
        return scan.tags[place + 1 : place + 2] in (["A"], ["G"], ["B"])
    if tag == "N" or (tag == "S" and scan.low[place] in ("if", "while", "although", "because")):
        return place + 1 < high
    if tag not in "DKw0QT" or (tag == "w" and scan.low[place].endswith("ing") and place > core.end):
        return False
    for at in range(place + 1, min(high, place + _FINITE_REACH)):
        seen = scan.tags[at]
        if seen in "Av" or (seen == "N" and scan.tags[at - 1] in "wK"):
            return True
        if seen == "w" and (scan.low[at].endswith("ed") or (at > place + 1 and _is_finite_cue(scan, at))):
            return True
        if _is_third_person(scan, at, place):
            return True
        if (seen in ";." or (seen == "S" and scan.low[at] != "that")) and at + 1 < high:
            break
    return core.cue.lemma == "say" and high - place > 4


def _is_third_person(scan: Scan, at: int, first: int) -> bool:
    """Whether a word reads like a verb in "-s": "the issue carries little weight"."""
    word = scan.low[at]
    if (
        at == first
        or at + 1 >= len(scan.low)
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
        or scan.tags[at] != "w"
    ):
        return False
    follows = scan.tags[at + 1] in "DN" or scan.low[at + 1] in ("little", "no", "much", "more", "too", "not")
    return scan.tags[at - 1] in "wK" and not scan.low[at - 1].endswith("s") and follows


def _is_finite_cue(scan: Scan, at: int) -> bool:
    cue = cues().verbs.get(scan.low[at])
    return cue is not None and not cue.ambiguous and cue.form in ("s", "past")


def left_of(scan: Scan, core: Core, earlier: Sequence[Core]) -> tuple[int, int] | None:
    """The content before a verb: "The road is open, she said"; None where nothing can be one."""
    low, end = core.limits[0], core.begin
    if end - 1 > low and scan.low[end - 1] == "as" and scan.tags[end - 2] in ",Q":
        end -= 1  # "…, as she put it"
    if end <= low or scan.tags[end - 1] not in ",Q?!-:.":
        return None
    while end > low and scan.tags[end - 1] in ",-":
        end -= 1
    if end <= low:
        return None
    first = low
    number = scan.quote_of[end - 1]
    if number >= 0 and scan.quotes[number].last == end and scan.quotes[number].first < low:
        return scan.quotes[number].first, end
    over = scan.quote_of[low]
    if over >= 0 and scan.quotes[over].first < low and scan.quote_of[end - 1] >= 0 and scan.quote_of[core.verb] != over:
        first = scan.quotes[over].first
    for at in range(end - 2, low, -1):
        if scan.quote_of[at] >= 0:
            continue
        if scan.tags[at] == ";" or (
            scan.tags[at] == "," and scan.low[at + 1] in ("but", "while") and _cored(earlier, at)
        ):
            first = at + 1 + (scan.tags[at] == ",")
            break
    while first < end and scan.tags[first] in "C,":
        first += 1
    return (first, end) if end > first else None


def _cored(earlier: Sequence[Core], place: int) -> bool:
    return any(core.verb < place for core in earlier)


def right_of_aside(scan: Scan, place: int, high: int, left: tuple[int, int]) -> tuple[int, int] | None:
    """Where the content goes on after a verb inside it: "The road, she said, is open"."""
    if place + 1 >= high or scan.tags[place] not in ",-:":
        return None
    first = place + 1
    quoted = scan.tags[left[1] - 1] == "Q"
    if scan.tags[first] == "Q":
        return first, high
    if quoted or scan.tags[first] in "PSW" or scan.low[first].endswith("ing"):
        return None
    return first, high

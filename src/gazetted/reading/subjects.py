"""Where the noun phrase begins or ends that stands beside a verb: the speaker, or the person addressed."""

from __future__ import annotations

from gazetted.reading.cues import cues
from gazetted.reading.grammar import Scan

_NOMINAL = frozenset("wKN0D")
_INSIDE = frozenset("wK0DhGNPB(OT&/%")  # classes that may stand inside a noun phrase, seen from its end
_LEADING = frozenset("BCSP")
_ALONE = frozenset(
    {"those", "some", "many", "both", "one", "others", "another", "most", "few", "several", "all", "neither", "either",
     "none", "each", "this", "that", "these", "two", "three", "four", "half", "such", "other"}
)  # fmt: skip
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their", "its"})
_SELF = frozenset({"itself", "himself", "herself", "themselves"})
_SOURCE_MARKS = frozenset({"according", "citing", "quoting", "cites", "cited"})
_LIST_PIECE, _MAX, _APPOSITIVE, _CLAUSE, _QUOTED, _BRACKET = 7, 26, 30, 9, 5, 8


def subject_before(scan: Scan, start: int, end: int) -> tuple[int, int] | None:
    """The subject that ends right before a verb, with what is put after it between commas.

    Args:
        scan: the document.
        start: where the clause may begin at the earliest.
        end: index of the first word of the verb.
    """
    if end <= start:
        return None
    if scan.tags[end - 1] in (",", "-", ")") and end - 1 > start:
        return _with_apposition(scan, start, end)
    return _phrase_before(scan, start, end)


def _with_apposition(scan: Scan, start: int, end: int) -> tuple[int, int] | None:
    """A subject with an insertion closed right before the verb: "X, the envoy, said", "X (Y) said"."""
    closing = scan.tags[end - 1]
    opening = "(" if closing == ")" else closing
    low = max(start, end - _APPOSITIVE)
    seen = 0
    for place in range(end - 2, low, -1):
        tag = scan.tags[place]
        if tag == "Q" or tag in ";:" or (tag in ".?!" and closing != ")"):
            return None
        if tag != opening:
            continue
        seen += 1
        found = _phrase_before(scan, start, place)
        clean = found is not None and (found[0] == start or _may_precede(scan, found[0] - 1))
        if (
            found
            and (clean or opening == "(")
            and not _is_time(scan, found)
            and not _is_clause(scan, place + 1, end - 1)
        ):
            return found[0], end - (opening != "(")
        if opening == "(" or seen > 3:
            return None
    return None


def _is_clause(scan: Scan, first: int, last: int) -> bool:
    """Whether what stands between commas is another clause and no description: it has a verb, but no "who"."""
    if first >= last or scan.low[first] in ("but", "and", "because", "although"):
        return True
    if scan.tags[first] in "W" or scan.low[first].endswith("ing"):
        return False
    return any(
        scan.tags[place] in "AvN" or (place > first and _is_cue(scan, place)) for place in range(first, last)
    ) and not any(tag == "W" for tag in scan.tags[first:last])


def _may_precede(scan: Scan, place: int) -> bool:
    """Whether what stands at a place may be followed by a subject."""
    return scan.tags[place] in ",;:Q-SC.?!(W" or scan.tags[place] in "vA" or scan.low[place] in cues().verbs


def _is_time(scan: Scan, found: tuple[int, int]) -> bool:
    return all(scan.tags[place] in "T0BP" for place in range(*found))


def _phrase_before(scan: Scan, start: int, end: int) -> tuple[int, int] | None:
    """The noun phrase that ends at `end`."""
    first = _walk(scan, max(start, end - _MAX), end)
    first = _trimmed(scan, first, end)
    last = end
    while last > first + 1 and scan.low[last - 1] in _SELF:
        last -= 1
    while last > first and scan.tags[last - 1] in "BT0" and not _is_number_alone(scan, first, last):
        last -= 1
    if last < end and last > first and scan.tags[last - 1] == "P":
        last -= 1
    if last - first > 1 and scan.tags[last - 1] == "N" and scan.tags[last - 2] not in "C,":
        first = last - 1  # "last winter he"
    if last > first and scan.tags[last - 1] in "Av":
        last = end  # "a man who was there"
    return (first, last) if _is_phrase(scan, first, last) else None


def _is_number_alone(scan: Scan, first: int, last: int) -> bool:
    return scan.tags[last - 1] == "0" and (last - 1 == first or scan.tags[last - 2] != "T")


def _walk(scan: Scan, low: int, end: int) -> int:
    """How far to the left a noun phrase may reach."""
    place = end - 1
    joined = False  # an "and" has been met
    while place >= low:
        tag = scan.tags[place]
        anew = tag in "wK0" and place + 2 < end and scan.low[place + 1] in _ARTICLES
        if anew and "W" not in scan.tags[max(low, place - 3) : place]:
            break  # "a claim | the army denies", but "those who defend the step say"
        if tag in _INSIDE:
            if tag == "w" and (scan.low[place] in _SOURCE_MARKS or _is_cue(scan, place)):
                break
            if tag == "w" and place + 1 < end and scan.tags[place + 1] == "D" and _follows_auxiliary(scan, low, place):
                break  # "have since signed | a letter"
        elif tag == "C" and scan.low[place] in ("and", "or", "&", "nor"):
            if not _extends(scan, low, place):
                break
            joined = True
        elif tag == ",":
            if not joined or not _is_listed(scan, low, place):
                break
        else:
            across = _across(scan, low, place, end)
            if across is None:
                break
            place = across
        place -= 1
    return max(place + 1, low)


def _follows_auxiliary(scan: Scan, low: int, place: int) -> bool:
    place -= 1
    while place > low and scan.tags[place] == "B":
        place -= 1
    return place >= low and scan.tags[place] == "A"


def _across(scan: Scan, low: int, place: int, end: int) -> int | None:
    """Where a bracket, a relative clause or a quoted word begins that ends at a place inside a noun phrase."""
    tag = scan.tags[place]
    if tag == ")":
        return _opening(scan, low, place)
    if tag in "Av":
        return _relative_before(scan, low, place)
    if tag == "W" and place > low and place + 3 < end:
        # "those who defend the step": the clause has its verb first, and its object stands before the verb of saying.
        opens = scan.low[place] in ("who", "that", "which") and scan.tags[place - 1] in "wKD0"
        return place if opens and scan.tags[place + 1] in "wvA" else None
    if tag == "Q" and place > low and scan.quote_of[place] >= 0 and place + 1 < end:
        quote = scan.quotes[scan.quote_of[place]]
        short = quote.last == place + 1 and quote.last - quote.first <= _QUOTED
        return quote.first if short and scan.tags[place - 1] not in ",." else None
    return None


def _opening(scan: Scan, low: int, place: int) -> int:
    """The bracket that opens what is closed at a place."""
    for at in range(place - 1, max(low - 1, place - _APPOSITIVE), -1):
        if scan.tags[at] == "(":
            return at
    return place


def _is_cue(scan: Scan, place: int) -> bool:
    """Whether a word is sure to be a verb of saying, so that a subject begins after it."""
    cue = cues().verbs.get(scan.low[place])
    if cue is None or cue.ambiguous or cue.form == "ing":
        return False
    if cue.form == "past" and scan.low[place].endswith("ed"):
        if not place or scan.tags[place - 1] not in "KNB,wG":
            return False
        return scan.tags[place - 1] == "N" or scan.tags[place + 1 : place + 2] not in (["w"], ["K"], ["h"], [])
    return cue.form != "base"


def _extends(scan: Scan, low: int, place: int) -> bool:
    """Whether the words before an "and" belong to the subject after it: they begin a clause, without a verb in it."""
    for at in range(place - 1, low - 1, -1):
        tag = scan.tags[at]
        if tag == ",":
            return _is_listed(scan, low, at) or at + 1 < place
        if tag in "SQ;:-W(":
            return at + 1 < place
        if tag in "AvNO" or _is_cue(scan, at):
            return tag == "N" and place - at == 1
    return low < place


def _is_listed(scan: Scan, low: int, place: int) -> bool:
    """Whether the words before a comma are a piece of a list: few, and no clause."""
    size = 0
    for at in range(place - 1, low - 1, -1):
        tag = scan.tags[at]
        if tag == "," or tag in "SQ;:-":
            break
        if tag in "AvNB" or _is_cue(scan, at):
            return False
        size += 1
    first = place - size
    return 0 < size <= _LIST_PIECE and scan.tags[first] in "KD0w" and not _is_time(scan, (first, place))


def _relative_before(scan: Scan, low: int, place: int) -> int | None:
    """Where "who" stands before the verb of a clause that belongs to the subject: "a man who was there"."""
    for at in range(place - 1, max(low, place - _CLAUSE), -1):
        if scan.low[at] in ("who", "which", "whose") and at > low and scan.tags[at - 1] in "wKG0)":
            return at
        if scan.low[at] == "that" and at > low and scan.tags[at - 1] == "w" and not _is_cue(scan, at - 1):
            return at
        if scan.tags[at] in ",SQ;:-":
            return None
    return None


def _trimmed(scan: Scan, first: int, end: int) -> int:
    """Index after words at the start that belong to no subject: "On Tuesday the", "However", "But"."""
    while first < end:
        tag = scan.tags[first]
        if tag == "P":
            first += 1
            while first < end and scan.tags[first] in "T0":
                first += 1
        elif tag in "BCSW" or (tag == "T" and first + 1 < end and scan.tags[first + 1] in "DKNw"):
            first += 1
        elif tag in "hG,&/%" or (tag == "D" and first + 1 < end and scan.tags[first + 1] == "T" and end - first > 2):
            first += 1 + (tag == "D")
        else:
            break
    return first


def _is_phrase(scan: Scan, first: int, last: int) -> bool:
    """Whether words can be a speaker."""
    if last <= first:
        return False
    head = scan.tags[last - 1]
    if last - first == 1 and head == "D":
        return scan.low[first] in _ALONE
    if head == "O" and scan.low[last - 2 : last] == ["of", "them"] and last - first > 2:
        return True
    if head in "PASWCGhO" or (head == "D" and scan.low[last - 1] not in _ALONE):
        return False
    return any(scan.tags[place] in "wKN" or scan.low[place] in _ALONE for place in range(first, last))


def phrase_after(scan: Scan, first: int, end: int, *, whole: bool = False) -> int:
    """Index after the noun phrase that begins at `first`; `first` itself where none begins.

    Args:
        scan: the document.
        first: its first word.
        end: index that it may not pass.
        whole: take what describes it too: "officials in the capital", "X, the envoy".
    """
    place = first
    if place < end and scan.tags[place] in "NO":
        return place + 1
    while place < end and place - first < _MAX:
        if place > first and _begins_anew(scan, first, place, whole=whole):
            break
        if scan.low[place] == "who" and whole and place > first:
            place = _relative_end(scan, place, end)
            break
        step = _step(scan, first, place, end, whole=whole)
        if step == place:
            break
        place = step
    while place > first and scan.tags[place - 1] in "PCDh" and scan.low[place - 1] not in _ALONE:
        place -= 1
    return place


def _begins_anew(scan: Scan, first: int, place: int, *, whole: bool) -> bool:
    """Whether another phrase begins at a word: "told the court | the man", "told investors | Mr Beck"."""
    tag, before = scan.tags[place], scan.tags[place - 1]
    if tag == "D":
        return before not in "DPGBC"
    if tag == "K":
        return before == "w" and not _may_be_name_after(scan, place)
    if tag != "w":
        return False
    after_name = before == "K" and scan.tags[first] == "K" and not whole
    return after_name or scan.low[place] in _SOURCE_MARKS or _is_cue(scan, place)


def _step(scan: Scan, first: int, place: int, end: int, *, whole: bool) -> int:
    """Index after the next piece of a noun phrase; `place` itself where it ends."""
    tag = scan.tags[place]
    if tag in "wK0DhG/&%" or (tag == "T" and place > first and scan.tags[place - 1] in "DK"):
        return place + 1
    if place == first:
        return place
    if tag == "P":
        return place + ((scan.low[place] == "of" or whole) and _continues(scan, place, end))
    if tag == "C":
        return place + (scan.low[place] in ("and", "&", "or") and _joins(scan, place, end, whole))
    if tag == "(" and whole:
        return next((at + 1 for at in range(place, min(end, place + _BRACKET)) if scan.tags[at] == ")"), place)
    return place


def _may_be_name_after(scan: Scan, place: int) -> bool:
    """Whether a name may follow a common noun in one phrase: "coach Benoit Sarr", "leader Maryam Rajavi"."""
    if scan.tags[place - 1] == "w":
        return not scan.low[place - 1].endswith(("s", "ed"))
    return scan.tags[place - 1] == "h"


def _continues(scan: Scan, place: int, end: int) -> bool:
    """Whether a preposition goes on with a noun, not with a time or a channel."""
    after = place + 1
    if after >= end or scan.tags[after] not in "wKD0":
        return False
    noun = after + (scan.tags[after] == "D")
    if noun >= end or scan.tags[noun] in "T0" or (scan.tags[noun] == "w" and scan.low[noun].endswith("ing")):
        return False
    if scan.low[place] == "of":
        return True
    return not any(scan.low[at] in cues().channels for at in range(noun, min(end, noun + 3)))


def _joins(scan: Scan, place: int, end: int, whole: bool) -> bool:
    """Whether "and" joins two names or nouns."""
    after = place + 1
    if after >= end or scan.tags[after] not in "wKD":
        return False
    if scan.tags[after] == "w":
        return whole and scan.low[after] not in cues().verbs
    return scan.tags[after] == "K" or whole


def _relative_end(scan: Scan, place: int, end: int) -> int:
    """Index after a clause that begins with "who": up to the next comma or stop."""
    while place < end and scan.tags[place] not in ",.;:Q-?!":
        place += 1
    return place

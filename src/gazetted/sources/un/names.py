"""Names in the UN list: one cell may bundle spellings, scripts, acronyms and remarks."""

from __future__ import annotations

import re

import msgspec

_ODD = re.compile(r"[;()\[\]\"“”:]|\bborn\b|^\W|[,.;]$|,[^,]*,[^,]*,|(?:^|\s)[a-h]\)")
_FORMER = re.compile(r"\b(?:formerly|previously)(?: listed)?(?: as)?\b", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:prominently known by this )?nom de guerre|combat name|birth name|original script|initials|call sign|alias"
    r"|transliterations?(?: of original script name)?|\w{0,20}-? ?sub-unit name|tigrinya|third",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:in )?(?:original script|\w{3,12} script|arabic|sub-unit name|transliterations?|translation)\s*:\s*(.+)",
    re.IGNORECASE,
)
_SUB_UNIT = re.compile(r"(.+?)\s+[-–]\s+sub-unit name", re.IGNORECASE)
_DETAIL = re.compile(r"\d{3}|\b(?:born|passport|identity|issued|address|nationality|false)\b", re.IGNORECASE)
_BORN = re.compile(r",?\s*\bborn\b.*", re.IGNORECASE)
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9’'/&.-]{1,14}")
_SPLIT = re.compile(r";|(?:^|\s)[a-h]\)\s")
_NOT_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\ua800-\ud7ff\uf900-\ufdff\ufe70-\ufeff]")
_EDGES = " \t,;:\"“”«»"


class Printed(msgspec.Struct, frozen=True):
    """What a cell of names says.

    Attributes:
        texts: the names, in their order.
        former: the publisher says that the entry was listed under them before.
        rest: remarks that are no names ("born in 1972 in Morocco").
    """

    texts: tuple[str, ...]
    former: bool = False
    rest: str = ""


def printed_names(cell: str, note: str = "") -> Printed:
    """The names in an alias cell, and in the note beside it.

    Spellings are parted at semicolons and at "a)", "b)"; a bracket is taken apart where it holds another script,
    spellings, an acronym or a remark, and stays part of the name otherwise.

    Args:
        cell: the cell, its spaces made single.
        note: the note of the same alias.

    >>> printed_names("Front (FX) (الجبهة; Jabha)").texts
    ('Front', 'FX', 'الجبهة', 'Jabha')
    >>> printed_names("Ali Example (previously listed as)")
    Printed(texts=('Ali Example',), former=True, rest='')
    >>> printed_names("Leader (Hong Kong) Ltd").texts
    ('Leader (Hong Kong) Ltd',)
    """
    if not note and not _ODD.search(cell):
        return Printed((cell,) if cell else ())
    texts: dict[str, None] = {}
    rests: list[str] = []
    former = bool(_FORMER.search(note))
    outside, inside = _brackets(cell)
    kept = outside
    extra: list[str] = []
    for bracket in inside:
        if _FORMER.match(bracket):
            former = True
        elif not (found := _in_bracket(bracket, outside, rests)) and found is not None:
            continue
        elif found is not None:
            extra += found
        else:
            kept = cell  # an ordinary bracket: put back where it stood
    if kept is cell:
        kept = _without(cell, inside, outside)
    if born := _BORN.search(kept):
        rests.append(born.group().strip(_EDGES))
        kept = kept[: born.start()]
    for text in (*_spellings(kept), *extra, *_in_note(note, cell, rests)):
        texts[text] = None
    return Printed(tuple(texts), former, "; ".join(rests))


def with_acronyms(primary: str) -> tuple[str, ...]:
    """A primary name as printed, then what it holds more than one name of.

    >>> with_acronyms("EXAMPLE FRONT (EXF)")
    ('EXAMPLE FRONT (EXF)', 'EXAMPLE FRONT', 'EXF')
    >>> with_acronyms("EXAMPLE FRONT")
    ('EXAMPLE FRONT',)
    """
    return tuple(dict.fromkeys((primary, *printed_names(primary).texts)))


def is_latin(text: str) -> bool:
    """Whether a text has no letter of another script.

    >>> is_latin("Ḥamās"), is_latin("القاعدة")
    (True, False)
    """
    return _NOT_LATIN.search(text) is None


def _in_bracket(bracket: str, outside: str, rests: list[str]) -> list[str] | None:
    """Names in a bracket; none where it is a remark; None where it belongs to the name."""
    if _REMARK.fullmatch(bracket):
        return []
    if _DETAIL.search(bracket):
        rests.append(bracket)
        return []
    if found := _LABELLED.fullmatch(bracket) or _SUB_UNIT.fullmatch(bracket):
        return _spellings(found[1])
    if _ACRONYM.fullmatch(bracket):
        return [bracket]
    if ";" in bracket or (outside and is_latin(bracket) != is_latin(outside)):
        names: list[str] = []
        for part in bracket.split(";"):
            names += printed_names(part.strip(_EDGES)).texts if part.strip(_EDGES) else ()
        return names
    return None


def _in_note(note: str, cell: str, rests: list[str]) -> list[str]:
    """Names in the note of an alias: original script, or transliterations of it."""
    if not note or _REMARK.fullmatch(note):
        return []
    if found := _LABELLED.fullmatch(note):
        return _spellings(found[1])
    plain, inside = _brackets(note)
    words = _FORMER.sub("", plain).strip(_EDGES + ".")
    if not words and not inside:
        return []
    listed = any(_REMARK.fullmatch(bracket) for bracket in inside)
    if words and not _DETAIL.search(note) and (listed or ";" in words) and is_latin(words):
        return [name for part in re.split(r"[;,]", words) for name in _spellings(part)]
    if words or inside:
        rests.append(note)
    return []


def _spellings(text: str) -> list[str]:
    found = [part.strip(_EDGES).lstrip(")").strip(_EDGES) for part in _SPLIT.split(text)]
    if len(found) == 1 and (words := [part.strip() for part in found[0].split(",")])[3:] and not any(
        " " in word for word in words
    ):
        found = words  # four single words or more are spellings, not parts of one name
    return [text for text in found if text]


def _brackets(text: str) -> tuple[str, list[str]]:
    """The text outside of brackets, and the content of each outermost pair; a lone bracket is text."""
    outside, inside, depth, start = "", [], 0, 0
    for place, character in enumerate(text):
        if character == "(":
            if not depth:
                outside, start = outside + text[start:place], place + 1
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            if not depth:
                inside.append(" ".join(text[start:place].split()).strip(" .;,"))
                start = place + 1
    if depth:
        return text, []
    return " ".join((outside + text[start:]).split()), inside


def _without(cell: str, inside: list[str], outside: str) -> str:
    """The cell with only those brackets that belong to the name."""
    for bracket in inside:
        if _FORMER.match(bracket) or _in_bracket(bracket, outside, []) is not None:
            cell = re.sub(r"\s*\(\s*" + re.escape(bracket) + r"[\s.;,]*\)", "", cell, count=1)
    return cell

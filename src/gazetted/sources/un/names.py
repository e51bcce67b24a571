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
_SCRIPT = re.compile(r"\b(?:original script|arabic(?: script)?)\s*:\s*([^;.,()]+)", re.IGNORECASE)
_SUB_UNIT = re.compile(r"(.+?)\s+[-–]\s+sub-unit name", re.IGNORECASE)
_DETAIL = re.compile(r"\d{3}|\b(?:born|passport|identity|issued|address|nationality|false)\b", re.IGNORECASE)
_BORN = re.compile(r",?\s*\bborn\b.*", re.IGNORECASE)
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9’'/&.-]{1,14}")
_SPLIT = re.compile(r";|(?:^|\s)[a-h]\)\s")
_NOT_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\ua800-\ud7ff\uf900-\ufdff\ufe70-\ufeff]")
_EDGES = " \t,;:"
_QUOTES = '"“”«»'
_LONGEST = 8_000
_DEEPEST = 2


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

    >>> printed_names("Example Front (EXF) (الجبهة; Jabha)").texts
    ('Example Front', 'EXF', 'الجبهة', 'Jabha')
    >>> printed_names("Ali Example (previously listed as)")
    Printed(texts=('Ali Example',), former=True, rest='')
    >>> printed_names("Leader (Hong Kong) Ltd").texts
    ('Leader (Hong Kong) Ltd',)
    """
    if not note and not _ODD.search(cell):
        return Printed((cell,) if cell else ())
    return _read(cell[:_LONGEST], note[:_LONGEST], 0)


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


def _read(cell: str, note: str, depth: int) -> Printed:
    former = _FORMER.search(note) is not None
    rests: list[str] = []
    kept: list[str] = []
    extra: list[str] = []
    segments = _segments(cell)
    outside = "".join(text for text, bracket in segments if not bracket)
    for text, bracket in segments:
        names = _in_bracket(text, outside, rests, depth) if bracket else None
        if bracket and _FORMER.match(text):
            former = True
        elif names is not None:
            extra += names
        else:
            kept.append(f"({text})" if bracket else text)
    plain = " ".join("".join(kept).split())
    if born := _BORN.search(plain):
        rests.append(born.group().strip(_EDGES))
        plain = plain[: born.start()]
    texts = dict.fromkeys((*_spellings(plain), *extra, *_in_note(note, rests)))
    return Printed(tuple(texts), former, "; ".join(rests))


def _in_bracket(bracket: str, outside: str, rests: list[str], depth: int) -> list[str] | None:
    """Names in a bracket; none where it is a remark; None where it belongs to the name."""
    if not bracket or _REMARK.fullmatch(bracket):
        return []
    if _DETAIL.search(bracket):
        rests.append(bracket)
        return []
    if found := _LABELLED.fullmatch(bracket) or _SUB_UNIT.fullmatch(bracket):
        return _spellings(found[1])
    if _ACRONYM.fullmatch(bracket) and _abbreviates(bracket, outside):
        return [bracket]
    if ";" in bracket or (outside.strip() and is_latin(bracket) != is_latin(outside)):
        parts = [_unquoted(part.strip(_EDGES)) for part in bracket.split(";")]
        if depth >= _DEEPEST:
            return [part for part in parts if part]
        return [name for part in parts if part for name in _read(part, "", depth + 1).texts]
    return None


def _in_note(note: str, rests: list[str]) -> list[str]:
    """Names in the note of an alias: original script, or transliterations of it."""
    if not note or _REMARK.fullmatch(note) or _FORMER.fullmatch(note):
        return []
    if found := _LABELLED.fullmatch(note):
        return _spellings(found[1])
    segments = _segments(note)
    words = "".join(text for text, bracket in segments if not bracket).strip(_EDGES + ".")
    listed = any(bracket and _REMARK.fullmatch(text) for text, bracket in segments)
    if words and not _DETAIL.search(note) and (listed or ";" in words) and is_latin(words):
        return [name for part in re.split(r"[;,]", words) for name in _spellings(part)]
    rests.append(note)
    found = _SCRIPT.search(note)
    return [found[1].strip()] if found and not is_latin(found[1]) else []


def _spellings(text: str) -> list[str]:
    found = [_unquoted(part.strip(_EDGES).lstrip(")").strip(_EDGES)) for part in _SPLIT.split(text)]
    if len(found) == 1:
        words = [part.strip() for part in found[0].split(",")]
        if len(words) >= 4 and not any(" " in word for word in words):
            found = words  # that many single words are spellings, not the parts of one name
    return [text for text in found if text]


def _unquoted(text: str) -> str:
    """The text without quotation marks around the whole of it."""
    whole = len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES
    return text[1:-1].strip(_EDGES) if whole else text


def _abbreviates(short: str, name: str) -> bool:
    """Whether the letters of a short form stand in the name in this order, so that "(NGO)" is told from a name."""
    letters = iter(name.casefold())
    return all(character in letters for character in short.casefold() if character.isalpha())


def _segments(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each outermost bracket being one, without its signs; a bracket left open is text."""
    found: list[tuple[str, bool]] = []
    depth, start = 0, 0
    for place, character in enumerate(text):
        if character == "(":
            if not depth:
                found.append((text[start:place], False))
                start = place + 1
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            if not depth:
                found.append((" ".join(text[start:place].split()).strip(" .;,"), True))
                start = place + 1
    return [(text, False)] if depth else [*found, (text[start:], False)]

"""Pairs of a name and a spoiled form of it, class by class, and as many of two different names in the same dress.

Every class has a rule that spoils a name (the same name: a match) and is also applied to a name of which one word was
replaced by another name's (another: no match). The rules are fixed, without chance: the set is the same on every run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
_CYRILLIC = str.maketrans("aceopxyiABEKMHOPCTX", "асеорхуіАВЕКМНОРСТХ")
_ROADS = (("kh", "h"), ("ou", "u"), ("y", "i"), ("dz", "z"), ("q", "k"), ("ee", "i"), ("w", "v"), ("j", "dj"))
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_KEYS = dict(zip("aeiounrsltmd", "sropymtdkrnf", strict=True))


class Pair(NamedTuple):
    """Two names, whether they are one, and why."""

    group: str
    kind: str
    left: str
    right: str
    same: bool
    reason: str


class Base(NamedTuple):
    """A name that mutations start from."""

    kind: str
    name: str
    other: str


def bases() -> list[Base]:
    """The names of `base.tsv`."""
    lines = (HERE / "base.tsv").read_text(encoding="utf-8").splitlines()
    return [Base(*line.split("\t")) for line in lines if not line.startswith("#")]


def _longest(name: str, change: Callable[[str], str]) -> str:
    """The name with its longest word changed."""
    words = name.split()
    at = max(range(len(words)), key=lambda n: len(words[n]))
    words[at] = change(words[at])
    return " ".join(words)


def _each(name: str, change: Callable[[str], str]) -> str:
    return " ".join(change(word) for word in name.split())


def _vowels_dropped(word: str) -> str:
    return word if len(word) < 4 else word[0] + re.sub("[aeiou]", "", word[1:-1]) + word[-1]


def _typo(word: str) -> str:
    at = len(word) // 2
    return word[:at] + _KEYS.get(word[at].lower(), "e") + word[at + 1 :]


def _leet(word: str) -> str:
    return word[0] + word[1:-1].translate(str.maketrans("oeasi", "034$1")) + word[-1]


def _initials(name: str) -> str:
    words = name.split()
    return " ".join([f"{words[0][0]}.", *words[1:]])


def _romanised(name: str) -> str:
    for old, new in _ROADS:
        name = name.replace(old, new)
    return name.replace("a", "e", 1) if name[1] == "a" else name


def _forms(name: str) -> str:
    for long, short in (
        ("Company", "Co."), ("Limited", "Ltd"), ("LLC", "L.L.C."), ("Group", "Grp"), ("Services", "Srvcs"),
        ("Trading", "Trdg"), ("Plant", "Zavod"), ("Pte Ltd", "Private Limited"), ("JSC", "OAO"), ("Banco", "Bank"),
    ):  # fmt: skip
        name = name.replace(long, short)
    return name


ANY, PERSON = ("person", "organization", "vessel"), ("person",)

CLASSES: dict[str, tuple[str, tuple[str, ...], Callable[[str], str]]] = {
    "invisible": ("characters that cannot be seen", ANY, lambda n: n[:3] + "\u200b" + n[3:8] + "\u2060" + n[8:]),
    "homoglyph": ("Cyrillic letters that look alike", ANY, lambda n: n.translate(_CYRILLIC)),
    "full width": ("letters of East Asian width", ANY, lambda n: n.translate(_WIDE)),
    "digits": ("digits and signs for letters", ANY, lambda n: _longest(n, _leet)),
    "stretched": ("one letter many times", ANY, lambda n: _longest(n, lambda w: w[:2] + w[1] * 3 + w[2:])),
    "spelt out": ("letters parted by dots", ANY, lambda n: _longest(n, lambda w: ".".join(w))),
    "doubled": ("a letter doubled", ANY, lambda n: _longest(n, lambda w: w[:3] + w[2] + w[3:])),
    "left out": ("a letter left out", ANY, lambda n: _longest(n, lambda w: w[:3] + w[4:])),
    "typed wrong": ("the next key on the keyboard", ANY, lambda n: _longest(n, _typo)),
    "swapped letters": ("two neighbours swapped", ANY, lambda n: _longest(n, lambda w: w[:2] + w[3] + w[2] + w[4:])),
    "vowels dropped": ("inner vowels dropped", PERSON, lambda n: _each(n, _vowels_dropped)),
    "scanned": ("what a scanner misreads", ANY, lambda n: n.replace("m", "rn", 1).replace("l", "1", 1)),
    "romanised": ("another romanisation", PERSON, _romanised),
    "order": ("family name first", PERSON, lambda n: f"{n.split()[-1].upper()}, {' '.join(n.split()[:-1])}"),
    "initial": ("an initial for the first name", PERSON, _initials),
    "second name": ("a further name is not given", PERSON, lambda n: " ".join([*n.split()[:1], *n.split()[2:]])),
    "cut off": ("cut at 24 characters", ANY, lambda n: n[:24].rstrip()),
    "titles": ("a title before, a suffix behind", PERSON, lambda n: f"Dr. {n} Jr."),
    "punctuation": ("hyphens and dots", ANY, lambda n: n.replace("-", " ").replace(" ", ".", 1)),
    "joined": ("written in one", ANY, lambda n: n.replace(" ", "", 1)),
    "parted": ("written apart", ANY, lambda n: _longest(n, lambda w: w[: len(w) // 2] + " " + w[len(w) // 2 :])),
    "forms": ("legal forms and short forms", ("organization",), _forms),
    "ship": ("prefixes of ships", ("vessel",), lambda n: f"M/V {n.upper()}"),
}  # fmt: skip


def another(base: Base) -> str:
    """The name with its second word (the first, where it is of two) replaced by another's."""
    words = base.name.split()
    words[1] = base.other
    return " ".join(words)


def pairs() -> Iterator[Pair]:
    """Every pair, in a fixed order; classes that fit few names take them upper case and lower case as well."""
    for group, (reason, kinds, spoil) in CLASSES.items():
        fitting = [base for base in bases() if base.kind in kinds]
        dresses: list[Callable[[str], str]] = [str]
        while len(fitting) * len(dresses) < 20:
            dresses.append((str.upper, str.lower, str.title, str.swapcase, str.capitalize)[len(dresses) - 1])
        for dress in dresses:
            for base in fitting:
                yield Pair(group, base.kind, base.name, dress(spoil(base.name)), True, reason)
                if group != "second name":
                    other = dress(spoil(another(base)))
                    yield Pair(group, base.kind, base.name, other, False, f"{reason}; another word in its place")
                else:
                    words = base.name.split()
                    words[-1] = base.other
                    yield Pair(group, base.kind, base.name, spoil(" ".join(words)), False, "another last name")


def scripts(file: str = "scripts.tsv") -> Iterator[Pair]:
    """The pairs of `scripts.tsv`: names in their own script against Latin ones."""
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        script, kind, name, same, other, why, why_not = line.split("\t")
        for listed in dict.fromkeys(same.split("|")):
            yield Pair(script, kind, name, listed, True, why)
        for listed in dict.fromkeys(other.split("|")):
            yield Pair(script, kind, name, listed, False, why_not)

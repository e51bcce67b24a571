"""How well speakers, cues and contents are found in single sentences and short passages.

    python benchmarks/quality/reading/statements/run.py [dev|heldout] [--misses] [--freeze]

`README.md` beside this file says how the texts are marked. A statement counts as found when its source, its cue and its
content each share a character with those labelled, one to one. `--freeze` keeps the figures in `frozen.json`. Change
rules and lexicons on `dev` only: `heldout` is for looking, once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from gazetted.reading.result import Span, Statement
from gazetted.reading.sentences import split_sentences
from gazetted.reading.statements import find_statements
from gazetted.reading.tokens import tokenize

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.json"
SETS = ("dev", "heldout")
_OPEN = re.compile(r"\{([sct])(\d)(?:=([^:{}]+))?:|\}")

Pieces = list[tuple[int, int]]


class Label(msgspec.Struct):
    """A labelled statement: pieces of source, cue and content, and the speaker's full name where it is another."""

    source: Pieces = msgspec.field(default_factory=list)
    cue: Pieces = msgspec.field(default_factory=list)
    content: Pieces = msgspec.field(default_factory=list)
    name: str = ""


class MarkError(ValueError):
    """A mark that does not close, or a statement without all its parts."""


def load(path: Path) -> list[tuple[str, list[Label]]]:
    """Read a marked file: a text a line, with its labels; lines that begin with `#` are headings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [unmark(line) for line in lines if line.strip() and not line.startswith("#")]


def unmark(line: str) -> tuple[str, list[Label]]:
    """A text without its marks, and what they say.

    >>> text, labels = unmark("{s1:She} {c1:said} {t1:it was late}.")
    >>> text, labels[0].content
    ('She said it was late.', [(9, 20)])
    """
    text, place, labels = "", 0, dict[str, Label]()
    opened: list[tuple[str, str, int]] = []
    for mark in _OPEN.finditer(line):
        text += line[place : mark.start()]
        place = mark.end()
        if mark.group() != "}":
            opened.append((mark[1], mark[2], len(text)))
            if mark[3]:
                labels.setdefault(mark[2], Label()).name = mark[3]
            continue
        if not opened:
            raise MarkError(f"a mark closes that was not opened: {line}")
        kind, number, start = opened.pop()
        label = labels.setdefault(number, Label())
        {"s": label.source, "c": label.cue, "t": label.content}[kind].append((start, len(text)))
    if opened:
        raise MarkError(f"a mark is not closed: {line}")
    return text + line[place:], [labels[number] for number in sorted(labels)]


def read(text: str) -> tuple[Statement, ...]:
    """The statements of a text, without the record: nobody is known by name beforehand."""
    tokens = tokenize(text)
    return find_statements(text, tokens, split_sentences(text, tokens))


def overlaps(pieces: Pieces, spans: Sequence[Span | None]) -> bool:
    """Whether any piece shares a character with any span."""
    return any(span and span.start < end and start < span.end for start, end in pieces for span in spans)


def matched(labels: Sequence[Label], found: Sequence[Statement]) -> Iterator[tuple[Label, Statement]]:
    """Labels with the statements that fit them, one to one."""
    left = list(found)
    for label in labels:
        for one in left:
            fits = overlaps(label.cue, [one.cue]) and overlaps(label.content or label.cue, [*one.parts, one.cue])
            if fits and (not label.source or overlaps(label.source, [one.speaker.source])):
                left.remove(one)
                yield label, one
                break


def shares(pieces: Pieces, spans: Sequence[Span]) -> float:
    """Characters shared, as a share of all characters that either has."""
    mine = {at for start, end in pieces for at in range(start, end)}
    theirs = {at for span in spans for at in range(span.start, span.end)}
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0


def measure(name: str, *, misses: bool = False) -> dict[str, float]:
    """The figures of one set."""
    right = wanted = given = names = named = 0
    content = 0.0
    for text, labels in load(HERE / f"{name}.txt"):
        found = read(text)
        pairs = list(matched(labels, found))
        right, wanted, given = right + len(pairs), wanted + len(labels), given + len(found)
        content += sum(shares(label.content or label.cue, one.parts) for label, one in pairs)
        with_name = [(label, one) for label, one in pairs if label.name]
        names += len(with_name)
        named += sum(label.name.lower() in one.speaker.name.lower() for label, one in with_name)
        if misses:
            show(text, labels, found, pairs)
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    return {
        "statements": wanted,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
        "content": round(content / max(right, 1), 4),
        "names": round(named / max(names, 1), 4),
    }


def show(
    text: str, labels: Sequence[Label], found: Sequence[Statement], pairs: Sequence[tuple[Label, Statement]]
) -> None:
    """Print what is missed and what is wrong."""
    done = [id(label) for label, _ in pairs]
    taken = [id(one) for _, one in pairs]
    lines = [
        f"    missed {' '.join(text[a:b] for a, b in label.source)!r} / {' '.join(text[a:b] for a, b in label.cue)!r}"
        for label in labels
        if id(label) not in done
    ]
    lines += [
        f"    wrong  {one.speaker.name!r} / {one.cue.text!r} / {' | '.join(part.text for part in one.parts)!r}"
        for one in found
        if id(one) not in taken
    ]
    lines += [
        f"    poor   {' | '.join(part.text for part in one.parts)!r}"
        for label, one in pairs
        if label.content and shares(label.content, one.parts) < 0.7
    ]
    if lines:
        print(text, *lines, sep="\n")


def main() -> None:
    """Measure, compare with the frozen figures, freeze them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SET", help="dev or heldout; both by default")
    parser.add_argument("--misses", action="store_true", help="print each failure")
    parser.add_argument("--freeze", action="store_true", help="keep the figures")
    arguments = parser.parse_args()
    frozen = msgspec.json.decode(FROZEN.read_bytes(), type=dict[str, dict[str, float]]) if FROZEN.exists() else {}
    for name in arguments.sets:
        figures = measure(name, misses=arguments.misses)
        before = frozen.get(name, {})
        print(name, *(f"{key} {value}{_change(value, before.get(key))}" for key, value in figures.items()), sep="  ")
        frozen[name] = figures
    if arguments.freeze:
        FROZEN.write_bytes(msgspec.json.format(msgspec.json.encode(frozen), indent=2) + b"\n")


def _change(value: float, before: float | None) -> str:
    return "" if before is None or before == value else f" ({value - before:+.4f})"


if __name__ == "__main__":
    main()

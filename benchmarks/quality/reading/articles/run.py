"""How well whole articles are read: statements, signals and claims together.

    python benchmarks/quality/reading/articles/run.py [dev|heldout] [--misses] [--freeze] [--record URL]

`README.md` beside this file says how the articles are marked and what counts. `--freeze` keeps the figures in
`frozen.json`; later runs print the difference.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

import gazetted
from gazetted.reading.result import Claim, Reading, Signal, Span, Statement

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.json"
SETS = ("dev", "heldout")
_MARK = re.compile(r"\{([sct])(\d+\??)(?:=([^:{}]+))?:|\}")

Pieces = list[tuple[int, int]]


class Label(msgspec.Struct):
    """A labelled statement: pieces of source, cue and content, the speaker's full name where it is another.

    An optional one (`{s1?:…}`) may be read and need not.
    """

    source: Pieces = msgspec.field(default_factory=list)
    cue: Pieces = msgspec.field(default_factory=list)
    content: Pieces = msgspec.field(default_factory=list)
    name: str = ""
    optional: bool = False


class Article(msgspec.Struct):
    """An article with its labels; signals and claims as the words of their lines."""

    id: str
    text: str
    statements: list[Label]
    date: str = ""
    publisher: str = ""
    signals: list[tuple[str, ...]] = msgspec.field(default_factory=list)
    claims: list[tuple[str, ...]] = msgspec.field(default_factory=list)


class MarkError(ValueError):
    """A mark that does not close, or closes what was not opened."""


def load(path: Path) -> Iterator[Article]:
    """Read a file of marked articles."""
    for piece in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, body = piece.partition("\n---\n")
        name, *lines = head.splitlines()
        text, labels = unmark(body.strip())
        made = Article(name.strip(), text, labels)
        for line in lines:
            key, _, value = line.partition(": ")
            if key in ("date", "publisher"):
                setattr(made, key, value.strip())
            elif key in ("signal", "claim"):
                words = _words(value)
                (made.signals if key == "signal" else made.claims).append(words)
        yield made


def _words(value: str) -> tuple[str, ...]:
    """Words of a label; `New Zealand` and `not listed` are one word each."""
    joined = re.sub(r"\b(New) (Zealand)|\b(not|alias) (listed|of)", r"\1\3_\2\4", value)
    return tuple(word.replace("_", " ") for word in joined.split())


def unmark(body: str) -> tuple[str, list[Label]]:
    """A text without its marks, and what they say.

    >>> text, labels = unmark("{s1:She} {c1:said} {t1:it was late}.")
    >>> text, labels[0].content
    ('She said it was late.', [(9, 20)])
    """
    text, place, labels = "", 0, dict[str, Label]()
    opened: list[tuple[str, str, int]] = []
    for mark in _MARK.finditer(body):
        text += body[place : mark.start()]
        place = mark.end()
        if mark.group() != "}":
            opened.append((mark[1], mark[2], len(text)))
            if mark[3]:
                labels.setdefault(mark[2], Label()).name = mark[3]
            continue
        if not opened:
            raise MarkError(f"a mark closes that was not opened: {body[max(0, place - 60) : place]}")
        kind, number, start = opened.pop()
        label = labels.setdefault(number, Label())
        label.optional = number.endswith("?")
        {"s": label.source, "c": label.cue, "t": label.content}[kind].append((start, len(text)))
    if opened:
        raise MarkError(f"a mark is not closed: {body[-60:]}")
    return text + body[place:], sorted(labels.values(), key=lambda label: label.cue or label.content)


def overlaps(pieces: Pieces, spans: Sequence[Span | None]) -> bool:
    """Whether any piece shares a character with any span."""
    return any(span and span.start < end and start < span.end for start, end in pieces for span in spans)


def matched(labels: Sequence[Label], found: Sequence[Statement]) -> list[tuple[Label, Statement]]:
    """Labels with the statements that share source, cue and content with them, one to one."""
    left, pairs = list(found), list[tuple[Label, Statement]]()
    for label in sorted(labels, key=lambda each: each.optional):
        for one in left:
            fits = overlaps(label.cue, [one.cue]) and overlaps(label.content, one.parts)
            if fits and (not label.source or overlaps(label.source, [one.speaker.source])):
                left.remove(one)
                pairs.append((label, one))
                break
    return pairs


def mark(article: Article, reading: Reading) -> tuple[Counter[str], list[str]]:
    """Counts of one article, and what is wrong."""
    counts, misses = Counter[str](), list[str]()
    pairs = matched(article.statements, reading.statements)
    extra = sum(label.optional for label, _ in pairs)
    named = [(label, one) for label, one in pairs if label.name]
    named_right = sum(label.name.lower() in one.speaker.name.lower() for label, one in named)
    counts.update(
        right=len(pairs) - extra,
        wanted=sum(not label.optional for label in article.statements),
        given=len(reading.statements) - extra,
    )
    counts.update(names=len(named), named=named_right)
    done, taken = {id(label) for label, _ in pairs}, {id(one) for _, one in pairs}
    for label in article.statements:
        if id(label) not in done and not label.optional:
            misses.append(
                f"missed   {' / '.join(_text(article.text, p) for p in (label.source, label.cue, label.content))}"
            )
    for one in reading.statements:
        if id(one) not in taken:
            misses.append(f"wrong    {one.speaker.name} / {one.cue.text} / {' | '.join(p.text for p in one.parts)}")
    misses += [
        f"name     {one.speaker.name}, not {label.name}"
        for label, one in named
        if label.name.lower() not in one.speaker.name.lower()
    ]
    _signals(article, reading.signals, counts, misses)
    _claims(article, reading.claims, counts, misses)
    return counts, misses


def _text(text: str, pieces: Pieces) -> str:
    return " | ".join(text[start:end] for start, end in pieces)


def _signals(article: Article, found: Sequence[Signal], counts: Counter[str], misses: list[str]) -> None:
    """A signal is right when authority, party and direction agree; stages are counted apart."""
    said: dict[tuple[str, ...], set[str]] = {(one.authority, one.party, one.direction): set() for one in found}
    wanted: dict[tuple[str, ...], set[str]] = {one[:3]: set() for one in article.signals}
    for one in found:
        said[one.authority, one.party, one.direction].add(one.stage)
    for words in article.signals:
        wanted[words[:3]].add(words[3] if len(words) == 4 else " ".join(words[3:]))
    both = wanted.keys() & said.keys()
    counts.update(signal_tp=len(both), signal_fp=len(said.keys() - both), signal_fn=len(wanted.keys() - both))
    for key in both:
        counts.update(stages=len(wanted[key] | said[key]), stage_right=len(wanted[key] & said[key]))
        if wanted[key] != said[key]:
            misses.append(f"stage    {key}: {sorted(said[key])}, labelled {sorted(wanted[key])}")
    misses += [f"signal missed {key} {sorted(wanted[key])}" for key in wanted if key not in both]
    misses += [f"signal wrong  {key} {sorted(said[key])}" for key in said if key not in both]


def _claims(article: Article, found: Sequence[Claim], counts: Counter[str], misses: list[str]) -> None:
    """A claim is found when authority, party, what it says and the year agree; its verdict is counted apart."""
    for code, party, says, when, *verdict in article.claims:
        same = [
            one
            for one in found
            if (one.authority or "-") == code
            and one.party == party
            and one.says == says
            and (when == "-" or when in (one.when or article.date))
        ]
        verdicts = {one.verdict for one in same}
        counts.update(claims=1, claim_found=bool(same), verdict_right=" ".join(verdict) in verdicts)
        if " ".join(verdict) not in verdicts:
            misses.append(f"claim    {code} {party} {says} {when}: {sorted(verdicts)}, labelled {' '.join(verdict)}")
    accused = [one for one in found if one.verdict == "contradicted"]
    labelled = {(code, party) for code, party, _, _, *verdict in article.claims if verdict == ["contradicted"]}
    right = sum((one.authority, one.party) in labelled for one in accused)
    counts.update(accusing=len(accused), accusing_right=right)
    misses += [f"accuses  {one.text} ({one.note})" for one in accused if (one.authority, one.party) not in labelled]


def _f1(right: int, given: int, wanted: int) -> float | None:
    return round(2 * right / (given + wanted), 4) if given + wanted else None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def figures(n: Counter[str]) -> dict[str, float | None]:
    """The figures of a set."""
    return {
        "statements": n["wanted"],
        "statement_precision": _share(n["right"], n["given"]),
        "statement_recall": _share(n["right"], n["wanted"]),
        "statement_f1": _f1(n["right"], n["given"], n["wanted"]),
        "speakers_resolved": _share(n["named"], n["names"]),
        "signal_precision": _share(n["signal_tp"], n["signal_tp"] + n["signal_fp"]),
        "signal_recall": _share(n["signal_tp"], n["signal_tp"] + n["signal_fn"]),
        "stage_accuracy": _share(n["stage_right"], n["stages"]),
        "claims": n["claims"],
        "claims_found": _share(n["claim_found"], n["claims"]),
        "verdict_accuracy": _share(n["verdict_right"], n["claim_found"]),
        "contradicted_precision": _share(n["accusing_right"], n["accusing"]),
    }


def score(record: gazetted.Record, articles: Sequence[Article]) -> tuple[dict[str, float | None], list[str]]:
    """Figures and failures of a set."""
    counts, misses = Counter[str](), list[str]()
    for one in articles:
        here, wrong = mark(one, record.read(one.text, date=one.date, publisher=one.publisher))
        counts.update(here)
        misses += [f"{one.id} {line}" for line in wrong]
    return figures(counts), misses


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a set, print the figures and their change against the frozen ones."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("which", choices=SETS, nargs="?", default="dev")
    parser.add_argument("--misses", action="store_true", help="print every failure")
    parser.add_argument("--freeze", action="store_true", help="keep these figures")
    parser.add_argument("--record", metavar="URL", help="read against this record, not a fresh built-in one")
    chosen = parser.parse_args(arguments)
    articles = list(load(HERE / f"{chosen.which}.txt"))
    with tempfile.TemporaryDirectory() as folder, gazetted.open(chosen.record or f"{folder}/record.sqlite") as record:
        found, misses = score(record, articles)
    if chosen.misses:
        print("\n".join(misses))
    frozen = msgspec.json.decode(FROZEN.read_bytes()) if FROZEN.exists() else {}
    before = frozen.get(chosen.which, {})
    for name, value in found.items():
        was = "" if before.get(name) in (None, value) else f"  (frozen: {before[name]})"
        print(f"{name:24s} {'n/a' if value is None else value}{was}")
    if chosen.freeze:
        frozen[chosen.which] = found
        FROZEN.write_bytes(msgspec.json.format(msgspec.json.encode(frozen, order="sorted"), indent=2) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

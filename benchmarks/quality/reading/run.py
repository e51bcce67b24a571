"""How well listed parties are found in short articles.

    python benchmarks/quality/reading/run.py [dev|heldout] [--misses] [--freeze] [--record URL]

Reads every article of `dev.jsonl` or `heldout.jsonl` against the built-in record and compares the mentions found with
the mentions labelled. `README.md` beside this file says what counts as a mention. `--freeze` keeps the figures in
`frozen.json`; later runs print the difference. Change rules and data on `dev` only: `heldout` is for looking, once.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.json"
SETS = ("dev", "heldout")

Kind = Literal["identified", "candidate", "eponym", "not a mention"]


class LabelledParty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A party that an article names, with each place where it does, in order, by its surface."""

    party: str
    certainty: Literal["identified", "candidate"]
    mentions: tuple[str, ...]
    eponyms: tuple[str, ...] = ()


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One labelled text; `none` marks a trap text, which names no listed party."""

    id: str
    date: str
    publisher: str
    text: str
    parties: tuple[LabelledParty, ...]
    none: bool = False
    not_mentions: tuple[str, ...] = ()
    note: str = ""


class Place(msgspec.Struct, frozen=True, order=True):
    """A labelled or found piece of an article; `party` is empty for what is not a mention."""

    start: int
    end: int
    party: str
    kind: Kind

    def overlaps(self, other: Place) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class CorpusError(ValueError):
    """A label that does not fit its text."""


def load(path: Path) -> tuple[Article, ...]:
    """Read a labelled set, an article a line."""
    return tuple(msgspec.json.decode(line, type=Article) for line in path.read_bytes().splitlines() if line.strip())


def places(article: Article) -> tuple[Place, ...]:
    """Where the labels of an article stand in its text.

    Every surface counts at every whole-word occurrence, the longest surface first, so that a name inside the name of
    a committee or of another party is not found twice.

    Raises:
        CorpusError: a surface belongs to two parties, or occurs in another order or number than its label says.
    """
    owner: dict[str, tuple[str, Kind]] = dict.fromkeys(article.not_mentions, ("", "not a mention"))
    wanted: dict[tuple[str, Kind], list[str]] = {}
    for label in article.parties:
        kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
            (label.certainty, label.mentions),
            ("eponym", label.eponyms),
        )
        for kind, surfaces in kinds:
            wanted.setdefault((label.party, kind), []).extend(surfaces)
            for surface in surfaces:
                if owner.setdefault(surface, (label.party, kind)) != (label.party, kind):
                    raise CorpusError(f"{article.id}: {surface!r} is labelled twice.")
    if not owner:
        return ()
    pattern = "|".join(re.escape(surface) for surface in sorted(owner, key=len, reverse=True))
    found = [(m, *owner[m[0]]) for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", article.text)]
    for key, listed in wanted.items():
        met = [m[0] for m, party, kind in found if (party, kind) == key]
        if met != listed:
            raise CorpusError(f"{article.id}: the text has {met}, the label of {key[0]} has {listed}.")
    absent = set(article.not_mentions) - {m[0] for m, *_ in found}
    if absent:
        raise CorpusError(f"{article.id}: {sorted(absent)} do not occur in the text.")
    return tuple(Place(m.start(), m.end(), party, kind) for m, party, kind in found)


class _FoundMention(msgspec.Struct):
    start: int
    end: int
    via: str = "name"


class _FoundParty(msgspec.Struct):
    party: str
    certainty: Literal["identified", "candidate"]
    mentions: list[_FoundMention]


def found_places(reading: Mapping[str, object]) -> tuple[Place, ...]:
    """The mentions of a reading in its JSON form."""
    return tuple(
        Place(m.start, m.end, found.party, "eponym" if m.via == "eponym" else found.certainty)
        for found in msgspec.convert(reading["parties"], list[_FoundParty])
        for m in found.mentions
    )


class Counts(msgspec.Struct):
    """What is counted, over articles; every field is a number of mentions, but `words` and `trap_words`."""

    labelled: int = 0
    found: int = 0
    right_exact: int = 0
    right_overlap: int = 0
    candidates_labelled: int = 0
    candidates_right: int = 0
    candidates_taken_for_identified: int = 0
    identified_left_as_candidate: int = 0
    candidates_false: int = 0
    on_what_is_no_mention: int = 0
    trap_words: int = 0
    trap_false: int = 0
    trap_candidates: int = 0
    eponyms_labelled: int = 0
    eponyms_right: int = 0


def _pairs(wanted: Sequence[Place], found: Sequence[Place], *, exact: bool) -> list[tuple[Place, Place]]:
    """Pair labelled and found places of the same party, one to one, in order."""
    left = list(found)
    pairs = []
    for place in wanted:
        for other in left:
            same = (place.start, place.end) == (other.start, other.end) if exact else place.overlaps(other)
            if same and place.party == other.party:
                left.remove(other)
                pairs.append((place, other))
                break
    return pairs


def score(article: Article, found: Sequence[Place], counts: Counts) -> list[str]:
    """Add an article to the counts; gives its misses and false mentions in words."""
    labels = places(article)
    by_kind: dict[Kind, list[Place]] = {}
    for place in labels:
        by_kind.setdefault(place.kind, []).append(place)
    identified, candidate = by_kind.get("identified", []), by_kind.get("candidate", [])
    eponym, no_mention = by_kind.get("eponym", []), by_kind.get("not a mention", [])
    said = [p for p in found if p.kind == "identified" and not any(p.overlaps(e) for e in eponym)]
    guessed = [p for p in found if p.kind == "candidate" and not any(p.overlaps(e) for e in eponym)]
    right = _pairs(identified, said, exact=False)
    counts.labelled += len(identified)
    counts.found += len(said)
    counts.right_exact += len(_pairs(identified, said, exact=True))
    counts.right_overlap += len(right)
    counts.candidates_labelled += len(candidate)
    guesses_right = len(_pairs(candidate, guessed, exact=False))
    left_open = len(_pairs(identified, guessed, exact=False))
    counts.candidates_right += guesses_right
    counts.candidates_taken_for_identified += len(_pairs(candidate, said, exact=False))
    counts.identified_left_as_candidate += left_open
    counts.candidates_false += len(guessed) - guesses_right - left_open
    counts.on_what_is_no_mention += sum(any(p.overlaps(n) for n in no_mention) for p in said)
    counts.eponyms_labelled += len(eponym)
    counts.eponyms_right += len(_pairs(eponym, [p for p in found if p.kind == "eponym"], exact=False))
    if article.none:
        counts.trap_words += len(article.text.split())
        counts.trap_false += len(said)
        counts.trap_candidates += len(guessed)
    met, used = {id(a) for a, _ in right}, {id(b) for _, b in right}
    missed = [f"missed {article.text[p.start : p.end]!r} ({p.party})" for p in identified if id(p) not in met]
    false = [f"false  {article.text[p.start : p.end]!r} ({p.party})" for p in said if id(p) not in used]
    return [f"{article.id} {line}" for line in (*missed, *false)]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def figures(counts: Counts) -> dict[str, float | int | None]:
    """Shares (0 to 1, None where nothing is counted), mentions per 1,000 words, and the counts beneath them."""
    shares: dict[str, float | int | None] = {}
    for way, right in (("overlap", counts.right_overlap), ("exact", counts.right_exact)):
        shares[f"precision_{way}"] = _share(right, counts.found)
        shares[f"recall_{way}"] = _share(right, counts.labelled)
        shares[f"f1_{way}"] = _share(2 * right, counts.found + counts.labelled)
    shares["trap_false_per_1000_words"] = _share(1000 * counts.trap_false, counts.trap_words)
    shares["trap_candidates_per_1000_words"] = _share(1000 * counts.trap_candidates, counts.trap_words)
    return shares | msgspec.structs.asdict(counts)


def evaluate(articles: Sequence[Article], read: Callable[[Article], Mapping[str, object]]) -> tuple[Counts, list[str]]:
    """Read every article and count; gives the counts and every miss in words."""
    counts, misses = Counts(), []
    for article in articles:
        misses += score(article, found_places(read(article)), counts)
    return counts, misses


def _reader(url: str) -> Callable[[Article], Mapping[str, object]]:
    import gazetted

    record = gazetted.open(url)

    def read(article: Article) -> Mapping[str, object]:
        result: Mapping[str, object] = record.read(
            article.text, date=article.date, publisher=article.publisher
        ).to_dict()
        return result

    return read


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; 0 when it could be run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("set", nargs="?", choices=SETS, default="dev")
    parser.add_argument("--record", metavar="URL", help="read against this record, not a fresh built-in one")
    parser.add_argument("--misses", action="store_true", help="print every miss and false mention")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in frozen.json")
    args = parser.parse_args(argv)
    path = HERE / f"{args.set}.jsonl"
    articles = load(path)
    with tempfile.TemporaryDirectory() as folder:
        counts, misses = evaluate(articles, _reader(args.record or str(Path(folder) / "record.sqlite")))
    frozen: dict[str, dict[str, float | int | str | None]] = (
        msgspec.json.decode(FROZEN.read_bytes()) if FROZEN.exists() else {}
    )
    before = frozen.get(args.set, {})
    print(f"{args.set}: {len(articles)} texts, {sum(a.none for a in articles)} of them traps")
    result = figures(counts)
    for name, value in result.items():
        was = f"   (frozen: {before[name]})" if name in before and before[name] != value else ""
        print(f"  {name:34s} {'-' if value is None else value}{was}")
    if args.misses:
        print("\n".join(misses))
    else:
        print(f"  {len(misses)} misses and false mentions (--misses shows them)")
    if args.freeze:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        frozen[args.set] = {"corpus_sha256": digest, "texts": len(articles), **result}
        FROZEN.write_bytes(msgspec.json.format(msgspec.json.encode(frozen), indent=2) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

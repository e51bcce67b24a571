"""Fit the weights of the comparison, and say honestly how well they do.

    python benchmarks/quality/names/fit.py [--pairs labelled.csv …] [--write]

The labelled pairs are our own (scripts, mutations) and, where given, CSV files with the columns kind, name1, name2,
is_match. One weight at a time is moved by small steps for as long as the loss falls; the alignment of the words does
not depend on the weights and is made once. The loss is the logistic loss of the score's distance from the threshold.

With pairs given, five-fold cross-validation over groups is printed: pairs that share a name, or most of the words of
one, are in one fold, so that no name is both learnt from and judged.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import mutations

from gazetted.matching.align import Alignment, align
from gazetted.matching.prepared import Prepared, prepare
from gazetted.matching.score import THRESHOLD, of_alignment, score
from gazetted.matching.weights import CURRENT, Weights, weights
from gazetted.model.party import Kind

FITTED = {
    "replaced_least": (0.15, 0.45),
    "replaced_share": (0.3, 0.9),
    "one_side": (0.3, 0.6),
    "one_side_other": (0.2, 0.5),
    "doubt": (0.0, 1.6),
    "interior": (0.5, 1.0),
    "patronymic": (0.3, 1.0),
}
"""The weights that are fitted, and how far each may go; the rest are rules, set by hand."""

_STEP = 0.02
_STEEP = 14.0
_PULL = 0.4
_KINDS: dict[str, Kind] = {"person": "person", "vessel": "vessel"}


class Case(NamedTuple):
    """One labelled pair, aligned."""

    query: Prepared
    listed: Prepared
    found: Alignment
    same: bool
    group: str


def case(left: str, right: str, kind: Kind, same: bool, group: str) -> Case:
    """A labelled pair made ready."""
    query, listed = prepare(left, kind), prepare(right, kind)
    return Case(query, listed, align(query, listed), same, group)


def read(path: Path) -> list[Case]:
    """The pairs of a CSV file, each with the number of its group."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    group = _groups([(row["name1"], row["name2"]) for row in rows])
    return [
        case(row["name1"], row["name2"], _KINDS.get(row["kind"].lower(), "organization"),
             row["is_match"].lower() == "true", str(group[at]))
        for at, row in enumerate(rows)
    ]  # fmt: skip


def _groups(pairs: Sequence[tuple[str, str]]) -> list[int]:
    """Numbers of groups: pairs are of one where a name of each shares two words, or is the same one word."""
    group = list(range(len(pairs)))
    words = [[frozenset(prepare(name).normal.split()) for name in pair] for pair in pairs]
    for one in range(len(pairs)):
        for other in range(one):
            near = any(len(a & b) >= min(2, len(a), len(b)) for a in words[one] for b in words[other] if a and b)
            if near and group[one] != group[other]:
                old, new = group[one], group[other]
                group = [new if number == old else number for number in group]
    return group


def value(one: Case, by: Weights) -> float:
    """The score of a case under other weights."""
    if one.query.alternatives or one.listed.alternatives:
        return score(one.query, one.listed, by)
    return of_alignment(one.query, one.listed, one.found, by)


def loss(cases: Sequence[Case], by: Weights) -> float:
    """Mean logistic loss, and a pull towards the weights in use, so that noise moves none of them."""
    total = 0.0
    for one in cases:
        margin = (value(one, by) - THRESHOLD + 1e-6) * (1 if one.same else -1)
        total += math.log1p(math.exp(-_STEEP * margin))
    held = weights()
    pull: float = sum((getattr(by, name) - getattr(held, name)) ** 2 for name in FITTED)
    return total / len(cases) + _PULL * pull


def fit(cases: Sequence[Case], start: Weights) -> Weights:
    """The weights at which no small step of any one lessens the loss."""
    best, least = start, loss(cases, start)
    for _ in range(20):
        moved = False
        for name, (low, high) in FITTED.items():
            for step in (_STEP, -_STEP):
                while low <= round(getattr(best, name) + step, 4) <= high:
                    tried = msgspec.structs.replace(best, **{name: round(getattr(best, name) + step, 4)})
                    now = loss(cases, tried)
                    if now >= least - 1e-5:
                        break
                    best, least, moved = tried, now, True
        if not moved:
            break
    return best


def rates(cases: Sequence[Case], by: Weights) -> tuple[int, int, int]:
    """True matches, false matches, missed ones."""
    said = [(value(one, by) >= THRESHOLD, one.same) for one in cases]
    return said.count((True, True)), said.count((True, False)), said.count((False, True))


def f1(right: int, false: int, missed: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2.0 * right / max(1, 2 * right + false + missed)


def crossed(cases: Sequence[Case], own: Sequence[Case], folds: int = 5) -> float:
    """F1 over the pairs of all folds, each judged by weights that were fitted without its groups."""
    order = sorted({one.group for one in cases})
    total = [0, 0, 0]
    for fold in range(folds):
        out = {group for at, group in enumerate(order) if at % folds == fold}
        fitted = fit([*own, *(one for one in cases if one.group not in out)], weights())
        for at, count in enumerate(rates([one for one in cases if one.group in out], fitted)):
            total[at] += count
    return f1(*total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--write", action="store_true", help="write the fitted weights into the file in use")
    args = parser.parse_args()
    own = [
        case(pair.left, pair.right, _KINDS.get(pair.kind, "organization"), pair.same, pair.group)
        for pair in (*mutations.pairs(), *mutations.scripts())
    ][:: 2 if args.pairs else 1]
    given = [one for path in args.pairs for one in read(path)]
    print(f"own pairs {len(own)}: F1 {f1(*rates(own, weights())):.3f}")
    if given:
        print(f"given pairs {len(given)}: F1 {f1(*rates(given, weights())):.3f} with the weights in use")
        print(f"  cross-validated over {len({one.group for one in given})} groups: F1 {crossed(given, own):.3f}")
    fitted = fit([*own, *given], weights())
    print(f"fitted on all: own F1 {f1(*rates(own, fitted)):.3f}, given F1 {f1(*rates(given, fitted)):.3f}")
    for name in FITTED:
        print(f"  {name:16s} {getattr(weights(), name):.2f} -> {getattr(fitted, name):.2f}")
    if args.write:
        file = Path(mutations.HERE).parents[2] / f"src/gazetted/resources/matching/weights-{CURRENT}.toml"
        text = file.read_text(encoding="utf-8")
        for name in FITTED:
            text = re.sub(rf"^{name} = .*$", f"{name} = {getattr(fitted, name):.2f}", text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""How well names are compared, script by script and class by class.

    python benchmarks/quality/names/run.py [--freeze] [--show] [--heldout]

F1 at the threshold for every script and every class of mutation; beside it the recipe of OFAC's FAQ 249 at 0.85 and
rapidfuzz's WRatio at 0.85. Then the precision among pairs at and above 0.70 and 0.90. `--freeze` writes the result
that later runs are compared with; `--heldout` takes the names that no table was written against.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import mutations
from rapidfuzz import fuzz

from gazetted.matching import ofac
from gazetted.matching.compare import likeness_of_names
from gazetted.matching.score import THRESHOLD
from gazetted.model.party import Kind

HERE = Path(__file__).parent
_KINDS: dict[str, Kind] = {"person": "person", "organization": "organization", "vessel": "vessel"}
_BANDS = (0.7, 0.8, 0.9)
Score = Callable[[mutations.Pair], float]


def ours(pair: mutations.Pair) -> float:
    """Our score of a pair."""
    return likeness_of_names(pair.left, pair.right, _KINDS[pair.kind])


PEERS: dict[str, Score] = {
    "ofac-1 at 0.85": lambda pair: ofac.score(pair.left, pair.right) - 0.15,
    "WRatio at 0.85": lambda pair: fuzz.WRatio(pair.left.lower(), pair.right.lower()) / 100 - 0.15,
}


def f1(pairs: Sequence[mutations.Pair], score: Score) -> float:
    """F1 of a scorer at the threshold."""
    said = [(score(pair) >= THRESHOLD, pair.same) for pair in pairs]
    right, wrong = said.count((True, True)), said.count((True, False)) + said.count((False, True))
    return round(2 * right / max(1, 2 * right + wrong), 3)


def measure(pairs: Sequence[mutations.Pair]) -> dict[str, object]:
    """F1 by group, over all, of peers, and the precision by band of score."""
    groups: dict[str, list[mutations.Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.group].append(pair)
    scored = [(ours(pair), pair.same) for pair in pairs]
    bands = {}
    for low in _BANDS:
        above = [same for value, same in scored if value >= low]
        bands[f"{low:.2f}"] = round(sum(above) / max(1, len(above)), 3)
    return {
        "pairs": len(pairs),
        "f1": f1(pairs, ours),
        "peers": {name: f1(pairs, score) for name, score in PEERS.items()},
        "precision_at": bands,
        "groups": {name: {"pairs": len(part), "f1": f1(part, ours)} for name, part in groups.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true")
    parser.add_argument("--show", action="store_true", help="every wrong pair")
    parser.add_argument("--heldout", action="store_true")
    args = parser.parse_args()
    name = "heldout" if args.heldout else "dev"
    pairs = list(mutations.scripts("heldout.tsv")) if args.heldout else [*mutations.scripts(), *mutations.pairs()]
    found = measure(pairs)
    file = HERE / "frozen.json"
    frozen = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    before = frozen.get(name, {}).get("groups", {})
    for group, row in found["groups"].items():  # type: ignore[attr-defined]
        was = before.get(group, {}).get("f1")
        note = "" if was in (None, row["f1"]) else f"  (frozen {was:.3f})"
        print(f"{group:16s} {row['pairs']:4d} pairs  F1 {row['f1']:.3f}{note}")
    print(f"all {found['pairs']} pairs: F1 {found['f1']}; peers {found['peers']}; precision at {found['precision_at']}")
    if args.show:
        for pair in pairs:
            if (ours(pair) >= THRESHOLD) != pair.same:
                print("wrong", f"{ours(pair):.3f}", *pair, sep="\t")
    if args.freeze:
        text = json.dumps(frozen | {name: found}, indent=2, ensure_ascii=False) + "\n"
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

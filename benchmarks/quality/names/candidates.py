"""How many names that score enough the index offers for comparison: its recall, apart from the score.

    python benchmarks/quality/names/candidates.py [--record FILE] [--show]

The listed names of `scripts.tsv` and of the mutations are indexed, among the names of a record where one is given; each
query whose listed name scores 0.70 or more must have it among its candidates.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import mutations

from gazetted.matching.index import NameIndex
from gazetted.matching.prepared import prepare
from gazetted.matching.score import THRESHOLD, score
from gazetted.model.party import Kind, Party, PartyName

HERE = Path(__file__).parent
KINDS: dict[str, Kind] = {"person": "person", "organization": "organization", "vessel": "vessel"}


def measure(pairs: Sequence[mutations.Pair], record: Path | None, *, show: bool) -> tuple[Counter[str], Counter[str]]:
    """How many pairs of each group score enough, and how many of these are found."""
    names = [PartyName(str(at), pair.right, "primary") for at, pair in enumerate(pairs)]
    parties = {str(at): Party(str(at), pair.right, KINDS[pair.kind]) for at, pair in enumerate(pairs)}
    if record is not None:
        import gazetted

        with gazetted.open(record) as opened:
            names += opened.ledger.names()
            parties |= opened.ledger.parties()
    index = NameIndex.build(names, parties)
    enough: Counter[str] = Counter()
    found: Counter[str] = Counter()
    queries = [prepare(pair.left, KINDS[pair.kind]) for pair in pairs]
    for at, (pair, query, some) in enumerate(zip(pairs, queries, index.search(queries), strict=True)):
        if score(query, index.prepared(at)) < THRESHOLD:
            continue
        enough[pair.group] += 1
        if at in some.names:
            found[pair.group] += 1
        elif show:
            print(f"  not offered: {pair.left!r} for {pair.right!r} ({pair.group})")
    return enough, found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--turned", action="store_true", help="ask for the second name of each pair: the spoiled one")
    args = parser.parse_args()
    every = [
        pair for pair in (*mutations.scripts(), *mutations.scripts("heldout.tsv"), *mutations.pairs()) if pair.same
    ]
    if args.turned:
        every = [pair._replace(left=pair.right, right=pair.left) for pair in every]
    enough, found = measure(every, args.record, show=args.show)
    for group, count in sorted(enough.items()):
        print(f"{group:24s} {found[group]:5d} of {count:5d}  {found[group] / count:.3f}")
    print(
        f"candidates: {sum(found.values())} of {sum(enough.values())}, {sum(found.values()) / sum(enough.values()):.4f}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

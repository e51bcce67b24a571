"""How well claims and signals are read from single sentences.

    python benchmarks/quality/reading/frames/run.py [dev|heldout] [--misses] [--freeze] [--record URL]

Each sentence of `dev.jsonl` or `heldout.jsonl` is read for itself against the built-in record. `README.md` beside this
file says what counts. `--freeze` keeps the figures in `frozen.json`; later runs print the difference.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

import gazetted
from gazetted.api import Record
from gazetted.reading.result import Reading

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.json"
SETS = ("dev", "heldout")


class WantedSignal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signal that a sentence gives."""

    authority: str
    party: str
    direction: str
    stage: str


class WantedClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A claim that a sentence makes; `when` is a year, `authority` null where it names none."""

    authority: str | None
    party: str
    says: str
    when: str | None
    verdict: str


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A labelled sentence; a trap has neither signals nor claims."""

    id: str
    date: str
    text: str
    signals: tuple[WantedSignal, ...]
    claims: tuple[WantedClaim, ...]

    @property
    def is_trap(self) -> bool:
        """Whether nothing may be read from it."""
        return not self.signals and not self.claims


def load(path: Path) -> tuple[Sentence, ...]:
    """Read a labelled set, a sentence a line."""
    return tuple(msgspec.json.decode(line, type=Sentence) for line in path.read_bytes().splitlines() if line.strip())


def mark(one: Sentence, reading: Reading) -> tuple[Counter[str], list[str]]:
    """Counts and misses of one sentence."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    wanted = {(s.authority, s.party, s.direction): s.stage for s in one.signals}
    said: dict[tuple[str, str, str], set[str]] = {}
    for signal in reading.signals:
        said.setdefault((signal.authority, signal.party, signal.direction), set()).add(signal.stage)
    both = wanted.keys() & said.keys()
    counts.update(signal_tp=len(both), signal_fp=len(said.keys() - both), signal_fn=len(wanted.keys() - both))
    counts.update(stages=len(both), stage_right=sum(said[key] == {wanted[key]} for key in both))
    misses += [f"missed signal {' '.join(key)} {wanted[key]}" for key in wanted.keys() - both]
    misses += [f"wrong signal {' '.join(key)} {sorted(said[key])}" for key in said.keys() - both]
    misses += [f"stage {sorted(said[key])}, labelled {wanted[key]}" for key in both if said[key] != {wanted[key]}]
    left = [claim for claim in reading.claims if not claim.presupposed]
    for claim in one.claims:
        same = [
            each
            for each in reading.claims
            if each.party == claim.party
            and each.says == claim.says
            and (claim.authority is None or claim.authority in (each.authority or "").split("/"))
            and (claim.when is None or (each.when or one.date)[:4] == claim.when)
        ]
        right = any(each.verdict == claim.verdict for each in same)
        counts.update(claims=1, claim_found=bool(same), verdict_right=right)
        left = [each for each in left if each not in same]
        if not right:
            misses.append(f"claim {claim.says} {claim.when} {claim.verdict}: {[each.verdict for each in same]}")
    counts.update(claim_fp=len(left), accusing=sum(c.verdict == "contradicted" for c in reading.claims))
    counts["accusing_right"] = sum(
        c.verdict == "contradicted" and any(w.verdict == "contradicted" and w.party == c.party for w in one.claims)
        for c in reading.claims
    )
    misses += [f"wrong claim {c.authority} {c.party} {c.says} {c.when} {c.verdict}: {c.text!r}" for c in left]
    counts["traps"] = one.is_trap
    counts["traps_closed"] = one.is_trap and not said and not left
    return counts, [f"{one.id} {one.text}\n      {miss}" for miss in misses]


def share(part: int, whole: int) -> float | None:
    """A share, to four places; None of nothing."""
    return round(part / whole, 4) if whole else None


def figures(counts: Counter[str], sentences: int) -> dict[str, float | int | None]:
    """The figures that are frozen."""
    tp, fp, fn = counts["signal_tp"], counts["signal_fp"], counts["signal_fn"]
    return {
        "sentences": sentences,
        "signal_f1": share(2 * tp, 2 * tp + fp + fn),
        "signal_precision": share(tp, tp + fp),
        "signal_recall": share(tp, tp + fn),
        "stage_accuracy": share(counts["stage_right"], counts["stages"]),
        "claims_found": share(counts["claim_found"], counts["claims"]),
        "verdict_accuracy": share(counts["verdict_right"], counts["claim_found"]),
        "claims_unlabelled": counts["claim_fp"],
        "contradicted_precision": share(counts["accusing_right"], counts["accusing"]),
        "traps": counts["traps"],
        "traps_closed": share(counts["traps_closed"], counts["traps"]),
    }


def score(record: Record, sentences: Sequence[Sentence]) -> tuple[dict[str, float | int | None], list[str]]:
    """Figures and misses of a set."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for one in sentences:
        here, missed = mark(one, record.read(one.text, date=one.date, publisher="The Paper"))
        counts.update(here)
        misses += missed
    return figures(counts, len(sentences)), misses


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a set, print the figures and their change against the frozen ones."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("which", choices=SETS, nargs="?", default="dev")
    parser.add_argument("--misses", action="store_true", help="print every failure")
    parser.add_argument("--freeze", action="store_true", help="keep these figures")
    parser.add_argument("--record", metavar="URL", help="read against this record, not a fresh built-in one")
    chosen = parser.parse_args(arguments)
    sentences = load(HERE / f"{chosen.which}.jsonl")
    with tempfile.TemporaryDirectory() as folder, gazetted.open(chosen.record or f"{folder}/record.sqlite") as record:
        found, misses = score(record, sentences)
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

"""False parties in ordinary prose.

    python benchmarks/quality/reading/prose/run.py [FILE …] [--record FILE] [--freeze]

Reads every text of the files beside this one, in which nobody of the record is meant. A party found is false; of a
person whose full name stands there, and of whom nothing more is said, the reading should say `candidate`: those are
counted apart. Ends with 1 where a false party is found.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import gazetted

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.json"
DATE = "2024-12-09"
AROUND = 40  # characters shown on each side


def mentions(text: str, record: gazetted.Record) -> list[tuple[str, str]]:
    """Every mention of a party in a text that means none: how sure it is said to be, and its surroundings."""
    reading = record.read(text, date=DATE)
    return [
        (party.certainty, f"{party.party}: …{text[max(0, one.start - AROUND) : one.end + AROUND]!r}")
        for party in reading.parties
        for one in party.mentions
    ]


def main() -> int:
    """Print what is found, and how often."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--record", metavar="FILE", help="a record to read against (a copy: it may be migrated)")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in frozen.json")
    args = parser.parse_args()
    paths = args.files or sorted(HERE.glob("*.txt"))
    texts = [text for path in paths for text in path.read_text(encoding="utf-8").split("\n\n")]
    with (
        tempfile.TemporaryDirectory() as folder,
        gazetted.open(args.record or Path(folder) / "record.sqlite") as record,
    ):
        found = [one for text in texts for one in mentions(text, record)]
    for certainty, where in found:
        print(f"{certainty:10s} {where}")
    false = sum(certainty == "identified" for certainty, _ in found)
    words = sum(len(text.split()) for text in texts)
    print(f"{false} false mentions and {len(found) - false} candidates in {len(texts)} texts, {words:,} words")
    if args.freeze:
        name = Path(args.record).stem if args.record else "builtin"
        frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
        frozen[name] = {"texts": len(texts), "words": words, "false": false, "candidates": len(found) - false}
        FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")
    return int(false > 0)


if __name__ == "__main__":
    sys.exit(main())

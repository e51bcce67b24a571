"""False parties in ordinary prose.

python benchmarks/quality/reading/prose/run.py [FILE …]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import gazetted

HERE = Path(__file__).parent
DATE = "2024-12-09"


def false_mentions(text: str, record: gazetted.Record) -> list[str]:
    """Every mention of a party in a text that means none, with its surroundings."""
    reading = record.read(text, date=DATE)
    return [
        f"{party.party} ({party.certainty}): …{text[max(0, one.start - 40) : one.end + 40]!r}"
        for party in reading.parties
        for one in party.mentions
    ]


def main() -> int:
    """Print what is found, and how often."""
    paths = [Path(name) for name in sys.argv[1:]] or [HERE / "texts.txt"]
    texts = [text for path in paths for text in path.read_text(encoding="utf-8").split("\n\n")]
    with tempfile.TemporaryDirectory() as folder, gazetted.open(Path(folder) / "record.sqlite") as record:
        found = [line for text in texts for line in false_mentions(text, record)]
    print("\n".join(found))
    words = sum(len(text.split()) for text in texts)
    print(f"{len(found)} false mentions in {len(texts)} texts, {words:,} words")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())

"""Ordinary prose on other subjects names no party of the built-in record."""

from __future__ import annotations

from pathlib import Path

from gazetted import open as open_record

PROSE = Path(__file__).parents[2] / "benchmarks" / "quality" / "reading" / "prose"
WORDS = 20_000


def test_no_party_is_found(tmp_path: Path) -> None:
    texts = [text for path in sorted(PROSE.glob("*.txt")) for text in path.read_text(encoding="utf-8").split("\n\n")]
    assert sum(len(text.split()) for text in texts) >= WORDS
    assert len(set(texts)) == len(texts)
    with open_record(tmp_path / "record.sqlite") as record:
        found = [one for text in texts for one in record.read(text, date="2024-12-09").parties]
    assert not found, [(one.party, [mention.text for mention in one.mentions]) for one in found]

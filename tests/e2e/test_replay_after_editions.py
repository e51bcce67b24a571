"""Receipts over publishers' real formats: after later editions each replay gives the same answer, byte for byte."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import gazetted
from gazetted.screening import receipt_check, receipt_log
from gazetted.screening.canonical import canonical
from gazetted.screening.replaying import replay

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sources"
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ON = "2026-03-01"


def _next_edition(folder: Path) -> Path:
    """The UN's list a year later: its first person gone, and a name of its last one spelt otherwise."""
    text = (SAMPLES / "un" / "consolidated.xml").read_text("utf-8")
    year = re.search(r'dateGenerated="(\d{4})', text)
    assert year
    text = text.replace(year[0], f'dateGenerated="{int(year[1]) + 1}', 1)
    text = re.sub(r"<INDIVIDUAL>.*?</INDIVIDUAL>", "", text, count=1, flags=re.DOTALL)
    head, found, tail = text.rpartition("<FIRST_NAME>")
    assert found
    path = folder / "next.xml"
    path.write_text(f"{head}{found}ZARINA {tail}", encoding="utf-8")
    return path


def test_replays_after_later_editions_are_the_same(tmp_path: Path) -> None:
    clock = itertools.count()
    place = tmp_path / "r.sqlite"
    with gazetted.open(place, builtin=False, clock=lambda: NOON + dt.timedelta(hours=next(clock))) as record:
        for sample in ("un/consolidated.xml", "ofac/sdn_advanced.xml"):
            record.load(SAMPLES / sample, force=True)
        names = sorted({name.text for name in record.ledger.names()})
        made = [record.screen(name[:-1], on=ON).receipt() for name in names[:: max(1, len(names) // 15)]]
        assert sum(bool(receipt.answer["matches"]) for receipt in made) > len(made) // 2
        receipt_log.append(tmp_path / "log.jsonl", made)
        then = record.ledger.newest_moment()
        record.load(_next_edition(tmp_path), force=True)
        for sample in ("eu/full_1_1.xml", "uk/UK-Sanctions-List.csv"):
            record.load(SAMPLES / sample, force=True)
        assert record.ledger.touched(then, record.ledger.newest_moment())
    with gazetted.open(place, builtin=False) as record:
        changed = 0
        for line, data in receipt_check.lines(tmp_path / "log.jsonl"):
            receipt = receipt_check.read(data)
            assert receipt_check.problems_of(receipt, line, None) == []
            found = replay(receipt, record.screen)
            assert found.same, found.differences
            again = record.screen(str(receipt.query["name"]), on=ON, known=str(receipt.record["known"])).receipt()
            assert canonical(again.answer) == canonical(receipt.answer)
            changed += record.screen(str(receipt.query["name"]), on=ON).receipt().answer != receipt.answer
        assert changed, "the later editions do change answers"

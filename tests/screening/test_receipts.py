"""Receipts: what one changed byte gives away, the chain, the log against crashes and rivals, replays, exports."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import InputError, UsageError
from gazetted.screening import receipt_check, receipt_log, receipt_table, signing
from gazetted.screening.receipts import Receipt
from gazetted.screening.replaying import replay
from gazetted.screening.result import Query, Screening

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
OWN = "id,kind,name,aliases,born\n1,person,Daniel Test Okoro,{alias},{born}\n"


@pytest.fixture
def record(builtin_path: Path, tmp_path: Path) -> Iterator[Record]:
    shutil.copy(builtin_path, tmp_path / "record.sqlite")
    days = iter(range(10_000))
    with gazetted.open(tmp_path / "record.sqlite", clock=lambda: NOON + dt.timedelta(minutes=next(days))) as opened:
        yield opened


@pytest.fixture
def by(tmp_path: Path) -> signing.Signer:
    signing.make_key(tmp_path / "key")
    return signing.signer(tmp_path / "key")


def test_a_changed_byte_fails_and_the_sentence_names_its_part(record: Record, by: signing.Signer) -> None:
    made = record.screen("Nobody Much", born="1982", on="2024-12-09").receipt()
    log = Path(record.ledger.place).with_name("log.jsonl")
    line = receipt_log.append(log, [made], by)[0].text().encode()
    assert receipt_check.verify([(1, line)], by.public).problems == ()
    for place in range(len(line)):
        changed = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
        assert receipt_check.verify([(1, changed)], by.public).problems, place
    for part, old, new in (
        ("query", b"Nobody", b"Somebody"), ("settings", b'"threshold":0.7', b'"threshold":0.8'),
        ("engine", b"names-1", b"names-2"), ("answer", b'"matches":[]', b'"matches":[1]'),
        ("record", made.record["digest"].encode(), b"0" * 64), ("head", b'"number":1', b'"number":2'),
        ("hashes", made.hashes["query"].encode(), b"0" * 64), ("form", b'"number":1', b'"number": 1'),
        ("signature", b'"value":"', b'"value":"AA'), ("form", b"}", b""),
    ):  # fmt: skip
        assert line.replace(old, new, 1) != line
        (problem,) = receipt_check.verify([(1, line.replace(old, new, 1))], by.public).problems
        assert problem.part == part
        assert {"form": "cannot be read", "hashes": "hash"}.get(part, part) in problem.why


def test_another_key_and_no_signature_are_told(record: Record, by: signing.Signer, tmp_path: Path) -> None:
    made = record.screen("Nobody Much").receipt()
    receipt_log.append(tmp_path / "log", [made])
    (problem,) = receipt_check.verify(receipt_check.lines(tmp_path / "log"), by.public).problems
    assert problem.why == "The receipt on line 1 is not signed."
    receipt_log.append(tmp_path / "signed", [made], by)
    other = signing.make_key(tmp_path / "other")
    (problem,) = receipt_check.verify(receipt_check.lines(tmp_path / "signed"), other).problems
    assert "another key" in problem.why


def test_what_is_taken_out_added_or_moved_breaks_the_chain(record: Record, tmp_path: Path) -> None:
    log = tmp_path / "log"
    for name in "abcd":
        receipt_log.append(log, [record.screen(name).receipt()])
    lines = log.read_bytes().splitlines()
    numbered = list(enumerate(lines, 1))
    assert receipt_check.verify(numbered).chain == "whole"
    assert receipt_check.verify(numbered[2:]).to_dict()["chain"] == "part"
    assert receipt_check.verify(numbered[2:]).problems == ()
    for wrong in ([0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 2, 3]):
        assert {p.part for p in receipt_check.verify([(n, lines[n]) for n in wrong]).problems} == {"chain"}


def test_a_line_that_a_crash_cut_off_is_taken_out(record: Record, tmp_path: Path) -> None:
    log, made = tmp_path / "log", [record.screen(name).receipt() for name in ("a", "b")]
    receipt_log.append(log, made[:1])
    whole = log.read_bytes()
    for end in (1, 100, len(whole) - 1):
        log.write_bytes(whole + whole[:end])
        assert receipt_log.append(log, made[1:])[0].number == 2
        assert receipt_check.verify(receipt_check.lines(log)).problems == ()
    log.write_bytes(whole[:-1])
    assert receipt_log.append(log, made[1:])[0].number == 1, "the only line was never acknowledged"


def test_a_log_that_is_something_else_is_left_alone(record: Record, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a diary\n", encoding="utf-8")
    with pytest.raises(InputError, match="something else than a receipt"):
        receipt_log.append(tmp_path / "log", [record.screen("a").receipt()])
    assert (tmp_path / "log").read_text() == "a diary\n"


WRITER = """
import sys
from gazetted.screening import receipt_check, receipt_log
line = sys.stdin.buffer.read()
for _ in range(20):
    receipt_log.append(sys.argv[1], [receipt_check.read(line)])
"""


def test_two_writers_make_one_chain(record: Record, tmp_path: Path) -> None:
    (tmp_path / "line").write_text(record.screen("a").receipt().text(), encoding="utf-8")
    command = [sys.executable, "-c", WRITER, str(tmp_path / "log")]
    with (tmp_path / "line").open() as one, (tmp_path / "line").open() as other:
        rivals = [subprocess.Popen(command, stdin=source) for source in (one, other)]
        assert [rival.wait(60) for rival in rivals] == [0, 0]
    found = receipt_check.verify(receipt_check.lines(tmp_path / "log"))
    assert (found.receipts, found.chain, found.problems) == (40, "whole", ())


def test_a_replay_after_later_editions_gives_the_same_answer_byte_for_byte(record: Record, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(OWN.format(alias="", born="1970"), encoding="utf-8")
    record.load(own, source="own", date="2026-01-01")
    asked = {"kind": "person", "born": "1970", "on": "2026-03-01"}
    receipts = [record.screen(name, **asked).receipt() for name in ("Daniel Okoro Test", "Hamas", "Zarina Vell")]  # type: ignore[arg-type]
    assert receipts[0].answer["matches"]
    own.write_text(OWN.format(alias="Zarina Vell", born="1983"), encoding="utf-8")
    record.load(own, source="own", date="2026-02-01")
    assert record.screen("Zarina Vell", on="2026-03-01").matches, "the later edition does change an answer"
    for receipt in receipts:
        found = replay(receipt, record.screen)
        assert found.same, found.differences
        assert found.to_dict()["then"] == found.now


def test_a_replay_shows_what_differs(record: Record) -> None:
    receipt = record.screen("Hamas", on="2024-12-09").receipt()
    (one, *_) = receipt.answer["matches"]
    forged = json.loads(receipt.text())
    forged["answer"]["matches"][0]["score"] = 0.5
    forged["hashes"]["answer"] = "0" * 64
    found = replay(receipt_check.read(json_line(forged)), record.screen)
    assert not found.same
    assert [(d.where, d.then, d.now) for d in found.differences] == [("answer.matches[0].score", 0.5, one["score"])]


def json_line(value: object) -> bytes:
    from gazetted.screening.canonical import canonical

    return canonical(value)


def test_an_answer_of_screen_carries_its_receipts(record: Record, tmp_path: Path) -> None:
    rows = [record.screen(name).to_dict() for name in ("Hamas", "Nobody")]
    (tmp_path / "answer.json").write_text(json.dumps({"screenings": rows}, indent=2), encoding="utf-8")
    found = receipt_check.verify(receipt_check.lines(tmp_path / "answer.json"))
    assert (found.receipts, found.chain, found.problems) == (2, "none", ())


@pytest.mark.parametrize("text", ["", "{\n}", '{ "screenings": [{"receipt": null}]}'])
def test_a_file_without_receipts_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"f is (empty|neither)"):
        list(receipt_check.lines(tmp_path / "f"))


def test_hostile_lines_are_problems_and_nothing_else() -> None:
    for line in (b"", b"\xff", b"[" * 100_000, b'{"a":NaN}', b"{}", b'{"receipt":1e999}', b"1" * 5000):
        (problem,) = receipt_check.verify([(1, line)]).problems
        assert problem.part == "form"


def test_a_period_is_exported_and_nothing_that_does_not_verify(record: Record, tmp_path: Path) -> None:
    log = tmp_path / "log"
    made = [record.screen("=cmd()").receipt(), record.screen("Hamas", lists=["us.fto"]).receipt()]
    receipt_log.append(log, made)
    receipts = list(receipt_table.between(log, dt.date(2026, 3, 1), dt.date(2026, 3, 1)))
    assert receipt_table.write_csv(tmp_path / "out.csv", receipts) == 2
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8").splitlines()))
    assert [row["name"] for row in rows] == ["'=cmd()", "Hamas"]
    assert (rows[1]["lists"], rows[1]["best_party"]) == ("us.fto", "hamas")
    assert list(receipt_table.between(log, dt.date(2026, 3, 2), None)) == []
    log.write_text(log.read_text().replace("Hamas", "Humas"))
    with pytest.raises(InputError, match=r"The query of the receipt on line 2|The answer"):
        list(receipt_table.between(log, None, None))


def test_a_receipt_clears_nobody_and_needs_a_record_and_text(record: Record) -> None:
    receipt: Receipt = record.screen("Nobody Much").receipt()
    assert "clears nobody" in receipt.statement
    with pytest.raises(UsageError, match="no record made"):
        Screening(Query("a"), "2024-12-09", ()).receipt()

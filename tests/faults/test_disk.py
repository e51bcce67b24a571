"""A disk that is full, and one that takes no writing: a sentence, an exit code, and all as it was."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.errors import GazettedError, RecordError, UsageError
from gazetted.record.opening import open_ledger
from gazetted.screening import receipt_check, receipt_log
from gazetted.service import audit

NAMES = ("Daesh", "Hayat Tahrir al-Sham", "Nobody at All")
SMALL = 64 << 10


def digest(path: Path) -> str:
    ledger = open_ledger(path)
    try:
        assert ledger._store.rows("PRAGMA integrity_check") == [("ok",)]
        return ledger.digest()
    finally:
        ledger.close()


# -- full ------------------------------------------------------------------------------------------------------------


def test_a_load_on_a_full_disk(
    disk: Any, run: Callable[..., Any], builtin_path: Path, own_list: Callable[[str, int], Path]
) -> None:
    record = Path(shutil.copy(builtin_path, disk.place / "record.sqlite"))
    before, file = digest(record), own_list("Front", 4000)
    disk.fill(left=SMALL)
    done = run("load", file, "--source", "front", "--record", record)
    assert (done.code, done.out) == (4, "")
    assert "full" in done.sentence()
    assert str(record) in done.sentence()
    assert digest(record) == before
    assert [name for name in disk.files() if not name.startswith("record.sqlite")] == []
    disk.make_room()
    assert run("load", file, "--source", "front", "--record", record).code == 0
    assert digest(record) != before


def test_a_load_that_may_write_no_more(
    run: Callable[..., Any], builtin_path: Path, own_list: Callable[[str, int], Path], tmp_path: Path
) -> None:
    record = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    before = digest(record)
    done = run("load", own_list("Front", 4000), "--source", "front", "--record", record, largest=SMALL)
    assert done.code == 4
    assert str(record) in done.sentence()
    assert digest(record) == before


def test_a_new_record_on_a_full_disk(disk: Any, run: Callable[..., Any]) -> None:
    disk.fill(left=SMALL)
    done = run("lists", "--record", disk.place / "record.sqlite")
    assert done.code == 4
    assert "full" in done.sentence()
    assert disk.files() == [], "no half record is left, which would be taken for one"
    disk.make_room()
    assert run("lists", "--record", disk.place / "record.sqlite").code == 0


def test_hits_on_a_full_disk(
    disk: Any, run: Callable[..., Any], builtin_path: Path, customers: Callable[..., Path], tmp_path: Path
) -> None:
    file, out = customers(1500, *NAMES), disk.place / "hits.csv"
    call = ("screen", "--file", file, "--on", "2026-01-01", "--record", builtin_path, "--out")
    assert run(*call, tmp_path / "whole.csv").code == 0
    disk.fill(left=SMALL)
    done = run(*call, out)
    assert done.code == 2
    assert "hits.csv cannot be written (No space left on device)" in done.sentence()
    assert (disk.place / "hits.csv.progress").exists(), "what is not whole is marked as such"
    disk.make_room()
    assert run(*call, out, "--resume").code == 0
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert disk.files() == ["hits.csv"]


def test_hits_as_parquet_on_a_full_disk(
    disk: Any, run: Callable[..., Any], builtin_path: Path, customers: Callable[..., Path]
) -> None:
    pytest.importorskip("pyarrow")
    disk.fill(left=4096)
    done = run(
        "screen", "--file", customers(1500, *NAMES), "--record", builtin_path, "--out", disk.place / "hits.parquet"
    )
    assert done.code == 2
    assert "No space left" in done.sentence()
    assert disk.files() == []


def test_a_page_on_a_full_disk_leaves_the_old_one(disk: Any, run: Callable[..., Any], builtin_path: Path) -> None:
    page = disk.place / "page.html"
    page.write_text("the old one", "utf-8")
    disk.fill(left=4096)
    done = run("read", "--example", "--html", page, "--record", builtin_path)
    assert done.code == 2
    assert "cannot be written (No space left on device)" in done.sentence()
    assert page.read_text("utf-8") == "the old one"
    assert disk.files() == ["page.html"]


def test_an_index_on_a_full_disk_is_one_in_memory(disk: Any, run: Callable[..., Any], builtin_path: Path) -> None:
    call = ("screen", "Daesh", "--on", "2026-01-01", "--json", "--record", builtin_path)
    known = json.loads(run(*call).out)["screenings"][0]["matches"]
    disk.fill(left=4096)
    done = run(*call, GAZETTED_CACHE=str(disk.place / "cache"))
    assert (done.code, done.said) == (0, "")
    assert json.loads(done.out)["screenings"][0]["matches"] == known
    assert disk.files() == []


def test_watches_on_a_full_disk(
    disk: Any, run: Callable[..., Any], builtin_path: Path, customers: Callable[..., Path]
) -> None:
    state, alerts = disk.place / "watch.sqlite", disk.place / "alerts.jsonl"
    kept = ("--state", state, "--record", builtin_path)
    assert run("watch", "add", "portfolio", customers(600, *NAMES), *kept).code == 0
    disk.fill(left=8192)
    done = run("watch", "run", "--on", "2026-01-01", "--jsonl", alerts, "--json", *kept)
    assert done.code in (3, 4)
    assert "full" in done.said or "No space left" in done.said
    assert "fault of the program" not in done.said
    with closing(sqlite3.connect(state)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    disk.make_room()
    done = run("watch", "run", "--on", "2026-01-01", "--jsonl", alerts, "--json", *kept)
    assert done.code == 0
    told = [json.loads(line)["id"] for line in alerts.read_text("utf-8").splitlines()]
    assert len(told) == len(set(told)) == 400, "each match is told, and told once"
    run("watch", "run", "--on", "2026-01-01", "--jsonl", alerts, *kept)
    assert len(alerts.read_text("utf-8").splitlines()) == 400


def test_receipts_on_a_full_disk(disk: Any, builtin_path: Path) -> None:
    log = disk.place / "receipts.jsonl"
    with gazetted.open(builtin_path) as record:
        made = [record.screen(name, on="2026-01-01").receipt() for name in NAMES] * 20
    receipt_log.append(log, made[:5])
    disk.fill(left=4096)
    with pytest.raises((UsageError, RecordError), match="cannot be written"):
        receipt_log.append(log, made)
    disk.fill(left=0)
    with pytest.raises((UsageError, RecordError), match="cannot be written") as caught:
        receipt_log.append(disk.place / "another.jsonl", made)
    assert "another process" not in str(caught.value)
    disk.make_room()
    receipt_log.append(log, made[5:8])
    lines = enumerate(log.read_bytes().splitlines(), 1)
    checked = receipt_check.verify(lines)
    assert checked.problems == ()
    assert len(log.read_bytes().splitlines()) == 8, "what was not acknowledged is not there"


def test_the_audit_log_on_a_full_disk(disk: Any) -> None:
    log = disk.place / "audit.jsonl"
    audit.append(log, [{"action": "one"}])
    disk.fill(left=4096)
    with pytest.raises(GazettedError, match="cannot be written"):
        audit.append(log, [{"action": "two", "why": "x" * 20_000}])
    disk.make_room()
    audit.append(log, [{"action": "three"}])
    assert audit.check(log)[::2] == (2, ())


# -- read only -------------------------------------------------------------------------------------------------------

ASKED = (
    ("screen", "Daesh"), ("lists",), ("standing", "isil", "--on", "2024-12-09"), ("history", "isil"), ("find", "sham"),
    ("assess", "isil"), ("signals", "isil"), ("changes", "--since", "2024-01-01"), ("read", "--example"),
)  # fmt: skip


@pytest.fixture(params=["folder", "disk"])
def fixed(request: pytest.FixtureRequest, builtin_path: Path, tmp_path: Path) -> Iterator[Path]:
    """A record that may be read and not written."""
    if request.param == "disk":
        made = request.getfixturevalue("disk")
        yield Path(shutil.copy(builtin_path, made.place / "record.sqlite"))
        return
    folder = tmp_path / "fixed"
    folder.mkdir()
    record = Path(shutil.copy(builtin_path, folder / "record.sqlite"))
    yield record
    folder.chmod(0o755)


def forbid(record: Path, request: pytest.FixtureRequest) -> None:
    if request.node.callspec.params["fixed"] == "disk":
        request.getfixturevalue("disk").forbid_writing()
    else:
        record.chmod(0o444)
        record.parent.chmod(0o555)


def test_a_record_that_cannot_be_written_answers(
    fixed: Path, request: pytest.FixtureRequest, run: Callable[..., Any], own_list: Callable[[str, int], Path]
) -> None:
    cache = str(fixed.parent / "cache")
    known = [run(*words, "--record", fixed).out for words in ASKED]
    assert sorted(file.name for file in fixed.parent.iterdir()) == ["record.sqlite"]
    forbid(fixed, request)
    for words, answer in zip(ASKED, known, strict=True):
        done = run(*words, "--record", fixed, rights=False, GAZETTED_CACHE=cache)
        assert (done.code, done.said, done.out) == (0, "", answer), words
    writing = (
        ("load", str(own_list("Front", 3)), "--source", "front"), ("read", "--example", "--keep"),
        ("watch", "add", "party", "isil"),
    )  # fmt: skip
    for words in writing:
        done = run(*words, "--record", fixed, rights=False)
        assert done.code == 4, words
        assert str(fixed.parent) in done.sentence()
    assert sorted(file.name for file in fixed.parent.iterdir()) == ["record.sqlite"]


def test_somebody_else_may_change_what_one_may_not(
    builtin_path: Path, tmp_path: Path, own_list: Callable[[str, int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    real = os.access
    monkeypatch.setattr("gazetted.record.connecting.os.access", lambda path, mode: mode != os.W_OK and real(path, mode))
    with gazetted.open(place) as record, gazetted.open(place) as writer:
        before = record.ledger.digest()
        with record.ledger.snapshot():
            assert record.ledger.digest() == before
            writer.load(own_list("Front", 3), source="front")
            with pytest.raises(RecordError, match="changed while it was read"):
                record.ledger.digest()
        assert record.ledger.digest() != before
        assert record.find("Front Harbour 1")


def test_a_file_of_hits_that_is_whole_has_no_mark(
    run: Callable[..., Any], builtin_path: Path, customers: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "hits.csv"
    assert run("screen", "--file", customers(3, *NAMES), "--record", builtin_path, "--out", out).code == 0
    assert not (tmp_path / "hits.csv.progress").exists()
    with out.open(encoding="utf-8", newline="") as handle:
        assert {row["row"] for row in csv.DictReader(handle)} == {"1", "2"}

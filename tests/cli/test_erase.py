"""`erase` and `watch forget` on the command line: what goes, what is said, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gazetted.cli.run import run

LIST = "id,kind,name\n1,person,Zarina Vell Test\n"


@pytest.fixture
def folder(builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record that holds a list of one's own."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(builtin_path, "record.sqlite")
    monkeypatch.setenv("GAZETTED_RECORD", str(tmp_path / "record.sqlite"))
    monkeypatch.setenv("GAZETTED_CACHE", str(tmp_path / "cache"))
    Path("internal.csv").write_text(LIST, "utf-8")
    assert run(["load", "internal.csv", "--source", "internal", "--date", "2026-01-01"]) == 0
    return tmp_path


def test_a_list_is_erased_from_record_and_cache(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", "Zarina Vell Test"]) == 0
    assert "own:internal:1" in capsys.readouterr().out
    assert list((folder / "cache").glob("*.idx"))
    assert run(["erase", "own.internal"]) == 0
    assert "own.internal is erased: 1 edition, 1 entry." in capsys.readouterr().err
    assert list((folder / "cache").glob("*.idx")) == []
    assert run(["standing", "own:internal:1"]) == 3
    assert run(["screen", "Zarina Vell Test", "--json"]) == 0
    assert "own:internal:1" not in capsys.readouterr().out
    left = [path for path in folder.rglob("*") if path.is_file() and b"Zarina" in path.read_bytes()]
    assert left == [folder / "internal.csv"]


@pytest.mark.parametrize("key", ["us.sdn", "own.other", "internal"])
def test_what_is_no_list_of_ones_own_is_refused(folder: Path, capsys: pytest.CaptureFixture[str], key: str) -> None:
    assert run(["erase", key]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_receipt_that_rests_on_it_is_of_another_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("Zarina Vell Test", "Bashar al-Assad"):
        assert run(["screen", name, "--receipts", "r.jsonl", "--on", "2026-01-01"]) == 0
    assert run(["receipt", "replay", "r.jsonl"]) == 0
    assert run(["erase", "own.internal"]) == 0
    capsys.readouterr()
    assert run(["receipt", "replay", "r.jsonl"]) == 3
    out = capsys.readouterr().out
    assert "record.digest" in out
    assert "1 of 2 receipts gave the same answer" in out


def test_a_customer_is_forgotten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("c.csv").write_text("id,name,kind\nc1,Bashar al-Assad,person\n", "utf-8")
    assert run(["watch", "add", "portfolio", "c.csv"]) == 0
    assert run(["watch", "run", "--on", "2026-03-01"]) == 0
    capsys.readouterr()
    assert run(["watch", "forget", "1", "c1", "--json"]) == 0
    counts = {"customers": 1, "matches": 1, "decisions": 0, "alerts": 1}
    assert json.loads(capsys.readouterr().out) == {"customer": "c1", "erased": counts}
    assert run(["watch", "forget", "1", "c1"]) == 2
    assert run(["watch", "remove", "1"]) == 0
    assert "erased: 0 rows, 0 matches, 0 decisions, 0 alerts." in capsys.readouterr().err

"""`receipt` on the command line: a key, a log, checks that end with the right code, a page for an examiner."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gazetted.cli.run import run


@pytest.fixture
def kept(
    builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A folder with a record, a key and a log of two receipts."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(builtin_path, "record.sqlite")
    monkeypatch.setenv("GAZETTED_RECORD", str(tmp_path / "record.sqlite"))
    assert run(["receipt", "key", "--out", "my.key"]) == 0
    assert run(["screen", "Hamas", "<b>Nobody</b>", "--receipts", "log.jsonl", "--sign", "my.key"]) == 0
    capsys.readouterr()
    return tmp_path


def test_verify_and_replay_say_that_all_is_well(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receipt", "verify", "log.jsonl", "--key", "my.key.pub"]) == 0
    assert "2 receipts, as written." in capsys.readouterr().out
    assert run(["receipt", "replay", "log.jsonl"]) == 0
    assert "2 of 2 receipts gave the same answer, byte for byte." in capsys.readouterr().out.replace("\n", " ")


def test_a_change_ends_with_3_and_names_the_part(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("log.jsonl").write_text(Path("log.jsonl").read_text().replace('"name":"Hamas","ids', '"name":"Humas","ids'))
    text = Path("log.jsonl").read_text()
    Path("log.jsonl").write_text(text.replace('"threshold":0.7', '"threshold":0.9', 1))
    assert run(["receipt", "verify", "log.jsonl"]) == 3
    assert "The settings of the receipt on line 1 is not the one that was written" in capsys.readouterr().err
    assert run(["receipt", "replay", "log.jsonl"]) == 3
    assert run(["receipt", "export", "log.jsonl", "--csv", "out.csv"]) == 3
    assert not Path("out.csv").exists()


def test_a_page_escapes_what_was_screened(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receipt", "export", "log.jsonl", "--html", "out.html"]) == 0
    page = Path("out.html").read_text("utf-8")
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in page
    assert "<b>Nobody" not in page
    assert "clears nobody" in page


def test_the_log_of_the_record_is_the_default(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receipt", "verify"]) == 2
    assert run(["screen", "Hamas", "--keep-receipts"]) == 0
    assert run(["receipt", "verify"]) == 0
    assert "They are not signed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (["receipt", "export", "log.jsonl"], 2), (["receipt", "verify", "gone"], 2),
        (["receipt", "verify", "my.key"], 3),
        (["receipt", "replay", "log.jsonl", "--number", "9"], 2), (["receipt", "key", "--out", "my.key"], 2),
        (["receipt", "verify", "log.jsonl", "--key", "my.key"], 3), (["watch", "remove", "7"], 2),
        (["watch", "add", "list", "no.such"], 2), (["watch", "add", "portfolio", "gone.csv"], 2),
        (["watch", "run", "--webhook", "http://127.0.0.1/"], 3),
    ],
)  # fmt: skip
def test_wrong_calls_end_with_their_code(call: list[str], code: int, kept: Path) -> None:
    assert run(call) == code


def test_looking_back_shows_only_what_is_new(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receipt", "lookback", "log.jsonl"]) == 0
    assert "2 receipts looked at again: nothing is new." in capsys.readouterr().out.replace("\n", " ")
    Path("own.csv").write_text("id,name\n1,Zarina Vell\n", "utf-8")
    assert run(["load", "own.csv", "--source", "own", "--date", "2026-01-01"]) == 0
    assert run(["screen", "Zarina Vel", "--known", "2020-01-01", "--receipts", "log.jsonl"]) == 0
    capsys.readouterr()
    assert run(["receipt", "lookback", "log.jsonl", "--json", "--since", "2020-01-01"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["new"]
    assert [news["cause"] for news in found["news"]] == ["record"]
    assert run(["receipt", "lookback", "log.jsonl", "--until", "2020-01-01"]) == 0
    assert "0 receipts looked at again" in capsys.readouterr().out
    Path("log.jsonl").write_text(Path("log.jsonl").read_text().replace('"threshold":0.7', '"threshold":0.9', 1))
    assert run(["receipt", "lookback", "log.jsonl"]) == 3

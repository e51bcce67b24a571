from __future__ import annotations

import json
from pathlib import Path

import pytest

import gazetted
from gazetted.cli.run import run


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("watch.csv").write_text("name,kind\nKarim Adel Mansour,person\nBlue Harbour Ltd,organization\n", "utf-8")
    with gazetted.open(tmp_path / "record.sqlite", builtin=False) as record:
        record.load("watch.csv", source="own.watch", date="2025-06-01")
    monkeypatch.setenv("GAZETTED_RECORD", str(tmp_path / "record.sqlite"))
    return tmp_path


SMALL = ["--sample", "2", "--customers", "20", "--list", "own.watch"]


def test_a_report_in_the_terminal_and_on_a_page(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", *SMALL, "--html", "out.html"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Of ")
    assert "SPOILED NAMES" in out
    assert "1 of 1 lists gave back every name asked for." in out
    assert max(map(len, out.splitlines())) <= 80
    assert "The page is in out.html." in err
    assert Path("out.html").read_text("utf-8").startswith("<!doctype html>")


def test_json_and_an_own_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.csv").write_text("Client\nKarim Mansour\n", "utf-8")
    assert run(["validate", *SMALL, "--file", "own.csv", "--map", "name=Client", "--json", "--on", "2026-01-01"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["on"] == "2026-01-01"
    assert found["file"]["with_candidates"] == 1
    assert [row["list"] for row in found["lists"]] == ["own.watch"]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--map", "name=Client"], 2, "--map goes with --file"),
        (["--file", "none.csv"], 2, "There is no file none.csv"),
        (["--list", "xx.none"], 2, "xx.none"),
        (["--html", "no/such/folder.html"], 2, "cannot be written"),
        (["--scorer", "best"], 2, "no scorer 'best'"),
    ],
)
def test_wrong_uses(place: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, said: str) -> None:
    assert run(["validate", *SMALL, *more]) == code
    assert said in capsys.readouterr().err

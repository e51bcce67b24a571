"""`watch` on the command line: portfolios with decisions, feeds and folders, and options that do not go together."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run
from gazetted.cli.watching import secret_of
from gazetted.errors import UsageError

NEWS = "Gaza, 9 December 2024\n\nA convoy passed through Gaza, where Hamas held a rally on Monday.\n"


@pytest.fixture
def folder(builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record, customers and articles."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(builtin_path, "record.sqlite")
    monkeypatch.setenv("GAZETTED_RECORD", str(tmp_path / "record.sqlite"))
    Path("customers.csv").write_text("id,name,kind\nc1,Bashar al-Assad,person\nc2,Nobody Much,person\n", "utf-8")
    Path("articles").mkdir()
    Path("articles/one.txt").write_text(NEWS, encoding="utf-8")
    return tmp_path


def _json(call: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert run([*call, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_file_of_no_names_is_not_watched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.csv").write_text("id,title\n1,x\n", encoding="utf-8")
    assert run(["watch", "add", "portfolio", "bad.csv"]) == 3
    assert _json(["watch", "list"], capsys) == {"watches": []}
    assert run(["watch", "add", "portfolio", "customers.csv"]) == 0
    assert sorted(path.name for path in folder.glob("record.watch.*.*")) == [
        "record.watch.2.names",
        "record.watch.2.rows",
    ]
    assert run(["watch", "remove", "2"]) == 0
    assert list(folder.glob("record.watch.*.*")) == []


def test_a_match_is_decided_and_silent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", "add", "portfolio", "customers.csv"]) == 0
    (alert,) = _json(["watch", "run", "--on", "2026-03-01"], capsys)["alerts"]
    assert (alert["what"], alert["customer"]["customer"], alert["party"]) == ("new match", "c1", "bashar-al-assad")
    call = ["watch", "decide", "1", "c1", "Bashar al-Assad", "cleared", "--reason", "a namesake", "--user", "ann"]
    assert _json(call, capsys)["decision"]["verdict"] == "cleared"
    assert run(["watch", "run", "--on", "2026-03-01"]) == 0
    assert "nothing new" in capsys.readouterr().out
    assert _json(["watch", "matches", "1"], capsys) == {"matches": []}
    assert run(["watch", "matches", "1", "--all"]) == 0
    shown = capsys.readouterr().out
    assert "c1" in shown
    assert "cleared by ann" in shown
    assert run(["watch", "decide", "1", "c2", "Bashar al-Assad", "cleared", "--reason", "x"]) == 2
    assert run(["watch", "decide", "2", "c1", "Bashar al-Assad", "cleared", "--reason", "x"]) == 2


def test_articles_of_a_folder_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for call in (["party", "Hamas"], ["folder", "articles"]):
        assert run(["watch", "add", *call]) == 0
    (alert,) = _json(["watch", "run"], capsys)["alerts"]
    assert (alert["what"], alert["party"], alert["document"]["id"]) == ("mention", "hamas", "one.txt")
    assert alert["after"][0]["list"]
    assert _json(["watch", "run"], capsys)["alerts"] == []


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (["add", "folder", "customers.csv"], 3), (["add", "feed", "articles"], 3), (["add", "feed", "gone.rss"], 2),
        (["add", "feed", "http://news.example.org/rss"], 0), (["add", "feed", "https://u:p@news.example.org/rss"], 3),
        (["add", "folder", "articles", "--list", "us.fto"], 2), (["matches", "1"], 2),
        (["run", "--mail-to", "a@example.org"], 2),
        (["run", "--mail-to", "a b", "--mail-from", "c@d.org", "--smtp", "h"], 2),
        (["run", "--mail-to", "a@example.org", "--mail-from", "c@d.org", "--smtp", "h:x"], 2),
        (["run", "--mail-to", "a@example.org", "--mail-from", "c@d.org", "--smtp", "h", "--smtp-tls", "none",
          "--smtp-user", "u"], 2),
        (["run", "--webhook", "https://example.org/", "--secret-file", "gone"], 2),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(folder: Path, call: list[str], code: int) -> None:
    assert run(["watch", *call]) == code


def test_a_secret_comes_from_a_file_or_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "from outside")
    assert secret_of(None, "SECRET") == "from outside"
    assert secret_of(None, "NO_SUCH") == ""
    Path("secret").write_text("within\n", encoding="utf-8")
    assert secret_of("secret", "SECRET") == "within"
    Path("secret").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="no text"):
        secret_of("secret", "SECRET")
    Path("secret").write_bytes(b"\n")
    with pytest.raises(UsageError, match="is empty"):
        secret_of("secret", "SECRET")

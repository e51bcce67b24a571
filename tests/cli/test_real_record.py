"""The commands on a real record: what they print is what the record answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run

CSV = """id,kind,name,aliases,born,countries,identifiers,listed,delisted,note
1,organization,Harbour Front,HF Dockers;Quay Union,,XA,,2015-06-10,,
2,person,Emil Orso,,1961,XA,passport:A1,2016-02-01,2021-02-16,
3,organization,Zarbakh Movement,,,XA,,2015-06-10,,
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record with the built-in lists and one of our own."""
    folder = tmp_path_factory.mktemp("record")
    path = folder / "record.sqlite"
    own = folder / "harbour.csv"
    own.write_text(CSV, encoding="utf-8")
    assert run(["load", str(own), "--source", "harbour", "--date", "2026-01-01", "--record", str(path)]) == 0
    return str(path)


def _json(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> Any:
    assert run([*args, "--json"]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


STANDING = {"list", "status", "since", "until", "as", "through", "instrument", "source", "confidence", "programmes"}


def test_standing_history_and_lists(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    got = _json(capsys, "standing", "Harbour Front", "--on", "2020-01-01", "--record", url)
    assert [(one["status"], one["since"]) for one in got["standings"]] == [("in force", "2015-06-10")]
    assert got["standings"][0].keys() >= STANDING
    key = got["standings"][0]["list"]
    history = _json(capsys, "history", "Harbour Front", "--record", url)
    assert {one["list"] for one in history["events"]} == {key}
    listed = {one["list"]: one for one in _json(capsys, "lists", "--record", url)["lists"]}
    assert len(listed[key]["editions"]) == 1
    assert {"us.fto", "un.sc", "uk.proscribed"} <= listed.keys()


def test_screen_finds_a_spelling(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    got = _json(capsys, "screen", "Harbor Front", "Qwzx Vbnmk", "--record", url, "--fail-on-match", code=1)
    first, second = got["screenings"]
    assert first["matches"][0]["name"] == "Harbour Front"
    assert first["matches"][0]["standings"][0].keys() >= STANDING
    assert second["matches"] == []


def test_screen_a_file(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file, out = tmp_path / "customers.csv", tmp_path / "hits.csv"
    file.write_text("id,name\n1,Harbour Front\n2,Qwzx Vbnmk\n", encoding="utf-8")
    got = _json(capsys, "screen", "--file", str(file), "--out", str(out), "--record", url)
    assert [bool(one["matches"]) for one in got["screenings"]] == [True, False]
    assert "Harbour Front" in out.read_text("utf-8")


def test_read_an_article(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "Ministers met the Zarbakh Movement on Monday.\nThe Zarbakh Movement did not comment.\n"
    path = tmp_path / "article.txt"
    path.write_text(text, encoding="utf-8")
    got = _json(capsys, "read", str(path), "--date", "2024-12-09", "--record", url)
    party = next(one for one in got["parties"] if one["name"] == "Zarbakh Movement")
    assert [text[one["start"] : one["end"]] for one in party["mentions"]] == ["Zarbakh Movement"] * 2
    assert party["standing_on_date"][0]["status"] == "in force"


@pytest.mark.parametrize(
    "args",
    [
        ["standing", "Hay'at Tahrir al-Sham", "--on", "2024-12-09"],
        ["history", "Hay'at Tahrir al-Sham"],
        ["changes", "--since", "2025-07-01", "--until", "2025-07-31"],
        ["lists"],
        ["screen", "Harbor Front"],
        ["find", "HTS"],
    ],
    ids=lambda args: args[0],
)
def test_readable_forms_fit_80_columns(url: str, capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert run([*args, "--record", url]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.rstrip().endswith("not legal advice.")
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["standing", "Qwzx Vbnmkj Nobody"], 3),
        (["standing", "HTS", "--list", "no.such.list"], 2),
        (["screen", "HTS", "--list", "no.such.list"], 2),
        (["changes", "--list", "no.such.list"], 2),
        (["history", "HTS", "--list", "no.such.list"], 2),
    ],
)
def test_wrong_questions(url: str, capsys: pytest.CaptureFixture[str], args: list[str], code: int) -> None:
    assert run([*args, "--record", url]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gazetted: ")
    assert err.count("\n") == 1


def test_a_file_that_is_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "noise.sqlite"
    path.write_bytes(bytes(range(256)) * 64)
    assert run(["lists", "--record", str(path)]) == 4
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 500, b'id,name\n1,"Hamas\n2,\x00"x"y,,,,\n', b"a;b\n1;2\n3\n"]
)
@pytest.mark.parametrize("how", [["load"], ["screen", "--file"]], ids=["load", "screen"])
def test_files_that_are_no_lists(
    url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, how: list[str]
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert run([*how, str(path), "--record", url]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x9f\x01\x02" * 500])
def test_documents_that_are_no_text(
    url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    assert run(["read", str(path), "--date", "2024-12-09", "--record", url]) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_read_example_reads_the_article_of_the_package(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    got = _json(capsys, "read", "--example", "--with-text", "--record", url)
    assert got["document"]["date"] == "2024-12-09"
    assert got["document"]["date_from"] == "text"
    assert got["text"].startswith(got["document"]["title"])
    assert got["parties"]
    for party in got["parties"]:
        for mention in party["mentions"]:
            assert got["text"][mention["start"] : mention["end"]] == mention["text"]

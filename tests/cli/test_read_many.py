"""`read` over a collection, and the forms in which one article is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazetted.cli.run import run
from gazetted.render.notes import Note, margin, paragraph

DAY = "9 December 2024"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("GAZETTED_RECORD", raising=False)
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_one_bad_document_stops_nothing_and_workers_change_nothing(place: Path) -> None:
    for number in range(9):
        (place / f"{number}.txt").write_text(f"Hamas said on {DAY} that it had met {number} envoys in Cairo.")
    (place / "5.txt").write_bytes(b"\x00\x01")
    one, two = place.parent / "one.jsonl", place.parent / "two.jsonl"
    assert run(("read", str(place), "--out", str(one))) == 0
    assert run(("read", str(place), "--out", str(two), "--workers", "2")) == 0
    assert one.read_bytes() == two.read_bytes()
    found = lines(one)
    assert [each["source"] for each in found] == [f"{number}.txt" for number in range(9)]
    assert ["error" in each for each in found] == [number == 5 for number in range(9)]
    assert "parties" in found[0]


def test_a_collection_of_nothing_and_one_of_bad_documents_only(place: Path) -> None:
    assert run(("read", str(place), "--out", str(place.parent / "none.jsonl"))) == 3
    (place / "5.txt").write_bytes(b"\x00\x01")
    assert run(("read", str(place), "--out", str(place.parent / "none.jsonl"))) == 3


def test_what_is_for_one_article_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("read", str(place), "--html", "x.html")) == 2
    assert "for one article" in capsys.readouterr().err


def test_plain_http_is_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("read", "http://127.0.0.1/a")) == 3
    assert capsys.readouterr().out == ""


def test_markdown_holds_nothing_that_acts(place: Path) -> None:
    article, out = place / "a.txt", place / "a.md"
    article.write_text(f"<b>[x](y)</b> | news\n\nThe US designated Hamas in 1997, an official said on {DAY}.")
    assert run(("read", str(article), "--markdown", str(out))) == 0
    written = out.read_text(encoding="utf-8")
    assert written.startswith("# \\<b\\>\\[x\\](y)\\</b\\> \\| news\n")
    assert "\n## Hamas\n" in written
    assert "supported" in written


def test_a_text_in_another_language_gives_its_parties_only(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = place / "de.txt"
    article.write_text(
        "Die Hamas hat nach den Gesprächen mit der Regierung erklärt, dass sie nicht an den Tisch kommt."
    )
    assert run(("read", str(article), "--date", "2024-12-09", "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["document"]["language"] == "de"
    assert [party["party"] for party in found["parties"]] == ["hamas"]
    assert [found[part] for part in ("statements", "claims", "others", "dates")] == [[], [], [], []]


def test_numbers_stand_where_their_notes_belong() -> None:
    source = "A <b> Front met."
    notes = [Note(1, 5, "one"), Note(2, 8, "two"), Note(3, 16, "three")]
    shown = paragraph([(6, 11, "<i>Front</i>")], source, 0, 16, notes)
    order = [shown.index(piece) for piece in ("A &lt;b&gt;", "[1]", "<i>Front</i>", "[2]", " met.", "[3]")]
    assert order == sorted(order)
    assert [shown.count(f"[{number}]") for number in (1, 2, 3)] == [1, 1, 1]
    assert "".join(margin(notes)).count("<p id=") == 3
    assert not list(margin([]))

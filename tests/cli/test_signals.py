"""`read --keep` and `signals` as users meet them: small articles of our own, kept in a record and held against it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run

WEIGHED = (
    "The United States is considering removing Hayat Tahrir al-Sham (HTS) from its list of foreign terrorist "
    "organizations, a senior US official told The Washington Post on Monday.\n"
)
REPEATED = (
    "US officials are considering removing Hayat Tahrir al-Sham (HTS) from the list of foreign terrorist "
    "organizations, The Washington Post reported on Monday, citing a US official.\n"
)
LONDON = (
    "The United Kingdom is considering removing Hayat Tahrir al-Sham (HTS) from its list of proscribed terrorist "
    "organisations, Cabinet Minister Pat McFadden told the BBC on Monday.\n"
)
BAN = (
    "The British government is considering banning Palestine Action under the Terrorism Act 2000, the Home Secretary "
    "said on Friday.\n"
)
COURT = "The EU's second-highest court on Thursday annulled the decision to place the PKK on the EU's terrorist list.\n"


@pytest.fixture
def place(builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record, and articles in a folder beside it."""
    shutil.copy(builtin_path, tmp_path / "r.sqlite")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAZETTED_RECORD", str(tmp_path / "r.sqlite"))
    rows = [
        {"text": WEIGHED, "date": "2024-12-09", "publisher": "Daily A"},
        {"text": REPEATED, "date": "2024-12-10", "publisher": "Daily B"},
        {"text": LONDON, "date": "2024-12-09", "publisher": "Daily A"},
        {"text": BAN, "date": "2025-06-21", "publisher": "Daily A"},
        {"text": COURT, "date": "2008-04-03", "publisher": "Daily A"},
    ]
    (tmp_path / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "one.txt").write_text(WEIGHED, encoding="utf-8")
    return tmp_path


def _run(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert run(list(args)) == code
    out, err = capsys.readouterr()
    return out, err


def _json(capsys: pytest.CaptureFixture[str], *args: str) -> Any:
    return json.loads(_run(capsys, *args, "--json")[0])


ONE = ("read", "one.txt", "--date", "2024-12-09", "--publisher", "Daily A", "--keep")


def test_a_document_is_kept_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, err = _run(capsys, *ONE)
    assert "kept as" in err
    assert "1 report" in err
    before = _json(capsys, "signals")["documents"]
    _, err = _run(capsys, *ONE)
    assert "kept already" in err
    assert _json(capsys, "signals")["documents"] == before
    assert _json(capsys, *ONE)["kept"] == {
        "sha256": before[0]["sha256"], "new": False, "signals": before[0]["signals"],
        "statements": before[0]["statements"],
    }  # fmt: skip


def test_nothing_is_kept_unless_asked_for(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "kept" not in _json(capsys, "read", "one.txt", "--date", "2024-12-09")
    assert _json(capsys, "signals")["documents"] == []
    out, _ = _run(capsys, "assess", "HTS", "--on", "2024-12-09")
    assert "No report that a listing of it may change is kept" in " ".join(out.split())


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_bad_document_of_many_does_not_lose_the_others(
    workers: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (place / "all.jsonl").read_text("utf-8").splitlines()
    (place / "mixed.jsonl").write_text("\n".join([lines[0], "{not json", '{"text": ""}', *lines[1:]]), "utf-8")
    out, err = _run(capsys, "read", "mixed.jsonl", "--keep", "--workers", workers)
    told = [json.loads(line) for line in out.splitlines()]
    assert sum("error" in one for one in told) == 2
    assert [one["kept"]["new"] for one in told if "kept" in one] == [True] * 5
    assert "2 of them could not be read" in err
    assert len(_json(capsys, "signals")["documents"]) == 5


def test_a_folder_is_kept(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(WEIGHED, encoding="utf-8")
    (folder / "b.txt").write_text(LONDON, encoding="utf-8")
    _run(capsys, "read", "news", "--keep", "--date", "2024-12-09")
    assert len(_json(capsys, "signals", "HTS")["documents"]) == 2


def test_considered_signed_announced_effective_with_the_days_between(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, "read", "all.jsonl", "--keep")
    found = _json(capsys, "signals", "HTS", "--on", "2026-11-22")
    (fto,) = (one for one in found["courses"] if (one["list"], one["direction"]) == ("us.fto", "delist"))
    assert [(step["stage"], step["date"], step["days"], step["told_by"]) for step in fto["steps"]] == [
        ("considered", "2024-12-09", None, "both"),
        ("signed", "2025-06-23", 196, "record"),
        ("announced", "2025-07-07", 14, "record"),
        ("effective", "2025-07-08", 1, "record"),
    ]
    assert (fto["fate"], fto["decided"], fto["days"]) == ("confirmed", "2025-07-08", 211)
    (report,) = fto["steps"][0]["reports"]
    assert report["source"] == "The Washington Post"
    assert [one["publisher"] for one in report["documents"]] == ["Daily A", "Daily B"]
    (uk,) = (one for one in found["courses"] if (one["list"], one["direction"]) == ("uk.proscribed", "delist"))
    assert [step["stage"] for step in uk["steps"]] == ["considered", "announced", "effective"]
    assert "BBC" in {one["source"] for one in uk["steps"][0]["reports"]}


@pytest.mark.parametrize(
    ("party", "listed", "fate", "stage"),
    [("Palestine Action", "uk.proscribed", "confirmed", "considered"), ("PKK", "eu.cp931", "open", "struck down")],
)
def test_other_parties_have_their_courses(
    party: str, listed: str, fate: str, stage: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, "read", "all.jsonl", "--keep")
    found = _json(capsys, "signals", party, "--on", "2026-01-01")["courses"]
    (course,) = (one for one in found if any(step["reports"] for step in one["steps"]))
    assert (course["list"], course["fate"], course["steps"][0]["stage"]) == (listed, fate, stage)


def test_the_answer_is_that_of_the_day_and_of_the_moment(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(capsys, "read", "all.jsonl", "--keep")
    then = _json(capsys, "assess", "HTS", "--on", "2024-12-31")["signals"]
    assert {(one["list"], one["fate"]) for one in then} == {("us.fto", "open"), ("uk.proscribed", "open")}
    later = _json(capsys, "assess", "HTS", "--on", "2026-11-22")["signals"]
    assert {(one["list"], one["fate"]) for one in later} == {("us.fto", "confirmed"), ("uk.proscribed", "confirmed")}
    before = _json(capsys, "assess", "HTS", "--on", "2026-11-22", "--known", "2026-01-01T12:00:00Z")
    assert before["signals"] == []


def test_what_is_removed_is_gone_also_for_who_asks_as_known_before(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, *ONE)
    digest = _json(capsys, "signals")["documents"][0]["sha256"]
    moment = _json(capsys, "signals")["documents"][0]["moment"]
    assert _json(capsys, "signals", "--remove", digest[:12])["removed"][0]["sha256"] == digest
    assert _json(capsys, "signals")["documents"] == []
    assert _json(capsys, "signals", "--known", moment)["documents"] == []
    out, _ = _run(capsys, "signals")
    assert "No document is kept" in out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("signals", "Qwzx Vbnmkj Nobody"), 3, "No party called"),
        (("signals", "--remove", "abcdef"), 2, "no kept document"),
        (("signals", "HTS", "--remove", "abcdef"), 2, "leave the rest out"),
        (("signals", "HTS", "--on", "soon"), 2, "is not a date"),
    ],
)
def test_wrong_calls_end_with_a_sentence(
    args: tuple[str, ...], code: int, said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, err = _run(capsys, *args, code=code)
    assert said in err
    assert len(err.splitlines()) == 1


def test_every_form_of_an_assessment_shows_them(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(capsys, "read", "all.jsonl", "--keep")
    asked = ("assess", "HTS", "--on", "2026-11-22")
    arrows = "considered 2024-12-09 (The Washington Post) → signed 2025-06-23 → announced 2025-07-07 → effective"
    out, _ = _run(capsys, *asked, "--html", "p.html")
    assert arrows in " ".join(out.split())
    assert "196 days to signed" in " ".join(out.split())
    assert "in 2 documents (Daily A, Daily B)" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    markdown, _ = _run(capsys, *asked, "--markdown", "-")
    assert "The Washington Post) → signed 2025-06-23" in markdown
    page = (place / "p.html").read_text("utf-8")
    assert "The Washington Post) → signed" in page
    assert 'id="signals"' in page
    listed, _ = _run(capsys, "signals", "HTS", "--on", "2026-11-22")
    assert arrows in " ".join(listed.split())
    assert max(map(len, listed.splitlines())) <= 80


def test_words_of_others_do_not_act(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "<script>alert(1)</script>\x1b[31m"
    (place / "one.txt").write_text(WEIGHED.replace("a senior US official", f"an {evil} official"), encoding="utf-8")
    _run(capsys, "read", "one.txt", "--date", "2024-12-09", "--publisher", f"Evil {evil}", "--keep")
    out, _ = _run(capsys, "signals", "HTS")
    assert "\x1b" not in out
    _run(capsys, "assess", "HTS", "--html", "p.html")
    assert "<script" not in (place / "p.html").read_text("utf-8")

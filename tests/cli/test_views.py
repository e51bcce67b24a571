"""What the commands print: the JSON forms, and the readable forms held against golden files.

`GAZETTED_GOLDEN=write pytest tests/cli/test_views.py` writes the golden files anew; read
the difference before keeping it.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent.parent / "data" / "golden"


def _holds(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GAZETTED_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("standing", ["standing", "HF", "--on", "2024-12-09"]),
        ("standing-removed", ["standing", "harbour-front"]),
        ("standing-never", ["standing", "Harbour Front", "--on", "2001-01-01"]),
        ("history", ["history", "HF"]),
        ("find", ["find", "emil-orso"]),
        ("find-nothing", ["find", "Nobody"]),
        ("changes", ["changes", "--since", "2020-01-01", "--until", "2025-12-31"]),
        ("lists", ["lists"]),
        ("screen", ["screen", "Harbor Front", "Quxx", "--kind", "organization", "--on", "2024-12-09"]),
        ("screen-qualified", ["screen", "Harbor Front", "--country", "XB", "--born", "1982", "--id", "reg:7"]),
        ("read", ["read", "ARTICLE"]),
        ("read-full", ["read", "ARTICLE", "--full", "--date", "2013", "--publisher", "The Quayside"]),
    ],
)
def test_readable_forms(gz: Any, article: Path, name: str, args: list[str]) -> None:
    done = gz(*[str(article) if word == "ARTICLE" else word for word in args])
    assert (done.code, done.err) == (0, "")
    _holds(name, done.out)


def test_load_prints_a_report_and_the_rows_not_taken(gz: Any, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("good.csv", "bad.csv", "again.csv")]
    for path in paths:
        path.write_text("name\nA\n\nB\n")
    done = gz("load", *map(str, paths))
    assert done.code == 0
    assert "some rows were not taken" in done.err
    _holds("load", done.out)


def test_load_reports_what_was_loaded_before_a_bad_file(gz: Any, tmp_path: Path) -> None:
    good, empty = tmp_path / "good.csv", tmp_path / "empty.csv"
    good.write_text("name\nA\n")
    empty.write_text("")
    done = gz("load", str(good), str(empty), "--json")
    assert (done.code, done.err) == (3, "gazetted: empty.csv is empty: give a list file.\n")
    assert [load["list"] for load in json.loads(done.out)["loads"]] == ["own.test"]


def test_load_passes_its_options_on(gz: Any, record: Any, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name\nA\n")
    gz("load", str(path), "--source", "own.test", "--date", "2026-01-01", "--force")
    assert record.asked("load") == {"source": "own.test", "date": "2026-01-01", "force": True}


def test_standing_json(gz: Any, record: Any) -> None:
    got = json.loads(gz("standing", "HF", "--on", "2024-12-09", "--known", "2025-01-01", "--json").out)
    assert set(got) == {"record", "party", "on", "standings"}
    assert got["on"] == "2024-12-09"
    assert got["party"]["party"] == "harbour-front"
    assert [(one["list"], one["status"], one["as"]) for one in got["standings"]] == [
        ("aa.banned", "in force", "Dock Union"),
        ("bb.frozen", "removed", "Harbour Front"),
    ]
    assert record.asked("standing")["known"] == "2025-01-01T23:59:59.999999+00:00"
    assert got["record"]["known"].startswith("2025-01-01")


def test_standing_without_a_day_is_of_today_and_says_so(gz: Any) -> None:
    assert json.loads(gz("standing", "HF", "--json").out)["on"] == "2026-01-31"


def test_standing_of_some_lists(gz: Any) -> None:
    got = json.loads(gz("standing", "HF", "--list", "bb.frozen", "--json").out)
    assert [one["list"] for one in got["standings"]] == ["bb.frozen"]


def test_history_json_is_in_order_with_the_undated_last(gz: Any) -> None:
    got = json.loads(gz("history", "HF", "--json").out)
    assert set(got) == {"record", "party", "events"}
    days = [one["date"] for one in got["events"]]
    assert days[-1] is None
    assert days[:-1] == sorted(days[:-1])
    inferred = next(one for one in got["events"] if one["date"] == "2021-02-16")
    assert (inferred["date_kind"], inferred["date_bounds"]) == ("inferred", ["2021-01-19", "2021-02-16"])


def test_history_of_one_list(gz: Any) -> None:
    got = json.loads(gz("history", "HF", "--list", "bb.frozen", "--json").out)
    assert {one["list"] for one in got["events"]} == {"bb.frozen"}
    assert "aa.banned" not in gz("history", "HF", "--list", "bb.frozen").out


def test_changes_json(gz: Any, record: Any) -> None:
    args = ("changes", "--since", "2025-11-01", "--until", "2025-11-30", "--list", "aa.banned", "--json")
    got = json.loads(gz(*args).out)
    assert (got["since"], got["until"]) == ("2025-11-01", "2025-11-30")
    assert [one["what"] for one in got["events"]] == ["delisted"]
    assert record.asked("changes") == {
        "since": "2025-11-01", "until": "2025-11-30", "lists": ("aa.banned",), "known": None,
    }  # fmt: skip


def test_lists_json(gz: Any, record: Any) -> None:
    got = json.loads(gz("lists", "--on", "2024-01-01", "--json").out)
    assert [one["list"] for one in got["lists"]] == ["aa.banned", "bb.frozen"]
    assert record.asked("lists") == {"on": "2024-01-01", "known": None}


def test_find_json(gz: Any) -> None:
    got = json.loads(gz("find", "HF", "--json").out)
    assert [one["party"] for one in got["parties"]] == ["harbour-front"]


def test_screen_json_has_a_screening_for_each_name(gz: Any, record: Any) -> None:
    args = [
        "Harbor Front",
        "Quxx",
        "--kind",
        "person",
        "--born",
        "1982-10",
        "--id",
        "passport:A1",
        "--on",
        "2024-12-09",
    ]
    got = json.loads(gz("screen", *args, "--threshold", "0.5", "--limit", "3", "--json").out)
    assert set(got) == {"record", "on", "screenings"}
    assert got["on"] == "2024-12-09"
    assert [len(one["matches"]) for one in got["screenings"]] == [1, 0]
    assert got["screenings"][0]["query"]["kind"] == "person"
    assert got["screenings"][0]["matches"][0]["explanation"]["tokens"][0]["kind"] == "spelling"
    asked = record.asked("screen")
    assert (asked["born"], asked["ids"], asked["threshold"], asked["limit"]) == ("1982-10", ("passport:A1",), 0.5, 3)


@pytest.mark.parametrize(("name", "code"), [("Harbor Front", 1), ("Quxx", 0)])
def test_fail_on_match(gz: Any, name: str, code: int) -> None:
    done = gz("screen", name, "--fail-on-match")
    assert (done.code, done.err) == (code, "")


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text("name\nHarbor Front\nQuxx\nFront, Harbor\n", encoding="utf-8")
    return path


def test_screen_a_file(gz: Any, customers: Path) -> None:
    done = gz("screen", "--file", str(customers), "--fail-on-match", "--on", "2024-12-09")
    assert (done.code, done.err) == (1, "")
    _holds("screen-file", done.out)


def test_screen_a_file_with_json(gz: Any, record: Any, customers: Path) -> None:
    done = gz("screen", "--file", str(customers), "--json", "--map", "name=name", "--on", "2024-12-09")
    got = json.loads(done.out)
    assert (got["on"], done.err) == ("2024-12-09", "")
    assert [(one["row"], len(one["matches"])) for one in got["screenings"]] == [(2, 1), (3, 0), (4, 1)]
    assert record.asked("screen_file")["mapping"] == {"name": "name"}


def test_screen_a_file_without_rows_with_json(gz: Any, tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("name\n")
    assert json.loads(gz("screen", "--file", str(path), "--json").out)["screenings"] == []


def test_screen_a_file_writes_its_hits(gz: Any, customers: Path, tmp_path: Path) -> None:
    out = tmp_path / "hits.csv"
    done = gz("screen", "--file", str(customers), "--out", str(out))
    assert done.code == 0
    assert "3 rows screened, 2 with candidates; written to" in done.out
    with out.open(encoding="utf-8", newline="") as file:
        assert {row["name"] for row in csv.DictReader(file)} == {"Harbor Front", "Front, Harbor"}


def test_screen_a_file_both_writes_hits_and_prints_json(gz: Any, customers: Path, tmp_path: Path) -> None:
    out = tmp_path / "hits.csv"
    done = gz("screen", "--file", str(customers), "--out", str(out), "--json")
    assert len(json.loads(done.out)["screenings"]) == 3
    assert "Harbor Front" in out.read_text("utf-8")


def test_hits_that_cannot_be_written(gz: Any, customers: Path, tmp_path: Path) -> None:
    done = gz("screen", "--file", str(customers), "--out", str(tmp_path / "no" / "hits.csv"))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "cannot be written" in done.err


def test_read_json(gz: Any, record: Any, article: Path) -> None:
    got = json.loads(gz("read", str(article), "--publisher", "P", "--date", "2024-12", "--json").out)
    assert {"document", "parties", "others", "statements", "claims", "signals", "dates"} <= set(got)
    assert "text" not in got
    asked = record.asked("read")
    assert (asked["date"], asked["publisher"], asked["name"]) == ("2024-12", "P", "article.txt")


def test_read_json_with_text_holds_what_offsets_refer_to(gz: Any, article: Path) -> None:
    got = json.loads(gz("read", str(article), "--with-text", "--json").out)
    for party in got["parties"]:
        for one in party["mentions"]:
            assert got["text"][one["start"] : one["end"]] == one["text"]


def test_read_standard_input(gz: Any, record: Any, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with article.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        done = gz("read", "-", "--json")
    assert json.loads(done.out)["parties"]
    assert record.asked("read")["name"] == "standard input"


def test_read_refuses_what_is_no_article_in_size(gz: Any, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazetted.cli.opening.LARGEST", 10)
    done = gz("read", str(article))
    assert (done.code, done.err.count("\n")) == (3, 1)


def test_an_article_that_names_nobody_is_done(gz: Any, tmp_path: Path) -> None:
    path = tmp_path / "untitled.txt"
    path.write_text("Nothing to see.\n")
    done = gz("read", str(path))
    assert done.code == 0
    _holds("read-nobody", done.out)


def test_colour_only_where_it_is_wanted(gz: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = gz("standing", "HF").out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "300")
    styled = gz("standing", "HF").out
    assert "\x1b[" not in plain
    assert "\x1b[1m" in styled

"""Parquet in and out, with the real library."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.cli.run import run
from gazetted.errors import InputError, ListFileError, UsageError
from gazetted.screening.file import read_queries
from gazetted.screening.hits import HIT_COLUMNS, write_hits

arrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")


def written(path: Path, columns: dict[str, list[Any]]) -> Path:
    parquet.write_table(arrow.table(columns), path)
    return path


def test_names_with_types_of_their_own_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path / "in.parquet",
        {
            "id": [7, 8],
            "name": ["Karim Mansour", "Blue Harbour"],
            "kind": ["individual", None],
            "date_of_birth": [dt.date(1970, 4, 2), None],
            "country": [["SY", "TR"], []],
            "ids": [["passport:A1", "imo:9074729"], None],
        },
    )
    first, second = (query for _, query in read_queries(path))
    assert (first.key, first.name, first.kind, first.born, first.country) == (
        "7", "Karim Mansour", "person", "1970-04-02", "SY",
    )  # fmt: skip
    assert first.ids == ("passport:A1", "imo:9074729")
    assert (second.kind, second.born, second.country, second.ids) == ("any", None, None, ())


def test_moments_are_days_and_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    path = written(tmp_path / "in.data", {"name": ["A"], "born": [dt.datetime(1970, 4, 2, 0, 0)]})
    assert [(number, query.born) for number, query in read_queries(path)] == [(1, "1970-04-02")]


def test_a_file_that_is_cut_or_has_no_names_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "in.parquet", {"name": ["A" * 99] * 50})
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ListFileError, match="not a whole Parquet file"):
        list(read_queries(path))
    with pytest.raises(ListFileError, match="the name is empty"):
        list(read_queries(written(tmp_path / "other.parquet", {"name": ["A", None]})))


def test_hits_come_out_with_numbers_as_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("watch.csv").write_text("name,kind\n=Karim Mansour,person\n", "utf-8")
    with gazetted.open("record.sqlite", builtin=False) as record:
        record.load("watch.csv", source="own.watch", date="2025-01-01")
    monkeypatch.setenv("GAZETTED_RECORD", str(tmp_path / "record.sqlite"))
    written(
        tmp_path / "in.parquet", {"id": ["c1", "c2", "c3"], "name": ["Jane Holloway", "Karim Mansur", "K. Mansour"]}
    )
    args = ["screen", "--file", "in.parquet", "--on", "2025-02-01", "--list", "own.watch"]
    assert run([*args, "--out", "hits.parquet"]) == 0
    assert run([*args, "--out", "hits.csv"]) == 0
    found = parquet.read_table("hits.parquet")
    assert tuple(found.column_names) == HIT_COLUMNS
    rows = found.to_pylist()
    assert [(row["row"], row["id"], row["matched_name"]) for row in rows] == [
        (2, "c2", "=Karim Mansour"), (3, "c3", "=Karim Mansour"),
    ]  # fmt: skip
    assert all(isinstance(row["score"], float) and 0.7 <= row["score"] <= 1 for row in rows)
    assert len(Path("hits.csv").read_text("utf-8").splitlines()) == 1 + len(rows)
    assert not Path("hits.parquet.part").exists()
    assert run([*args, "--out", "hits.parquet", "--resume"]) == 2
    assert "cannot be gone on with" in capsys.readouterr().err


def test_no_hits_are_a_file_with_columns_and_a_failure_leaves_none(tmp_path: Path) -> None:
    assert write_hits(tmp_path / "none.parquet", iter(())) == 0
    assert tuple(parquet.read_table(tmp_path / "none.parquet").column_names) == HIT_COLUMNS

    def fails() -> Any:
        raise ListFileError("line 2: no")
        yield

    with pytest.raises(ListFileError):
        write_hits(tmp_path / "some.parquet", fails())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["none.parquet"]
    with pytest.raises(UsageError, match="cannot be written"):
        write_hits(tmp_path / "no" / "such.parquet", iter(()))


def test_without_the_library_both_ways_say_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "in.parquet", {"name": ["A"]})

    def absent(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("gazetted.screening.file.import_module", absent)
    monkeypatch.setattr("gazetted.screening.hits.import_module", absent)
    with pytest.raises(InputError, match=r"pip install 'gazetted\[parquet\]'"):
        list(read_queries(path))
    with pytest.raises(InputError, match=r"pip install 'gazetted\[parquet\]'"):
        write_hits(tmp_path / "out.parquet", iter(()))

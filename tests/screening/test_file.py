from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from gazetted.errors import InputError, ListFileError, UsageError
from gazetted.matching.comparison import Explanation, TokenMatch
from gazetted.screening.file import read_queries, screen_file
from gazetted.screening.hits import HIT_COLUMNS, rows_done, write_hits
from gazetted.screening.result import Match, Query, Screening


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_csv_by_names_of_columns(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "c.csv",
        '\ufeffID,Name,Type,DOB,Countries,ids\r\n7,"Salim, A",Individual,1970,SY;TR,passport:1; x:2\r\n\r\n8,B,,,,\r\n',
    )
    assert list(read_queries(path)) == [
        (1, Query("Salim, A", "person", "1970", "SY", ("passport:1", "x:2"), "7")),
        (2, Query("B", key="8")),
    ]


def test_mapping_and_json_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "c.csv", "who,ref\nA B,1\n")
    assert list(read_queries(path, mapping={"name": "who", "key": "ref"})) == [(1, Query("A B", key="1"))]
    lines = write(
        tmp_path, "c.jsonl", '{"name": "A", "ids": ["p:1", "p:2"]}\n\n{"born": null, "name": "B", "kind": "vessel"}\n'
    )
    assert [q for _, q in read_queries(lines)] == [Query("A", ids=("p:1", "p:2")), Query("B", "vessel")]


def test_rows_are_screened_one_at_a_time(tmp_path: Path) -> None:
    path = write(tmp_path, "c.csv", "name\nA\nB\n")
    asked: list[str] = []

    def screener(queries: Iterable[Query]) -> Iterator[Screening]:
        for query in queries:
            asked.append(query.name)
            yield Screening(query, "2024-12-09", ())

    rows = screen_file(path, screener)
    assert next(rows)[0] == 1
    assert asked == ["A"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("c.csv", "", "is empty"),
        ("c.csv", "\n \n", "is empty"),
        ("c.csv", b"name\n\x00\x01\n", "line 2: holds NUL"),
        ("c.csv", "id,surname\n1,A\n", "line 1: no column 'name'; found: id, surname"),
        ("c.csv", b"name\nA\n\xff\xfe\n", "line 3: not UTF-8"),
        ("c.csv", 'name\n"A" B"\n', "line 2: malformed quoting"),
        ("c.csv", 'name\n"A\n', "malformed quoting"),
        ("c.csv", "name\nA,B\n", "line 2: 2 cells under 1 columns"),
        ("c.csv", "id,name\n1,\n", "line 2: the name is empty"),
        ("c.csv", "name,name\nA,B\n", "'name' stands there twice"),
        ("c.jsonl", '{"name": "A"}\n[1]\n', "line 2: not a JSON object"),
        ("c.jsonl", '{"nome": "A"}\n', "line 1: no column 'name'; found: nome"),
    ],
)
def test_bad_files_say_what_and_where(tmp_path: Path, name: str, content: str | bytes, says: str) -> None:
    with pytest.raises(ListFileError, match=r"^[^\n]+$") as caught:
        list(read_queries(write(tmp_path, name, content)))
    assert says in str(caught.value)


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        list(read_queries(tmp_path / "none.csv"))
    with pytest.raises(UsageError, match="'colour'"):
        list(read_queries(write(tmp_path, "c.csv", "name\nA\n"), mapping={"colour": "name"}))
    with pytest.raises(ListFileError, match="no column 'who'"):
        list(read_queries(write(tmp_path, "c.csv", "name\nA\n"), mapping={"key": "who"}))
    with pytest.raises(InputError, match="Parquet"):
        list(read_queries(write(tmp_path, "c.parquet", b"PAR1")))
    with pytest.raises(UsageError, match="cannot be written"):
        write_hits(tmp_path / "no" / "hits.csv", [])


def test_hits_carry_no_formula(tmp_path: Path) -> None:
    explanation = Explanation((TokenMatch("a", None, "extra", 0.0),))
    match = Match(0.9, "slug", "+Name", "@listed", "alias", (), explanation)
    screening = Screening(Query("=cmd()", key="-1"), "2024-12-09", (match,))
    assert write_hits(tmp_path / "hits.csv", [(3, screening)]) == 1
    with (tmp_path / "hits.csv").open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert tuple(row) == HIT_COLUMNS
    assert (row["row"], row["id"], row["name"], row["party_name"], row["matched_name"]) == (
        "3", "'-1", "'=cmd()", "'+Name", "'@listed",
    )  # fmt: skip
    assert row["explanation"] == "a/- extra"


def test_a_run_that_was_cut_off_is_resumed_to_the_same_file(tmp_path: Path) -> None:
    match = Match(0.9, "p", "P", "P", "primary", (), Explanation(()))
    every = [(row, Screening(Query(f"N{row}"), "2024-12-09", (match,) * (row % 2))) for row in range(1, 701)]
    write_hits(tmp_path / "whole.csv", every)

    def broken() -> Iterator[tuple[int, Screening]]:
        yield from every[:600]
        raise KeyboardInterrupt

    out = tmp_path / "hits.csv"
    with pytest.raises(KeyboardInterrupt):
        write_hits(out, broken())
    done = rows_done(out)
    assert 0 < done < 600
    write_hits(out, every[done:], resume=True)
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["hits.csv", "whole.csv"]
    with pytest.raises(UsageError, match="finished"):
        rows_done(out)
    assert rows_done(tmp_path / "none.csv") == 0


def test_rows_done_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, "c.csv", "name\nA\nB\nC\n")
    rows = screen_file(path, lambda queries: (Screening(query, "2024-12-09", ()) for query in queries), after=2)
    assert [(row, screening.query.name) for row, screening in rows] == [(3, "C")]

"""Arrow batches get the answers of the record, whatever their size and however often a name comes."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.errors import UsageError
from gazetted.scale.arrow import ReadTask, ScreenTask, read_batches, screen_batches
from gazetted.scale.bundle import pack

pa = pytest.importorskip("pyarrow")

NAMES = ["Abu Mohammad al-Julani", None, "", "  ", "PKK", "John Smith", "PKK", "Hamas", "Хамас", "حماس", "x" * 5000]


@pytest.fixture(scope="module")
def bundle(builtin_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arrow")
    shutil.copy(builtin_path, folder / "record.sqlite")
    with gazetted.open(folder / "record.sqlite") as record:
        pack(record, folder / "record.gazetted")
    return folder / "record.gazetted"


def _task(bundle: Path, **more: Any) -> ScreenTask:
    columns = more.pop("columns", {"name": "who"})
    return ScreenTask(bundle=str(bundle), columns=columns, on="2024-12-09", folder=str(bundle.parent / "cache"), **more)


def _screened(task: ScreenTask, *batches: Any) -> list[dict[str, Any]]:
    return [row for batch in screen_batches(task, batches) for row in batch.to_pylist()]


@pytest.mark.parametrize("size", [1, 3, 100])
def test_matches_are_those_of_the_record(bundle: Path, builtin_path: Path, size: int) -> None:
    cut = [NAMES[at : at + size] for at in range(0, len(NAMES), size)]
    rows = _screened(_task(bundle), *(pa.record_batch({"row": range(len(part)), "who": part}) for part in cut))
    assert [row["who"] for row in rows] == NAMES
    with gazetted.open(builtin_path) as record:
        for row in rows:
            name = (row["who"] or "").strip()
            expected = record.screen(name, on="2024-12-09").to_dict()["matches"] if name else []
            assert _without_none(row["matches"]) == _without_none(expected)
    assert any(row["matches"] for row in rows)


def _without_none(value: Any) -> Any:
    """JSON leaves out what is not there, Arrow keeps a null in its place."""
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, list | tuple) else value


def test_other_columns_are_used_and_kept(bundle: Path, builtin_path: Path) -> None:
    rows = pa.record_batch({"who": ["PKK", "PKK"], "land": ["TR", "JP"], "kept": [b"\x00", None]})
    found = _screened(_task(bundle, columns={"name": "who", "country": "land"}, kind="organization"), rows)
    assert [row["kept"] for row in found] == [b"\x00", None]
    with gazetted.open(builtin_path) as record:
        for row in found:
            expected = record.screen("PKK", kind="organization", country=row["land"], on="2024-12-09")
            assert _without_none(row["matches"]) == _without_none(expected.to_dict()["matches"])
    assert found[0]["matches"] != found[1]["matches"]


def test_typed_cells_ask_what_their_text_asks(bundle: Path) -> None:
    task = _task(bundle, columns={"name": "who", "born": "dob"}, kind="person")
    moment = dt.datetime(1982, 10, 29, 12, 30)  # as a column without a zone gives it
    days = ["1982-10-29", moment.date(), moment]
    batches = [pa.record_batch({"who": ["Ahmed al-Sharaa"], "dob": [day]}) for day in days]
    first, *others = (row["matches"] for row in _screened(task, *batches))
    assert first
    assert others == [first, first]


def test_a_column_that_is_not_there_is_named(bundle: Path) -> None:
    with pytest.raises(UsageError, match="no column 'who': there are name"):
        _screened(_task(bundle), pa.record_batch({"name": ["a"]}))


def test_an_empty_batch_stays_one(bundle: Path) -> None:
    (batch,) = screen_batches(_task(bundle), [pa.record_batch({"who": pa.array([], pa.string())})])
    assert batch.num_rows == 0
    assert batch.schema.names == ["who", "matches"]


def test_documents_are_read_as_the_record_reads_them(bundle: Path, builtin_path: Path) -> None:
    text = "Washington may remove the PKK from its terrorist list, a US official told Reuters."
    rows = pa.record_batch({"text": [text, None, "No date here."], "day": ["2024-12-09", None, None]})
    task = ReadTask(
        bundle=str(bundle), text="text", date="day", today="2024-12-10", folder=str(bundle.parent / "cache")
    )
    (batch,) = read_batches(task, [rows])
    found, nothing, failed = (row["reading"] for row in batch.to_pylist())
    with gazetted.open(builtin_path) as record:
        expected = json.loads(json.dumps(record.read(text, date="2024-12-09", today="2024-12-10").to_dict()))
    given = json.loads(found["json"])
    assert {**given, "record": None} == {**expected, "record": None}
    assert [one["party"] for one in found["parties"]] == ["pkk"]
    assert [(one["authority"], one["direction"]) for one in found["signals"]] == [("US", "delist")]
    assert nothing == {"error": None, "date": None, "parties": [], "signals": [], "json": None}
    assert "No date found" in failed["error"]

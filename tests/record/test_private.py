"""What is made is for its owner alone; what is there keeps its mode."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetted.record.opening import open_ledger
from gazetted.record.private import is_shared, make_file, make_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


@pytest.fixture(autouse=True)
def _open_to_all() -> Iterator[None]:
    old = os.umask(0o000)
    yield
    os.umask(old)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_record_is_for_its_owner_alone_also_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "data" / "record.sqlite"
    ledger = open_ledger(path, builtin=False)
    with ledger._store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM asking")
        modes = {file.name: _mode(file) for file in path.parent.iterdir()}
    ledger.close()
    assert set(modes.values()) == {0o600}, modes
    assert _mode(path.parent) == 0o700


def test_what_is_there_keeps_its_mode(tmp_path: Path) -> None:
    folder, file = tmp_path / "folder", tmp_path / "folder" / "file"
    make_folder(folder)
    make_file(file)
    assert (_mode(folder), _mode(file), is_shared(file)) == (0o700, 0o600, False)
    folder.chmod(0o755)
    file.write_text("x", "utf-8")
    file.chmod(0o640)
    make_folder(folder)
    make_file(file)
    assert (_mode(folder), _mode(file), file.read_text("utf-8")) == (0o755, 0o640, "x")
    assert is_shared(file)
    assert not is_shared(tmp_path / "none")


def test_logs_and_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    import datetime as dt

    from gazetted.screening.receipt_log import append as keep
    from gazetted.service import audit, keys

    for name in ("a", "k", "r"):
        assert not (tmp_path / name).exists()
    audit.append(tmp_path / "a" / "audit.jsonl", [{"x": 1}])
    keys.add(tmp_path / "k" / "keys.json", "desk", ["read"], dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    keep(tmp_path / "r" / "receipts.jsonl", [])
    for path in (tmp_path / "a" / "audit.jsonl", tmp_path / "k" / "keys.json", tmp_path / "r" / "receipts.jsonl"):
        assert (_mode(path), _mode(path.parent)) == (0o600, 0o700), path

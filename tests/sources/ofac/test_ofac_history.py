from __future__ import annotations

import datetime as dt
import io
import tarfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gazetted.errors import ListFileError, UsageError
from gazetted.sources.ofac.history import history
from gazetted.sources.ofac.legacy_csv import Memo, listings

from .conftest import REAL


def _archive(path: Path, members: dict[str, bytes], mode: str = "w:xz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def test_editions_come_with_their_day(tmp_path: Path) -> None:
    members = {"sdn/sdn_2021-08-18T0939Z.csv": b"1", "sdn/sdn_20210820T013800Z.csv": b"2"}
    path = _archive(tmp_path / "a.tar.xz", members)
    assert list(history(path)) == [
        (dt.date(2021, 8, 18), "sdn/sdn_2021-08-18T0939Z.csv", b"1"),
        (dt.date(2021, 8, 20), "sdn/sdn_20210820T013800Z.csv", b"2"),
    ]


def test_damaged_archives_are_errors(tmp_path: Path) -> None:
    whole = _archive(tmp_path / "a.tar.xz", {"sdn_2021-08-18T0939Z.csv": bytes(range(256)) * 400}).read_bytes()
    cut = tmp_path / "cut.tar.xz"
    for content in (whole[: len(whole) // 2], b"no archive", whole[:40] + b"xxxxxxxx" + whole[48:]):
        cut.write_bytes(content)
        with pytest.raises(ListFileError):
            list(history(cut))
    with pytest.raises(UsageError):
        list(history(tmp_path / "missing.tar.xz"))
    for name in ("sdn.csv", "sdn_2021-13-41T0000Z.csv"):
        with pytest.raises(ListFileError, match="has no day"):
            list(history(_archive(tmp_path / "b.tar.xz", {name: b""})))


def test_real_archive_begins_with_what_its_first_edition_holds() -> None:
    path = REAL / "us-ofac-sdn" / "history" / "sdn.csv.2021-08-18_2024-05-03.tar.xz"
    if not path.exists():
        pytest.skip("no real archive at hand")
    memo: Memo = {}
    counts: list[tuple[dt.date, int]] = []
    rejects: list[Any] = []
    for day, _, content in history(path):
        opener = partial(io.BytesIO, content)
        counts.append((day, sum(1 for _ in listings({"primary": opener}, rejects.append, memo=memo))))
        if len(counts) == 12:
            break
    assert rejects == []
    assert counts[0] == (dt.date(2021, 8, 18), 9083)
    assert [day for day, _ in counts] == sorted(day for day, _ in counts)
    assert len(memo) < 1.1 * counts[-1][1], "an unchanged row is not read again"

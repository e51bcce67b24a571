"""What would still bind if some lists let go: every list that is left, whom it binds, and by which act."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "golden" / "hts" / "without-us.fto.toml"
EVERY = (
    "us.fto", "us.sdn", "un.sc", "uk.proscribed", "eu.fsf", "ca.entities", "au.terrorist", "tr.masak", "ru.unified",
)  # fmt: skip


def _asked(capsys: pytest.CaptureFixture[str], path: Path, *lists: str, on: str = "2024-12-09") -> tuple[Any, str]:
    args = ["assess", "HTS", "--on", on, "--without", *lists, "--record", str(path)]
    capsys.readouterr()
    assert run([*args, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert run(args) == 0
    out = capsys.readouterr().out
    section = out[out.index("\nWITHOUT ") : out.index("\nWHAT THAT MEANS")]
    return document, " ".join(section.split())


def test_every_list_that_is_left_whom_it_binds_and_the_act(
    builtin_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = {one["list"]: one for one in tomllib.loads(GOLDEN.read_text("utf-8"))["left"]}
    document, section = _asked(capsys, builtin_path, "us.fto")
    left = document["remaining"]
    assert list(dict.fromkeys(one["list"] for one in left["standings"])) == list(expected)
    for key, one in expected.items():
        stands = [(s["name"], s["since"], s["instrument"]) for s in left["standings"] if s["list"] == key]
        assert stands == [tuple(row) for row in one["stands"]], key
        effects = [e for e in left["effects"] if e["list"] == key]
        assert [[e["title"], e["instrument"]] for e in effects] == one["effects"], key
        assert sorted({group for e in effects for group in e["binds"]}) == sorted(one["binds"]), key
        assert f"{one['label']} binds {one['whom']} " in section, key
        for name, since, act in stands:
            assert f'"{name}", ' in section
            assert f"in force since {since} · {act} " in section
        for title, act in one["effects"]:
            assert title in section
            assert act in section
    assert [one["list"] for one in document["lifted"]["standings"]] == ["us.fto"]
    assert "It would no longer stand on: US FTO." in section
    assert "Still binding, 8 lists: US SDN, UN SC, UK proscr., EU FSF, CA entities, AU terror., TR MASAK" in section
    assert "A US person still bound by US SDN" in section


def test_several_lists_at_once(builtin_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, section = _asked(capsys, builtin_path, "us.fto", "us.sdn", "un.sc")
    assert {one["list"] for one in document["lifted"]["standings"]} == {"us.fto", "us.sdn", "un.sc"}
    assert {one["list"] for one in document["remaining"]["standings"]} == set(EVERY[3:])
    assert "It would no longer stand on: US FTO, US SDN, UN SC." in section
    assert "A US person no effect that is known here would be left" in section
    assert "A UK charity still bound by UK proscr." in section


def test_a_list_that_it_is_not_on(builtin_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, section = _asked(capsys, builtin_path, "uk.sanctions")
    assert document["lifted"]["standings"] == []
    assert {one["list"] for one in document["remaining"]["standings"]} == set(EVERY)
    assert "It does not stand there on that day, so that nothing changes: UK sanct." in section
    assert "no longer stand" not in section
    mixed = _asked(capsys, builtin_path, "us.fto", "uk.sanctions")[1]
    assert "It would no longer stand on: US FTO. It does not stand there on that day" in mixed
    after = _asked(capsys, builtin_path, "us.fto", on="2025-08-01")[1]
    assert "It does not stand there on that day, so that nothing changes: US FTO." in after


def test_all_lists(builtin_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, section = _asked(capsys, builtin_path, *EVERY)
    assert document["remaining"] == {"standings": [], "effects": [], "exceptions": [], "readers": []}
    assert "No list of this record would bind it. That is no proof that no list does" in section
    assert "still bound" not in section
    assert "Still binding" not in section

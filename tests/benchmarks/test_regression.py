"""The check for clear slowness: what it measures is frozen, a slow thing fails it, noise does not."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "regression.py"


@pytest.fixture
def regression(monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("regression", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "regression", module)
    spec.loader.exec_module(module)
    return module


def test_all_that_is_measured_is_frozen_and_does_its_work(regression: Any) -> None:
    frozen = tomllib.loads(SCRIPT.with_suffix(".toml").read_text("utf-8"))
    assert 1 < frozen["margin"] < 3
    with regression.pairs() as measured:
        assert set(measured) == set(frozen["frozen"])
        for pair in measured.values():
            pair.ours()
            pair.baseline()
    assert all(ratio > 0 for ratio in frozen["frozen"].values())


@pytest.mark.parametrize(
    ("ratios", "code"), [([1.5], 0), ([9.0, 9.0, 1.5], 0), ([1.7, 1.7, 1.7, 1.0], 1), ([1.61, 1.59], 0)]
)
def test_it_fails_only_where_every_try_is_above_the_margin(
    regression: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ratios: list[float], code: int
) -> None:
    limits = tmp_path / "regression.toml"
    limits.write_text('margin = 1.6\n\n[frozen]\n"work" = 1.0\n', "utf-8")
    came = iter(ratios)

    @contextmanager
    def pairs() -> Iterator[dict[str, Any]]:
        yield {"work": None}

    monkeypatch.setattr(regression, "LIMITS", limits)
    monkeypatch.setattr(regression, "pairs", pairs)
    monkeypatch.setattr(regression, "ratio", lambda pair: next(came))
    monkeypatch.setattr(sys, "argv", ["regression.py"])
    assert regression.main() == code


def test_freezing_keeps_the_margin(regression: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = tmp_path / "regression.toml"
    limits.write_text('# why\nmargin = 1.6\n\n[frozen]\n"gone" = 1.0\n', "utf-8")

    @contextmanager
    def pairs() -> Iterator[dict[str, Any]]:
        yield {"work": None}

    monkeypatch.setattr(regression, "LIMITS", limits)
    monkeypatch.setattr(regression, "pairs", pairs)
    monkeypatch.setattr(regression, "ratio", lambda pair: 2.0)
    monkeypatch.setattr(sys, "argv", ["regression.py", "--freeze"])
    assert regression.main() == 0
    assert limits.read_text("utf-8") == '# why\nmargin = 1.6\n\n[frozen]\n"work" = 2.0\n'


def test_a_ratio_is_the_median_of_turns(regression: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = 0.0

    def work(seconds: float) -> None:
        nonlocal busy
        busy += seconds

    monkeypatch.setattr(regression, "_busy", lambda: busy)
    assert regression.ratio(regression.Pair(lambda: work(3.0), lambda: work(2.0))) == pytest.approx(1.5)

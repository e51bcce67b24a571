"""Every goal has one bound, a command that is there, and, once measured, a figure at the place it names."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def goals() -> Any:
    spec = importlib.util.spec_from_file_location("goals", ROOT / "benchmarks" / "goals.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["goals"] = module
    spec.loader.exec_module(module)
    return module


def test_every_command_is_there_and_every_frozen_result_holds_the_figure(goals: Any) -> None:
    found = goals.goals()
    assert len(found) > 30
    for goal in found:
        assert (ROOT / shlex.split(goal.command)[1]).is_file(), goal.command
        if (ROOT / "benchmarks" / goal.result).exists():
            assert goals.figure(goal) is not None, (goal.asks, goal.at)


def test_a_bound_is_a_least_or_a_most(goals: Any, tmp_path: Path) -> None:
    row = '[[goal]]\narea="a"\nasks="b"\ncommand="c d"\nresult="r.json"\nat=["x"]\n'
    (tmp_path / "goals.toml").write_text(row, "utf-8")
    with pytest.raises(ValueError, match="either the least or the most"):
        goals.goals(tmp_path / "goals.toml")
    (tmp_path / "goals.toml").write_text(row + "least = 0.5\n", "utf-8")
    (goal,) = goals.goals(tmp_path / "goals.toml")
    assert [goal.state(figure) for figure in (0.5, 0.4, None)] == ["held", "NOT HELD", "not measured"]
    assert goals.figure(goal, tmp_path) is None
    (tmp_path / "r.json").write_text('{"x": [1, 2]}', "utf-8")
    assert goals.figure(goal, tmp_path) == 2
    assert "≥ 0.5" in goals.table([(goal, 2.0)], markdown=True)

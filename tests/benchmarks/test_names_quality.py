from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "benchmarks/quality/names"


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, object]]:
    sys.path.insert(0, str(HERE))
    try:
        import mutations
        import run
    finally:
        sys.path.remove(str(HERE))
    pairs = [*mutations.scripts(), *mutations.pairs()]
    count = Counter((pair.group, pair.same) for pair in pairs)
    return {
        group: {
            "f1": run.f1([p for p in pairs if p.group == group], run.ours),
            "same": same,
            "other": count[group, False],
        }
        for (group, yes), same in count.items()
        if yes
    }


def test_every_group_is_large_half_negative_and_right(found: dict[str, dict[str, object]]) -> None:
    assert len(found) >= 35
    for group, row in found.items():
        same, other, f1 = (float(str(row[key])) for key in ("same", "other", "f1"))
        assert same + other >= 40, group
        assert abs(same - other) <= 8, group
        assert f1 >= 0.92, group


def test_the_frozen_result_is_of_these_pairs(found: dict[str, dict[str, object]]) -> None:
    frozen = json.loads((HERE / "frozen.json").read_text(encoding="utf-8"))["dev"]["groups"]
    assert {group: row["f1"] for group, row in frozen.items()} == {group: row["f1"] for group, row in found.items()}

from __future__ import annotations

import importlib.util
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools/explanation_schema.py"


def test_the_schema_in_the_package_is_the_one_of_the_types() -> None:
    spec = importlib.util.spec_from_file_location("explanation_schema", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.FILE.read_text(encoding="utf-8") == tool.text()

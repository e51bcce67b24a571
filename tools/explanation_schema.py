"""Write the JSON schema of an explanation, as `screen --json` gives it.

python tools/explanation_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from gazetted.matching.comparison import Comparison

FILE = Path(__file__).parents[1] / "src/gazetted/resources/matching/comparison.schema.json"


def schema() -> dict[str, Any]:
    """The schema of a comparison with its explanation, after JSON Schema 2020-12."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Two names compared"}
    return made | msgspec.json.schema(Comparison)


def text() -> str:
    """The file as it should be."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")

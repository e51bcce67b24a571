"""Time nomenklatura's logic-v2 on pairs of names: run by `screening.py` with the Python that has it installed.

    python logic_v2.py < pairs.json

Pairs come as [[query, listed, schema], …]; what goes out is one JSON object. Each name is made an entity beforehand,
and the first pairs, for which it loads its tables, are not counted.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from importlib.metadata import version
from typing import Any

_UNCOUNTED = 20


def main() -> int:
    """Read pairs, compare them, write the microseconds that one took."""
    # Not of this project's environment, so that no type of theirs is known here.
    proxies: Any = import_module("followthemoney.proxy")
    logic: Any = import_module("nomenklatura.matching").LogicV2

    def entity(key: str, name: str, schema: str) -> Any:
        return proxies.EntityProxy.from_dict({"id": key, "schema": schema, "properties": {"name": [name]}})

    pairs = [
        (entity(f"q{at}", query, schema), entity(f"l{at}", listed, schema))
        for at, (query, listed, schema) in enumerate(json.load(sys.stdin))
    ]
    config = logic.default_config()
    for query, listed in pairs[:_UNCOUNTED]:
        logic.compare(query, listed, config)
    start = time.process_time()
    for query, listed in pairs[_UNCOUNTED:]:
        logic.compare(query, listed, config)
    took = time.process_time() - start
    counted = len(pairs) - _UNCOUNTED
    print(json.dumps({"version": version("nomenklatura"), "us a pair": 1e6 * took / counted, "pairs": counted}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

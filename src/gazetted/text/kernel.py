"""The compiled inner loops, where they were built; else None in their place, and the callers' own loops are used.

Both give the same. `GAZETTED_KERNEL=0` in the environment turns the compiled ones off.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

skeleton_key: Callable[[str], str | None] | None = None
vowel_runs: Callable[[str], tuple[int, ...] | None] | None = None
shorter_keys: Callable[[str, int, int, int], set[int] | None] | None = None
laid_along: Callable[[tuple[tuple[str, ...], ...], str], bool | None] | None = None

compared: Callable[[str, str], int | None] | None = None
across: Callable[[tuple[tuple[str, ...], ...], str, list[str]], list[int] | None] | None = None
paired: Callable[[Any, Any, type, tuple[object, ...]], tuple[list[Any], list[Any], list[Any]] | None] | None = None
near: Callable[..., tuple[bytes, bytes, bytes, list[int]]] | None = None
bounded: Callable[..., list[tuple[bytes, bytes]]] | None = None
joined_runs: Callable[..., list[Any] | None] | None = None
apart: Callable[[list[str], Any, list[str], Any], bytes] | None = None
looked_up: Callable[[Any, Any, list[Any]], bytes] | None = None
way_keys: Callable[[tuple[tuple[str, ...], ...]], set[int] | None] | None = None
sound_keys: Callable[[list[str]], set[int] | None] | None = None

_VERSION = 3


def compiled(name: str, version: int) -> Any:
    """A compiled module of this package; None where there is none, it is of another version, or it is turned off.

    Args:
        name: the module's name, the same as that of its source.
        version: what its constant `VERSION` must be: a module compiled from an older source is not used.
    """
    if os.environ.get("GAZETTED_KERNEL") == "0":
        return None
    try:
        found = import_module(f"gazetted.text.{name}")
    except ImportError:
        return None
    return found if getattr(found, "VERSION", 1) == version else None


if (_found := compiled("_kernel", _VERSION)) is not None:
    skeleton_key = _found.skeleton_key
    vowel_runs = _found.vowel_runs
    shorter_keys = _found.shorter_keys
    laid_along = _found.laid_along
    compared = _found.compared
    across = _found.across
    paired = _found.paired
    near = _found.near
    joined_runs = _found.joined_runs
    bounded = _found.bounded
    apart = _found.apart
    looked_up = _found.looked_up
    way_keys = _found.way_keys
    sound_keys = _found.sound_keys

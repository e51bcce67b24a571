"""Datasets: the whole record, an authority's lists, or one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gazetted.model.lists import ListInfo
from gazetted.service.problems import ProblemError
from gazetted.service.yente.model import tables

DEFAULT = "default"


def lists_of(dataset: str, infos: Mapping[str, ListInfo]) -> frozenset[str]:
    """The lists that a dataset holds.

    Raises:
        ProblemError: there is no such dataset (404).
    """
    name = tables().alias.get(dataset, dataset)
    if name == DEFAULT:
        return frozenset(infos)
    if name in infos:
        return frozenset((name,))
    held = frozenset(key for key in infos if key.partition(".")[0] == name)
    if not held:
        raise ProblemError(404, "No such dataset.")
    return held


def scope(
    dataset: str, include: Sequence[str], exclude: Sequence[str], infos: Mapping[str, ListInfo]
) -> frozenset[str] | None:
    """The lists that answers may come from; None: all.

    Args:
        dataset: the dataset of the path.
        include: only these of it; such as it does not hold are added to it (clients name several datasets so).
        exclude: not these; one that is not there excludes nothing.
        infos: the lists there are.

    Raises:
        ProblemError: the dataset, or one to include, is not there (404).
    """
    held = lists_of(dataset, infos)
    if include:
        named = frozenset(key for one in include for key in lists_of(one, infos))
        held = named if named <= held else held | named
    left = held - frozenset(key for one in exclude for key in _lists_if_any(one, infos))
    return None if left == frozenset(infos) else left


def _lists_if_any(dataset: str, infos: Mapping[str, ListInfo]) -> Iterable[str]:
    try:
        return lists_of(dataset, infos)
    except ProblemError:
        return ()


def groups(infos: Mapping[str, ListInfo]) -> Mapping[str, tuple[str, ...]]:
    """Authority (first part of its lists' keys) → its lists."""
    found: dict[str, list[str]] = {}
    for key in sorted(infos):
        found.setdefault(key.partition(".")[0], []).append(key)
    return {name: tuple(keys) for name, keys in found.items()}

"""The scorers that can be called by name and version. An old version stays: what a receipt says can be had again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from gazetted.errors import UsageError
from gazetted.matching import ofac
from gazetted.matching.prepared import prepare
from gazetted.matching.score import score
from gazetted.matching.weights import CURRENT, weights
from gazetted.model.party import Kind

Scorer = Callable[[str, str, Kind], float]
"""Query, listed name and kind to a likeness in [0, 1]."""


def _names(version: int, query: str, listed: str, kind: Kind) -> float:
    return score(prepare(query, kind), prepare(listed, kind), weights(version))


def _ofac(query: str, listed: str, _: Kind) -> float:
    return ofac.score(query, listed)


SCORERS: Mapping[str, Scorer] = MappingProxyType({"names-1": partial(_names, 1), "ofac-1": _ofac})
"""Every scorer by name and version."""

DEFAULT = f"names-{CURRENT}"
"""The scorer in use."""


def scorer(name: str = DEFAULT) -> Scorer:
    """A scorer by its name, with or without a version; without, its newest.

    Raises:
        UsageError: there is no such scorer.

    >>> scorer("ofac")("Usama bin Laden", "BIN LADIN, Usama", "person") > 0.9
    True
    """
    return SCORERS[named(name)]


def named(name: str | None) -> str:
    """The full name of a scorer, with its version; the one in use where none is named.

    Raises:
        UsageError: there is no such scorer.

    >>> named("ofac"), named(None) == DEFAULT
    ('ofac-1', True)
    """
    if name is None:
        return DEFAULT
    if name in SCORERS:
        return name
    versions = [known for known in SCORERS if known.rpartition("-")[0] == name]
    if not versions:
        raise UsageError(f"there is no scorer {name!r}; choose one of {', '.join(SCORERS)}")
    return max(versions, key=lambda known: int(known.rpartition("-")[2]))

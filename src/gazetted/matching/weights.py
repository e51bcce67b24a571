"""The weights of the comparison, read from `resources/matching/weights-<version>.toml` on first use."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

CURRENT = 1
"""Version of the weights in use. Older ones stay callable: scores of the past can be had again."""


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much each thing counts; every field but `version` is a share of 1. The file explains each."""

    version: int
    replaced_least: float
    replaced_share: float
    one_side: float
    one_side_other: float
    sure: float
    doubt: float
    interior: float
    patronymic: float
    order: float
    side_words: float
    lone_word_person: float
    lone_word_other: float
    acronym: float
    alternative: float


@cache
def weights(version: int = CURRENT) -> Weights:
    """The weights of a version.

    Raises:
        KeyError: there is no such version.

    >>> weights().version == CURRENT
    True
    """
    file = resources.files("gazetted.resources") / "matching" / f"weights-{version}.toml"
    if not file.is_file():
        raise KeyError(f"no weights of version {version}")
    return msgspec.toml.decode(file.read_bytes(), type=Weights)

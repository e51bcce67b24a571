"""Tables of words and rules, read from the package's resources when first asked for."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")


def load_table(file: str, form: type[T]) -> T:
    """Read one TOML file of `resources/reading` as a struct or dictionary of the given form.

    Not cached: the caller keeps what it makes of it.

    Raises:
        msgspec.ValidationError: the file does not have that form, which is a fault of the package.
    """
    content = files("gazetted.resources").joinpath("reading", file).read_bytes()
    return msgspec.toml.decode(content, type=form)

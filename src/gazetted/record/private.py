"""Files and folders for their owner alone: what is kept in them names who was screened, or whom an own list holds."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
"""Modes under POSIX; one that is there already keeps its own."""


def make_folder(path: Path) -> None:
    """Make a folder, where there is none.

    Raises:
        OSError: it cannot be made.
    """
    path.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Make an empty file, where there is none; what cannot be made is told by whoever opens it."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE))


def is_shared(path: Path) -> bool:
    """Whether other users of the system may read or write a file; False where the system cannot tell."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & 0o077)
    except OSError:
        return False

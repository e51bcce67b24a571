"""Files that a command writes for its user: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from gazetted.errors import UsageError


def write_whole(out: str, text: str) -> None:
    """Write a text to a file; where that fails, what was there before is there still.

    Args:
        out: the path. What is no plain file, such as a device or a pipe, or lies in a folder that takes no new one, is
            written in its place.
        text: the text, with the line ends that it has.

    Raises:
        UsageError: it cannot be written.
    """
    data, path = text.encode("utf-8"), Path(out)
    try:
        if path.exists() and not (path.is_file() and os.access(path.parent, os.W_OK)):
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror}): choose another path.") from None


def _replace(path: Path, data: bytes) -> None:
    """Put a file in the place of another at once; it keeps the other's mode, or has that of any new file."""
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(made, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
        os.replace(made, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(made)
        raise


def _mask() -> int:
    """What the system takes from the mode of a new file; it can only be asked by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

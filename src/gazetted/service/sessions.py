"""Sessions of people at pages: a random id in a cookie, and a file that says whose key it stands for.

The file is named by a hash of the id, so that who reads the folder can enter with nothing he finds there. All processes
of the service see the same folder: a session that is ended is ended for all of them, and so is one whose key is
revoked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import re
import secrets
import tempfile
from pathlib import Path

import msgspec

from gazetted.errors import InputError

LIFE = dt.timedelta(hours=12)
"""How long a session lasts: a working day."""

_FORM = re.compile(r"[A-Za-z0-9_-]{43}")
_FILE = re.compile(r"[0-9a-f]{64}")


class Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of a session.

    Attributes:
        key: id of the key that was shown when it began.
        until: the moment of its end.
    """

    key: str
    until: dt.datetime


class Sessions:
    """The sessions of a service, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, key: str, now: dt.datetime) -> str:
        """Begin a session; those that are over are removed.

        Args:
            key: id of the key that was shown.
            now: the present moment.

        Returns:
            Its id, which is told to the browser and kept nowhere.

        Raises:
            InputError: the folder cannot be written.
        """
        made = new_id()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep(now)
            handle, path = tempfile.mkstemp(dir=self._folder, prefix=".new.")
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(Session(key, now + LIFE)))
            os.replace(path, self._folder / _hashed(made))
        except OSError as error:
            raise InputError(f"Sessions cannot be kept in {self._folder} ({error.strerror}).") from None
        return made

    def of(self, text: str, now: dt.datetime) -> Session | None:
        """The session that an id stands for; None where it is none, or over."""
        if not _FORM.fullmatch(text):
            return None
        found = _read(self._folder / _hashed(text))
        return found if found is not None and now < found.until else None

    def end(self, text: str) -> None:
        """End a session; one that is none is left alone."""
        if _FORM.fullmatch(text):
            (self._folder / _hashed(text)).unlink(missing_ok=True)

    def _sweep(self, now: dt.datetime) -> None:
        for path in self._folder.iterdir():
            if _FILE.fullmatch(path.name):
                found = _read(path)
                if found is None or found.until <= now:
                    path.unlink(missing_ok=True)


def new_id() -> str:
    """A random id of 256 bits, for a session or a visit."""
    return secrets.token_urlsafe(32)


def form_token(cookie: str) -> str:
    """What a form must carry besides the cookie: made from it, so that only a page of ours can know it.

    >>> form_token("a") == form_token("a"), form_token("a") == form_token("b"), len(form_token("a"))
    (True, False, 64)
    """
    return hmac.digest(cookie.encode("utf-8", "replace"), b"form of gazetted", "sha256").hex()


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> Session | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Session)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None

"""API keys: 256 random bits each, of which only a hash is kept, with scopes and an end.

A random key of that size cannot be guessed from its hash, so that a plain SHA-256 is enough: slow hashes are for words
that people choose.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import os
import re
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, get_args

import msgspec

from gazetted.errors import InputError, UsageError
from gazetted.record.private import make_folder
from gazetted.screening.holding import held

Scope = Literal["read", "screen", "watch", "decide", "admin"]
"""`read`: lists, parties, changes, articles; `screen`: names; `watch`: matches and alerts, which show customers;
`decide`: who is who, and whether a match is one, which `watch` goes with; `admin`: all of it, and the service
itself."""

SCOPES: tuple[Scope, ...] = get_args(Scope)

_ALSO: Mapping[Scope, frozenset[Scope]] = {"watch": frozenset({"decide"})}
"""Scope → scopes that it goes with."""

_FORM = re.compile(r"gzt_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NAME = re.compile(r"[\w .@+-]{1,60}")


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of a key.

    Attributes:
        id: names the key in logs; no secret.
        name: whose it is.
        scopes: what it may be used for.
        hash: SHA-256 of its secret part.
        made: when it was made (ISO, UTC).
        until: last day of its use (ISO); None: it has no end.
        revoked: when it was revoked; None: it is in use.
    """

    id: str
    name: str
    scopes: tuple[Scope, ...]
    hash: str
    made: str
    until: str | None = None
    revoked: str | None = None

    def may(self, scope: Scope) -> bool:
        """Whether it may be used for something."""
        return not ({scope, "admin"} | _ALSO.get(scope, frozenset())).isdisjoint(self.scopes)

    def holds(self, day: str) -> bool:
        """Whether it may be used on a day at all."""
        return self.revoked is None and (self.until is None or day <= self.until)

    def to_dict(self) -> dict[str, object]:
        """The JSON form, without the hash."""
        return {name: value for name, value in msgspec.to_builtins(self).items() if name != "hash"}


def read(path: Path) -> list[Key]:
    """The keys in a file; none where there is no file.

    Raises:
        InputError: the file is none of keys.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check its permissions.") from None
    try:
        return msgspec.json.decode(data, type=list[Key])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no file of keys ({error}): restore it, or name another with --keys.") from None


def add(path: Path, name: str, scopes: Iterable[str], now: dt.datetime, until: str | None = None) -> tuple[Key, str]:
    """Make a key.

    Args:
        path: the file of keys; it is made where there is none.
        name: whose it is.
        scopes: what it may be used for.
        now: the present moment.
        until: last day of its use (ISO).

    Returns:
        What is kept, and the key itself, which is told once and kept nowhere.

    Raises:
        UsageError: the name is none, or a scope is unknown.
        InputError: the file is none of keys.
    """
    wanted = tuple(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown or not wanted:
        said = f"There is no scope {unknown[0]!r}" if unknown else "A key needs a scope"
        raise UsageError(f"{said}: choose from {', '.join(SCOPES)}.")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name[:60]!r} is no name of a key: use letters, digits, blanks and .@+-_, at most 60.")
    secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    known = msgspec.convert(wanted, tuple[Scope, ...])
    key = Key(secrets.token_hex(6), name, known, _hashed(secret), now.isoformat(timespec="seconds"), until)
    _change(path, lambda keys: [*keys, key])
    return key, f"gzt_{key.id}_{secret}"


def revoke(path: Path, key_id: str, now: dt.datetime) -> Key:
    """End the use of a key.

    Raises:
        UsageError: no key has that id.
        InputError: the file is none of keys.
    """
    found = next((key for key in read(path) if key.id == key_id), None)
    if found is None:
        raise UsageError(f"No key has the id {key_id!r}: see `gazetted serve-key list`.")
    ended = msgspec.structs.replace(found, revoked=found.revoked or now.isoformat(timespec="seconds"))
    _change(path, lambda keys: [ended if key.id == key_id else key for key in keys])
    return ended


def _change(path: Path, change: Callable[[list[Key]], list[Key]]) -> None:
    """Change a file of keys whole or not at all; only its owner may read it."""
    try:
        make_folder(path.parent)
        with held(path):
            data = msgspec.json.format(msgspec.json.encode(change(read(path))), indent=1) + b"\n"
            handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(made, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): name another file with --keys.") from None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Keys:
    """The keys of a running service: its file is read again when it changes, so that a revoked key ends at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._held: Mapping[str, Key] = {}
        self._lock = threading.Lock()

    def present(self) -> Mapping[str, Key]:
        """Id → key.

        Raises:
            InputError: the file cannot be read, or is there no more: nobody is let in then.
        """
        try:
            found = os.stat(self._path)
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        except FileNotFoundError:
            if self._held:
                raise InputError(f"{self._path} is gone: restore it.") from None
            seen = (0, 0, 0)
        except OSError as error:
            raise InputError(f"{self._path} cannot be read ({error.strerror}).") from None
        if seen != self._seen:
            with self._lock:
                self._held = {key.id: key for key in read(self._path)}
                self._seen = seen
        return self._held

    def of(self, text: str, day: str) -> Key | None:
        """The key that a text is, if it may be used on a day."""
        form = _FORM.fullmatch(text)
        held_key = self.present().get(form[1]) if form else None
        right = hmac.compare_digest(_hashed(form[2] if form else ""), held_key.hash if held_key else "")
        return held_key if held_key is not None and right and held_key.holds(day) else None

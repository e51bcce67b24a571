"""Keys of receipts: made, kept, used to sign. Needs the extra `proof`; verifying needs nothing but the public key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from gazetted.errors import InputError, UsageError
from gazetted.record.private import make_folder
from gazetted.screening import ed25519

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MISSING = "Signing needs the package cryptography, which is not installed: install gazetted[proof]."
_PREFIX = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, 4)."""
_BEGIN, _END = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
_LARGEST = 1 << 16


class PublicKey(msgspec.Struct, frozen=True):
    """The public half of a key.

    Attributes:
        raw: its 32 bytes.
    """

    raw: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key, by which a receipt names it."""
        return hashlib.sha256(self.raw).hexdigest()

    def pem(self) -> str:
        """The key as text, in the form that other tools read."""
        return f"{_BEGIN}\n{base64.b64encode(_PREFIX + self.raw).decode()}\n{_END}\n"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether a signature of a message was made with the private half."""
        return ed25519.verifies(self.raw, message, signature)


class Signer(msgspec.Struct, frozen=True):
    """A private key that can sign.

    Attributes:
        public: its public half.
        sign: gives the signature of a message.
    """

    public: PublicKey
    sign: Callable[[bytes], bytes]


def public_key(path: str | Path) -> PublicKey:
    """Read a public key.

    Raises:
        UsageError: the file cannot be read.
        InputError: it holds no public Ed25519 key.
    """
    data = _bytes(Path(path)).strip()
    try:
        text = data.decode("ascii")
        inner = text.removeprefix(_BEGIN).removesuffix(_END) if text.startswith(_BEGIN) else "-"
        der = base64.b64decode("".join(inner.split()), validate=True)
    except (ValueError, binascii.Error):
        der = b""
    if len(der) != len(_PREFIX) + 32 or not der.startswith(_PREFIX):
        raise InputError(f"{path} is no public Ed25519 key in PEM: give the file that `gazetted receipt key` names.")
    return PublicKey(der[len(_PREFIX) :])


def make_key(path: str | Path) -> PublicKey:
    """Make a key: the private half in a file that only its owner reads, the public half beside it (`.pub`).

    Raises:
        UsageError: the extra `proof` is not installed, a file of that name is there, or none can be written.
    """
    library = _library()
    from cryptography.hazmat.primitives import serialization as form

    private, target = library.Ed25519PrivateKey.generate(), Path(path)
    secret = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = _public_half(private)
    try:
        make_folder(target.parent)
        for place, mode, data in ((target, 0o600, secret), (beside(target), 0o644, public.pem().encode())):
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(data)
    except FileExistsError as error:
        why = f"{error.filename} is there already: a key is never overwritten; give another --out."
        raise UsageError(why) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): give another --out.") from None
    return public


def beside(private: Path) -> Path:
    """Where the public half of a private key is kept."""
    return private.with_name(f"{private.name}.pub")


def signer(path: str | Path) -> Signer:
    """Read a private key.

    Raises:
        UsageError: the extra `proof` is not installed, or the file cannot be read.
        InputError: it holds no private Ed25519 key.
    """
    library = _library()
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private: Any = load_pem_private_key(_bytes(Path(path)), password=None)
    except (ValueError, TypeError):
        private = None
    if not isinstance(private, library.Ed25519PrivateKey):
        raise InputError(f"{path} is no private Ed25519 key without a password: make one with `gazetted receipt key`.")
    return Signer(_public_half(private), private.sign)


def _public_half(private: Ed25519PrivateKey) -> PublicKey:
    return PublicKey(private.public_key().public_bytes_raw())


def _library() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519 as library
    except ImportError:
        raise UsageError(MISSING) from None
    return library


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): check the path.") from None

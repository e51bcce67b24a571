"""Receipts: what was asked, of which record, with which settings, and what this engine found; hashed, chained, signed.

A receipt is one JSON object in the form of RFC 8785. Each of its five parts (query, settings, engine, record, answer)
has a hash in `hashes`; `digest` is the hash of the head, which is the rest with those hashes; a signature signs the
digest. `previous` is the digest of the receipt before it in a log, so that none can be taken out unseen.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any, Literal, get_args

import msgspec

from gazetted.errors import InputError
from gazetted.screening.canonical import canonical
from gazetted.screening.signing import Signer

FORM = 1
"""Version of the form of receipts."""

STATEMENT = "What this engine found in these files at this time; it clears nobody."
Hashed = Literal["query", "settings", "engine", "record", "answer"]
PARTS: tuple[Hashed, ...] = get_args(Hashed)
"""The parts of a receipt that have a hash of their own."""

_DOMAIN = b"gazetted receipt 1\n"


class Ground(msgspec.Struct, frozen=True):
    """What a screening rested on besides its query.

    Attributes:
        time: when it was done (ISO, UTC).
        record: digest of the record, and the moment up to which it was told (`known`).
        settings: day, lists, threshold, limit; digest of the list of good guys, where there is one.
        engine: name and version of the program and of its scorer.
    """

    time: str
    record: dict[str, Any]
    settings: dict[str, Any]
    engine: dict[str, Any]


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who vouches for a receipt.

    Attributes:
        algorithm: `ed25519`.
        key: SHA-256 of the public key.
        value: the signature of the digest, in base 64.
    """

    algorithm: str
    key: str
    value: str


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The proof of one screening; the fields are those of its JSON form.

    Attributes:
        receipt: version of the form.
        statement: what a receipt says, and what it does not.
        time: when the screening was done (ISO, UTC).
        number: its place in its log, from 1; None outside of a log.
        previous: digest of the receipt before it in its log; empty for the first; None outside of a log.
        query: what was asked.
        settings: day, lists, threshold, limit.
        engine: program, version, scorer.
        record: digest and moment of the record.
        answer: the matches, as `screen --json` gives them.
        hashes: SHA-256 of each part in canonical form.
        digest: SHA-256 of the head.
        signature: of the digest; None where nobody signed.
    """

    receipt: int
    statement: str
    time: str
    number: int | None
    previous: str | None
    query: dict[str, Any]
    settings: dict[str, Any]
    engine: dict[str, Any]
    record: dict[str, Any]
    answer: dict[str, Any]
    hashes: dict[str, str]
    digest: str
    signature: Signature | None

    def text(self) -> str:
        """The receipt as one line, in canonical form."""
        return canonical(self.to_dict()).decode("utf-8")

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(msgspec.to_builtins(self))


def sha256(value: Any) -> str:
    """SHA-256 of a JSON value in canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()


def made(query: dict[str, Any], ground: Ground, matches: list[Any], decisions: Sequence[Any] = ()) -> Receipt:
    """The receipt of a screening, outside of a log and unsigned; matches that decisions hold back are told in it.

    Raises:
        InputError: the query cannot be written down, such as a name that is no Unicode text.
    """
    parts = {"query": query, "settings": ground.settings, "engine": ground.engine, "record": ground.record}
    parts["answer"] = {"matches": matches, **({"decisions": list(decisions)} if decisions else {})}
    try:
        hashes = {part: sha256(value) for part, value in parts.items()}
    except ValueError as error:
        raise InputError(f"There is no receipt for this query ({error}): give a name of whole characters.") from None
    empty = Receipt(
        receipt=FORM, statement=STATEMENT, time=ground.time, number=None, previous=None, hashes=hashes, digest="",
        signature=None, **parts,
    )  # fmt: skip
    return msgspec.structs.replace(empty, digest=head_digest(empty))


def head_digest(receipt: Receipt) -> str:
    """What the digest of a receipt must be, by its head."""
    return sha256({name: getattr(receipt, name) for name in HEAD})


HEAD = ("receipt", "statement", "time", "number", "previous", "hashes")


def placed(receipt: Receipt, number: int, previous: str, by: Signer | None = None) -> Receipt:
    """A receipt at its place in a log, signed where there is a key."""
    found = msgspec.structs.replace(receipt, number=number, previous=previous, signature=None)
    return signed(msgspec.structs.replace(found, digest=head_digest(found)), by)


def signed(receipt: Receipt, by: Signer | None) -> Receipt:
    """A receipt with its signature; as it is where there is no key."""
    if by is None:
        return receipt
    value = base64.b64encode(by.sign(signed_bytes(receipt.digest))).decode("ascii")
    return msgspec.structs.replace(receipt, signature=Signature("ed25519", by.public.fingerprint, value))


def signed_bytes(digest: str) -> bytes:
    """What is signed: the digest, marked as that of a receipt, so that the key's other uses cannot stand in for it."""
    return _DOMAIN + digest.encode("utf-8")

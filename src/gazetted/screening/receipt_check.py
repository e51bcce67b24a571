"""Whether receipts are what was written: part by part, in their chain, and under a key. Needs no record."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from gazetted.errors import InputError, UsageError
from gazetted.screening import receipts
from gazetted.screening.canonical import canonical
from gazetted.screening.receipts import PARTS, Receipt
from gazetted.screening.signing import PublicKey

LONGEST = 1 << 26
"""Bytes of one receipt, or of an answer of `screen --json` that holds several."""

Part = Literal["form", "query", "settings", "engine", "record", "answer", "hashes", "head", "signature", "chain"]
_MOST = 100


class Problem(msgspec.Struct, frozen=True):
    """Something that is not as it was written.

    Attributes:
        line: number of the receipt's line in the file, or of the receipt in an answer.
        part: which part it is.
        why: in a sentence.
    """

    line: int
    part: Part
    why: str


class Verified(msgspec.Struct, frozen=True):
    """What a file of receipts is worth.

    Attributes:
        receipts: how many it holds.
        signed: how many of them carry a signature.
        key: fingerprint of the key they were checked against; None where none was given.
        chain: `whole` from the first receipt on; `part` of a log; `none`: the receipts stand alone.
        first: time of the first.
        last: time of the last.
        last_digest: digest of the last: whoever noted it sees later whether the log was cut behind it.
        problems: what is wrong, at most a hundred.
    """

    receipts: int
    signed: int
    key: str | None
    chain: Literal["whole", "part", "none"]
    first: str | None
    last: str | None
    last_digest: str | None
    problems: tuple[Problem, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {**msgspec.to_builtins(self), "sound": not self.problems}


def lines(path: str | Path) -> Iterator[tuple[int, bytes]]:
    """The receipts in a file, unread: a log, one receipt, or an answer of `screen --json`.

    Raises:
        UsageError: the file cannot be read.
        InputError: it holds no receipt, or one that is too long.
    """
    try:
        with Path(path).open("rb") as file:
            start = file.read(1 << 12)
            file.seek(0)
            if start[:1] == b"{" and start[1:2] in (b"\n", b"\r", b" "):
                yield from _of_answer(path, file.read(LONGEST + 1))
                return
            number = 0
            while line := file.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    raise InputError(f"{path}, line {number}: longer than a receipt can be; give a file of receipts.")
                yield number, line.removesuffix(b"\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): check the path.") from None
    if not number:
        raise InputError(f"{path} is empty: give a file of receipts.")


def _of_answer(path: str | Path, data: bytes) -> Iterator[tuple[int, bytes]]:
    found: Any = None
    if len(data) <= LONGEST:
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
    rows = found.get("screenings") if isinstance(found, dict) else None
    held = [row.get("receipt") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    texts = [text for text in held if isinstance(text, str)]
    if not texts or len(texts) < len(held):
        raise InputError(f"{path} is neither a receipt nor an answer of `gazetted screen --json` that holds receipts.")
    for number, text in enumerate(texts, 1):
        yield number, text.encode("utf-8", "surrogatepass")


def read(line: bytes) -> Receipt:
    """One receipt; its hashes are not checked.

    Raises:
        ValueError: it is none; the message says why.
    """
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start + 1} is no UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    try:
        found = msgspec.convert(value, Receipt)
    except msgspec.ValidationError as error:
        raise ValueError(f"it has not the form of a receipt ({error})") from None
    if canonical(value) != line:
        raise ValueError("it is not written in canonical form (RFC 8785)")
    if found.receipt != receipts.FORM:
        raise ValueError(f"it has the form {found.receipt}, and this version of gazetted knows {receipts.FORM}")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def verify(found: Iterable[tuple[int, bytes]], key: PublicKey | None = None) -> Verified:
    """Check receipts in their order.

    Args:
        found: number and bytes of each.
        key: the public key under which each must be signed; None: signatures are not checked.
    """
    problems: list[Problem] = []
    count = signatures = 0
    chained: set[bool] = set()
    first: Receipt | None = None
    before: Receipt | None = None
    for line, data in found:
        count += 1
        try:
            receipt = read(data)
        except ValueError as error:
            problems.append(Problem(line, "form", f"The receipt on line {line} cannot be read: {error}."))
            before = None
            continue
        problems += problems_of(receipt, line, key)
        signatures += receipt.signature is not None
        chained.add(receipt.number is not None)
        if receipt.number is not None and before is not None:
            problems += _chain(before, receipt, line)
        before, first = receipt, first or receipt
    whole = chained == {True} and first is not None and first.number == 1
    return Verified(
        count, signatures, key.fingerprint if key else None,
        "whole" if whole else "part" if True in chained else "none",
        first.time if first else None, before.time if before else None, before.digest if before else None,
        tuple(problems[:_MOST]),
    )  # fmt: skip


def problems_of(receipt: Receipt, line: int, key: PublicKey | None) -> list[Problem]:
    """What is wrong within one receipt: the part that was changed, or the first of the outer ones."""
    head = receipts.head_digest(receipt) == receipt.digest
    if sorted(receipt.hashes) != sorted(PARTS):
        return [Problem(line, "hashes", f"The receipt on line {line} has not a hash for each of its parts.")]
    for part in PARTS:
        if receipts.sha256(getattr(receipt, part)) != receipt.hashes[part]:
            if head:
                why = f"The {part} of the receipt on line {line} is not the one that was written: its hash differs."
                return [Problem(line, part, why)]
            why = f"The hash of the {part} in the receipt on line {line} was changed, or several parts were."
            return [Problem(line, "hashes", why)]
    if not head:
        why = f"The head of the receipt on line {line} (time, number, previous, digest …) is not the one written."
        return [Problem(line, "head", why)]
    return _signature(receipt, line, key) if key is not None else []


def _signature(receipt: Receipt, line: int, key: PublicKey) -> list[Problem]:
    signature = receipt.signature
    if signature is None:
        return [Problem(line, "signature", f"The receipt on line {line} is not signed.")]
    if signature.algorithm != "ed25519" or signature.key != key.fingerprint:
        why = f"The receipt on line {line} names another key ({signature.key[:16]}) than the one given."
        return [Problem(line, "signature", why)]
    try:
        value = base64.b64decode(signature.value.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        value = b""
    sound = base64.b64encode(value).decode("ascii") == signature.value  # base 64 has several spellings of one value
    if sound and key.verifies(receipts.signed_bytes(receipt.digest), value):
        return []
    return [Problem(line, "signature", f"The signature of the receipt on line {line} is not of this key.")]


def _chain(before: Receipt, receipt: Receipt, line: int) -> list[Problem]:
    if before.number is not None and receipt.number == before.number + 1 and receipt.previous == before.digest:
        return []
    why = f"The receipt on line {line} does not follow on the one before it: one was taken out, added or moved."
    return [Problem(line, "chain", why)]

"""Keys and signatures: the vectors of RFC 8032, and our verifying against a library's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import InputError, UsageError
from gazetted.screening import ed25519, signing

VECTORS = [  # RFC 8032, 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_standard_s_signatures_verify(key: str, message: str, signature: str) -> None:
    public, text, value = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert ed25519.verifies(public, text, value)
    assert not ed25519.verifies(public, text + b"x", value)
    assert not ed25519.verifies(public, text, value[:32] + bytes(32))


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_a_library_s_signature_verifies_and_no_bit_may_change(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, value = private.public_key().public_bytes_raw(), bytearray(private.sign(message))
    assert ed25519.verifies(public, message, bytes(value))
    value[bit // 8] ^= 1 << bit % 8
    assert not ed25519.verifies(public, message, bytes(value))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=33), st.binary(max_size=4), st.binary(max_size=65))
def test_any_bytes_are_no_signature_and_no_failure(public: bytes, message: bytes, value: bytes) -> None:
    assert not ed25519.verifies(public, message, value)


def test_a_key_is_made_once_and_its_private_half_is_for_its_owner(tmp_path: Path) -> None:
    made = signing.make_key(tmp_path / "deep" / "key")
    assert (tmp_path / "deep" / "key").stat().st_mode & 0o77 == 0
    assert signing.public_key(tmp_path / "deep" / "key.pub") == made
    by = signing.signer(tmp_path / "deep" / "key")
    assert by.public == made
    assert made.verifies(b"x", by.sign(b"x"))
    with pytest.raises(UsageError, match="never overwritten"):
        signing.make_key(tmp_path / "deep" / "key")


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", b"x" * 99]
)
def test_what_is_no_key_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(data)
    with pytest.raises(InputError, match="no public Ed25519 key"):
        signing.public_key(tmp_path / "k")
    with pytest.raises(InputError, match="no private Ed25519 key"):
        signing.signer(tmp_path / "k")


def test_without_the_extra_signing_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)
    with pytest.raises(UsageError, match=r"install gazetted\[proof\]"):
        signing.make_key(tmp_path / "key")

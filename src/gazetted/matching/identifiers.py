"""Identifiers in one way of writing, and whether their check digits hold.

A number that fails its own check is a slip of the pen or a made-up one: it can still agree letter by letter, but it
contradicts nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gazetted.text.normal import normalise

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier made comparable.

    Attributes:
        what: its type, in one word where it is known (imo, lei, bic, iban, inn, ogrn, wallet, passport, tax, national
            id, registration), else as written.
        number: the number without what is only for the eye.
        valid: whether its check digits hold; None where the type has none.
        sole: whether its bearer has but one of the type, so that another number speaks against it.
    """

    what: str
    number: str
    valid: bool | None
    sole: bool

    @property
    def key(self) -> str:
        """The same for the same number; empty without one.

        Lists print an INN as a tax number and an OGRN as a registration.

        >>> parse("INN: 7707083893").key, parse("Tax ID No.: 7707083893").key
        ('tax:7707083893', 'tax:7707083893')
        """
        return f"{_PRINTED_AS.get(self.what, self.what)}:{self.number}" if self.number else ""

    @property
    def telling(self) -> bool:
        """Whether so long a number of such a type is one bearer's: a match by it needs no likeness of names.

        >>> parse("passport:A1234567").telling, parse("passport:12").telling, parse("phone:1234567").telling
        (True, False, False)
        """
        return _PRINTED_AS.get(self.what, self.what) in _TELLING and len(self.number) >= _LONG_ENOUGH


def parse(text: str) -> Identifier:
    """An identifier from `type:value`.

    >>> parse("IMO number: 9074729").valid, parse("IMO:9074728").valid
    (True, False)
    >>> parse("SWIFT/BIC: deutdeff").number
    'DEUTDEFFXXX'
    """
    what, _, number = text[:_LONGEST].rpartition(":")
    plain = normalise(what)
    kind = next((kind for kind, words in _WORDS.items() if not words.isdisjoint(plain.split())), None)
    if kind == "wallet":
        return _wallet(number.strip())
    bare = "".join(char for char in normalise(number) if char.isalnum()).upper()
    if kind is None:
        return Identifier(plain, bare, None, sole=False)
    if kind == "bic":
        bare = bare + "XXX" if len(bare) == 8 else bare
    elif kind == "imo":
        bare = bare.removeprefix("IMO")
    check = _CHECKS.get(kind)
    return Identifier(kind, bare, check(bare) if check else None, sole=kind in _SOLE)


_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "imo": frozenset(("imo",)),
        "lei": frozenset(("lei",)),
        "bic": frozenset(("bic", "swift")),
        "iban": frozenset(("iban",)),
        "inn": frozenset(("inn",)),
        "ogrn": frozenset(("ogrn", "ogrnip")),
        "wallet": frozenset(("wallet", "xbt", "btc", "eth", "usdt", "trx", "currency", "crypto")),
        "passport": frozenset(("passport", "passeport", "pasaporte")),
        "national id": frozenset(("national", "identity", "nid")),
        "tax": frozenset(("tax", "tin", "vat")),
        "registration": frozenset(("registration", "registry", "company")),
    }
)
_PRINTED_AS: Mapping[str, str] = MappingProxyType({"inn": "tax", "ogrn": "registration"})
_TELLING = frozenset(
    ("imo", "lei", "bic", "iban", "wallet", "passport", "national id", "tax", "registration", "isin", "mmsi", "duns")
)
_LONG_ENOUGH = 6
_SOLE = frozenset(("imo", "lei", "inn", "ogrn"))


def _digits(number: str) -> list[int]:
    return [int(char) for char in number] if number.isascii() and number.isdigit() else []


def imo(number: str) -> bool:
    """IMO ship numbers: six digits times 7 to 2, the last digit of the sum is the seventh (IMO Res. A.1117(30)).

    >>> imo("9074729")
    True
    """
    digits = _digits(number)
    return len(digits) == 7 and sum(d * w for d, w in zip(digits, range(7, 1, -1), strict=False)) % 10 == digits[6]


def _mod97(text: str) -> bool:
    return text.isascii() and text.isalnum() and int("".join(str(int(char, 36)) for char in text)) % 97 == 1


def lei(number: str) -> bool:
    """Legal Entity Identifiers: twenty characters, ISO 7064 MOD 97-10 (ISO 17442).

    >>> lei("5493001KJTIIGC8Y1R12"), lei("5493001KJTIIGC8Y1R13")
    (True, False)
    """
    return len(number) == 20 and _mod97(number)


def iban(number: str) -> bool:
    """International bank account numbers (ISO 13616).

    >>> iban("GB82WEST12345698765432")
    True
    """
    return 15 <= len(number) <= 34 and _mod97(number[4:] + number[:4])


def bic(number: str) -> bool:
    """Business identifier codes by their form (ISO 9362); they have no check digit."""
    return re.fullmatch(r"[A-Z]{6}[A-Z0-9]{5}", number) is not None


def inn(number: str) -> bool:
    """Russian taxpayer numbers of bodies (10 digits) and people (12).

    >>> inn("7707083893"), inn("7707083894"), inn("500100732259")
    (True, False, True)
    """
    digits = _digits(number)
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

    def check(many: int) -> bool:
        used = weights[len(weights) - many :]
        return sum(d * w for d, w in zip(digits, used, strict=False)) % 11 % 10 == digits[many]

    return (len(digits) == 10 and check(9)) or (len(digits) == 12 and check(10) and check(11))


def ogrn(number: str) -> bool:
    """Russian registration numbers of bodies (13 digits) and sole traders (15).

    >>> ogrn("1027700132195")
    True
    """
    digits = _digits(number)
    if len(digits) not in (13, 15):
        return False
    return int(number[:-1]) % (len(digits) - 2) % 10 == digits[-1]


def base58check(address: str) -> bool:
    """Addresses of Bitcoin's and Tron's old form: four bytes of a double SHA-256 at the end.

    >>> base58check("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
    True
    """
    if not 26 <= len(address) <= 36 or any(char not in _BASE58 for char in address):
        return False
    value = 0
    for char in address:
        value = value * 58 + _BASE58.index(char)
    raw = value.to_bytes(25, "big") if value < 1 << 200 else b""
    return len(raw) == 25 and hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _wallet(address: str) -> Identifier:
    """A wallet: the case of hexadecimal and bech32 addresses says nothing, that of base 58 does."""
    low = address.lower()
    if re.fullmatch("0x[0-9a-f]{40}", low):
        return Identifier("wallet", low, None, sole=False)
    if re.fullmatch("(?:bc1|ltc1)[02-9ac-hj-np-z]{11,71}", low):
        return Identifier("wallet", low, None, sole=False)
    return Identifier("wallet", address, base58check(address), sole=False)


_CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"imo": imo, "lei": lei, "bic": bic, "iban": iban, "inn": inn, "ogrn": ogrn}
)

"""Which addresses may be asked: the public network by https, and nothing else unless the caller vouches for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.fetch.address import is_public, redirected, safe_addresses, target_of
from gazetted.fetch.policy import FetchError

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "not an address", "",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::")


@pytest.mark.parametrize("ip", PRIVATE)
def test_private_addresses_are_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a", "ftp://example.org/a", "file:///etc/passwd", "example.org/a", "https://", "https:///a",
        "https://user:word@example.org/a", "https://user@example.org/a", "https://127.0.0.1/a", "https://[::1]/a",
        "https://10.0.0.1:8443/a", "https://example.org:99999/a", "https://exämple.org/a", "https://example.org/a b",
        "https://example.org/a\r\nHost: x", "https://[::1", "https://example.org/" + "a" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_public_https_address_is_refused(address: str) -> None:
    with pytest.raises(FetchError):
        target_of(address)


def test_a_host_that_the_caller_vouches_for_may_be_private_and_without_tls() -> None:
    target = target_of("http://127.0.0.1:8080/a#top", {"127.0.0.1"})
    assert (target.url, target.port, target.allowed) == ("http://127.0.0.1:8080/a", 8080, True)
    assert safe_addresses(target, lambda host, port: ["127.0.0.1"]) == ["127.0.0.1"]


def test_one_private_address_of_a_name_is_enough_to_refuse_it() -> None:
    target = target_of("https://example.org/a")
    assert safe_addresses(target, lambda host, port: ["8.8.8.8"]) == ["8.8.8.8"]
    for found in (["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["fe80::1%eth0"]):
        with pytest.raises(FetchError, match=r"example\.org is not asked"):
            safe_addresses(target, lambda host, port, found=found: found)  # type: ignore[misc]


def test_a_name_that_is_not_known_may_be_asked_again() -> None:
    with pytest.raises(FetchError, match="not known to the network") as caught:
        safe_addresses(target_of("https://example.org/a"), lambda host, port: [])
    assert caught.value.again


def test_redirects_are_followed_within_the_same_bounds() -> None:
    start = target_of("https://example.org/a/b")
    assert redirected(start, "../c").url == "https://example.org/c"
    assert redirected(start, "https://files.example.net/c").host == "files.example.net"
    for bad in ("http://example.org/c", "https://169.254.169.254/meta", "file:///etc/passwd", "https://[", "//[::1]/x"):
        with pytest.raises(FetchError, match="redirects to where nothing is fetched from"):
            redirected(start, bad)


def test_messages_do_not_show_what_may_be_a_key() -> None:
    with pytest.raises(FetchError) as caught:
        target_of("http://example.org/a?token=secret")
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60) | st.text(max_size=40).map("https://{}".format))
def test_any_text_is_a_target_or_a_refusal(text: str) -> None:
    try:
        target = target_of(text)
    except FetchError:
        return
    assert target.url.startswith("https://")
    assert target.host

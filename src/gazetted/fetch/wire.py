"""One request: to the address that was checked and no other, within its time.

The library underneath is httpcore2, the transport of httpx2: it lets us say which IP address is connected to, and what
is above it (redirects, unpacking, cookies) must be ours here, for each of these is a way in for a hostile answer.
"""

from __future__ import annotations

import contextlib
import ssl
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

import httpcore2
import msgspec

from gazetted.fetch.address import Resolve, Target, safe_addresses
from gazetted.fetch.policy import FetchError, FetchPolicy

Clock = Callable[[], float]


class Answer(msgspec.Struct, frozen=True):
    """What a host answered.

    Attributes:
        status: the HTTP status.
        headers: by names in lower case; of several with one name, the last.
        body: the bytes as they come over the wire.
    """

    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]


@contextlib.contextmanager
def asked(
    target: Target,
    headers: Mapping[str, str],
    policy: FetchPolicy,
    *,
    clock: Clock,
    resolver: Resolve,
    body: bytes | None = None,
) -> Iterator[Answer]:
    """Ask an address once, and give the answer while its connection is open.

    Args:
        target: the address.
        headers: to send besides those of HTTP itself.
        policy: the limits of time.
        clock: seconds that only rise.
        resolver: gives the IP addresses of a host.
        body: is posted where given; else the address is got.

    Raises:
        FetchError: the host cannot be reached, is silent, too slow, or breaks off.
    """
    proxy = None if target.allowed else proxy_for(target)
    backend = _Guarded(target, policy, clock, resolver, through=proxy)
    timeouts = {"connect": policy.connect, "read": policy.read, "write": policy.read, "pool": policy.connect}
    sent = [*headers.items(), ("Connection", "close")]
    if body is not None:
        sent.append(("Content-Length", str(len(body))))
    with _explained(target.host), _pool(backend, proxy) as pool, pool.stream(
        "GET" if body is None else "POST", target.url, headers=sent, content=body, extensions={"timeout": timeouts}
    ) as response:  # fmt: skip
        found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        yield Answer(response.status, found, response.iter_stream())


def proxy_for(target: Target) -> str | None:
    """The proxy that the user's system is set to; such a host resolves names itself, and is trusted to.

    Only proxies spoken to by HTTP are used.
    """
    if urllib.request.proxy_bypass(target.host):
        return None
    proxy = urllib.request.getproxies().get(urlsplit(target.url).scheme)
    return proxy if proxy and proxy.startswith(("http://", "https://")) else None


def _pool(backend: httpcore2.NetworkBackend, proxy: str | None) -> httpcore2.ConnectionPool:
    through = httpcore2.Proxy(proxy) if proxy else None
    return httpcore2.ConnectionPool(proxy=through, max_connections=1, network_backend=backend)


class _Guarded(httpcore2.NetworkBackend):
    """Connects to the checked addresses of one host, and lets no wait pass the end of the request's time."""

    def __init__(
        self, target: Target, policy: FetchPolicy, clock: Clock, resolver: Resolve, through: str | None
    ) -> None:
        self.target, self.resolver, self.clock, self.through = target, resolver, clock, through
        self.deadline = clock() + policy.total
        self.inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the proxy, or to the first of the host's addresses that answers."""
        addresses = [host] if self.through else safe_addresses(self.target, self.resolver)
        failure: Exception | None = None
        for ip in addresses:
            try:
                stream = self.inner.connect_tcp(ip, port, self.left(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = failure or error
            else:
                return _Timed(stream, self.left)
        raise failure or httpcore2.ConnectError("no address")

    def left(self, timeout: float | None) -> float:
        """Seconds that one wait may take."""
        rest = self.deadline - self.clock()
        if rest <= 0:
            raise httpcore2.ReadTimeout("total")
        return rest if timeout is None else min(rest, timeout)


class _Timed(httpcore2.NetworkStream):
    """A stream whose waits all end with the request's time: else a byte a minute would hold us for ever."""

    def __init__(self, inner: httpcore2.NetworkStream, left: Callable[[float | None], float]) -> None:
        self.inner, self.left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, self.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, self.left(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self.inner.start_tls(ssl_context, server_hostname, self.left(timeout)), self.left)

    def get_extra_info(self, info: str) -> object:
        return self.inner.get_extra_info(info)


@contextlib.contextmanager
def _explained(host: str) -> Iterator[None]:
    """Turn the library's errors into sentences."""
    try:
        yield
    except httpcore2.TimeoutException:
        raise FetchError(f"{host} is silent or too slow: try again later.", again=True) from None
    except httpcore2.ConnectError as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            raise FetchError(f"{host} does not prove who it is ({error.__cause__.verify_message}).") from None
        raise FetchError(f"{host} cannot be reached ({error}): check the connection.", again=True) from None
    except httpcore2.ProxyError as error:
        raise FetchError(f"The proxy does not lead to {host} ({error}): check its settings.") from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise FetchError(
            f"{host} broke off ({str(error)[:200] or 'no answer'}): try again later.", again=True
        ) from None
    except httpcore2.UnsupportedProtocol as error:
        raise FetchError(f"{host} cannot be asked ({str(error)[:200]}).") from None

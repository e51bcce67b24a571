"""Sending to an address of the user's: under the same rules as asking (public network, https, time)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gazetted.fetch.address import Resolve, resolve, shown, target_of
from gazetted.fetch.policy import FetchError, FetchPolicy

_TAKEN = range(200, 300)
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    policy: FetchPolicy,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    resolver: Resolve = resolve,
) -> None:
    """Send a body until the other side says that it took it; redirects are not followed.

    Args:
        address: where to.
        body: what.
        headers: to send with it.
        policy: how often, how long, which hosts may be private.
        clock: seconds that only rise.
        sleep: waits for so many seconds.
        resolver: gives the IP addresses of a host.

    Raises:
        FetchError: the address may not be asked, or did not take it.
    """
    target = target_of(address, policy.allow)
    from gazetted.fetch.wire import asked

    for attempt in range(1, max(1, policy.attempts) + 1):
        try:
            with asked(target, headers, policy, clock=clock, resolver=resolver, body=body) as answer:
                if answer.status in _TAKEN:
                    return
                why = f"{shown(address)} answers {answer.status}: see that it takes alerts."
                raise FetchError(why, again=answer.status in _AGAIN)
        except FetchError as error:
            if not error.again or attempt >= policy.attempts:
                raise
        sleep(policy.backoff * 4 ** (attempt - 1))

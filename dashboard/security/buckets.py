"""How often somebody may do something: a bucket of tokens a client, in bounded memory."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

# Clients remembered at once; whoever was away longest is forgotten first.
MOST_CLIENTS = 10_000
_IPV6_CLIENT = 64


class Buckets:
    """So many a minute for each client: as many at once, refilled evenly."""

    def __init__(
        self,
        per_minute: int,
        most_clients: int = MOST_CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nobody known.

        Args:
            per_minute: how many; 0 is no limit.
            most_clients: how many clients are remembered.
            clock: seconds that never run backwards.
        """
        self._full = float(per_minute)
        self._most = most_clients
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """How many clients are remembered."""
        return len(self._known)

    def take(self, client: str) -> int:
        """Use one of a client's tokens: 0, or the seconds until there is one."""
        wait = self.wait(client)
        if self._full and not wait:
            self._known[client] = (self._level(client) - 1, self._clock())
            self._known.move_to_end(client)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return wait

    def wait(self, client: str) -> int:
        """Seconds until a client has a token, 0 where it has one now."""
        if not self._full:
            return 0
        missing = 1 - self._level(client)
        return math.ceil(missing * 60 / self._full) if missing > 0 else 0

    def _level(self, client: str) -> float:
        level, at = self._known.get(client, (self._full, 0.0))
        return min(self._full, level + (self._clock() - at) * self._full / 60)


def client_of(address: str) -> str:
    """Who counts as one client: an IPv4 address, or the network that a subscriber has of IPv6.

    The machine itself is nobody's client, '': its own tools and balancer are not limited.
    """
    try:
        given = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        # Not an address: all such are one client, so that nobody gains by making them up.
        return "unknown"
    if isinstance(given, ipaddress.IPv6Address):
        given = given.ipv4_mapped or given
    if given.is_loopback:
        return ""
    if given.version == 6:
        return str(ipaddress.ip_network((int(given), _IPV6_CLIENT), strict=False))
    return str(given)

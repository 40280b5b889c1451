"""How much may come from one source in a while: a budget that fills again steadily. Pure.

A budget is one number, the instant at which it is whole again. Nothing is counted by the clock's
minutes, so nobody gains by waiting for the next one, and a budget that is whole need not be kept.
"""

import ipaddress
from dataclasses import dataclass

LONGEST_ADDRESS = 64  # characters of what is no address at all
_NETWORK_BITS = 64  # of IPv6: what one household or office is given, whatever it does with the rest


@dataclass(frozen=True)
class Limit:
    """most: what may come at once, and so much again in each `seconds`."""

    name: str
    most: int
    seconds: float

    @property
    def seconds_each(self) -> float:
        """How long it takes until one more may come."""
        return self.seconds / self.most


@dataclass(frozen=True)
class Charge:
    """So much to be taken from the budget of one source."""

    limit: Limit
    source: str
    amount: int = 1


@dataclass(frozen=True)
class Budget:
    """What is left of a budget after a charge, and how long to wait if the charge was too much.

    whole_at: seconds since the epoch. wait_seconds: 0 where the charge was met.
    """

    whole_at: float
    wait_seconds: float = 0.0


def spend(charge: Charge, whole_at: float | None, now: float) -> Budget:
    """Meet the charge, or leave the budget as it is and tell how long to wait.

    whole_at: None for a source that nobody knows. An instant that cannot be, since the clock
    was set back, is forgotten: nobody waits longer than `limit.seconds`. More than can ever be
    met at once asks for the whole budget; whoever lets many in at once refuses that before.
    """
    limit = charge.limit
    if whole_at is None or not now < whole_at <= now + limit.seconds:
        whole_at = now
    cost = min(charge.amount, limit.most) * limit.seconds_each
    wait = whole_at + cost - (now + limit.seconds)
    if wait > limit.seconds_each / 1_000:  # less is only rounding
        return Budget(whole_at, wait)
    return Budget(min(whole_at + cost, now + limit.seconds))


def network(address: str | None) -> str:
    """Under what an address is counted: an IPv4 address itself, an IPv6 address by its network.

    >>> network("192.0.2.7"), network("::ffff:192.0.2.7"), network("2001:db8:1:2:3:4:5:6")
    ('192.0.2.7', '192.0.2.7', '2001:db8:1:2::/64')

    A proxy may add the port; what is no address is one source by its first characters.
    """
    text = (address or "").strip()
    found = _read(text) or _read(_without_port(text))
    if found is None:
        return text[:LONGEST_ADDRESS]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), _NETWORK_BITS), strict=False))
    return str(found)


def _read(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])  # without the name of the interface
    except ValueError:
        return None


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text

"""Find out where a name leads, and refuse every place that is not on the public network.

Names are resolved once; whoever connects uses the addresses given here, so that a name cannot lead elsewhere
a moment later. Loopback is open only for the host and port pairs that are passed in, for tests.
"""

import ipaddress
import socket
from queue import Empty, SimpleQueue
from threading import Thread

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_MOST = 8  # addresses tried of one name

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddressError(Exception):
    """A name leads nowhere, or to a place that is not fetched from; `problem` names which."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"address refused: {problem}")
        self.problem = problem


def resolve_checked(
    host: str, port: int, *, test_hosts: frozenset[tuple[str, int]] = frozenset(), timeout: float
) -> tuple[str, ...]:
    """Resolve a name to addresses that may be connected to.

    Args:
        host: As written in the address.
        port: Likewise.
        test_hosts: Pairs of host and port that may be on loopback; nothing else is opened by them.
        timeout: Seconds the system may take to resolve.

    Returns:
        At least one address; all the name has, at most eight.

    Raises:
        RefusedAddressError: `unresolved`, or `address_refused` if a single one is not public.
    """
    found = _resolve(host, port, timeout)
    may_be_here = (host, port) in test_hosts
    for written in found:
        address = ipaddress.ip_address(written.partition("%")[0])
        if not (is_public(address) or (may_be_here and address.is_loopback)):
            raise RefusedAddressError("address_refused")
    return found[:_MOST]


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is on the public network, also by what it carries inside."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo is not None:
            inner = address.teredo[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def parse_test_hosts(written: str) -> frozenset[tuple[str, int]]:
    """Read `host:port` pairs parted by commas.

    Raises:
        ValueError: If a pair has no host or no port.
    """
    pairs = set()
    for one in filter(None, (part.strip() for part in written.split(","))):
        host, colon, port = one.rpartition(":")
        if not (colon and host and port.isdigit() and 0 < int(port) < 65_536):
            raise ValueError(f"{one!r} is not host:port")
        pairs.add((host.strip("[]").lower(), int(port)))
    return frozenset(pairs)


def _resolve(host: str, port: int, timeout: float) -> tuple[str, ...]:
    """Ask the system in a thread of its own: it knows no deadline."""
    answers: SimpleQueue[tuple[str, ...]] = SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, ValueError):
            rows = []
        answers.put(tuple(dict.fromkeys(str(row[4][0]) for row in rows)))

    Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answers.get(timeout=timeout)
    except Empty:
        found = ()
    if not found:
        raise RefusedAddressError("unresolved")
    return found

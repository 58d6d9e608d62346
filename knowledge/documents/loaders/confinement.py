"""Take from this process what reading a file does not need: memory, time, network, other programs.

Called once, in the process that reads, before any byte of the file is looked at. Nothing here can be
undone by what the file makes a parser do.
"""

import ctypes
import os
import sys
from collections.abc import Callable

from knowledge.documents.loaders.reply import Limits

if sys.platform != "win32":
    import resource

_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET
_NICENESS = 5  # whoever asks a question meanwhile goes first
_FORBIDDEN = frozenset(
    {
        "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
        "socket.__new__", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn",
        "os.fork", "os.forkpty",
    }
)  # fmt: skip


class ForbiddenError(Exception):
    """A parser tried to reach the network or to start a program."""


def confine(limits: Limits) -> None:
    """Set limits and close the ways out, as far as the platform has them.

    Address space, processor time, written bytes and core files are limited on POSIX systems. On Linux the
    process moves into an empty network of its own where the system allows it; on all systems Python's
    sockets and program starts are refused.
    """
    if sys.platform != "win32":
        _limit(limits)
    if sys.platform == "linux":
        _leave_network()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    sys.addaudithook(_refuse_events())


def used_much_memory(limits: Limits) -> bool:
    """Tell whether this process came so near its limit that a parser's failure may be for want of memory."""
    if sys.platform == "win32":
        return False
    unit = 1 if sys.platform == "darwin" else 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit > limits.address_bytes / 2


def _limit(limits: Limits) -> None:
    _lower(resource.RLIMIT_AS, limits.address_bytes)
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 2)  # first SIGXCPU, then SIGKILL
    _lower(resource.RLIMIT_FSIZE, limits.written_bytes)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, 64)


def _lower(kind: int, value: int, ceiling: int | None = None) -> None:
    _, most = resource.getrlimit(kind)
    hard = ceiling or value
    bounded = hard if most == resource.RLIM_INFINITY else min(hard, most)
    try:
        resource.setrlimit(kind, (min(value, bounded), bounded))
    except (OSError, ValueError):
        return  # macOS refuses RLIMIT_AS; the other limits and the parent's clock remain


def _leave_network() -> None:
    """Many containers forbid this; the audit hook stays in any case."""
    library = ctypes.CDLL(None, use_errno=True)
    library.unshare(_NEW_USER_AND_NETWORK)
    os.umask(0o077)


def _refuse_events() -> Callable[[str, tuple[object, ...]], None]:
    def refuse(event: str, _arguments: tuple[object, ...]) -> None:
        if event in _FORBIDDEN:
            raise ForbiddenError(event)

    return refuse

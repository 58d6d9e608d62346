"""Keep the threads of numpy, of the embedding engine and of other processes out of each other's way."""

import os

from threadpoolctl import threadpool_limits

_SPINS = "1000"  # rounds that a waiting thread of the engine turns before it sleeps


def settle_threads() -> None:
    """Let threads sleep while they wait; call before the embedding engine is loaded.

    Waiting by spinning takes the cores from whoever works. Measured on two cores, one question: 54 ms
    instead of 10 after a search with numpy, and 1.8 s instead of 45 ms beside two other busy processes.
    Numpy multiplies on the calling thread from now on: a hundred thousand vectors still take 20 ms.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)
    threadpool_limits(limits=1, user_api="blas")

"""Keep the threads of numpy and those of the embedding engine out of each other's way."""

from threadpoolctl import threadpool_limits


def keep_numpy_to_one_thread() -> None:
    """Let numpy multiply on the calling thread.

    Its threads wait by spinning: between two questions they took the cores that the engine needed, and
    embedding one took 54 ms instead of 10. A hundred thousand vectors are still searched in 20 ms.
    """
    threadpool_limits(limits=1, user_api="blas")

"""What a command cannot do as things are, with words that say what to do instead."""


class RefusedError(Exception):
    """The command cannot be carried out; `words` are for the person who gave it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ServiceRunsError(RefusedError):
    """A running service owns the store already."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(
            f"`sandan serve` runs already (process {pid or 'unknown'}) and owns this home. Stop it first, or "
            "set SANDAN_HOME to another folder. Asking, searching and putting in work beside it."
        )
        self.pid = pid


class ServiceGoneError(RefusedError):
    """The service ended before it had done what it was asked."""

    def __init__(self) -> None:
        super().__init__(
            "`sandan serve` ended before this was done. Give the same command again: what is in already is "
            "left as it is."
        )


class ErrandFailedError(RefusedError):
    """The service could not do what it was asked."""

    def __init__(self, words: str) -> None:
        super().__init__(f"The running service could not do it: {words}")

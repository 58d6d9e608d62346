"""For which workspace something is being done, in this thread; decides which workspace's token a call bears.

It is set where a delivery or a job begins, and goes along to the threads that are started from there.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any, ParamSpec, TypeVar

from slack_sdk import WebClient

_team: ContextVar[str] = ContextVar("slack_team", default="")
_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


def begin_acting_for(team: str) -> None:
    """Act for a workspace from here on, until this thread begins something else."""
    _team.set(team)


@contextmanager
def acting_for(team: str) -> Iterator[None]:
    """Act for a workspace while the block runs."""
    before = _team.set(team)
    try:
        yield
    finally:
        _team.reset(before)


def acting_team() -> str:
    """Give the workspace that is acted for; empty when nobody has said."""
    return _team.get()


class TeamClient(WebClient):
    """A client whose calls bear the token of the workspace that is acted for."""

    def __init__(self, token_of: Callable[[str], str], **options: Any) -> None:
        self._token_of = token_of
        super().__init__(**options)

    @property
    def token(self) -> str | None:
        """The token; None while nobody is acted for."""
        team = acting_team()
        return self._token_of(team) if team else None

    @token.setter
    def token(self, _value: str | None) -> None:
        """Keep none."""


class TeamExecutor(ThreadPoolExecutor):
    """Threads that act for whoever gave them their work."""

    def submit(
        self, fn: Callable[_Args, _Result], /, *args: _Args.args, **kwargs: _Args.kwargs
    ) -> "Future[_Result]":
        """Have something done, for the workspace that is acted for now."""
        context = copy_context()
        return super().submit(lambda: context.run(fn, *args, **kwargs))

"""How the fake Slack fails when told to, and what files somebody put into it."""

from dataclasses import dataclass


@dataclass
class Fault:
    """How to answer a call instead of doing what it asks.

    `is_done` does it and answers badly all the same: the case in which a caller cannot know.
    """

    status: int = 500
    error: str = ""  # with status 200: Slack's own refusal
    retry_after: int | None = None
    is_done: bool = False


@dataclass
class SharedFile:
    """A file that somebody put into the workspace."""

    name: str
    content: bytes
    mode: str = "hosted"
    is_external: bool = False
    address: str = ""  # where it lies, if not here
    size: int | None = None  # what is said of it

"""A platform to post on: it can be searched for a post's key, as Slack, or it cannot, as Teams.

It answers as real ones do: it may refuse, or accept and lose the answer. Posts stay for the test to count.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

from bot.digest.delivery import AmbiguousPostError, RefusedPostError
from bot.digest.digest import Digest

Answer = Literal["posted", "refused", "lost_before", "lost_after"]


def always_posted() -> Answer:
    """Give the answer of a platform that works."""
    return "posted"


@dataclass
class Platform:
    """A chat platform in memory.

    Attributes:
        can_find: Whether a post can be looked up by its key.
        answer: What becomes of the next post; `lost_…`: the answer is lost before or after it is accepted.
        broken_channels: Channels where every post is refused.
    """

    can_find: bool = True
    answer: Callable[[], Answer] = always_posted
    broken_channels: frozenset[str] = frozenset()
    posts: list[Digest] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def publish(self, digest: Digest) -> str:
        """Post a digest, or fail as platforms do."""
        with self._lock:
            answer = "refused" if digest.channel in self.broken_channels else self.answer()
            if answer == "refused":
                raise RefusedPostError("rate_limited")
            if answer == "lost_before":
                raise AmbiguousPostError("timeout")
            self.posts.append(digest)
            if answer == "lost_after":
                raise AmbiguousPostError("timeout")
            return f"m{len(self.posts)}"

    def find_key(self, channel: str, key: str) -> str | None:
        """Look for a post by its key."""
        assert self.can_find, "nobody may ask this platform"
        with self._lock:
            found = (n for n, one in enumerate(self.posts, 1) if (one.channel, one.key) == (channel, key))
            number = next(found, None)
        return None if number is None else f"m{number}"

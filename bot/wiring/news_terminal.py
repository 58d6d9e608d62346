"""A terminal as a place where digests are posted: shown once, and confirmed by being shown."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.digest.digest import Digest

TERMINAL = "terminal:"  # how such channels are named


@dataclass
class TerminalPublisher:
    """Shows digests as they are posted; what was shown in another process cannot be looked up."""

    show: Callable[[Digest], None]
    shown: list[str] = field(default_factory=list)

    @property
    def can_find(self) -> bool:
        """Tell that posts cannot be looked up."""
        return False

    def publish(self, digest: Digest) -> str:
        """Show a digest."""
        self.show(digest)
        self.shown.append(digest.key)
        return digest.key

    def find_key(self, channel: str, key: str) -> str | None:
        """Look among what this process has shown."""
        return key if key in self.shown and channel.startswith(TERMINAL) else None

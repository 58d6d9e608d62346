"""Let one process own the index; a second owner is refused by name."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout


class IndexOwnedError(Exception):
    """Another process owns the index: read from the record, and leave writing to that process."""

    def __init__(self, path: Path, pid: int | None) -> None:
        holder = f"process {pid}" if pid else "another process"
        super().__init__(f"{path} is owned by {holder}")
        self.path = path
        self.pid = pid


@dataclass
class IndexOwner:
    """The right to open the Chroma index under a path, held until released or until the process ends."""

    path: Path
    _lock: FileLock | None = field(default=None)

    def acquire(self) -> Self:
        """Take the right.

        Raises:
            IndexOwnedError: If a living process holds it; one that was killed does not.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "owner.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise IndexOwnedError(self.path, self._holder()) from None
        self._pid_file.write_text(
            str(os.getpid()), encoding="ascii"
        )  # apart: a locked file may be unreadable
        self._lock = lock
        return self

    def release(self) -> None:
        """Give the right back; nothing happens when it is not held."""
        if self._lock is not None:
            self._pid_file.unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    @property
    def is_held(self) -> bool:
        """Tell whether this object holds the right."""
        return self._lock is not None

    def __enter__(self) -> Self:
        return self if self.is_held else self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @property
    def _pid_file(self) -> Path:
        return self.path / "owner.pid"

    def _holder(self) -> int | None:
        try:
            return int(self._pid_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

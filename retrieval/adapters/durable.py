"""Write small files so that they survive a crash whole: flushed to disk, and put in place in one step."""

import os
from pathlib import Path


def write_durably(path: Path, text: str) -> None:
    """Replace a file's content at once; after a crash it holds the old text or the new one."""
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    _flush_folder(path.parent)


def remove_durably(path: Path) -> None:
    """Remove a file, and do not return before the disk knows."""
    path.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

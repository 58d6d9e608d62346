"""Make names of files that were sent to us fit to be written."""

from knowledge.documents.canonical import canonical_text

_MAX_NAME_BYTES = 180


def safe_name(name: str) -> str:
    """Make a file name of what somebody sent: no folders, no control characters, not too long."""
    last = canonical_text(name).replace("\\", "/").rsplit("/", 1)[-1].replace("\n", " ").strip(" .")
    stem, dot, suffix = last.rpartition(".")
    stem, suffix = (stem, dot + suffix[:10]) if dot else (last, "")
    while len(stem.encode()) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem or 'document'}{suffix}"
